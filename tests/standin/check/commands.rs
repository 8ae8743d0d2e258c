//! Command registration
//! (<https://discord.com/developers/docs/interactions/application-commands>).

use std::collections::HashSet;

use serde_json::{Value, json};
use twilight_model::application::command::{Command, CommandType};
use twilight_validate::command as twilight;

use super::text;

/// Characters of a command: names, descriptions and values, longest localisation each. Twilight's
/// constant is the 4,000 of before 2024.
const TOTAL: usize = 8_000;
/// Commands of a scope, of one kind: slash commands, then user and message commands.
const SLASH: usize = 100;
const MENU: usize = 5;

/// The locales Discord takes (<https://discord.com/developers/docs/reference#locales>).
const LOCALES: [&str; 33] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl",
    "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja",
    "zh-TW", "ko", "is",
];

/// Checks the body of a bulk overwrite.
pub fn commands(body: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let Some(list) = body.as_array() else { return vec!["a bulk overwrite is a list".into()] };
    let mut names = HashSet::new();
    for command in list {
        let kind = command["type"].as_u64().unwrap_or(1);
        if !names.insert((kind, command["name"].as_str().unwrap_or_default())) {
            out.push(format!("command {} is there twice", command["name"]));
        }
        self::command(&mut out, command);
    }
    for (kind, most) in [(1, SLASH), (2, MENU), (3, MENU)] {
        let count = names.iter().filter(|(k, _)| *k == kind).count();
        if count > most {
            out.push(format!("{count} commands of type {kind}, of at most {most}"));
        }
    }
    out
}

fn command(out: &mut Vec<String>, given: &Value) {
    let name = given["name"].as_str().unwrap_or_default().to_owned();
    // What Discord fills in itself, and twilight's model needs.
    let mut filled = given.clone();
    for (key, value) in
        [("type", json!(1)), ("description", json!("")), ("version", json!("1")), ("options", json!([]))]
    {
        if filled[key].is_null() {
            filled[key] = value;
        }
    }
    let command: Command = match serde_json::from_value(filled) {
        Ok(command) => command,
        Err(error) => return out.push(format!("command {name:?} is malformed: {error}")),
    };
    let mut complain = |problem: String| out.push(format!("command {name:?}: {problem}"));
    let chars = twilight::command_characters(&command);
    if chars > TOTAL {
        complain(format!("{chars} characters, of at most {TOTAL}"));
    }
    let slash = command.kind == CommandType::ChatInput;
    for name in
        std::iter::once(&command.name).chain(command.name_localizations.iter().flat_map(|m| m.values()))
    {
        let checked = if slash { twilight::chat_input_name(name) } else { twilight::name(name) };
        if let Err(error) = checked {
            complain(format!("name {name:?}: {error}"));
        }
    }
    for text in std::iter::once(&command.description)
        .chain(command.description_localizations.iter().flat_map(|m| m.values()))
    {
        match twilight::description(text) {
            Err(error) if slash => complain(error.to_string()),
            Ok(()) if !slash => complain("a menu command has no description".into()),
            _ => {}
        }
    }
    if let Err(error) = twilight::options(&command.options) {
        complain(error.to_string());
    }
    localisations(out, given);
}

/// Localised names and descriptions of a command and everything below it.
fn localisations(out: &mut Vec<String>, node: &Value) {
    for (key, max) in [("name_localizations", 32), ("description_localizations", 100)] {
        // A choice's name may have 100 characters; it has a value and no description.
        let max = if node["value"].is_null() { max } else { 100 };
        for (locale, value) in node[key].as_object().into_iter().flatten() {
            if !LOCALES.contains(&locale.as_str()) {
                out.push(format!("{key} has the unknown locale {locale:?}"));
            }
            text(out, key, value.as_str().unwrap_or_default(), 1, max);
        }
    }
    for key in ["options", "choices"] {
        let children = node[key].as_array().map(Vec::as_slice).unwrap_or_default();
        if children.len() > 25 {
            out.push(format!("{} {key}, of at most 25", children.len()));
        }
        for child in children {
            localisations(out, child);
        }
    }
    if node["autocomplete"] == true && node["choices"].as_array().is_some_and(|c| !c.is_empty()) {
        out.push(format!("option {} has both choices and autocomplete", node["name"]));
    }
}

/// One choice, of an option or of an autocomplete answer.
pub fn choice(out: &mut Vec<String>, choice: &Value) {
    text(out, "choice name", choice["name"].as_str().unwrap_or_default(), 1, 100);
    match &choice["value"] {
        Value::String(value) => text(out, "choice value", value, 1, 100),
        Value::Number(_) => {}
        other => out.push(format!("choice value {other}")),
    }
}
