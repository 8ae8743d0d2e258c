//! The rules that data must obey, checked once, all at a time.
//!
//! Errors keep data from being used: missing or overlong texts, scores outside 0–100, dead links, names that two jobs share.
//! Warnings are for an editor: distance from the rubric, old figures, too few phrasings. Lengths are in characters and are set for
//! reading on a phone; all of them lie within Discord's limits. Non-goal: judging whether a sentence is true.

mod links;
mod profile;
mod text;
mod topic;

use std::collections::{HashMap, HashSet};

use super::day::Day;
use super::load::{Parsed, Raw};
use super::normalise::name_key;
use super::problem::{Problem, Severity};
use super::types::{Faq, Source};

/// Fewest phrasings for a question; fewer is a warning.
const PHRASINGS: usize = 12;
/// Longest question in characters: fits a button label and a select option on a phone.
const QUESTION: usize = 40;
/// Longest answer in characters.
const ANSWER: usize = 600;
/// Longest address in characters.
const URL: usize = 300;
/// Most sources of one list.
const SOURCES: usize = 12;
/// Most jobs that a general question names.
const RELATED_JOBS: usize = 25;
/// Most phrasings of a question.
const PHRASINGS_MOST: usize = 100;
/// Figures older than this many months are a warning.
const STALE_MONTHS: i64 = 24;

/// All problems of all files. `links` is false when a file could not be read, since every link to it would look dead.
pub(super) fn all(raw: &Raw, links: bool, today: Day) -> Vec<Problem> {
    let mut problems = Vec::new();
    for parsed in &raw.profiles {
        profile::check(&mut Checker::new(parsed, &mut problems, today));
    }
    for parsed in &raw.topics {
        topic::check(&mut Checker::new(parsed, &mut problems, today));
    }
    for parsed in &raw.synonyms {
        check_synonyms(&mut Checker::new(parsed, &mut problems, today));
    }
    links::names(raw, &mut problems);
    links::phrasings(raw, &mut problems);
    if links {
        links::links(raw, &mut problems);
    }
    problems
}

fn check_synonyms(c: &mut Checker<'_, super::types::Synonyms>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (i, group) in c.value().group.iter().enumerate() {
        if group.words.len() < 2 {
            c.error(&format!("group.{i}.words"), "needs at least two words that mean the same.");
        }
        for (j, word) in group.words.iter().enumerate() {
            // Katakana and hiragana forms of one word may stand side by side: only another group is a conflict.
            if let Some(other) = seen.insert(name_key(word), i).filter(|&other| other != i) {
                let message = format!(
                    "「{word}」 also stands in group {}. A word may stand in one group only.",
                    other + 1
                );
                c.error(&format!("group.{i}.words.{j}"), &message);
            }
        }
    }
}

/// Collects the problems of one file.
struct Checker<'a, T> {
    parsed: &'a Parsed<T>,
    problems: &'a mut Vec<Problem>,
    today: Day,
}

impl<'a, T> Checker<'a, T> {
    fn new(parsed: &'a Parsed<T>, problems: &'a mut Vec<Problem>, today: Day) -> Self {
        Self { parsed, problems, today }
    }

    fn value(&self) -> &'a T {
        &self.parsed.value
    }

    /// The file's name without folder and ending.
    fn stem(&self) -> &'a str {
        let name = self.parsed.path.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".toml").unwrap_or(name)
    }

    fn error(&mut self, path: &str, message: &str) {
        self.problems.push(self.parsed.problem(Severity::Error, path, message.to_owned()));
    }

    fn warn(&mut self, path: &str, message: &str) {
        self.problems.push(self.parsed.problem(Severity::Warning, path, message.to_owned()));
    }

    /// A required text of at most `max` characters in the house's style.
    fn text(&mut self, path: &str, text: &str, max: usize) {
        let length = text.chars().count();
        if text.trim().is_empty() {
            return self.error(path, &format!("is missing or empty. Write up to {max} characters."));
        }
        if length > max {
            self.error(path, &format!("has {length} characters, {max} fit. Shorten it."));
        }
        for finding in text::style(text) {
            self.error(path, &finding);
        }
    }

    /// A list with at least `min` and at most `most` texts.
    fn list(&mut self, path: &str, items: &[String], min: usize, most: usize, max: usize) {
        if items.len() < min || items.len() > most {
            self.error(path, &format!("has {} items, needs {min} to {most}.", items.len()));
        }
        for (i, item) in items.iter().enumerate() {
            self.text(&format!("{path}.{i}"), item, max);
        }
    }

    /// A list that may be empty but not endless: a reply has room for so many.
    fn at_most(&mut self, path: &str, count: usize, most: usize) {
        if count > most {
            self.error(path, &format!("has {count} items, {most} fit. Keep the most important ones."));
        }
    }

    fn address(&mut self, path: &str, url: &str) {
        if !(url.starts_with("https://") || url.starts_with("http://"))
            || url
                .contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '(' | ')' | '<' | '>'))
        {
            self.error(
                path,
                "must be a whole address that starts with https:// or http://, without spaces or brackets.",
            );
        }
        let length = url.chars().count();
        if length > URL {
            self.error(
                path,
                &format!("has {length} characters, {URL} fit. Leave out what the page does not need."),
            );
        }
    }

    fn sources(&mut self, path: &str, sources: &[Source], with_note: bool) {
        self.at_most(path, sources.len(), SOURCES);
        for (i, source) in sources.iter().enumerate() {
            self.text(&format!("{path}.{i}.publisher"), &source.publisher, 80);
            self.address(&format!("{path}.{i}.url"), &source.url);
            if with_note {
                self.text(&format!("{path}.{i}.note"), &source.note, 150);
            }
            if let Some(year) = source.year
                && !(1990..=i64::from(self.today.year())).contains(&year)
            {
                self.error(
                    &format!("{path}.{i}.year"),
                    &format!("{year} is not a year from 1990 to this one. Leave the line out when the source shows none."),
                );
            }
        }
    }

    fn faq(&mut self, owner: &str, faq: &[Faq]) {
        let mut ids = HashSet::new();
        for (i, item) in faq.iter().enumerate() {
            let path = |key: &str| format!("faq.{i}.{key}");
            let number = item.id.strip_prefix(owner).and_then(|rest| rest.strip_prefix('-'));
            if number.is_none_or(|n| n.parse::<u16>().is_err()) {
                self.error(
                    &path("id"),
                    &format!("「{}」 must be {owner}-N with a number that stays the same for ever.", item.id),
                );
            }
            if !ids.insert(item.id.as_str()) {
                self.error(
                    &path("id"),
                    &format!("「{}」 stands twice. Count on from the last one.", item.id),
                );
            }
            self.text(&path("question"), &item.question, QUESTION);
            self.text(&path("answer"), &item.answer, ANSWER);
            for (j, phrasing) in item.asked_as.iter().enumerate() {
                let length = phrasing.chars().count();
                if !(2..=80).contains(&length) {
                    self.error(
                        &format!("faq.{i}.asked_as.{j}"),
                        &format!("has {length} characters, needs 2 to 80."),
                    );
                }
            }
            self.at_most(&path("asked_as"), item.asked_as.len(), PHRASINGS_MOST);
            self.at_most(&path("related_jobs"), item.related_jobs.len(), RELATED_JOBS);
            if item.asked_as.len() < PHRASINGS {
                self.warn(
                    &path("asked_as"),
                    &format!(
                        "has {} phrasings, {PHRASINGS} are needed for people to be understood.",
                        item.asked_as.len()
                    ),
                );
            }
        }
    }

    fn day(&mut self, path: &str, day: Option<toml::value::Datetime>) {
        let Some(date) = day.and_then(|d| d.date).and_then(|date| Day::try_from(date).ok()) else {
            return self
                .error(path, "is missing or not a date. Write the day of the last check as 2026-11-24.");
        };
        if date > self.today {
            self.error(
                path,
                &format!("{date} is after today, {}. Write the day on which you checked.", self.today),
            );
        }
        let months = self.today.months_since(date);
        if months > STALE_MONTHS {
            self.warn(
                path,
                &format!("was last checked {months} months ago. Check the figures and set the new date."),
            );
        }
    }
}
