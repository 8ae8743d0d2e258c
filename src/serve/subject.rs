//! What is served, as the log may know it: ids, kind and name, no text that a user typed.

use std::time::Instant;

use serde_json::Value;
use serenity::all::{Interaction, Message};

use crate::command::find;
use crate::view::action::VERBS;
use crate::view::notice::apology;
use crate::view::{Payload, Reply};

use super::nonce::{Purpose, nonce};

/// Characters of a name in the log.
const NAME_CHARS: usize = 32;

/// Kinds of subjects, as the log and the counts name them.
pub(super) const COMMAND: &str = "command";
pub(super) const COMPONENT: &str = "component";
pub(super) const AUTOCOMPLETE: &str = "autocomplete";
pub(super) const MODAL: &str = "modal";
pub(super) const PING: &str = "ping";
const MESSAGE: &str = "message";

/// What is none of ours, whatever somebody called it.
pub(super) const UNKNOWN: &str = "unknown";

/// What is served.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) id: u64,
    /// `command`, `component`, `autocomplete`, `modal`, `ping` or `message`.
    pub(super) kind: &'static str,
    /// The command's name, or what a component does.
    pub(super) name: String,
    /// The command's name in the table, or what a component does; [`UNKNOWN`] when it is none of ours.
    pub(super) label: &'static str,
    pub(super) since: Instant,
}

impl Subject {
    fn new(id: u64, kind: &'static str, name: String, since: Instant) -> Self {
        let label = match kind {
            COMMAND | AUTOCOMPLETE => find(&name).map(|command| command.name),
            COMPONENT => {
                name.split_once(':').and_then(|(_, verb)| VERBS.into_iter().find(|known| *known == verb))
            }
            _ => None,
        };
        Self { id, kind, name, label: label.unwrap_or(UNKNOWN), since }
    }

    pub(super) fn of(interaction: &Interaction, since: Instant) -> Self {
        let (kind, name) = match interaction {
            Interaction::Command(command) => (COMMAND, clean(&command.data.name)),
            Interaction::Autocomplete(command) => (AUTOCOMPLETE, clean(&command.data.name)),
            Interaction::Component(component) => (COMPONENT, verb(&component.data.custom_id)),
            Interaction::Modal(modal) => (MODAL, verb(&modal.data.custom_id)),
            _ => (PING, String::new()),
        };
        Self::new(interaction.id().get(), kind, name, since)
    }

    pub(super) fn of_message(message: &Message, since: Instant) -> Self {
        Self::new(message.id.get(), MESSAGE, String::new(), since)
    }

    pub(super) fn is_message(&self) -> bool {
        self.kind == MESSAGE
    }

    /// The time and the counter of the id: short enough to be read out.
    pub(super) fn number(&self) -> String {
        format!("{:X}", (self.id >> 22 << 12 | self.id & 0xfff) & 0xffff_ffff)
    }

    /// The body of an apology with this number.
    pub(super) fn apology(&self, number: &str) -> Payload {
        let message = apology(number);
        match self.kind {
            AUTOCOMPLETE => Reply::Choices(Vec::new()).payload(),
            MESSAGE => message.replying_to(self.id).payload(&nonce(self.id, Purpose::Apology)),
            _ => Reply::ephemeral(message).payload(),
        }
    }
}

/// An interaction that serenity cannot read: enough of it to apologise.
#[derive(Debug)]
pub struct Undecodable {
    /// The interaction's id.
    pub id: u64,
    /// What its answer is sent with.
    pub token: String,
    kind: &'static str,
    name: String,
}

impl Undecodable {
    /// What can be told from the JSON; `None` when there is nothing to answer to.
    #[must_use]
    pub fn of(json: &Value) -> Option<Self> {
        let data = &json["data"];
        let custom_id = || data["custom_id"].as_str().map(verb).unwrap_or_default();
        let (kind, name) = match json["type"].as_u64()? {
            2 => (COMMAND, data["name"].as_str().map(clean).unwrap_or_default()),
            3 => (COMPONENT, custom_id()),
            4 => (AUTOCOMPLETE, data["name"].as_str().map(clean).unwrap_or_default()),
            5 => (MODAL, custom_id()),
            _ => return None,
        };
        let token = json["token"].as_str().filter(|token| !token.contains(['/', '?', '#']))?.to_owned();
        Some(Self { id: json["id"].as_str()?.parse().ok()?, token, kind, name })
    }

    pub(super) fn subject(&self, since: Instant) -> Subject {
        Subject::new(self.id, self.kind, self.name.clone(), since)
    }
}

/// What a component does, without what it does it to: `v1:section:backend` is `v1:section`. An id that is not of this form is some
/// other version's or somebody's own, and may hold anything: it has no name.
fn verb(custom_id: &str) -> String {
    let mut parts = custom_id.split(':');
    let is_word = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let is_version = |part: &&str| {
        part.strip_prefix('v')
            .is_some_and(|n| !n.is_empty() && n.len() < 4 && n.chars().all(|c| c.is_ascii_digit()))
    };
    match (parts.next().filter(is_version), parts.next().filter(is_word)) {
        (Some(version), Some(verb)) => clean(&format!("{version}:{verb}")),
        _ => UNKNOWN.to_owned(),
    }
}

/// A name as the log shows it: whoever made it up.
fn clean(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | ' '))
        .take(NAME_CHARS)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_log_names_what_a_component_does_not_its_contents() {
        assert_eq!(verb("v1:section:backend:faq"), "v1:section");
        assert_eq!(verb("v1:dismiss:1100000000000000001"), "v1:dismiss");
        assert_eq!(verb("v123:score-reasons"), "v123:score-reasons");
        let foreign = [
            "1100000000000000001",
            "dismiss:1100000000000000001",
            "old id\nwith text",
            "v1",
            "v1:",
            "v:section",
            "vx:section",
            "v1234:section",
            "v1:Section",
        ];
        for foreign in foreign {
            assert_eq!(verb(foreign), "unknown", "{foreign}");
        }
        assert_eq!(clean(&"長".repeat(100)).chars().count(), NAME_CHARS);
    }

    #[test]
    fn the_number_of_an_apology_is_short_and_made_of_the_ids_time_and_counter() {
        let subject = Subject::new(5 << 22 | 7, COMMAND, String::new(), Instant::now());
        assert_eq!(subject.number(), "5007");
    }

    #[test]
    fn enough_of_a_broken_interaction_is_read_to_apologise() {
        let json = json!({"id": "12", "token": "t", "type": 2, "data": {"name": "score", "options": 7}});
        let broken = Undecodable::of(&json).unwrap();
        assert_eq!((broken.id, broken.kind, broken.name.as_str()), (12, "command", "score"));
        let press = json!({"id": "12", "token": "t", "type": 3, "data": {"custom_id": "v1:dismiss:1100000000000000001"}});
        assert_eq!(Undecodable::of(&press).unwrap().name, "v1:dismiss", "the log never holds the asker's id");
        let typing = json!({"id": "12", "token": "t", "type": 4, "data": {"name": "score"}});
        assert_eq!(Undecodable::of(&typing).unwrap().kind, AUTOCOMPLETE);
        let form = json!({"id": "12", "token": "t", "type": 5, "data": {"custom_id": "v1:form:7"}});
        assert_eq!(Undecodable::of(&form).unwrap().kind, "modal");
        for (key, value) in
            [("id", json!(null)), ("token", json!("../x")), ("type", json!(1)), ("type", json!("2"))]
        {
            let mut json = json.clone();
            json[key] = value;
            assert!(Undecodable::of(&json).is_none(), "{json}");
        }
    }
}
