//! A ranking of the jobs for a person's wishes, which explains itself.
//!
//! 1. What the person cannot or will not do is left out, with the reason ([`Obstacle`]).
//! 2. The others get points: each thing that was asked for is a [`Part`] with 0 to 100 points and a weight (`data/advice.toml`). Their
//!    sum is spread over what is possible for these answers: 100 would be a job that is best in every part, 0 one that is worst in all.
//! 3. The order is by points, then by slug; each job of a kind that stands above loses some points, so that the list offers a choice.
//!    Nothing is random, nothing is remembered.
//! 4. If nothing is left, or nothing left reaches the goal, that is the headline ([`Headline`]), with what would have to give.
//!
//! Invariants: ぴったり at most twice, and only where no reason speaks against it; points never rise down the list.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::knowledge::Rarity;
use super::obstacle::{Condition, Obstacle, obstacles};
use super::outlook::{Outlook, Reckoning};
use super::part::{Judged, Part, PartKind, parts};
use super::plan::FULL_WEEK;
use super::real;
use super::reason::{Facts, Reason, Topic, Verdict, reasons};
use super::wishes::{Wishes, Within};
use crate::profile::weighing::LabelNumbers;
use crate::profile::{Catalogue, Hours, Profile, Yen};

/// How many jobs a recommendation names.
pub const SHOWN: usize = 5;
/// How many it names when none of them does what was wished.
pub const NEAREST: usize = 3;
/// How many may be called ぴったり.
const PERFECT_MOST: usize = 2;
/// Most months that are looked ahead.
const MONTHS_MOST: u32 = 24;

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
    /// What speaks for it and against it.
    pub reasons: Vec<Reason>,
    /// What makes it impossible; empty unless nothing was possible.
    pub obstacles: Vec<Obstacle>,
    /// What it brings, and when.
    pub outlook: Outlook,
}

/// What must be said before any job is named.
#[derive(Clone, Debug, PartialEq)]
pub enum Headline {
    /// There are jobs that do what was wished.
    Found,
    /// No job is possible: the conditions that would open most, best first.
    NothingFits(Vec<Condition>),
    /// No possible job reaches the goal.
    GoalBeyond(Instead),
}

/// What would have to give for a goal to be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Instead {
    /// Hours a week that would reach it by then, when there are so many.
    pub hours: Option<Hours>,
    /// The month, counted from 1, in which it would be reached at the same hours.
    pub month: Option<u32>,
    /// The goal that is within reach.
    pub goal: Yen,
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

struct Candidate<'a> {
    profile: &'a Profile,
    outlook: Outlook,
    reckoning: Reckoning<'a>,
    obstacles: Vec<Obstacle>,
    parts: Vec<Part>,
    points: f64,
    /// Jobs of its kind that stand above it.
    alike: i64,
}

/// The best jobs for these wishes, and what must be said first.
#[must_use]
pub fn recommend<'a>(catalogue: &'a Catalogue, wishes: &Wishes) -> Advice<'a> {
    let numbers = catalogue.weighing();
    let rarity = Rarity::of(catalogue);
    let experience = wishes.knows.unwrap_or_default();
    let candidate = |profile: &'a Profile| {
        let known = rarity.shared(experience, profile.fit.fields);
        let reckoning = Reckoning::of(wishes, known, &numbers.outlook);
        let outlook = reckoning.outlook(profile, wishes.within);
        let judged = Judged { profile, wishes, outlook: &outlook, known, weekly: reckoning.weekly };
        let (obstacles, parts) = (obstacles(profile, wishes, &outlook), parts(judged, numbers));
        Candidate { profile, outlook, reckoning, obstacles, parts, points: 0.0, alike: 0 }
    };
    let all: Vec<Candidate<'a>> = catalogue.profiles().iter().map(candidate).collect();
    let left_out = left_out(&all);
    let (mut possible, mut impossible): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|c| c.obstacles.is_empty());
    let (headline, mut chosen, most) = if possible.is_empty() {
        spread(&mut impossible, numbers.label.contrast);
        impossible.sort_by_key(|c| c.obstacles.len());
        (Headline::NothingFits(openers(&impossible)), impossible, NEAREST)
    } else {
        spread(&mut possible, numbers.label.contrast);
        vary(&mut possible, numbers.label.alike);
        match beyond(&possible, wishes, numbers.outlook.reached) {
            Some(instead) => (Headline::GoalBeyond(instead), possible, NEAREST),
            None => (Headline::Found, possible, SHOWN),
        }
    };
    chosen.truncate(most);
    let found = headline == Headline::Found;
    let jobs =
        chosen.into_iter().enumerate().map(|(at, c)| ranked(c, wishes, &numbers.label, found, at)).collect();
    Advice { headline, jobs, left_out }
}

/// Gives points and sorts by them.
fn spread(candidates: &mut [Candidate<'_>], contrast: f64) {
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
        candidate.points = 100.0 * share.clamp(0.0, 1.0).powf(contrast);
    }
    candidates
        .sort_by(|a, b| b.points.total_cmp(&a.points).then_with(|| a.profile.slug.cmp(&b.profile.slug)));
}

/// Takes points off for each job of the same category above, best first, as far as jobs are shown.
fn vary(sorted: &mut [Candidate<'_>], alike: f64) {
    let left = |c: &Candidate<'_>| c.points - alike * real(c.alike);
    for at in 0..SHOWN.min(sorted.len()) {
        let rest = sorted.iter().enumerate().skip(at);
        let best =
            rest.max_by(|(i, a), (j, b)| left(a).total_cmp(&left(b)).then(j.cmp(i))).map_or(at, |(i, _)| i);
        sorted[at..=best].rotate_right(1);
        let kind = sorted[at].profile.category;
        for candidate in sorted.iter_mut().skip(at + 1).filter(|c| c.profile.category == kind) {
            candidate.alike += 1;
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
    let alike = numbers.alike * real(c.alike);
    let points = whole((c.points - alike).max(0.0));
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
        alike: whole(alike),
        reasons,
        obstacles: c.obstacles,
        outlook: c.outlook,
    }
}

/// How many jobs each condition keeps out.
fn left_out(all: &[Candidate<'_>]) -> Vec<(Condition, usize)> {
    counted(all.iter().flat_map(|c| c.obstacles.iter().map(Obstacle::condition).collect::<BTreeSet<_>>()))
}

/// The conditions of those who have the fewest, by how many of them each keeps out.
fn openers(impossible: &[Candidate<'_>]) -> Vec<Condition> {
    let least = impossible.first().map_or(0, |c| c.obstacles.len());
    let near = impossible.iter().take_while(|c| c.obstacles.len() == least);
    let conditions = near.flat_map(|c| &c.obstacles).map(Obstacle::condition);
    counted(conditions).into_iter().map(|(condition, _)| condition).collect()
}

/// How often each stands there, most often first.
fn counted(conditions: impl Iterator<Item = Condition>) -> Vec<(Condition, usize)> {
    let mut counts: BTreeMap<Condition, usize> = BTreeMap::new();
    for condition in conditions {
        *counts.entry(condition).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(condition, count)| (Reverse(count), condition));
    counts
}

/// What would have to give when no possible job comes within `reached` of the goal.
fn beyond(possible: &[Candidate<'_>], wishes: &Wishes, reached: f64) -> Option<Instead> {
    let goal = wishes.goal?;
    let is_near = |yen: Yen| real(yen.0) >= real(goal.0) * reached;
    if possible.iter().any(|c| is_near(c.outlook.month.high)) {
        return None;
    }
    let month = wishes.within.unwrap_or(Within::HalfYear).months();
    let reached_by = |c: &Candidate<'_>, weekly: f64, month: u32| {
        let reckoning = Reckoning { weekly: (weekly, weekly), ..c.reckoning };
        reckoning.month(c.profile, month).high >= goal
    };
    let own = |c: &Candidate<'_>| c.reckoning.weekly.1;
    let hours = std::iter::successors(Some(1.0), |h| Some(h + 1.0))
        .take_while(|h| *h <= FULL_WEEK.0)
        .find(|h| possible.iter().any(|c| *h > own(c) && reached_by(c, *h, month)));
    let later = (month + 1..=MONTHS_MOST).find(|m| possible.iter().any(|c| reached_by(c, own(c), *m)));
    let best = possible.iter().map(|c| c.outlook.month.high).max().unwrap_or_default();
    Some(Instead { hours: hours.map(Hours), month: later, goal: best })
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
