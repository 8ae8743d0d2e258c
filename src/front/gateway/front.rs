//! What all tasks of the gateway front share.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serenity::all::UserId;
use tokio::sync::SetOnce;
use tokio_util::task::TaskTracker;
use tracing::warn;

use crate::app::App;
use crate::discord::Rest;
use crate::front::recent::RecentIds;
use crate::ops::GatewayCounts;
use crate::serve::Server;

use super::channels::Channels;
use super::shards::Shards;
use super::threads::Threads;

/// Ids of interactions and messages remembered, each: Discord may deliver an event again after a resume.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(8_192).unwrap();

/// What all tasks of the front share.
pub(super) struct Front {
    pub(super) server: Arc<Server>,
    pub(super) rest: Rest,
    /// Every task that must end before the process does.
    pub(super) tasks: TaskTracker,
    pub(super) channels: Channels,
    pub(super) threads: Threads,
    interactions: RecentIds,
    messages: RecentIds,
    /// The bot's own user, known once it is ready.
    pub(super) me: SetOnce<UserId>,
    /// The application's id, known from the first READY, or sooner when the turns to log in need it.
    pub(super) application: SetOnce<u64>,
    /// The shards of this process, once it is known which.
    shards: Mutex<Option<Shards>>,
    /// That interactions come although others answer them was said.
    misdirected: AtomicBool,
    pub(super) counts: GatewayCounts,
}

impl Front {
    pub(super) fn new(server: Arc<Server>, rest: Rest, counts: GatewayCounts) -> Self {
        Self {
            server,
            rest,
            tasks: TaskTracker::new(),
            channels: Channels::counting(counts.dropped.clone()),
            threads: Threads::default(),
            interactions: RecentIds::new(REMEMBERED),
            messages: RecentIds::new(REMEMBERED),
            me: SetOnce::new(),
            application: SetOnce::new(),
            shards: Mutex::default(),
            misdirected: AtomicBool::new(false),
            counts,
        }
    }

    /// Notes the id of an interaction; whether it was new.
    pub(super) fn is_new_interaction(&self, id: u64) -> bool {
        self.is_new(&self.interactions, id)
    }

    /// Notes the id of a message; whether it was new.
    pub(super) fn is_new_message(&self, id: u64) -> bool {
        self.is_new(&self.messages, id)
    }

    fn is_new(&self, seen: &RecentIds, id: u64) -> bool {
        let new = seen.first_time(id);
        if !new {
            self.counts.redelivered.inc();
        }
        new
    }

    pub(super) fn app(&self) -> &Arc<App> {
        self.server.app()
    }

    /// This process holds these shards from now on.
    pub(super) fn hold(&self, shards: Shards) {
        *self.shards.lock().unwrap_or_else(PoisonError::into_inner) = Some(shards);
    }

    /// Whether the events of this server come to this process.
    pub(super) fn holds(&self, guild: u64) -> bool {
        let shards = self.shards.lock().unwrap_or_else(PoisonError::into_inner);
        shards.is_some_and(|shards| shards.hold(guild))
    }

    /// An interaction has arrived. In a process for messages only it is answered all the same, and that is said once.
    pub(super) fn interaction_came(&self) {
        if self.app().settings().messages_only && !self.misdirected.swap(true, Ordering::Relaxed) {
            warn!(
                "Discord sends interactions to the gateway, and gateway.messages_only leaves them to the endpoints: set the \
                 Interactions Endpoint URL under General Information in the developer portal. Until then they are answered here."
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_that_comes_again_after_thousands_of_others_is_still_known() {
        let seen = RecentIds::new(REMEMBERED);
        for id in 0..8_000 {
            assert!(seen.first_time(id));
        }
        assert!(!seen.first_time(0));
    }
}
