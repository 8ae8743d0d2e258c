//! The rules of `data/figures.toml`: every figure readable on every day, every one in use, none past its last day unnoticed.

use std::collections::HashSet;

use super::super::day::Day;
use super::super::figures::{FigureFile, FigureValue, Standing};
use super::super::load::{Parsed, Raw};
use super::super::problem::{Problem, Severity};
use super::super::units::Slug;
use super::Checker;

/// Days before the end of a figure within which an editor is told.
const NOTICE: i64 = 90;
/// Figures that the program itself computes with.
const NEEDED: [&str; 1] = [super::super::catalogue::SIDE_INCOME_FILING];

/// Everything that keeps the figures from being used, and what ends soon or is used nowhere.
pub(super) fn check(c: &mut Checker<'_, FigureFile>, used: &HashSet<String>, day: Day) {
    let file = c.value();
    let mut seen = HashSet::new();
    for (i, figure) in file.figure.iter().enumerate() {
        let path = |key: &str| format!("figure.{i}.{key}");
        if !Slug::is_valid(&figure.id) {
            c.error(
                &path("id"),
                &format!(
                    "「{}」 must be lower-case letters, digits and hyphens, at most {}.",
                    figure.id,
                    Slug::MAX
                ),
            );
        }
        if !seen.insert(&figure.id) {
            c.error(
                &path("id"),
                &format!("「{}」 stands twice. Add the new value to the first one.", figure.id),
            );
        }
        c.text(&path("label"), &figure.label, 60);
        if !figure.unit.is_empty() {
            c.text(&path("unit"), &figure.unit, 10);
        }
        values(c, i);
        if NEEDED.contains(&figure.id.as_str()) && figure.yen(day).is_none() {
            c.error(&path("unit"), "must be 円 or 万円 with whole numbers: amounts are computed with it.");
        }
        if !used.contains(&figure.id) && !NEEDED.contains(&figure.id.as_str()) {
            c.warn(
                &path("id"),
                &format!("「{}」 is used nowhere. Use it as {{fig:{}}} or remove it.", figure.id, figure.id),
            );
        }
        if let Some(Standing::Holds(value)) = figure.on(day)
            && let Some(last) = value.last()
            && last.number() - day.number() <= NOTICE
            && figure.values.last().and_then(FigureValue::first) == value.first()
        {
            c.warn(
                &path("values"),
                &format!("「{}」 ends on {last}. Find out what follows and add it.", figure.label),
            );
        }
    }
    for id in NEEDED {
        if !file.figure.iter().any(|f| f.id == id) {
            c.error("", &format!("lacks the figure 「{id}」, with which amounts are computed."));
        }
    }
}

fn values(c: &mut Checker<'_, FigureFile>, i: usize) {
    let Some(figure) = c.value().figure.get(i) else { return };
    if figure.values.is_empty() {
        c.error(
            &format!("figure.{i}.values"),
            "is missing. Write at least one value with its first day and source.",
        );
    }
    for (j, value) in figure.values.iter().enumerate() {
        let path = |key: &str| format!("figure.{i}.values.{j}.{key}");
        c.text(&path("value"), &value.value, 20);
        // It becomes part of other files' texts before they are read.
        if value.value.contains(['"', '\'', '\\', '{', '}'])
            || figure.unit.contains(['"', '\'', '\\', '{', '}'])
        {
            c.error(&path("value"), "may not hold quotes, backslashes or curly brackets.");
        }
        let first = value.first();
        if first.is_none() {
            c.error(&path("from"), "is missing or not a date. Write the first day it holds as 2026-10-01.");
        }
        if value.to.is_some() && value.last().is_none_or(|last| first.is_some_and(|first| last < first)) {
            c.error(
                &path("to"),
                "is not a date on or after from. Write the last day it is known to hold, or remove it.",
            );
        }
        if let Some((before, first)) = j.checked_sub(1).and_then(|k| figure.values.get(k)).zip(first) {
            // A gap would show an ended value on a day for which a later one is at hand; an overlap would make two right.
            let follows = match before.last() {
                Some(last) => first.number() == last.number() + 1,
                None => before.first().is_some_and(|start| start < first),
            };
            if !follows {
                c.error(&path("from"), "must be the day after the value before it ends.");
            }
        }
        if !value.note.is_empty() {
            c.text(&path("note"), &value.note, 150);
        }
        c.sources(&format!("figure.{i}.values.{j}"), std::slice::from_ref(&value.source), false);
    }
}

/// Figures outside their days. A running process goes on and shows the day beside them; an editor may not publish them so.
pub(in super::super) fn outdated(raw: &Raw, day: Day) -> Vec<Problem> {
    raw.figures.iter().flat_map(|parsed| of_file(parsed, day)).collect()
}

fn of_file(parsed: &Parsed<FigureFile>, day: Day) -> Vec<Problem> {
    let figures = parsed.value.figure.iter().enumerate();
    figures
        .filter_map(|(i, figure)| {
            let what = match figure.on(day)? {
                Standing::Holds(_) => return None,
                Standing::Ended(_, last) => format!("ended on {last}. Find out what holds now and add it."),
                Standing::Ahead(_, first) => format!("begins only on {first}. Add what holds until then."),
            };
            let message = format!("「{}」 {what}", figure.label);
            Some(parsed.problem(Severity::Error, &format!("figure.{i}.values"), message))
        })
        .collect()
}
