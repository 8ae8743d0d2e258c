//! The rules that data must obey, checked once, all at a time.
//!
//! Errors keep data from being used: missing or overlong texts, scores outside 0–100, dead links, names that two jobs share.
//! Warnings are for an editor: distance from the rubric, old figures, too few phrasings. Lengths are in characters and are set for
//! reading on a phone; all of them lie within Discord's limits. Non-goal: judging whether a sentence is true.

mod figures;
mod links;
mod profile;
mod text;
mod topic;
mod words;

use std::collections::{HashMap, HashSet};

use super::day::Day;
use super::load::{Parsed, Raw};
use super::normalise::name_key;
use super::problem::{Problem, Severity};
use super::types::{Faq, Source};

pub(super) use figures::outdated;

/// Fewest phrasings for a question; fewer is a warning.
const PHRASINGS: usize = 12;
/// Longest question in characters: fits a button label and a select option on a phone.
const QUESTION: usize = 40;
/// Longest answer in characters.
const ANSWER: usize = 600;
/// The longest phrasing, in characters: what people really write has its circumstances with it.
const PHRASING_CHARS: usize = 200;
/// Figures older than this many months are a warning.
const STALE_MONTHS: i64 = 24;

/// All problems of all files. `links` is false when a file could not be read, since every link to it would look dead.
/// `used` are the ids of figures that texts refer to.
pub(super) fn all(raw: &Raw, links: bool, used: &HashSet<String>, day: Day) -> Vec<Problem> {
    let mut problems = Vec::new();
    for parsed in &raw.figures {
        figures::check(&mut Checker::new(parsed, &mut problems), used, day);
    }
    for parsed in &raw.profiles {
        profile::check(&mut Checker::new(parsed, &mut problems));
    }
    for parsed in &raw.topics {
        topic::check(&mut Checker::new(parsed, &mut problems));
    }
    for parsed in &raw.synonyms {
        check_synonyms(&mut Checker::new(parsed, &mut problems));
    }
    let topics: Vec<&str> = raw.topics.iter().map(|t| t.value.id.as_str()).collect();
    for parsed in &raw.first_words {
        words::first_words(&mut Checker::new(parsed, &mut problems), links.then_some(&topics));
    }
    for parsed in &raw.referrals {
        words::referrals(&mut Checker::new(parsed, &mut problems));
        words::help_lines(&mut Checker::new(parsed, &mut problems));
    }
    for parsed in &raw.engine {
        words::engine(&mut Checker::new(parsed, &mut problems));
    }
    links::names(raw, &mut problems);
    links::phrasings(raw, &mut problems);
    if links {
        links::links(raw, &mut problems);
        links::kinship(raw, &mut problems);
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
}

impl<'a, T> Checker<'a, T> {
    fn new(parsed: &'a Parsed<T>, problems: &'a mut Vec<Problem>) -> Self {
        Self { parsed, problems }
    }

    fn value(&self) -> &'a T {
        &self.parsed.value
    }

    /// The file's name without folder and ending.
    fn stem(&self) -> &'a str {
        let name = self.parsed.file.path.rsplit('/').next().unwrap_or_default();
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

    fn sources(&mut self, path: &str, sources: &[Source], with_note: bool) {
        for (i, source) in sources.iter().enumerate() {
            self.text(&format!("{path}.{i}.publisher"), &source.publisher, 80);
            self.url(&format!("{path}.{i}.url"), &source.url);
            if with_note {
                self.text(&format!("{path}.{i}.note"), &source.note, 150);
            }
            if let Some(year) = source.year
                && !(1990..=2100).contains(&year)
            {
                self.error(
                    &format!("{path}.{i}.year"),
                    &format!("{year} is not a year. Leave the line out when the source shows none."),
                );
            }
        }
    }

    fn url(&mut self, path: &str, url: &str) {
        let whole = url.starts_with("https://") || url.starts_with("http://");
        if !whole || url.contains([' ', ')', '\n']) {
            self.error(
                path,
                "must be a whole address that starts with https:// or http://, without spaces or brackets.",
            );
        }
    }

    fn faq(&mut self, owner: &str, faq: &[Faq]) {
        for (i, item) in faq.iter().enumerate() {
            let path = |key: &str| format!("faq.{i}.{key}");
            let number = item.id.strip_prefix(owner).and_then(|rest| rest.strip_prefix('-'));
            if number.is_none_or(|n| n.parse::<u16>().is_err()) {
                self.error(
                    &path("id"),
                    &format!("「{}」 must be {owner}-N with a number that stays the same for ever.", item.id),
                );
            }
            if faq.iter().take(i).any(|other| other.id == item.id) {
                self.error(
                    &path("id"),
                    &format!("「{}」 stands twice. Count on from the last one.", item.id),
                );
            }
            self.text(&path("question"), &item.question, QUESTION);
            self.text(&path("answer"), &item.answer, ANSWER);
            for (j, phrasing) in item.asked_as.iter().enumerate() {
                let length = phrasing.chars().count();
                if !(2..=PHRASING_CHARS).contains(&length) {
                    self.error(
                        &format!("faq.{i}.asked_as.{j}"),
                        &format!("has {length} characters, needs 2 to {PHRASING_CHARS}."),
                    );
                }
            }
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
        let Some(date) = day.and_then(|d| d.date) else {
            return self
                .error(path, "is missing or not a date. Write the day of the last check as 2026-11-24.");
        };
        let today = jiff::Zoned::now().date();
        let months = (i64::from(today.year()) * 12 + i64::from(today.month()))
            - (i64::from(date.year) * 12 + i64::from(date.month));
        if months > STALE_MONTHS {
            self.warn(
                path,
                &format!("was last checked {months} months ago. Check the figures and set the new date."),
            );
        }
    }
}
