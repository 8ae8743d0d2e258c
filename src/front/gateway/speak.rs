//! One message: the answer, if it deserves one, and its way into the channel.
//!
//! Messages of bots and webhooks never get here. Their texts are neither stored nor logged.

use std::sync::PoisonError;
use std::time::Instant;

use serde_json::json;
use serenity::all::{Message, UserId};
use tracing::{error, info, warn};

use crate::app::App;
use crate::view;

use super::guard::guarded;
use super::handler::Front;

/// The answer to a message. This is where the chat room comes in; until it is built, the bot keeps silent.
pub(super) fn respond(_app: &App, _message: &Message, _me: UserId) -> Option<view::Message> {
    None
}

/// Answers a message, or keeps silent.
pub(super) async fn answer(front: &Front, message: &Message, me: UserId) {
    if message.author.bot || message.webhook_id.is_some() || message.author.id == me {
        return;
    }
    let since = Instant::now();
    let channel = message.channel_id.get();
    if front.quiet.lock().unwrap_or_else(PoisonError::into_inner).holds(channel, since) {
        return;
    }
    // A message has no deadline, but when there is no room at all, silence is the better answer.
    let Ok(_room) = front.room.try_acquire() else { return };
    let reply = match guarded(|| (front.voice.message)(&front.app, message, me)) {
        Ok(Some(reply)) => reply,
        Ok(None) => return,
        Err(place) => return error!(cause = format!("panic at {place}"), "message"),
    };
    let mut body = reply.body();
    // Shown as a reply without a ping; still sent when the question has been deleted meanwhile.
    body["message_reference"] = json!({ "message_id": message.id.to_string(), "fail_if_not_exists": false });
    let sent = front.rest.post(message.channel_id, &body, &reply.files).await;
    let duration_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
    match sent {
        Ok(()) => info!(outcome = "answered", duration_ms, "message"),
        Err(error) => {
            if error.is_forbidden() {
                front.quiet.lock().unwrap_or_else(PoisonError::into_inner).refused(channel, Instant::now());
            }
            warn!(channel, outcome = "lost", cause = %error, duration_ms, "message");
        }
    }
}
