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

pub mod corpus;
pub mod decide;
mod explain;
pub mod index;
pub mod markup;
pub mod normalise;
pub mod question;
mod search;
pub mod segment;
pub mod stem;
pub mod terms;
pub mod weights;

use aho_corasick::{AhoCorasick, MatchKind};

pub use corpus::Corpus;
pub use index::{Document, Group};
pub use search::HITS;
use segment::Segmented;
use terms::Analyser;
use weights::Field;
pub use weights::Weights;

use crate::profile::{Catalogue, SynonymGroup};

/// Talk of a channel that is none of ours: reports, small talk, questions about other things. One a line.
pub const OTHER: &str = include_str!("other.txt");

/// A second opinion on every document, such as a vector model. Joins with [`FaqIndex::with_scorer`]; callers of a search see no change.
pub trait Scorer: std::fmt::Debug + Send + Sync {
    /// Adds to the scores, one for each document in the order of indexing. `possible` is what a document would have by words alone
    /// that holds every term of the question: opinions are to be scaled by it.
    fn add(&self, question: &str, possible: f32, scores: &mut [f32]);
}

/// A found entry and why.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// FAQ id.
    pub id: String,
    /// Sum over the fields; comparable within one search only.
    pub score: f32,
    /// Score over what one field would reach that holds every term of the question; several fields can pass 1 together.
    pub share: f32,
    /// The phrasing that matched best.
    pub phrasing: String,
    /// Share of the question's terms that this phrasing holds, by weight.
    pub phrasing_share: f32,
    /// Share of the question's content words that the entry holds, by weight, from 0 to 1.
    pub coverage: f32,
    /// Share of them that the phrasing holds.
    pub phrasing_coverage: f32,
    /// Words of the question that the entry holds, in their order.
    pub words: Vec<String>,
    /// Whether the entry belongs to a job.
    pub job: bool,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// The best entries, best first, at most [`HITS`].
    pub hits: Vec<Hit>,
    /// Whether the question names a job.
    pub named: bool,
    /// Share of the question's terms that the nearest line of [`OTHER`] holds, by weight.
    pub other_share: f32,
    /// How much content the question has: the sum of its words' inverse document frequencies.
    pub content: f32,
}

impl Findings {
    /// Lead of the first hit over the second, from 0 to 1.
    #[must_use]
    pub fn margin(&self) -> f32 {
        let score = |at: usize| self.hits.get(at).map_or(0.0, |hit| hit.score);
        if score(0) > 0.0 { (1.0 - score(1) / score(0)).clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// The searchable form of a set of questions.
#[derive(Debug)]
pub struct FaqIndex {
    analyser: Analyser,
    weights: Weights,
    postings: index::Postings,
    ids: Vec<String>,
    phrasings: Vec<String>,
    names: Option<AhoCorasick>,
    name_groups: Vec<usize>,
    groups: usize,
    scorers: Vec<Box<dyn Scorer>>,
}

/// A question after all sums.
struct Scored {
    segmented: Segmented,
    query: Vec<search::QueryTerm>,
    sums: Vec<f32>,
    scores: Vec<f32>,
    phrasings: Vec<u32>,
    possible: f32,
    named: bool,
}

impl FaqIndex {
    /// Indexes all questions of a catalogue.
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        let other: Vec<&str> = OTHER.lines().collect();
        Self::new(&Corpus::of(catalogue), &other, catalogue.synonyms(), Weights::default())
    }

    /// Indexes a corpus; `other` are texts that no document answers.
    #[must_use]
    pub fn new(corpus: &Corpus<'_>, other: &[&str], synonyms: &[SynonymGroup], weights: Weights) -> Self {
        let analyser = Analyser::new(synonyms);
        let postings = index::build(&corpus.documents, &corpus.groups, other, &analyser, &weights);
        let texts = |d: &Document<'_>| {
            std::iter::once(d.question)
                .chain(d.phrasings.iter().copied())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let named = corpus.names.iter().map(|&(name, group)| (normalise::folded(name), group));
        let keys: Vec<(String, usize)> = named.filter(|(name, _)| name.chars().nth(1).is_some()).collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(keys.iter().map(|(name, _)| name))
            .ok()
            .filter(|_| !keys.is_empty());
        Self {
            analyser,
            weights,
            postings,
            ids: corpus.documents.iter().map(|d| d.id.to_owned()).collect(),
            phrasings: corpus.documents.iter().flat_map(texts).collect(),
            names: automaton,
            name_groups: keys.iter().map(|&(_, group)| group).collect(),
            groups: corpus.groups.len(),
            scorers: Vec::new(),
        }
    }

    /// Lets a second scorer join.
    #[must_use]
    pub fn with_scorer(mut self, scorer: Box<dyn Scorer>) -> Self {
        self.scorers.push(scorer);
        self
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
        let explain = explain::Explainer::new(&scored.query, &scored.segmented);
        let scale = scored.possible.max(1.0);
        let hit = |r: search::Ranked| {
            let reason = explain.reason(&self.postings, r);
            Some(Hit {
                id: self.ids.get(r.document as usize)?.clone(),
                score: r.score,
                share: r.score / scale,
                phrasing: self.phrasings.get(r.phrasing as usize)?.clone(),
                phrasing_share: scored.sums.get(r.phrasing as usize)? / scale,
                coverage: reason.coverage,
                phrasing_coverage: reason.phrasing_coverage,
                words: reason.words,
                job: self.postings.slots.get(r.document as usize)?.job,
            })
        };
        let ranked = search::top(&scored.scores, &scored.phrasings, HITS);
        let other = self.postings.spans[Field::Other as usize];
        let other = scored.sums.get(other.from as usize..other.to as usize).unwrap_or_default();
        Findings {
            hits: ranked.into_iter().filter_map(hit).collect(),
            named: scored.named,
            other_share: other.iter().copied().fold(0.0, f32::max) / scale,
            content: explain.content(),
        }
    }

    fn score(&self, question: &str) -> Scored {
        let mut terms = Vec::new();
        let segmented = self.analyser.analyse(question, normalise::TEXT_MAX, &mut terms);
        let query = search::query_terms(&self.postings, &self.weights, &terms);
        let sums = search::accumulate(&self.postings, &query);
        let named = self.named(&segmented);
        let possible = search::possible(&query);
        let (mut scores, phrasings) = search::score(&self.postings, &self.weights, &sums, &named, possible);
        self.scorers.iter().for_each(|scorer| scorer.add(question, possible, &mut scores));
        let named = named.contains(&true);
        Scored { segmented, query, sums, scores, phrasings, possible, named }
    }

    /// Which groups the question names.
    fn named(&self, question: &Segmented) -> Vec<bool> {
        let mut named = vec![false; self.groups];
        if let Some(names) = &self.names {
            let folded: String = question.chars.iter().collect();
            for found in names.find_iter(&folded) {
                if let Some(&group) = self.name_groups.get(found.pattern().as_usize()) {
                    named[group] = true;
                }
            }
        }
        named
    }
}
