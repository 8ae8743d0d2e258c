//! From a question in anyone's words to the entry that answers it.
//!
//! A text is normalised ([`normalise`]), cut into words ([`segment`], [`stem`]) and turned into [`terms`]: words, shared concepts
//! (the groups of `data/synonyms.toml`), and character n-grams. BM25 scores five fields side by side ([`weights::Field`]): the
//! question as shown, all phrasings of the entry, its answer, all that is known about its job or topic, and all entries of its
//! intent. Inside a job a term counts the less the more of the job's entries share it, so the job's field finds the job and the
//! others find the entry. A job named in the question raises its entries, a word for a topic (`data/first-words.toml`) those of the
//! topic. The first ten are looked at again by how much of the question they hold and by their nearest phrasing (`phrasings`).
//! [`decide`] makes an answer, candidates or silence of it. Every [`Hit`] carries its reasons.
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
//! Later, first / first three of all lines to fit on and area under the curve of the decision, cross-validated by entry (`eval fit`):
//!
//! | variant | lines | area |
//! |---|---|---|
//! | a field for the best phrasing, with weights that the fit could not see the effect of | 71.3 / 84.8 | .825 |
//! | the question as shown instead; the nearest phrasing as a feature of the decision alone | 72.6 / 85.7 | .827 |
//! | … and among what the first ten are ordered by | 73.6 / 85.8 | .817 |
//! | … and words for topics beside names of jobs | 73.6 / 86.8 | .828 |
//! | … without trigrams | 73.5 / 86.3 | .831 |
//! | … without trigrams and single kanji (as it is now, with 9 features instead of 24) | 74.8 / 86.8 | .811 |
//! | circumstances at .55 instead of .8 | 72.5 / 87.3 | .829 |
//!
//! Dictionary segmenters in place of ICU's, with content words told by part of speech and stems by the dictionary form; all texts
//! segmented beforehand, both fits made anew. Of lines to fit on, of phrasings taken out of the index, and the decision's area:
//!
//! | segmenter | lines | phrasings taken out | area |
//! |---|---|---|---|
//! | ICU (as it is) | 73.3 / 86.7 | 38.8 / 59.3 | .821 |
//! | `MeCab`, IPADIC (about 50 MB) | 73.2 / 87.6 | 39.0 / 59.8 | .826 |
//! | `MeCab`, `UniDic` lite (250 MB) | 73.2 / 87.3 | 39.6 / 60.0 | .824 |
//! | the same, with question words (いくら, いつ) as content | 73.5 / 87.3 | 39.6 / 60.0 | .824 |
//! | Sudachi, small dictionary, longest units (40 MB) | 73.7 / 87.0 | 39.4 / 60.0 | .822 |
//!
//! Half a point to one for more memory than the whole bot has, though ICU cuts hiragana badly (「年金が減ることはあ…」: はあ): the n-grams
//! beside the words already bear that. Not taken. Latent semantic analysis of character n-grams (150 and 300 dimensions) over entries
//! or phrasings, added to the score: first 74.9 → 75.3, first three 86.6 → 86.8. Not taken either.
//!
//! For the decision 24 further features were tried one by one and together, in a logistic model and in boosted trees, cross-validated
//! by entry: whether words and n-grams, or each field alone, bring the same entry; the margin over the next entry that does not say
//! the same; the lead in what is held; shares of the phrasing; whether the kind of question (by when, how much, may I, must I, how,
//! where, why) is that of the entry. The area stays between .812 and .826 (.820 with the four there are). What did help is to let
//! lines that nothing answers weigh more in the fit (`eval::fit`): answering those is what bounds how much may be answered.
//!
//! On 691 questions of our own in BEIR form, asked by their phrasings, trigrams and single kanji are worth nDCG .011.
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
mod phrasings;
pub mod question;
mod search;
pub mod segment;
pub mod stem;
pub mod terms;
pub mod weights;

use std::hash::Hasher;

use decide::Models;

pub use corpus::Corpus;
pub use evidence::{Candidate, Evidence};
pub use found::{Asked, Findings, Hit};
pub use index::{Document, Group};
pub use search::HITS;
use segment::Segmented;
use terms::Analyser;
pub use weights::Weights;

use crate::profile::engine::Engine;
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
    names: NamesInText,
    /// Words for topics, and the groups that each stands for.
    topics: NamesInText,
    groups_of: Vec<Vec<u32>>,
    /// Of each group, whether it is a job.
    jobs: Vec<bool>,
}

/// A job whose whole text is near to a description.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NearGroup {
    /// Its place among the groups.
    pub group: usize,
    /// Share of the description that its text holds.
    pub held: f32,
    /// Its sum over that of the nearest, from 0 to 1.
    pub of_best: f32,
}

/// A question after all sums.
struct Scored {
    segmented: Segmented,
    query: Vec<search::QueryTerm>,
    /// The terms that phrasings are compared by, with their weights, sorted.
    compared: Vec<(u32, f32)>,
    sums: Vec<f32>,
    scores: Vec<f32>,
    possible: f32,
    named: search::Named,
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
        Self {
            analyser,
            weights,
            models,
            postings,
            ids: corpus.documents.iter().map(|d| d.id.to_owned()).collect(),
            names: NamesInText::new(corpus.names.iter().copied()),
            topics: NamesInText::anywhere(corpus.topics.iter().map(|(word, at)| (*word, *at))),
            groups_of: corpus.groups_of.clone(),
            jobs: corpus.groups.iter().map(|g| g.job).collect(),
        }
    }

    /// The best `depth` ids with their scores, best first, unexplained.
    #[must_use]
    pub fn rank(&self, question: &str, depth: usize) -> Vec<(&str, f32)> {
        let scored = self.score(question);
        let top = search::top(&scored.scores, depth).into_iter();
        top.filter_map(|r| Some((self.ids.get(r.document as usize)?.as_str(), r.score))).collect()
    }

    /// The best entries for a question, and why.
    #[must_use]
    pub fn search(&self, question: &str) -> Findings {
        let scored = self.score(question);
        let explainer = explain::Explainer::new(&scored.query, &scored.segmented);
        let ranked = search::top(&scored.scores, HITS).into_iter();
        let mut hits: Vec<Hit> = ranked.filter_map(|r| self.hit(&scored, &explainer, r)).collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        let exact = self.postings.phrasings.equal(question);
        let exact = exact.and_then(|(document, _)| self.ids.get(document as usize));
        let place = exact.and_then(|exact| hits.iter().position(|hit| hit.id == *exact));
        if let Some(place) = place {
            // The rest stay in their order behind it.
            hits[..=place].rotate_right(1);
        }
        let asked = self.asked(&scored, &explainer, question);
        Findings::new(hits, asked, place.is_some(), self.weights.sharpness, self.models)
    }

    /// Whether the text is one of the phrasings, as far as spelling matters.
    #[must_use]
    pub fn is_phrasing(&self, text: &str) -> bool {
        self.postings.phrasings.equal(text).is_some()
    }

    /// Whether the text is a question of the data as it is shown, as far as spelling matters.
    #[must_use]
    pub fn is_title(&self, text: &str) -> bool {
        self.postings.phrasings.equal(text).is_some_and(|(_, title)| title)
    }

    fn asked(&self, scored: &Scored, explainer: &explain::Explainer, question: &str) -> Asked {
        let other = self.postings.spans[weights::Field::Other as usize];
        let other = scored.sums.get(other.from as usize..other.to as usize).unwrap_or_default();
        Asked {
            named: scored.named.job,
            talk: other.iter().copied().fold(0.0, f32::max) / scored.possible,
            unknown: explainer.unknown(),
            words: explainer.asked(),
            marks: question::Marks::of(question),
        }
    }

    fn hit(&self, scored: &Scored, explainer: &explain::Explainer, ranked: search::Ranked) -> Option<Hit> {
        let reason = explainer.reason(&self.postings, ranked);
        let nearest = self.nearest_phrasing(scored, ranked.document);
        let second = [reason.held, reason.held_all, reason.held_by_question, nearest.said, nearest.used];
        let again: f32 = second.iter().zip(self.weights.second).map(|(f, w)| f * w).sum();
        let [held, held_all, held_by_question, phrasing_said, phrasing_used] = second;
        Some(Hit {
            id: self.ids.get(ranked.document as usize)?.clone(),
            score: ranked.score + again,
            phrasing: self.postings.phrasings.text(nearest.phrasing).to_owned(),
            phrasing_said,
            phrasing_used,
            held,
            held_all,
            held_by_question,
            words: reason.words,
            job: self.postings.slots.get(ranked.document as usize)?.job,
            naming: scored.named.naming(*self.postings.slots.get(ranked.document as usize)?),
        })
    }

    fn nearest_phrasing(&self, scored: &Scored, document: u32) -> phrasings::Nearest {
        self.postings.phrasings.nearest(document, &scored.compared)
    }

    /// The jobs whose whole text is nearest to a description, best first.
    #[must_use]
    pub fn nearest_groups(&self, description: &str, most: usize) -> Vec<NearGroup> {
        let scored = self.score(description);
        let explainer = explain::Explainer::new(&scored.query, &scored.segmented);
        let span = self.postings.spans[weights::Field::Group as usize];
        let sums = scored.sums.get(span.from as usize..span.to as usize).unwrap_or_default();
        let mut order: Vec<usize> =
            (0..sums.len()).filter(|&g| sums[g] > 0.0 && self.jobs.get(g) == Some(&true)).collect();
        order.sort_by(|&a, &b| sums[b].total_cmp(&sums[a]));
        order.truncate(most);
        let best = order.first().map_or(1.0, |&g| sums[g]);
        let unit = |group: usize| span.from + u32::try_from(group).unwrap_or(u32::MAX);
        let near = |group: usize| NearGroup {
            group,
            held: explainer.held_by(&self.postings, unit(group)),
            of_best: sums[group] / best,
        };
        order.into_iter().map(near).collect()
    }

    fn score(&self, question: &str) -> Scored {
        let mut terms = Vec::new();
        let segmented = self.analyser.analyse_question(question, &mut terms);
        let query = search::query_terms(&self.postings, &self.weights, &terms);
        let compared = query.iter().map(|t| (t.id, t.weight * t.idf)).collect();
        let sums = search::accumulate(&self.postings, &self.weights, &query);
        let named = self.named(question);
        let possible = search::possible(&query);
        let scores = search::score(&self.postings, &self.weights, &sums, &named, possible);
        Scored { segmented, query, compared, sums, scores, possible, named }
    }

    /// Which jobs and topics the question names.
    fn named(&self, question: &str) -> search::Named {
        let mut named = search::Named { groups: vec![false; self.jobs.len()], job: false, topic: false };
        let text: String = question.chars().take(normalise::TEXT_MAX).collect();
        let readable = NamesInText::readable(&text);
        for found in self.names.find(&readable) {
            if let Some(group) = named.groups.get_mut(found.number) {
                (*group, named.job) = (true, true);
            }
        }
        for found in self.topics.find(&readable) {
            for &group in self.groups_of.get(found.number).into_iter().flatten() {
                if let Some(group) = named.groups.get_mut(group as usize) {
                    (*group, named.topic) = (true, true);
                }
            }
        }
        named
    }
}

/// The form in which a text equals a phrasing.
fn comparable(text: &str) -> String {
    normalise::folded(text).split_whitespace().collect()
}

/// A number for a text in comparison form.
fn hash(text: &str) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}
