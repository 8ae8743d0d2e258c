//! How near a job is to what a person knows.
//!
//! Two questions, two measures, both from 0 to 1: how much of what the person brings the job uses ([`Fields::used`], which ranks), and
//! how much of what the job asks is known ([`Fields::known`], which shortens the way). Who knows a job's craft uses all the rest that
//! it asks; who knows only what helps beside it uses less. A field that few jobs ask for says more than one that many do, so fields
//! are weighed by rarity, as words are in a search. The neighbours of the jobs of one's own craft come next.

use crate::profile::weighing::KnowledgeNumbers;
use crate::profile::{Catalogue, Expertise, Profile, Set, Word as _};

/// How rare each field is, and which jobs are neighbours.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    /// Weight of each field, by its place in [`Expertise`]'s list.
    rarity: Vec<f64>,
    /// For each job, the places of those that name it as related.
    named_by: Vec<Vec<usize>>,
}

impl Fields {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        let jobs = catalogue.profiles();
        #[expect(clippy::cast_precision_loss, reason = "jobs are counted in tens")]
        let weight = |&field: &Expertise| {
            let asking = jobs.iter().filter(|p| p.fit.fields.all.has(field)).count();
            (1.0 + jobs.len() as f64 / (1.0 + asking as f64)).ln()
        };
        let named_by = |p: &Profile| (0..jobs.len()).filter(|&i| jobs[i].related.contains(&p.slug)).collect();
        Self {
            rarity: Expertise::ALL.iter().map(weight).collect(),
            named_by: jobs.iter().map(named_by).collect(),
        }
    }

    fn weight(&self, fields: Set<Expertise>) -> f64 {
        Expertise::ALL
            .iter()
            .zip(&self.rarity)
            .filter(|(f, _)| fields.has(**f))
            .map(|(_, weight)| weight)
            .sum()
    }

    /// How much of what a person knows each job uses, in the order of the jobs.
    pub(super) fn used(
        &self,
        knows: Set<Expertise>,
        jobs: &[Profile],
        numbers: &KnowledgeNumbers,
    ) -> Vec<f64> {
        let brought = self.weight(knows);
        if brought <= 0.0 {
            return vec![0.0; jobs.len()];
        }
        let shared: Vec<f64> =
            jobs.iter().map(|p| self.weight(knows.and(p.fit.fields.all)) / brought).collect();
        let is_craft = |p: &Profile| p.fit.fields.craft.is_some_and(|craft| knows.has(craft));
        let of = |at: usize| {
            let own = shared[at] * if is_craft(&jobs[at]) { 1.0 } else { numbers.helping };
            let crafts = self.named_by[at].iter().filter(|&&i| is_craft(&jobs[i])).map(|&i| shared[i]);
            own.max(numbers.near * crafts.fold(0.0, f64::max))
        };
        (0..jobs.len()).map(of).collect()
    }

    /// How much of what a job asks is known.
    pub(super) fn known(knows: Set<Expertise>, profile: &Profile, numbers: &KnowledgeNumbers) -> f64 {
        let fields = profile.fit.fields;
        match fields.craft {
            Some(craft) if knows.has(craft) => 1.0,
            _ if knows.and(fields.all).is_empty() => 0.0,
            _ => numbers.helping,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Slug;
    use crate::profile::fit::Fields as Asked;

    const NUMBERS: KnowledgeNumbers = KnowledgeNumbers { helping: 0.5, near: 0.25 };

    fn set(words: &[Expertise]) -> Set<Expertise> {
        words.iter().copied().collect()
    }

    fn job(slug: &str, fields: &[Expertise], related: &[&str]) -> Profile {
        let mut profile = Profile {
            slug: Slug::from(slug),
            related: related.iter().map(|&slug| Slug::from(slug)).collect(),
            ..Profile::default()
        };
        profile.fit.fields = Asked { craft: fields.first().copied(), all: set(fields) };
        profile
    }

    fn used(knows: &[Expertise]) -> Vec<f64> {
        let jobs = [
            job("tutor", &[Expertise::Teaching], &["other"]),
            job("code-tutor", &[Expertise::Programming, Expertise::Teaching], &[]),
            job("other", &[Expertise::Music], &[]),
        ];
        let fields = Fields {
            rarity: vec![1.0; Expertise::ALL.len()],
            named_by: vec![Vec::new(), Vec::new(), vec![0]],
        };
        fields.used(set(knows), &jobs, &NUMBERS)
    }

    #[test]
    fn the_job_that_uses_all_one_knows_stands_above_those_that_use_some_of_it() {
        assert_eq!(used(&[Expertise::Programming, Expertise::Teaching]), [0.5, 1.0, 0.125]);
    }

    #[test]
    fn what_only_helps_counts_less_than_the_craft_and_a_neighbour_less_than_that() {
        assert_eq!(used(&[Expertise::Teaching]), [1.0, 0.5, 0.25]);
    }

    #[test]
    fn who_knows_nothing_in_particular_uses_nothing() {
        assert_eq!(used(&[]), [0.0; 3]);
    }

    #[test]
    fn who_knows_the_craft_knows_what_the_job_asks() {
        let job = job("code-tutor", &[Expertise::Programming, Expertise::Teaching], &[]);
        let known = |words: &[Expertise]| Fields::known(set(words), &job, &NUMBERS);
        for (field, share) in
            [(Expertise::Programming, 1.0), (Expertise::Teaching, 0.5), (Expertise::Music, 0.0)]
        {
            assert!((known(&[field]) - share).abs() < 1e-9, "{field:?}");
        }
    }
}
