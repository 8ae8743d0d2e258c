//! Turns: what one process at a time does among all on one Postgres, such as logging in to Discord.
//!
//! A turn is an advisory lock on a connection of its own. Postgres gives it to the next one when who has it lets go, dies, or has not been
//! heard of for a while (frozen, or its machine is gone); what was marked last stays, by Postgres's own clock.
//!
//! Invariants: while Postgres answers, no two processes have the same turn; while it does not, nobody waits for it longer than
//! [`Pace::away`] once, and then goes on alone. Non-goal: turns among processes on one SQLite file. There, and in memory, each goes on
//! alone at once.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, Error};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep, timeout};
use tracing::{debug, info, warn};

use super::background::Pace;
use super::open::CONNECT_WITHIN;
use super::sql::Database;

/// Turns that a process waits for or has at once: each takes a connection, and Postgres has few.
const AT_ONCE: usize = 4;
/// Postgres says every second that a turn is still another's, so that its silence means that it is away; and it ends a connection that
/// has been idle for so many milliseconds (from version 14 on).
const SET_UP: &str = "SELECT set_config('lock_timeout', '1s', false), \
    (SELECT set_config(name, $1, false) FROM pg_settings WHERE name = 'idle_session_timeout')";
/// A statement is answered within so long, or Postgres is away.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// Before another try.
const PAUSE: Duration = Duration::from_millis(250);
/// Postgres's code for a lock that was not to be had in time (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
const NOT_YET: &str = "55P03";

const LOCK: &str = "SELECT pg_advisory_lock(hashtextextended($1, 0))";
/// How long ago it was marked, in milliseconds. It writes: a server that only reads is of no use here.
const ELAPSED: &str = "INSERT INTO turn (name, marked) VALUES ($1, 0) ON CONFLICT (name) DO UPDATE SET marked = turn.marked \
    RETURNING (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT - marked";
const MARK: &str =
    "UPDATE turn SET marked = (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT WHERE name = $1";

/// The right to do what one process at a time does; dropped, it is the next one's. Where no Postgres is, or it is away, it is nobody
/// else's business: each process has its turn at once.
#[derive(Debug, Default)]
#[must_use = "dropped, the turn is over"]
pub struct Turn(Option<Held>);

struct Held {
    name: String,
    connection: Box<PgConnection>,
    _permit: OwnedSemaphorePermit,
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Turn {
    /// Notes that what the turn is for happens now. `false`: it is lost, and may be another's already.
    pub async fn mark(&mut self) -> bool {
        let Some(Held { name, connection, .. }) = &mut self.0 else { return true };
        let marking = sqlx::query(MARK).bind(name.as_str()).execute(&mut **connection);
        let marked = matches!(timeout(ANSWER_WITHIN, marking).await, Ok(Ok(_)));
        if !marked {
            self.0 = None;
        }
        marked
    }
}

/// The way to turns.
#[derive(Debug)]
pub(super) struct Turns {
    /// Where they are taken; `None`: nowhere.
    postgres: Option<PgConnectOptions>,
    pace: Pace,
    permits: Arc<Semaphore>,
    away: AtomicBool,
}

impl Turns {
    pub(super) fn of(database: &Database, pace: Pace) -> Self {
        let postgres = match database {
            Database::Postgres(pool) => {
                let options = pool.connect_options().as_ref().clone();
                Some(options.application_name("fukugyo turn"))
            }
            Database::Sqlite { .. } => None,
        };
        Self { postgres, pace, permits: Arc::new(Semaphore::new(AT_ONCE)), away: AtomicBool::new(false) }
    }

    /// Whether there is anybody to take turns with.
    pub(super) fn are_taken(&self) -> bool {
        self.postgres.is_some()
    }

    /// Waits for the turn of this name, and then until `gap` has passed since it was marked.
    pub(super) async fn wait(&self, name: String, gap: Option<Duration>) -> Turn {
        let Some(postgres) = &self.postgres else { return Turn::default() };
        // It is never closed.
        let Ok(permit) = Arc::clone(&self.permits).acquire_owned().await else { return Turn::default() };
        let mut heard = Instant::now();
        let connection = loop {
            match Box::pin(self.take(postgres, &name, gap, &mut heard)).await {
                Ok(connection) => break connection,
                Err(cause) => {
                    let patience =
                        if self.away.load(Ordering::Relaxed) { Duration::ZERO } else { self.pace.away };
                    if heard.elapsed() >= patience {
                        self.down(&cause);
                        return Turn::default();
                    }
                    debug!(%cause, "no turn yet");
                    sleep(PAUSE).await;
                }
            }
        };
        if self.away.swap(false, Ordering::Relaxed) {
            info!("Postgres answers again: logins are spaced over all processes");
        }
        Turn(Some(Held { name, connection: Box::new(connection), _permit: permit }))
    }

    /// Waits as long as Postgres answers; `heard` is when it last said that the turn is another's.
    async fn take(
        &self,
        postgres: &PgConnectOptions,
        name: &str,
        gap: Option<Duration>,
        heard: &mut Instant,
    ) -> Result<PgConnection, Error> {
        let silent = |_| Error::PoolTimedOut;
        let mut connection = timeout(CONNECT_WITHIN, postgres.connect()).await.map_err(silent)??;
        let setting_up =
            sqlx::query(SET_UP).bind(self.pace.silent.as_millis().to_string()).execute(&mut connection);
        timeout(ANSWER_WITHIN, setting_up).await.map_err(silent)??;
        loop {
            let locking = sqlx::query(LOCK).bind(name).execute(&mut connection);
            match timeout(ANSWER_WITHIN, locking).await.map_err(silent)? {
                Ok(_) => break,
                Err(Error::Database(error)) if error.code().as_deref() == Some(NOT_YET) => {
                    *heard = Instant::now();
                }
                Err(error) => return Err(error),
            }
        }
        if let Some(gap) = gap {
            let asking = sqlx::query_scalar::<_, i64>(ELAPSED).bind(name).fetch_one(&mut connection);
            let elapsed = timeout(ANSWER_WITHIN, asking).await.map_err(silent)??;
            // While Postgres was away, others may have gone on unseen. A clock that was set back is waited for once.
            let unseen = self.away.load(Ordering::Relaxed);
            let elapsed = Duration::from_millis(u64::try_from(elapsed).ok().filter(|_| !unseen).unwrap_or(0));
            sleep(gap.saturating_sub(elapsed)).await;
        }
        Ok(connection)
    }

    fn down(&self, cause: &Error) {
        if !self.away.swap(true, Ordering::Relaxed) {
            warn!(%cause, "Postgres does not answer: logins are spaced within this process only");
        }
    }
}
