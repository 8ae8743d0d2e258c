//! What all tasks of the gateway front share.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;
use serenity::all::UserId;
use tokio::sync::SetOnce;
use tokio_util::task::TaskTracker;
use tracing::debug;

use crate::app::App;
use crate::discord::Rest;
use crate::ops::GatewayCounts;
use crate::serve::Server;

use super::channels::Channels;
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
}

/// Ids seen lately, a bounded number of them.
struct RecentIds(Mutex<LruCache<u64, ()>>);

impl RecentIds {
    /// Remembers the last `most` ids.
    fn new(most: NonZeroUsize) -> Self {
        Self(Mutex::new(LruCache::new(most)))
    }

    /// Notes an id; whether it was new.
    fn first_time(&self, id: u64) -> bool {
        let new = self.0.lock().unwrap_or_else(PoisonError::into_inner).put(id, ()).is_none();
        if !new {
            debug!(id, "delivered again");
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once_until_it_is_forgotten() {
        let seen = RecentIds::new(NonZeroUsize::new(2).unwrap());
        assert!(seen.first_time(1) && seen.first_time(2));
        assert!(!seen.first_time(1) && !seen.first_time(2));
        assert!(seen.first_time(3), "the third pushes the first out");
        assert!(seen.first_time(1));
        assert_eq!(seen.0.lock().unwrap().len(), 2);
    }

    #[test]
    fn an_event_that_comes_again_after_thousands_of_others_is_still_known() {
        let seen = RecentIds::new(REMEMBERED);
        for id in 0..8_000 {
            assert!(seen.first_time(id));
        }
        assert!(!seen.first_time(0));
    }
}
