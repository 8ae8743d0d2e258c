//! What is wrong with a data file, where, and what to do about it.

use std::fmt;

use serde::Serialize;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::finding::Finding;
use super::words::Language;

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The data cannot be used.
    Error,
    /// The data works; an editor should look.
    Warning,
}

/// What is wrong at one place of one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, relative to the data folder.
    pub file: String,
    /// The line, counted from 1; 0 while it has not been looked up.
    pub line: usize,
    /// How bad it is.
    pub severity: Severity,
    /// Where in the file, as keys and indices: `income.bands.0.hourly`. Empty for the whole file.
    pub path: String,
    pub(crate) finding: Finding,
    /// Where the same stands a second time.
    pub(crate) also: Option<Place>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) file: String,
    /// Counted from 1; 0 while it has not been looked up.
    pub(crate) line: usize,
    pub(crate) path: String,
}

impl Problem {
    /// A problem of a whole file, or from one line of it on.
    pub(crate) fn of_file(file: String, line: usize, severity: Severity, finding: Finding) -> Self {
        Self { file, line, severity, path: String::new(), finding, also: None }
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let mut message = printable(&language.say(&self.finding));
        if let Some(also) = &self.also {
            if language == Language::English {
                message.push(' ');
            }
            message.push_str(&language.also(&also.file, also.line));
        }
        message
    }

    /// The whole line about it: file, line, how bad, where, what, and what to do. Nothing in it can write into a terminal.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let path = printable(&language.path(&self.path));
        let place = if path.is_empty() { path } else { format!("{path}: ") };
        let (file, line, severity) = (&self.file, self.line, language.severity(self.severity));
        format!("{file}:{line}: {severity}: {place}{}", self.message(language))
    }
}

/// In English, as the log speaks.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Language::English))
    }
}

/// All findings of one load, sorted by file and line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

    /// A line for each finding.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let lines: Vec<String> = self.problems.iter().map(|problem| problem.in_language(language)).collect();
        lines.join("\n")
    }

    /// Only the errors: what a refused load says.
    #[must_use]
    pub fn errors(mut self) -> Self {
        self.problems.retain(|p| p.severity == Severity::Error);
        self
    }
}

/// In English, a line for each finding.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Language::English))
    }
}

impl std::error::Error for Report {}

/// Where the lines of a text end: looked for once, however many problems the text has.
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Offsets of the line ends.
    ends: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(i, _)| i).collect();
        Self { text, ends }
    }

    /// The line, counted from 1, of a byte offset.
    pub(super) fn at(&self, offset: usize) -> usize {
        1 + self.ends.partition_point(|&end| end < offset)
    }

    /// What stands in a line, counted from 1, without its end.
    pub(super) fn line(&self, number: usize) -> &'a str {
        let begin = match number.checked_sub(2) {
            None => 0,
            Some(before) => self.ends.get(before).map_or(self.text.len(), |end| end + 1),
        };
        let end = self.ends.get(number.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let line = self.text.get(begin..end).unwrap_or_default();
        line.strip_suffix('\r').unwrap_or(line)
    }
}

/// Where the values of a TOML text stand.
pub(super) struct Places<'a> {
    root: Option<Spanned<DeTable<'a>>>,
    lines: Lines<'a>,
}

impl<'a> Places<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { root: DeTable::parse(text).ok(), lines: Lines::of(text) }
    }

    /// The line, counted from 1, where the value at `path` (keys and indices joined by dots) stands.
    ///
    /// Falls back to the nearest ancestor that exists, then to line 1: a missing key is reported at its table.
    pub(super) fn line_of_path(&self, path: &str) -> usize {
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
        self.lines.at(offset)
    }

    /// The line, counted from 1, of a byte offset.
    pub(super) fn line_at(&self, offset: usize) -> usize {
        self.lines.at(offset)
    }

    /// The innermost value that holds this byte, with its path; the path is empty outside all.
    pub(super) fn value_at(&self, offset: usize) -> (String, Option<&DeValue<'a>>) {
        let mut path: Vec<String> = Vec::new();
        let mut found = None;
        let mut table = self.root.as_ref().map(Spanned::get_ref);
        let mut items: Option<&DeArray<'a>> = None;
        loop {
            let inner = match (table, items) {
                (Some(table), _) => in_table(table, offset).map(|(key, value)| (key.to_owned(), value)),
                (None, Some(items)) => {
                    let mut begun =
                        items.iter().enumerate().filter(|(_, value)| value.span().start <= offset);
                    begun.next_back().map(|(i, value)| (i.to_string(), value.get_ref()))
                }
                (None, None) => None,
            };
            let Some((part, value)) = inner else { break };
            path.push(part);
            found = Some(value);
            (table, items) = (value.as_table(), value.as_array());
        }
        (path.join("."), found)
    }
}

/// The entry of a table that holds this byte. A table or list of tables goes on until the next heading, though its span ends before.
fn in_table<'t, 'a>(table: &'t DeTable<'a>, offset: usize) -> Option<(&'t str, &'t DeValue<'a>)> {
    let holds = |span: std::ops::Range<usize>| span.contains(&offset);
    let entries = || table.iter().map(|(key, value)| (key.span(), key.get_ref().as_ref(), value));
    let direct = entries().find(|(key, _, value)| holds(key.clone()) || holds(value.span()));
    let open = || {
        let begun = entries().filter(|(key, _, value)| {
            key.start < offset && (value.get_ref().is_table() || value.get_ref().is_array())
        });
        begun.max_by_key(|(key, ..)| key.start)
    };
    direct.or_else(open).map(|(_, key, value)| (key, value.get_ref()))
}

/// A text of somebody else's that may stand in a terminal and in a log: control characters and marks that reorder text are written
/// out. It stays one line.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let reorders =
            matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c.is_control() || reorders { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
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

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let lines = Lines::of("a\r\n\nbc");
        assert_eq!([0, 1, 2, 3, 4, 6].map(|offset| lines.at(offset)), [1, 1, 1, 2, 3, 3]);
        assert_eq!([0, 1, 2, 3, 4].map(|number| lines.line(number)), ["a", "a", "", "bc", ""]);
    }

    #[test]
    fn a_byte_is_found_in_its_value() {
        let text = "a = 1\n[income]\ndays = 2\n[[income.bands]]\nhourly = [10, 20]\n[[income.bands]]\nhourly = [3,\n 44]\n[work]\nb = 5\n";
        let places = Places::of(text);
        for (part, path) in [
            ("1", "a"),
            ("2\n", "income.days"),
            ("20", "income.bands.0.hourly.1"),
            ("44", "income.bands.1.hourly.1"),
            ("5", "work.b"),
        ] {
            assert_eq!(places.value_at(text.find(part).unwrap()).0, path, "{part}");
        }
    }
}
