//! The command line of `fukugyo eval`.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::fit::FitOptions;
use super::{EvalError, advice, beir, descriptions, fit, halves, names, questions};
use crate::profile::{DataSource, Day};

/// Options of `fukugyo eval`.
#[derive(Clone, Debug, Args)]
pub struct EvalArgs {
    /// What to measure.
    #[command(subcommand)]
    pub what: What,
}

/// What to measure.
#[derive(Clone, Debug, Subcommand)]
pub enum What {
    /// What people get who say what the lines say. TSV: `text<TAB>gold`, or with 4 or 5 columns as in `tests/eval/`.
    Questions {
        /// Labelled files.
        #[arg(required_unless_present = "without")]
        files: Vec<PathBuf>,
        /// Measure as for messages that do not address the bot.
        #[arg(long)]
        passive: bool,
        /// Only the third that nothing is fitted on.
        #[arg(long, conflicts_with = "fitted")]
        held_out: bool,
        /// Only the two thirds that may be fitted on.
        #[arg(long)]
        fitted: bool,
        /// Leave part FOLD of K of all entries out of the index and ask their phrasings, instead of files' lines.
        #[arg(long, value_name = "FOLD/K")]
        without: Option<String>,
        /// Write one line for each input line: verdict, file, text, gold, what it was taken for, confidence, offers, why.
        #[arg(long, value_name = "OUT")]
        details: Option<PathBuf>,
        /// Draw the risk-coverage curve.
        #[arg(long, value_name = "FILE.svg")]
        plot: Option<PathBuf>,
    },
    /// Names of jobs: TSV `text<TAB>slug[|slug]`, or `text<TAB>-` for what means no job.
    Names {
        /// The labelled file.
        file: PathBuf,
        /// Write one line for each input line: text, gold, decision, top slugs, score.
        #[arg(long, value_name = "OUT")]
        details: Option<PathBuf>,
    },
    /// Descriptions of jobs (「家に行って掃除するやつ」), in the form of `names`.
    Descriptions {
        /// The labelled file.
        file: PathBuf,
        /// Write one line for each input line: text, gold, first jobs, what the bot shows or offers.
        #[arg(long, value_name = "OUT")]
        details: Option<PathBuf>,
    },
    /// 診断: personas in TOML (as `tests/eval/personas-dev.toml`), and random answers.
    Advice {
        /// Files of personas.
        files: Vec<PathBuf>,
        /// Also ask so many random answers.
        #[arg(long, default_value_t = 5_000)]
        random: usize,
        /// The seed of the random answers.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Instead: choose the weights on one half of the personas, judge on the other, and the other way round.
        #[arg(long)]
        halves: bool,
    },
    /// Fits the engine's numbers to labelled lines and writes them to `data/engine.toml`. A third of each file is left out.
    Fit {
        /// Labelled files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Where the numbers go.
        #[arg(long, default_value = "data/engine.toml")]
        to: PathBuf,
        /// The seed of every choice by lot.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Also say what each feature of the decision buys.
        #[arg(long)]
        features: bool,
        /// Write what cross-validation made of each line: file, text, gold, first right, first three right, probabilities.
        #[arg(long, value_name = "OUT")]
        details: Option<PathBuf>,
    },
    /// Any FAQ set in BEIR form: corpus.jsonl, queries.jsonl, qrels/test.tsv.
    Beir {
        /// The folder.
        dir: PathBuf,
        /// Write a TREC run file.
        #[arg(long, value_name = "OUT")]
        run: Option<PathBuf>,
        /// Without this project's synonyms.
        #[arg(long)]
        plain: bool,
    },
}

/// Runs one evaluation over the data of `source`, as it reads on this day, and reports to `out`.
///
/// # Errors
/// When a file cannot be read or written, a line is not in its format, or the data has errors.
pub fn run(args: &EvalArgs, source: &DataSource, day: Day, out: &mut impl Write) -> Result<(), EvalError> {
    let catalogue = source.load(day).into_result().map_err(EvalError::Data)?;
    match &args.what {
        What::Questions { files, passive, held_out, fitted, without, details, plot } => {
            let options = questions::Options {
                files: files.clone(),
                passive: *passive,
                held_out: if *held_out { Some(true) } else { fitted.then_some(false) },
                without: without.as_deref().map(questions::Part::parse).transpose()?,
                details: details.clone(),
                plot: plot.clone(),
            };
            questions::run(&catalogue, &options, out)
        }
        What::Names { file, details } => names::run(catalogue.names(), file, details.as_deref(), out),
        What::Descriptions { file, details } => descriptions::run(&catalogue, file, details.as_deref(), out),
        What::Advice { files, halves: true, .. } => halves::run(&catalogue, files, out),
        What::Advice { files, random, seed, halves: false } => {
            for file in files {
                advice::run(&catalogue, file, out)?;
            }
            advice::run_random(&catalogue, *random, *seed, out)
        }
        What::Fit { files, to, seed, features, details } => {
            let options = FitOptions {
                files: files.clone(),
                to: to.clone(),
                seed: *seed,
                features: *features,
                details: details.clone(),
            };
            fit::run(&catalogue, &options, out)
        }
        What::Beir { dir, run, plain } => {
            let synonyms = if *plain { &[][..] } else { catalogue.synonyms() };
            beir::run(dir, synonyms, run.as_deref(), out)
        }
    }
}
