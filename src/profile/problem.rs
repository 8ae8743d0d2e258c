//! What is wrong with a data file, where, and what to do about it.

use std::fmt;

use serde::Serialize;
use toml::de::{DeTable, DeValue};

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
    /// The line, counted from 1.
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

    /// These findings and those.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.problems.extend(other.problems);
        self.problems.sort();
        self
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

/// The line, counted from 1, where the value at `path` (keys and indices joined by dots) stands in a TOML text.
///
/// Falls back to the nearest ancestor that exists, then to line 1: a missing key is reported at its table.
#[must_use]
pub(super) fn line_of_path(text: &str, path: &str) -> usize {
    let Ok(root) = DeTable::parse(text) else { return 1 };
    let mut offset = 0;
    let mut segments = path.split('.').filter(|s| !s.is_empty());
    let Some(first) = segments.next() else { return 1 };
    let Some((key, mut value)) = root.get_ref().get_key_value(first) else { return 1 };
    offset = offset.max(key.span().start);
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
    line_of_offset(text, offset)
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
        for (path, line) in table {
            assert_eq!(line_of_path(text, path), line, "{path}");
        }
        assert_eq!(line_of_path(text, "income.bands.1.missing"), 7);
        assert_eq!(line_of_path(text, "missing"), 1);
    }
}
