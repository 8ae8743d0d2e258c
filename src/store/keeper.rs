//! The memory and the database beside each other: who changes what, in which order, and what happens while the database is away.
//!
//! Everything that changes what is shown goes through one lock, in turn, so that memory never shows an older state after a newer one.
//! Invariants: what is shown of a server was committed; a batch of counts is written once, however often it has to be sent; nothing here
//! waits longer than its limit.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sqlx::Error;
use tokio::sync::Mutex as Turn;
use tokio::time::{Instant, timeout_at};
use tracing::{error, info, warn};

use crate::profile::Day;

use super::batch::{Batch, Departures, shard_of};
use super::memory::{Memory, lock};
use super::server::{Change, ServerSettings};
use super::sql::{Database, Tx};
use super::tally::Tally;
use super::{Health, StoreError, choices, ledger};

/// How long a person waits for the database.
const ANSWER_WITHIN: Duration = Duration::from_millis(1_500);
/// How long anything else does.
const WORK_WITHIN: Duration = Duration::from_secs(5);
/// Different things counted that one transaction writes: changes wait so long at most.
const BATCH: usize = 2_000;
/// So many servers that changed elsewhere are read one by one.
const ONE_BY_ONE: usize = 50;
/// Where Postgres tells that a server changed.
pub(super) const CHANNEL: &str = "fukugyo_server";

#[derive(Debug)]
pub(super) struct Keeper {
    pub(super) memory: Arc<Memory>,
    pub(super) database: Database,
    turn: Turn<Writing>,
    departures: Mutex<Departures>,
    /// Servers that the bot is known to be in: all others the database may take for left, whoever told it so.
    here: Mutex<HashSet<u64>>,
    /// Different things in the batch that is being written.
    sending: AtomicUsize,
    /// When the database failed first (seconds since 1970); 0: it did not.
    since: AtomicI64,
}

/// What was sent and may not have been written.
#[derive(Debug)]
struct Writing {
    /// This process, among those that write.
    id: String,
    last: i64,
    batch: Option<Batch>,
}

impl Keeper {
    /// Reads everything that servers chose.
    pub(super) async fn new(memory: Arc<Memory>, database: Database) -> Result<Self, Error> {
        let mut tx = database.read().await?;
        memory.show_all(choices::read(&mut tx, None).await?);
        drop(tx);
        // Two numbers that nobody can guess or meet again: a hasher's keys are random.
        let id = format!("{:016x}{:016x}", RandomState::new().hash_one(0), RandomState::new().hash_one(1));
        Ok(Self {
            memory,
            database,
            turn: Turn::new(Writing { id, last: 0, batch: None }),
            departures: Mutex::default(),
            here: Mutex::default(),
            sending: AtomicUsize::new(0),
            since: AtomicI64::new(0),
        })
    }

    /// See [`super::Store::change`].
    pub(super) async fn change(
        self: &Arc<Self>,
        guild: u64,
        change: Change,
    ) -> Result<Arc<ServerSettings>, StoreError> {
        let until = Instant::now() + ANSWER_WITHIN;
        let keeper = Arc::clone(self);
        self.aside(until, async move {
            let _turn = keeper.turn.lock().await;
            let mut tx = keeper.database.write().await?;
            let chosen = match choices::change(&mut tx, guild, change, now_ms()).await? {
                Ok(chosen) => chosen,
                Err(impossible) => return Ok(Err(impossible)),
            };
            keeper.commit(tx, guild, until).await?;
            Ok(Ok(keeper.memory.show(guild, Some(chosen))))
        })
        .await
    }

    /// See [`super::Store::forget`].
    pub(super) async fn forget(self: &Arc<Self>, guild: u64) -> Result<(), StoreError> {
        let until = Instant::now() + ANSWER_WITHIN;
        let keeper = Arc::clone(self);
        self.aside(until, async move {
            let mut turn = keeper.turn.lock().await;
            let mut tx = keeper.database.write().await?;
            choices::forget(&mut tx, guild).await?;
            keeper.commit(tx, guild, until).await?;
            keeper.memory.forget(guild);
            if let Some(batch) = &mut turn.batch {
                batch.servers.remove(&guild);
            }
            keeper.database.wipe().await;
            Ok(Ok(()))
        })
        .await
    }

    /// Tells other processes and commits, unless nobody waits any more.
    async fn commit(&self, mut tx: Tx, guild: u64, until: Instant) -> Result<(), Error> {
        tx.tell(CHANNEL, guild).await?;
        if Instant::now() >= until {
            return Err(Error::PoolTimedOut);
        }
        tx.commit().await
    }

    /// Does work that somebody waits for, but not longer than `until`. It is not dropped in the middle then: what was committed is shown.
    async fn aside<T: Send + 'static>(
        &self,
        until: Instant,
        work: impl Future<Output = Result<Result<T, StoreError>, Error>> + Send + 'static,
    ) -> Result<T, StoreError> {
        let work = tokio::spawn(timeout_at(until + WORK_WITHIN, work));
        match timeout_at(until, work).await {
            Ok(Ok(Ok(Ok(done)))) => {
                self.up();
                done
            }
            Ok(Ok(Ok(Err(error)))) => Err(self.down(&error)),
            Ok(Ok(Err(_)) | Err(_)) | Err(_) => Err(self.down(&"no answer in time")),
        }
    }

    /// Does work that is tried again later when it fails or takes too long.
    async fn within<T>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, StoreError> {
        match timeout_at(Instant::now() + limit, work).await {
            Ok(Ok(done)) => {
                self.up();
                Ok(done)
            }
            Ok(Err(error)) => Err(self.down(&error)),
            Err(_) => Err(self.down(&"no answer in time")),
        }
    }

    /// What is kept of a server's counts, those that wait written first.
    pub(super) async fn tally(&self, guild: u64) -> Result<(Tally, Option<Day>), StoreError> {
        self.within(ANSWER_WITHIN, async {
            while self.write_batch().await? {}
            ledger::read(&mut self.database.read().await?, guild).await
        })
        .await
    }

    /// See [`super::Store::claim_digest`].
    pub(super) async fn claim_digest(&self, guild: u64, today: Day) -> Result<bool, StoreError> {
        self.within(ANSWER_WITHIN, async {
            let mut tx = self.database.write().await?;
            let claimed = ledger::claim_digest(&mut tx, guild, today).await?;
            tx.commit().await?;
            Ok(claimed)
        })
        .await
    }

    /// Writes what waits.
    pub(super) async fn flush(&self) -> Result<(), StoreError> {
        let dropped = self.memory.counts().take_dropped();
        if dropped > 0 {
            error!(dropped, "too much to count while the database is away");
        }
        while self.within(WORK_WITHIN, self.write_batch()).await? {}
        Ok(())
    }

    /// Writes a part of what waits; whether there was any.
    async fn write_batch(&self) -> Result<bool, Error> {
        let mut turn = self.turn.lock().await;
        if turn.batch.is_none() {
            let batch = Batch {
                number: turn.last + 1,
                day: Day::today().number(),
                servers: self.memory.counts().take(BATCH),
                departures: std::mem::take(&mut lock(&self.departures)),
            };
            if batch.is_empty() {
                return Ok(false);
            }
            self.sending.store(batch.servers.values().map(Tally::len).sum(), Ordering::Relaxed);
            turn.last = batch.number;
            turn.batch = Some(batch);
        }
        let Writing { id, batch: Some(batch), .. } = &*turn else { return Ok(false) };
        let mut tx = self.database.write().await?;
        ledger::write(&mut tx, id, batch).await?;
        tx.commit().await?;
        turn.batch = None;
        self.sending.store(0, Ordering::Relaxed);
        Ok(true)
    }

    /// The bot left this server.
    pub(super) fn left(&self, guild: u64, at: i64) {
        lock(&self.here).remove(&guild);
        lock(&self.departures).servers.insert(guild, Some(at));
    }

    /// The bot is in this server.
    pub(super) fn present(&self, guild: u64) {
        // A login tells of thousands of servers, all of which it has listed before.
        if lock(&self.here).insert(guild) {
            lock(&self.departures).servers.insert(guild, None);
        }
    }

    /// The bot is in exactly these servers of this shard.
    pub(super) fn present_in(&self, guilds: HashSet<u64>, shard: u32, shards: u32, at: i64) {
        let mut here = lock(&self.here);
        here.retain(|&guild| shard_of(guild, shards) != Some(shard));
        here.extend(&guilds);
        drop(here);
        lock(&self.departures).present_in(guilds, shard, shards, at);
    }

    /// Deletes what is older than it is kept.
    pub(super) async fn prune(&self, today: Day, now: i64) -> Result<(), StoreError> {
        self.within(WORK_WITHIN, async {
            let _turn = self.turn.lock().await;
            let mut tx = self.database.write().await?;
            let gone = ledger::prune(&mut tx, today, now).await?;
            tx.commit().await?;
            for &guild in &gone {
                self.memory.forget(guild);
            }
            if !gone.is_empty() {
                info!(servers = gone.len(), "forgot servers that removed the bot");
            }
            self.database.wipe().await;
            Ok(())
        })
        .await
    }

    /// Shows what other processes changed.
    pub(super) async fn refresh(&self) -> Result<(), StoreError> {
        self.within(WORK_WITHIN, async {
            let _turn = self.turn.lock().await;
            let mut tx = self.database.read().await?;
            let differing = self.memory.differing(&choices::versions(&mut tx).await?);
            if differing.len() > ONE_BY_ONE {
                self.memory.show_all(choices::read(&mut tx, None).await?);
            } else {
                for guild in differing {
                    let chosen = choices::read(&mut tx, Some(guild)).await?.remove(&guild);
                    self.memory.show(guild, chosen);
                }
            }
            Ok(())
        })
        .await
    }

    /// Shows what another process changed in this server.
    pub(super) async fn refresh_server(&self, guild: u64) -> Result<(), StoreError> {
        self.within(WORK_WITHIN, async {
            let _turn = self.turn.lock().await;
            let mut tx = self.database.read().await?;
            match choices::read(&mut tx, Some(guild)).await?.remove(&guild) {
                Some(chosen) => drop(self.memory.show(guild, Some(chosen))),
                // It was forgotten, so what waits here goes too.
                None => self.memory.forget(guild),
            }
            Ok(())
        })
        .await
    }

    /// Whether the database failed the last time.
    pub(super) fn is_away(&self) -> bool {
        self.since.load(Ordering::Relaxed) != 0
    }

    /// How many different things that were counted are not written yet.
    pub(super) fn waiting(&self) -> usize {
        self.memory.counts().len() + self.sending.load(Ordering::Relaxed)
    }

    /// How the database is doing.
    pub(super) fn health(&self) -> Health {
        match self.since.load(Ordering::Relaxed) {
            0 => Health::Ready,
            since => Health::Degraded { since },
        }
    }

    fn up(&self) {
        let since = self.since.swap(0, Ordering::Relaxed);
        if since != 0 {
            info!(seconds = now() - since, "the database is back");
        }
    }

    /// The database failed.
    pub(super) fn down(&self, cause: &dyn std::fmt::Display) -> StoreError {
        if self.since.compare_exchange(0, now(), Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            warn!(%cause, "the database is away: settings stay as they are, counts wait");
        }
        StoreError::Away
    }
}

/// Seconds since 1970.
pub(super) fn now() -> i64 {
    now_ms() / 1_000
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
