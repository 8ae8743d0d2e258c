//! `fukugyo eval names`: how well typed names find their job.
//!
//! A file has one case a line, `text<TAB>slug[|slug…]` (or `,`), or `-` instead of slugs for a text that names no job. Where several jobs are
//! accepted, any of them is right. A case counts as first-1 or first-5 by the ranking, whatever was decided; precision counts what
//! was decided. Empty lines and lines that begin with `#` are skipped. Non-goal: thresholds; they live with the look-up.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::EvalError;

use crate::profile::lookup::{Decision, NameIndex};

/// Most jobs listed in the details.
const LISTED: usize = 10;

/// What a text should find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Any of these jobs.
    Jobs(HashSet<String>),
    /// No job.
    Nothing,
}

/// A line of an evaluation file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameCase {
    /// What a person typed.
    pub text: String,
    /// The right column as it stands.
    pub gold: String,
    /// The same, read.
    pub expected: Expected,
}

/// Counts over a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NameSummary {
    /// Cases that name a job.
    pub labelled: usize,
    /// Of these, with a right job first.
    pub first: usize,
    /// Of these, with a right job among the first five.
    pub five: usize,
    /// Of these, decided as a match, suggested, nothing.
    pub decided: [usize; 3],
    /// Of these, decided as a match with a wrong job.
    pub wrong: usize,
    /// Cases that name none.
    pub foreign: usize,
    /// Of these, decided as a match, suggested, nothing.
    pub foreign_decided: [usize; 3],
    /// Time of each decision, ascending.
    pub times: Vec<Duration>,
}

/// Reads an evaluation file.
///
/// # Errors
/// The number of the first line without a tab or with an empty side.
pub fn parse_names(tsv: &str) -> Result<Vec<NameCase>, usize> {
    let lines = (1..).zip(tsv.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let (text, gold) = line.split_once('\t').ok_or(number)?;
            let gold = gold.split('\t').next().unwrap_or(gold).trim();
            if text.is_empty() || gold.is_empty() {
                return Err(number);
            }
            let expected = match gold {
                "-" => Expected::Nothing,
                _ => Expected::Jobs(gold.split(['|', ',']).map(|slug| slug.trim().to_owned()).collect()),
            };
            Ok(NameCase { text: text.to_owned(), gold: gold.to_owned(), expected })
        })
        .collect()
}

/// Measures `cases`, prints the summary to `out` and one line for each case to `details`: `text, gold, match|suggest|none, the top
/// slugs, best first and comma-separated, score of the first`.
///
/// # Errors
/// When `out` or `details` cannot be written.
pub fn eval_names(
    index: &NameIndex,
    cases: &[NameCase],
    out: &mut impl Write,
    mut details: Option<&mut dyn Write>,
) -> io::Result<NameSummary> {
    let mut summary = NameSummary::default();
    for case in cases {
        let start = Instant::now();
        let decision = index.decide(&case.text);
        summary.times.push(start.elapsed());
        let found = index.search(&case.text);
        let (word, column) = match &decision {
            Decision::Match(_) => ("match", 0),
            Decision::Suggest(_) => ("suggest", 1),
            Decision::Nothing => ("none", 2),
        };
        match &case.expected {
            Expected::Nothing => {
                summary.foreign += 1;
                summary.foreign_decided[column] += 1;
            }
            Expected::Jobs(jobs) => {
                let right = |slug: &str| jobs.contains(slug);
                summary.labelled += 1;
                summary.first += usize::from(found.first().is_some_and(|m| right(m.slug.as_str())));
                summary.five += usize::from(found.iter().take(5).any(|m| right(m.slug.as_str())));
                summary.decided[column] += 1;
                summary.wrong +=
                    usize::from(matches!(&decision, Decision::Match(m) if !right(m.slug.as_str())));
            }
        }
        if let Some(details) = details.as_mut() {
            let slugs: Vec<&str> = found.iter().take(LISTED).map(|m| m.slug.as_str()).collect();
            let score = found.first().map_or(0.0, |m| m.confidence);
            writeln!(details, "{}\t{}\t{word}\t{}\t{score:.3}", case.text, case.gold, slugs.join(","))?;
        }
    }
    summary.times.sort_unstable();
    summary.print(out)?;
    Ok(summary)
}

/// Reads a file of names or descriptions.
pub(super) fn read(file: &Path) -> Result<Vec<NameCase>, EvalError> {
    let unreadable = |source| EvalError::File { path: file.to_owned(), source };
    let tsv = std::fs::read_to_string(file).map_err(unreadable)?;
    parse_names(&tsv).map_err(|line| EvalError::Format {
        path: file.to_owned(),
        line,
        message: "must be a name, a tab and a slug (or several with | or , between them, or -)".into(),
    })
}

/// `eval names FILE`: reads the file, measures it, reports to `out`, and to `details` when given.
///
/// # Errors
/// When a file cannot be read or written, or a line is not in its format.
pub(super) fn run(
    index: &NameIndex,
    file: &Path,
    details: Option<&Path>,
    out: &mut impl Write,
) -> Result<(), EvalError> {
    let unreadable = |path: &Path, source| EvalError::File { path: path.to_owned(), source };
    let cases = read(file)?;
    let mut writer = match details {
        Some(path) => {
            Some(std::io::BufWriter::new(std::fs::File::create(path).map_err(|e| unreadable(path, e))?))
        }
        None => None,
    };
    eval_names(index, &cases, out, writer.as_mut().map(|w| w as &mut dyn Write))?;
    if let Some(mut writer) = writer {
        writer.flush()?;
    }
    Ok(())
}

impl NameSummary {
    /// The time that `percent` of the decisions kept within.
    #[must_use]
    pub fn time(&self, percent: usize) -> Duration {
        let at = (self.times.len() * percent / 100).min(self.times.len().saturating_sub(1));
        self.times.get(at).copied().unwrap_or_default()
    }

    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let Self { labelled, first, five, decided, wrong, foreign, foreign_decided, .. } = self;
        writeln!(out, "names that mean a job   {labelled}")?;
        writeln!(out, "  right one first       {first} ({})", percent(*first, *labelled))?;
        writeln!(out, "  among the first five  {five} ({})", percent(*five, *labelled))?;
        writeln!(out, "  match/suggest/none    {}/{}/{}", decided[0], decided[1], decided[2])?;
        writeln!(out, "  wrong matches         {wrong} ({})", percent(*wrong, decided[0]))?;
        writeln!(out, "texts that mean none    {foreign}")?;
        writeln!(
            out,
            "  match/suggest/none    {}/{}/{}",
            foreign_decided[0], foreign_decided[1], foreign_decided[2]
        )?;
        writeln!(
            out,
            "  silence               {} of {foreign} ({})",
            foreign_decided[2],
            percent(foreign_decided[2], *foreign)
        )?;
        let [median, slow] = [50, 99].map(|p| self.time(p).as_nanos() / 1000);
        writeln!(out, "time of a decision      p50 {median} µs, p99 {slow} µs")
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of lines are small")]
fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "–".into() } else { format!("{:.1}%", part as f64 * 100.0 / whole as f64) }
}
