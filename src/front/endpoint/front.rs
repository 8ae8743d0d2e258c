//! What all tasks of the endpoint share.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::SetOnce;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::warn;

use crate::discord::Rest;
use crate::front::recent::RecentIds;
use crate::ops::RequestCounts;
use crate::serve::Server;

use super::signature::PublicKey;

/// Interactions remembered: what somebody recorded is good for ten minutes, in which so many come at fifty a second.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(32_768).unwrap();

/// What all tasks of the front share.
pub(super) struct Front {
    pub(super) server: Arc<Server>,
    pub(super) rest: Rest,
    pub(super) key: PublicKey,
    pub(super) seen: RecentIds,
    pub(super) requests: RequestCounts,
    /// Interactions that were begun: these must end before the process does.
    pub(super) tasks: TaskTracker,
    /// Connections.
    pub(super) connections: TaskTracker,
    /// The bot's own user, known once Discord has told.
    pub(super) me: SetOnce<u64>,
    /// Cancelled when others are to be asked instead.
    pub(super) leaving: CancellationToken,
    /// Cancelled when nobody new is listened to any more.
    pub(super) closing: CancellationToken,
    undecodable: AtomicU64,
}

impl Front {
    pub(super) fn new(server: Arc<Server>, rest: Rest, key: PublicKey, requests: RequestCounts) -> Self {
        Self {
            server,
            rest,
            key,
            seen: RecentIds::new(REMEMBERED),
            requests,
            tasks: TaskTracker::new(),
            connections: TaskTracker::new(),
            me: SetOnce::new(),
            leaving: CancellationToken::new(),
            closing: CancellationToken::new(),
            undecodable: AtomicU64::new(0),
        }
    }

    /// Discord sent an interaction that serenity cannot read.
    pub(super) fn unreadable(&self) {
        let so_far = self.undecodable.fetch_add(1, Ordering::Relaxed) + 1;
        // A change at Discord's end can make every one undecodable: the log tells of it, and does not drown in it.
        if so_far.is_power_of_two() {
            warn!(so_far, "Discord sent an interaction that cannot be decoded");
        }
    }

    /// How many such came.
    pub(super) fn undecodable(&self) -> u64 {
        self.undecodable.load(Ordering::Relaxed)
    }
}
