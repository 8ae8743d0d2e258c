//! Is what the bot sent allowed? Discord's limits, by twilight's constants where it has them, and the
//! house rules: `allowed_mentions` empty in every message, alt text on every picture.
//!
//! All lengths are counted in characters. Every check returns all it finds, not the first.

mod commands;
mod components;
mod embeds;

pub use commands::commands;

use std::collections::BTreeSet;

use serde_json::Value;
use twilight_validate::message::{ATTACHMENT_DESCIPTION_LENGTH_MAX, MESSAGE_CONTENT_LENGTH_MAX};

use super::state::UploadedFile;

/// Interaction types (<https://discord.com/developers/docs/interactions/receiving-and-responding>).
const COMMAND: u64 = 2;
const COMPONENT: u64 = 3;
const AUTOCOMPLETE: u64 = 4;
const MODAL: u64 = 5;

/// Choices an autocomplete answer may hold.
const CHOICES: usize = 25;
/// Rows, and so text inputs, a modal may hold.
const MODAL_ROWS: usize = 5;
/// A modal's title.
const MODAL_TITLE: usize = 45;
/// The flags a bot may set on a message: SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS.
const FLAGS: u64 = (1 << 2) | (1 << 6) | (1 << 12);
/// A nonce, in characters (<https://discord.com/developers/docs/resources/message#create-message>).
const NONCE: usize = 25;
/// Files of one message.
const FILES: usize = 10;

/// What a message body is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A new message: it must hold something.
    New,
    /// An edit: what it does not name stays.
    Edit,
}

/// Checks the first response to an interaction of type `kind`.
pub fn callback(kind: u64, body: &Value, files: &[UploadedFile]) -> Vec<String> {
    let response = body["type"].as_u64().unwrap_or(0);
    let fits = match kind {
        COMMAND => matches!(response, 4 | 5 | 9),
        COMPONENT => matches!(response, 4..=7 | 9),
        AUTOCOMPLETE => response == 8,
        MODAL => matches!(response, 4..=7),
        _ => response == 1,
    };
    if !fits {
        return vec![format!("response type {response} does not fit interaction type {kind}")];
    }
    let data = &body["data"];
    match response {
        4 => message(data, files, Use::New),
        7 => message(data, files, Use::Edit),
        8 => choices(data),
        9 => modal(data),
        _ => Vec::new(),
    }
}

/// Checks a message body and the files that came with it.
pub fn message(body: &Value, files: &[UploadedFile], used_for: Use) -> Vec<String> {
    let mut out = Vec::new();
    if !body.is_object() {
        out.push("a message without a body".into());
        return out;
    }
    let content = body["content"].as_str().unwrap_or_default();
    text(&mut out, "content", content, 0, MESSAGE_CONTENT_LENGTH_MAX);
    embeds::embeds(&mut out, &body["embeds"]);
    components::rows(&mut out, &body["components"]);
    mentions(&mut out, &body["allowed_mentions"]);
    attachments(&mut out, body, files);
    let flags = body["flags"].as_u64().unwrap_or(0);
    if flags & !FLAGS != 0 {
        out.push(format!("flags {flags} that a bot may not set"));
    }
    let holds = |key: &str| body[key].as_array().is_some_and(|list| !list.is_empty());
    let empty = content.trim().is_empty() && !holds("embeds") && !holds("components") && files.is_empty();
    if used_for == Use::New && empty {
        out.push("an empty message".into());
    }
    out
}

/// A house rule: a message into a channel carries a nonce that Discord enforces, so that sending it again cannot post it twice.
pub fn nonce(body: &Value) -> Vec<String> {
    let mut out = Vec::new();
    match &body["nonce"] {
        Value::Number(_) => {}
        nonce => text(&mut out, "nonce", nonce.as_str().unwrap_or_default(), 1, NONCE),
    }
    if body["enforce_nonce"] != true {
        out.push("enforce_nonce is not true".into());
    }
    out
}

/// `allowed_mentions` must be there and allow nobody
/// (<https://discord.com/developers/docs/resources/message#allowed-mentions-object>).
fn mentions(out: &mut Vec<String>, allowed: &Value) {
    if !allowed["parse"].as_array().is_some_and(Vec::is_empty) {
        out.push(format!("allowed_mentions must be there with an empty parse, but is {allowed}"));
    }
    for key in ["users", "roles"] {
        if allowed[key].as_array().is_some_and(|list| !list.is_empty()) {
            out.push(format!("allowed_mentions.{key} is not empty"));
        }
    }
}

/// Files, the `attachments` that describe them, and `attachment://` references must agree.
fn attachments(out: &mut Vec<String>, body: &Value, files: &[UploadedFile]) {
    if files.len() > FILES {
        out.push(format!("{} files, of at most {FILES}", files.len()));
    }
    let described = body["attachments"].as_array().map(Vec::as_slice).unwrap_or_default();
    for file in files {
        let id = |a: &&Value| a["id"].as_u64().or_else(|| a["id"].as_str()?.parse().ok()) == Some(file.id);
        let alt = described.iter().find(id).and_then(|a| a["description"].as_str()).unwrap_or_default();
        if alt.is_empty() {
            out.push(format!("file {:?} has no alt text in attachments", file.name));
        }
        text(out, "alt text", alt, 0, ATTACHMENT_DESCIPTION_LENGTH_MAX);
        if file.bytes.is_empty() {
            out.push(format!("file {:?} is empty", file.name));
        }
    }
    let names: BTreeSet<&str> = files
        .iter()
        .map(|file| file.name.as_str())
        .chain(described.iter().filter_map(|a| a["filename"].as_str()))
        .collect();
    for embed in body["embeds"].as_array().into_iter().flatten() {
        for place in ["image", "thumbnail"] {
            let name = embed[place]["url"].as_str().and_then(|url| url.strip_prefix("attachment://"));
            if let Some(name) = name.filter(|name| !names.contains(name)) {
                out.push(format!("{place} refers to attachment://{name}, which is not attached"));
            }
        }
    }
}

/// An autocomplete answer.
fn choices(data: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let Some(choices) = data["choices"].as_array() else {
        return vec!["an autocomplete answer without choices".into()];
    };
    if choices.len() > CHOICES {
        out.push(format!("{} choices, of at most {CHOICES}", choices.len()));
    }
    for choice in choices {
        commands::choice(&mut out, choice);
    }
    out
}

fn modal(data: &Value) -> Vec<String> {
    let mut out = Vec::new();
    text(&mut out, "modal title", data["title"].as_str().unwrap_or_default(), 1, MODAL_TITLE);
    text(&mut out, "modal custom_id", data["custom_id"].as_str().unwrap_or_default(), 1, 100);
    let rows = data["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    if rows.is_empty() || rows.len() > MODAL_ROWS {
        out.push(format!("{} rows in a modal, of 1 to {MODAL_ROWS}", rows.len()));
    }
    components::rows(&mut out, &data["components"]);
    out
}

/// Complains when `value` does not have `min` to `max` characters.
fn text(out: &mut Vec<String>, name: &str, value: &str, min: usize, max: usize) {
    let chars = value.chars().count();
    if chars < min || chars > max {
        out.push(format!("{name} has {chars} characters, of {min} to {max}"));
    }
}
