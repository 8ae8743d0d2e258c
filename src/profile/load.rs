//! From files to a [`Catalogue`]: strict, and with all problems at once.
//!
//! A file passes three gates: TOML syntax, shape (unknown keys are errors; a wrong type hides the rest of that one file),
//! and the rules of [`super::check`]. Only data without errors becomes a catalogue; warnings never stop it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;

use super::catalogue::{Ambiguous, Catalogue};
use super::engine::Engine;
use super::check;
use super::day::Day;
use super::figures::{FigureFile, Figures};
use super::problem::{Problem, Report, Severity, line_of_offset, line_of_path};
use super::types::{Profile, Synonyms, Topic};
use super::words::{FirstWords, Referrals};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// Where the data comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DataSource {
    /// The files built into the binary.
    #[default]
    Embedded,
    /// A folder with the same layout as `data/`.
    Folder(PathBuf),
}

/// One file's text under its path relative to the data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// `profiles/backend.toml`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// What a load found: a catalogue unless there were errors, and everything worth saying.
#[derive(Debug)]
pub struct Loaded {
    /// The data, when it has no error.
    pub catalogue: Option<Catalogue>,
    /// Errors and warnings.
    pub report: Report,
    /// Figures outside their days: errors to an editor, while a process that runs shows the day beside them.
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
    /// All TOML files of the source, sorted by path.
    ///
    /// # Errors
    /// A report with one problem for each file or folder that cannot be read.
    pub fn files(&self) -> Result<Vec<DataFile>, Report> {
        let mut files = Vec::new();
        let mut problems = Vec::new();
        match self {
            Self::Embedded => embedded_files(&EMBEDDED, &mut files),
            Self::Folder(root) => folder_files(root, root, &mut files, &mut problems),
        }
        if problems.is_empty() {
            files.sort_by(|a, b| a.path.cmp(&b.path));
            Ok(files)
        } else {
            Err(Report { problems })
        }
    }
}

fn embedded_files(dir: &Dir<'_>, files: &mut Vec<DataFile>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let (true, Some(text)) = (is_toml(file.path()), file.contents_utf8()) {
            files.push(DataFile { path, text: text.to_owned() });
        }
    }
    for inner in dir.dirs() {
        embedded_files(inner, files);
    }
}

fn folder_files(root: &Path, dir: &Path, files: &mut Vec<DataFile>, problems: &mut Vec<Problem>) {
    let name = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let unreadable = |path: &Path, error: &std::io::Error| Problem {
        file: if path == root { path.display().to_string() } else { name(path) },
        line: 1,
        severity: Severity::Error,
        path: String::new(),
        message: format!("cannot be read ({error}). Check that it exists, is UTF-8 text and may be read."),
    };
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => return problems.push(unreadable(dir, &error)),
    };
    for entry in entries {
        match entry.map(|e| e.path()) {
            Ok(path) if path.is_dir() => folder_files(root, &path, files, problems),
            Ok(path) if is_toml(&path) => match std::fs::read_to_string(&path) {
                Ok(text) => files.push(DataFile { path: name(&path), text }),
                Err(error) => problems.push(unreadable(&path, &error)),
            },
            Ok(_) => {}
            Err(error) => problems.push(unreadable(dir, &error)),
        }
    }
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "toml")
        && !path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'))
}

/// A parsed file together with its text, so that checks can point at lines.
#[derive(Debug)]
pub(super) struct Parsed<T> {
    pub(super) file: DataFile,
    pub(super) value: T,
}

impl<T> Parsed<T> {
    /// A finding in this file.
    pub(super) fn problem(&self, severity: Severity, path: &str, message: String) -> Problem {
        Problem {
            file: self.file.path.clone(),
            line: line_of_path(&self.file.text, path),
            severity,
            path: path.to_owned(),
            message,
        }
    }
}

/// The files by kind, as far as they could be read.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) figures: Vec<Parsed<FigureFile>>,
    pub(super) profiles: Vec<Parsed<Profile>>,
    pub(super) topics: Vec<Parsed<Topic>>,
    pub(super) synonyms: Vec<Parsed<Synonyms>>,
    pub(super) ambiguous: Vec<Parsed<Ambiguous>>,
    pub(super) first_words: Vec<Parsed<FirstWords>>,
    pub(super) referrals: Vec<Parsed<Referrals>>,
    pub(super) engine: Vec<Parsed<Engine>>,
}

/// The file whose figures the texts of the others refer to.
const FIGURES: &str = "figures.toml";

/// Loads and checks a set of files, with the figures as they are on this day.
#[must_use]
pub fn load(files: Vec<DataFile>, day: Day) -> Loaded {
    let mut raw = Raw::default();
    let mut problems = Vec::new();
    let (figure_files, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|f| f.path == FIGURES);
    for file in figure_files {
        parse(file, &mut raw.figures, &mut problems);
    }
    let mut filling = Filling::new(&raw.figures, day);
    for file in files {
        let file = filling.file(file, &mut problems);
        let (folder, _) = file.path.split_once('/').unwrap_or(("", &file.path));
        match (folder, file.path.as_str()) {
            ("profiles", _) => parse(file, &mut raw.profiles, &mut problems),
            ("faq", _) => parse(file, &mut raw.topics, &mut problems),
            (_, "synonyms.toml") => parse(file, &mut raw.synonyms, &mut problems),
            (_, "ambiguous.toml") => parse(file, &mut raw.ambiguous, &mut problems),
            (_, "first-words.toml") => parse(file, &mut raw.first_words, &mut problems),
            (_, "referrals.toml") => parse(file, &mut raw.referrals, &mut problems),
            (_, "engine.toml") => parse(file, &mut raw.engine, &mut problems),
            _ => problems.push(Problem {
                file: file.path,
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
    problems.extend(check::all(&raw, links, &filling.used, day));
    complete(&mut raw, &mut problems);
    problems.sort();
    problems.dedup();
    let report = Report { problems };
    let profiles = raw.profiles.len();
    let questions = raw.profiles.iter().map(|p| p.value.faq.len()).sum::<usize>()
        + raw.topics.iter().map(|t| t.value.faq.len()).sum::<usize>();
    let outdated = Report { problems: check::outdated(&raw, day) };
    let figures = filling.figures;
    let catalogue = (!report.has_errors()).then(|| Catalogue::new(raw, figures, day));
    Loaded { catalogue, report, outdated, profiles, questions }
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

    fn file(&mut self, file: DataFile, problems: &mut Vec<Problem>) -> DataFile {
        let (text, dead) = self.figures.fill(&file.text, self.day, &mut self.used);
        if self.readable {
            problems.extend(dead.into_iter().map(|(at, reference)| Problem {
                file: file.path.clone(),
                line: line_of_offset(&file.text, at),
                severity: Severity::Error,
                path: String::new(),
                message: format!(
                    "「{reference}」 is no figure. Write {{fig:ID}} or {{year:ID}} with an id of {FIGURES}."
                ),
            }));
        }
        DataFile { text, ..file }
    }
}

/// A folder of an editor's own may leave out what is no knowledge about jobs: then the files built into the binary stand in. Their
/// topics may not be in that folder, so nothing of them is checked against it.
fn complete(raw: &mut Raw, problems: &mut Vec<Problem>) {
    let embedded = |name: &str| {
        let text = EMBEDDED.get_file(name).and_then(|file| file.contents_utf8())?;
        Some(DataFile { path: name.to_owned(), text: text.to_owned() })
    };
    let missing = |name: &str| embedded(name).filter(|_| !problems.iter().any(|p| p.file == name));
    if raw.first_words.is_empty()
        && let Some(file) = missing("first-words.toml")
    {
        parse(file, &mut raw.first_words, &mut Vec::new());
    }
    if raw.referrals.is_empty()
        && let Some(file) = missing("referrals.toml")
    {
        parse(file, &mut raw.referrals, &mut Vec::new());
    }
    if raw.engine.is_empty()
        && let Some(file) = missing("engine.toml")
    {
        parse(file, &mut raw.engine, &mut Vec::new());
    }
}

fn parse<T: DeserializeOwned>(file: DataFile, into: &mut Vec<Parsed<T>>, problems: &mut Vec<Problem>) {
    let mut error = |line, path: String, message: String| {
        problems.push(Problem { file: file.path.clone(), line, severity: Severity::Error, path, message });
    };
    let document = match toml::Deserializer::parse(&file.text) {
        Ok(document) => document,
        Err(e) => {
            return error(span_line(&file.text, &e), String::new(), format!("is not TOML: {}.", e.message()));
        }
    };
    let mut unknown = Vec::new();
    match serde_ignored::deserialize(document, |path| unknown.push(path.to_string())) {
        Ok(value) => into.push(Parsed { value, file: file.clone() }),
        Err(e) => error(span_line(&file.text, &e), String::new(), format!("{}.", e.message())),
    }
    for path in unknown {
        let line = line_of_path(&file.text, &path);
        error(line, path, "is not a known key. Remove it, or see data/README.md for the spelling.".into());
    }
}

fn span_line(text: &str, error: &toml::de::Error) -> usize {
    error.span().map_or(1, |span| line_of_offset(text, span.start))
}
