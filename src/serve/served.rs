//! What comes out of a service, how its delivery went, and the one line about both.

use tracing::{debug, error, info, warn};

use crate::app::Effect;
use crate::chat::Silence;
use crate::understand::Upshot;
use crate::view::Payload;

use super::subject::Subject;

/// What a front sends, and what it hands back when it has.
#[derive(Debug)]
#[must_use = "what is served must be finished, so that it is counted"]
pub struct Served {
    /// What is sent; `None` is silence.
    pub payload: Option<Payload>,
    /// What is done after it was sent.
    pub follow_up: Option<FollowUp>,
    /// How it was answered.
    pub outcome: Outcome,
    pub(super) effects: Vec<Effect>,
    pub(super) subject: Subject,
    /// What came of a text, where there was one.
    pub(super) decided: Option<Decided>,
}

/// What came of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decided {
    pub(super) upshot: Upshot,
    /// It was said to the bot.
    pub(super) addressed: bool,
}

/// What a front does after the answer.
#[derive(Clone, Debug, PartialEq)]
pub enum FollowUp {
    /// `DELETE /webhooks/{application}/{token}/messages/@original`.
    DeleteOriginal,
    /// `POST /channels/{channel}/messages`.
    Post {
        /// The channel.
        channel: u64,
        /// The body, with its nonce.
        payload: Payload,
    },
    /// Finds out what the bot may do in these channels, and `PATCH`es the original with [`super::Server::checked_up`].
    CheckUp {
        /// The server.
        guild: u64,
        /// Its channels.
        channels: Vec<u64>,
    },
}

/// How something was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As asked, mistakes of the person included.
    Answered,
    /// With an apology.
    Apologised {
        /// Why, for the log.
        cause: String,
        /// What the person is shown and the log shows beside the cause.
        number: String,
    },
    /// Not at all, as it should be.
    Silent(Silence),
    /// Not at all, and it should have been.
    Lost(String),
}

/// How sending went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Discord took it.
    Sent,
    /// Discord had an answer already (40060): often our own, of an attempt whose reply got lost on the way.
    AlreadyAnswered,
    /// Discord no longer waited (10062): the person saw that the bot did not respond.
    Expired,
    /// Discord refused it, or could not be reached in time; why.
    Failed(String),
    /// There was nothing to send.
    Nothing,
}

impl Served {
    pub(super) fn new(subject: Subject, payload: Payload, outcome: Outcome) -> Self {
        Self { payload: Some(payload), follow_up: None, outcome, effects: Vec::new(), subject, decided: None }
    }

    pub(super) fn silent(subject: Subject, outcome: Outcome) -> Self {
        Self { payload: None, follow_up: None, outcome, effects: Vec::new(), subject, decided: None }
    }

    /// The one line of the log.
    pub(super) fn log(&self, delivery: &Delivery) {
        let Subject { id, kind, ref name, since, .. } = self.subject;
        let duration_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        let lost = match (&self.outcome, delivery) {
            (Outcome::Silent(silence), _) => {
                return debug!(id, kind, outcome = "silent", reason = silence.name(), duration_ms, "served");
            }
            (Outcome::Lost(cause), _) => cause.clone(),
            (_, Delivery::Expired) => "Discord no longer waited (10062)".to_owned(),
            (Outcome::Apologised { cause, .. }, Delivery::Failed(why)) => format!("{cause}; then {why}"),
            (Outcome::Answered, Delivery::Failed(why)) => why.clone(),
            (Outcome::Apologised { cause, number }, _) => {
                return error!(id, kind, name, outcome = "apologised", number, cause, duration_ms, "served");
            }
            (Outcome::Answered, Delivery::AlreadyAnswered) => {
                return info!(id, kind, name, outcome = "already_answered", duration_ms, "served");
            }
            (Outcome::Answered, _) => return info!(kind, name, outcome = "answered", duration_ms, "served"),
        };
        warn!(id, kind, name, outcome = "lost", cause = lost, duration_ms, "served");
    }
}
