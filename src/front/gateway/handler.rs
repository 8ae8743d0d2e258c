//! Events in: what arrives twice is answered once, work is tracked, and what serenity cannot read is not silence.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use serenity::all::{ApplicationId, Context, Event, Message, RawEventHandler};
use serenity::model::event::UnknownEvent;
use tokio::sync::mpsc;
use tracing::{debug, info, warn};

use crate::chat::{Place, may_concern};
use crate::serve::Undecodable;

use super::front::Front;
use super::{interaction, message};

/// Dispatches that matter to us: one of these that cannot be read is a warning.
const OURS: [&str; 4] = ["INTERACTION_CREATE", "MESSAGE_CREATE", "READY", "RESUMED"];

/// What the supervision must know.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lifecycle {
    /// A shard has logged in.
    Ready { shard: u32, application: ApplicationId },
    /// A shard has taken its session up again.
    Resumed { shard: u32 },
}

impl Lifecycle {
    /// The shard it happened to.
    pub(super) fn shard(self) -> u32 {
        match self {
            Self::Ready { shard, .. } | Self::Resumed { shard } => shard,
        }
    }
}

/// The one event handler.
pub(super) struct Handler {
    front: Arc<Front>,
    lifecycle: mpsc::UnboundedSender<Lifecycle>,
}

impl Handler {
    pub(super) fn new(front: Arc<Front>, lifecycle: mpsc::UnboundedSender<Lifecycle>) -> Self {
        Self { front, lifecycle }
    }

    async fn message(&self, message: Message) {
        let front = &self.front;
        let now = Instant::now();
        // Most of what is said in a guild ends here.
        if message.author.bot || front.rest.is_closed(message.channel_id.get()) {
            return;
        }
        if !front.messages.first_time(message.id.get()) {
            return;
        }
        // serenity runs all handlers at once: this one may overtake that of READY.
        let me = *front.me.wait().await;
        let place = Place { me, parent: front.threads.parent_of(&message).await, now };
        match may_concern(front.app(), &message, place) {
            Ok(()) => front.tasks.track_future(message::answer(front, message, place)).await,
            Err(silence) => debug!(reason = silence.name(), "not for us"),
        }
    }

    async fn unknown(&self, event: UnknownEvent, since: Instant) {
        if !OURS.contains(&event.kind.as_str()) {
            // Discord's new events, and those of other intents.
            debug!(event = event.kind, "not for us");
            return;
        }
        let so_far = self.front.undecodable.fetch_add(1, Ordering::Relaxed) + 1;
        // A change at Discord's end can make every message undecodable: the log tells of it, and does not drown in it.
        if so_far.is_power_of_two() {
            warn!(event = event.kind, so_far, "Discord sent an event that cannot be decoded");
        }
        if event.kind == "INTERACTION_CREATE"
            && let Some(interaction) = Undecodable::of(&event.value)
            && self.front.interactions.first_time(interaction.id)
        {
            interaction::apologise(&self.front, &interaction, since).await;
        }
    }
}

#[serenity::async_trait]
impl RawEventHandler for Handler {
    // serenity has spawned this call as a task of its own; the tracker makes it one of ours.
    async fn raw_event(&self, ctx: Context, event: Event) {
        let since = Instant::now();
        let front = &self.front;
        front.threads.learn(&event);
        match event {
            Event::InteractionCreate(event) => {
                let interaction = event.interaction;
                if front.interactions.first_time(interaction.id().get()) {
                    front.tasks.track_future(interaction::answer(front, &interaction, since)).await;
                }
            }
            Event::MessageCreate(event) => self.message(event.message).await,
            Event::Ready(event) => {
                let (shard, ready) = (ctx.shard_id.0, event.ready);
                let _ = front.me.set(ready.user.id);
                info!(shard, guilds = ready.guilds.len(), "ready");
                let _ = self.lifecycle.send(Lifecycle::Ready { shard, application: ready.application.id });
            }
            Event::Resumed(_) => {
                let shard = ctx.shard_id.0;
                info!(shard, "resumed");
                let _ = self.lifecycle.send(Lifecycle::Resumed { shard });
            }
            Event::Unknown(event) => front.tasks.track_future(self.unknown(event, since)).await,
            _ => {}
        }
    }
}
