//! `fukugyo eval`: measures questions and names on labelled files, and the engine on any FAQ set in BEIR form.
//!
//! One file per subcommand: [`questions`], [`beir`] (and `names`, `descriptions`). Each is a function from typed options to figures and takes the
//! writer it reports to, so that tests read what a person reads. [`cli`] holds the clap types and dispatches.
//!
//! Labelled files are TSV without a header, `text<TAB>gold`, where gold is one id or several separated by commas (any of them is
//! right), or `-` for a text that must not be answered. Details files list one line for each input line, in order.

pub mod advice;
pub mod beir;
pub mod cli;
mod curve;
mod descriptions;
pub mod fit;
mod halves;
mod labelled;
mod latency;
mod names;
pub mod optimise;
pub mod questions;
pub mod sets;

use std::path::PathBuf;

use crate::profile::Report;

pub use labelled::{Line, parse_labelled, read_labelled};
pub use names::{Expected, NameCase, NameSummary, eval_names, parse_names};

/// Why an evaluation could not run.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line of a labelled file or a data set is not in its format.
    #[error("{path}:{line}: {message}")]
    Format {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A part that is not one.
    #[error("「{0}」 is no part: write FOLD/K, such as 1/5")]
    Part(String),
    /// The data has errors.
    #[error("the data has errors; run `fukugyo check`")]
    Data(Report),
    /// The report could not be written.
    #[error("writing the report: {0}")]
    Out(#[from] std::io::Error),
}

/// A share from 0 to 1 as people read it; a dash where nothing was measured.
fn percent(share: f64) -> String {
    if share.is_nan() { "–".into() } else { format!("{:.1}%", share * 100.0) }
}
