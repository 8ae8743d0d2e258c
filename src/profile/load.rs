//! From files to a [`Catalogue`]: strict, and with all problems at once.
//!
//! A file passes three gates: TOML syntax, shape (unknown keys are errors; a wrong type hides the rest of that one file),
//! and the rules of [`super::check`]. Only data without errors becomes a catalogue; warnings never stop it.

use serde::de::DeserializeOwned;

use super::catalogue::{Ambiguous, Catalogue};
use super::check;
use super::day::Day;
use super::files::{DataFile, DataSource};
use super::problem::{Problem, Report, Severity, line_of_offset, place};
use super::types::{Profile, Synonyms, Topic};

/// What a load found: a catalogue unless there were errors, and everything worth saying.
#[derive(Debug)]
pub struct Loaded {
    /// The data, when it has no error.
    pub catalogue: Option<Catalogue>,
    /// Errors and warnings.
    pub report: Report,
    /// Profiles that could be read.
    pub profiles: usize,
    /// Questions in profiles and topics that could be read.
    pub questions: usize,
}

impl Loaded {
    /// The catalogue, or the errors that stand in its way.
    ///
    /// # Errors
    /// The report, when it has errors.
    pub fn into_result(self) -> Result<Catalogue, Report> {
        let report = self.report;
        self.catalogue.ok_or_else(|| report.errors())
    }
}

impl DataSource {
    /// Reads, loads and checks everything: a file that cannot be read is reported beside what is wrong with the others.
    ///
    /// `today` is the day the data is checked on: nothing may be dated later, and old figures are a warning.
    #[must_use]
    pub fn load(&self, today: Day) -> Loaded {
        let (files, problems) = self.read();
        gather(&files, problems, today)
    }
}

/// A parsed file.
#[derive(Debug)]
pub(super) struct Parsed<T> {
    /// Its path in the data folder.
    pub(super) path: String,
    pub(super) value: T,
}

impl<T> Parsed<T> {
    /// A finding in this file; its line is looked up when all are known.
    pub(super) fn problem(&self, severity: Severity, path: &str, message: String) -> Problem {
        Problem { file: self.path.clone(), line: 0, severity, path: path.to_owned(), message }
    }
}

/// The files by kind, as far as they could be read.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) profiles: Vec<Parsed<Profile>>,
    pub(super) topics: Vec<Parsed<Topic>>,
    pub(super) synonyms: Vec<Parsed<Synonyms>>,
    pub(super) ambiguous: Vec<Parsed<Ambiguous>>,
}

/// Loads and checks a set of files as of `today` (see [`DataSource::load`]).
#[must_use]
pub fn load(mut files: Vec<DataFile>, today: Day) -> Loaded {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    gather(&files, Vec::new(), today)
}

/// `problems` are those met before: with any, links between files are not judged.
fn gather(files: &[DataFile], mut problems: Vec<Problem>, today: Day) -> Loaded {
    let mut raw = Raw::default();
    for file in files {
        let (folder, _) = file.path.split_once('/').unwrap_or(("", &file.path));
        match (folder, file.path.as_str()) {
            ("profiles", _) => parse(file, &mut raw.profiles, &mut problems),
            ("faq", _) => parse(file, &mut raw.topics, &mut problems),
            (_, "synonyms.toml") => parse(file, &mut raw.synonyms, &mut problems),
            (_, "ambiguous.toml") => parse(file, &mut raw.ambiguous, &mut problems),
            _ => problems.push(Problem {
                file: file.path.clone(),
                line: 1,
                severity: Severity::Error,
                path: String::new(),
                message:
                    "is not a data file. Profiles go to profiles/SLUG.toml, questions to faq/TOPIC.toml."
                        .into(),
            }),
        }
    }
    // A file that could not be read would make every link to it look dead: links are checked only when all were read.
    let links = !problems.iter().any(|p| p.severity == Severity::Error);
    problems.extend(check::all(&raw, links, today));
    place(&mut problems, files);
    problems.sort();
    problems.dedup();
    let report = Report { problems };
    let profiles = raw.profiles.len();
    let questions = raw.profiles.iter().map(|p| p.value.faq.len()).sum::<usize>()
        + raw.topics.iter().map(|t| t.value.faq.len()).sum::<usize>();
    let catalogue = (!report.has_errors()).then(|| Catalogue::new(raw));
    Loaded { catalogue, report, profiles, questions }
}

fn parse<T: DeserializeOwned>(file: &DataFile, into: &mut Vec<Parsed<T>>, problems: &mut Vec<Problem>) {
    let mut error = |line, path: String, message: String| {
        problems.push(Problem { file: file.path.clone(), line, severity: Severity::Error, path, message });
    };
    let line = |e: &toml::de::Error| e.span().map_or(1, |span| line_of_offset(&file.text, span.start));
    let document = match toml::Deserializer::parse(&file.text) {
        Ok(document) => document,
        Err(e) => return error(line(&e), String::new(), format!("is not TOML: {}.", e.message())),
    };
    let mut unknown = Vec::new();
    match serde_ignored::deserialize(document, |path| unknown.push(path.to_string())) {
        Ok(value) => into.push(Parsed { path: file.path.clone(), value }),
        Err(e) => error(line(&e), String::new(), format!("{}.", e.message())),
    }
    for path in unknown {
        error(0, path, "is not a known key. Remove it, or see data/README.md for the spelling.".into());
    }
}
