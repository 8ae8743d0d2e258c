//! The rules of `data/figures.toml`: every figure readable on every day, every one in use, none past its last day unnoticed.

use std::collections::HashSet;

use super::super::day::Day;
use super::super::figures::{FigureFile, Standing, UNIT_MAX, VALUE_MAX};
use super::super::finding::Finding;
use super::super::units::Slug;
use super::Checker;

/// Figures that the program itself computes with.
const NEEDED: [&str; 1] = [super::super::catalogue::SIDE_INCOME_FILING];

/// Everything that keeps the figures from being used, and what ends soon or is used nowhere.
pub(super) fn check(c: &mut Checker<'_, FigureFile>, used: &HashSet<String>, day: Day) {
    let file = c.value();
    let mut seen = HashSet::new();
    for (i, figure) in file.figure.iter().enumerate() {
        let path = |key: &str| format!("figure.{i}.{key}");
        if !Slug::is_valid(&figure.id) {
            c.error(&path("id"), Finding::BadFigureId { id: figure.id.clone(), most: Slug::MAX });
        }
        if !seen.insert(&figure.id) {
            c.error(&path("id"), Finding::FigureTwice { id: figure.id.clone() });
        }
        c.text(&path("label"), &figure.label, 60);
        if !figure.unit.is_empty() {
            c.text(&path("unit"), &figure.unit, UNIT_MAX);
        }
        values(c, i);
        if NEEDED.contains(&figure.id.as_str()) && figure.yen(day).is_none() {
            c.error(&path("unit"), Finding::FigureNotInYen);
        }
        if !used.contains(&figure.id) && !NEEDED.contains(&figure.id.as_str()) {
            c.warn(&path("id"), Finding::FigureUnused { id: figure.id.clone() });
        }
        let label = || figure.label.clone();
        match figure.on(day) {
            Some(Standing::Ended(_, last)) => {
                c.error(&path("values"), Finding::FigureEnded { label: label(), last });
            }
            Some(Standing::Ahead(_, first)) => {
                c.error(&path("values"), Finding::FigureAhead { label: label(), first });
            }
            Some(Standing::Holds(_)) | None => {}
        }
        if let Some(last) = figure.ends_soon(day) {
            c.warn(&path("values"), Finding::FigureEnds { label: label(), last });
        }
    }
    for id in NEEDED {
        if !file.figure.iter().any(|f| f.id == id) {
            c.error("", Finding::FigureLacking { id: id.to_owned() });
        }
    }
}

fn values(c: &mut Checker<'_, FigureFile>, i: usize) {
    let Some(figure) = c.value().figure.get(i) else { return };
    if figure.values.is_empty() {
        c.error(&format!("figure.{i}.values"), Finding::NoFigureValue);
    }
    for (j, value) in figure.values.iter().enumerate() {
        let path = |key: &str| format!("figure.{i}.values.{j}.{key}");
        c.text(&path("value"), &value.value, VALUE_MAX);
        // It becomes part of other files' texts before they are read.
        if value.value.contains(['"', '\'', '\\', '{', '}'])
            || figure.unit.contains(['"', '\'', '\\', '{', '}'])
        {
            c.error(&path("value"), Finding::FigureQuotes);
        }
        let first = value.first();
        if first.is_none() {
            c.error(&path("from"), Finding::NoFirstDay);
        }
        if value.to.is_some() && value.last().is_none_or(|last| first.is_some_and(|first| last < first)) {
            c.error(&path("to"), Finding::BadLastDay);
        }
        if let Some((before, first)) = j.checked_sub(1).and_then(|k| figure.values.get(k)).zip(first) {
            // A gap would show an ended value on a day for which a later one is at hand; an overlap would make two right.
            let follows = match before.last() {
                Some(last) => first.number() == last.number() + 1,
                None => before.first().is_some_and(|start| start < first),
            };
            if !follows {
                c.error(&path("from"), Finding::FigureGap);
            }
        }
        if !value.note.is_empty() {
            c.text(&path("note"), &value.note, 150);
        }
        c.sources(&format!("figure.{i}.values.{j}"), std::slice::from_ref(&value.source), false);
    }
}
