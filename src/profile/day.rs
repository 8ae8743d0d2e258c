//! Days of the calendar, as rules, prices and checks are dated: Japan's, wherever the process runs.
//!
//! The clock is read in [`Day::today`] alone, at the edge; everything else is handed a day. Non-goal: times of day, other calendars.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds by which Japan's clock is ahead of UTC; it knows no summer time.
pub const JAPAN_AHEAD: i64 = 9 * 3_600;
const DAY_SECONDS: i64 = 86_400;

/// A day, by the Gregorian calendar. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    of_month: u8,
}

/// A text or date that is no day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a day. Write it as 2026-11-24")]
pub struct NotADay;

impl Day {
    /// This day of the calendar, if there is such a one.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let longest = match month {
            4 | 6 | 9 | 11 => 30,
            2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
            2 => 28,
            _ => 31,
        };
        ((1..=12).contains(&month) && (1..=longest).contains(&day)).then_some(Self {
            year,
            month,
            of_month: day,
        })
    }

    /// The day that it is in Japan now.
    #[must_use]
    pub fn today() -> Self {
        Self::at(SystemTime::now())
    }

    /// The day that it is in Japan at this time; for a clock before 1970 the first day of 1970.
    #[must_use]
    pub fn at(time: SystemTime) -> Self {
        let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self::from_number((seconds.cast_signed() + JAPAN_AHEAD).div_euclid(DAY_SECONDS))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u8 {
        self.of_month
    }

    /// Days since 1 January 1970: the difference of two numbers is the days between them.
    #[must_use]
    pub fn number(self) -> i64 {
        // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil: years begin in March.
        let (month, day) = (i64::from(self.month), i64::from(self.of_month));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
        let day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        year.div_euclid(400) * 146_097 + day_of_era - 719_468
    }

    /// The inverse of [`Day::number`], as far as years have four digits.
    #[must_use]
    pub fn from_number(number: i64) -> Self {
        // The same, civil_from_days.
        let shifted = number + 719_468;
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + shifted.div_euclid(146_097) * 400 + i64::from(month <= 2);
        Self {
            year: u16::try_from(year).unwrap_or(u16::MAX),
            month: u8::try_from(month).unwrap_or(1),
            of_month: u8::try_from(of_year - (153 * shifted_month + 2) / 5 + 1).unwrap_or(1),
        }
    }

    /// Months from an earlier day to this one, days of the month not looked at.
    #[must_use]
    pub fn months_since(self, earlier: Self) -> i64 {
        let months = |day: Self| i64::from(day.year) * 12 + i64::from(day.month);
        months(self) - months(earlier)
    }
}

impl TryFrom<toml::value::Date> for Day {
    type Error = NotADay;

    fn try_from(date: toml::value::Date) -> Result<Self, NotADay> {
        Self::new(date.year, date.month, date.day).ok_or(NotADay)
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let datetime: toml::value::Datetime = text.parse().map_err(|_| NotADay)?;
        if datetime.time.is_some() {
            return Err(NotADay);
        }
        datetime.date.ok_or(NotADay)?.try_into()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_day_is_japans_wherever_the_process_runs() {
        let table = [
            (0, "1970-01-01"),
            (1_795_705_199, "2026-11-26"),
            (1_795_705_200, "2026-11-27"),
            (951_750_000, "2000-02-29"),
            (4_102_444_800, "2100-01-01"),
        ];
        for (seconds, day) in table {
            assert_eq!(Day::at(UNIX_EPOCH + Duration::from_secs(seconds)).to_string(), day, "{seconds}");
        }
    }

    #[test]
    fn every_day_of_four_centuries_has_its_number_and_back() {
        let first = Day::new(1900, 1, 1).unwrap().number();
        let last = Day::new(2299, 12, 31).unwrap().number();
        assert_eq!(last - first + 1, 146_097);
        let days: Vec<Day> = (first..=last).map(Day::from_number).collect();
        assert!(days.is_sorted());
        assert!(days.iter().zip(first..).all(|(day, number)| day.number() == number));
    }

    #[test]
    fn only_days_of_the_calendar_are_days() {
        assert_eq!("2026-11-24".parse(), Ok(Day { year: 2026, month: 11, of_month: 24 }));
        for text in ["2026-02-29", "2026-13-01", "2026-11-31", "2100-02-29", "26-11-24", "2026/11/24", ""] {
            assert_eq!(text.parse::<Day>(), Err(NotADay), "{text}");
        }
        assert!("2000-02-29".parse::<Day>().is_ok());
    }
}
