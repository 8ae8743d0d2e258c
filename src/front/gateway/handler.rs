//! Events in: what arrives twice is answered once, work is bounded and tracked, and what serenity cannot read is not silence.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use serenity::all::{ApplicationId, Context, Event, Message, RawEventHandler, UserId};
use serenity::model::event::UnknownEvent;
use tokio::sync::{Semaphore, SetOnce, mpsc};
use tokio_util::task::TaskTracker;
use tracing::{debug, info, warn};

use crate::app::App;
use crate::discord::Rest;

use super::memory::Seen;
use super::threads::Threads;
use super::{Voice, interaction, speak};

/// Ids of interactions and messages remembered, each.
const REMEMBERED: usize = 8_192;

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

/// What happened so far, for the log when the process stops.
#[derive(Default)]
pub(super) struct Counts {
    answered: AtomicU64,
    apologised: AtomicU64,
    lost: AtomicU64,
    duplicates: AtomicU64,
    undecodable: AtomicU64,
}

impl Counts {
    pub(super) fn answered(&self) {
        self.answered.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn apologised(&self) {
        self.apologised.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn lost(&self) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }
}

impl fmt::Debug for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        write!(
            f,
            "answered {}, apologised {}, lost {}, duplicates {}, undecodable {}",
            load(&self.answered),
            load(&self.apologised),
            load(&self.lost),
            load(&self.duplicates),
            load(&self.undecodable)
        )
    }
}

/// What all tasks of the front share.
pub(super) struct Front {
    pub(super) app: Arc<App>,
    pub(super) rest: Rest,
    pub(super) voice: Voice,
    /// Every task that must end before the process does.
    pub(super) tasks: TaskTracker,
    /// How many interactions and messages may be worked on at once.
    pub(super) room: Semaphore,
    pub(super) counts: Counts,
    pub(super) threads: Threads,
    interactions: Mutex<Seen>,
    messages: Mutex<Seen>,
    /// The bot's own user, known once it is ready.
    me: SetOnce<UserId>,
}

impl Front {
    pub(super) fn new(app: Arc<App>, rest: Rest, voice: Voice) -> Self {
        let threads = Threads::below(&app.settings().faq_channels);
        let most = usize::try_from(app.settings().max_tasks).unwrap_or(usize::MAX);
        Self {
            app,
            rest,
            voice,
            tasks: TaskTracker::new(),
            room: Semaphore::new(most.min(Semaphore::MAX_PERMITS)),
            counts: Counts::default(),
            threads,
            interactions: Mutex::new(Seen::new(REMEMBERED)),
            messages: Mutex::new(Seen::new(REMEMBERED)),
            me: SetOnce::new(),
        }
    }

    /// Whether this id has not been seen before.
    fn first_time(&self, seen: &Mutex<Seen>, id: u64) -> bool {
        let new = seen.lock().unwrap_or_else(PoisonError::into_inner).first_time(id);
        if !new {
            self.counts.duplicates.fetch_add(1, Ordering::Relaxed);
            debug!(id, "delivered again");
        }
        new
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

    async fn message(&self, message: &Message) {
        let front = &self.front;
        if !front.first_time(&front.messages, message.id.get()) {
            return;
        }
        // serenity runs all handlers at once: this one may overtake that of READY.
        let me = *front.me.wait().await;
        front.tasks.track_future(speak::answer(front, message, me)).await;
    }

    async fn unknown(&self, event: UnknownEvent, since: Instant) {
        if !OURS.contains(&event.kind.as_str()) {
            // Discord's new events, and those of other intents.
            debug!(event = event.kind, "not for us");
            return;
        }
        let so_far = self.front.counts.undecodable.fetch_add(1, Ordering::Relaxed) + 1;
        // A change at Discord's end can make every message undecodable: the log tells of it, and does not drown in it.
        if so_far.is_power_of_two() {
            warn!(event = event.kind, so_far, "Discord sent an event that cannot be decoded");
        }
        if event.kind == "INTERACTION_CREATE"
            && let Some(broken) = interaction::Broken::of(&event.value)
            && self.front.first_time(&self.front.interactions, broken.id())
        {
            interaction::apologise(&self.front, broken, since).await;
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
                if front.first_time(&front.interactions, interaction.id().get()) {
                    front.tasks.track_future(interaction::answer(front, &interaction, since)).await;
                }
            }
            Event::MessageCreate(event) => self.message(&event.message).await,
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
