//! What the numbers of the engine are fitted on: a search with its sums taken apart.
//!
//! [`Weights`] as a flat list are [`VALUES`] numbers: five ranked fields by six kinds of terms, five for naming, five for the second
//! look. A candidate's score is the product of that list with its values, so that fitting needs no new search.

use super::FaqIndex;
use super::decide::Models;
use super::explain::Explainer;
use super::found::{Asked, Findings, Hit};
use super::index::NONE;
use super::search::{HITS, Ranked, by_kind, top};
use super::terms::KINDS;
use super::weights::{Field, Weights};
use crate::profile::engine::{NAMING, SECOND};

/// Fields that are ranked: all but other talk.
pub(super) const RANKED: usize = super::weights::FIELDS - 1;
/// Numbers that a score is made of.
pub(super) const VALUES: usize = RANKED * KINDS + NAMING.len() + SECOND.len();

/// One entry's part of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// What the search says of it.
    pub hit: Hit,
    /// What its score is made of, before it is weighted.
    pub values: Vec<f32>,
}

/// A search taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// About the question.
    pub asked: Asked,
    /// The best entries, in no order that matters.
    pub candidates: Vec<Candidate>,
}

impl Evidence {
    /// The search as it would be with these weights.
    #[must_use]
    pub fn found(&self, weights: &[f64], models: Models) -> Findings {
        let sum = |values: &[f32], weights: &[f64]| {
            values.iter().zip(weights).map(|(v, w)| f64::from(*v) * w).sum::<f64>()
        };
        // As in a search: the best by the first look are looked at again.
        let first = VALUES - SECOND.len();
        let mut order: Vec<(f64, &Candidate)> =
            self.candidates.iter().map(|c| (sum(&c.values[..first], weights), c)).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        order.truncate(HITS);
        #[expect(clippy::cast_possible_truncation, reason = "scores are small")]
        let mut hits: Vec<Hit> = order
            .iter()
            .map(|(_, c)| Hit { score: sum(&c.values, weights) as f32, ..c.hit.clone() })
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        Findings::new(hits, self.asked, false, 1.0, models)
    }
}

impl Weights {
    /// As a flat list.
    #[must_use]
    pub fn flat(&self) -> Vec<f64> {
        let fields = self.fields.iter().take(RANKED).flat_map(|f| f.kinds);
        fields.chain(self.naming).chain(self.second).map(f64::from).collect()
    }

    /// With the numbers of a flat list.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "weights are small")]
    pub fn with_flat(mut self, flat: &[f64]) -> Self {
        let mut numbers = flat.iter().map(|&n| n as f32);
        let mut next = |slot: &mut f32| *slot = numbers.next().unwrap_or(*slot);
        self.fields.iter_mut().take(RANKED).for_each(|f| f.kinds.iter_mut().for_each(&mut next));
        self.naming.iter_mut().for_each(&mut next);
        self.second.iter_mut().for_each(&mut next);
        self
    }
}

impl FaqIndex {
    /// What the weights of the ranking are fitted on: the best `depth` entries and those of `also`, unweighted.
    #[must_use]
    pub fn evidence(&self, question: &str, depth: usize, also: &[String]) -> Evidence {
        let scored = self.score(question);
        let explainer = Explainer::new(&scored.query, &scored.segmented);
        let kinds = by_kind(&self.postings, &scored.query);
        let mut ranked = top(&scored.scores, depth);
        for id in also {
            let Some(document) = self.ids.iter().position(|known| known == id) else { continue };
            if ranked.iter().all(|r| r.document as usize != document) {
                let document = u32::try_from(document).unwrap_or(u32::MAX);
                ranked.push(Ranked { document, score: 0.0 });
            }
        }
        let one = |r: Ranked| {
            let slots = self.postings.slots.get(r.document as usize)?;
            let unit = |field: Field, at: u32| {
                let span = self.postings.spans[field as usize];
                let sums = (at != NONE).then(|| kinds.get((span.from + at) as usize)).flatten();
                sums.copied().unwrap_or_default().map(|sum| sum / scored.possible)
            };
            let hit = self.hit(&scored, &explainer, r)?;
            let mut values = Vec::with_capacity(VALUES);
            for sums in [
                unit(Field::Question, r.document),
                unit(Field::Entry, r.document),
                unit(Field::Answer, r.document),
                unit(Field::Group, slots.group),
                unit(Field::Intent, slots.intent),
            ] {
                values.extend(sums);
            }
            let naming = scored.named.naming(*slots) as usize;
            values.extend((0..NAMING.len()).map(|which| f32::from(u8::from(which == naming))));
            values.extend([
                hit.held,
                hit.held_all,
                hit.held_by_question,
                hit.phrasing_said,
                hit.phrasing_used,
            ]);
            Some(Candidate { hit, values })
        };
        Evidence {
            asked: self.asked(&scored, &explainer, question),
            candidates: ranked.into_iter().filter_map(one).collect(),
        }
    }
}
