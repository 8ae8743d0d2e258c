//! Events in: what arrives twice is answered once, work is tracked, and what serenity cannot read is not silence.

use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serenity::all::{Event, GuildId, Message, UserId};
use serenity::model::event::UnknownEvent;
use tracing::{debug, warn};

use crate::chat::{Place, may_concern};
use crate::serve::Undecodable;

use super::front::Front;
use super::{interaction, message};

/// Dispatches that matter to us: one of these that cannot be read is a warning.
const OURS: [&str; 4] = ["INTERACTION_CREATE", "MESSAGE_CREATE", "READY", "RESUMED"];

/// Takes an event in. It is called in the order of arrival and never waits: what takes time becomes a task of the front's.
pub(super) fn on_event(front: &Arc<Front>, event: Event) {
    let since = Instant::now();
    front.threads.learn(&event);
    match event {
        Event::InteractionCreate(event) => {
            let interaction = event.interaction;
            front.interaction_came();
            if front.is_new_interaction(interaction.id().get()) {
                let task = Arc::clone(front);
                front.tasks.spawn(async move { interaction::answer(&task, &interaction, since).await });
            }
        }
        Event::MessageCreate(event) => {
            // READY comes first in every session.
            let Some(&me) = front.me.get() else { return };
            let message = event.message;
            // Most of what is said in a guild ends here.
            if message.author.bot || front.rest.is_closed(message.channel_id.get()) {
                return;
            }
            if front.is_new_message(message.id.get()) {
                front.tasks.spawn(heard(Arc::clone(front), message, me, since));
            }
        }
        Event::Ready(event) => {
            let ready = event.ready;
            let _ = front.me.set(ready.user.id);
            let (shard, shards) = ready.shard.map_or((0, 1), |shard| (shard.id.0, shard.total));
            // Those that an outage keeps from us are among them.
            let guilds = ready.guilds.iter().map(|guild| guild.id.get()).collect();
            front.app().store().present_in(guilds, shard, shards, seconds());
        }
        Event::GuildCreate(event) => front.app().store().present(event.guild.id.get()),
        // Unavailable, it is an outage: we are in that server all the same
        // (https://discord.com/developers/docs/events/gateway-events#guild-delete).
        Event::GuildDelete(event) if !event.guild.unavailable => {
            front.app().store().left(event.guild.id.get(), seconds());
        }
        Event::Unknown(event) => unknown(front, event, since),
        _ => {}
    }
}

/// A message that may concern the bot, once it is known which channel a thread belongs to.
async fn heard(front: Arc<Front>, message: Message, me: UserId, now: Instant) {
    let guild = message.guild_id.map(GuildId::get);
    let listens = front.app().listens_below(guild, message.channel_id.get());
    let place = Place { me, parent: front.threads.parent_of(&message, listens).await, now };
    match may_concern(front.app(), &message, place) {
        Ok(()) => message::answer(&front, message, place).await,
        Err(silence) => {
            front.server.counts().ignore(silence);
            debug!(reason = silence.name(), "not for us");
        }
    }
}

/// Seconds since 1970.
fn seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_secs().cast_signed()
}

/// Something arrived that cannot be read at all; `what` names it.
pub(super) fn unreadable(front: &Front, what: &str) {
    let so_far = front.counts.undecodable.inc() + 1;
    // A change at Discord's end can make every message undecodable: the log tells of it, and does not drown in it.
    if so_far.is_power_of_two() {
        warn!(event = what, so_far, "Discord sent an event that cannot be decoded");
    }
}

fn unknown(front: &Arc<Front>, event: UnknownEvent, since: Instant) {
    if !OURS.contains(&event.kind.as_str()) {
        // Discord's new events, and those of other intents.
        debug!(event = event.kind, "not for us");
        return;
    }
    unreadable(front, &event.kind);
    if event.kind != "INTERACTION_CREATE" {
        return;
    }
    front.interaction_came();
    if let Some(interaction) = Undecodable::of(&event.value)
        && front.is_new_interaction(interaction.id)
    {
        let task = Arc::clone(front);
        front.tasks.spawn(async move { interaction::apologise(&task, &interaction, since).await });
    }
}
