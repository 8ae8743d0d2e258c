//! An income as a plan: how many hours reach a goal, whether that fits beside a main job, and what tax asks.
//!
//! A month has 52 ÷ 12 weeks. Every answer is a range over a band's rates; a rate of zero means the range has no upper end.

use crate::profile::{Band, Hours, Income, Range, Yen};

/// Weeks in a year, for weekly and yearly figures alike.
const WEEKS: f64 = 52.0;
/// Months in a year.
const MONTHS: f64 = 12.0;
/// Above this many hours a week, a side job beside a full-time one is flagged.
pub const HEAVY_WEEK: Hours = Hours(20.0);
/// Above this many hours a week, it is a full-time job of its own and not realistic beside one.
pub const FULL_WEEK: Hours = Hours(40.0);
/// The question about hours that a flagged plan points to.
pub const HOURS_FAQ: &str = "working-hours-2";
/// The question about the side income above which an employee usually files a return.
pub const TAX_FAQ: &str = "tax-200k-1";

/// A way to a goal.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The goal, yen a month.
    pub goal: Yen,
    /// The way in each band, entry first.
    pub ways: Vec<Way<'a>>,
    /// The goal times twelve.
    pub yearly: Yen,
    /// How the yearly sum stands to the tax threshold.
    pub tax: Tax,
}

/// Hours that reach the goal at a band's rates.
#[derive(Clone, Copy, Debug)]
pub struct Way<'a> {
    /// The band.
    pub band: &'a Band,
    /// Hours a week at its highest rate; `None` when even that pays nothing.
    pub least: Option<Hours>,
    /// Hours a week at its lowest rate; `None` when that pays nothing.
    pub most: Option<Hours>,
    /// Whether it fits beside a full-time job.
    pub load: Load,
}

/// Whether hours fit beside a full-time job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// At most [`HEAVY_WEEK`] over the whole band.
    Fits,
    /// At most that at the band's better rates only.
    FitsAtBest,
    /// More than that at any rate of the band.
    Heavy,
    /// More than a full week at any rate of the band.
    Unrealistic,
}

/// How a yearly sum stands to the tax threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tax {
    /// Not above it.
    Below,
    /// Above it at the range's upper end only.
    AtBest,
    /// Above it over the whole range.
    Above,
}

/// The ways to `goal` yen a month with this job; `threshold` as in [`tax`].
#[must_use]
pub fn plan(income: &Income, goal: Yen, threshold: Yen) -> Plan<'_> {
    let yearly = yearly(Range { low: goal, high: goal });
    Plan {
        goal,
        ways: income.bands.iter().map(|band| way(band, goal)).collect(),
        yearly: yearly.low,
        tax: tax(yearly, threshold),
    }
}

fn way(band: &Band, goal: Yen) -> Way<'_> {
    let least = weekly_hours(goal, band.hourly.high);
    let most = weekly_hours(goal, band.hourly.low);
    let fits = |hours: Option<Hours>| hours.is_some_and(|h| h <= HEAVY_WEEK);
    let load = match (fits(least), fits(most)) {
        (_, true) => Load::Fits,
        (true, false) => Load::FitsAtBest,
        (false, false) if least.is_none_or(|h| h > FULL_WEEK) => Load::Unrealistic,
        (false, false) => Load::Heavy,
    };
    Way { band, least, most, load }
}

/// Hours a week that bring `goal` yen a month at `hourly` yen; `None` when the rate is zero.
#[must_use]
pub fn weekly_hours(goal: Yen, hourly: Yen) -> Option<Hours> {
    #[expect(clippy::cast_precision_loss, reason = "yen a month stay far below 2^52")]
    (hourly.0 > 0).then(|| Hours(goal.0 as f64 * MONTHS / WEEKS / hourly.0 as f64))
}

/// What a band brings a month at so many hours a week, to the nearest 100 yen: a month's weeks are a mean, and yen would feign more.
#[must_use]
pub fn monthly_at(band: &Band, weekly: Hours) -> Range<Yen> {
    let at = |hourly| Yen((crate::profile::monthly(hourly, weekly, WEEKS / MONTHS).0 + 50) / 100 * 100);
    Range { low: at(band.hourly.low), high: at(band.hourly.high) }
}

/// Twelve months of a monthly range.
#[must_use]
pub fn yearly(monthly: Range<Yen>) -> Range<Yen> {
    let times = |y: Yen| Yen(y.0.saturating_mul(12));
    Range { low: times(monthly.low), high: times(monthly.high) }
}

/// How a yearly range stands to the threshold, the yearly profit of a side job up to which an employee need not file a return.
/// The rule is about profit after expenses, so this is the cautious side.
#[must_use]
pub fn tax(yearly: Range<Yen>, threshold: Yen) -> Tax {
    match (yearly.low > threshold, yearly.high > threshold) {
        (true, _) => Tax::Above,
        (false, true) => Tax::AtBest,
        (false, false) => Tax::Below,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn income(hourly: (i64, i64)) -> Income {
        let band = Band { hourly: Range { low: Yen(hourly.0), high: Yen(hourly.1) }, ..Band::default() };
        Income { bands: vec![band], ..Income::default() }
    }

    #[test]
    fn a_goal_takes_fewer_hours_at_the_higher_rate() {
        let income = income((1_000, 2_000));
        let plan = plan(&income, Yen(52_000), Yen(200_000));
        assert_eq!((plan.ways[0].least, plan.ways[0].most), (Some(Hours(6.0)), Some(Hours(12.0))));
    }

    #[test]
    fn a_plan_above_twenty_hours_a_week_is_flagged() {
        for (hourly, load) in [
            ((1_000, 2_000), Load::Fits),
            ((500, 2_000), Load::FitsAtBest),
            ((0, 500), Load::Heavy),
            ((0, 200), Load::Unrealistic),
            ((0, 2_000), Load::FitsAtBest),
            ((0, 0), Load::Unrealistic),
        ] {
            assert_eq!(plan(&income(hourly), Yen(52_000), Yen(200_000)).ways[0].load, load, "{hourly:?}");
        }
    }

    #[test]
    fn exactly_the_threshold_is_not_above_it() {
        for ((low, high), expected) in [
            ((200_000, 200_000), Tax::Below),
            ((200_000, 200_001), Tax::AtBest),
            ((200_001, 300_000), Tax::Above),
        ] {
            assert_eq!(tax(Range { low: Yen(low), high: Yen(high) }, Yen(200_000)), expected);
        }
    }
}
