//! How much of what a job asks a person already knows.
//!
//! A field that few jobs ask for says more than one that many do, so fields are weighed by rarity (as words are in a search), and the
//! two sets are compared by the cosine of the angle between them: 1 when they are the same, 0 when nothing is shared.

use crate::profile::{Catalogue, Expertise, Set, Word as _};

/// Weight of each field, by its place in [`Expertise`]'s list.
#[derive(Clone, Debug)]
pub(super) struct Rarity(Vec<f64>);

impl Rarity {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        let jobs = catalogue.profiles();
        #[expect(clippy::cast_precision_loss, reason = "jobs are counted in tens")]
        let weight = |&field: &Expertise| {
            let asking = jobs.iter().filter(|p| p.fit.fields.has(field)).count();
            (1.0 + jobs.len() as f64 / (1.0 + asking as f64)).ln()
        };
        Self(Expertise::ALL.iter().map(weight).collect())
    }

    fn square(&self, fields: Set<Expertise>) -> f64 {
        let weights = Expertise::ALL.iter().zip(&self.0).filter(|(field, _)| fields.has(**field));
        weights.map(|(_, weight)| weight * weight).sum()
    }

    /// From 0 to 1.
    pub(super) fn shared(&self, known: Set<Expertise>, asked: Set<Expertise>) -> f64 {
        let (one, other) = (self.square(known), self.square(asked));
        if one == 0.0 || other == 0.0 { 0.0 } else { self.square(known.and(asked)) / (one * other).sqrt() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_fields_share_all_a_rare_one_more_than_a_common_one_and_none_nothing() {
        let mut weights = vec![1.0; Expertise::ALL.len()];
        weights[0] = 3.0;
        let rarity = Rarity(weights);
        let set = |words: &[Expertise]| words.iter().copied().collect::<Set<_>>();
        let both = set(&[Expertise::Programming, Expertise::It]);
        assert!((rarity.shared(both, both) - 1.0).abs() < 1e-9);
        let (rare, common) = (set(&[Expertise::Programming]), set(&[Expertise::It]));
        assert!(rarity.shared(rare, both) > rarity.shared(common, both));
        assert!(rarity.shared(rare, common).abs() < 1e-9);
        assert!(rarity.shared(Set::default(), both).abs() < 1e-9);
    }
}
