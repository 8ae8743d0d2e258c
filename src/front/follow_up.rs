//! What comes after an answer to an interaction, the same whichever way the answer went.
//!
//! Invariant: what was served is finished once, with what became of it.

use std::time::Duration;

use tracing::warn;

use crate::discord::{Rest, RestError};
use crate::serve::{Delivery, FollowUp, Served, Server};
use crate::view::server::Checkup;

/// Pauses before what Discord does not find yet is asked for again: about three seconds in all.
const PAUSES: [Duration; 5] = [
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
    Duration::from_millis(800),
    Duration::from_millis(1_600),
];

/// Whether Discord has taken an answer in when it has been sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// It has: it said so.
    Already,
    /// It may still be reading it, and know nothing of the answer (10008) or the interaction (10015) for a moment.
    Soon,
}

/// An answer that was sent, and what its follow-ups need.
pub(super) struct Answered<'a> {
    pub(super) server: &'a Server,
    pub(super) rest: &'a Rest,
    pub(super) application: u64,
    /// The bot's own user.
    pub(super) me: u64,
    /// The interaction's id and token.
    pub(super) id: u64,
    pub(super) token: &'a str,
    pub(super) taken: Taken,
}

impl Answered<'_> {
    /// Does what was to follow the answer, and ends the service.
    pub(super) async fn finish(&self, mut served: Served, mut delivery: Delivery) {
        let follow_up = if delivery == Delivery::Sent { served.follow_up.take() } else { None };
        // Here the answer alone shows nothing: it has arrived when the message is gone.
        if follow_up == Some(FollowUp::DeleteOriginal) {
            delivery = delivery_of(self.remove_original().await);
        }
        self.server.finish(served, delivery);
        if let Some(follow_up) = follow_up
            && let Err(error) = self.follow(follow_up).await
        {
            warn!(id = self.id, %error, "what was to follow an answer did not");
        }
    }

    /// What comes after an answer that stands by itself.
    async fn follow(&self, follow_up: FollowUp) -> Result<(), RestError> {
        match follow_up {
            FollowUp::DeleteOriginal => Ok(()),
            FollowUp::Post { channel, payload } => self.rest.post(channel, &payload).await,
            FollowUp::CheckUp { guild, channels } => {
                let found = Checkup {
                    channels: self.rest.access(guild, self.me, &channels).await,
                    reads_messages: self.rest.reads_messages().await,
                    store_works: self.server.app().store_works(),
                };
                let payload = self.server.checked_up(&found);
                self.found(|| self.rest.edit_original(self.application, self.token, &payload)).await
            }
        }
    }

    async fn remove_original(&self) -> Result<(), RestError> {
        match self.found(|| self.rest.remove_original(self.application, self.token)).await {
            // Somebody was faster.
            Err(error) if error.is_missing() => Ok(()),
            other => other,
        }
    }

    /// Makes a call about the answer, again for a while where Discord may not know of the answer yet.
    async fn found<F>(&self, call: impl Fn() -> F) -> Result<(), RestError>
    where
        F: Future<Output = Result<(), RestError>>,
    {
        let pauses = if self.taken == Taken::Soon { &PAUSES[..] } else { &[] };
        for pause in pauses {
            match call().await {
                Err(error) if error.is_missing() => tokio::time::sleep(*pause).await,
                other => return other,
            }
        }
        call().await
    }
}

/// How a request to Discord that carried an answer went.
pub(super) fn delivery_of(sent: Result<(), RestError>) -> Delivery {
    match sent {
        Ok(()) => Delivery::Sent,
        Err(error) if error.is_expired() => Delivery::Expired,
        Err(error) if error.is_already_answered() => Delivery::AlreadyAnswered,
        Err(error) => Delivery::Failed(error.to_string()),
    }
}
