//! What a handler has at hand, and the one way to turn a typed name into a job.

use crate::app::{App, Knowledge, Stored};
use crate::profile::Profile;
use crate::profile::lookup::{Decision, SUGGESTIONS};
use crate::view::notice::{Unsure, UserError};

use super::caller::Caller;
use super::definition::{Command, CommandOption, JOB, OptionKind};
use super::options::Options;

/// What a handler has at hand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    /// Settings and cooldowns.
    pub(crate) app: &'a App,
    /// The data, the same for the whole reply.
    pub(crate) knowledge: &'a Knowledge,
    /// Who acts, and where.
    pub(crate) caller: &'a Caller,
    /// The command being answered; for a button, the one that says what else there is.
    pub(crate) command: &'static Command,
    /// What came of what was asked of the store beforehand.
    pub(crate) stored: Option<&'a Stored>,
}

impl<'a> Context<'a> {
    /// The job that the `job` option names; `rest` is how the command's other options are kept for 「もしかして」.
    ///
    /// # Errors
    /// When the option is missing, the name is not sure enough, or nothing is near it.
    pub(crate) fn job(
        &self,
        options: &Options,
        rest: impl FnOnce() -> String,
    ) -> Result<&'a Profile, UserError> {
        let typed = options.text(JOB.name).ok_or_else(|| self.missing(&JOB))?;
        self.job_named(typed, rest)
    }

    /// The job of this name; `rest` as in [`Self::job`].
    ///
    /// # Errors
    /// When the name is not sure enough, or nothing is near it.
    pub(crate) fn job_named(
        &self,
        typed: &str,
        rest: impl FnOnce() -> String,
    ) -> Result<&'a Profile, UserError> {
        let matches = match self.knowledge.catalogue.names().decide(typed) {
            Decision::Match(found) => match self.knowledge.catalogue.profile(found.slug.as_str()) {
                Some(profile) => return Ok(profile),
                None => Vec::new(),
            },
            Decision::Suggest(matches) => matches,
            Decision::Nothing => Vec::new(),
        };
        if matches.is_empty() {
            return Err(UserError::NoSuchJob(typed.to_owned()));
        }
        let matches = matches.into_iter().take(SUGGESTIONS).collect();
        let unsure = Unsure { typed: typed.to_owned(), command: self.command.name, rest: rest(), matches };
        Err(UserError::Unsure(Box::new(unsure)))
    }

    /// A required option is missing.
    pub(crate) fn missing(&self, option: &CommandOption) -> UserError {
        UserError::Missing { option: option.name_ja, example: self.command.example }
    }

    /// The value of a choice option, chosen by key or typed as either name.
    ///
    /// # Errors
    /// When what was given is none of the option's choices.
    pub(crate) fn chosen<T>(
        &self,
        options: &Options,
        option: &CommandOption,
        from_key: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, UserError> {
        let (Some(given), OptionKind::Choice(choices)) = (options.text(option.name), option.kind) else {
            return Ok(None);
        };
        let key =
            choices().into_iter().find(|&(key, ja, _)| given == key || given == ja).map(|(key, ..)| key);
        key.and_then(from_key).map(Some).ok_or_else(|| UserError::NotAChoice {
            option: option.name_ja,
            given: given.to_owned(),
            example: self.command.example,
        })
    }
}
