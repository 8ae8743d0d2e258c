//! The files of a data folder as far as they could be read, before they are checked and become a catalogue.

use super::engine::Engine;
use super::figures::FigureFile;
use super::finding::Finding;
use super::problem::{Problem, Severity};
use super::spoken::{Ambiguous, Synonyms};
use super::spoken::{FirstWords, Referrals};
use super::topic::Topic;
use super::types::Profile;
use super::weighing::Weighing;
use super::wording::Wording;

/// A parsed file.
#[derive(Debug)]
pub(super) struct Parsed<T> {
    /// Its path in the data folder.
    pub(super) path: String,
    /// It is not the file that is built in: of two that disagree, the one somebody works on.
    pub(super) edited: bool,
    pub(super) value: T,
}

impl<T> Parsed<T> {
    /// A finding in this file; its line is looked up when all are known.
    pub(super) fn problem(&self, severity: Severity, path: &str, finding: impl Into<Finding>) -> Problem {
        let problem = Problem::of_file(self.path.clone(), 0, severity, finding.into());
        Problem { path: path.to_owned(), ..problem }
    }
}

/// The files by kind, as far as they could be read.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) figures: Vec<Parsed<FigureFile>>,
    pub(super) profiles: Vec<Parsed<Profile>>,
    pub(super) topics: Vec<Parsed<Topic>>,
    pub(super) synonyms: Vec<Parsed<Synonyms>>,
    pub(super) ambiguous: Vec<Parsed<Ambiguous>>,
    pub(super) first_words: Vec<Parsed<FirstWords>>,
    pub(super) referrals: Vec<Parsed<Referrals>>,
    pub(super) engine: Vec<Parsed<Engine>>,
    pub(super) advice: Vec<Parsed<Weighing>>,
    pub(super) wording: Vec<Parsed<Wording>>,
}
