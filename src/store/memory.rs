//! What the store holds in memory, with a database and without: what servers chose, and what was counted.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::profile::Day;

use super::StoreError;
use super::choices::Chosen;
use super::event::DIGEST_DAYS;
use super::server::{Change, ServerSettings};
use super::tally::Tallies;

#[derive(Debug, Default)]
pub(super) struct Memory {
    servers: RwLock<HashMap<u64, (i64, Arc<ServerSettings>)>>,
    /// What a server has that chose nothing.
    usual: Arc<ServerSettings>,
    /// Without a database all counts there are; with one those that are not written.
    counts: Mutex<Tallies>,
    /// Without a database, the days of the last digests.
    digests: Mutex<HashMap<u64, Day>>,
}

impl Memory {
    pub(super) fn server(&self, guild: u64) -> Arc<ServerSettings> {
        Arc::clone(self.read().get(&guild).map_or(&self.usual, |(_, settings)| settings))
    }

    /// Servers that want a digest, and the channel each wants it in.
    pub(super) fn digest_channels(&self) -> Vec<(u64, u64)> {
        self.read().iter().filter_map(|(&guild, (_, chosen))| Some((guild, chosen.digest_channel?))).collect()
    }

    /// A change without a database.
    pub(super) fn change(&self, guild: u64, change: Change) -> Result<Arc<ServerSettings>, StoreError> {
        let mut servers = self.write();
        let mut settings = servers.get(&guild).map(|(_, now)| (**now).clone()).unwrap_or_default();
        change.make(&mut settings)?;
        let settings = Arc::new(settings);
        servers.insert(guild, (0, Arc::clone(&settings)));
        Ok(settings)
    }

    /// Shows what a server chose, from now on; `None`: nothing.
    pub(super) fn show(&self, guild: u64, chosen: Option<Chosen>) -> Arc<ServerSettings> {
        let Some(Chosen { version, settings }) = chosen else {
            self.write().remove(&guild);
            return Arc::clone(&self.usual);
        };
        let settings = self.shared(settings);
        self.write().insert(guild, (version, Arc::clone(&settings)));
        settings
    }

    /// Shows these servers' choices and nobody else's.
    pub(super) fn show_all(&self, servers: HashMap<u64, Chosen>) {
        let shown = servers
            .into_iter()
            .map(|(guild, Chosen { version, settings })| (guild, (version, self.shared(settings))));
        *self.write() = shown.collect();
    }

    /// Most servers have the usual settings after a while; they share them.
    fn shared(&self, settings: ServerSettings) -> Arc<ServerSettings> {
        if settings == *self.usual { Arc::clone(&self.usual) } else { Arc::new(settings) }
    }

    /// The servers whose choices are not those of these versions.
    pub(super) fn differing(&self, versions: &HashMap<u64, i64>) -> Vec<u64> {
        let servers = self.read();
        let gone = servers.keys().filter(|guild| !versions.contains_key(guild)).copied();
        let changed = versions
            .iter()
            .filter(|(guild, version)| servers.get(guild).is_none_or(|(shown, _)| shown != *version));
        gone.chain(changed.map(|(&guild, _)| guild)).collect()
    }

    /// Forgets a server.
    pub(super) fn forget(&self, guild: u64) {
        self.write().remove(&guild);
        self.counts().forget(guild);
        lock(&self.digests).remove(&guild);
    }

    pub(super) fn counts(&self) -> MutexGuard<'_, Tallies> {
        lock(&self.counts)
    }

    /// The day of a server's last digest, without a database.
    pub(super) fn digest(&self, guild: u64) -> Option<Day> {
        lock(&self.digests).get(&guild).copied()
    }

    /// Takes the right to post a digest, without a database.
    pub(super) fn claim_digest(&self, guild: u64, today: Day) -> bool {
        let mut digests = lock(&self.digests);
        let due = digests.get(&guild).is_none_or(|last| today.number() - last.number() >= DIGEST_DAYS);
        if due {
            digests.insert(guild, today);
        }
        due
    }

    fn read(&self) -> RwLockReadGuard<'_, HashMap<u64, (i64, Arc<ServerSettings>)>> {
        self.servers.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<u64, (i64, Arc<ServerSettings>)>> {
        self.servers.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A panic while one of these was held leaves it whole: every change is a single step, or a count more or less.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
