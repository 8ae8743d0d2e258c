//! Why a document was found: which words of the question it holds, and how much of the question that is.
//!
//! Shares are by inverse document frequency, a word the index does not know counting as the rarest, and do not grow with the length
//! of the question.

use super::index::Postings;
use super::search::{QueryTerm, Ranked, UNKNOWN};
use super::segment::Segmented;
use super::terms::Kind;
use super::weights::Field;

/// A content word of the question with the terms that can stand for it.
#[derive(Debug)]
struct Content {
    from: u32,
    text: String,
    idf: f32,
    asked: bool,
    unknown: bool,
    /// The word itself and the concepts it is part of.
    own: Vec<u32>,
    /// Its character pairs: most of them found count as the word with a slip.
    pairs: Vec<u32>,
}

/// The content words of one question.
#[derive(Debug)]
pub(super) struct Explainer {
    words: Vec<Content>,
}

/// How much of a question a document holds, as shares from 0 to 1.
#[derive(Debug, Default)]
pub(super) struct Explanation {
    /// Of what is asked.
    pub(super) held: f32,
    /// Of everything said.
    pub(super) held_all: f32,
    /// Of what is asked, by the question as it is shown.
    pub(super) held_by_question: f32,
    /// The words held, in their order.
    pub(super) words: Vec<String>,
}

impl Explainer {
    pub(super) fn new(query: &[QueryTerm], segmented: &Segmented) -> Self {
        let overlap = |t: &QueryTerm, from: u32, to: u32| t.from < to && from < t.to;
        let concepts: Vec<&QueryTerm> = query.iter().filter(|t| t.kind == Kind::Concept).collect();
        let mut words: Vec<Content> = query
            .iter()
            .filter(|t| t.kind == Kind::Word)
            .map(|word| {
                let of = concepts.iter().filter(|t| overlap(t, word.from, word.to)).map(|t| t.id);
                let own: Vec<u32> = std::iter::once(word.id).chain(of).filter(|&id| id != UNKNOWN).collect();
                let inside = |t: &&QueryTerm| {
                    matches!(t.kind, Kind::Bigram | Kind::Kana) && t.from >= word.from && t.to <= word.to
                };
                Content {
                    from: word.from,
                    text: segmented.text(word.from, word.to),
                    idf: word.idf,
                    asked: word.asked,
                    unknown: own.is_empty(),
                    own,
                    pairs: query.iter().filter(inside).map(|t| t.id).collect(),
                }
            })
            .collect();
        words.sort_by_key(|w| w.from);
        Self { words }
    }

    /// Number of content words in what is asked.
    pub(super) fn asked(&self) -> usize {
        self.words.iter().filter(|w| w.asked).count()
    }

    /// Share of what is asked that no document holds.
    pub(super) fn unknown(&self) -> f32 {
        let asked = || self.words.iter().filter(|w| w.asked);
        let all: f32 = asked().map(|w| w.idf).sum();
        if all > 0.0 { asked().filter(|w| w.unknown).map(|w| w.idf).sum::<f32>() / all } else { 1.0 }
    }

    /// Share of everything said that a unit holds.
    pub(super) fn held_by(&self, postings: &Postings, unit: u32) -> f32 {
        let all: f32 = self.words.iter().map(|w| w.idf).sum();
        let part: f32 = self.words.iter().map(|w| w.idf * held(postings, w, unit)).sum();
        if all > 0.0 { part / all } else { 0.0 }
    }

    pub(super) fn reason(&self, postings: &Postings, ranked: Ranked) -> Explanation {
        let unit = |field: Field, at: u32| postings.spans[field as usize].from + at;
        let mut units = vec![unit(Field::Entry, ranked.document), unit(Field::Answer, ranked.document)];
        if let Some(slots) = postings.slots.get(ranked.document as usize)
            && slots.job
        {
            units.push(unit(Field::Group, slots.group));
        }
        let mut out = Explanation::default();
        let question = unit(Field::Question, ranked.document);
        let (mut all, mut all_held, mut asked, mut asked_held, mut by_question) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for word in &self.words {
            let held_by_entry = units.iter().map(|&u| held(postings, word, u)).fold(0.0, f32::max);
            all += word.idf;
            all_held += word.idf * held_by_entry;
            if word.asked {
                asked += word.idf;
                asked_held += word.idf * held_by_entry;
                by_question += word.idf * held(postings, word, question);
            }
            if held_by_entry > 0.5 {
                out.words.push(word.text.clone());
            }
        }
        if all > 0.0 {
            out.held_all = all_held / all;
        }
        if asked > 0.0 {
            out.held = asked_held / asked;
            out.held_by_question = by_question / asked;
        }
        out
    }
}

/// How surely a unit holds a word, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "a word has few characters")]
fn held(postings: &Postings, word: &Content, unit: u32) -> f32 {
    if word.own.iter().any(|&t| postings.holds(t, unit)) {
        return 1.0;
    }
    let pairs = word.pairs.iter().filter(|&&t| postings.holds(t, unit)).count();
    if word.pairs.is_empty() { 0.0 } else { 0.8 * pairs as f32 / word.pairs.len() as f32 }
}
