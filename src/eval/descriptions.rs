//! `fukugyo eval descriptions`: what one does there, in anyone's words (「飼い主の留守に犬を見る人」), and whether its job is found.
//!
//! A file is in the form of `eval names`. A case counts as found when a right job is among the first five of the search for jobs,
//! and as led when the bot, spoken to, shows it or offers it.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use super::latency::Latency;
use super::names::{Expected, read};
use super::sets::Bench;
use super::{EvalError, percent};
use crate::faq::Weights;
use crate::profile::Catalogue;
use crate::understand::{Light, Understanding, Vocabulary};

/// Jobs looked at.
const FIVE: usize = 5;

/// Measures the file, reports to `out`, and to `details` when given: text, gold, the first jobs, what the bot takes it for.
///
/// # Errors
/// When a file cannot be read or written, or a line is not in its format.
pub(super) fn run(
    catalogue: &Catalogue,
    file: &Path,
    details: Option<&Path>,
    out: &mut impl Write,
) -> Result<(), EvalError> {
    let unwritten = |path: &Path, source| EvalError::File { path: path.to_owned(), source };
    let weights = Weights::from(catalogue.engine());
    let faq = Bench { catalogue, weights: &weights, seed: 1 }.index();
    let vocabulary = Vocabulary::of(catalogue);
    let understanding = Understanding { catalogue, faq: &faq, vocabulary: &vocabulary };
    let mut lines = details
        .map(|path| std::fs::File::create(path).map(BufWriter::new).map_err(|e| unwritten(path, e)))
        .transpose()?;
    let mut latency = Latency::default();
    let (mut all, mut first, mut among, mut led) = (0usize, 0usize, 0usize, 0usize);
    for case in read(file)? {
        let Expected::Jobs(right) = &case.expected else { continue };
        let started = Instant::now();
        let jobs = understanding.jobs_like(&case.text, FIVE);
        latency.push(started.elapsed());
        let outcome = understanding.addressed(&case.text, &Light::default()).outcome;
        let shown = || outcome.labels().into_iter().chain(outcome.offers(catalogue));
        let is_right = |label: &str| label.strip_prefix("profile:").is_some_and(|slug| right.contains(slug));
        all += 1;
        first += usize::from(jobs.first().is_some_and(|slug| right.contains(slug.as_str())));
        among += usize::from(jobs.iter().any(|slug| right.contains(slug.as_str())));
        led += usize::from(shown().any(|label| is_right(&label)));
        if let (Some(lines), Some(path)) = (&mut lines, details) {
            let slugs: Vec<&str> = jobs.iter().map(crate::profile::Slug::as_str).collect();
            let shown: Vec<String> = shown().collect();
            writeln!(lines, "{}\t{}\t{}\t{}", case.text, case.gold, slugs.join(","), shown.join(","))
                .map_err(|e| unwritten(path, e))?;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "files have hundreds of lines")]
    let share = |part: usize| percent(part as f64 / all as f64);
    writeln!(out, "descriptions            {all}")?;
    writeln!(out, "  right job first       {first} ({})", share(first))?;
    writeln!(out, "  among the first five  {among} ({})", share(among))?;
    writeln!(out, "  shown or offered      {led} ({})", share(led))?;
    writeln!(out, "search for jobs         {}", latency.summary())?;
    Ok(())
}
