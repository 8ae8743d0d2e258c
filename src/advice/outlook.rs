//! What a job brings a beginner in a month to come, and when the first money comes: unpaid time counts.
//!
//! First one learns (`learning_hours`, less for who knows the field: little for who works in it, half for a hobby), then so many of 100 hours are unpaid (`unpaid_share`), and the
//! rate rises from the entry band to the established one with paid hours. The lower end of a range is the slow learner at the lowest
//! rate; the upper end the quick one at the best. All numbers are in `data/advice.toml`. Non-goal: expenses, tax, promises.

use super::real;
use super::wishes::{Wishes, Within};
use crate::profile::weighing::OutlookNumbers;
use crate::profile::{Profile, Range, Yen};

/// Weeks of a month.
const WEEKS_OF_MONTH: f64 = 52.0 / 12.0;

/// What a job brings, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// Weeks to the first paid order.
    pub first_weeks: Range<i64>,
    /// What the month that was asked about brings, to the nearest 1,000 yen: the first, or the sixth.
    pub month: Range<Yen>,
}

/// Hours and knowledge a job is reckoned with.
#[derive(Clone, Copy, Debug)]
pub struct Reckoning<'a> {
    /// Hours a week: (for the lower end, for the upper end); they differ when none were said.
    pub weekly: (f64, f64),
    /// How much of what the job asks is known, 0 to 1.
    pub known: f64,
    /// How the reckoning goes.
    pub numbers: &'a OutlookNumbers,
}

impl<'a> Reckoning<'a> {
    /// At the person's hours, or the usual ones.
    #[must_use]
    pub fn of(wishes: &Wishes, known: f64, numbers: &'a OutlookNumbers) -> Self {
        // Who has only a quarter of an hour at a time has no twenty hours a week.
        let most = wishes.stretch.map_or(f64::INFINITY, |s| real(s.0) / 60.0 * numbers.stretches_week);
        let usual = (numbers.usual_week.min(most), numbers.most_week.min(most));
        let weekly = wishes.hours.map_or(usual, |h| (h.0, h.0));
        Self { weekly, known, numbers }
    }

    /// Hours of learning: (quickest, slowest). Whoever knows the field may work in it, or have it as a hobby.
    fn learning(&self, profile: &Profile) -> (f64, f64) {
        let left = |share: f64| 1.0 - (1.0 - share) * self.known;
        let hours = profile.fit.learning_hours;
        let (quick, slow) = (left(self.numbers.known_quick), left(self.numbers.known_slow));
        (real(hours.low) * quick, real(hours.high) * slow)
    }

    /// What month `month` (from 1) brings.
    #[must_use]
    pub fn month(&self, profile: &Profile, month: u32) -> Range<Yen> {
        let (Some(entry), Some(established)) = (profile.entry(), profile.established()) else {
            return Range::default();
        };
        let (quick, slow) = self.learning(profile);
        let until = f64::from(month) * WEEKS_OF_MONTH;
        let unpaid = real(profile.fit.unpaid_share) / 100.0;
        let paid = |weekly: f64, learning: f64, unpaid: f64| {
            (until * weekly - learning).clamp(0.0, WEEKS_OF_MONTH * weekly) * (1.0 - unpaid)
        };
        let low = paid(self.weekly.0, slow, unpaid) * real(entry.hourly.low.0);
        // From the second month on the quick have clients who come again.
        let unpaid = if month > 1 { unpaid / 2.0 } else { unpaid };
        let practice = (until * self.weekly.1 - quick).max(0.0) + self.numbers.known_hours * self.known;
        let top = if established.minority { established.hourly.low } else { established.hourly.high };
        let (from, to) = (real(entry.hourly.high.0), real(top.0.max(entry.hourly.high.0)));
        let reached = from + (to - from) * (practice / self.numbers.established_hours).min(1.0);
        let high = paid(self.weekly.1, quick, unpaid) * reached;
        Range { low: thousands(low), high: thousands(high.max(low)) }
    }

    /// Weeks to the first paid order: learning at the person's hours, then the wait that `first_order_weeks` holds beside it.
    #[must_use]
    pub fn first_weeks(&self, profile: &Profile) -> Range<i64> {
        let (quick, slow) = self.learning(profile);
        let weekly = self.weekly.0.max(0.5);
        let weeks = |order: i64, learning: i64, own: f64| {
            let wait = (real(order) - real(learning) / self.numbers.rubric_week).max(0.0);
            wait + own / weekly
        };
        let (order, learning) = (profile.first_order_weeks, profile.fit.learning_hours);
        #[expect(clippy::cast_possible_truncation, reason = "weeks are at most thousands")]
        let whole = |weeks: f64| weeks.round() as i64;
        let low = whole(weeks(order.low, learning.low, quick));
        Range { low, high: whole(weeks(order.high, learning.high, slow)).max(low) }
    }

    /// Both, for the month that was asked about.
    #[must_use]
    pub fn outlook(&self, profile: &Profile, within: Option<Within>) -> Outlook {
        let month = within.unwrap_or(Within::HalfYear).months();
        Outlook { first_weeks: self.first_weeks(profile), month: self.month(profile, month) }
    }
}

/// To the nearest 1,000 yen; below, to the nearest 100.
fn thousands(yen: f64) -> Yen {
    #[expect(clippy::cast_possible_truncation, reason = "yen a month stay far below 2^52")]
    let to = |step: f64| Yen(((yen / step).round() * step) as i64);
    if yen < 1_000.0 { to(100.0) } else { to(1_000.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Band, Hours, Income};

    fn numbers() -> OutlookNumbers {
        OutlookNumbers {
            usual_week: 8.0,
            most_week: 20.0,
            stretches_week: 14.0,
            known_quick: 0.5,
            known_slow: 0.5,
            known_hours: 100.0,
            established_hours: 400.0,
            rubric_week: 8.0,
            soon_weeks: 12.0,
            learning_hours: 100.0,
            full_rate: 3_000.0,
            reached: 0.9,
        }
    }

    fn job(learning: (i64, i64), unpaid: i64) -> Profile {
        let band = |low, high| Band { hourly: Range { low: Yen(low), high: Yen(high) }, ..Band::default() };
        let mut profile = Profile {
            income: Income { bands: vec![band(1_000, 1_000), band(2_000, 2_000)], ..Income::default() },
            first_order_weeks: Range { low: 2, high: 2 },
            ..Profile::default()
        };
        profile.fit.learning_hours = learning.into();
        profile.fit.unpaid_share = unpaid;
        profile
    }

    fn at(hours: f64, known: f64, numbers: &OutlookNumbers) -> Reckoning<'_> {
        Reckoning::of(&Wishes { hours: Some(Hours(hours)), ..Wishes::default() }, known, numbers)
    }

    #[test]
    fn nothing_is_earned_while_one_learns_and_unpaid_hours_bring_nothing() {
        let numbers = numbers();
        let month = |learning, unpaid, month| at(6.0, 0.0, &numbers).month(&job(learning, unpaid), month);
        assert_eq!(month((26, 26), 0, 1).high, Yen(0));
        assert_eq!(month((0, 0), 0, 1).low, Yen(26_000));
        assert_eq!(month((0, 0), 50, 1).low, Yen(13_000));
        assert_eq!(month((500, 500), 0, 6).high, Yen(0));
    }

    #[test]
    fn who_knows_the_field_starts_sooner() {
        let numbers = numbers();
        let weeks = |known| at(8.0, known, &numbers).first_weeks(&job((16, 16), 0));
        assert_eq!(weeks(0.0), Range { low: 2, high: 2 });
        assert_eq!(weeks(1.0), Range { low: 1, high: 1 });
    }

    #[test]
    fn few_hours_a_week_put_the_first_money_off() {
        let numbers = numbers();
        assert_eq!(at(1.0, 0.0, &numbers).first_weeks(&job((16, 16), 0)).high, 16);
    }
}
