//! Why a document was found: which words of the question it holds, and how much of the question that is.

use super::index::Postings;
use super::search::{QueryTerm, Ranked};
use super::segment::Segmented;
use super::terms::Kind;
use super::weights::Field;

/// A content word of the question with the terms that can stand for it.
#[derive(Debug)]
struct Content {
    from: u32,
    text: String,
    weight: f32,
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

/// How much of a question a document holds.
#[derive(Debug, Default)]
pub(super) struct Explanation {
    pub(super) coverage: f32,
    pub(super) phrasing_coverage: f32,
    pub(super) words: Vec<String>,
}

impl Explainer {
    pub(super) fn new(query: &[QueryTerm], segmented: &Segmented) -> Self {
        let overlap = |t: &QueryTerm, from: u32, to: u32| t.from < to && from < t.to;
        let mut words: Vec<Content> = query
            .iter()
            .filter(|t| t.kind == Kind::Word)
            .map(|word| {
                let own = std::iter::once(word.id).chain(
                    query
                        .iter()
                        .filter(|t| t.kind == Kind::Concept && overlap(t, word.from, word.to))
                        .map(|t| t.id),
                );
                let inside = |t: &&QueryTerm| {
                    matches!(t.kind, Kind::Bigram | Kind::Kana) && t.from >= word.from && t.to <= word.to
                };
                Content {
                    from: word.from,
                    text: segmented.text(word.from, word.to),
                    weight: word.idf,
                    own: own.collect(),
                    pairs: query.iter().filter(inside).map(|t| t.id).collect(),
                }
            })
            .collect();
        words.sort_by_key(|w| w.from);
        Self { words }
    }

    pub(super) fn content(&self) -> f32 {
        self.words.iter().map(|w| w.weight).sum()
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
        let (mut all, mut some, mut few) = (0.0, 0.0, 0.0);
        for word in &self.words {
            all += word.weight;
            let by_entry = units.iter().map(|&u| held(postings, word, u)).fold(0.0, f32::max);
            some += word.weight * by_entry;
            few += word.weight * held(postings, word, ranked.phrasing);
            if by_entry > 0.5 {
                out.words.push(word.text.clone());
            }
        }
        if all > 0.0 {
            out.coverage = some / all;
            out.phrasing_coverage = few / all;
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
