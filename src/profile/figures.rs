//! Numbers that change by date (thresholds, rates, minimum wages, fees): the shape of `data/figures.toml`, and what they are on a day.
//!
//! A text writes `{fig:ID}` for value and unit, `{year:ID}` for the year in which that value began. Both are filled in when a
//! [`Catalogue`](super::Catalogue) is made for a day, so replies and the search index read plain text. Invariants: a filled text has
//! as many lines as before (findings keep their lines); a value that has ended without a successor is never shown as if it held:
//! its last day stands beside it. Non-goal: arithmetic between figures.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use toml::value::Datetime;

use super::day::Day;
use super::types::Source;
use super::units::{Slug, Yen};
use crate::nearest::nearest;

/// The shape of `data/figures.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FigureFile {
    /// All figures.
    pub figure: Vec<Figure>,
}

/// A number that changes by date.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Figure {
    /// Stable id, in the form of a slug; texts refer to it.
    pub id: String,
    /// What it is, in words.
    pub label: String,
    /// What is written behind the number; empty when the text says it.
    pub unit: String,
    /// Its values, from the earliest to the latest.
    pub values: Vec<FigureValue>,
}

/// What a figure is during some days.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FigureValue {
    /// The number as shown: `1,280`.
    pub value: String,
    /// First day it holds, or is known to hold.
    pub from: Option<Datetime>,
    /// Last day it is known to hold; absent while nothing says that it ends.
    pub to: Option<Datetime>,
    /// Where it was read.
    pub source: Source,
    /// What else an editor should know.
    pub note: String,
}

impl FigureValue {
    /// First day it holds.
    #[must_use]
    pub fn first(&self) -> Option<Day> {
        day_of(self.from)
    }

    /// Last day it is known to hold.
    #[must_use]
    pub fn last(&self) -> Option<Day> {
        day_of(self.to)
    }
}

fn day_of(date: Option<Datetime>) -> Option<Day> {
    date.and_then(|d| d.date).and_then(|d| Day::try_from(d).ok())
}

/// Days before the end of a figure within which somebody is told.
const NOTICE: i64 = 90;
/// Most characters of a value.
pub(super) const VALUE_MAX: usize = 20;
/// Most characters of a unit.
pub(super) const UNIT_MAX: usize = 10;
/// Most bytes that a reference becomes, the last day beside the value included. A figure that is longer is refused by the check;
/// until then nothing may grow by it.
const SHOWN_BYTES: usize = 4 * (VALUE_MAX + UNIT_MAX) + 60;
/// Most characters of a reference that is told: it may have no end.
const TOLD: usize = 60;

/// How a figure stands on a day.
#[derive(Clone, Copy, Debug)]
pub enum Standing<'a> {
    /// This value holds.
    Holds(&'a FigureValue),
    /// This value held until its last day, and no other follows yet.
    Ended(&'a FigureValue, Day),
    /// Nothing holds yet: this value will from this day.
    Ahead(&'a FigureValue, Day),
}

impl Figure {
    /// How it stands on this day; `None` when it has no value with a first day.
    #[must_use]
    pub fn on(&self, day: Day) -> Option<Standing<'_>> {
        let begun = self.values.iter().rev().find(|v| v.first().is_some_and(|first| first <= day));
        match begun {
            Some(value) => Some(match value.last() {
                Some(last) if last < day => Standing::Ended(value, last),
                _ => Standing::Holds(value),
            }),
            None => self.values.iter().find_map(|v| Some(Standing::Ahead(v, v.first()?))),
        }
    }

    /// Value and unit as a text shows them on this day: `1,280円`; with the last or first day beside it when the day is outside.
    #[must_use]
    pub fn text(&self, day: Day) -> String {
        let number = |v: &FigureValue| format!("{}{}", v.value, self.unit);
        match self.on(day) {
            Some(Standing::Holds(value)) => number(value),
            Some(Standing::Ended(value, last)) => format!("{}（{}まで）", number(value), in_words(last)),
            Some(Standing::Ahead(value, first)) => format!("{}（{}から）", number(value), in_words(first)),
            None => String::new(),
        }
    }

    /// The same, unless it has more bytes than these.
    fn text_within(&self, day: Day, most: usize) -> Option<String> {
        Some(self.text(day)).filter(|text| text.len() <= most)
    }

    /// The last day of the value that holds on this day, when that is within 90 days and no other value follows.
    #[must_use]
    pub fn ends_soon(&self, day: Day) -> Option<Day> {
        let Some(Standing::Holds(value)) = self.on(day) else { return None };
        let is_latest = self.values.last().and_then(FigureValue::first) == value.first();
        value.last().filter(|last| is_latest && last.number() - day.number() <= NOTICE)
    }

    /// The year in which the value shown on this day began: `2026年`.
    #[must_use]
    pub fn year(&self, day: Day) -> String {
        self.value(day)
            .and_then(FigureValue::first)
            .map(|first| format!("{}年", first.year()))
            .unwrap_or_default()
    }

    /// The amount shown on this day, for a figure in 円 or 万円.
    #[must_use]
    pub fn yen(&self, day: Day) -> Option<Yen> {
        let times = match self.unit.as_str() {
            "円" => 1,
            "万円" => 10_000,
            _ => return None,
        };
        let digits: String = self.value(day)?.value.chars().filter(|&c| c != ',').collect();
        digits.parse::<i64>().ok().and_then(|n| n.checked_mul(times)).map(Yen)
    }

    fn value(&self, day: Day) -> Option<&FigureValue> {
        self.on(day).map(|standing| match standing {
            Standing::Holds(value) | Standing::Ended(value, _) | Standing::Ahead(value, _) => value,
        })
    }
}

fn in_words(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// All figures, by id.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    figures: Vec<Figure>,
    by_id: HashMap<String, usize>,
}

impl Figures {
    /// Takes the figures; of two with one id the first is kept (the check names the other).
    #[must_use]
    pub fn new(figures: Vec<Figure>) -> Self {
        let by_id = figures.iter().enumerate().rev().map(|(i, f)| (f.id.clone(), i)).collect();
        Self { figures, by_id }
    }

    /// The figure with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Figure> {
        self.by_id.get(id).and_then(|&i| self.figures.get(i))
    }

    /// The reference that was probably meant by one that names no figure.
    pub(super) fn nearest(&self, reference: &str) -> Option<String> {
        let (what, id) = reference.trim_matches(['{', '}']).split_once(':')?;
        let meant = nearest(id, self.figures.iter().map(|figure| figure.id.as_str()))?;
        Some(format!("{{{what}:{meant}}}"))
    }

    /// How many end soon after this day with nothing that follows, and how many have ended.
    pub(super) fn ending(&self, day: Day) -> (usize, usize) {
        let soon = self.figures.iter().filter(|figure| figure.ends_soon(day).is_some());
        let ended = self.figures.iter().filter(|figure| matches!(figure.on(day), Some(Standing::Ended(..))));
        (soon.count(), ended.count())
    }

    /// Whether a text that was filled in for one day would read otherwise on the other.
    #[must_use]
    pub fn differ(&self, one: Day, other: Day) -> bool {
        self.figures.iter().any(|f| f.text(one) != f.text(other) || f.year(one) != f.year(other))
    }

    /// The text with every reference filled in for this day. Ids that were found are noted in `used`; a reference that cannot be
    /// filled stays as it stands and is returned with its byte offset. One to a figure that is too long to be one stays as well.
    pub(super) fn fill(
        &self,
        text: &str,
        day: Day,
        used: &mut HashSet<String>,
    ) -> (String, Vec<(usize, String)>) {
        let mut filled = String::with_capacity(text.len());
        let mut dead = Vec::new();
        let mut done = 0;
        // A figure may have thousands of values, and a text thousands of references to it.
        let mut known: HashMap<&str, Option<String>> = HashMap::new();
        for (at, _) in text.match_indices('{') {
            let Some(reference) = Reference::at(&text[at..]) else { continue };
            let found = reference.known().and_then(|(what, id)| Some((what, id, self.get(id)?)));
            let Some((what, id, figure)) = found else {
                dead.push((at, reference.told()));
                continue;
            };
            let text_of = || match what {
                What::Value => figure.text_within(day, SHOWN_BYTES),
                What::Year => Some(figure.year(day)),
            };
            if !used.contains(id) {
                used.insert(id.to_owned());
            }
            if let Some(shown) = known.entry(reference.0).or_insert_with(text_of) {
                filled.push_str(&text[done..at]);
                filled.push_str(shown);
                done = at + reference.0.len();
            }
        }
        filled.push_str(&text[done..]);
        (filled, dead)
    }
}

/// What a reference asks for.
enum What {
    Value,
    Year,
}

/// `{fig:ID}` or `{year:ID}`, or what seems meant as one, brackets included.
struct Reference<'a>(&'a str);

impl<'a> Reference<'a> {
    /// The reference at the start of this text, which begins with a bracket. One that is never closed ends with its line, or where
    /// the next bracket opens: so all references of a text together are no longer than the text.
    fn at(text: &'a str) -> Option<Self> {
        if !text.starts_with("{fig") && !text.starts_with("{year") {
            return None;
        }
        let end = text.char_indices().skip(1).find(|(_, c)| matches!(c, '{' | '}' | '\r' | '\n'));
        Some(Self(match end {
            Some((at, '}')) => &text[..=at],
            Some((at, _)) => &text[..at],
            None => text,
        }))
    }

    /// As much of it as a finding repeats.
    fn told(&self) -> String {
        let mut told: String = self.0.chars().take(TOLD).collect();
        if told.len() < self.0.len() {
            told.push('…');
        }
        told
    }

    /// Kind and id, when it has the right form.
    fn known(&self) -> Option<(What, &'a str)> {
        let (what, id) = self.0.strip_prefix('{')?.strip_suffix('}')?.split_once(':')?;
        let what = match what {
            "fig" => What::Value,
            "year" => What::Year,
            _ => return None,
        };
        Slug::is_valid(id).then_some((what, id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn figures() -> Figures {
        let file: FigureFile = toml::from_str(
            r#"
            [[figure]]
            id = "wage"
            unit = "円"
            values = [
              { value = "1,023", from = 2025-12-01, to = 2026-12-01 },
              { value = "1,086", from = 2026-12-02, to = 2027-09-30 },
            ]
            [[figure]]
            id = "line"
            unit = "万円"
            values = [{ value = "2,000", from = 2020-01-01 }]
            "#,
        )
        .unwrap();
        Figures::new(file.figure)
    }

    #[test]
    fn a_reference_shows_the_value_of_the_day() {
        let table = [
            ("2026-12-01", "1,023円・2025年・2,000万円"),
            ("2026-12-02", "1,086円・2026年・2,000万円"),
            ("2027-09-30", "1,086円・2026年・2,000万円"),
        ];
        for (on, expected) in table {
            let (text, dead) =
                figures().fill("{fig:wage}・{year:wage}・{fig:line}", day(on), &mut HashSet::new());
            assert_eq!((text.as_str(), dead.len()), (expected, 0), "{on}");
        }
    }

    #[test]
    fn a_value_without_a_successor_names_its_last_day_and_one_ahead_its_first() {
        let figures = figures();
        let wage = figures.get("wage").unwrap();
        assert_eq!(wage.text(day("2027-10-01")), "1,086円（2027年9月30日まで）");
        assert_eq!(wage.text(day("2025-11-30")), "1,023円（2025年12月1日から）");
    }

    #[test]
    fn a_reference_that_cannot_be_filled_is_returned_with_its_place() {
        let mut used = HashSet::new();
        let text = "x {fig:none} {fig:wage} {fig wage} {figure:wage} {year:} {other}";
        let (filled, dead) = figures().fill(text, day("2026-12-02"), &mut used);
        assert_eq!(filled, text.replace("{fig:wage}", "1,086円"));
        let dead: Vec<&str> = dead.iter().map(|(_, reference)| reference.as_str()).collect();
        assert_eq!(dead, ["{fig:none}", "{fig wage}", "{figure:wage}", "{year:}"]);
        assert_eq!(used, HashSet::from(["wage".to_owned()]));
    }

    #[test]
    fn a_reference_that_is_never_closed_ends_where_the_next_begins() {
        let text = "{fig".repeat(1_000);
        let (_, dead) = Figures::default().fill(&text, day("2026-11-26"), &mut HashSet::new());
        let told: usize = dead.iter().map(|(_, reference)| reference.len()).sum();
        assert!(told <= text.len(), "{told} bytes of findings about {} of text", text.len());
    }

    #[test]
    fn a_reference_without_end_is_told_by_its_beginning() {
        let text = format!("{{fig:{}", "x".repeat(1_000));
        let (_, dead) = figures().fill(&text, day("2026-12-02"), &mut HashSet::new());
        assert!(dead[0].1.starts_with("{fig:xx") && dead[0].1.len() < 100, "{}", dead[0].1);
    }

    #[test]
    fn a_text_grows_by_no_more_than_a_figure_may_have() {
        let mut figures = figures().figures;
        figures[1].values[0].value = "9".repeat(10_000);
        let text = "{fig:line}".repeat(1_000);
        let (filled, dead) = Figures::new(figures).fill(&text, day("2026-12-02"), &mut HashSet::new());
        assert_eq!((filled, dead.len()), (text, 0), "the figure itself is refused by the check");
    }

    #[test]
    fn an_amount_is_read_in_yen_whatever_its_unit() {
        let figures = figures();
        let yen = |id, on| figures.get(id).unwrap().yen(day(on));
        assert_eq!(yen("wage", "2026-12-02"), Some(Yen(1_086)));
        assert_eq!(yen("line", "2026-12-02"), Some(Yen(20_000_000)));
    }

    #[test]
    fn days_differ_when_a_value_changes_or_ends() {
        let figures = figures();
        assert!(!figures.differ(day("2026-11-26"), day("2026-12-01")));
        assert!(figures.differ(day("2026-12-01"), day("2026-12-02")));
        assert!(figures.differ(day("2027-09-30"), day("2027-10-01")));
    }
}
