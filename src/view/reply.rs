//! The answer to an interaction, as plain data.

use serde::Serialize;

use super::chart::Chart;
use super::message::{File, Message};

/// The answer to an interaction.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Answer to a ping.
    Pong,
    /// A new message.
    Message(Message),
    /// The message the component is on, changed in place.
    Update(Message),
    /// The message the component is on is removed.
    Remove,
    /// Choices for the option being typed.
    Choices(Vec<Choice>),
}

impl Reply {
    /// A new message that only the user who acted sees.
    #[must_use]
    pub fn ephemeral(mut message: Message) -> Self {
        message.ephemeral = true;
        Self::Message(message)
    }

    /// The chart that belongs to the reply; its text says the same.
    #[must_use]
    pub fn chart(&self) -> Option<&Chart> {
        match self {
            Self::Message(message) | Self::Update(message) => message.chart.as_ref(),
            Self::Pong | Self::Choices(_) | Self::Remove => None,
        }
    }

    /// With this picture in its first embed.
    #[must_use]
    pub fn with_picture(mut self, file: File) -> Self {
        if let Self::Message(message) | Self::Update(message) = &mut self {
            message.picture(file);
        }
        self
    }
}

/// A suggestion while an option is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What it says.
    pub name: String,
    /// What is sent.
    pub value: String,
}
