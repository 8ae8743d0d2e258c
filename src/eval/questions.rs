//! `eval questions`: what people get who say what the lines say, through the same understanding as in Discord.
//!
//! For each line: was it *helped at once*, *helped in one tap* (the right one among what is offered), *wrong at once* (one thing put
//! before the person, and it is not right), or left with neither. What nothing answers is done right by candidates, 診断 or by saying
//! so. Figures are by length and kind, and over the confidence of the search as a risk-coverage curve.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::curve::Curve;
use super::labelled::{Line, read_labelled, widen};
use super::latency::Latency;
use super::sets::Bench;
use super::{EvalError, percent};
use crate::faq::Weights;
use crate::faq::decide::Mode;
use crate::profile::Catalogue;
use crate::understand::{Light, Outcome, Understanding, Vocabulary};

/// What became of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The right thing was shown.
    AtOnce,
    /// The right thing was offered.
    OneTap,
    /// Something wrong was shown as the answer.
    Wrong,
    /// Nothing right was shown or offered, and nothing wrong was claimed.
    Left,
}

/// A line and what became of it.
#[derive(Debug)]
pub struct Judged {
    /// The line.
    pub line: Line,
    /// What the text was taken for.
    pub outcome: Outcome,
    /// Why.
    pub why: String,
    /// What one tap leads to.
    pub offers: Vec<String>,
    /// What became of it.
    pub verdict: Verdict,
    /// How sure the search was of its first hit.
    pub confidence: f32,
    /// The search's first hit is right.
    pub first: bool,
    /// One of the search's first three hits is right.
    pub near: bool,
}

impl Judged {
    /// Whether something answers the line.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        !self.line.gold.is_empty() && !matches!(self.line.label.as_str(), "silence" | "nothing")
    }
}

/// Runs one line.
#[must_use]
pub fn judge(understanding: &Understanding<'_>, mut line: Line, mode: Mode) -> Judged {
    widen(understanding.catalogue, &mut line);
    let understood = match mode {
        Mode::Addressed => understanding.addressed(&line.text, &Light::default()),
        Mode::Passive => understanding.unasked(&line.text),
    };
    let found = understanding.faq.search(&line.text);
    let right = |id: &str| line.gold.iter().any(|g| same(g, id));
    let offers = understood.outcome.offers(understanding.catalogue);
    let verdict = verdict(&line, &understood.outcome, &offers);
    Judged {
        verdict,
        offers,
        confidence: found.confidence(mode),
        first: found.hits.first().is_some_and(|h| right(&h.id)),
        near: found.hits.iter().take(3).any(|h| right(&h.id)),
        outcome: understood.outcome,
        why: understood.why,
        line,
    }
}

/// `compare:a,b` was cut at its comma by the reader: the parts are put together again.
fn golds(line: &Line) -> Vec<String> {
    let alternatives = line.label.split('|').map(str::trim);
    let said = alternatives.flat_map(|one| match one.strip_prefix("compare:") {
        Some(jobs) => vec![format!("compare:{}", jobs.replace(',', "+"))],
        None => one.split(',').map(|id| id.trim().to_owned()).collect(),
    });
    said.chain(line.gold.iter().cloned()).collect()
}

fn same(gold: &str, label: &str) -> bool {
    let sorted = |text: &str| {
        text.strip_prefix("compare:").map(|jobs| {
            let mut jobs: Vec<&str> = jobs.split('+').collect();
            jobs.sort_unstable();
            jobs.join("+")
        })
    };
    gold == label || sorted(gold).is_some_and(|g| Some(g) == sorted(label))
}

fn verdict(line: &Line, outcome: &Outcome, offers: &[String]) -> Verdict {
    let golds = golds(line);
    // An entry of a topic leads where the topic's word should.
    let topic = |label: &str| label.rsplit_once('-').map(|(topic, _)| format!("topic:{topic}"));
    let right =
        |label: &String| golds.iter().any(|g| same(g, label) || topic(label).is_some_and(|t| t == *g));
    let nothing = line.gold.is_empty() || golds.iter().any(|g| g == "nothing");
    if outcome.labels().iter().any(right) {
        Verdict::AtOnce
    } else if nothing && !outcome.is_sure() {
        // Saying so, or offering with 「どれに近いですか」: nothing wrong is claimed.
        if matches!(outcome, Outcome::Nothing(_) | Outcome::Silence(_)) {
            Verdict::AtOnce
        } else {
            Verdict::OneTap
        }
    } else if offers.iter().any(right) {
        Verdict::OneTap
    } else if outcome.is_sure() {
        Verdict::Wrong
    } else {
        Verdict::Left
    }
}

/// Counts of verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines that something answers.
    pub covered: usize,
    /// Lines that nothing answers, or that are not for us.
    pub uncovered: usize,
    /// Covered lines, helped at once.
    pub at_once: usize,
    /// Covered lines, helped in one tap.
    pub one_tap: usize,
    /// Covered lines with a wrong thing at once.
    pub wrong: usize,
    /// Uncovered lines with something at once that does not answer them.
    pub claimed: usize,
}

impl Counts {
    /// Counts the verdicts.
    pub fn of<'a>(judged: impl IntoIterator<Item = &'a Judged>) -> Self {
        let mut counts = Self::default();
        for j in judged {
            if j.is_covered() {
                counts.covered += 1;
                counts.at_once += usize::from(j.verdict == Verdict::AtOnce);
                counts.one_tap += usize::from(j.verdict == Verdict::OneTap);
                counts.wrong += usize::from(j.verdict == Verdict::Wrong);
            } else {
                counts.uncovered += 1;
                counts.claimed += usize::from(j.verdict == Verdict::Wrong);
            }
        }
        counts
    }

    /// All lines.
    #[must_use]
    pub fn all(&self) -> usize {
        self.covered + self.uncovered
    }

    /// Share of all lines where something wrong was shown as the answer.
    #[must_use]
    pub fn wrong_share(&self) -> f64 {
        share(self.wrong + self.claimed, self.all())
    }

    /// Share of what has an answer that was helped at once or in one tap.
    #[must_use]
    pub fn helped_share(&self) -> f64 {
        share(self.at_once + self.one_tap, self.covered)
    }

    /// Share of what has no answer where nothing was claimed.
    #[must_use]
    pub fn unclaimed_share(&self) -> f64 {
        share(self.uncovered - self.claimed, self.uncovered)
    }

    /// Right ones among what was shown as the answer.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.at_once, self.at_once + self.wrong + self.claimed)
    }
}

#[expect(clippy::cast_precision_loss, reason = "files have thousands of lines")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// Options of a run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Labelled files.
    pub files: Vec<PathBuf>,
    /// As for messages that do not address the bot.
    pub passive: bool,
    /// Only the held-out third; otherwise only the rest, or all with `None`.
    pub held_out: Option<bool>,
    /// Leave this part of all entries out of the index and ask their phrasings.
    pub without: Option<Part>,
    /// Where to write one line for each input line.
    pub details: Option<PathBuf>,
    /// Where to draw the curve.
    pub plot: Option<PathBuf>,
}

/// One of several equal parts of all entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which, from 1.
    pub number: u64,
    /// Of how many.
    pub of: u64,
}

impl Part {
    /// From `FOLD/K`.
    ///
    /// # Errors
    /// When it is not of that form, or there is no such part.
    pub fn parse(text: &str) -> Result<Self, EvalError> {
        let part = text.split_once('/').and_then(|(number, of)| {
            let part = Self { number: number.parse().ok()?, of: of.parse().ok()? };
            (1..=part.of).contains(&part.number).then_some(part)
        });
        part.ok_or_else(|| EvalError::Part(text.to_owned()))
    }

    fn holds(self, id: &str) -> bool {
        super::labelled::hash(id, 1) % self.of == self.number - 1
    }
}

/// Measures labelled files.
///
/// # Errors
/// When a file cannot be read or written, or a line is not in its format.
pub fn run(catalogue: &Catalogue, options: &Options, out: &mut impl Write) -> Result<(), EvalError> {
    let mode = if options.passive { Mode::Passive } else { Mode::Addressed };
    let started = Instant::now();
    let weights = Weights::from(catalogue.engine());
    let bench = Bench { catalogue, weights: &weights, seed: 1 };
    let left_out = |id: &str| options.without.is_some_and(|part| part.holds(id));
    let faq = bench.index_of(|id| !left_out(id), |_, _| true);
    let vocabulary = Vocabulary::of(catalogue);
    let built = started.elapsed();
    let understanding = Understanding { catalogue, faq: &faq, vocabulary: &vocabulary };
    let mut latency = Latency::default();
    let mut all = Vec::new();
    let mut sets: Vec<Vec<Line>> = Vec::new();
    for file in &options.files {
        sets.push(read_labelled(file)?);
    }
    if options.without.is_some() {
        let unanswerable = catalogue.entries().map(crate::profile::Entry::faq).filter(|f| left_out(&f.id));
        let line = |text: &String| Line {
            text: text.clone(),
            gold: Vec::new(),
            label: "-".into(),
            kind: "phrasing".into(),
            file: "left-out".into(),
        };
        sets.push(unanswerable.flat_map(|f| f.asked_as.iter().map(line)).collect());
    }
    for lines in sets {
        for line in lines {
            if options.held_out.is_some_and(|held| held != line.is_held_out()) {
                continue;
            }
            // The quickest of three: the machine may be busy with other things.
            let time = |()| {
                let started = Instant::now();
                let _ = match mode {
                    Mode::Addressed => understanding.addressed(&line.text, &Light::default()),
                    Mode::Passive => understanding.unasked(&line.text),
                };
                started.elapsed()
            };
            latency.push([(), (), ()].map(time).into_iter().min().unwrap_or_default());
            all.push(judge(&understanding, line, mode));
        }
    }
    let curve = Curve::of(all.iter().map(|j| (f64::from(j.confidence), j.first)));
    report(&all, mode, &curve, out)?;
    writeln!(out, "\nindex    {} ms to build", built.as_millis())?;
    writeln!(out, "latency  {}", latency.summary())?;
    if let Some(path) = &options.details {
        write_details(&all, path).map_err(|source| EvalError::File { path: path.clone(), source })?;
    }
    if let Some(path) = &options.plot {
        std::fs::write(path, curve.svg()).map_err(|source| EvalError::File { path: path.clone(), source })?;
    }
    Ok(())
}

fn report(all: &[Judged], mode: Mode, curve: &Curve, out: &mut impl Write) -> std::io::Result<()> {
    let name = if mode == Mode::Passive { "nobody addressed the bot" } else { "addressed" };
    writeln!(out, "{} lines, {name}", all.len())?;
    writeln!(
        out,
        "{:<28}{:>7}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}",
        "", "lines", "covered", "at once", "one tap", "wrong", "no claim", "precise"
    )?;
    let mut groups: BTreeMap<(u8, String), Vec<&Judged>> = BTreeMap::new();
    for j in all {
        let kind = format!("{}/{}", j.line.file, j.line.kind);
        for key in [
            (0, "all".to_owned()),
            (1, format!("file {}", j.line.file)),
            (2, format!("length {}", j.line.length())),
            (3, kind),
        ] {
            groups.entry(key).or_default().push(j);
        }
    }
    for ((_, name), group) in &groups {
        let c = Counts::of(group.iter().copied());
        writeln!(
            out,
            "{name:<28}{:>7}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}",
            c.all(),
            c.covered,
            percent(share(c.at_once, c.covered)),
            percent(share(c.one_tap, c.covered)),
            percent(c.wrong_share()),
            percent(c.unclaimed_share()),
            percent(c.precision()),
        )?;
    }
    let covered: Vec<&Judged> = all.iter().filter(|j| j.is_covered()).collect();
    let first = covered.iter().filter(|j| j.first).count();
    let near = covered.iter().filter(|j| j.near).count();
    writeln!(
        out,
        "\nthe search alone: first {}, first three {}",
        percent(share(first, covered.len())),
        percent(share(near, covered.len()))
    )?;
    curve.print(out)
}

fn write_details(all: &[Judged], path: &Path) -> std::io::Result<()> {
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    for j in all {
        writeln!(
            file,
            "{:?}\t{}\t{}\t{}\t{}\t{:.4}\t{}\t{}",
            j.verdict,
            j.line.file,
            j.line.text,
            j.line.label,
            j.outcome.labels().join(","),
            j.confidence,
            j.offers.join(","),
            j.why,
        )?;
    }
    file.flush()
}
