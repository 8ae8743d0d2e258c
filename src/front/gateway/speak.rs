//! One message: the answer, if it deserves one, and its way into the channel.
//!
//! Texts of messages are neither stored nor logged.

use std::time::Instant;

use serenity::all::{Message, UserId};
use tracing::{error, info, warn};

use crate::chat::Place;
use crate::command::with_picture;
use crate::discord::{Payload, Purpose, nonce};
use crate::view::Reply;

use super::guard::guarded;
use super::handler::Front;

/// Answers a message, or keeps silent.
pub(super) async fn answer(front: &Front, message: &Message, me: UserId) {
    // Most of what is said in a guild ends here.
    if message.author.bot || message.webhook_id.is_some() {
        return;
    }
    let now = Instant::now();
    let channel = message.channel_id.get();
    if front.rest.is_closed(channel) {
        return;
    }
    let place = Place { me, parent: front.threads.parent_of(message).await, now };
    // A message has no deadline, but when there is no room at all, silence is the better answer.
    let Ok(_room) = front.room.try_acquire() else {
        return warn!(channel, outcome = "dropped", cause = "too much to do at once", "message");
    };
    let reply = match guarded(|| (front.voice.message)(&front.app, message, place)) {
        Ok(Some(reply)) => with_picture(&front.app, reply).await,
        Ok(None) => return,
        Err(place) => return error!(channel, cause = format!("panic at {place}"), "message"),
    };
    // The other replies are to interactions.
    let Reply::Message(reply) = reply else { return };
    let mut body = reply.body();
    body["nonce"] = nonce(message.id.get(), Purpose::Answer).into();
    body["enforce_nonce"] = true.into();
    let payload = Payload { json: body.to_string().into(), files: reply.files };
    let sent = front.rest.post(channel, &payload).await;
    let duration_ms = u64::try_from(now.elapsed().as_millis()).unwrap_or(u64::MAX);
    match sent {
        Ok(()) => info!(outcome = "answered", duration_ms, "message"),
        Err(error) => warn!(channel, outcome = "lost", cause = %error, duration_ms, "message"),
    }
}
