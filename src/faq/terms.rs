//! What two texts are compared by: words, shared concepts, and character n-grams.

use std::hash::Hasher;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHasher;

use crate::profile::SynonymGroup;

use super::clause::clauses;
use super::normalise::{Script, TEXT_MAX, folded};
use super::segment::{Segmented, segment};

/// The kind of a term; each has its own weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A content word.
    Word,
    /// A group of synonyms.
    Concept,
    /// Two adjacent characters, at least one of them not hiragana.
    Bigram,
    /// Two adjacent hiragana.
    Kana,
}

/// Number of kinds.
pub const KINDS: usize = 4;

/// A term where it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// What it is compared by. 64 bits of hash: among a million terms a clash is less likely than 1 in 30 million.
    pub key: u64,
    /// Its kind.
    pub kind: Kind,
    /// First character in [`Segmented::chars`].
    pub from: u32,
    /// One past the last character.
    pub to: u32,
    /// Whether it stands in what is asked, not in the circumstances.
    pub asked: bool,
}

/// Turns texts into terms. Holds the synonyms.
#[derive(Debug)]
pub struct Analyser {
    concepts: Option<AhoCorasick>,
    group_of: Vec<u32>,
}

impl Analyser {
    /// An analyser that knows these synonyms.
    #[must_use]
    pub fn new(synonyms: &[SynonymGroup]) -> Self {
        let mut patterns = Vec::new();
        let mut group_of = Vec::new();
        for (group, words) in (0u32..).zip(synonyms) {
            for word in &words.words {
                let key = folded(word);
                if !key.is_empty() && !patterns.contains(&key) {
                    patterns.push(key);
                    group_of.push(group);
                }
            }
        }
        // Patterns are few and short: the automaton cannot outgrow its limits, and without it only synonyms are lost.
        let concepts = (!patterns.is_empty())
            .then(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns).ok())
            .flatten();
        Self { concepts, group_of }
    }

    /// The terms of a text of at most `limit` characters, into `terms`.
    pub fn analyse(&self, text: &str, limit: usize, terms: &mut Vec<Term>) -> Segmented {
        let segmented = segment(text, limit);
        terms.clear();
        words(&segmented, terms);
        self.concepts(&segmented, terms);
        grams(&segmented, terms);
        segmented
    }

    /// The terms of a question of at most [`TEXT_MAX`] characters, each marked as asked or as circumstance.
    pub fn analyse_question(&self, text: &str, terms: &mut Vec<Term>) -> Segmented {
        let end = text.char_indices().nth(TEXT_MAX).map_or(text.len(), |(at, _)| at);
        let mut whole = Segmented::default();
        let mut part = Vec::new();
        terms.clear();
        for clause in clauses(&text[..end]) {
            let segmented = self.analyse(clause.text, TEXT_MAX, &mut part);
            let from = whole.append(&segmented);
            terms.extend(part.iter().map(|t| Term {
                from: t.from + from,
                to: t.to + from,
                asked: clause.asked,
                ..*t
            }));
        }
        // What is asked may say nothing by itself (「どうしたらいいですか？」): then everything said is the question.
        let content = |asked: bool| terms.iter().filter(|t| t.kind == Kind::Word && t.asked == asked).count();
        if content(true) == 0 {
            for term in terms.iter_mut() {
                term.asked = true;
            }
        }
        whole
    }

    fn concepts(&self, text: &Segmented, terms: &mut Vec<Term>) {
        let Some(automaton) = &self.concepts else { return };
        let folded: String = text.chars.iter().collect();
        let (mut byte, mut at) = (0, 0usize);
        for found in automaton.find_iter(&folded) {
            at += folded.get(byte..found.start()).map_or(0, |s| s.chars().count());
            let from = at;
            at += folded.get(found.range()).map_or(0, |s| s.chars().count());
            byte = found.end();
            if stands_alone(text, from, at) {
                let group = self.group_of.get(found.pattern().as_usize()).copied().unwrap_or_default();
                terms.push(Term {
                    key: hash_concept(group),
                    kind: Kind::Concept,
                    from: u32::try_from(from).unwrap_or(u32::MAX),
                    to: u32::try_from(at).unwrap_or(u32::MAX),
                    asked: true,
                });
            }
        }
    }
}

/// Whether a synonym found here is a word of its own rather than a piece of a longer one.
fn stands_alone(text: &Segmented, from: usize, to: usize) -> bool {
    let (Some(&first), Some(&last)) = (text.scripts.get(from), text.scripts.get(to - 1)) else {
        return false;
    };
    let before = from.checked_sub(1).and_then(|i| text.scripts.get(i)).copied().unwrap_or(Script::Gap);
    let after = text.scripts.get(to).copied().unwrap_or(Script::Gap);
    // 「5万」 is not in 「25万」, nor 「ol」 in 「tool」.
    if matches!(first, Script::Digit | Script::Letter) && before == first {
        return false;
    }
    if matches!(last, Script::Digit | Script::Letter) && after == last {
        return false;
    }
    // Short kana occur inside everything: they count only where the segmenter begins and ends a word, too.
    let kana = text.scripts[from..to].iter().all(|&s| matches!(s, Script::Hiragana | Script::Katakana));
    let starts = |at: usize| text.starts.get(at).copied().unwrap_or(true);
    if kana && to - from <= 3 {
        return starts(from) && starts(to);
    }
    true
}

fn words(text: &Segmented, terms: &mut Vec<Term>) {
    for &(from, to) in &text.words {
        terms.push(Term {
            key: hash_chars(Kind::Word, text, from, to),
            kind: Kind::Word,
            from,
            to,
            asked: true,
        });
    }
}

fn grams(text: &Segmented, terms: &mut Vec<Term>) {
    let count = u32::try_from(text.chars.len()).unwrap_or(0);
    let script = |i: u32| text.scripts.get(i as usize).copied().unwrap_or(Script::Gap);
    for i in 0..count {
        let (a, b) = (script(i), script(i + 1));
        // Two Latin letters are in every English word: they say nothing beside the words.
        if a == Script::Gap || b == Script::Gap || a == Script::Letter && b == Script::Letter {
            continue;
        }
        let kind = if a == Script::Hiragana && b == Script::Hiragana { Kind::Kana } else { Kind::Bigram };
        // Both kinds share one key space: a word in katakana meets itself in hiragana.
        terms.push(Term {
            key: hash_chars(Kind::Bigram, text, i, i + 2),
            kind,
            from: i,
            to: i + 2,
            asked: true,
        });
    }
}

fn hash_chars(kind: Kind, text: &Segmented, from: u32, to: u32) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u8(kind as u8);
    for &c in text.chars.get(from as usize..to as usize).unwrap_or_default() {
        hasher.write_u32(u32::from(c));
    }
    hasher.finish()
}

fn hash_concept(group: u32) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u8(Kind::Concept as u8);
    hasher.write_u32(group);
    hasher.finish()
}
