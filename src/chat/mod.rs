//! Messages in channels: an answer, candidates, or silence and why.
//!
//! Addressed (a DM, a mention, a reply to one of the bot's messages) is never silent, save for who asks more often than the settings
//! allow. Unaddressed messages are looked at only in the channels that the settings list, threads and forum posts under them included,
//! and there silence is by far the usual outcome: the cooldowns decide whether the bot may speak at all, the engine's passive decision
//! whether it knows. Message text stays in memory for the length of one call; what is remembered are ids and times. Non-goal: conversation.

mod light;
mod text;

use std::time::Instant;

use serenity::all::{Message as Received, MessageType, UserId};

use crate::app::{App, Effect, Turn};
use crate::command::talk::{self, CountedMessage, Here};
use crate::faq::markup::plain_text;
use crate::store::{AnswerKind, Event, Link};
use crate::understand::{Outcome, Upshot};
use crate::view::Message;
use crate::view::ask::{self, Audience};

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

/// What becomes of a message.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one a message, taken apart at once")]
pub enum Response {
    /// It is answered.
    Answer {
        /// What is posted, as a reply to the message.
        message: Message,
        /// What is done once it is known whether it arrived.
        effects: Vec<Effect>,
        /// What came of the text.
        upshot: Upshot,
    },
    /// Nothing is said.
    Silence(Silence),
}

/// Why nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// A bot, a webhook or Discord itself wrote it.
    NotAPerson,
    /// Nobody addressed the bot, and it was not asked to listen here.
    NotListening,
    /// It is part of a conversation between others.
    ToOthers,
    /// It is too short, code, a link or another bot's command.
    NoQuestion,
    /// The bot spoke here a moment ago.
    Cooldown,
    /// The bot gave this very answer here lately.
    Repeated,
    /// Discord withholds the text: a reply with its mention off, where the bot may not read what is not addressed to it.
    Withheld,
    /// The server wants quiet: for an hour, or at this time of day.
    Quiet,
    /// This server does not show the answer.
    SwitchedOff,
    /// Nothing known is sure enough to speak unasked.
    Unsure,
    /// The person asks more often than the settings allow, and has been told.
    TooOften,
}

impl Silence {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::NotAPerson,
        Self::NotListening,
        Self::ToOthers,
        Self::NoQuestion,
        Self::Cooldown,
        Self::Repeated,
        Self::Withheld,
        Self::Quiet,
        Self::SwitchedOff,
        Self::Unsure,
        Self::TooOften,
    ];

    /// Whether it is about a message that addresses the bot.
    #[must_use]
    pub fn is_of_an_addressed(self) -> bool {
        matches!(self, Self::Withheld | Self::TooOften)
    }

    /// Its name in logs and counts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NotAPerson => "not_a_person",
            Self::NotListening => "not_listening",
            Self::ToOthers => "to_others",
            Self::NoQuestion => "no_question",
            Self::Cooldown => "cooldown",
            Self::Repeated => "repeated",
            Self::Withheld => "withheld",
            Self::Quiet => "quiet",
            Self::SwitchedOff => "switched_off",
            Self::Unsure => "unsure",
            Self::TooOften => "too_often",
        }
    }
}

/// Whether a message can come to anything at all: cheap, asked of everything that is said in any channel.
///
/// # Errors
/// Why it cannot.
pub fn may_concern(app: &App, message: &Received, place: Place) -> Result<(), Silence> {
    if !is_from_a_person(message) {
        return Err(Silence::NotAPerson);
    }
    let listens = |id: u64| app.listens(guild_of(message), id);
    if is_addressed(message, place.me)
        || listens(message.channel_id.get())
        || place.parent.is_some_and(listens)
    {
        Ok(())
    } else {
        Err(Silence::NotListening)
    }
}

/// The response to a message. Pure with respect to Discord: it talks to nobody and never waits.
#[must_use]
pub fn respond(app: &App, message: &Received, place: Place) -> Response {
    let said = may_concern(app, message, place).and_then(|()| {
        if is_addressed(message, place.me) {
            addressed(app, message, place)
        } else {
            passive(app, message, place)
        }
    });
    match said {
        Ok(Said { message: said, effects, upshot }) => {
            Response::Answer { message: said.replying_to(message.id.get()), effects, upshot }
        }
        Err(silence) => Response::Silence(silence),
    }
}

/// Bots and webhooks are never answered, addressed or not: two bots would go on for ever.
fn is_from_a_person(message: &Received) -> bool {
    let written = matches!(message.kind, MessageType::Regular | MessageType::InlineReply);
    written && !message.author.bot && !message.author.system && message.webhook_id.is_none()
}

/// Whether a message is for the bot: a direct message, a mention, a reply to it.
#[must_use]
pub fn is_addressed(message: &Received, me: UserId) -> bool {
    let mentioned = message.mentions.iter().any(|user| user.id == me);
    let replied_to = message.referenced_message.as_ref().is_some_and(|m| m.author.id == me);
    message.guild_id.is_none() || mentioned || replied_to
}

/// Whether the text is missing because Discord did not send it, not because nothing was written.
fn is_withheld(message: &Received, me: UserId) -> bool {
    let mentioned = message.mentions.iter().any(|user| user.id == me);
    message.content.is_empty() && message.guild_id.is_some() && !mentioned
}

fn guild_of(message: &Received) -> Option<u64> {
    message.guild_id.map(serenity::all::GuildId::get)
}

/// What is said, before it is a reply to the message.
struct Said {
    message: Message,
    effects: Vec<Effect>,
    upshot: Upshot,
}

fn addressed(app: &App, message: &Received, place: Place) -> Result<Said, Silence> {
    if is_withheld(message, place.me) {
        return Err(Silence::Withheld);
    }
    let turn = app.cooldowns().turn(message.author.id.get(), place.now);
    let knowledge = app.knowledge();
    let question = plain_text(&message.content);
    // Who asks too often is not searched for; who may be in danger is never sent away.
    if turn != Turn::Answer && !knowledge.understanding().is_crisis(&question) {
        return match turn {
            Turn::Silent => Err(Silence::TooOften),
            _ => Ok(Said {
                message: ask::wait_a_minute(app.settings().chat_per_minute),
                effects: Vec::new(),
                upshot: Upshot::ToldToWait,
            }),
        };
    }
    let audience = Audience::Channel(message.author.id.get());
    let guild = guild_of(message);
    let settings = app.server(guild);
    let here = Here { human_channel: app.human_channel(guild), switched_off: &settings.switched_off };
    let at = Link { channel: message.channel_id.get(), message: message.id.get() };
    let said = talk::reply(&knowledge, &question, &light::light(message, place.me), audience, here, Some(at));
    let effects = said.effects(guild, message.author.id.get());
    Ok(Said { message: said.message, effects, upshot: said.upshot })
}

fn passive(app: &App, message: &Received, place: Place) -> Result<Said, Silence> {
    if message.referenced_message.is_some()
        || message.message_reference.is_some()
        || mentions_someone(message)
    {
        return Err(Silence::ToOthers);
    }
    let channel = message.channel_id.get();
    let guild = guild_of(message);
    let settings = app.server(guild);
    if settings.is_quiet(message.timestamp.unix_timestamp()) {
        return Err(Silence::Quiet);
    }
    let question = text::asked(&message.content, app.settings().faq_min_chars).ok_or(Silence::NoQuestion)?;
    if !app.cooldowns().may_speak(channel, place.now) {
        return Err(Silence::Cooldown);
    }
    let knowledge = app.knowledge();
    let understood = knowledge.understanding().unasked_at(&question, settings.eagerness);
    let Outcome::Answer(found, _) = &understood.outcome else { return Err(Silence::Unsure) };
    let hit = found.hits.first().ok_or(Silence::Unsure)?;
    if settings.switched_off.contains(&hit.id) {
        return Err(Silence::SwitchedOff);
    }
    let claim = app.cooldowns().claim(channel, &hit.id, place.now).ok_or(Silence::Repeated)?;
    let asker = message.author.id.get();
    let answer = ask::unasked(&knowledge.catalogue, &found.hits, asker).ok_or(Silence::Unsure)?;
    let counted = Event::Asked { addressed: false, kind: AnswerKind::Answered };
    let events = vec![counted, Event::Shown(hit.id.clone())];
    let said = CountedMessage { message: answer, events, upshot: Upshot::Answer };
    let effects = std::iter::once(Effect::Spoken(claim)).chain(said.effects(guild, asker)).collect();
    Ok(Said { message: said.message, effects, upshot: said.upshot })
}

fn mentions_someone(message: &Received) -> bool {
    !message.mentions.is_empty() || !message.mention_roles.is_empty() || message.mention_everyone
}
