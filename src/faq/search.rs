//! A question against the index: sums and ranking.
//!
//! Sums are divided by what a text would reach that holds every term of the question, so that a long question's score means the
//! same as a short one's.

use super::index::{NONE, Postings};
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
    pub(super) phrasing: u32,
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

/// How a document stands to the jobs a question names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// Its job is named.
    Own,
    /// It belongs to a job; only another is named.
    Other,
    /// It belongs to a job; none is named.
    None,
    /// It belongs to no job.
    General,
}

pub(super) fn naming(postings: &Postings, named: &[bool], document: usize) -> Naming {
    let Some(slots) = postings.slots.get(document).filter(|s| s.job) else { return Naming::General };
    if named.get(slots.group as usize).copied().unwrap_or(false) {
        Naming::Own
    } else if named.contains(&true) {
        Naming::Other
    } else {
        Naming::None
    }
}

/// The score of every document over `scale`, with its best phrasing. `named[g]` says that the question names job `g`.
pub(super) fn score(
    postings: &Postings,
    weights: &Weights,
    sums: &[f32],
    named: &[bool],
    scale: f32,
) -> (Vec<f32>, Vec<u32>) {
    let from = |field: Field| postings.spans[field as usize].from as usize;
    let [entries, answers, groups, intents] =
        [Field::Entry, Field::Answer, Field::Group, Field::Intent].map(from);
    let any_named = named.contains(&true);
    let mut scores = Vec::with_capacity(postings.slots.len());
    let mut phrasings = Vec::with_capacity(postings.slots.len());
    for (at, slots) in postings.slots.iter().enumerate() {
        let (phrasing, top) = best_phrasing(postings, sums, at);
        let mut score = top + sums[entries + at] + sums[answers + at];
        if slots.group != NONE {
            score += sums[groups + slots.group as usize];
        }
        if slots.intent != NONE {
            score += sums[intents + slots.intent as usize];
        }
        score /= scale;
        // Only what shares a term with the question is a candidate: a named job alone is not.
        if slots.job && score > 0.0 {
            let own = named.get(slots.group as usize).copied().unwrap_or(false);
            score += match (own, any_named) {
                (true, _) => weights.named,
                (false, true) => weights.unnamed,
                (false, false) => weights.jobless,
            };
            score = score.max(f32::MIN_POSITIVE);
        }
        scores.push(score);
        phrasings.push(phrasing);
    }
    (scores, phrasings)
}

/// The phrasing of a document that the question is nearest to, with its sum.
fn best_phrasing(postings: &Postings, sums: &[f32], document: usize) -> (u32, f32) {
    let Some(slots) = postings.slots.get(document) else { return (0, 0.0) };
    let to = postings.slots.get(document + 1).map_or(postings.owner.len(), |s| s.phrasings as usize);
    let (mut phrasing, mut top) = (slots.phrasings, 0.0f32);
    for (i, &sum) in (slots.phrasings..).zip(&sums[slots.phrasings as usize..to]) {
        if sum > top {
            (phrasing, top) = (i, sum);
        }
    }
    (phrasing, top)
}

/// The `depth` best documents above zero, best first; ties in the order of indexing.
pub(super) fn top(scores: &[f32], phrasings: &[u32], depth: usize) -> Vec<Ranked> {
    let mut best: Vec<Ranked> = Vec::with_capacity(depth + 1);
    for ((document, &score), &phrasing) in (0u32..).zip(scores).zip(phrasings) {
        if score > 0.0 && (best.len() < depth || best.last().is_some_and(|last| score > last.score)) {
            let place = best.partition_point(|b| b.score >= score);
            best.insert(place, Ranked { document, phrasing, score });
            best.truncate(depth);
        }
    }
    best
}

/// The sum, unweighted, that a unit would have that holds every term of the question.
pub(super) fn possible(query: &[QueryTerm]) -> f32 {
    query.iter().map(|t| t.weight * t.idf).sum::<f32>().max(1.0)
}
