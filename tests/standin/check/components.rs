//! Rows, buttons, select menus and text inputs
//! (<https://discord.com/developers/docs/components/reference>).

use std::collections::HashSet;

use serde_json::Value;
use twilight_model::channel::message::Component;
use twilight_validate::component::{SELECT_OPTION_LABEL_LENGTH, SELECT_OPTION_VALUE_LENGTH};

use super::text;

/// Component types.
const BUTTON: u64 = 2;
const STRING_SELECT: u64 = 3;

/// Checks `components` of a message or a modal.
pub fn rows(out: &mut Vec<String>, list: &Value) {
    let mut parsed = Vec::new();
    let mut ids = HashSet::new();
    for (index, row) in list.as_array().into_iter().flatten().enumerate() {
        let children = row["components"].as_array().map(Vec::as_slice).unwrap_or_default();
        if children.is_empty() {
            out.push(format!("row {index} is empty"));
        }
        if children.len() > 1 && children.iter().any(|child| child["type"] != BUTTON) {
            out.push(format!("row {index} holds more than a single menu or input"));
        }
        for child in children {
            if let Some(id) = child["custom_id"].as_str() {
                text(out, "custom_id", id, 1, 100);
                if !ids.insert(id) {
                    out.push(format!("custom_id {id:?} is there twice"));
                }
            }
            match child["type"].as_u64() {
                Some(BUTTON) => button(out, child),
                Some(STRING_SELECT) => select(out, child),
                _ => {}
            }
        }
        match serde_json::from_value::<Component>(row.clone()) {
            Ok(row) => parsed.push(row),
            Err(error) => out.push(format!("row {index} is malformed: {error}")),
        }
    }
    if let Err(error) = twilight_validate::message::components(&parsed, false) {
        out.push(format!("components: {:?}", error.kind()));
    }
}

fn button(out: &mut Vec<String>, button: &Value) {
    let label = button["label"].as_str().unwrap_or_default();
    if label.trim().is_empty() && button["emoji"].is_null() {
        out.push("a button with neither label nor emoji".into());
    }
}

fn select(out: &mut Vec<String>, menu: &Value) {
    let options = menu["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    if options.is_empty() {
        out.push("a select menu without options".into());
    }
    let mut values = HashSet::new();
    for option in options {
        let (label, value) = (option["label"].as_str(), option["value"].as_str().unwrap_or_default());
        text(out, "option label", label.unwrap_or_default(), 1, SELECT_OPTION_LABEL_LENGTH);
        text(out, "option value", value, 1, SELECT_OPTION_VALUE_LENGTH);
        if !values.insert(value) {
            out.push(format!("option value {value:?} is there twice"));
        }
    }
    let chosen = options.iter().filter(|option| option["default"] == true).count();
    let most = menu["max_values"].as_u64().unwrap_or(1);
    if chosen as u64 > most {
        out.push(format!("{chosen} options are chosen of at most {most}"));
    }
    if most > options.len() as u64 {
        out.push(format!("max_values {most} with {} options", options.len()));
    }
}
