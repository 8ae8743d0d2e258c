//! How findings are said: a file for each language, and nothing else says them.
//!
//! A message names what is wrong and what to write instead; file, line and place stand before it. Non-goal: what users of the bot read.

mod en;
mod ja;

use super::finding::Finding;

/// The language of messages to editors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// 日本語, which editors write the data in.
    #[default]
    Japanese,
    /// English, as the log and the settings speak.
    English,
}

impl Language {
    /// The sentence or two about this finding.
    pub(super) fn say(self, finding: &Finding) -> String {
        match self {
            Self::Japanese => ja::say(finding),
            Self::English => en::say(finding),
        }
    }

    /// The word for how bad it is.
    pub(super) fn severity(self, severity: super::Severity) -> &'static str {
        match self {
            Self::Japanese => ja::severity(severity),
            Self::English => en::severity(severity),
        }
    }

    /// The place in the file as a person counts.
    pub(super) fn path(self, path: &str) -> String {
        match self {
            Self::Japanese => ja::path(path),
            Self::English => path.to_owned(),
        }
    }

    /// That the same also stands elsewhere.
    pub(super) fn also(self, file: &str, line: usize) -> String {
        match self {
            Self::Japanese => ja::also(file, line),
            Self::English => en::also(file, line),
        }
    }

    /// How many there were: the last line of a check.
    #[must_use]
    pub fn summary(self, profiles: usize, questions: usize, errors: usize, warnings: usize) -> String {
        match self {
            Self::Japanese => ja::summary(profiles, questions, errors, warnings),
            Self::English => en::summary(profiles, questions, errors, warnings),
        }
    }
}
