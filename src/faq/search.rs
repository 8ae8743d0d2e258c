//! A question against the index: sums and ranking.
//!
//! Sums are divided by what a text would reach that holds every term of the question, so that a long question's score means the
//! same as a short one's.

use super::index::{NONE, Postings, Slots};
use super::terms::{KINDS, Kind, Term};
use super::weights::{FIELDS, Field, Weights};

/// Most hits a search returns.
pub const HITS: usize = 10;

/// A term of the question, once.
#[derive(Clone, Copy, Debug)]
pub(super) struct QueryTerm {
    pub(super) id: u32,
    /// 1 for what is asked, less for circumstances.
    pub(super) weight: f32,
    pub(super) idf: f32,
    pub(super) kind: Kind,
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) asked: bool,
}

/// A ranked document before it is explained.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked {
    pub(super) document: u32,
    pub(super) score: f32,
}

/// No such term in the index.
pub(super) const UNKNOWN: u32 = u32::MAX;

pub(super) fn query_terms(postings: &Postings, weights: &Weights, terms: &[Term]) -> Vec<QueryTerm> {
    let query = |term: &Term| {
        let id = postings.terms.get(&term.key).copied().unwrap_or(UNKNOWN);
        let idf = postings.infos.get(id as usize).map_or(postings.idf_max, |i| i.idf);
        let weight = if term.asked { 1.0 } else { weights.circumstances };
        let Term { kind, from, to, asked, .. } = *term;
        QueryTerm { id, weight, idf, kind, from, to, asked }
    };
    let mut out: Vec<QueryTerm> = terms.iter().map(query).collect();
    // A term that is said twice counts once, as asked if it is asked anywhere.
    out.sort_unstable_by_key(|t| (t.id, !t.asked, t.from));
    out.dedup_by(|b, a| a.id == b.id && (a.id != UNKNOWN || a.from == b.from && a.kind == b.kind));
    out
}

/// Sums of all units, weighted by field and kind.
pub(super) fn accumulate(postings: &Postings, weights: &Weights, query: &[QueryTerm]) -> Vec<f32> {
    let mut sums = vec![0.0f32; postings.units];
    let ends = postings.spans.map(|span| span.to);
    for term in query {
        let Some(info) = postings.infos.get(term.id as usize) else { continue };
        let by_field = weights.by_field(term.kind).map(|w| w * term.weight);
        // Postings are in the order of units, and units in the order of fields.
        let mut field = 0;
        for posting in &postings.flat[info.from as usize..info.to as usize] {
            while field + 1 < FIELDS && posting.unit >= ends[field] {
                field += 1;
            }
            sums[posting.unit as usize] += by_field[field] * posting.impact;
        }
    }
    sums
}

/// What each kind of term adds to each unit before it is weighted: what the weights are fitted on.
pub(super) fn by_kind(postings: &Postings, query: &[QueryTerm]) -> Vec<[f32; KINDS]> {
    let mut sums = vec![[0.0f32; KINDS]; postings.units];
    for term in query {
        let Some(info) = postings.infos.get(term.id as usize) else { continue };
        for posting in &postings.flat[info.from as usize..info.to as usize] {
            sums[posting.unit as usize][term.kind as usize] += term.weight * posting.impact;
        }
    }
    sums
}

/// How a document stands to the jobs and topics that a question names, in the order of [`crate::profile::engine::NAMING`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Naming {
    /// Its job is named.
    OwnJob,
    /// It belongs to a job; only another is named.
    OtherJob,
    /// It belongs to a job; none is named.
    NoJob,
    /// It belongs to no job; a word for its topic stands there.
    OwnTopic,
    /// It belongs to no job; only words for other topics stand there.
    OtherTopic,
    /// It belongs to no job, and no word for a topic stands there.
    Plain,
}

/// What is named in a question.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// By group.
    pub(super) groups: Vec<bool>,
    /// Whether a job is among them.
    pub(super) job: bool,
    /// Whether a topic is.
    pub(super) topic: bool,
}

impl Named {
    pub(super) fn naming(&self, slots: Slots) -> Naming {
        let own = self.groups.get(slots.group as usize).copied().unwrap_or(false);
        match (slots.job, own, if slots.job { self.job } else { self.topic }) {
            (true, true, _) => Naming::OwnJob,
            (true, false, true) => Naming::OtherJob,
            (true, false, false) => Naming::NoJob,
            (false, true, _) => Naming::OwnTopic,
            (false, false, true) => Naming::OtherTopic,
            (false, false, false) => Naming::Plain,
        }
    }
}

/// The score of every document over `scale`.
pub(super) fn score(
    postings: &Postings,
    weights: &Weights,
    sums: &[f32],
    named: &Named,
    scale: f32,
) -> Vec<f32> {
    let from = |field: Field| postings.spans[field as usize].from as usize;
    let [questions, entries, answers, groups, intents] =
        [Field::Question, Field::Entry, Field::Answer, Field::Group, Field::Intent].map(from);
    let mut scores = Vec::with_capacity(postings.slots.len());
    for (at, slots) in postings.slots.iter().enumerate() {
        let mut score = sums[questions + at] + sums[entries + at] + sums[answers + at];
        if slots.group != NONE {
            score += sums[groups + slots.group as usize];
        }
        if slots.intent != NONE {
            score += sums[intents + slots.intent as usize];
        }
        score /= scale;
        // Only what shares a term with the question is a candidate: a named job alone is not.
        if score > 0.0 {
            score += weights.naming.get(named.naming(*slots) as usize).copied().unwrap_or_default();
            score = score.max(f32::MIN_POSITIVE);
        }
        scores.push(score);
    }
    scores
}

/// The `depth` best documents above zero, best first; ties in the order of indexing.
pub(super) fn top(scores: &[f32], depth: usize) -> Vec<Ranked> {
    let mut best: Vec<Ranked> = Vec::with_capacity(depth + 1);
    for (document, &score) in (0u32..).zip(scores) {
        if score > 0.0 && (best.len() < depth || best.last().is_some_and(|last| score > last.score)) {
            let place = best.partition_point(|b| b.score >= score);
            best.insert(place, Ranked { document, score });
            best.truncate(depth);
        }
    }
    best
}

/// The sum, unweighted, that a unit would have that holds every term of the question.
pub(super) fn possible(query: &[QueryTerm]) -> f32 {
    query.iter().map(|t| t.weight * t.idf).sum::<f32>().max(1.0)
}
