//! All phrasings of all documents: which one a text equals, and which one it is nearest to.
//!
//! The nearest phrasing is not ranked by: the best of twenty is mostly chance, and ranking by it lost (see the table in
//! [`super`]). It says how sure a hit is, and stands in the reply as the reason. Phrasings are kept as one text and as the terms they
//! hold, in the order of the documents: a list for each would weigh more than its letters.

use rustc_hash::FxHashMap;

use super::comparable;

/// The phrasings of a set of documents; each document's first is its question.
#[derive(Debug, Default)]
pub(super) struct Phrasings {
    text: String,
    /// One past the last byte of each phrasing in `text`.
    ends: Vec<u32>,
    /// The first phrasing of each document, and one past the last.
    of: Vec<u32>,
    /// The terms of all phrasings, sorted within each.
    terms: Vec<u32>,
    /// One past the last term of each phrasing in `terms`.
    term_ends: Vec<u32>,
    /// What the terms of each phrasing weigh together.
    whole: Vec<f32>,
    /// By a hash of the comparison form: a phrasing with it.
    exact: FxHashMap<u64, u32>,
}

/// A document's phrasing that a question is nearest to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Nearest {
    pub(super) phrasing: u32,
    /// Share of the question that the phrasing holds.
    pub(super) said: f32,
    /// Share of the phrasing that the question holds.
    pub(super) used: f32,
}

impl Phrasings {
    /// Begins a document.
    pub(super) fn begin(&mut self) {
        self.of.push(count(self.ends.len()));
    }

    /// Adds a phrasing of the document that was begun last, with its terms.
    pub(super) fn push(&mut self, text: &str, terms: &mut Vec<u32>) {
        let key = comparable(text);
        if !key.is_empty() {
            self.exact.entry(super::hash(&key)).or_insert(count(self.ends.len()));
        }
        self.text.push_str(text);
        self.ends.push(count(self.text.len()));
        terms.sort_unstable();
        terms.dedup();
        self.terms.extend_from_slice(terms);
        self.term_ends.push(count(self.terms.len()));
    }

    /// Weighs the phrasings and gives back what was taken ahead of need.
    pub(super) fn finish(&mut self, idf: impl Fn(u32) -> f32) {
        let all = 0..count(self.ends.len());
        self.whole = all.map(|p| self.terms_of(p).iter().map(|&term| idf(term)).sum()).collect();
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.terms.shrink_to_fit();
        self.term_ends.shrink_to_fit();
        self.exact.shrink_to_fit();
    }

    fn terms_of(&self, phrasing: u32) -> &[u32] {
        let (from, to) = range(&self.term_ends, phrasing);
        self.terms.get(from..to).unwrap_or_default()
    }

    /// The text of a phrasing.
    pub(super) fn text(&self, phrasing: u32) -> &str {
        let (from, to) = range(&self.ends, phrasing);
        self.text.get(from..to).unwrap_or_default()
    }

    /// The document of the phrasing that a text equals as far as spelling matters, and whether that is the question as it is shown.
    pub(super) fn equal(&self, text: &str) -> Option<(u32, bool)> {
        let key = comparable(text);
        let &phrasing = self.exact.get(&super::hash(&key))?;
        let document = self.of.partition_point(|&first| first <= phrasing).checked_sub(1)?;
        (comparable(self.text(phrasing)) == key)
            .then(|| (count(document), self.of.get(document) == Some(&phrasing)))
    }

    /// The phrasing of a document that shares most with the question, by the idf of what is shared.
    /// `asked` are the question's terms with their weights, sorted by term.
    pub(super) fn nearest(&self, document: u32, asked: &[(u32, f32)]) -> Nearest {
        let from = self.of.get(document as usize).copied().unwrap_or_default();
        let to = self.of.get(document as usize + 1).copied().unwrap_or(count(self.ends.len()));
        let all: f32 = asked.iter().map(|t| t.1).sum();
        let mut best = Nearest { phrasing: from, ..Nearest::default() };
        let mut most = 0.0;
        for phrasing in from..to {
            let whole = self.whole.get(phrasing as usize).copied().unwrap_or_default();
            let mut shared = 0.0;
            // Both are sorted: one walk over the two.
            let mut rest = asked.iter();
            let mut next = rest.next();
            for &term in self.terms_of(phrasing) {
                while let Some(&(known, weight)) = next {
                    if known > term {
                        break;
                    }
                    if known == term {
                        shared += weight;
                    }
                    next = rest.next();
                }
            }
            let alike = 2.0 * shared / (all + whole).max(1.0);
            if alike > most {
                most = alike;
                let share = |of: f32| if of > 0.0 { (shared / of).min(1.0) } else { 0.0 };
                best = Nearest { phrasing, said: share(all), used: share(whole) };
            }
        }
        best
    }
}

fn range(ends: &[u32], at: u32) -> (usize, usize) {
    let from = at.checked_sub(1).and_then(|before| ends.get(before as usize)).copied().unwrap_or_default();
    let to = ends.get(at as usize).copied().unwrap_or(from);
    (from as usize, to as usize)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
