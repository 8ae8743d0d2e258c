//! Events in: what arrives twice is answered once, work is bounded and tracked, and what serenity cannot read is not silence.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serenity::all::{Event, UserId};
use serenity::model::event::UnknownEvent;
use tokio::sync::{Semaphore, SetOnce};
use tokio_util::task::TaskTracker;
use tracing::{debug, warn};

use crate::app::App;

use super::memory::{Quiet, Seen};
use super::rest::Rest;
use super::threads::Threads;
use super::{Voice, interaction, speak};

/// Ids of interactions and messages remembered, each.
const REMEMBERED: usize = 8_192;
/// A channel that refused us is left alone this long.
const QUIET_FOR: Duration = Duration::from_mins(10);
/// Channels remembered as refusing.
const QUIET_CHANNELS: usize = 10_000;

/// Dispatches that matter to us: one of these that cannot be read is a warning.
const OURS: [&str; 4] = ["INTERACTION_CREATE", "MESSAGE_CREATE", "READY", "RESUMED"];

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
    pub(super) quiet: Mutex<Quiet>,
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
            quiet: Mutex::new(Quiet::new(QUIET_FOR, QUIET_CHANNELS)),
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

/// Takes an event in. It is called in the order of arrival and never waits: what takes time becomes a task of the front's.
pub(super) fn on_event(front: &Arc<Front>, event: Event) {
    let since = Instant::now();
    front.threads.learn(&event);
    match event {
        Event::InteractionCreate(event) => {
            let interaction = event.interaction;
            if front.first_time(&front.interactions, interaction.id().get()) {
                let task = Arc::clone(front);
                front.tasks.spawn(async move { interaction::answer(&task, &interaction, since).await });
            }
        }
        Event::MessageCreate(event) => {
            // READY comes first in every session.
            let Some(&me) = front.me.get() else { return };
            if front.first_time(&front.messages, event.message.id.get()) {
                let task = Arc::clone(front);
                front.tasks.spawn(async move { speak::answer(&task, &event.message, me).await });
            }
        }
        Event::Ready(event) => {
            let _ = front.me.set(event.ready.user.id);
        }
        Event::Unknown(event) => unknown(front, event, since),
        _ => {}
    }
}

/// Something arrived that cannot be read at all; `what` names it.
pub(super) fn unreadable(front: &Front, what: &str) {
    let so_far = front.counts.undecodable.fetch_add(1, Ordering::Relaxed) + 1;
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
    if event.kind == "INTERACTION_CREATE"
        && let Some(broken) = interaction::Broken::of(&event.value)
        && front.first_time(&front.interactions, broken.id())
    {
        let task = Arc::clone(front);
        front.tasks.spawn(async move { interaction::apologise(&task, broken, since).await });
    }
}
