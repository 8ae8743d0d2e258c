//! One interaction: to the server, its answer to whoever holds the connection, and what follows when it has left.
//!
//! A task of its own, so that what was begun is ended and counted even when the connection is gone.

use std::sync::Arc;
use std::time::Instant;

use serenity::all::Interaction;
use tokio::sync::oneshot;

use crate::front::follow_up::{Answered, Taken};
use crate::serve::{ANSWER_WITHIN, Delivery, Served};
use crate::view::{Payload, Reply};

use super::front::Front;
use super::line::Receipt;
use super::request::Asked;

/// An answer, and who is told when it has left.
pub(super) type Answer = (Payload, Receipt);

/// Answers what was asked at `since`. Nothing comes when there is too much to do.
pub(super) fn begin(front: &Arc<Front>, asked: Asked, since: Instant) -> oneshot::Receiver<Answer> {
    let (to, answer) = oneshot::channel();
    let task = Arc::clone(front);
    match asked {
        Asked::Whole(interaction) => {
            drop(front.tasks.spawn(async move { whole(&task, &interaction, since, to).await }));
        }
        Asked::Undecodable(interaction) => {
            front.unreadable();
            drop(front.tasks.spawn(async move {
                let served = task.server.undecodable(&interaction, since);
                let delivery = deliver(&served, since, to).await;
                task.server.finish(served, delivery);
            }));
        }
        Asked::BarePing => {
            let _ = to.send((Reply::Pong.payload(), oneshot::channel().0));
        }
    }
    answer
}

async fn whole(front: &Front, interaction: &Interaction, since: Instant, to: oneshot::Sender<Answer>) {
    let served = front.server.interaction(interaction, since).await;
    let delivery = deliver(&served, since, to).await;
    let application = interaction.application_id().get();
    let answered = Answered {
        server: &front.server,
        rest: &front.rest,
        application,
        me: front.me.get().copied().unwrap_or(application),
        id: interaction.id().get(),
        token: interaction.token(),
        taken: Taken::Soon,
    };
    answered.finish(served, delivery).await;
}

/// Hands an answer over, and waits until it has left.
async fn deliver(served: &Served, since: Instant, to: oneshot::Sender<Answer>) -> Delivery {
    let Some(payload) = &served.payload else { return Delivery::Nothing };
    let (receipt, left) = oneshot::channel();
    let _ = to.send((payload.clone(), receipt));
    match left.await {
        Ok(at) if at <= since + ANSWER_WITHIN => Delivery::Sent,
        Ok(_) => Delivery::Failed("the answer left too late".into()),
        Err(_) => Delivery::Failed("the connection ended before the answer had left".into()),
    }
}
