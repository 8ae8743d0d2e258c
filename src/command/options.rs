//! What a user gave to a command: named values, read with the rules of the command's own definition.

use serenity::all::{CommandDataOption, CommandDataOptionValue};

use crate::profile::decimal;
use crate::view::notice::UserError;

use super::definition::CommandOption;

/// The range of numbers an option takes, each end with its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Within {
    pub(crate) low: (f64, &'static str),
    pub(crate) high: (f64, &'static str),
    pub(crate) unit: &'static str,
}

/// A value as Discord sent it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Given {
    Text(String),
    Number(f64),
}

/// The options of one use of a command, by English name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Options(Vec<(String, Given)>);

impl Options {
    /// The options that hold a text or a number; other kinds are in no definition of ours.
    pub(crate) fn new(options: &[CommandDataOption]) -> Self {
        let value = |o: &CommandDataOption| {
            let given = match &o.value {
                CommandDataOptionValue::String(text) => Given::Text(text.clone()),
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "numbers beyond 2^53 are refused by every range"
                )]
                CommandDataOptionValue::Integer(number) => Given::Number(*number as f64),
                CommandDataOptionValue::Number(number) => Given::Number(*number),
                _ => return None,
            };
            Some((o.name.clone(), given))
        };
        Self(options.iter().filter_map(value).collect())
    }

    /// With this text under this name.
    pub(crate) fn with_text(mut self, name: &str, text: &str) -> Self {
        self.0.push((name.to_owned(), Given::Text(text.to_owned())));
        self
    }

    /// With this number under this name, when there is one.
    pub(crate) fn with_number(mut self, name: &str, number: Option<f64>) -> Self {
        if let Some(number) = number {
            self.0.push((name.to_owned(), Given::Number(number)));
        }
        self
    }

    /// Every option given, by name.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &Given)> {
        self.0.iter().map(|(name, given)| (name.as_str(), given))
    }

    /// A text that is not blank.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find_map(|(key, given)| match given {
            Given::Text(text) if key == name && !text.trim().is_empty() => Some(text.as_str()),
            _ => None,
        })
    }

    /// A number.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.0.iter().find_map(|(key, given)| match given {
            Given::Number(number) if key == name => Some(*number),
            _ => None,
        })
    }

    /// A number inside its range.
    ///
    /// # Errors
    /// When it is outside.
    pub(crate) fn within(&self, option: &CommandOption, range: Within) -> Result<Option<f64>, UserError> {
        match self.number(option.name) {
            Some(number) if !(range.low.0..=range.high.0).contains(&number) => Err(UserError::OutOfRange {
                option: option.name_ja,
                low: range.low.1,
                high: range.high.1,
                unit: range.unit,
                given: decimal(number),
            }),
            number => Ok(number),
        }
    }

    /// A whole number inside its range.
    ///
    /// # Errors
    /// When it is outside.
    pub(crate) fn whole_within(
        &self,
        option: &CommandOption,
        range: Within,
    ) -> Result<Option<i64>, UserError> {
        #[expect(clippy::cast_possible_truncation, reason = "every range is far below 2^52")]
        Ok(self.within(option, range)?.map(|number| number.round() as i64))
    }
}
