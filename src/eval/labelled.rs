//! Labelled TSV files: a text and what is right for it.

use std::path::Path;

use super::EvalError;

/// A line of a labelled file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What a person typed.
    pub text: String,
    /// The right answers, any of them; empty for a text that must not be answered.
    pub gold: Vec<String>,
    /// The second column as it stands.
    pub label: String,
}

/// Reads `text<TAB>gold` lines; ids in gold are separated by `separators`, `-` stands for none. Empty lines are skipped.
///
/// # Errors
/// When the file cannot be read, or a line has no tab.
pub fn read_labelled(path: &Path, separators: &[char]) -> Result<Vec<Line>, EvalError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| EvalError::File { path: path.to_owned(), source })?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(i, line)| {
            let (text, label) = line.rsplit_once('\t').ok_or_else(|| EvalError::Format {
                path: path.to_owned(),
                line: i + 1,
                message: "needs a text, a tab and the right ids (or -)".into(),
            })?;
            let label = label.trim();
            let gold = match label {
                "-" => Vec::new(),
                ids => ids.split(separators).map(|id| id.trim().to_owned()).collect(),
            };
            Ok(Line { text: text.to_owned(), gold, label: label.to_owned() })
        })
        .collect()
}
