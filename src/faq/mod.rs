//! From a question in anyone's words to the entry that answers it.
//!
//! A text is normalised ([`normalise`]), cut into words ([`segment`], [`stem`]) and turned into [`terms`]: words, shared concepts
//! (the groups of `data/synonyms.toml`), and character n-grams. BM25 scores five fields side by side ([`weights::Field`]): the best
//! phrasing, all phrasings of the entry, its answer, all that is known about its job or topic, and all entries of its intent. Inside
//! a job a term counts the less the more of the job's entries share it, so the job's field finds the job and the others find the
//! entry. A job named in the question raises its entries; with none named, general entries rise. [`decide`] makes an answer,
//! candidates or silence of it. Every [`Hit`] carries its reasons.
//!
//! Invariants: no text breaks a search, and nothing past [`normalise::TEXT_MAX`] characters is read; results are ordered by score,
//! then by the order of indexing; an index never changes once built. Non-goals: understanding, other languages, spelling of kanji.
//!
//! # What was tried
//!
//! First / first three on `tests/eval/dev-questions.tsv`, and on one phrasing in eight taken out of the index and asked (harsher:
//! phrasings are written to differ). All with the weights of that day refitted neither way.
//!
//! | variant | dev | held-out phrasings |
//! |---|---|---|
//! | phrasings alone, the best one counts | 64.9 / 79.3 | 14.7 / 26.7 |
//! | whole entries alone | 87.2 / 94.5 | 22.7 / 34.5 |
//! | all fields | 94.0 / 98.4 | 36.7 / 56.8 |
//! | … without the entry as a whole | 88.5 / 96.3 | 36.3 / 56.9 |
//! | … without the answer | 93.2 / 98.7 | 34.4 / 53.8 |
//! | … without the job or topic | 87.7 / 96.3 | 23.7 / 39.6 |
//! | … without the intent | 93.7 / 98.4 | 34.6 / 55.1 |
//! | … without the best phrasing | 94.5 / 97.6 | 40.8 / 58.9 |
//! | words alone | 86.1 / 95.0 | 33.8 / 53.8 |
//! | n-grams alone | 90.6 / 96.9 | 31.3 / 53.8 |
//! | words and concepts, no n-grams | 86.6 / 95.5 | 33.5 / 53.8 |
//! | without concepts | 92.7 / 97.9 | 34.9 / 57.5 |
//! | terms shared inside a job at full weight | 92.4 / 97.9 | 34.6 / 56.4 |
//! | named jobs without effect | 93.2 / 98.2 | 36.9 / 56.1 |
//! | the same k1 1.2 and b .75 in every field | 92.7 / 99.0 | 32.5 / 56.1 |
//! | best phrasing at half, entry at 1.1 (as it is now) | 94.5 / 98.7 | 37 / 58 |
//!
//! Also lost: the look-up by name over the whole question where no name stands in it literally (right once in 211 questions, 94 µs
//! each; n-grams of the job's field already bear typos). Groups of synonyms were worth the most per minute: 124 groups to 191
//! raised held-out phrasings from 31.8 to 36.7. Pruning of common terms was not needed: 100,000 questions take 1.3 ms at p99 with
//! plain accumulators.

pub mod clause;
pub mod corpus;
pub mod decide;
mod evidence;
mod explain;
mod found;
pub mod index;
pub mod markup;
pub mod normalise;
pub mod question;
mod search;
pub mod segment;
pub mod stem;
pub mod terms;
pub mod weights;

use std::collections::HashMap;

use decide::Models;

pub use corpus::Corpus;
pub use evidence::{Candidate, Evidence};
pub use found::{Asked, Findings, Hit};
pub use index::{Document, Group};
pub use search::HITS;
use segment::Segmented;
use terms::Analyser;
pub use weights::Weights;

use crate::profile::engine::{Engine, SECOND};
use crate::profile::lookup::NamesInText;
use crate::profile::{Catalogue, SynonymGroup};

/// Talk of a channel that is none of ours: reports, small talk, questions about other things. One a line.
pub const OTHER: &str = include_str!("other.txt");

/// The searchable form of a set of questions.
#[derive(Debug)]
pub struct FaqIndex {
    analyser: Analyser,
    weights: Weights,
    models: Models,
    postings: index::Postings,
    ids: Vec<String>,
    phrasings: Vec<String>,
    /// The document of each phrasing in comparison form.
    exact: HashMap<String, u32>,
    names: NamesInText,
    groups: usize,
}

/// A question after all sums.
struct Scored {
    segmented: Segmented,
    query: Vec<search::QueryTerm>,
    sums: Vec<f32>,
    scores: Vec<f32>,
    phrasings: Vec<u32>,
    possible: f32,
    named: Vec<bool>,
}

impl FaqIndex {
    /// Indexes all questions of a catalogue.
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        let other: Vec<&str> = OTHER.lines().collect();
        Self::new(&Corpus::of(catalogue), &other, catalogue.synonyms(), catalogue.engine())
    }

    /// Indexes a corpus with the numbers of `engine`; `other` are texts that no document answers.
    #[must_use]
    pub fn new(corpus: &Corpus<'_>, other: &[&str], synonyms: &[SynonymGroup], engine: &Engine) -> Self {
        Self::with_weights(corpus, other, synonyms, engine.into(), engine.into())
    }

    /// Indexes a corpus with these numbers.
    #[must_use]
    pub fn with_weights(
        corpus: &Corpus<'_>,
        other: &[&str],
        synonyms: &[SynonymGroup],
        weights: Weights,
        models: Models,
    ) -> Self {
        let analyser = Analyser::new(synonyms);
        let postings = index::build(&corpus.documents, &corpus.groups, other, &analyser, &weights);
        let texts = |d: &Document<'_>| {
            std::iter::once(d.question)
                .chain(d.phrasings.iter().copied())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let phrasings: Vec<String> = corpus.documents.iter().flat_map(texts).collect();
        let mut exact = HashMap::new();
        for (text, &document) in phrasings.iter().zip(&postings.owner) {
            let key = comparable(text);
            if !key.is_empty() {
                exact.entry(key).or_insert(document);
            }
        }
        Self {
            analyser,
            weights,
            models,
            postings,
            ids: corpus.documents.iter().map(|d| d.id.to_owned()).collect(),
            phrasings,
            exact,
            names: NamesInText::new(corpus.names.iter().copied()),
            groups: corpus.groups.len(),
        }
    }

    /// The best `depth` ids with their scores, best first, unexplained.
    #[must_use]
    pub fn rank(&self, question: &str, depth: usize) -> Vec<(&str, f32)> {
        let scored = self.score(question);
        let top = search::top(&scored.scores, &scored.phrasings, depth).into_iter();
        top.filter_map(|r| Some((self.ids.get(r.document as usize)?.as_str(), r.score))).collect()
    }

    /// The best entries for a question, and why.
    #[must_use]
    pub fn search(&self, question: &str) -> Findings {
        let scored = self.score(question);
        let explainer = explain::Explainer::new(&self.postings, &scored.query, &scored.segmented);
        let ranked = search::top(&scored.scores, &scored.phrasings, HITS);
        let hits = ranked.into_iter().filter_map(|r| self.hit(&scored, &explainer, r)).collect();
        let exact = self.exact.get(&comparable(question)).and_then(|&d| self.ids.get(d as usize));
        let asked = self.asked(&scored, &explainer, question);
        Findings::new(hits, asked, exact.map(String::as_str), self.weights.sharpness, self.models)
    }

    /// Whether the text is one of the phrasings, as far as spelling matters.
    #[must_use]
    pub fn is_phrasing(&self, text: &str) -> bool {
        self.exact.contains_key(&comparable(text))
    }

    /// Whether the text is a question of the data as it is shown, as far as spelling matters.
    #[must_use]
    pub fn is_title(&self, text: &str) -> bool {
        let key = comparable(text);
        let slots = self.exact.get(&key).and_then(|&d| self.postings.slots.get(d as usize));
        let title = slots.and_then(|s| self.phrasings.get(s.phrasings as usize));
        title.is_some_and(|title| comparable(title) == key)
    }

    fn asked(&self, scored: &Scored, explainer: &explain::Explainer, question: &str) -> Asked {
        let other = self.postings.spans[weights::Field::Other as usize];
        let other = scored.sums.get(other.from as usize..other.to as usize).unwrap_or_default();
        Asked {
            named: scored.named.contains(&true),
            talk: other.iter().copied().fold(0.0, f32::max) / scored.possible,
            unknown: explainer.unknown(),
            words: explainer.asked(),
            marks: question::Marks::of(question),
        }
    }

    fn hit(&self, scored: &Scored, explainer: &explain::Explainer, ranked: search::Ranked) -> Option<Hit> {
        let reason = explainer.reason(&self.postings, ranked);
        let second = self.second(scored, &reason, ranked);
        let again: f32 = second.iter().zip(self.weights.second).map(|(f, w)| f * w).sum();
        let [held, held_all, held_by_phrasing, phrasing_said, phrasing_used] = second;
        Some(Hit {
            id: self.ids.get(ranked.document as usize)?.clone(),
            score: ranked.score + again,
            phrasing: self.phrasings.get(ranked.phrasing as usize)?.clone(),
            phrasing_said,
            phrasing_used,
            held,
            held_all,
            held_by_phrasing,
            heaviest_missing: reason.heaviest_missing,
            words: reason.words,
            job: self.postings.slots.get(ranked.document as usize)?.job,
            naming: search::naming(&self.postings, &scored.named, ranked.document as usize),
        })
    }

    /// In the order of [`SECOND`].
    fn second(
        &self,
        scored: &Scored,
        reason: &explain::Explanation,
        ranked: search::Ranked,
    ) -> [f32; SECOND.len()] {
        let sum = scored.sums.get(ranked.phrasing as usize).copied().unwrap_or_default();
        let whole = self.postings.whole.get(ranked.phrasing as usize).copied().unwrap_or_default();
        let possible: f32 = scored
            .query
            .iter()
            .map(|t| t.weight * t.idf * self.weights.of_kind(weights::Field::Phrasing, t.kind))
            .sum();
        let share = |whole: f32| if whole > 0.0 { (sum / whole).min(1.0) } else { 0.0 };
        [reason.held, reason.held_all, reason.held_by_phrasing, share(possible), share(whole)]
    }

    /// The jobs and topics whose whole text is nearest to a description, as places among the groups, best first, with the share of
    /// the description's content that they hold.
    #[must_use]
    pub fn nearest_groups(&self, description: &str, most: usize) -> Vec<(usize, f32)> {
        let scored = self.score(description);
        let explainer = explain::Explainer::new(&self.postings, &scored.query, &scored.segmented);
        let span = self.postings.spans[weights::Field::Group as usize];
        let sums = scored.sums.get(span.from as usize..span.to as usize).unwrap_or_default();
        let mut order: Vec<usize> = (0..sums.len()).filter(|&g| sums[g] > 0.0).collect();
        order.sort_by(|&a, &b| sums[b].total_cmp(&sums[a]));
        order.truncate(most);
        let unit = |group: usize| span.from + u32::try_from(group).unwrap_or(u32::MAX);
        order.into_iter().map(|g| (g, explainer.held_by(&self.postings, unit(g)))).collect()
    }

    fn score(&self, question: &str) -> Scored {
        let mut terms = Vec::new();
        let segmented = self.analyser.analyse_question(question, &mut terms);
        let query = search::query_terms(&self.postings, &self.weights, &terms);
        let sums = search::accumulate(&self.postings, &self.weights, &query);
        let named = self.named(question);
        let possible = search::possible(&query);
        let (scores, phrasings) = search::score(&self.postings, &self.weights, &sums, &named, possible);
        Scored { segmented, query, sums, scores, phrasings, possible, named }
    }

    /// Which groups the question names.
    fn named(&self, question: &str) -> Vec<bool> {
        let mut named = vec![false; self.groups];
        let text: String = question.chars().take(normalise::TEXT_MAX).collect();
        for found in self.names.find(&NamesInText::readable(&text)) {
            if let Some(group) = named.get_mut(found.number) {
                *group = true;
            }
        }
        named
    }
}

/// The form in which a text equals a phrasing.
fn comparable(text: &str) -> String {
    normalise::folded(text).split_whitespace().collect()
}
