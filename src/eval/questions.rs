//! `eval questions`: is the right entry first, and is the bot silent where it should be?

use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use super::latency::Latency;
use super::{EvalError, Line, read_labelled};
use crate::faq::decide::{Decision, Mode};
use crate::faq::{FaqIndex, Findings};
use crate::profile::Catalogue;

/// What the engine made of one line.
#[derive(Debug)]
pub struct Outcome {
    /// The line.
    pub line: Line,
    /// What was found.
    pub found: Findings,
    /// How sure the engine is that the first hit is right, from 0 to 1.
    pub confidence: f32,
    /// What it decided.
    pub decision: Decision,
}

impl Outcome {
    /// Place of the first right hit, from 0.
    #[must_use]
    pub fn place(&self) -> Option<usize> {
        self.found.hits.iter().position(|h| self.line.gold.contains(&h.id))
    }

    fn answered(&self) -> bool {
        matches!(self.decision, Decision::Answer(_))
    }
}

/// Figures over many outcomes; shares from 0 to 1, `NaN` where nothing was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// Lines that have an answer.
    pub answerable: usize,
    /// Lines that must not be answered.
    pub other: usize,
    /// The right entry stands first.
    pub first: f64,
    /// The right entry is among the first three.
    pub first_three: f64,
    /// Answerable lines that were answered.
    pub answered: f64,
    /// Right ones among all answers given, also those to lines that must not be answered.
    pub precision: f64,
    /// Lines that must not be answered and were not.
    pub silence: f64,
}

#[expect(clippy::cast_precision_loss, reason = "files have thousands of lines")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

impl Figures {
    /// Sums up; `answered` says whether an outcome counts as answered.
    #[must_use]
    pub fn of(outcomes: &[Outcome], answered: impl Fn(&Outcome) -> bool) -> Self {
        let (answerable, other): (Vec<&Outcome>, Vec<&Outcome>) =
            outcomes.iter().partition(|o| !o.line.gold.is_empty());
        let within = |n: usize| answerable.iter().filter(|o| o.place().is_some_and(|p| p < n)).count();
        let given = answerable.iter().filter(|o| answered(o)).count();
        let wrong = other.iter().filter(|o| answered(o)).count();
        let right = answerable.iter().filter(|o| answered(o) && o.place() == Some(0)).count();
        Self {
            answerable: answerable.len(),
            other: other.len(),
            first: share(within(1), answerable.len()),
            first_three: share(within(3), answerable.len()),
            answered: share(given, answerable.len()),
            precision: share(right, given + wrong),
            silence: share(other.len() - wrong, other.len()),
        }
    }
}

/// Runs every line through the engine.
#[must_use]
pub fn outcomes(index: &FaqIndex, lines: Vec<Line>, mode: Mode) -> Vec<Outcome> {
    lines.into_iter().map(|line| outcome(index, line, mode)).collect()
}

fn outcome(index: &FaqIndex, line: Line, mode: Mode) -> Outcome {
    let found = index.search(&line.text);
    let confidence = found.confidence(mode);
    let decision = found.decide(mode);
    Outcome { line, found, confidence, decision }
}

/// Measures a labelled file.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(
    catalogue: &Catalogue,
    file: &Path,
    passive: bool,
    details: Option<&Path>,
    out: &mut impl Write,
) -> Result<(), EvalError> {
    let mode = if passive { Mode::Passive } else { Mode::Addressed };
    let lines = read_labelled(file)?;
    let started = Instant::now();
    let index = FaqIndex::of(catalogue);
    let built = started.elapsed();
    let mut latency = Latency::default();
    let mut all = Vec::with_capacity(lines.len());
    for line in lines {
        let started = Instant::now();
        let outcome = outcome(&index, line, mode);
        latency.push(started.elapsed());
        all.push(outcome);
    }
    report(&all, mode, out)?;
    writeln!(out, "\nindex    {} ms to build", built.as_millis())?;
    writeln!(out, "latency  {}", latency.summary())?;
    if let Some(path) = details {
        write_details(&all, path).map_err(|source| EvalError::File { path: path.to_owned(), source })?;
    }
    Ok(())
}

fn percent(share: f64) -> String {
    if share.is_nan() { "–".into() } else { format!("{:.1}%", share * 100.0) }
}

fn report(all: &[Outcome], mode: Mode, out: &mut impl Write) -> std::io::Result<()> {
    let figures = Figures::of(all, Outcome::answered);
    let name = if mode == Mode::Passive { "passive" } else { "addressed" };
    writeln!(out, "{} lines with an answer, {} without, {name}", figures.answerable, figures.other)?;
    let rows = [
        ("first", figures.first),
        ("first three", figures.first_three),
        ("answered", figures.answered),
        ("precision of the answered", figures.precision),
        ("silence on the rest", figures.silence),
    ];
    for (name, value) in rows {
        writeln!(out, "{name:<27}{:>7}", percent(value))?;
    }
    let suggested = all.iter().filter(|o| matches!(o.decision, Decision::Suggest(_)));
    let (mut offered, mut helped) = (0, 0);
    for outcome in suggested.filter(|o| !o.line.gold.is_empty()) {
        offered += 1;
        helped += usize::from(outcome.place().is_some_and(|p| p < crate::faq::decide::SUGGESTIONS));
    }
    if offered > 0 {
        writeln!(out, "{:<27}{:>7}", "candidates offered", percent(share(offered, figures.answerable)))?;
        writeln!(out, "{:<27}{:>7}", "right one among them", percent(share(helped, offered)))?;
    }
    writeln!(out, "\nthreshold  answered  precision  silence")?;
    for step in [30, 40, 50, 60, 70, 75, 80, 85, 90, 93, 95, 97, 98, 99u8] {
        let threshold = f32::from(step) / 100.0;
        let at = Figures::of(all, |o| o.confidence >= threshold);
        writeln!(
            out,
            "{threshold:>9.2}{:>10}{:>11}{:>9}",
            percent(at.answered),
            percent(at.precision),
            percent(at.silence)
        )?;
    }
    Ok(())
}

fn write_details(all: &[Outcome], path: &Path) -> std::io::Result<()> {
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    for outcome in all {
        let decision = match outcome.decision {
            Decision::Answer(_) => "answer",
            Decision::Suggest(_) => "suggest",
            Decision::Silent => "silent",
        };
        let ids: Vec<&str> = outcome.found.hits.iter().map(|h| h.id.as_str()).collect();
        writeln!(
            file,
            "{}\t{}\t{decision}\t{}\t{:.4}",
            outcome.line.text,
            outcome.line.label,
            ids.join(","),
            outcome.confidence
        )?;
    }
    file.flush()
}
