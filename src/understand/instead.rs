//! Jobs to do instead of one: near it, better paid, or easier to begin.

use std::cmp::Reverse;

use super::outcome::{Outcome, Respect, Understood, understood};
use super::{Heard, Understanding};
use crate::advice::{First, Wishes};
use crate::profile::spoken::SignMeaning;
use crate::profile::{Axis, Profile, Score, Slug};

/// Jobs offered in place of one.
const JOBS: usize = 4;
/// Longest text that wishes for something better and says nothing else, in characters.
const WISH_MAX: usize = 26;

impl Understanding<'_> {
    /// Jobs to do instead of one, better in this respect; `None` when there is none.
    pub(super) fn other_jobs(&self, slug: &Slug, respect: Respect) -> Option<Outcome> {
        let own = self.catalogue.profile(slug.as_str())?;
        let mut others: Vec<&Profile> = match respect {
            Respect::Kind => own.related.iter().filter_map(|s| self.catalogue.profile(s.as_str())).collect(),
            Respect::Pay => self.instead(own, |p| pay(p) > pay(own)),
            Respect::Ease => self.instead(own, |p| ease(p) > ease(own)),
        };
        others.truncate(JOBS);
        let slugs: Vec<Slug> = others.iter().map(|p| p.slug.clone()).collect();
        (!slugs.is_empty()).then(|| Outcome::OtherJobs(slug.clone(), respect, slugs))
    }

    /// Jobs that take no more equipment than this one, the easiest to begin first.
    fn instead(&self, own: &Profile, better: impl Fn(&Profile) -> bool) -> Vec<&Profile> {
        let have = own.fit.needs.iter().fold(own.fit.helps, |all, need| all.or(need.0));
        let can = |p: &&Profile| p.fit.needs.iter().all(|need| need.met_by(have));
        let mut others: Vec<&Profile> = self
            .catalogue
            .profiles()
            .iter()
            .filter(|p| p.slug != own.slug && better(p))
            .filter(can)
            .collect();
        others.sort_by_key(|p| Reverse((ease(p), p.scores.total())));
        others
    }

    /// 「もっとラクなのないの」 with nothing known before it: 診断 with that in mind.
    pub(super) fn preferred_alone(&self, heard: &Heard<'_>) -> Option<Understood> {
        let told = |meaning| self.vocabulary.sign(&heard.standing, meaning);
        let (first, sign) = match (told(SignMeaning::Better), told(SignMeaning::Easier)) {
            (Some(sign), _) => (First::Money, sign),
            (_, Some(sign)) => (First::Ease, sign),
            _ => return None,
        };
        let all = heard.parsed.readable.chars().count() <= WISH_MAX && heard.parsed.topics().is_empty();
        let wishes = Wishes { first: Some(first), ..super::wishes(heard.text) };
        all.then(|| understood(Outcome::Recommend(wishes), sign))
    }
}

/// What a beginner gets for an hour, at best.
fn pay(p: &Profile) -> i64 {
    p.entry().map_or(0, |band| band.hourly.high.0)
}

fn ease(p: &Profile) -> Score {
    *p.scores.get(Axis::Ease)
}
