//! Messages in channels: an answer, candidates, or silence.
//!
//! Addressed (a DM, a mention, a reply to one of the bot's messages) is never silent. Unaddressed messages are looked at only in the
//! channels that the settings list, threads and forum posts under them included, and there silence is by far the usual outcome:
//! `manners` decides whether the bot may speak at all, the engine's passive decision whether it knows. Message text stays in
//! memory for the length of one call; what is remembered are ids and times. Non-goal: conversation.

mod manners;
mod text;

use std::time::Instant;

use serenity::all::{Message as Received, MessageType, UserId};

use crate::app::App;
use crate::faq::decide::{Decision, Mode};
use crate::faq::markup::plain_text;
use crate::view::ask::{self, Audience};
use crate::view::{Message, Reply};

pub use manners::Manners;

/// What the front knows about where a message was written.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The bot itself.
    pub me: UserId,
    /// The channel a thread or forum post belongs to.
    pub parent: Option<u64>,
    /// When the message came in.
    pub now: Instant,
}

/// The reply to a message; `None` is silence.
#[must_use]
pub fn respond(app: &App, message: &Received, place: Place) -> Option<Reply> {
    if !is_from_a_person(message) {
        return None;
    }
    let reply = if is_addressed(message, place.me) {
        Some(addressed(app, message))
    } else {
        passive(app, message, place)
    };
    reply.map(|m| Reply::Message(Message { reply_to: Some(message.id.get()), ..m }))
}

/// Bots and webhooks are never answered, addressed or not: two bots would go on for ever.
fn is_from_a_person(message: &Received) -> bool {
    let written = matches!(message.kind, MessageType::Regular | MessageType::InlineReply);
    written && !message.author.bot && !message.author.system && message.webhook_id.is_none()
}

fn is_addressed(message: &Received, me: UserId) -> bool {
    let mentioned = message.mentions.iter().any(|user| user.id == me);
    let replied_to = message.referenced_message.as_ref().is_some_and(|m| m.author.id == me);
    message.guild_id.is_none() || mentioned || replied_to
}

fn addressed(app: &App, message: &Received) -> Message {
    let question = plain_text(&message.content);
    if let Some(courtesy) = text::courtesy(&question) {
        return ask::how_to_ask(courtesy);
    }
    let knowledge = app.knowledge();
    let audience = Audience::Channel(message.author.id.get());
    let found = knowledge.faq().search(&question);
    match found.decide(Mode::Addressed) {
        Decision::Answer(_) => ask::answer(&knowledge.catalogue, &found.hits, audience),
        Decision::Suggest(hits) => Some(ask::suggestions(&knowledge.catalogue, &hits, audience)),
        Decision::Silent => None,
    }
    .unwrap_or_else(|| ask::nothing_near(audience))
}

fn passive(app: &App, message: &Received, place: Place) -> Option<Message> {
    let settings = app.settings();
    let channel = message.channel_id.get();
    let listens = |id: u64| settings.faq_channels.contains(&id);
    if !listens(channel) && !place.parent.is_some_and(listens) {
        return None;
    }
    if message.referenced_message.is_some()
        || message.message_reference.is_some()
        || mentions_someone(message)
    {
        return None;
    }
    let question = text::asked(&message.content, settings.faq_min_chars)?;
    if !app.manners().may_speak(settings, channel, place.now) {
        return None;
    }
    let knowledge = app.knowledge();
    let found = knowledge.faq().search(&question);
    let Decision::Answer(hit) = found.decide(Mode::Passive) else { return None };
    let answer = ask::answer(&knowledge.catalogue, &found.hits, Audience::Channel(message.author.id.get()))?;
    app.manners().claim(settings, channel, &hit.id, place.now).then_some(answer)
}

fn mentions_someone(message: &Received) -> bool {
    !message.mentions.is_empty() || !message.mention_roles.is_empty() || message.mention_everyone
}
