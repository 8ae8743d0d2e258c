//! The command line of `fukugyo eval`.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{EvalError, beir, names, questions};
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
    /// Questions: TSV `text<TAB>id[,id…]`, or `text<TAB>-` for what must not be answered.
    Questions {
        /// The labelled file.
        file: PathBuf,
        /// Measure as for messages that do not address the bot.
        #[arg(long)]
        passive: bool,
        /// Write one line for each input line: text, gold, decision, top ids, score.
        #[arg(long, value_name = "OUT")]
        details: Option<PathBuf>,
    },
    /// Names of jobs: TSV `text<TAB>slug[|slug]`, or `text<TAB>-` for what means no job.
    Names {
        /// The labelled file.
        file: PathBuf,
        /// Write one line for each input line: text, gold, decision, top slugs, score.
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
        What::Questions { file, passive, details } => {
            questions::run(&catalogue, file, *passive, details.as_deref(), out)
        }
        What::Names { file, details } => names::run(catalogue.names(), file, details.as_deref(), out),
        What::Beir { dir, run, plain } => {
            let synonyms = if *plain { &[][..] } else { catalogue.synonyms() };
            beir::run(dir, synonyms, run.as_deref(), out)
        }
    }
}
