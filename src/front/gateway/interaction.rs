//! One interaction: to the server, and its answer to Discord in time.

use std::time::Instant;

use serenity::all::Interaction;

use crate::discord::RestError;
use crate::front::follow_up::{Answered, Taken, delivery_of};
use crate::serve::{ANSWER_WITHIN, Delivery, Served, Undecodable};

use super::front::Front;

/// Where an answer goes.
struct Callback<'a> {
    id: u64,
    token: &'a str,
    until: Instant,
}

/// Answers an interaction.
pub(super) async fn answer(front: &Front, interaction: &Interaction, since: Instant) {
    let (id, token) = (interaction.id().get(), interaction.token());
    let callback = Callback { id, token, until: since + ANSWER_WITHIN };
    let served = front.server.interaction(interaction, since).await;
    let (served, delivery) = callback.deliver(front, served).await;
    let application = interaction.application_id().get();
    let answered = Answered {
        server: &front.server,
        rest: &front.rest,
        application,
        // READY comes before any interaction.
        me: front.me.get().map_or(application, |me| me.get()),
        id,
        token,
        taken: Taken::Already,
    };
    answered.finish(served, delivery).await;
}

/// Apologises for an interaction that cannot be read.
pub(super) async fn apologise(front: &Front, interaction: &Undecodable, since: Instant) {
    let callback = Callback { id: interaction.id, token: &interaction.token, until: since + ANSWER_WITHIN };
    let (served, delivery) = callback.deliver(front, front.server.undecodable(interaction, since)).await;
    front.server.finish(served, delivery);
}

impl Callback<'_> {
    /// Sends what was served; what Discord refuses becomes an apology, since the interaction still waits. Returns what was sent in
    /// the end, and how that went.
    async fn deliver(&self, front: &Front, mut served: Served) -> (Served, Delivery) {
        let mut sent = self.send(front, &served).await;
        if let Err(refused @ RestError::Refused { .. }) = &sent
            && self.still_waits(refused)
        {
            served = front.server.instead(served, refused.to_string());
            sent = self.send(front, &served).await;
        }
        (served, delivery_of(sent))
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
