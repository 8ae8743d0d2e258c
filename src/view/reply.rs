//! The answer to an interaction, and the callback body that Discord takes.

use serde::Serialize;

use super::chart::Chart;
use super::limits;
use super::message::{File, Message};
use super::payload::{Payload, json};

/// `InteractionCallbackType` (Discord, "Receiving and Responding"): answer to a ping.
const PONG: u8 = 1;
/// Respond with a message.
const CHANNEL_MESSAGE: u8 = 4;
/// Acknowledge; the message the component is on is changed afterwards.
const DEFERRED_UPDATE: u8 = 6;
/// Edit the message the component is on.
const UPDATE_MESSAGE: u8 = 7;
/// Suggest choices for an option.
const AUTOCOMPLETE_RESULT: u8 = 8;

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

    /// The body of `POST /interactions/{id}/{token}/callback`, within every limit.
    #[must_use]
    pub fn payload(self) -> Payload {
        let (kind, message) = match self {
            Self::Message(message) => (CHANNEL_MESSAGE, message),
            Self::Update(message) => (UPDATE_MESSAGE, message),
            Self::Pong => return without_files(&Bare { kind: PONG }),
            Self::Remove => return without_files(&Bare { kind: DEFERRED_UPDATE }),
            Self::Choices(choices) => {
                let data = Choices { choices: limits::fit_choices(choices) };
                return without_files(&Callback { kind: AUTOCOMPLETE_RESULT, data });
            }
        };
        let mut message = limits::fit(message);
        let files = std::mem::take(&mut message.files);
        let json = json(&Callback { kind, data: message.body(&files) });
        Payload { json, files }
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

fn without_files(body: &impl Serialize) -> Payload {
    Payload { json: json(body), files: Vec::new() }
}

#[derive(Serialize)]
struct Callback<T> {
    #[serde(rename = "type")]
    kind: u8,
    data: T,
}

#[derive(Serialize)]
struct Bare {
    #[serde(rename = "type")]
    kind: u8,
}

#[derive(Serialize)]
struct Choices {
    choices: Vec<Choice>,
}

/// A suggestion while an option is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What it says.
    pub name: String,
    /// What is sent.
    pub value: String,
}
