//! One message: to the server, and what it says into the channel.

use serenity::all::Message;

use crate::chat::Place;
use crate::serve::Delivery;

use super::front::Front;

/// Answers a message, and those that come into its channel meanwhile.
pub(super) async fn answer(front: &Front, message: Message, place: Place) {
    let channel = message.channel_id.get();
    let mut waiting = front.channels.join((message, place));
    while let Some((message, place)) = waiting {
        // What waited may belong to a channel that has refused us since.
        if !front.rest.is_closed(channel) {
            one(front, &message, place).await;
        }
        waiting = front.channels.next(channel);
    }
}

async fn one(front: &Front, message: &Message, place: Place) {
    let served = front.server.message(message, place).await;
    let delivery = match &served.payload {
        None => Delivery::Nothing,
        Some(payload) => match front.rest.post(message.channel_id.get(), payload).await {
            Ok(()) => Delivery::Sent,
            Err(error) => Delivery::Failed(error.to_string()),
        },
    };
    front.server.finish(served, delivery);
}
