//! One interaction: the answer, its way to Discord, and one line in the log.
//!
//! Discord waits three seconds for the first response
//! (<https://discord.com/developers/docs/interactions/receiving-and-responding>). Until then a callback that fails is tried
//! again; what cannot be computed or is refused becomes an apology with a number that the log shows beside the cause.

use std::time::{Duration, Instant};

use serde_json::Value;
use serenity::all::{ApplicationId, Interaction};
use tokio::sync::SemaphorePermit;
use tracing::{error, info, warn};

use crate::command::{apology, with_picture};
use crate::discord::{Payload, RestError};
use crate::view::Reply;

use super::guard::guarded;
use super::handler::Front;

/// Discord's three seconds, less what the way there and the clock may take.
const ANSWER_WITHIN: Duration = Duration::from_millis(2_900);
/// Characters of a name in the log.
const NAME_CHARS: usize = 32;

/// What the log says about an interaction: no text that a user typed.
struct Subject<'a> {
    id: u64,
    token: &'a str,
    kind: &'static str,
    name: String,
    since: Instant,
}

/// How it ended, for the log.
enum Outcome {
    Answered,
    /// With an apology; why, and the number the user was shown.
    Apologised(String, String),
    /// Discord no longer waits, or already has an answer.
    TooLate(&'static str),
    Lost(String),
}

/// Answers an interaction.
pub(super) async fn answer(front: &Front, interaction: &Interaction, since: Instant) {
    let subject = Subject::of(interaction, since);
    let Some(_room) = room(front, since).await else {
        return subject.log(front, Outcome::Lost("too much to do at once".into()));
    };
    let reply = guarded(|| (front.voice.interaction)(&front.app, interaction));
    let outcome = match reply {
        Ok(reply) => {
            let reply = with_picture(&front.app, reply).await;
            subject.send(front, &reply, interaction.application_id()).await
        }
        Err(place) => subject.apologise(front, format!("panic at {place}")).await,
    };
    subject.log(front, outcome);
}

/// An interaction that serenity cannot read: enough of it to apologise.
pub(super) struct Broken {
    id: u64,
    token: String,
    kind: &'static str,
    name: String,
}

impl Broken {
    /// What can be told from the JSON; `None` when there is nothing to answer to.
    pub(super) fn of(json: &Value) -> Option<Self> {
        let kind = match json["type"].as_u64()? {
            2 => "command",
            3 => "component",
            4 => "autocomplete",
            5 => "modal",
            _ => return None,
        };
        let name =
            json["data"]["name"].as_str().or_else(|| json["data"]["custom_id"].as_str()).unwrap_or_default();
        let token = json["token"].as_str().filter(|token| !token.contains(['/', '?', '#']))?;
        Some(Self {
            id: json["id"].as_str()?.parse().ok()?,
            token: token.to_owned(),
            kind,
            name: clean(name),
        })
    }

    /// The interaction's id.
    pub(super) fn id(&self) -> u64 {
        self.id
    }
}

/// Apologises for an interaction that cannot be read.
pub(super) async fn apologise(front: &Front, broken: Broken, since: Instant) {
    let Broken { id, ref token, kind, name } = broken;
    let subject = Subject { id, token, kind, name, since };
    let outcome = subject.apologise(front, "it cannot be decoded".into()).await;
    subject.log(front, outcome);
}

/// Room to work, if there is some while the answer can still be in time.
async fn room(front: &Front, since: Instant) -> Option<SemaphorePermit<'_>> {
    let until = tokio::time::Instant::from_std(since + ANSWER_WITHIN);
    tokio::time::timeout_at(until, front.room.acquire()).await.ok()?.ok()
}

impl<'a> Subject<'a> {
    fn of(interaction: &'a Interaction, since: Instant) -> Self {
        let (kind, name) = match interaction {
            Interaction::Command(command) => ("command", command.data.name.clone()),
            Interaction::Autocomplete(command) => ("autocomplete", command.data.name.clone()),
            Interaction::Component(component) => ("component", verb(&component.data.custom_id)),
            Interaction::Modal(modal) => ("modal", verb(&modal.data.custom_id)),
            _ => ("ping", String::new()),
        };
        Self { id: interaction.id().get(), token: interaction.token(), kind, name, since }
    }

    /// Sends a reply; one that Discord refuses becomes an apology, since the interaction still waits.
    async fn send(&self, front: &Front, reply: &Reply, application: ApplicationId) -> Outcome {
        match self.deliver(front, reply).await {
            Ok(()) if *reply == Reply::Remove => {
                match front.rest.remove_original(application.get(), self.token).await {
                    Ok(()) => Outcome::Answered,
                    Err(error) => Outcome::Lost(error.to_string()),
                }
            }
            Ok(()) => Outcome::Answered,
            Err(refused @ RestError::Refused { .. }) if self.still_waits(&refused) => {
                self.apologise(front, refused.to_string()).await
            }
            Err(error) => Self::failed(&error),
        }
    }

    async fn apologise(&self, front: &Front, cause: String) -> Outcome {
        // The time and the counter of the id: short enough to be read out.
        let number = format!("{:X}", (self.id >> 22 << 12 | self.id & 0xfff) & 0xffff_ffff);
        let reply = if self.kind == "autocomplete" { Reply::Choices(Vec::new()) } else { apology(&number) };
        match self.deliver(front, &reply).await {
            Ok(()) => Outcome::Apologised(cause, number),
            Err(error) => match Self::failed(&error) {
                Outcome::Lost(error) => Outcome::Lost(format!("{cause}; then {error}")),
                outcome => outcome,
            },
        }
    }

    async fn deliver(&self, front: &Front, reply: &Reply) -> Result<(), RestError> {
        let until = self.since + ANSWER_WITHIN;
        let json = reply.callback_body().to_string().into();
        let payload = Payload { json, files: reply.files().to_vec() };
        front.rest.respond(self.id, self.token, &payload, until).await
    }

    /// Whether a refusal leaves the interaction without an answer, and with time for another.
    fn still_waits(&self, refused: &RestError) -> bool {
        !refused.is_expired() && !refused.is_already_answered() && self.since.elapsed() < ANSWER_WITHIN
    }

    fn failed(error: &RestError) -> Outcome {
        if error.is_expired() {
            Outcome::TooLate("expired")
        } else if error.is_already_answered() {
            // Often our own: an attempt whose answer got lost on the way.
            Outcome::TooLate("already_answered")
        } else {
            Outcome::Lost(error.to_string())
        }
    }

    /// The one line of the log.
    fn log(&self, front: &Front, outcome: Outcome) {
        let (id, kind, name) = (self.id, self.kind, self.name.as_str());
        let duration_ms = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        match outcome {
            Outcome::Answered => {
                front.counts.answered();
                info!(kind, name, outcome = "answered", duration_ms, "interaction");
            }
            Outcome::TooLate(outcome) => {
                front.counts.answered();
                info!(id, kind, name, outcome, duration_ms, "interaction");
            }
            Outcome::Apologised(cause, number) => {
                front.counts.apologised();
                error!(id, kind, name, outcome = "apologised", number, cause, duration_ms, "interaction");
            }
            Outcome::Lost(cause) => {
                front.counts.lost();
                warn!(id, kind, name, outcome = "lost", cause, duration_ms, "interaction");
            }
        }
    }
}

/// What a component does, without what it does it to: `v1:section:backend` is `v1:section`.
fn verb(custom_id: &str) -> String {
    let mut parts = custom_id.splitn(3, ':');
    let verb: Vec<&str> = parts.by_ref().take(2).collect();
    clean(&verb.join(":"))
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
        assert_eq!(verb("v1"), "v1");
        assert_eq!(verb("old id\nwith text"), "old idwith text");
        assert_eq!(clean(&"長".repeat(100)).chars().count(), NAME_CHARS);
    }

    #[test]
    fn enough_of_a_broken_interaction_is_read_to_apologise() {
        let json = json!({"id": "12", "token": "t", "type": 2, "data": {"name": "score", "options": 7}});
        let broken = Broken::of(&json).unwrap();
        assert_eq!((broken.id(), broken.kind, broken.name.as_str()), (12, "command", "score"));
        for (key, value) in
            [("id", json!(null)), ("token", json!("../x")), ("type", json!(1)), ("type", json!("2"))]
        {
            let mut json = json.clone();
            json[key] = value;
            assert!(Broken::of(&json).is_none(), "{json}");
        }
    }
}
