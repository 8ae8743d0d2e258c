//! The parts of a job's points: how well it does, from 0 to 100, in each thing that was asked for, and how much that counts.

use super::outlook::Outlook;
use super::real;
use super::wishes::{Company, First, Labour, PlaceWish, Wishes, Within};
use crate::profile::weighing::Weighing;
use crate::profile::{Demand, Equipment, Place, Profile, Set, Yen};

/// One part of the points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// What it is about.
    pub kind: PartKind,
    /// How well the job does, 0 to 100.
    pub points: f64,
    /// How much it counts.
    pub weight: f64,
}

/// What a part is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each variant's Japanese name is its documentation: see `name`")]
pub enum PartKind {
    Goal,
    Income,
    Soon,
    Knowledge,
    Learning,
    Equipment,
    When,
    Stretch,
    People,
    Effort,
    Place,
    First,
    Overall,
}

impl PartKind {
    /// The Japanese name as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Goal => "目標への近さ",
            Self::Income => "時間あたりの収入",
            Self::Soon => "最初の報酬の早さ",
            Self::Knowledge => "経験との近さ",
            Self::Learning => "学ぶ時間の少なさ",
            Self::Equipment => "持っている物を使えるか",
            Self::When => "時間帯の合い方",
            Self::Stretch => "短い時間での進めやすさ",
            Self::People => "人との関わり方",
            Self::Effort => "体の使い方",
            Self::Place => "働く場所",
            Self::First => "いちばん大事なこと",
            Self::Overall => "総合スコア",
        }
    }
}

/// What the parts of one job are reckoned from.
#[derive(Clone, Copy)]
pub(super) struct Judged<'a> {
    pub(super) profile: &'a Profile,
    pub(super) wishes: &'a Wishes,
    pub(super) outlook: &'a Outlook,
    /// How much of what the person knows the job uses, 0 to 1; none when no possible job uses any of it.
    pub(super) used: Option<f64>,
    /// Whether a possible job reaches the goal.
    pub(super) reachable: bool,
    /// Hours a week that the outlook was reckoned with: (lower end, upper end).
    pub(super) weekly: (f64, f64),
}

/// All parts that count for these wishes, in [`PartKind`]'s order.
pub(super) fn parts(judged: Judged<'_>, numbers: &Weighing) -> Vec<Part> {
    let Judged { profile, wishes, outlook, used, reachable, weekly } = judged;
    let (fit, weight) = (&profile.fit, &numbers.weight);
    let mut parts = Vec::with_capacity(12);
    let mut add = |kind, weight: f64, points: f64| {
        if weight > 0.0 {
            parts.push(Part { kind, points: points.clamp(0.0, 100.0), weight });
        }
    };
    // A goal that nothing reaches cannot choose between jobs.
    match wishes.goal.filter(|_| reachable) {
        Some(goal) => add(PartKind::Goal, weight.goal, closeness(goal, outlook)),
        None => add(PartKind::Income, weight.income, hourly(outlook, weekly, numbers.outlook.full_rate)),
    }
    let soon = match wishes.within {
        _ if wishes.first == Some(First::Ease) => weight.soon_urgent,
        Some(Within::Month) => weight.soon_urgent,
        // Who can wait is not helped by early pay, only by pay in time.
        Some(Within::HalfYear) => weight.soon_wait,
        None if used.is_some() => weight.soon,
        None => weight.soon_new,
    };
    add(PartKind::Soon, soon, early(outlook, numbers.outlook.soon_weeks));
    if let Some(used) = used {
        add(PartKind::Knowledge, weight.knowledge, 100.0 * used);
    } else {
        let hours = real(fit.learning_hours.high);
        add(PartKind::Learning, weight.learning, 100.0 * (-hours / numbers.outlook.learning_hours).exp());
    }
    if let Some(have) = wishes.have.map(special).filter(|have| !have.is_empty()) {
        let used = fit.needs.iter().fold(fit.helps, |all, need| all.or(need.0)).and(have);
        add(PartKind::Equipment, weight.equipment, if used.is_empty() { 0.0 } else { 100.0 });
    }
    if !wishes.when.is_empty() {
        let share = ratio(wishes.when.and(fit.hours).len(), wishes.when.len());
        add(PartKind::When, weight.when, 100.0 * share);
    }
    if let Some(longest) = wishes.stretch {
        add(PartKind::Stretch, weight.stretch, comfort(fit.smallest_minutes.0, longest.0));
    }
    let step = |table: &[f64], level: i64| {
        usize::try_from(level).ok().and_then(|at| table.get(at)).copied().unwrap_or_default()
    };
    // For whom talking or standing is hard, less of it is better where it is not ruled out.
    if let Some(people) = wishes.people.or(wishes.wordless().then_some(Company::Alone)) {
        let table = if people == Company::Alone { &numbers.alone } else { &numbers.people };
        add(PartKind::People, weight.people, step(table, fit.contact.0));
    }
    let unsteady = wishes.cannot.has(Demand::Standing);
    if let Some(labour) = wishes.effort.or(unsteady.then_some(Labour::Desk)) {
        let table = if labour == Labour::Desk { &numbers.desk } else { &numbers.body };
        add(PartKind::Effort, weight.effort, step(table, fit.effort.0));
    }
    if let Some(place) = wishes.place {
        let table = if place == PlaceWish::Home { &numbers.home } else { &numbers.out };
        let level = match profile.place {
            Some(Place::Home) | None => 0,
            Some(Place::Mixed) => 1,
            Some(Place::Outside) => 2,
        };
        add(PartKind::Place, weight.place, step(table, level));
    }
    if let Some(first) = wishes.first {
        let points = match (first, first.axis().map(|axis| real(profile.scores.get(axis).get()))) {
            (_, None) => step(&numbers.residual, fit.residual.0),
            // The score is of the established; what a beginner can earn counts as much.
            (First::Money, Some(own)) => {
                f64::midpoint(own, hourly(outlook, weekly, numbers.outlook.full_rate))
            }
            (_, Some(own)) => own,
        };
        // Where no goal can choose between jobs, what matters most has its part as well.
        let goal = if wishes.goal.is_some() && !reachable { weight.goal } else { 0.0 };
        add(PartKind::First, weight.first + goal, points);
    }
    add(PartKind::Overall, weight.overall, real(profile.scores.total().get()));
    parts
}

/// What not everybody has: it tells people apart.
fn special(have: Set<Equipment>) -> Set<Equipment> {
    have.without([Equipment::Phone, Equipment::Pc].into_iter().collect())
}

/// How close a month's range comes to the goal: each end counts half, and no end more than the goal.
fn closeness(goal: Yen, outlook: &Outlook) -> f64 {
    let share = |yen: Yen| real(yen.0.saturating_mul(100) / goal.0.max(1)).min(100.0);
    f64::midpoint(share(outlook.month.low), share(outlook.month.high))
}

/// What an hour of the month brings, unpaid ones included: 100 at the full rate, by the square root, since the first yen count most.
fn hourly(outlook: &Outlook, weekly: (f64, f64), full_rate: f64) -> f64 {
    let month = |yen: Yen, weekly: f64| real(yen.0) / (weekly.max(0.5) * 52.0 / 12.0);
    let middle = f64::midpoint(month(outlook.month.low, weekly.0), month(outlook.month.high, weekly.1));
    100.0 * (middle / full_rate).sqrt()
}

/// 100 for money at once, falling with the weeks to it.
fn early(outlook: &Outlook, soon_weeks: f64) -> f64 {
    let middle = real(outlook.first_weeks.low + outlook.first_weeks.high) / 2.0;
    100.0 * (-middle / soon_weeks).exp()
}

/// 100 when one go takes a quarter of the longest stretch or less, 50 when it takes all of it.
fn comfort(least: i64, longest: i64) -> f64 {
    let share = real(least) / real(longest.max(1));
    (100.0 - (share - 0.25) * 200.0 / 3.0).clamp(0.0, 100.0)
}

fn ratio(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "sets hold at most 32 words")]
    let ratio = part as f64 / whole.max(1) as f64;
    ratio
}
