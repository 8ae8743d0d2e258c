//! Phrases that mean something wherever they stand, found in one pass over a text however many there are.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::profile::kana;
use crate::profile::lookup::NamesInText;
use crate::profile::spoken::{FirstWords, Referral, SignMeaning};

/// One piece of a phrase: 「^」 begins and 「$」 ends a text, Latin letters make whole words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    text: String,
    begins: bool,
    ends: bool,
}

/// A phrase: of each of its parts one way to say it must stand in the text.
#[derive(Debug)]
struct Phrase {
    said: String,
    parts: Vec<Vec<usize>>,
}

/// Phrases of one meaning, and those beside which they do not count.
#[derive(Debug)]
struct Group {
    meaning: SignMeaning,
    entry: String,
    holds: Vec<Phrase>,
    unless: Vec<Phrase>,
}

/// Finds phrases.
#[derive(Debug)]
pub(super) struct Signs {
    parts: Vec<Part>,
    automaton: Option<AhoCorasick>,
    groups: Vec<Group>,
    referrals: Vec<Vec<Phrase>>,
    ordinals: Vec<(i64, Vec<Phrase>)>,
    replies: Vec<Reply>,
}

/// Phrases with a set reply, and those beside which they do not count.
#[derive(Debug)]
struct Reply {
    within: usize,
    holds: Vec<Phrase>,
    unless: Vec<Phrase>,
}

/// The phrases' parts that stand in one text.
#[derive(Debug)]
pub(super) struct Standing(Vec<bool>);

impl Signs {
    pub(super) fn new(words: &FirstWords, referrals: &[Referral]) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut phrase = |said: &String| Phrase {
            said: said.clone(),
            parts: said
                .split('+')
                .map(|part| part.split('|').map(|way| place(Part::of(way), &mut parts)).collect())
                .collect(),
        };
        let mut groups = Vec::new();
        for sign in &words.sign {
            let Some(meaning) = SignMeaning::from_key(&sign.means) else { continue };
            let holds = sign.holds.iter().map(&mut phrase).collect();
            let unless = sign.unless.iter().map(&mut phrase).collect();
            groups.push(Group { meaning, entry: sign.entry.clone(), holds, unless });
        }
        let referrals = referrals.iter().map(|r| r.words.iter().map(&mut phrase).collect()).collect();
        let ordinals = words.ordinal.iter().map(|o| (o.place, o.holds.iter().map(&mut phrase).collect()));
        let ordinals = ordinals.collect();
        let replies = words.reply.iter().map(|r| Reply {
            within: r.within,
            holds: r.holds.iter().map(&mut phrase).collect(),
            unless: r.unless.iter().map(&mut phrase).collect(),
        });
        let replies = replies.collect();
        let texts = parts.iter().map(|part| part.text.as_str());
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(texts).ok();
        Self { parts, automaton, groups, referrals, ordinals, replies }
    }

    /// Looks at a text once.
    pub(super) fn standing(&self, text: &str) -> Standing {
        let folded = fold(text);
        let mut standing = vec![false; self.parts.len()];
        for found in self.automaton.iter().flat_map(|a| a.find_overlapping_iter(&folded)) {
            let at = found.pattern().as_usize();
            if let (Some(part), Some(stands)) = (self.parts.get(at), standing.get_mut(at)) {
                *stands |= part.stands(&folded, found.start(), found.end());
            }
        }
        Standing(standing)
    }

    /// The phrase of this meaning that stands in the text, as the data has it.
    pub(super) fn sign(&self, standing: &Standing, meaning: SignMeaning) -> Option<&str> {
        self.standing_of(standing, meaning).map(|(phrase, _)| phrase)
    }

    /// The same with the entry that the data names for it.
    pub(super) fn standing_of(&self, standing: &Standing, meaning: SignMeaning) -> Option<(&str, &str)> {
        self.groups.iter().filter(|group| group.meaning == meaning).find_map(|group| {
            let held = group.holds.iter().find(|phrase| standing.hold(phrase))?;
            let ruled_out = group.unless.iter().any(|phrase| standing.hold(phrase));
            (!ruled_out).then_some((held.said.as_str(), group.entry.as_str()))
        })
    }

    /// The place in a list that the text names, and the phrase that does.
    pub(super) fn ordinal(&self, standing: &Standing) -> Option<(i64, &str)> {
        self.ordinals.iter().find_map(|(place, words)| {
            words.iter().find(|phrase| standing.hold(phrase)).map(|phrase| (*place, phrase.said.as_str()))
        })
    }

    /// The place of the first set reply whose phrases stand in a text of so many characters.
    pub(super) fn reply(&self, standing: &Standing, length: usize) -> Option<usize> {
        let holds = |phrases: &[Phrase]| phrases.iter().any(|phrase| standing.hold(phrase));
        self.replies
            .iter()
            .position(|r| (r.within == 0 || length <= r.within) && holds(&r.holds) && !holds(&r.unless))
    }

    /// The place of the first referral whose words stand in the text.
    pub(super) fn referral(&self, standing: &Standing) -> Option<usize> {
        self.referrals.iter().position(|words| words.iter().any(|phrase| standing.hold(phrase)))
    }
}

impl Standing {
    fn hold(&self, phrase: &Phrase) -> bool {
        let stands = |part: &usize| self.0.get(*part).copied().unwrap_or(false);
        phrase.parts.iter().all(|ways| ways.iter().any(stands))
    }
}

impl Part {
    fn of(part: &str) -> Self {
        Self {
            text: fold(part.trim_matches(['^', '$'])),
            begins: part.starts_with('^'),
            ends: part.ends_with('$'),
        }
    }

    fn stands(&self, text: &str, from: usize, to: usize) -> bool {
        let letter = |c: char| c.is_ascii_alphanumeric();
        let (before, after) = (text.get(..from).unwrap_or_default(), text.get(to..).unwrap_or_default());
        let whole = !self.text.is_ascii() || !before.ends_with(letter) && !after.starts_with(letter);
        whole && (!self.begins || before.is_empty()) && (!self.ends || after.is_empty())
    }
}

fn place(part: Part, parts: &mut Vec<Part>) -> usize {
    parts.iter().position(|known| *known == part).unwrap_or_else(|| {
        parts.push(part);
        parts.len() - 1
    })
}

fn fold(text: &str) -> String {
    NamesInText::readable(text).chars().map(kana::fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::spoken::Sign;

    fn found(holds: &[&str], unless: &[&str], text: &str) -> bool {
        let own = |texts: &[&str]| texts.iter().map(|&t| t.to_owned()).collect();
        let sign =
            Sign { means: "detail".into(), holds: own(holds), unless: own(unless), entry: String::new() };
        let signs = Signs::new(&FirstWords { sign: vec![sign], ..FirstWords::default() }, &[]);
        signs.sign(&signs.standing(text), SignMeaning::Detail).is_some()
    }

    #[test]
    fn all_parts_must_stand_and_none_of_the_exceptions() {
        assert!(found(
            &["振り込ん+連絡"],
            &[],
            "フリコンダあと連絡がない".replace("フリコンダ", "振り込んだ").as_str()
        ));
        assert!(!found(&["振り込ん+連絡"], &[], "振り込んだ"));
        assert!(!found(&["騙された"], &["友達が"], "友達が騙された"));
    }

    #[test]
    fn one_of_the_ways_to_say_a_part_is_enough() {
        let holds = ["登録料|入会金+言われ|請求され"];
        assert!(found(&holds, &[], "入会金を請求された") && found(&holds, &[], "登録料いるって言われた"));
        assert!(!found(&holds, &[], "登録料は経費？") && !found(&holds, &[], "親に言われた"));
    }

    #[test]
    fn ends_of_a_text_and_whole_latin_words_are_kept_to() {
        assert!(found(&["^もっと"], &[], "モット詳しく") && !found(&["^もっと"], &[], "は、もっと"));
        assert!(found(&["なに$"], &[], "これなに？") && !found(&["なに$"], &[], "なにか"));
        assert!(found(&["my"], &[], "lost my card") && !found(&["my"], &[], "mystery"));
    }
}
