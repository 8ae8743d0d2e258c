//! What runs beside the store: writing what waits, deleting what is old, hearing of others' changes.

use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgListener, PgPool};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::profile::Day;

use super::StoreError;
use super::keeper::{CHANNEL, Keeper, now};
use super::sql::Database;

/// How often things are done. Tests shorten it.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Between two writings of what waits, and between two looks whether another process wrote to the SQLite file.
    pub write: Duration,
    /// Between two looks at the versions of all servers, for changes that nobody told of.
    pub look: Duration,
    /// Between two deletions of what is old.
    pub prune: Duration,
    /// After a failure, before Postgres is listened to again.
    pub listen_again: Duration,
    /// How long Postgres is waited for at start: it may be starting too.
    pub start: Duration,
    /// How long a Postgres that does not answer is waited for by who wants a turn.
    pub away: Duration,
    /// How long a process may have a turn without a word to Postgres before the next one gets it. Longer than any login takes.
    pub silent: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            write: Duration::from_secs(5),
            look: Duration::from_mins(1),
            prune: Duration::from_hours(1),
            listen_again: Duration::from_secs(1),
            start: Duration::from_secs(10),
            away: Duration::from_secs(5),
            silent: Duration::from_mins(1),
        }
    }
}

/// So long nothing may be heard before a new connection listens: one that went dead in silence looks the same.
const SILENCE: Duration = Duration::from_mins(5);

/// A connection on which Postgres tells which servers changed; `None` for SQLite, which is looked at.
pub(super) async fn listener(database: &Database) -> Result<Option<PgListener>, sqlx::Error> {
    let Database::Postgres(pool) = database else { return Ok(None) };
    listen(pool).await.map(Some)
}

/// Starts all of it; `stop` ends it. The listener is one that listened before the keeper read what servers chose, so that nothing falls
/// in between.
pub(super) fn start(
    keeper: &Arc<Keeper>,
    listener: Option<PgListener>,
    pace: Pace,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) {
    let (working, token) = (Arc::clone(keeper), stop.clone());
    tasks.spawn(async move { Box::pin(token.run_until_cancelled(work(&working, pace))).await });
    if let (Some(listener), Database::Postgres(pool)) = (listener, &keeper.database) {
        let (keeper, pool, token) = (Arc::clone(keeper), pool.clone(), stop.clone());
        tasks.spawn(async move {
            Box::pin(token.run_until_cancelled(hear_always(&keeper, listener, &pool, pace))).await
        });
    }
}

async fn work(keeper: &Keeper, pace: Pace) {
    let mut ticks = interval(pace.write);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut seen = None;
    let (mut looked, mut pruned) = (Instant::now(), None::<Instant>);
    loop {
        ticks.tick().await;
        let was_away = keeper.is_away();
        // Errors are logged where they happen, and tried again with the next tick.
        let _ = keeper.flush().await;
        let foreign = keeper.database.foreign_writes().await.ok().flatten();
        let may_differ = was_away || foreign != seen || looked.elapsed() >= pace.look;
        if may_differ && keeper.refresh().await.is_ok() {
            (looked, seen) = (Instant::now(), foreign);
        }
        if pruned.is_none_or(|at| at.elapsed() >= pace.prune)
            && keeper.prune(Day::today(), now()).await.is_ok()
        {
            pruned = Some(Instant::now());
        }
    }
}

async fn listen(pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Hears from Postgres which servers changed, on a new connection when one is lost or what was told could not be read.
async fn hear_always(keeper: &Keeper, first: PgListener, pool: &PgPool, pace: Pace) {
    let mut listening = Ok(first);
    loop {
        // Errors are logged where they happen.
        if let Ok(listener) = listening {
            let _ = hear(keeper, listener).await;
        }
        sleep(pace.listen_again).await;
        listening = listen_again(keeper, pool).await;
    }
}

/// A connection that listens, once what changed before it did is shown.
async fn listen_again(keeper: &Keeper, pool: &PgPool) -> Result<PgListener, StoreError> {
    let listener = listen(pool).await.map_err(|error| keeper.down(&error))?;
    keeper.refresh().await?;
    Ok(listener)
}

async fn hear(keeper: &Keeper, mut listener: PgListener) -> Result<(), StoreError> {
    while let Ok(heard) = timeout(SILENCE, listener.try_recv()).await {
        match heard.map_err(|error| keeper.down(&error))?.map(|told| told.payload().parse()) {
            Some(Ok(guild)) => keeper.refresh_server(guild).await?,
            // Not ours.
            Some(Err(_)) => {}
            // The connection was lost and is back; what was told in between was not heard.
            None => keeper.refresh().await?,
        }
    }
    Ok(())
}
