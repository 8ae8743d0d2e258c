//! Labelled TSV files: a text and what is right for it. One reader for all of them.
//!
//! | columns | meaning |
//! |---|---|
//! | 2 | text, gold |
//! | 4 | text, gold, kind, length (`public-dev.tsv`; the length is worked out anew) |
//! | 5 | text, kind, gold, need, voice (`lines/*.tsv`) |
//!
//! Gold is ids divided by `,` or `|` (any is right), `-` where nothing answers, or a form such as `profile:backend`. Empty lines are
//! skipped. A third of all lines, chosen by a hash of the text, is held out: nothing is fitted on it.

use std::hash::Hasher;
use std::path::Path;

use rustc_hash::FxHasher;

use super::EvalError;
use crate::profile::Catalogue;

/// Characters from which a text counts as long.
const LONG: usize = 60;
/// Characters from which a text counts as middling.
const MIDDLING: usize = 25;

/// A line of a labelled file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What a person typed.
    pub text: String,
    /// The right answers, any of them; empty for a text that must not be answered.
    pub gold: Vec<String>,
    /// The gold column as it stands.
    pub label: String,
    /// What kind of line it is: its third or second column, or the file's name.
    pub kind: String,
    /// The file it comes from, without its ending.
    pub file: String,
}

impl Line {
    /// Whether the line belongs to the third that nothing is fitted on.
    #[must_use]
    pub fn is_held_out(&self) -> bool {
        hash(&self.text, 0).is_multiple_of(3)
    }

    /// `short`, `middling` or `long`.
    #[must_use]
    pub fn length(&self) -> &'static str {
        match self.text.chars().count() {
            LONG.. => "long",
            MIDDLING.. => "middling",
            _ => "short",
        }
    }

    /// The part, out of `parts`, that the line belongs to when entries are kept apart: lines with the same first gold go together.
    #[must_use]
    pub fn part(&self, parts: u64, seed: u64) -> u64 {
        hash(self.gold.first().unwrap_or(&self.text), seed) % parts
    }
}

/// Adds entries that say the same as a right one: they are right too.
pub(super) fn widen(catalogue: &Catalogue, line: &mut Line) {
    let same = |id: &str| line.gold.iter().any(|gold| catalogue.same(gold, id));
    let more = catalogue.entries().map(|e| &e.faq().id).filter(|id| !line.gold.contains(id) && same(id));
    let more: Vec<String> = more.cloned().collect();
    line.gold.extend(more);
}

/// A number from a text that is the same on every machine.
#[must_use]
pub(super) fn hash(text: &str, seed: u64) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(seed);
    hasher.write(text.as_bytes());
    // The low bits of this hash are poor by themselves.
    let h = hasher.finish();
    (h ^ (h >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20
}

/// Reads a labelled file.
///
/// # Errors
/// When the file cannot be read, or a line has neither 2, 4 nor 5 columns, or an empty one that is needed.
pub fn read_labelled(path: &Path) -> Result<Vec<Line>, EvalError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| EvalError::File { path: path.to_owned(), source })?;
    let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    parse_labelled(&text, &name).map_err(|line| EvalError::Format {
        path: path.to_owned(),
        line,
        message: "needs a text, a tab and the right ids (or -); or 4 or 5 columns, see `eval --help`".into(),
    })
}

/// Reads labelled lines; `name` is the kind of those that name none.
///
/// # Errors
/// The number of the first line that is not in the format.
pub fn parse_labelled(text: &str, name: &str) -> Result<Vec<Line>, usize> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
            let (text, label, kind) = match columns[..] {
                [text, label] => (text, label, name),
                [text, label, kind, _] | [text, kind, label, _, _] => (text, label, kind),
                _ => return Err(number),
            };
            if text.is_empty() || label.is_empty() {
                return Err(number);
            }
            let gold = match label {
                "-" => Vec::new(),
                ids => ids.split([',', '|']).map(|id| id.trim().to_owned()).collect(),
            };
            Ok(Line {
                text: text.to_owned(),
                gold,
                label: label.to_owned(),
                kind: kind.to_owned(),
                file: name.to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_shapes_are_read_and_others_refused() {
        let lines =
            parse_labelled("a\tx-1,x-2\n\nb\t-\tjob\tlong\nc\treal\tx-3\tneed\tvoice\n", "file").unwrap();
        let read: Vec<_> = lines.iter().map(|l| (l.text.as_str(), l.gold.len(), l.kind.as_str())).collect();
        assert_eq!(read, [("a", 2, "file"), ("b", 0, "job"), ("c", 1, "real")]);
        assert_eq!(parse_labelled("a\tx\nno tab\n", ""), Err(2));
        assert_eq!(parse_labelled("\tx\n", ""), Err(1));
    }

    #[test]
    fn about_a_third_is_held_out_and_always_the_same() {
        let line = |i: u32| Line {
            text: format!("質問{i}"),
            gold: vec![],
            label: "-".into(),
            kind: String::new(),
            file: String::new(),
        };
        let held = (0..3_000).filter(|&i| line(i).is_held_out()).count();
        assert!((900..1_100).contains(&held), "{held}");
    }
}
