//! What is wrong with a data file, where, and what to do about it.

use std::collections::HashMap;
use std::fmt;

use serde::Serialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::files::DataFile;

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The data cannot be used.
    Error,
    /// The data works; an editor should look.
    Warning,
}

/// One finding in one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// The file, relative to the data folder.
    pub file: String,
    /// The line, counted from 1; 0 while it has not been looked up.
    pub line: usize,
    /// How bad it is.
    pub severity: Severity,
    /// Where in the file, as keys and indices: `income.bands.0.hourly`. Empty for the whole file.
    pub path: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{}:{}: {kind}: ", self.file, self.line)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

/// All findings of one load, sorted by file and line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The findings.
    pub problems: Vec<Problem>,
}

impl Report {
    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|p| p.severity == severity).count()
    }

    /// Whether the data cannot be used.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Only the errors: what a refused load says.
    #[must_use]
    pub fn errors(mut self) -> Self {
        self.problems.retain(|p| p.severity == Severity::Error);
        self
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.problems.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Report {}

/// Looks up the line of every problem that has none yet, reading each file once.
///
/// The files must be sorted by path.
pub(super) fn place(problems: &mut [Problem], files: &[DataFile]) {
    let mut waiting: HashMap<&str, Vec<&mut Problem>> = HashMap::new();
    for problem in problems.iter_mut().filter(|problem| problem.line == 0) {
        let file = files.binary_search_by(|file| file.path.as_str().cmp(&problem.file));
        let Ok(file) = file else { continue };
        waiting.entry(&files[file].text).or_default().push(problem);
    }
    for (text, problems) in waiting {
        let places = Places::of(text);
        for problem in problems {
            problem.line = places.line_of_path(&problem.path);
        }
    }
}

/// Where the values of a TOML text stand.
struct Places<'a> {
    root: Option<Spanned<DeTable<'a>>>,
    /// Offsets of the line ends.
    ends: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(i, _)| i).collect();
        Self { root: DeTable::parse(text).ok(), ends }
    }

    /// The line, counted from 1, where the value at `path` (keys and indices joined by dots) stands.
    ///
    /// Falls back to the nearest ancestor that exists, then to line 1: a missing key is reported at its table.
    fn line_of_path(&self, path: &str) -> usize {
        let Some(root) = &self.root else { return 1 };
        let mut segments = path.split('.').filter(|s| !s.is_empty());
        let Some(first) = segments.next() else { return 1 };
        let Some((key, mut value)) = root.get_ref().get_key_value(first) else { return 1 };
        let mut offset = key.span().start;
        for segment in segments {
            let next = match value.get_ref() {
                DeValue::Table(table) => {
                    table.get_key_value(segment).map(|(key, value)| (key.span().start, value))
                }
                DeValue::Array(items) => segment
                    .parse()
                    .ok()
                    .and_then(|i: usize| items.get(i))
                    .map(|value| (value.span().start, value)),
                _ => None,
            };
            let Some((start, inner)) = next else { break };
            offset = start;
            value = inner;
        }
        1 + self.ends.partition_point(|&end| end < offset)
    }
}

/// The line, counted from 1, of a byte offset.
#[must_use]
pub(super) fn line_of_offset(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|&&b| b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_at_its_line_and_a_missing_one_at_its_table() {
        let text = "a = 1\n\n[income]\ndays = 2\n[[income.bands]]\nhourly = [1, 2]\n[[income.bands]]\nhourly = [3,\n 4]\n";
        let table =
            [("a", 1), ("income.days", 4), ("income.bands.0.hourly", 6), ("income.bands.1.hourly.1", 9)];
        let places = Places::of(text);
        for (path, line) in table {
            assert_eq!(places.line_of_path(path), line, "{path}");
        }
        assert_eq!(places.line_of_path("income.bands.1.missing"), 7);
        assert_eq!(places.line_of_path("missing"), 1);
    }
}
