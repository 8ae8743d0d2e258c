//! What must be said before any job is named: whether one can be done, whether one reaches the goal, and what would have to give.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::candidate::Candidate;
use super::obstacle::{Condition, Obstacle};
use super::outlook::Reckoning;
use super::plan::FULL_WEEK;
use super::real;
use super::wishes::{Wishes, Within};
use crate::profile::{Hours, Yen};

/// Most months that are looked ahead.
const MONTHS_MOST: u32 = 24;

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

/// How many jobs each condition keeps out.
pub(super) fn left_out(all: &[Candidate<'_>]) -> Vec<(Condition, usize)> {
    counted(all.iter().flat_map(|c| c.obstacles.iter().map(Obstacle::condition).collect::<BTreeSet<_>>()))
}

/// How far an impossible job is: what one cannot do stays so, the rest may give.
pub(super) fn nearness(c: &Candidate<'_>) -> (usize, usize) {
    (c.obstacles.iter().filter(|o| o.is_demand()).count(), c.obstacles.len())
}

/// The conditions of the nearest, nearest first, by how many of them each keeps out.
pub(super) fn openers(impossible: &[Candidate<'_>]) -> Vec<Condition> {
    let least = impossible.first().map(nearness);
    let near = impossible.iter().take_while(|c| Some(nearness(c)) == least);
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

/// Whether a possible job comes within `reached` of the goal, if there is one.
pub(super) fn reaches(possible: &[Candidate<'_>], wishes: &Wishes, reached: f64) -> bool {
    wishes
        .goal
        .is_none_or(|goal| possible.iter().any(|c| real(c.outlook.month.high.0) >= real(goal.0) * reached))
}

/// What would have to give for the goal. Those who only ask for more hours are among `near`.
pub(super) fn instead(near: &[Candidate<'_>], wishes: &Wishes) -> Instead {
    let goal = wishes.goal.unwrap_or_default();
    let month = wishes.within.unwrap_or(Within::HalfYear).months();
    let reached_by = |c: &Candidate<'_>, weekly: f64, month: u32| {
        let reckoning = Reckoning { weekly: (weekly, weekly), ..c.reckoning };
        reckoning.month(c.profile, month).high >= goal
    };
    let own = |c: &Candidate<'_>| c.reckoning.weekly.1;
    let enough = |c: &Candidate<'_>, hours: f64| {
        hours > own(c) && hours * 60.0 >= real(c.profile.fit.smallest_minutes.0)
    };
    let possible = || near.iter().filter(|c| c.obstacles.is_empty());
    let in_time = || near.iter().filter(|c| !c.obstacles.iter().any(Obstacle::is_late));
    let hours = std::iter::successors(Some(1.0), |h| Some(h + 1.0))
        .take_while(|h| *h <= FULL_WEEK.0)
        .find(|h| in_time().any(|c| enough(c, *h) && reached_by(c, *h, month)));
    let later = (month + 1..=MONTHS_MOST).find(|m| possible().any(|c| reached_by(c, own(c), *m)));
    let best = possible().map(|c| c.outlook.month.high).max().unwrap_or_default();
    Instead { hours: hours.map(Hours), month: later, goal: best }
}
