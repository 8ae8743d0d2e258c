//! The rules that data must obey, checked once, all at a time.
//!
//! Errors keep data from being used: missing or overlong texts, scores outside 0–100, dead links, names that two jobs share.
//! Warnings are for an editor: distance from the rubric, old figures, too few phrasings. Lengths are in characters and are set for
//! reading on a phone; all of them lie within Discord's limits. Non-goal: judging whether a sentence is true.

mod figures;
mod links;
mod profile;
mod spoken;
mod text;
mod topic;

use std::collections::{HashMap, HashSet};

use super::day::Day;
use super::finding::Finding;
use super::normalise::name_key;
use super::problem::{Problem, Severity};
use super::raw::{Parsed, Raw};
use super::types::{Faq, Source};
use super::units::Slug;
use super::wording::Wording;

/// Fewest phrasings for a question; fewer is a warning.
const PHRASINGS: usize = 12;
/// Longest question in characters: fits a button label and a select option on a phone.
const QUESTION: usize = 40;
/// Most questions of a file: what a select menu holds.
const QUESTIONS: usize = 25;
/// Longest answer in characters.
const ANSWER: usize = 600;
/// The longest phrasing, in characters: what people really write has its circumstances with it.
const PHRASING_CHARS: usize = 200;
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
/// `used` are the ids of figures that texts refer to.
pub(super) fn all(raw: &Raw, links: bool, used: &HashSet<String>, today: Day) -> Vec<Problem> {
    let mut problems = Vec::new();
    let wording = raw.wording.first().map(|w| w.value.clone()).unwrap_or_default();
    for parsed in &raw.figures {
        figures::check(&mut Checker::new(parsed, &mut problems, today), used, today);
    }
    for parsed in &raw.profiles {
        profile::check(&mut Checker::new(parsed, &mut problems, today), &wording);
    }
    for parsed in &raw.topics {
        topic::check(&mut Checker::new(parsed, &mut problems, today), &wording);
    }
    for parsed in &raw.synonyms {
        check_synonyms(&mut Checker::new(parsed, &mut problems, today));
    }
    let topics: Vec<&str> = raw.topics.iter().map(|t| t.value.id.as_str()).collect();
    let entries: HashSet<&str> =
        raw.topics.iter().flat_map(|t| &t.value.faq).map(|f| f.id.as_str()).collect();
    for parsed in &raw.first_words {
        let known = links.then_some(spoken::Known { topics: &topics, entries: &entries });
        spoken::first_words(&mut Checker::new(parsed, &mut problems, today), known);
        let of_jobs = raw.profiles.iter().flat_map(|p| &p.value.faq);
        let faq = of_jobs.chain(raw.topics.iter().flat_map(|t| &t.value.faq));
        let ids: Vec<&str> = faq.map(|f| f.id.as_str()).collect();
        spoken::set_replies(&mut Checker::new(parsed, &mut problems, today), links.then_some(&ids));
    }
    for parsed in &raw.referrals {
        spoken::referrals(&mut Checker::new(parsed, &mut problems, today));
        spoken::help_lines(&mut Checker::new(parsed, &mut problems, today));
    }
    for parsed in &raw.engine {
        spoken::engine(&mut Checker::new(parsed, &mut problems, today));
    }
    for parsed in &raw.advice {
        spoken::advice(&mut Checker::new(parsed, &mut problems, today));
    }
    links::names(raw, &mut problems);
    links::phrasings(raw, &mut problems);
    if links {
        links::links(raw, &mut problems);
        links::kinship(raw, &mut problems);
    }
    problems
}

fn check_synonyms(c: &mut Checker<'_, super::spoken::Synonyms>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (i, group) in c.value().group.iter().enumerate() {
        if group.words.len() < 2 {
            c.error(&format!("group.{i}.words"), Finding::SynonymsAlone);
        }
        for (j, word) in group.words.iter().enumerate() {
            // Katakana and hiragana forms of one word may stand side by side: only another group is a conflict.
            if let Some(other) = seen.insert(name_key(word), i).filter(|&other| other != i) {
                let finding = Finding::SynonymTwice { word: word.clone(), group: other + 1 };
                c.error(&format!("group.{i}.words.{j}"), finding);
            }
        }
    }
}

/// Collects the problems of one file.
struct Checker<'a, T> {
    parsed: &'a Parsed<T>,
    problems: &'a mut Vec<Problem>,
    today: Day,
    /// Our own texts, by path: what [`Self::one_word`] looks at.
    noted: Vec<(String, String)>,
}

impl<'a, T> Checker<'a, T> {
    fn new(parsed: &'a Parsed<T>, problems: &'a mut Vec<Problem>, today: Day) -> Self {
        Self { parsed, problems, today, noted: Vec::new() }
    }

    fn value(&self) -> &'a T {
        &self.parsed.value
    }

    /// The file's name without folder and ending.
    fn stem(&self) -> &'a str {
        let name = self.parsed.path.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".toml").unwrap_or(name)
    }

    fn error(&mut self, path: &str, finding: impl Into<Finding>) {
        self.problems.push(self.parsed.problem(Severity::Error, path, finding));
    }

    fn warn(&mut self, path: &str, finding: impl Into<Finding>) {
        self.problems.push(self.parsed.problem(Severity::Warning, path, finding));
    }

    fn bad_name(&mut self, path: &str, name: &str) {
        let finding =
            Finding::BadName { name: name.to_owned(), file: self.stem().to_owned(), most: Slug::MAX };
        self.error(path, finding);
    }

    /// A required text of at most `max` characters in the house's style, in our own words.
    fn text(&mut self, path: &str, text: &str, max: usize) {
        self.words(path, text, max);
        if let Some(found) = text::promise(text) {
            self.error(path, Finding::Promise { found });
        }
    }

    /// A required text of at most `max` characters in the house's style, in anybody's words.
    fn words(&mut self, path: &str, text: &str, max: usize) {
        let length = text::length(text);
        if text.trim().is_empty() {
            return self.error(path, Finding::Missing { most: max });
        }
        if length > max {
            self.error(path, Finding::TooLong { length, most: max });
        }
        for finding in text::style(text) {
            self.error(path, finding);
        }
        // A law has its own words, a source its own name, and an alias is what people type.
        let not_ours = ["legal.", "aliases."].iter().any(|begin| path.starts_with(begin));
        if !not_ours && !path.contains("sources.") {
            self.noted.push((path.to_owned(), text.to_owned()));
        }
    }

    /// A list with at least `min` and at most `most` texts.
    fn list(&mut self, path: &str, items: &[String], min: usize, most: usize, max: usize) {
        if items.len() < min || items.len() > most {
            self.error(path, Finding::Count { count: items.len(), least: min, most });
        }
        for (i, item) in items.iter().enumerate() {
            self.text(&format!("{path}.{i}"), item, max);
        }
    }

    /// A list that may be empty but not endless: a reply has room for so many.
    fn at_most(&mut self, path: &str, count: usize, most: usize) {
        if count > most {
            self.error(path, Finding::TooMany { count, most });
        }
    }

    /// One thing has one name in all texts.
    fn one_word(&mut self, wording: &Wording) {
        for (path, text) in std::mem::take(&mut self.noted) {
            if let Some((found, write)) = wording.other_word(&text) {
                let finding = Finding::OtherWord { found: found.to_owned(), write: write.to_owned() };
                self.warn(&path, finding);
            }
        }
    }

    fn address(&mut self, path: &str, url: &str) {
        if !(url.starts_with("https://") || url.starts_with("http://"))
            || url
                .contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '(' | ')' | '<' | '>'))
        {
            self.error(path, Finding::BadAddress);
        }
        let length = url.chars().count();
        if length > URL {
            self.error(path, Finding::AddressTooLong { length, most: URL });
        }
    }

    /// An address that a reader can open to see for themselves.
    fn source_address(&mut self, path: &str, url: &str) {
        self.address(path, url);
        if text::is_example(url) {
            self.error(path, Finding::ExampleAddress);
        }
    }

    fn sources(&mut self, path: &str, sources: &[Source], with_note: bool) {
        self.at_most(path, sources.len(), SOURCES);
        let last = self.today.year();
        for (i, source) in sources.iter().enumerate() {
            self.text(&format!("{path}.{i}.publisher"), &source.publisher, 80);
            self.source_address(&format!("{path}.{i}.url"), &source.url);
            if with_note {
                self.text(&format!("{path}.{i}.note"), &source.note, 150);
            }
            if let Some(year) = source.year
                && !(1990..=i64::from(last)).contains(&year)
            {
                self.error(&format!("{path}.{i}.year"), Finding::NotAYear { year, last });
            }
        }
    }

    fn faq(&mut self, owner: &str, faq: &[Faq]) {
        let mut ids = HashSet::new();
        for (i, item) in faq.iter().enumerate() {
            let path = |key: &str| format!("faq.{i}.{key}");
            let number = item.id.strip_prefix(owner).and_then(|rest| rest.strip_prefix('-'));
            if number.is_none_or(|n| n.parse::<u16>().is_err()) {
                let finding = Finding::BadQuestionId { id: item.id.clone(), owner: owner.to_owned() };
                self.error(&path("id"), finding);
            }
            if !ids.insert(item.id.as_str()) {
                self.error(&path("id"), Finding::QuestionIdTwice { id: item.id.clone() });
            }
            self.words(&path("question"), &item.question, QUESTION);
            self.text(&path("answer"), &item.answer, ANSWER);
            for (j, phrasing) in item.asked_as.iter().enumerate() {
                let length = phrasing.chars().count();
                if !(2..=PHRASING_CHARS).contains(&length) {
                    self.error(
                        &format!("faq.{i}.asked_as.{j}"),
                        Finding::PhrasingLength { length, most: PHRASING_CHARS },
                    );
                }
            }
            self.at_most(&path("asked_as"), item.asked_as.len(), PHRASINGS_MOST);
            self.at_most(&path("related_jobs"), item.related_jobs.len(), RELATED_JOBS);
            if item.asked_as.len() < PHRASINGS {
                let finding = Finding::FewPhrasings { count: item.asked_as.len(), least: PHRASINGS };
                self.warn(&path("asked_as"), finding);
            }
        }
    }

    fn day(&mut self, path: &str, day: Option<toml::value::Datetime>) {
        let Some(date) = day.and_then(|d| d.date).and_then(|date| Day::try_from(date).ok()) else {
            return self.error(path, Finding::NotADate);
        };
        if date > self.today {
            self.error(path, Finding::AfterToday { date, today: self.today });
        }
        let months = self.today.months_since(date);
        if months > STALE_MONTHS {
            self.warn(path, Finding::Stale { months });
        }
    }
}
