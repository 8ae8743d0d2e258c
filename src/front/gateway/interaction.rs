//! One interaction: to the server, and its answer to Discord in time.

use std::time::Instant;

use serenity::all::{ApplicationId, Interaction};
use tracing::warn;

use crate::discord::RestError;
use crate::serve::{ANSWER_WITHIN, Delivery, FollowUp, Served, Undecodable};
use crate::view::server::Checkup;

use super::front::Front;

/// Where an answer goes.
struct Callback<'a> {
    id: u64,
    token: &'a str,
    until: Instant,
}

/// Answers an interaction.
pub(super) async fn answer(front: &Front, interaction: &Interaction, since: Instant) {
    let callback =
        Callback { id: interaction.id().get(), token: interaction.token(), until: since + ANSWER_WITHIN };
    let served = front.server.interaction(interaction, since).await;
    callback.deliver(front, served, Some(interaction.application_id())).await;
}

/// Apologises for an interaction that cannot be read.
pub(super) async fn apologise(front: &Front, interaction: &Undecodable, since: Instant) {
    let callback = Callback { id: interaction.id, token: &interaction.token, until: since + ANSWER_WITHIN };
    let served = front.server.undecodable(interaction, since);
    callback.deliver(front, served, None).await;
}

impl Callback<'_> {
    /// Sends what was served; what Discord refuses becomes an apology, since the interaction still waits.
    async fn deliver(&self, front: &Front, mut served: Served, application: Option<ApplicationId>) {
        let mut delivery = self.send(front, &served).await;
        if let Err(refused @ RestError::Refused { .. }) = &delivery
            && self.still_waits(refused)
        {
            served = front.server.instead(served, refused.to_string());
            delivery = self.send(front, &served).await;
        }
        let follow_up = if delivery.is_ok() { served.follow_up.take() } else { None };
        if follow_up == Some(FollowUp::DeleteOriginal)
            && let Some(application) = application
            && let Err(error) = front.rest.remove_original(application.get(), self.token).await
        {
            delivery = Err(error);
        }
        front.server.finish(served, outcome(delivery));
        if let (Some(follow_up), Some(application)) = (follow_up, application)
            && let Err(error) = self.follow_up(front, follow_up, application).await
        {
            warn!(id = self.id, %error, "what was to follow an answer did not");
        }
    }

    /// What comes after an answer that stands by itself.
    async fn follow_up(
        &self,
        front: &Front,
        follow_up: FollowUp,
        application: ApplicationId,
    ) -> Result<(), RestError> {
        match follow_up {
            FollowUp::DeleteOriginal => Ok(()),
            FollowUp::Post { channel, payload } => front.rest.post(channel, &payload).await,
            FollowUp::CheckUp { guild, channels } => {
                // READY comes before any interaction.
                let me = front.me.get().map_or(application.get(), |me| me.get());
                let found = Checkup {
                    channels: front.rest.access(guild, me, &channels).await,
                    reads_messages: front.rest.reads_messages().await,
                    store_works: front.app().store_works(),
                };
                let payload = front.server.checked_up(&found);
                front.rest.edit_original(application.get(), self.token, &payload).await
            }
        }
    }

    async fn send(&self, front: &Front, served: &Served) -> Result<(), RestError> {
        match &served.payload {
            Some(payload) => front.rest.respond(self.id, self.token, payload, self.until).await,
            None => Ok(()),
        }
    }

    /// Whether a refusal leaves the interaction without an answer, and with time for another.
    fn still_waits(&self, refused: &RestError) -> bool {
        !refused.is_expired() && !refused.is_already_answered() && Instant::now() < self.until
    }
}

fn outcome(sent: Result<(), RestError>) -> Delivery {
    match sent {
        Ok(()) => Delivery::Sent,
        Err(error) if error.is_expired() => Delivery::Expired,
        Err(error) if error.is_already_answered() => Delivery::AlreadyAnswered,
        Err(error) => Delivery::Failed(error.to_string()),
    }
}
