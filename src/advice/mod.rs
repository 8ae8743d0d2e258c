//! Advice: comparing jobs, ranking them for a person's wishes, and planning an income.
//!
//! Pure functions over [`crate::profile`]; the same input always gives the same output, and nothing is remembered. What follows from
//! the catalogue alone is worked out once, in [`Adviser`].
//! They return facts in plain data, wording included only where the sentence is computed from figures. Non-goal: promises.
//! Every amount is a range, and says which band it belongs to.

mod candidate;
mod common;
mod compare;
mod headline;
mod knowledge;
mod lot;
mod obstacle;
mod outlook;
mod part;
mod plan;
mod reason;
mod recommend;
mod wishes;

pub use compare::{Comparison, Line, compare};
pub use headline::{Headline, Instead};
pub use lot::random_wishes;
pub use obstacle::{Condition, Obstacle};
pub use outlook::{Outlook, Reckoning};
pub use part::{Part, PartKind};
pub use plan::{
    FULL_WEEK, HEAVY_WEEK, HOURS_FAQ, Load, Plan, TAX_FAQ, Tax, Way, monthly_at, plan, tax, weekly_hours,
    yearly,
};
pub use reason::{Reason, Topic, Verdict};
pub use recommend::{Advice, Adviser, Label, NEAREST, Ranked, SHOWN};
pub use wishes::{Company, First, Labour, PlaceWish, Wishes, Within};

/// A figure to reckon with.
fn real(figure: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "points, weeks, hours and yen are far below 2^52")]
    let figure = figure as f64;
    figure
}
