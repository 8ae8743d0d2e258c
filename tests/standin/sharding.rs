//! Which sessions an event goes to, and how soon after another a shard may log in
//! (<https://discord.com/developers/docs/events/gateway#sharding>).

use std::time::{Duration, Instant};

use serde_json::Value;

use super::control::{Builder, Standin};
use super::state::State;

/// The time between two IDENTIFYs of a bucket.
pub const IDENTIFY_GAP: Duration = Duration::from_secs(5);

/// The shard of so many that a guild belongs to.
pub fn shard_of(guild: u64, total: u64) -> u64 {
    (guild >> 22) % total.max(1)
}

/// The guild that an event is about; direct messages have none.
fn guild_of(name: &str, data: &Value) -> Option<u64> {
    let own_id = if name.starts_with("GUILD_") { data["id"].as_str() } else { None };
    data["guild_id"].as_str().or(own_id)?.parse().ok()
}

impl State {
    /// Sends an event to every session of its shard: while a new process takes a shard over there are two. Returns to how many
    /// sessions it went, and how many of them are connected.
    pub fn route(&mut self, name: &str, data: &Value) -> (usize, usize) {
        let guild = guild_of(name, data);
        let its_own = |(number, total): (u64, u64)| guild.map_or(0, |guild| shard_of(guild, total)) == number;
        let found: Vec<usize> =
            (0..self.sessions.len()).filter(|&n| its_own(self.sessions[n].shard)).collect();
        for &session in &found {
            self.dispatch(session, name, data);
        }
        (found.len(), found.iter().filter(|&&n| self.sessions[n].socket.is_some()).count())
    }

    /// Notes a login of a shard, which breaks the rule when it comes too soon after another of its bucket, whoever sent that.
    pub fn note_identify(&mut self, shard: u64, concurrency: u64, gap: Duration, now: Instant) {
        let bucket = shard % concurrency.max(1);
        let passed = self.bucket_used.insert(bucket, now).map(|last| now.saturating_duration_since(last));
        if let Some(passed) = passed.filter(|passed| *passed < gap) {
            self.violations
                .push(format!("IDENTIFY of shard {shard} {passed:?} after another of bucket {bucket}"));
        }
    }
}

impl Builder {
    /// How many shards may log in at once (`max_concurrency`); one unless told otherwise.
    pub fn concurrency(mut self, shards: u64) -> Self {
        self.0.concurrency = shards;
        self
    }

    /// The guilds that the bot is in.
    pub fn guilds(mut self, guilds: impl IntoIterator<Item = u64>) -> Self {
        self.0.guilds = guilds.into_iter().collect();
        self
    }
}

impl Standin {
    /// Dispatches an event to the sessions of its shard, if there are any; to how many connected ones.
    pub fn route(&self, name: &str, data: &Value) -> usize {
        self.shared.change(|state| state.route(name, data).1)
    }

    /// The time between two IDENTIFYs of a bucket that breaks no rule, for bots whose pauses were shortened and for clients of the
    /// test's own. Discord's, unless told otherwise.
    pub fn pace_logins(&self, gap: Duration) {
        self.shared.change(|state| state.identify_gap = Some(gap));
    }

    /// Waits until there are two sessions of each of `shards` shards (or one), all of them connected.
    pub async fn sessions(&self, each: usize, shards: impl IntoIterator<Item = u64>) {
        for shard in shards {
            self.wait(&format!("{each} sessions of shard {shard}"), |state| {
                let connected =
                    |session: &&super::state::Session| session.shard.0 == shard && session.socket.is_some();
                (state.sessions.iter().filter(connected).count() == each).then_some(())
            })
            .await;
        }
    }
}
