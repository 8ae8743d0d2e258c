//! What all tasks of the gateway front share.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use serenity::all::UserId;
use tokio::sync::SetOnce;
use tokio_util::task::TaskTracker;

use crate::app::App;
use crate::discord::Rest;
use crate::front::recent::RecentIds;
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
    pub(super) interactions: RecentIds,
    pub(super) messages: RecentIds,
    /// The bot's own user, known once it is ready.
    pub(super) me: SetOnce<UserId>,
    /// Events of ours that serenity could not read.
    pub(super) undecodable: AtomicU64,
}

impl Front {
    pub(super) fn new(server: Arc<Server>, rest: Rest) -> Self {
        Self {
            server,
            rest,
            tasks: TaskTracker::new(),
            channels: Channels::default(),
            threads: Threads::default(),
            interactions: RecentIds::new(REMEMBERED),
            messages: RecentIds::new(REMEMBERED),
            me: SetOnce::new(),
            undecodable: AtomicU64::new(0),
        }
    }

    pub(super) fn app(&self) -> &Arc<App> {
        self.server.app()
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
