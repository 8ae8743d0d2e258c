//! From files to a [`Catalogue`]: strict, and with all problems at once.
//!
//! A file passes three gates: TOML syntax, shape (unknown keys are errors; a wrong type hides the rest of that one file),
//! and the rules of [`super::check`]. Only data without errors becomes a catalogue; warnings never stop it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use flate2::Crc;
use serde::de::DeserializeOwned;
use toml::de::DeTable;

use super::catalogue::Catalogue;
use super::check;
use super::day::Day;
use super::figures::{FigureFile, Figures};
use super::files::{DataFile, DataSource};
use super::finding::Finding;
use super::problem::{Lines, Places, Problem, Report, Severity};
use super::raw::{Parsed, Raw};
use super::schema::{keys_beside, schema};
use super::syntax;
use crate::nearest::nearest;

/// What a load found: a catalogue unless there were errors, and everything worth saying.
#[derive(Debug)]
pub struct Loaded {
    /// The data, when it has no error.
    pub catalogue: Option<Catalogue>,
    /// Errors and warnings.
    pub report: Report,
    /// What is wrong by the calendar alone: figures outside their days, dates ahead of today. Errors to an editor; a process goes
    /// on, since neither the turn of a year nor a slow clock may keep it from starting.
    pub outdated: Report,
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

/// The file whose figures the texts of the others refer to.
const FIGURES: &str = "figures.toml";

/// In one file so many dead references are compared with every figure there is: whoever has more has one cause for them all.
const HINTS: usize = 100;

/// Loads and checks a set of files as of `today` (see [`DataSource::load`]).
#[must_use]
pub fn load(mut files: Vec<DataFile>, today: Day) -> Loaded {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    gather(&files, Vec::new(), today)
}

/// `problems` are those met before: with any, links between files are not judged.
fn gather(files: &[DataFile], mut problems: Vec<Problem>, today: Day) -> Loaded {
    let mut raw = Raw::default();
    for file in files.iter().filter(|file| file.path == FIGURES) {
        parse(file, &file.text, &mut raw.figures, &mut problems);
    }
    let mut filling = Filling::new(&raw.figures, today);
    for file in files.iter().filter(|file| file.path != FIGURES) {
        let text = filling.text(file, &mut problems);
        let (folder, _) = file.path.split_once('/').unwrap_or(("", &file.path));
        match (folder, file.path.as_str()) {
            ("profiles", _) => parse(file, &text, &mut raw.profiles, &mut problems),
            ("faq", _) => parse(file, &text, &mut raw.topics, &mut problems),
            (_, "synonyms.toml") => parse(file, &text, &mut raw.synonyms, &mut problems),
            (_, "ambiguous.toml") => parse(file, &text, &mut raw.ambiguous, &mut problems),
            (_, "first-words.toml") => parse(file, &text, &mut raw.first_words, &mut problems),
            (_, "referrals.toml") => parse(file, &text, &mut raw.referrals, &mut problems),
            (_, "engine.toml") => parse(file, &text, &mut raw.engine, &mut problems),
            (_, "advice.toml") => parse(file, &text, &mut raw.advice, &mut problems),
            (_, "wording.toml") => parse(file, &text, &mut raw.wording, &mut problems),
            _ => {
                problems.push(Problem::of_file(file.path.clone(), 1, Severity::Error, Finding::NotADataFile));
            }
        }
    }
    // A file that could not be read would make every link to it look dead: links are checked only when all were read.
    let links = !problems.iter().any(|p| p.severity == Severity::Error);
    problems.extend(check::all(&raw, links, &filling.used, today));
    complete(&mut raw, &problems);
    place(&mut problems, files);
    problems.sort();
    problems.dedup();
    let (outdated, problems) = problems.into_iter().partition(|p| p.finding.is_of_the_calendar());
    let (report, outdated) = (Report { problems }, Report { problems: outdated });
    let profiles = raw.profiles.len();
    let questions = raw.profiles.iter().map(|p| p.value.faq.len()).sum::<usize>()
        + raw.topics.iter().map(|t| t.value.faq.len()).sum::<usize>();
    let figures = filling.figures;
    let catalogue = (!report.has_errors()).then(|| Catalogue::new(raw, figures, today, checksum(files)));
    Loaded { catalogue, report, outdated, profiles, questions }
}

/// Tells one state of the files from another, the same on every machine; not against somebody's will.
fn checksum(files: &[DataFile]) -> u32 {
    let mut crc = Crc::new();
    for text in files.iter().flat_map(|file| [&file.path, &file.text]) {
        crc.update(text.as_bytes());
    }
    crc.sum()
}

/// Fills references to figures in, file by file.
struct Filling {
    figures: Figures,
    day: Day,
    used: HashSet<String>,
    /// Figures that could not be read make every reference look dead: then only the file of figures is reported.
    readable: bool,
}

impl Filling {
    fn new(files: &[Parsed<FigureFile>], day: Day) -> Self {
        let figures = files.iter().flat_map(|f| f.value.figure.iter().cloned()).collect();
        Self { figures: Figures::new(figures), day, used: HashSet::new(), readable: !files.is_empty() }
    }

    /// The file's text, filled; line for line as it was.
    fn text<'a>(&mut self, file: &'a DataFile, problems: &mut Vec<Problem>) -> Cow<'a, str> {
        if !file.text.contains('{') {
            return Cow::Borrowed(&file.text);
        }
        let (text, dead) = self.figures.fill(&file.text, self.day, &mut self.used);
        if self.readable {
            let lines = Lines::of(&file.text);
            problems.extend(dead.into_iter().enumerate().map(|(nth, (at, reference))| {
                let meant = (nth < HINTS).then(|| self.figures.nearest(&reference)).flatten();
                let finding = Finding::NoSuchFigure { meant, reference };
                Problem::of_file(file.path.clone(), lines.at(at), Severity::Error, finding)
            }));
        }
        Cow::Owned(text)
    }
}

/// A folder of an editor's own may leave out what is no knowledge about jobs: then the files built into the binary stand in. Their
/// topics may not be in that folder, so nothing of them is checked against it.
fn complete(raw: &mut Raw, problems: &[Problem]) {
    let built_in = |name: &str| {
        let refused = problems.iter().any(|p| p.file == name);
        (!refused).then(|| DataFile::built_in(name)).flatten()
    };
    if raw.first_words.is_empty()
        && let Some(file) = built_in("first-words.toml")
    {
        parse(&file, &file.text, &mut raw.first_words, &mut Vec::new());
    }
    if raw.referrals.is_empty()
        && let Some(file) = built_in("referrals.toml")
    {
        parse(&file, &file.text, &mut raw.referrals, &mut Vec::new());
    }
    if raw.engine.is_empty()
        && let Some(file) = built_in("engine.toml")
    {
        parse(&file, &file.text, &mut raw.engine, &mut Vec::new());
    }
    if raw.advice.is_empty()
        && let Some(file) = built_in("advice.toml")
    {
        parse(&file, &file.text, &mut raw.advice, &mut Vec::new());
    }
}

/// `text` is what the file holds, with its figures filled in.
fn parse<T: DeserializeOwned>(
    file: &DataFile,
    text: &str,
    into: &mut Vec<Parsed<T>>,
    problems: &mut Vec<Problem>,
) {
    let mut error = |line, path: String, finding| {
        let problem = Problem::of_file(file.path.clone(), line, Severity::Error, finding);
        problems.push(Problem { path, ..problem });
    };
    let at = |e: &toml::de::Error| e.span().map_or(0, |span| span.start);
    let document = match toml::Deserializer::parse(text) {
        Ok(document) => document,
        Err(first) => {
            // The reader goes on after an error: what follows in other lines is told as well.
            let (_, all) = DeTable::parse_recoverable(text);
            let mut told = HashSet::new();
            let lines = Lines::of(text);
            for e in all.iter().chain([&first]) {
                let number = lines.at(at(e));
                if told.insert(number) {
                    error(number, String::new(), syntax::unreadable_line(lines.line(number), e.message()));
                }
            }
            return;
        }
    };
    let mut unknown = Vec::new();
    match serde_ignored::deserialize(document, |path| unknown.push(path.to_string())) {
        Ok(value) => into.push(Parsed { path: file.path.clone(), edited: !file.is_built_in(), value }),
        Err(e) => {
            let places = Places::of(text);
            let (path, value) = places.value_at(at(&e));
            error(places.line_at(at(&e)), path, syntax::wrong_shape(e.message(), value));
        }
    }
    if unknown.is_empty() {
        return;
    }
    let schema = schema::<T>();
    for path in unknown {
        let key = path.rsplit('.').next().unwrap_or_default();
        let meant = nearest(key, keys_beside(&schema, &path).iter().copied()).map(ToOwned::to_owned);
        error(0, path, Finding::UnknownKey { meant });
    }
}

/// Looks up the line of every problem that has none yet, reading each file once.
///
/// The files must be sorted by path.
fn place(problems: &mut [Problem], files: &[DataFile]) {
    let mut waiting: HashMap<usize, Vec<(&mut usize, &str)>> = HashMap::new();
    for problem in problems {
        let here = (&problem.file, &mut problem.line, &problem.path);
        let also = problem.also.as_mut().map(|also| (&also.file, &mut also.line, &also.path));
        for (file, line, path) in std::iter::once(here).chain(also).filter(|(_, line, _)| **line == 0) {
            if let Ok(file) = files.binary_search_by(|known| known.path.as_str().cmp(file)) {
                waiting.entry(file).or_default().push((line, path));
            }
        }
    }
    for (file, places) in waiting {
        let index = Places::of(&files[file].text);
        for (line, path) in places {
            *line = index.line_of_path(path);
        }
    }
}
