//! How each shard's connection is doing, for whoever wants to know: a health check reads it, the shards write it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What a shard is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Waiting before the next try, or for its turn to log in.
    Waiting,
    /// Connecting, or waiting for Discord to accept the session.
    Connecting,
    /// Receiving events.
    Up,
    /// Ended for good.
    Stopped,
}

/// The state of one shard.
#[derive(Clone, Copy, Debug)]
pub struct ShardStatus {
    /// What it is doing.
    pub stage: Stage,
    /// Since when.
    pub since: Instant,
    /// How often Discord wants a heartbeat; `None` before the first connection.
    pub heartbeat: Option<Duration>,
    /// When its first connection was made.
    pub connected: Option<Instant>,
    /// When Discord last acknowledged a heartbeat, on whichever connection.
    pub last_ack: Option<Instant>,
}

impl ShardStatus {
    fn waiting() -> Self {
        Self {
            stage: Stage::Waiting,
            since: Instant::now(),
            heartbeat: None,
            connected: None,
            last_ack: None,
        }
    }

    /// How long Discord has acknowledged nothing, when that is too long: two intervals, from the first connection on. That a new
    /// connection could be made is no proof that it is any better.
    #[must_use]
    pub fn silence(&self, now: Instant) -> Option<Duration> {
        let silence = now.saturating_duration_since(self.last_ack.or(self.connected)?);
        Some(silence).filter(|silence| *silence >= 2 * self.heartbeat.unwrap_or_default())
    }
}

/// The states of all shards of a process. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct ShardStatuses(Arc<Mutex<BTreeMap<u32, ShardStatus>>>);

impl ShardStatuses {
    /// The states as they are now, by shard.
    #[must_use]
    pub fn snapshot(&self) -> BTreeMap<u32, ShardStatus> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A shard has entered a stage.
    pub fn enter(&self, shard: u32, stage: Stage) {
        self.change(shard, |status| {
            if status.stage != stage {
                (status.stage, status.since) = (stage, Instant::now());
            }
        });
    }

    /// A shard has a new connection, on which this much time may pass between heartbeats.
    pub fn connected(&self, shard: u32, heartbeat: Duration) {
        self.change(shard, |status| {
            status.heartbeat = Some(heartbeat);
            status.connected.get_or_insert_with(Instant::now);
        });
    }

    /// Discord has acknowledged a heartbeat.
    pub fn acknowledged(&self, shard: u32) {
        self.change(shard, |status| status.last_ack = Some(Instant::now()));
    }

    /// These are the shards from now on, all of them waiting; those before are forgotten.
    pub fn expect(&self, shards: Range<u32>) {
        let waiting = shards.map(|shard| (shard, ShardStatus::waiting())).collect();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = waiting;
    }

    fn change(&self, shard: u32, change: impl FnOnce(&mut ShardStatus)) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(all.entry(shard).or_insert_with(ShardStatus::waiting));
    }
}
