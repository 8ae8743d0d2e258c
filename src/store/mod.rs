//! What a server chose and what was counted there: in memory, in a SQLite file, or in Postgres.
//!
//! Settings are read at start and kept in memory: reading them never waits. A change is committed first, then seen. Counts are added up
//! in memory and written every few seconds. Without a database ([`Store::memory`]) everything ends with the process.
//!
//! | file | what it does |
//! |---|---|
//! | `server`, `event`, `insights`, `error` | what the rooms below see: settings and changes, events and what they show, what goes wrong |
//! | `memory`, `tally` | what is held in memory |
//! | `keeper` | memory and database beside each other |
//! | `background` | what runs by itself: writing, deleting, hearing of others' changes |
//! | `batch`, `ledger`, `choices` | what is written and read: counts, settings |
//! | `sql` | one way to speak to both databases |
//! | `turn` | what one process at a time does among all on one Postgres |
//! | `open`, `mount`, `migrations` | opening one, and what is refused |
//! | `export`, `copy`, [`cli`] | everything about a server, or of a store; the command line |
//!
//! Invariants: no message text and no person's id is ever kept; when the database is away, settings stay as they are and cannot be
//! changed, counts wait within a bound, and nobody who reads is made to wait. Non-goals: what settings mean, and who may change them.
//!
//! What goes to the database is boxed: its futures are large, and every interaction's would hold the room for them.

mod background;
mod batch;
mod choices;
pub mod cli;
mod copy;
mod error;
mod event;
mod export;
mod insights;
mod keeper;
mod ledger;
mod memory;
mod migrations;
mod mount;
mod open;
mod server;
mod sql;
mod tally;
mod turn;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;
use tracing::warn;

use crate::config::StoreUrl;
use crate::profile::Day;

use keeper::Keeper;
use memory::Memory;
use turn::Turns;

pub use crate::faq::decide::Eagerness;
pub use background::Pace;
pub use error::{Health, StoreError};
pub use event::{AnswerKind, Event, KEPT_DAYS, Link};
pub use insights::{Insights, Judged, Nearest, SHOWN_DAYS, Week};
pub use open::OpenError;
pub use server::{Change, MOST_CHANNELS, MOST_SWITCHED_OFF, QuietHours, ServerSettings};
pub use turn::Turn;

/// The store; cheap to clone. What runs beside it ends with the last clone.
#[derive(Clone, Debug)]
pub struct Store {
    memory: Arc<Memory>,
    kept: Option<Kept>,
}

/// The database, and what runs beside it.
#[derive(Clone, Debug)]
struct Kept {
    keeper: Arc<Keeper>,
    turns: Arc<Turns>,
    tasks: TaskTracker,
    stop: Arc<DropGuard>,
}

impl Store {
    /// A store that keeps nothing on disk.
    #[must_use]
    pub fn memory() -> Self {
        Self { memory: Arc::default(), kept: None }
    }

    /// Opens the database, makes its tables when it has none, and reads what servers chose.
    ///
    /// # Errors
    /// What the operator must set right, or a Postgres that is not there within 10 s.
    pub async fn open(url: &StoreUrl) -> Result<Self, OpenError> {
        Self::open_at(url, Pace::default()).await
    }

    /// The same, at another pace.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_at(url: &StoreUrl, pace: Pace) -> Result<Self, OpenError> {
        let database = open::open(url, &open::mounts(), pace.start).await?;
        let turns = Arc::new(Turns::of(&database, pace));
        let memory = Arc::<Memory>::default();
        let refused = |error: sqlx::Error| OpenError::Refused(url.clone(), error.to_string());
        let listener = background::listener(&database).await.map_err(refused)?;
        let keeper = Arc::new(Keeper::new(Arc::clone(&memory), database).await.map_err(refused)?);
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        background::start(&keeper, listener, pace, &tasks, &stop);
        Ok(Self { memory, kept: Some(Kept { keeper, turns, tasks, stop: Arc::new(stop.drop_guard()) }) })
    }

    /// What this server chose, from memory; the defaults when it chose nothing.
    #[must_use]
    pub fn server(&self, guild: u64) -> Arc<ServerSettings> {
        self.memory.server(guild)
    }

    /// Changes this server's settings and returns them: committed first, then seen, in a second by other processes too. At most 1.5 s.
    ///
    /// # Errors
    /// [`StoreError::TooMany`] and [`StoreError::NotAnId`] for what can never be; [`StoreError::Away`].
    pub async fn change(&self, guild: u64, change: Change) -> Result<Arc<ServerSettings>, StoreError> {
        match &self.kept {
            Some(kept) => Box::pin(kept.keeper.change(guild, change)).await,
            None => self.memory.change(guild, change),
        }
    }

    /// Counts what happened in this server on this day; never waits.
    pub fn record(&self, guild: u64, day: Day, event: Event) {
        self.memory.counts().count(guild, day.number(), event);
    }

    /// The last 28 days of this server, with what was not written yet. At most 1.5 s.
    ///
    /// # Errors
    /// [`StoreError::Away`].
    pub async fn insights(&self, guild: u64, today: Day) -> Result<Insights, StoreError> {
        let (tally, digest) = self.tally(guild).await?;
        Ok(Insights::of(&tally, today, digest))
    }

    /// Servers that want a digest, and the channel each wants it in.
    #[must_use]
    pub fn digest_channels(&self) -> Vec<(u64, u64)> {
        self.memory.digest_channels()
    }

    /// Takes the right to post this server's digest on this day: of several processes and tries one gets it, and none within seven
    /// days of the last.
    ///
    /// # Errors
    /// [`StoreError::Away`].
    pub async fn claim_digest(&self, guild: u64, today: Day) -> Result<bool, StoreError> {
        match &self.kept {
            Some(kept) => Box::pin(kept.keeper.claim_digest(guild, today)).await,
            None => Ok(self.memory.claim_digest(guild, today)),
        }
    }

    /// Deletes everything that is kept of this server, at once: settings, counts, links.
    ///
    /// # Errors
    /// [`StoreError::Away`]; then nothing was deleted.
    pub async fn forget(&self, guild: u64) -> Result<(), StoreError> {
        if let Some(kept) = &self.kept {
            return Box::pin(kept.keeper.forget(guild)).await;
        }
        self.memory.forget(guild);
        Ok(())
    }

    /// Everything that is kept of this server.
    ///
    /// # Errors
    /// [`StoreError::Away`].
    pub async fn export(&self, guild: u64) -> Result<Value, StoreError> {
        let (tally, digest) = self.tally(guild).await?;
        Ok(export::export(guild, &self.server(guild), &tally, digest))
    }

    /// The bot was removed from this server at this time (seconds since 1970): 30 days later it is forgotten. Never waits. An outage
    /// (`unavailable`) is not this.
    pub fn left(&self, guild: u64, at: i64) {
        if let Some(kept) = &self.kept {
            kept.keeper.left(guild, at);
        }
    }

    /// The bot is in this server: if it was removed before, that is over. Never waits.
    pub fn present(&self, guild: u64) {
        if let Some(kept) = &self.kept {
            kept.keeper.present(guild);
        }
    }

    /// The bot is in exactly these servers of this shard of so many: all others of it were left while nobody looked, at this time
    /// (seconds since 1970) for all that is known. Never waits.
    pub fn present_in(&self, guilds: HashSet<u64>, shard: u32, shards: u32, at: i64) {
        if let Some(kept) = &self.kept {
            kept.keeper.present_in(guilds, shard, shards, at);
        }
    }

    /// Whether other processes may work on this store beside this one, and take turns with it.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.turns.are_taken())
    }

    /// Waits for the turn to register this application's commands; see [`Turn`].
    pub async fn turn_to_register(&self, application: u64) -> Turn {
        match &self.kept {
            Some(kept) => kept.turns.wait(format!("register {application}"), None).await,
            None => Turn::default(),
        }
    }

    /// Waits for the turn to log this application in, and until `gap` has passed since a login of the same bucket was last marked,
    /// by any process; see [`Turn`]. Buckets are those of `max_concurrency`
    /// (<https://discord.com/developers/docs/events/gateway#sharding-max-concurrency>).
    pub async fn turn_to_log_in(&self, application: u64, bucket: u32, gap: Duration) -> Turn {
        match &self.kept {
            Some(kept) => kept.turns.wait(format!("login {application} {bucket}"), Some(gap)).await,
            None => Turn::default(),
        }
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// [`StoreError::Away`]; then it waits on.
    pub async fn flush(&self) -> Result<(), StoreError> {
        match &self.kept {
            Some(kept) => Box::pin(kept.keeper.flush()).await,
            None => Ok(()),
        }
    }

    /// How it is doing.
    #[must_use]
    pub fn health(&self) -> Health {
        self.kept.as_ref().map_or(Health::Memory, |kept| kept.keeper.health())
    }

    /// How many different things that were counted wait to be written.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.kept.as_ref().map_or(0, |kept| kept.keeper.waiting())
    }

    /// Writes what waits, and ends. With a database that is away this takes 5 s.
    pub async fn close(&self) {
        let Some(Kept { keeper, tasks, stop, .. }) = &self.kept else { return };
        stop.token().cancel();
        tasks.close();
        tasks.wait().await;
        if Box::pin(keeper.flush()).await.is_err() {
            warn!("the counts of the last moments are lost: the database is away");
        }
        keeper.database.close().await;
    }

    async fn tally(&self, guild: u64) -> Result<(tally::Tally, Option<Day>), StoreError> {
        match &self.kept {
            Some(kept) => Box::pin(kept.keeper.tally(guild)).await,
            None => Ok((self.memory.counts().of(guild), self.memory.digest(guild))),
        }
    }
}
