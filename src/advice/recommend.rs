//! A ranking of the jobs for a person's wishes, which explains itself.
//!
//! 1. What the person cannot or will not do is left out, with the reason ([`Obstacle`]).
//! 2. The others get points: each thing that was asked for is a [`Part`] with 0 to 100 points and a weight (`data/advice.toml`). Their
//!    sum is spread over what is possible for these answers: 100 would be a job that is best in every part, 0 one that is worst in all.
//! 3. What a person knows leads: it weighs most. Where no field leads, little to learn takes its place, and jobs that suit almost
//!    anybody give way to nearly equal ones ([`common`]).
//! 4. The order is by points, then by slug; below a job of its kind a job loses some points, so that the list offers a choice, unless
//!    it is of the person's own field. Nothing is random, nothing is remembered.
//! 5. If nothing is left, or nothing left reaches the goal, that is the headline ([`Headline`]), with what would have to give; what
//!    matters most then takes the goal's weight.
//!
//! Invariants: ぴったり at most twice, and only where no reason speaks against it; points never rise down the list.

use std::collections::BTreeMap;

use super::candidate::Candidate;
use super::common;
use super::headline::{Headline, instead, left_out, nearness, openers, reaches};
use super::knowledge::Fields;
use super::lot::random_wishes;
use super::obstacle::{Condition, Obstacle, obstacles};
use super::outlook::{Outlook, Reckoning};
use super::part::{Judged, Part, PartKind, parts};
use super::reason::{Facts, Reason, Topic, Verdict, reasons};
use super::wishes::{First, Wishes};
use crate::profile::weighing::{LabelNumbers, Weighing};
use crate::profile::{Catalogue, Expertise, Place, Profile, Set};

/// How many jobs a recommendation names.
pub const SHOWN: usize = 5;
/// How many it names when none of them does what was wished.
pub const NEAREST: usize = 3;
/// Points below which a job after the third is not named.
const WEAK: f64 = 10.0;
/// How many may be called ぴったり.
const PERFECT_MOST: usize = 2;
/// The seed of the people by lot who are asked beforehand.
const SEED: u64 = 2026;

/// How well a job fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Nothing speaks against it, and it is among the best two.
    Perfect,
    /// Little speaks against it.
    Good,
    /// More than that.
    Conditional,
}

impl Label {
    /// The Japanese name as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Perfect => "ぴったり",
            Self::Good => "よさそう",
            Self::Conditional => "条件つき",
        }
    }
}

/// A job, how well it fits, and why.
#[derive(Clone, Debug)]
pub struct Ranked<'a> {
    /// The job.
    pub profile: &'a Profile,
    /// How well it fits.
    pub label: Label,
    /// Points of 100.
    pub points: i64,
    /// What the points are made of.
    pub parts: Vec<Part>,
    /// Points taken off for the jobs of its kind that stand above it.
    pub alike: i64,
    /// Points given up to nearly equal jobs, since it suits almost anybody.
    pub common: i64,
    /// What speaks for it and against it.
    pub reasons: Vec<Reason>,
    /// What makes it impossible; empty unless nothing was possible.
    pub obstacles: Vec<Obstacle>,
    /// What it brings, and when.
    pub outlook: Outlook,
}

/// A recommendation.
#[derive(Clone, Debug)]
pub struct Advice<'a> {
    /// What must be said first.
    pub headline: Headline,
    /// The best jobs, best first: at most [`SHOWN`], or the nearest [`NEAREST`].
    pub jobs: Vec<Ranked<'a>>,
    /// How many jobs were left out, by what each asks, most first.
    pub left_out: Vec<(Condition, usize)>,
}

/// What recommending needs beside the catalogue, and follows from it alone.
#[derive(Clone, Debug)]
pub struct Adviser {
    fields: Fields,
    numbers: Weighing,
    /// What each job gives up where no field leads, as a share; see [`common`].
    given_up: Vec<f64>,
}

impl Adviser {
    /// With the catalogue's own numbers.
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        Self::with(catalogue, catalogue.weighing().clone())
    }

    /// With other numbers. People by lot are asked beforehand.
    #[must_use]
    pub fn with(catalogue: &Catalogue, numbers: Weighing) -> Self {
        let jobs = catalogue.profiles().len();
        let fresh = Self { fields: Fields::of(catalogue), numbers, given_up: vec![0.0; jobs] };
        let shares = |wishes: Wishes| {
            let (_, possible) = fresh.judge(catalogue, &Wishes { knows: None, ..wishes });
            possible.candidates.iter().map(|c| (c.at, c.share)).collect()
        };
        let numbers = &fresh.numbers.common;
        let people: Vec<_> = random_wishes(SEED, numbers.asked).into_iter().map(shares).collect();
        Self { given_up: common::given_up(&people, jobs, numbers), ..fresh }
    }

    /// The best jobs for these wishes, and what must be said first.
    #[must_use]
    pub fn recommend<'a>(&'a self, catalogue: &'a Catalogue, wishes: &Wishes) -> Advice<'a> {
        let label = &self.numbers.label;
        let (left_out, judged) = self.judge(catalogue, wishes);
        let Pool { headline, mut candidates, own } = judged;
        self.give_way(&mut candidates, own.is_empty());
        for candidate in &mut candidates {
            let points = |share: f64| 100.0 * share.clamp(0.0, 1.0).powf(label.contrast);
            candidate.points = points(candidate.share - candidate.common);
            candidate.common = points(candidate.share) - candidate.points;
        }
        // What cannot be done as it stands comes after the best that can.
        let possible = candidates.iter().filter(|c| c.obstacles.is_empty()).map(|c| c.points);
        let best = possible.max_by(f64::total_cmp).unwrap_or(f64::INFINITY);
        for c in candidates.iter_mut().filter(|c| !c.obstacles.is_empty()) {
            c.points = c.points.min((best - 1.0).max(0.0));
        }
        candidates.sort_by(|a, b| {
            let points = b.points.total_cmp(&a.points).then(b.share.total_cmp(&a.share));
            points.then_with(|| a.profile.slug.cmp(&b.profile.slug))
        });
        let most = match headline {
            Headline::NothingFits(_) => {
                candidates.sort_by_key(nearness);
                NEAREST
            }
            // Where one thing matters most, the nearest to it is more than a choice.
            Headline::GoalBeyond(_) if wishes.first.is_some() => NEAREST,
            Headline::GoalBeyond(_) | Headline::Found => {
                vary(&mut candidates, label, own);
                if headline == Headline::Found { SHOWN } else { NEAREST }
            }
        };
        candidates.truncate(most);
        // What has next to no points is no advice; three are shown, so that there is a choice.
        if headline == Headline::Found {
            let left = |c: &Candidate<'_>| c.points - c.alike;
            while candidates.len() > NEAREST && candidates.last().is_some_and(|c| left(c) < WEAK) {
                candidates.pop();
            }
            // Who knows something is not helped by what neither uses it nor suits them.
            let foreign = |c: &Candidate<'_>| own.and(c.profile.fit.fields.all).is_empty();
            let filler = |c: &Candidate<'_>| !own.is_empty() && foreign(c) && left(c) < label.weak;
            while candidates.len() > 1 && candidates.last().is_some_and(filler) {
                candidates.pop();
            }
        }
        let found = headline == Headline::Found;
        let jobs =
            candidates.into_iter().enumerate().map(|(at, c)| ranked(c, wishes, label, found, at)).collect();
        Advice { headline, jobs, left_out }
    }

    /// Who keeps out how many, and the jobs to choose from with their shares.
    fn judge<'a>(&'a self, catalogue: &'a Catalogue, wishes: &Wishes) -> (Vec<(Condition, usize)>, Pool<'a>) {
        let numbers = &self.numbers;
        let knows = wishes.knows.unwrap_or_default();
        let used = self.fields.used(knows, catalogue.profiles(), &numbers.knowledge);
        let candidate = |(at, profile): (usize, &'a Profile)| {
            let share = Fields::known(knows, profile, &numbers.knowledge);
            let reckoning = Reckoning::of(wishes, share, &numbers.outlook);
            let outlook = reckoning.outlook(profile, wishes.within);
            let obstacles = obstacles(profile, wishes, &outlook);
            Candidate {
                profile,
                at,
                outlook,
                reckoning,
                obstacles,
                parts: Vec::new(),
                share: 0.0,
                points: 0.0,
                common: 0.0,
                alike: 0.0,
            }
        };
        let all: Vec<Candidate<'a>> = catalogue.profiles().iter().enumerate().map(candidate).collect();
        let left_out = left_out(&all);
        let (possible, mut impossible): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|c| c.obstacles.is_empty());
        impossible.sort_by_key(nearness);
        let (headline, mut candidates) = if possible.is_empty() {
            (Headline::NothingFits(openers(&impossible)), impossible)
        } else if reaches(&possible, wishes, numbers.outlook.reached) {
            (Headline::Found, possible)
        } else {
            // More hours are one of the things that would have to give: what only asks for them is as near. So is what comes late,
            // for whom something matters more than an early start.
            let can_wait = wishes.first.is_some_and(|first| first != First::Ease);
            let gives = |o: &Obstacle| o.is_hours() || can_wait && o.is_late();
            let nearly = impossible.into_iter().filter(|c| c.obstacles.iter().all(gives));
            let near: Vec<_> = possible.into_iter().chain(nearly).collect();
            (Headline::GoalBeyond(instead(&near, wishes)), near)
        };
        let is_own = |c: &Candidate<'_>| !knows.and(c.profile.fit.fields.all).is_empty();
        let own = if candidates.iter().any(is_own) { knows } else { Set::default() };
        let reachable = headline == Headline::Found;
        for c in &mut candidates {
            let used = (!own.is_empty()).then(|| used[c.at]);
            let (profile, weekly) = (c.profile, c.reckoning.weekly);
            c.parts =
                parts(Judged { profile, wishes, outlook: &c.outlook, used, reachable, weekly }, numbers);
        }
        share(&mut candidates);
        (left_out, Pool { headline, candidates, own })
    }

    /// Where no field leads, jobs that suit almost anybody give way to nearly equal ones; the best keeps the share of the best.
    fn give_way(&self, candidates: &mut [Candidate<'_>], nothing_leads: bool) {
        if !nothing_leads {
            return;
        }
        let best = candidates.iter().map(|c| c.share).fold(0.0, f64::max);
        let left = |c: &Candidate<'_>| c.share - self.given_up.get(c.at).copied().unwrap_or_default();
        let best_left = candidates.iter().map(left).fold(f64::MIN, f64::max);
        for c in &mut *candidates {
            c.common = (c.share - left(c)) - (best - best_left);
        }
    }
}

/// The jobs to choose from.
struct Pool<'a> {
    headline: Headline,
    candidates: Vec<Candidate<'a>>,
    /// The fields that lead: what the person knows, when a job to choose from uses any of it.
    own: Set<Expertise>,
}

/// Gives each its share of what is possible among them: 1 is best in every part, 0 worst in every part.
fn share(candidates: &mut [Candidate<'_>]) {
    let mut bounds: BTreeMap<PartKind, (f64, f64)> = BTreeMap::new();
    for part in candidates.iter().flat_map(|c| &c.parts) {
        let (low, high) = bounds.entry(part.kind).or_insert((part.points, part.points));
        (*low, *high) = (low.min(part.points), high.max(part.points));
    }
    for candidate in &mut *candidates {
        let (mut sum, mut worst, mut best, mut weights) = (0.0, 0.0, 0.0, 0.0);
        for part in &candidate.parts {
            let (low, high) = bounds.get(&part.kind).copied().unwrap_or_default();
            sum += part.weight * part.points;
            worst += part.weight * low;
            best += part.weight * high;
            weights += part.weight;
        }
        let span: f64 = best - worst;
        // One job alone, or all alike: there is nothing to spread over.
        let share = if span > f64::EPSILON { (sum - worst) / span } else { sum / (100.0 * weights.max(1.0)) };
        candidate.share = share.clamp(0.0, 1.0);
    }
}

/// Takes points off for each job like it above, best first, as far as jobs are shown. Jobs of the person's own fields are what was
/// asked for: nothing is taken off them.
fn vary(sorted: &mut [Candidate<'_>], numbers: &LabelNumbers, own: Set<Expertise>) {
    let left = |c: &Candidate<'_>| c.points - c.alike;
    let way = |p: &Profile| (p.place == Some(Place::Outside), p.fit.effort.0 >= 2, p.fit.contact.0 >= 2);
    for at in 0..SHOWN.min(sorted.len()) {
        let rest = sorted.iter().enumerate().skip(at);
        let best =
            rest.max_by(|(i, a), (j, b)| left(a).total_cmp(&left(b)).then(j.cmp(i))).map_or(at, |(i, _)| i);
        sorted[at..=best].rotate_right(1);
        let above = sorted[at].profile;
        for c in sorted.iter_mut().skip(at + 1).filter(|c| own.and(c.profile.fit.fields.all).is_empty()) {
            c.alike += if c.profile.category == above.category {
                numbers.alike
            } else if way(c.profile) == way(above) {
                numbers.alike_way
            } else {
                0.0
            };
        }
    }
}

fn ranked<'a>(
    c: Candidate<'a>,
    wishes: &Wishes,
    numbers: &LabelNumbers,
    found: bool,
    at: usize,
) -> Ranked<'a> {
    let reasons = reasons(Facts { profile: c.profile, wishes, outlook: &c.outlook });
    #[expect(clippy::cast_possible_truncation, reason = "points are 0 to 100")]
    let whole = |points: f64| points.round() as i64;
    let points = whole((c.points - c.alike).max(0.0));
    let against = |verdict| reasons.iter().filter(|r| r.verdict == verdict).count();
    let label = match (against(Verdict::Unmet), against(Verdict::Partly)) {
        _ if !found => Label::Conditional,
        (0, 0) if at < PERFECT_MOST && points >= numbers.perfect && wishes.count() >= numbers.wishes => {
            Label::Perfect
        }
        (0, 0..=2) if points >= numbers.good => Label::Good,
        _ => Label::Conditional,
    };
    Ranked {
        profile: c.profile,
        label,
        points,
        parts: c.parts,
        alike: whole(c.alike),
        common: whole(c.common),
        reasons,
        obstacles: c.obstacles,
        outlook: c.outlook,
    }
}

impl Ranked<'_> {
    /// The reasons of this verdict.
    pub fn judged(&self, verdict: Verdict) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(move |r| r.verdict == verdict)
    }

    /// The reason about this topic.
    #[must_use]
    pub fn about(&self, topic: Topic) -> Option<&Reason> {
        self.reasons.iter().find(|r| r.topic == topic)
    }
}
