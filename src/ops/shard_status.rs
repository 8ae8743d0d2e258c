//! How each shard's connection is doing, for whoever wants to know: a health check reads it, the shards write it.

use std::collections::BTreeMap;
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
    /// When Discord last acknowledged a heartbeat on the present connection.
    pub last_ack: Option<Instant>,
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
        self.change(shard, |status| (status.heartbeat, status.last_ack) = (Some(heartbeat), None));
    }

    /// Discord has acknowledged a heartbeat.
    pub fn acknowledged(&self, shard: u32) {
        self.change(shard, |status| status.last_ack = Some(Instant::now()));
    }

    /// Forgets all shards: others will come.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn change(&self, shard: u32, change: impl FnOnce(&mut ShardStatus)) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(all.entry(shard).or_insert_with(|| ShardStatus {
            stage: Stage::Waiting,
            since: Instant::now(),
            heartbeat: None,
            last_ack: None,
        }));
    }
}
