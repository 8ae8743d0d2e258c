//! A question against the index: sums, ranking, and why.

use super::index::{NONE, Postings};
use super::terms::{Kind, Term};
use super::weights::{Field, Weights};

/// Most hits a search returns.
pub const HITS: usize = 10;

/// A term of the question, once.
#[derive(Clone, Copy, Debug)]
pub(super) struct QueryTerm {
    pub(super) id: u32,
    pub(super) weight: f32,
    pub(super) idf: f32,
    pub(super) kind: Kind,
    pub(super) from: u32,
    pub(super) to: u32,
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
    let mut out: Vec<QueryTerm> = Vec::with_capacity(terms.len());
    for term in terms {
        let id = postings.terms.get(&term.key).copied().unwrap_or(UNKNOWN);
        let idf = postings.infos.get(id as usize).map_or(postings.idf_max, |i| i.idf);
        let weight = weights.kind(term.kind);
        if weight > 0.0 {
            out.push(QueryTerm { id, weight, idf, kind: term.kind, from: term.from, to: term.to });
        }
    }
    // A term that is said twice counts once.
    out.sort_unstable_by_key(|t| (t.id, t.from));
    out.dedup_by(|b, a| a.id == b.id && (a.id != UNKNOWN || a.from == b.from && a.kind == b.kind));
    out
}

/// Sums of all units.
pub(super) fn accumulate(postings: &Postings, query: &[QueryTerm]) -> Vec<f32> {
    let mut sums = vec![0.0f32; postings.units];
    for term in query {
        let Some(info) = postings.infos.get(term.id as usize) else { continue };
        for posting in &postings.flat[info.from as usize..info.to as usize] {
            sums[posting.unit as usize] += term.weight * posting.impact;
        }
    }
    sums
}

/// The score of every document. `named[g]` says that the question names job `g`; `scale` is what a perfect match would reach.
pub(super) fn score(
    postings: &Postings,
    weights: &Weights,
    sums: &[f32],
    named: &[bool],
    scale: f32,
) -> (Vec<f32>, Vec<u32>) {
    let part = |field: Field| (postings.spans[field as usize].from as usize, weights.field(field).weight);
    let [(_, wp), (entries, we), (answers, wa), (groups, wg), (intents, wi)] =
        [Field::Phrasing, Field::Entry, Field::Answer, Field::Group, Field::Intent].map(part);
    let any_named = named.contains(&true);
    let mut scores = Vec::with_capacity(postings.slots.len());
    let mut phrasings = Vec::with_capacity(postings.slots.len());
    for (at, slots) in postings.slots.iter().enumerate() {
        let to = postings.slots.get(at + 1).map_or(postings.owner.len(), |s| s.phrasings as usize);
        let (mut phrasing, mut top) = (slots.phrasings, 0.0f32);
        for (i, &sum) in (slots.phrasings..).zip(&sums[slots.phrasings as usize..to]) {
            if sum > top {
                (phrasing, top) = (i, sum);
            }
        }
        let mut score = wp * top + we * sums[entries + at] + wa * sums[answers + at];
        if slots.group != NONE {
            score += wg * sums[groups + slots.group as usize];
        }
        if slots.intent != NONE {
            score += wi * sums[intents + slots.intent as usize];
        }
        // Only what shares a term with the question is a candidate: a named job alone is not.
        if slots.job && score > 0.0 {
            let own = named.get(slots.group as usize).copied().unwrap_or(false);
            score += scale
                * match (own, any_named) {
                    (true, _) => weights.named,
                    (false, true) => -weights.unnamed,
                    (false, false) => -weights.jobless,
                };
        }
        scores.push(score);
        phrasings.push(phrasing);
    }
    (scores, phrasings)
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

/// The sum a unit would have that holds every term of the question.
pub(super) fn possible(query: &[QueryTerm]) -> f32 {
    query.iter().map(|t| t.weight * t.idf).sum()
}
