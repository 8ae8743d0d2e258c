//! What waits in memory to be written: counts, and which servers the bot left or is in.

use std::collections::{BTreeMap, HashSet};

use super::tally::Tally;

/// What is written in one transaction.
#[derive(Clone, Debug, Default)]
pub(super) struct Batch {
    /// Grows from batch to batch of a process: what is sent twice is written once.
    pub(super) number: i64,
    /// The day it was begun: old marks are deleted.
    pub(super) day: i64,
    pub(super) servers: BTreeMap<u64, Tally>,
    pub(super) departures: Departures,
}

impl Batch {
    pub(super) fn is_empty(&self) -> bool {
        self.servers.is_empty() && self.departures.servers.is_empty() && self.departures.shards.is_empty()
    }
}

/// Which servers the bot left, and which it is in.
#[derive(Clone, Debug, Default)]
pub(super) struct Departures {
    /// When it left; `None`: it is there.
    pub(super) servers: BTreeMap<u64, Option<i64>>,
    /// By shard, and how many there are: all servers that it is in, and when that was so.
    pub(super) shards: BTreeMap<(u32, u32), (HashSet<u64>, i64)>,
}

impl Departures {
    /// The bot is in exactly these servers of the shard; what was said of one of them before is over.
    pub(super) fn present_in(&mut self, guilds: HashSet<u64>, shard: u32, shards: u32, at: i64) {
        self.servers.retain(|guild, _| shard_of(*guild, shards) != Some(shard));
        self.shards.insert((shard, shards), (guilds, at));
    }
}

/// The shard whose events tell of this server
/// (<https://discord.com/developers/docs/events/gateway#sharding-sharding-formula>).
pub(super) fn shard_of(guild: u64, shards: u32) -> Option<u32> {
    u32::try_from((guild >> 22).checked_rem(u64::from(shards))?).ok()
}
