//! Registering commands: read what Discord has, compare, write only what changed
//! (<https://discord.com/developers/docs/interactions/application-commands>).
//!
//! Discord allows 200 creates a day and a guild, and a write takes a while to reach every client, so restarts must not write.
//! Commands live in one scope, everywhere or one guild: in both, people would see each command twice.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Number, Value, json};

use super::error::RestError;
use super::rest::{Rest, Scope};

/// What a registration did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Discord had these commands already.
    Unchanged,
    /// The commands were written.
    Written,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unchanged => "Discord had these commands already; nothing was changed.",
            Self::Written => "The commands were changed.",
        })
    }
}

/// Makes the commands of a scope these, and removes them from everywhere when the scope is a guild; none removes them from the
/// scope alone. Returns what was done, and the scope's commands as Discord has them, with their ids.
///
/// # Errors
/// As Discord answers.
pub async fn sync(
    rest: &Rest,
    application: u64,
    scope: Scope,
    commands: &Value,
) -> Result<(Change, Value), RestError> {
    let done = write_if_changed(rest, application, scope, commands).await?;
    if scope.is_some() && commands != &json!([]) {
        write_if_changed(rest, application, None, &json!([])).await?;
    }
    Ok(done)
}

async fn write_if_changed(
    rest: &Rest,
    application: u64,
    scope: Scope,
    commands: &Value,
) -> Result<(Change, Value), RestError> {
    let present = rest.commands(application, scope).await?;
    if normal(&present) == normal(commands) {
        return Ok((Change::Unchanged, present));
    }
    let written = rest.put_commands(application, scope, commands).await?;
    Ok((Change::Written, written))
}

/// The keys of a command that we decide. The rest (id, version, …) is Discord's.
const KEYS: [&str; 9] = [
    "type",
    "description",
    "name_localizations",
    "description_localizations",
    "options",
    "default_member_permissions",
    "nsfw",
    "integration_types",
    "contexts",
];

/// Commands in a form in which equal ones are equal: by kind and name, without what Discord adds or leaves out.
fn normal(commands: &Value) -> BTreeMap<(u64, String), Value> {
    let mut normal = BTreeMap::new();
    for command in commands.as_array().into_iter().flatten() {
        let kind = command["type"].as_u64().unwrap_or(1);
        let name = command["name"].as_str().unwrap_or_default().to_owned();
        let mut kept = Map::new();
        for key in KEYS {
            kept.insert(key.to_owned(), command[key].clone());
        }
        kept["type"] = json!(kind);
        // A set, and what holds when it is not given: installed to servers.
        kept["integration_types"] = sorted(&command["integration_types"], &[json!(0)]);
        kept["contexts"] = sorted(&command["contexts"], &[]);
        normal.insert((kind, name), canonical(&Value::Object(kept)));
    }
    normal
}

fn sorted(list: &Value, default: &[Value]) -> Value {
    let mut list = list.as_array().map_or(default, Vec::as_slice).to_vec();
    list.sort_by_key(Value::as_u64);
    Value::Array(list)
}

/// Without nulls, `false`, empty texts, lists and maps, which Discord drops or adds at will; numbers as floats, since 1 may come
/// back as 1.0.
fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().map(|(k, v)| (k.clone(), canonical(v))).filter(|(_, v)| !is_empty(v));
            Value::Object(kept.collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(canonical).collect()),
        Value::Number(number) => {
            number.as_f64().and_then(Number::from_f64).map_or_else(|| value.clone(), Value::Number)
        }
        other => other.clone(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Value {
        json!([{
            "type": 1, "name": "income", "name_localizations": {"ja": "収入"}, "description": "Income",
            "description_localizations": {"ja": "月収"}, "integration_types": [0, 1], "contexts": [0, 1, 2],
            "options": [{"type": 10, "name": "hours", "description": "Hours", "required": false, "min_value": 1}],
        }])
    }

    #[test]
    fn what_discord_adds_and_drops_makes_no_difference() {
        let theirs = json!([{
            "id": "1", "application_id": "2", "version": "3", "type": 1, "name": "income", "nsfw": false,
            "name_localizations": {"ja": "収入"}, "description": "Income", "dm_permission": true,
            "description_localizations": {"ja": "月収"}, "integration_types": [1, 0], "contexts": [2, 1, 0],
            "default_member_permissions": null,
            "options": [{"type": 10, "name": "hours", "description": "Hours", "min_value": 1.0, "name_localizations": null}],
        }]);
        assert_eq!(normal(&theirs), normal(&ours()));
    }

    #[test]
    fn every_change_of_ours_is_seen() {
        for (pointer, value) in [
            ("/0/name", json!("pay")),
            ("/0/description", json!("Pay")),
            ("/0/description_localizations/ja", json!("給料")),
            ("/0/contexts", json!([0])),
            ("/0/integration_types", json!([0])),
            ("/0/options", json!([])),
            ("/0/options/0/required", json!(true)),
            ("/0/options/0/min_value", json!(2)),
        ] {
            let mut changed = ours();
            *changed.pointer_mut(pointer).unwrap() = value;
            assert_ne!(normal(&changed), normal(&ours()), "{pointer}");
        }
        assert_ne!(normal(&json!([])), normal(&ours()));
    }

    #[test]
    fn the_order_of_commands_makes_no_difference_that_of_options_does() {
        let two =
            |a: &str, b: &str| json!([{"name": a, "description": "d"}, {"name": b, "description": "d"}]);
        assert_eq!(normal(&two("a", "b")), normal(&two("b", "a")));
        let options = |a: &str, b: &str| json!([{"name": "c", "options": two(a, b)}]);
        assert_ne!(normal(&options("a", "b")), normal(&options("b", "a")));
    }
}
