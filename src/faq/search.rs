//! A question against the index: sums, ranking, and why.

use super::index::{NONE, Postings};
use super::segment::Segmented;
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
        for posting in &postings.postings[info.from as usize..info.to as usize] {
            sums[posting.unit as usize] += term.weight * posting.impact;
        }
    }
    sums
}

/// The best documents, best first. `named[g]` says that the question names group `g`.
pub(super) fn rank(
    postings: &Postings,
    weights: &Weights,
    sums: &[f32],
    named: &[bool],
    scale: f32,
    depth: usize,
) -> Vec<Ranked> {
    let start = |field: Field| postings.spans[field as usize].from as usize;
    let weight = |field: Field| weights.field(field).weight;
    let (entries, answers, groups, intents) =
        (start(Field::Entry), start(Field::Answer), start(Field::Group), start(Field::Intent));
    let [wp, we, wa, wg, wi] =
        [Field::Phrasing, Field::Entry, Field::Answer, Field::Group, Field::Intent].map(weight);
    let any_named = named.contains(&true);
    let mut best: Vec<Ranked> = Vec::with_capacity(depth + 1);
    for (at, slots) in postings.slots.iter().enumerate() {
        let from = slots.phrasings as usize;
        let to = postings.slots.get(at + 1).map_or(postings.owner.len(), |s| s.phrasings as usize);
        let (mut phrasing, mut top) = (from, 0.0f32);
        for (i, &sum) in sums[from..to].iter().enumerate() {
            if sum > top {
                (phrasing, top) = (from + i, sum);
            }
        }
        let mut score = wp * top + we * sums[entries + at] + wa * sums[answers + at];
        if slots.group != NONE {
            score += wg * sums[groups + slots.group as usize];
            if slots.job {
                if named.get(slots.group as usize).copied().unwrap_or(false) {
                    score += weights.named * scale;
                } else if any_named {
                    score -= weights.unnamed * scale;
                } else {
                    score -= weights.jobless * scale;
                }
            }
        }
        if slots.intent != NONE {
            score += wi * sums[intents + slots.intent as usize];
        }
        if score > 0.0 && (best.len() < depth || best.last().is_some_and(|l| score > l.score)) {
            let found = Ranked {
                document: u32::try_from(at).unwrap_or(u32::MAX),
                phrasing: u32::try_from(phrasing).unwrap_or(u32::MAX),
                score,
            };
            let place = best.partition_point(|b| b.score >= score);
            best.insert(place, found);
            best.truncate(depth);
        }
    }
    best
}

/// The sum a unit would have that holds every term of the question.
pub(super) fn possible(query: &[QueryTerm]) -> f32 {
    query.iter().map(|t| t.weight * t.idf).sum()
}

/// Text of a term.
pub(super) fn text_of(segmented: &Segmented, term: &QueryTerm) -> String {
    segmented.text(term.from, term.to)
}
