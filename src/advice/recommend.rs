//! A ranking of all jobs for a person's wishes, which explains itself.
//!
//! The order, from first to last:
//! 1. fewer broken conditions: a place or a category that was asked for and is not met;
//! 2. the better [`Label`], which follows from the reasons alone: all wishes met → ぴったり, up to two met partly → よさそう, else 条件つき;
//! 3. more points: `Σ axis weight × score + goal weight × goal closeness + start weight × start closeness`, all on 0 to 100;
//! 4. the higher total score, then the slug.
//!
//! Only 3 depends on the weights, and it grows with each axis's score times its weight. So raising an axis's weight never moves a job
//! below one that it is at least as good as in that axis. Nothing is random, nothing is remembered.

use std::cmp::Reverse;

use super::judge::{GoalFit, Reason, Topic, Verdict, goal_fit, reasons};
use super::wishes::{Experience, Wishes};
use crate::profile::{Axis, Catalogue, Profile, Range, Yen};

/// How many jobs a recommendation names.
pub const SHOWN: usize = 5;

/// How well a job fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Every wish is met.
    Perfect,
    /// Up to two wishes are met partly only.
    Good,
    /// More than that, or a wish is not met.
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

    /// The lowest [`Fit::points`] with this label.
    #[must_use]
    pub fn floor(self) -> i64 {
        match self {
            Self::Perfect => 70,
            Self::Good => 40,
            Self::Conditional => 0,
        }
    }

    /// The share of the scale of 100 that belongs to this label.
    fn span(self) -> i64 {
        match self {
            Self::Perfect | Self::Good => 30,
            Self::Conditional => 40,
        }
    }

    /// Follows from the reasons alone; without wishes nothing can be ぴったり.
    fn of(reasons: &[Reason]) -> Self {
        let count = |verdict| reasons.iter().filter(|r| r.verdict == verdict).count();
        match (count(Verdict::Unmet), count(Verdict::Partly)) {
            (0, 0) if !reasons.is_empty() => Self::Perfect,
            (0, 0..=2) => Self::Good,
            _ => Self::Conditional,
        }
    }
}

/// A job, how well it fits, and why.
#[derive(Clone, Debug)]
pub struct Fit<'a> {
    /// The job.
    pub profile: &'a Profile,
    /// How well it fits.
    pub label: Label,
    /// How well it fits, 0 to 100: the label's share of the scale, and within it the mean of what was weighed. Never rises down the list
    /// among jobs with the same broken conditions.
    pub points: i64,
    /// Each wish with its verdict.
    pub reasons: Vec<Reason>,
    /// Where the goal lies; `None` without a goal.
    pub goal: Option<GoalFit>,
}

/// What each part of the points weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// By axis, in [`Axis::ALL`]'s order.
    pub axes: [i64; 5],
    /// How close the goal is.
    pub goal: i64,
    /// How soon a beginner starts.
    pub start: i64,
}

impl Weights {
    /// Every axis counts, so that without priorities the total decides.
    const BASE: i64 = 2;
    /// What the first and the second priority add.
    const PRIORITY: [i64; 2] = [12, 9];
    const GOAL: i64 = 6;

    /// The weights for a person's wishes.
    #[must_use]
    pub fn of(wishes: &Wishes) -> Self {
        let mut axes = [Self::BASE; 5];
        if wishes.experience == Some(Experience::Professional) {
            // Ease is about a beginner's way to the first order.
            axes[position(Axis::Ease)] = 0;
        }
        for (axis, more) in wishes.priority.iter().zip(Self::PRIORITY) {
            axes[position(axis)] += more;
        }
        let start = match wishes.experience {
            Some(Experience::None) => 6,
            Some(Experience::Some) => 3,
            Some(Experience::Professional) | None => 0,
        };
        Self { axes, goal: if wishes.goal.is_some() { Self::GOAL } else { 0 }, start }
    }

    fn sum(&self) -> i64 {
        self.axes.iter().sum::<i64>() + self.goal + self.start
    }
}

fn position(axis: Axis) -> usize {
    Axis::ALL.iter().position(|&a| a == axis).unwrap_or_default()
}

/// The best jobs for these wishes, best first; at most [`SHOWN`].
#[must_use]
pub fn recommend<'a>(catalogue: &'a Catalogue, wishes: &Wishes) -> Vec<Fit<'a>> {
    let mut fits = rank(catalogue, wishes, &Weights::of(wishes));
    fits.truncate(SHOWN);
    fits
}

/// All jobs in the order of the module's documentation, under these weights.
#[must_use]
pub fn rank<'a>(catalogue: &'a Catalogue, wishes: &Wishes, weights: &Weights) -> Vec<Fit<'a>> {
    let mut fits: Vec<(i64, Fit<'a>)> =
        catalogue.profiles().iter().map(|profile| judge(profile, wishes, weights)).collect();
    fits.sort_by(|(a_sum, a), (b_sum, b)| {
        let key = |sum: i64, fit: &Fit<'a>| {
            (broken(&fit.reasons), fit.label, Reverse(sum), Reverse(fit.profile.scores.total()))
        };
        key(*a_sum, a).cmp(&key(*b_sum, b)).then_with(|| a.profile.slug.cmp(&b.profile.slug))
    });
    fits.into_iter().map(|(_, fit)| fit).collect()
}

fn judge<'a>(profile: &'a Profile, wishes: &Wishes, weights: &Weights) -> (i64, Fit<'a>) {
    let goal = wishes.goal.map(|goal| goal_fit(profile, goal, wishes.hours));
    let reasons = reasons(profile, wishes, goal.as_ref());
    let axes: i64 = Axis::ALL
        .iter()
        .zip(weights.axes)
        .map(|(&axis, weight)| weight * profile.scores.get(axis).get())
        .sum();
    let goal_points = match (wishes.goal, &goal) {
        (Some(wanted), Some(fit)) => weights.goal * closeness(wanted, fit, wishes.experience),
        _ => 0,
    };
    let sum = axes + goal_points + weights.start * profile.scores.ease.get();
    let label = Label::of(&reasons);
    let points = label.floor() + label.span() * sum / (100 * weights.sum().max(1));
    (sum, Fit { profile, label, points, reasons, goal })
}

/// Conditions that were asked for and are not met.
fn broken(reasons: &[Reason]) -> usize {
    let condition = |r: &&Reason| matches!(r.topic, Topic::Place | Topic::Category);
    reasons.iter().filter(condition).filter(|r| r.verdict == Verdict::Unmet).count()
}

/// How close a goal is, 0 to 100: in each band 100 at its lower end or below, falling to 60 at its upper end, then in proportion;
/// the bands weigh by experience (of ten: none 7 and 3, some or unsaid 5 and 5, professional 2 and 8). An established band that few
/// reach counts half.
fn closeness(goal: Yen, fit: &GoalFit, experience: Option<Experience>) -> i64 {
    let entry = match experience {
        Some(Experience::None) => 7,
        Some(Experience::Some) | None => 5,
        Some(Experience::Professional) => 2,
    };
    let established = within(goal, fit.established) / if fit.minority { 2 } else { 1 };
    (entry * within(goal, fit.entry) + (10 - entry) * established) / 10
}

fn within(goal: Yen, band: Range<Yen>) -> i64 {
    const AT_TOP: i64 = 60;
    let (goal, low, high) = (goal.0.max(1), band.low.0, band.high.0);
    if goal <= low {
        100
    } else if goal <= high {
        100 - (100 - AT_TOP) * (goal - low) / (high - low).max(1)
    } else {
        AT_TOP.saturating_mul(high) / goal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_close_inside_a_band_and_fades_above_it() {
        let band = Range { low: Yen(100), high: Yen(200) };
        let table = [(50, 100), (100, 100), (150, 80), (200, 60), (400, 30)];
        for (goal, points) in table {
            assert_eq!(within(Yen(goal), band), points, "{goal}");
        }
    }
}
