//! Where stores of the tests live: a SQLite file in a folder of its own, or a database of its own in a real Postgres.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fukugyo::config::StoreUrl;
use fukugyo::store::{Pace, Store};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Postgres, Sqlite, SqliteConnection};
use tempfile::TempDir;

use super::postgres;

/// Things happen by themselves so often in tests.
pub(super) const QUICK: Pace = Pace {
    write: Duration::from_millis(50),
    look: Duration::from_mins(10),
    prune: Duration::from_mins(10),
    listen_again: Duration::from_millis(50),
    start: Duration::from_secs(2),
    away: Duration::from_secs(1),
    silent: Duration::from_mins(1),
};
/// A pace at which nothing happens by itself.
pub(super) const STILL: Pace = Pace { write: Duration::from_mins(10), ..QUICK };

/// What a store is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Sqlite,
    Postgres,
}

/// A place for a store, gone with the test.
pub(super) struct Home {
    pub(super) kind: Kind,
    pub(super) url: StoreUrl,
    folder: TempDir,
}

impl Home {
    /// One of each kind that this machine has.
    pub(super) async fn each() -> Vec<Self> {
        let mut homes = vec![Self::sqlite()];
        homes.extend(Self::postgres().await);
        homes
    }

    pub(super) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = StoreUrl::Sqlite(folder.path().join("store.db"));
        Self { kind: Kind::Sqlite, url, folder }
    }

    /// A new database; `None` where Postgres is neither installed nor required.
    pub(super) async fn postgres() -> Option<Self> {
        let url = postgres::new_database().await?;
        Some(Self { kind: Kind::Postgres, url: url.parse().unwrap(), folder: tempfile::tempdir().unwrap() })
    }

    /// Opens it, with things happening by themselves quickly.
    pub(super) async fn open(&self) -> Store {
        Store::open_at(&self.url, QUICK).await.unwrap()
    }

    /// Opens it with nothing happening by itself.
    pub(super) async fn open_still(&self) -> Store {
        Store::open_at(&self.url, STILL).await.unwrap()
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The SQLite file.
    pub(super) fn file(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    /// Runs a statement past the store.
    pub(super) async fn run(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.url {
            StoreUrl::Sqlite(path) => {
                let mut raw = SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
                sqlx::query(sql).execute(&mut raw).await.unwrap();
                raw.close().await.unwrap();
            }
            StoreUrl::Postgres(url) => {
                let mut raw = PgConnection::connect(url.as_str()).await.unwrap();
                sqlx::query(sql).execute(&mut raw).await.unwrap();
                raw.close().await.unwrap();
            }
        }
    }

    /// The whole number that a statement finds.
    pub(super) async fn number(&self, sql: &str) -> i64 {
        self.value(sql).await
    }

    /// The text that a statement finds.
    pub(super) async fn text(&self, sql: &str) -> String {
        self.value(sql).await
    }

    async fn value<T>(&self, sql: &str) -> T
    where
        T: Send + Unpin,
        for<'r> T: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>,
        for<'r> T: sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres>,
    {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.url {
            StoreUrl::Sqlite(path) => {
                let mut raw = SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
                sqlx::query_scalar(sql).fetch_one(&mut raw).await.unwrap()
            }
            StoreUrl::Postgres(url) => {
                let mut raw = PgConnection::connect(url.as_str()).await.unwrap();
                sqlx::query_scalar(sql).fetch_one(&mut raw).await.unwrap()
            }
        }
    }
}

/// A store in memory and one in each kind of database that this machine has, with their places.
pub(super) async fn stores() -> Vec<(Option<Home>, Store)> {
    let mut stores = vec![(None, Store::memory())];
    for home in Home::each().await {
        let store = home.open_still().await;
        stores.push((Some(home), store));
    }
    stores
}

/// Waits until something is so; how long it took.
pub(super) async fn until(what: &str, within: Duration, mut so: impl FnMut() -> bool) -> Duration {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < within, "{what}: not within {within:?}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    start.elapsed()
}
