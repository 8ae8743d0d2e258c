//! One interaction: to the server, and its answer to Discord in time.

use std::time::Instant;

use serenity::all::{ApplicationId, Interaction};

use crate::discord::RestError;
use crate::serve::{ANSWER_WITHIN, Delivery, FollowUp, Served, Undecodable};

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
        if delivery.is_ok()
            && served.follow_up == Some(FollowUp::DeleteOriginal)
            && let Some(application) = application
            && let Err(error) = front.rest.remove_original(application.get(), self.token).await
        {
            delivery = Err(error);
        }
        front.server.finish(served, outcome(delivery));
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
