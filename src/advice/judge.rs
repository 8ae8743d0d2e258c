//! Each wish against a job: met, partly met or not, in words.

use super::plan::monthly_at;
use super::wishes::{Experience, PlaceWish, Wishes};
use crate::profile::{Axis, Category, Hours, Place, Profile, Range, Yen, weeks};

/// A priority is met from this score on.
const GOOD_SCORE: i64 = 70;
/// A priority is partly met from this score on.
const FAIR_SCORE: i64 = 50;
/// A beginner reaches the first order soon: weeks at the upper end.
const SOON: i64 = 13;
/// A beginner needs patience up to here; beyond, the wish is not met.
const PATIENT: i64 = 26;
/// Below this many hours a week, learning for half a year takes far longer still.
const FEW_HOURS: f64 = 5.0;

/// How a job stands to one wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It does what was wished.
    Met,
    /// It does so with a condition.
    Partly,
    /// It does not.
    Unmet,
}

/// Which wish a reason is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the fields of `Wishes`")]
pub enum Topic {
    Place,
    Category,
    Goal,
    Hours,
    Experience,
    Priority(Axis),
}

/// A judgement in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The wish.
    pub topic: Topic,
    /// How the job stands to it.
    pub verdict: Verdict,
    /// Why, in a short sentence.
    pub text: String,
    /// The same in a few words, for a list of what is met.
    pub brief: String,
}

/// Where a goal lies at the person's hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoalFit {
    /// What the entry band brings a month.
    pub entry: Range<Yen>,
    /// What the established band brings a month.
    pub established: Range<Yen>,
    /// Only a small minority reaches the established band.
    pub minority: bool,
    /// The lowest band the goal lies in.
    pub reach: Reach,
}

/// The lowest band whose upper end is not below the goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Entry.
    Entry,
    /// Established.
    Established,
    /// None.
    Beyond,
}

/// A goal against both bands, at the person's hours or, when not said, at those the bands assume.
#[must_use]
pub fn goal_fit(profile: &Profile, goal: Yen, hours: Option<Hours>) -> GoalFit {
    let monthly = |band: Option<&crate::profile::Band>| {
        band.map(|b| hours.map_or_else(|| profile.income.monthly(b), |h| monthly_at(b, h)))
            .unwrap_or_default()
    };
    let (entry, established) = (monthly(profile.entry()), monthly(profile.established()));
    let reach = if goal <= entry.high {
        Reach::Entry
    } else if goal <= established.high {
        Reach::Established
    } else {
        Reach::Beyond
    };
    GoalFit { entry, established, minority: profile.established().is_some_and(|b| b.minority), reach }
}

/// The job's reasons, one for each wish it can be judged by.
#[must_use]
pub(super) fn reasons(profile: &Profile, wishes: &Wishes, goal: Option<&GoalFit>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    reasons.extend(goal.map(|fit| judge_goal(fit, wishes.experience)));
    reasons.extend(wishes.experience.map(|e| judge_experience(profile, e)));
    reasons.extend(wishes.priority.iter().map(|axis| judge_priority(profile, axis)));
    reasons.extend(wishes.hours.and_then(|h| judge_hours(profile, h, wishes.experience)));
    reasons.extend(wishes.place.and_then(|p| judge_place(profile, p)));
    reasons.extend(wishes.category.map(|c| judge_category(profile, c)));
    reasons
}

fn reason(topic: Topic, verdict: Verdict, brief: impl Into<String>, text: impl Into<String>) -> Reason {
    Reason { topic, verdict, brief: brief.into(), text: text.into() }
}

fn judge_goal(fit: &GoalFit, experience: Option<Experience>) -> Reason {
    let (verdict, text) = match fit.reach {
        Reach::Entry if experience == Some(Experience::Professional) => {
            (Verdict::Met, format!("目標はエントリー帯（月{}）から届く幅です", fit.entry))
        }
        Reach::Entry => (Verdict::Met, format!("目標はエントリー帯（月{}）の幅にあります", fit.entry)),
        Reach::Established if fit.minority => {
            (Verdict::Partly, format!("目標に届くのは継続帯（月{}）で、届く人は少数です", fit.established))
        }
        Reach::Established => {
            let met = experience == Some(Experience::Professional);
            let verdict = if met { Verdict::Met } else { Verdict::Partly };
            (verdict, format!("目標は慣れたあとの継続帯（月{}）の幅です", fit.established))
        }
        Reach::Beyond => {
            (Verdict::Unmet, format!("目標は継続帯の上限（月{}）を超えます", fit.established.high))
        }
    };
    reason(Topic::Goal, verdict, "目標額", text)
}

fn judge_experience(profile: &Profile, experience: Experience) -> Reason {
    let range = profile.first_order_weeks;
    let time = weeks(range);
    let (verdict, text) = match experience {
        Experience::None if range.high <= SOON => {
            (Verdict::Met, format!("未経験から最初の報酬まで{time}が目安です"))
        }
        Experience::None => {
            let verdict = if range.high <= PATIENT { Verdict::Partly } else { Verdict::Unmet };
            (verdict, format!("未経験から最初の報酬まで{time}かかります"))
        }
        Experience::Some if range.high <= PATIENT => {
            (Verdict::Met, format!("未経験でも{time}が目安で、経験の分だけ早まります"))
        }
        Experience::Some => {
            (Verdict::Partly, format!("未経験なら{time}かかる仕事です。経験の範囲を確かめてください"))
        }
        Experience::Professional => {
            (Verdict::Met, "同じ仕事の実務経験があれば、継続帯から狙えます".to_owned())
        }
    };
    let brief = match experience {
        Experience::Professional => "実務経験".to_owned(),
        Experience::None | Experience::Some => format!("最初の報酬まで{time}"),
    };
    reason(Topic::Experience, verdict, brief, text)
}

fn judge_priority(profile: &Profile, axis: Axis) -> Reason {
    let score = profile.scores.get(axis).get();
    let (verdict, word) = match score {
        GOOD_SCORE.. => (Verdict::Met, "高めです"),
        FAIR_SCORE.. => (Verdict::Partly, "中くらいです"),
        _ => (Verdict::Unmet, "低めです"),
    };
    reason(
        Topic::Priority(axis),
        verdict,
        format!("{}{score}点", axis.name()),
        format!("{}は{score}点で{word}", axis.name()),
    )
}

fn judge_hours(profile: &Profile, hours: Hours, experience: Option<Experience>) -> Option<Reason> {
    let session = profile.entry()?.hours_per_day.low;
    let long = profile.first_order_weeks.low >= PATIENT;
    let (verdict, text) = if hours.0 < session.0 * 2.0 {
        (Verdict::Unmet, format!("1回に{session}ほどかかり、週{hours}では続けにくいです"))
    } else if hours.0 < FEW_HOURS && long && experience != Some(Experience::Professional) {
        (Verdict::Partly, format!("週{hours}では、学ぶ期間がさらに延びます"))
    } else {
        (Verdict::Met, format!("1回{session}から、週{hours}で進められます"))
    };
    Some(reason(Topic::Hours, verdict, format!("週{hours}"), text))
}

fn judge_place(profile: &Profile, wish: PlaceWish) -> Option<Reason> {
    let (PlaceWish::Home, Some(place)) = (wish, profile.place) else { return None };
    let (verdict, text) = match place {
        Place::Home => (Verdict::Met, "在宅だけでできます"),
        Place::Mixed => (Verdict::Unmet, "外出する作業があります"),
        Place::Outside => (Verdict::Unmet, "外で働く仕事です"),
    };
    Some(reason(Topic::Place, verdict, "在宅", text))
}

fn judge_category(profile: &Profile, wish: Category) -> Reason {
    match profile.category {
        Some(category) if category == wish => {
            reason(Topic::Category, Verdict::Met, wish.name(), format!("「{}」の仕事です", wish.name()))
        }
        other => reason(
            Topic::Category,
            Verdict::Unmet,
            wish.name(),
            format!("分野は「{}」です", other.map_or("その他", Category::name)),
        ),
    }
}
