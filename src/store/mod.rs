//! What a server chose and what was counted there: in memory, in a SQLite file, or in Postgres.
//!
//! Settings are read at start and kept in memory: reading them never waits. A change is committed first, then seen. Counts are added up
//! in memory and written every few seconds. Without a database ([`Store::memory`]) everything ends with the process.
//!
//! Invariants: no message text and no person's id is ever kept; when the database is away, settings stay as they are and cannot be
//! changed, counts wait within a bound, and nobody who reads is made to wait. Non-goals: what settings mean, and who may change them.

mod error;
mod insights;
mod server;
mod tally;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use serde_json::{Value, json};

use crate::profile::Day;

use tally::Tallies;

pub use error::{Health, StoreError};
pub use insights::{AnswerKind, Event, Insights, Judged, KEPT_DAYS, Link, Nearest, SHOWN_DAYS, Week};
pub use server::{Change, Eagerness, MOST_CHANNELS, MOST_SWITCHED_OFF, QuietHours, ServerSettings};

/// The store; cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    core: Arc<Core>,
}

#[derive(Debug, Default)]
struct Core {
    servers: RwLock<HashMap<u64, Arc<ServerSettings>>>,
    /// What no server set.
    usual: Arc<ServerSettings>,
    counts: Mutex<Tallies>,
    digests: Mutex<HashMap<u64, Day>>,
}

#[expect(clippy::unused_async, reason = "the databases that follow are waited for")]
impl Store {
    /// A store that keeps nothing on disk.
    #[must_use]
    pub fn memory() -> Self {
        Self { core: Arc::default() }
    }

    /// What this server chose, from memory; the defaults when it set nothing.
    #[must_use]
    pub fn server(&self, guild: u64) -> Arc<ServerSettings> {
        let servers = self.core.servers.read().unwrap_or_else(PoisonError::into_inner);
        servers.get(&guild).unwrap_or(&self.core.usual).clone()
    }

    /// Changes this server's settings and returns them: committed first, then seen by everybody.
    ///
    /// # Errors
    /// [`StoreError::TooMany`] and [`StoreError::NotAnId`] for what can never be; [`StoreError::Away`].
    pub async fn change(&self, guild: u64, change: Change) -> Result<Arc<ServerSettings>, StoreError> {
        let mut servers = self.core.servers.write().unwrap_or_else(PoisonError::into_inner);
        let mut settings = servers.get(&guild).map(|now| (**now).clone()).unwrap_or_default();
        change.make(&mut settings)?;
        let settings = Arc::new(settings);
        servers.insert(guild, Arc::clone(&settings));
        Ok(settings)
    }

    /// Counts what happened in this server on this day; never waits.
    pub fn record(&self, guild: u64, day: Day, event: Event) {
        self.counts().count(guild, day.number(), event);
    }

    /// The last 28 days of this server, with what is not written yet.
    ///
    /// # Errors
    /// [`StoreError::Away`].
    pub async fn insights(&self, guild: u64, today: Day) -> Result<Insights, StoreError> {
        let digest = lock(&self.core.digests).get(&guild).copied();
        Ok(Insights::of(&self.counts().of(guild), today, digest))
    }

    /// Servers that want a digest, and the channel each wants it in.
    #[must_use]
    pub fn digest_channels(&self) -> Vec<(u64, u64)> {
        let servers = self.core.servers.read().unwrap_or_else(PoisonError::into_inner);
        servers.iter().filter_map(|(&guild, settings)| Some((guild, settings.digest_channel?))).collect()
    }

    /// Takes the right to post this server's digest on this day: of several processes and tries only one gets it, and none within
    /// six days of the last.
    ///
    /// # Errors
    /// [`StoreError::Away`].
    pub async fn claim_digest(&self, guild: u64, today: Day) -> Result<bool, StoreError> {
        let mut digests = lock(&self.core.digests);
        let due = digests.get(&guild).is_none_or(|last| today.number() - last.number() > 6);
        if due {
            digests.insert(guild, today);
        }
        Ok(due)
    }

    /// Deletes everything that is kept of this server, at once: settings, counts, links.
    ///
    /// # Errors
    /// [`StoreError::Away`].
    pub async fn forget(&self, guild: u64) -> Result<(), StoreError> {
        self.core.servers.write().unwrap_or_else(PoisonError::into_inner).remove(&guild);
        self.counts().forget(guild);
        lock(&self.core.digests).remove(&guild);
        Ok(())
    }

    /// Everything that is kept of this server.
    ///
    /// # Errors
    /// [`StoreError::Away`].
    pub async fn export(&self, guild: u64) -> Result<Value, StoreError> {
        Ok(json!({"guild": guild.to_string()}))
    }

    /// The bot was removed from this server at this time (seconds since 1970): 30 days later it is forgotten. Never waits.
    pub fn left(&self, _guild: u64, _at: i64) {}

    /// The bot is in this server. Never waits.
    pub fn present(&self, _guild: u64) {}

    /// The bot is in exactly these servers of this shard: all others of it were left while nobody looked. Never waits.
    pub fn present_in(&self, _guilds: &[u64], _shard: u32, _shards: u32, _at: i64) {}

    /// How it is doing.
    #[must_use]
    pub fn health(&self) -> Health {
        Health::Memory
    }

    /// Writes what waits, and ends.
    pub async fn close(&self) {}

    fn counts(&self) -> MutexGuard<'_, Tallies> {
        lock(&self.core.counts)
    }
}

/// A panic while one of these was held leaves it whole: every change is a single step, or a count more or less.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
