//! Quantities with their rules: slugs, scores, yen, hours.
//!
//! A value of these types inside a [`Catalogue`](super::Catalogue) has passed the checks of [`super::check`]; code that reads a
//! catalogue never checks again. Non-goal: arithmetic beyond what the income bands need.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The stable name of a profile in file names, options and `custom_id`s: `^[a-z0-9-]{1,32}$`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    /// Longest slug in characters; keeps every `custom_id` within Discord's 100.
    pub const MAX: usize = 32;

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `text` has the form of a slug.
    #[must_use]
    pub fn is_valid(text: &str) -> bool {
        !text.is_empty()
            && text.len() <= Self::MAX
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    }
}

impl From<&str> for Slug {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A relative editorial mark from 0 to 100 (`data/RUBRIC.md` says how it is set).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Score(i64);

impl Score {
    /// The highest mark.
    pub const MAX: i64 = 100;

    /// The mark as a number.
    #[must_use]
    pub fn get(self) -> i64 {
        self.0
    }

    /// Whether the mark lies within 0 to 100.
    #[must_use]
    pub fn is_valid(self) -> bool {
        (0..=Self::MAX).contains(&self.0)
    }
}

impl From<i64> for Score {
    fn from(value: i64) -> Self {
        Self(value)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An amount of yen, shown with thousands separators and 円.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Yen(pub i64);

impl Yen {
    /// The digits with thousands separators and no unit: `88,000`.
    #[must_use]
    pub fn digits(self) -> String {
        let digits = self.0.unsigned_abs().to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if self.0 < 0 {
            out.push('-');
        }
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(c);
        }
        out
    }
}

impl fmt::Display for Yen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}円", self.digits())
    }
}

/// A closed range from a lowest to a highest value, shown as 「低〜高」, or once when both are equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(T, T)", into = "(T, T)")]
pub struct Range<T: Copy> {
    /// The lower end.
    pub low: T,
    /// The upper end.
    pub high: T,
}

impl<T: Copy> From<(T, T)> for Range<T> {
    fn from((low, high): (T, T)) -> Self {
        Self { low, high }
    }
}

impl<T: Copy> From<Range<T>> for (T, T) {
    fn from(range: Range<T>) -> Self {
        (range.low, range.high)
    }
}

impl<T: Copy + PartialEq> Range<T> {
    /// Both ends are the same.
    #[must_use]
    pub fn is_point(&self) -> bool {
        self.low == self.high
    }
}

impl fmt::Display for Range<Yen> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_point() { self.low.fmt(f) } else { write!(f, "{}〜{}", self.low.digits(), self.high) }
    }
}

impl fmt::Display for Range<Hours> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_point() { self.low.fmt(f) } else { write!(f, "{}〜{}時間", self.low.0, self.high.0) }
    }
}

/// Hours, at most two decimals shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hours(pub f64);

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}時間", decimal(self.0))
    }
}

/// A number with at most two decimals and no trailing zeros: `2`, `1.5`, `0.25`.
#[must_use]
pub fn decimal(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Income for hours at an hourly rate, rounded to whole yen.
///
/// `hours × days × hourly`, the only formula behind every monthly figure (data/RUBRIC.md, 「Income」).
#[must_use]
pub fn monthly(hourly: Yen, hours_per_day: Hours, days: f64) -> Yen {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "yen a month stay far below 2^52"
    )]
    Yen((hourly.0 as f64 * hours_per_day.0 * days).round() as i64)
}

/// A range of weeks in the unit people think in: 「1〜2週間」, 「3〜6か月」.
#[must_use]
pub fn weeks(range: Range<i64>) -> String {
    let months = |weeks: i64| (weeks * 12 + 26) / 52;
    let joined = |low: i64, high: i64, unit: &str| {
        if low == high { format!("{low}{unit}") } else { format!("{low}〜{high}{unit}") }
    };
    match (range.low, range.high) {
        (_, 0) => "その週のうち".into(),
        (0, high @ 1..9) => format!("その週のうち〜{high}週間"),
        (low, high) if high < 9 => joined(low, high, "週間"),
        (0, high) => format!("その週のうち〜{}か月", months(high)),
        (low, high) if low < 4 => format!("{low}週間〜{}か月", months(high)),
        (low, high) => joined(months(low), months(high), "か月"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yen_are_shown_with_thousands_and_unit() {
        let table =
            [(0, "0円"), (999, "999円"), (1000, "1,000円"), (44_000, "44,000円"), (1_234_567, "1,234,567円")];
        for (value, text) in table {
            assert_eq!(Yen(value).to_string(), text);
        }
    }

    #[test]
    fn hours_drop_needless_decimals() {
        assert_eq!(Hours(2.0).to_string(), "2時間");
        assert_eq!(Hours(1.5).to_string(), "1.5時間");
    }

    #[test]
    fn a_range_of_one_value_is_shown_once() {
        assert_eq!(Range { low: Yen(500), high: Yen(500) }.to_string(), "500円");
        assert_eq!(Range { low: Yen(44_000), high: Yen(154_000) }.to_string(), "44,000〜154,000円");
    }

    #[test]
    fn weeks_are_told_in_the_unit_people_think_in() {
        let table = [
            ((0, 0), "その週のうち"),
            ((0, 1), "その週のうち〜1週間"),
            ((1, 2), "1〜2週間"),
            ((2, 13), "2週間〜3か月"),
            ((0, 13), "その週のうち〜3か月"),
            ((13, 26), "3〜6か月"),
            ((26, 52), "6〜12か月"),
            ((4, 4), "4週間"),
        ];
        for ((low, high), text) in table {
            assert_eq!(weeks(Range { low, high }), text);
        }
    }
}
