//! From messages and replies to the bodies that go over the wire, made once.
//!
//! Bodies are made here and nowhere else, so that every one of them carries an empty `allowed_mentions` and has been through
//! [`super::limits`].

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use super::component::Row;
use super::limits;
use super::message::{Embed, File, Message};
use super::reply::{Choice, Reply};

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

/// `MessageFlags`: only the user who acted sees the message.
const EPHEMERAL: u32 = 1 << 6;

/// A body ready to be sent, any number of times: copying it copies neither JSON nor pictures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Payload {
    /// The JSON body.
    pub json: Bytes,
    /// Pictures to upload with it.
    pub files: Vec<File>,
}

impl Payload {
    /// JSON without files.
    #[must_use]
    pub fn json(json: impl Into<Bytes>) -> Self {
        Self { json: json.into(), files: Vec::new() }
    }

    /// The body as a tree, to be shown or looked at.
    #[must_use]
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.json).unwrap_or_default()
    }
}

impl Reply {
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
}

impl Message {
    /// The body of `POST /channels/{id}/messages`, within every limit. Discord posts what has the same nonce once.
    #[must_use]
    pub fn payload(self, nonce: &str) -> Payload {
        let mut message = limits::fit(self);
        let files = std::mem::take(&mut message.files);
        let body = Body { nonce: Some(nonce), enforce_nonce: Some(true), ..message.body(&files) };
        Payload { json: json(&body), files }
    }

    /// The body of `PATCH /webhooks/{application}/{token}/messages/@original`, within every limit.
    #[must_use]
    pub fn edit(self) -> Payload {
        let mut message = limits::fit(self);
        let files = std::mem::take(&mut message.files);
        let json = json(&message.body(&files));
        Payload { json, files }
    }

    /// The body, without its files' bytes.
    fn body<'a>(&'a self, files: &'a [File]) -> Body<'a> {
        Body {
            content: &self.content,
            embeds: &self.embeds,
            components: &self.rows,
            flags: if self.ephemeral { EPHEMERAL } else { 0 },
            attachments: files
                .iter()
                .enumerate()
                .map(|(id, file)| Attachment { id, filename: &file.name, description: &file.alt })
                .collect(),
            // Nobody is pinged by a reply.
            allowed_mentions: AllowedMentions { parse: [], replied_user: self.reply_to.map(|_| false) },
            message_reference: self
                .reply_to
                // The question may be gone by now: the answer then stands alone.
                .map(|id| MessageReference { message_id: id.to_string(), fail_if_not_exists: false }),
            nonce: None,
            enforce_nonce: None,
        }
    }
}

/// A message as Discord takes it.
#[derive(Serialize)]
struct Body<'a> {
    content: &'a str,
    embeds: &'a [Embed],
    components: &'a [Row],
    flags: u32,
    attachments: Vec<Attachment<'a>>,
    allowed_mentions: AllowedMentions,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_reference: Option<MessageReference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enforce_nonce: Option<bool>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    id: usize,
    filename: &'a str,
    description: &'a str,
}

#[derive(Serialize)]
struct AllowedMentions {
    parse: [&'static str; 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    replied_user: Option<bool>,
}

#[derive(Serialize)]
struct MessageReference {
    message_id: String,
    fail_if_not_exists: bool,
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

/// A body as JSON. Bodies hold texts, numbers and lists alone, which are always JSON.
fn json(body: &impl Serialize) -> Bytes {
    let mut json = Vec::with_capacity(4_096);
    // Writing to memory does not fail, and no map of ours has keys that are not texts.
    let _ = serde_json::to_writer(&mut json, body);
    json.into()
}
