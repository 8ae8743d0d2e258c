//! Discord's interaction JSON, made from what a person types outside of Discord.
//!
//! The terminal front and tests go through the same door as the gateway: JSON that serenity reads. The ids are fixed; they mean
//! nothing outside this process.

use serde_json::{Value, json};
use serenity::all::Interaction;

use crate::command::{COMMANDS, Command, CommandKind, CommandOption, OptionKind, find};

/// Why a typed line is not a command.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypedError {
    /// It does not begin with `/`.
    #[error("a command begins with /, for example: {0}")]
    NoSlash(&'static str),
    /// There is no such command.
    #[error("there is no command /{0}; there are: {1}")]
    UnknownCommand(String, String),
    /// The command has no such option.
    #[error("/{command} has no option {option}; it has: {known}")]
    UnknownOption {
        /// The command.
        command: &'static str,
        /// What was typed.
        option: String,
        /// The options it has.
        known: String,
    },
    /// A number option got a text.
    #[error("{option} takes a number, not 「{given}」")]
    NotANumber {
        /// The option.
        option: &'static str,
        /// What was typed.
        given: String,
    },
    /// serenity cannot read what was built.
    #[error("the interaction cannot be read: {0}")]
    Unreadable(String),
}

/// The option being typed counts as focused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The command was sent.
    Sent,
    /// The last option is still being typed.
    Typing,
}

const APPLICATION_COMMAND: u8 = 2;
const MESSAGE_COMPONENT: u8 = 3;
const AUTOCOMPLETE: u8 = 4;

/// The interaction of a typed line such as `/income job:backend hours:2`; a text without a name goes to the first option.
///
/// # Errors
/// When the line is no command of ours, in words for the person who typed it.
pub fn typed(line: &str, stage: Stage) -> Result<Interaction, TypedError> {
    parse(typed_json(line, stage)?)
}

/// The same as the JSON that Discord would send.
///
/// # Errors
/// As [`typed`].
pub fn typed_json(line: &str, stage: Stage) -> Result<Value, TypedError> {
    let line = line.trim();
    let rest = line.strip_prefix('/').ok_or(TypedError::NoSlash("/score job:バックエンド"))?;
    let (name, arguments) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let slash = || COMMANDS.iter().filter(|c| c.kind == CommandKind::Slash);
    let known = || slash().map(|c| format!("/{}", c.name)).collect::<Vec<_>>().join(" ");
    let command = find(name)
        .filter(|c| c.kind == CommandKind::Slash)
        .ok_or_else(|| TypedError::UnknownCommand(name.to_owned(), known()))?;
    let given = arguments_of(command, arguments)?;
    let last = given.len().saturating_sub(1);
    let options: Result<Vec<Value>, TypedError> = given
        .iter()
        .enumerate()
        .map(|(i, (option, value))| option_json(option, value, stage == Stage::Typing && i == last))
        .collect();
    let kind = if stage == Stage::Typing { AUTOCOMPLETE } else { APPLICATION_COMMAND };
    Ok(body(kind, json!({ "id": "3", "name": command.name, "type": 1, "options": options? })))
}

/// The interaction of a pressed component, with the chosen values of a menu.
///
/// # Errors
/// When serenity cannot read it.
pub fn pressed(custom_id: &str, values: &[String]) -> Result<Interaction, TypedError> {
    let kind = if values.is_empty() { 2 } else { 3 };
    let mut data = json!({ "custom_id": custom_id, "component_type": kind });
    if !values.is_empty() {
        data["values"] = json!(values);
    }
    let mut body = body(MESSAGE_COMPONENT, data);
    body["message"] = message_json();
    parse(body)
}

fn arguments_of<'a>(
    command: &'static Command,
    text: &'a str,
) -> Result<Vec<(&'static CommandOption, String)>, TypedError> {
    let mut given: Vec<(&'static CommandOption, String)> = Vec::new();
    for word in text.split_whitespace() {
        let named = word.split_once([':', '：']).filter(|(name, _)| !name.is_empty());
        let option: Option<(&'static CommandOption, &'a str)> = match named {
            Some((name, value)) => match command.options.iter().find(|o| o.name == name || o.name_ja == name)
            {
                Some(option) => Some((option, value)),
                // Free text may hold colons of its own.
                None if given.last().is_some_and(|(o, _)| matches!(o.kind, OptionKind::Text)) => None,
                None => {
                    let known = command.options.iter().map(|o| o.name).collect::<Vec<_>>().join(", ");
                    return Err(TypedError::UnknownOption {
                        command: command.name,
                        option: name.to_owned(),
                        known,
                    });
                }
            },
            None => None,
        };
        match (option, given.last_mut()) {
            (Some((option, value)), _) => given.push((option, value.to_owned())),
            // A word without a name belongs to the option before it: job:動画 編集.
            (None, Some((_, value))) => {
                value.push(' ');
                value.push_str(word);
            }
            (None, None) => {
                let none = || TypedError::UnknownOption {
                    command: command.name,
                    option: word.to_owned(),
                    known: "none".to_owned(),
                };
                given.push((command.options.first().ok_or_else(none)?, word.to_owned()));
            }
        }
    }
    Ok(given)
}

fn option_json(option: &CommandOption, value: &str, focused: bool) -> Result<Value, TypedError> {
    let not_a_number = || TypedError::NotANumber { option: option.name, given: value.to_owned() };
    let value = match option.kind {
        _ if focused => json!(value),
        OptionKind::Whole => json!(value.trim().replace(',', "").parse::<i64>().map_err(|_| not_a_number())?),
        OptionKind::Number => {
            let number =
                value.trim().parse::<f64>().ok().filter(|n| n.is_finite()).ok_or_else(not_a_number)?;
            json!(number)
        }
        OptionKind::Job | OptionKind::Text | OptionKind::Choice(_) => json!(value),
    };
    let mut body = json!({ "name": option.name, "type": option.kind.discord_type(), "value": value });
    if focused {
        body["focused"] = json!(true);
    }
    Ok(body)
}

fn user_json() -> Value {
    json!({ "id": "2", "username": "you", "discriminator": "0", "global_name": "あなた", "avatar": null })
}

/// The message a pressed component is on: one's own, so that it changes in place.
fn message_json() -> Value {
    json!({
        "id": "5", "channel_id": "4", "content": "", "timestamp": "2026-01-01T00:00:00Z", "edited_timestamp": null, "tts": false,
        "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "type": 20,
        "author": { "id": "1", "username": "fukugyo", "discriminator": "0", "avatar": null, "bot": true },
        "interaction_metadata": { "id": "6", "type": 2, "user": user_json(), "authorizing_integration_owners": {} },
    })
}

fn body(kind: u8, data: Value) -> Value {
    json!({
        "id": "7", "application_id": "1", "type": kind, "token": "local", "version": 1, "data": data, "channel_id": "4",
        "user": user_json(), "locale": "ja", "entitlements": [], "authorizing_integration_owners": {}, "context": 1,
        "attachment_size_limit": 10_485_760, "app_permissions": "0",
    })
}

fn parse(body: Value) -> Result<Interaction, TypedError> {
    serde_json::from_value(body).map_err(|e| TypedError::Unreadable(e.to_string()))
}
