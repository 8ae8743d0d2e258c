//! One way to speak to both databases: the same statements, with `$1`, whole numbers and texts.
//!
//! sqlx's own `Any` driver does not do this: it hands `$1` and `?` through as they are, and knows neither `LISTEN` nor SQLite's pragmas.
//! Non-goal: anything but `BIGINT`/`INTEGER` and `TEXT`.

use std::time::Duration;

use sqlx::postgres::{PgArguments, PgPool, PgRow, Postgres};
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, Error, Row as _, SqlSafeStr, Transaction};
use tokio::time::timeout;
use tracing::debug;

/// How long is waited for SQLite's log to be emptied.
const WIPE_WITHIN: Duration = Duration::from_millis(300);
/// Rows written by one statement: SQLite takes 32,766 values in one.
const ROWS_AT_ONCE: usize = 200;

/// An open database.
#[derive(Clone, Debug)]
pub(super) enum Database {
    /// One connection writes, others read: a read that turns into a write in the middle would be refused when another one wrote.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// A value of a statement.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Number(Option<i64>),
    Text(String),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Number(number)
    }
}

/// Discord's ids, which have 63 bits at most, and counts.
impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(Some(number.cast_signed()))
    }
}

impl From<Option<u64>> for Value {
    fn from(number: Option<u64>) -> Self {
        Self::Number(number.map(u64::cast_signed))
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Number(Some(flag.into()))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// What a statement found.
#[derive(Debug)]
pub(super) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// The whole number in this column.
    pub(super) fn number(&self, column: usize) -> Result<Option<i64>, Error> {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }

    /// The id or the count in this column; 0 when there is none.
    pub(super) fn id(&self, column: usize) -> Result<u64, Error> {
        Ok(self.number(column)?.unwrap_or_default().cast_unsigned())
    }

    /// The text in this column.
    pub(super) fn text(&self, column: usize) -> Result<String, Error> {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }
}

/// A transaction; dropped, nothing of it happened.
#[derive(Debug)]
pub(super) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Database {
    /// Begins to write.
    pub(super) async fn write(&self) -> Result<Tx, Error> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Begins to read: everything as it is at one moment.
    pub(super) async fn read(&self) -> Result<Tx, Error> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// A number that changes when another process has written to the file; `None` for Postgres, which tells by itself.
    pub(super) async fn foreign_writes(&self) -> Result<Option<i64>, Error> {
        match self {
            Self::Sqlite { writer, .. } => {
                sqlx::query_scalar("PRAGMA data_version").fetch_one(writer).await.map(Some)
            }
            Self::Postgres(_) => Ok(None),
        }
    }

    /// Empties SQLite's log, where what was deleted may still stand. When somebody reads just now, a later time does it.
    pub(super) async fn wipe(&self) {
        if let Self::Sqlite { writer, .. } = self {
            let wiping = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer);
            if !matches!(timeout(WIPE_WITHIN, wiping).await, Ok(Ok(_))) {
                debug!("the log was not emptied");
            }
        }
    }

    /// Ends all connections.
    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                // A reader may end after the writer, and leave the log with all that it holds beside the file.
                self.wipe().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Runs a statement; how many rows it changed.
    pub(super) async fn run(&mut self, sql: impl SqlSafeStr, values: &[Value]) -> Result<u64, Error> {
        Ok(match self {
            Self::Sqlite(tx) => in_sqlite(sql, values).execute(&mut **tx).await?.rows_affected(),
            Self::Postgres(tx) => in_postgres(sql, values).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Runs a statement; what it found.
    pub(super) async fn find(&mut self, sql: impl SqlSafeStr, values: &[Value]) -> Result<Vec<Row>, Error> {
        Ok(match self {
            Self::Sqlite(tx) => {
                let rows = in_sqlite(sql, values).fetch_all(&mut **tx).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(tx) => {
                let rows = in_postgres(sql, values).fetch_all(&mut **tx).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// Inserts rows, as many with one statement as it takes: `INSERT INTO` `into` `VALUES` … `then`.
    pub(super) async fn insert<R: AsRef<[Value]>>(
        &mut self,
        into: &str,
        rows: &[R],
        then: &str,
    ) -> Result<(), Error> {
        for rows in rows.chunks(ROWS_AT_ONCE) {
            let columns = rows.first().map_or(0, |row| row.as_ref().len());
            let sql = format!("INSERT INTO {into} VALUES {} {then}", places(rows.len(), columns));
            let values: Vec<Value> = rows.iter().flat_map(AsRef::as_ref).cloned().collect();
            // Made of names and words of ours, and numbers.
            self.run(AssertSqlSafe(sql), &values).await?;
        }
        Ok(())
    }

    /// Tells other processes of this server, when the transaction is committed. SQLite has nobody to tell.
    pub(super) async fn tell(&mut self, channel: &str, guild: u64) -> Result<(), Error> {
        if let Self::Postgres(tx) = self {
            sqlx::query("SELECT pg_notify($1, $2)")
                .bind(channel)
                .bind(guild.to_string())
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// Makes it so. When this fails it is not known whether it happened.
    pub(super) async fn commit(self) -> Result<(), Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

/// `($1, $2), ($3, $4)`.
fn places(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> =
            (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

fn in_sqlite(sql: impl SqlSafeStr, values: &[Value]) -> Query<'static, Sqlite, SqliteArguments> {
    values.iter().fold(sqlx::query(sql), |query, value| match value {
        Value::Number(number) => query.bind(*number),
        Value::Text(text) => query.bind(text.clone()),
    })
}

fn in_postgres(sql: impl SqlSafeStr, values: &[Value]) -> Query<'static, Postgres, PgArguments> {
    values.iter().fold(sqlx::query(sql), |query, value| match value {
        Value::Number(number) => query.bind(*number),
        Value::Text(text) => query.bind(text.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_of_several_rows_has_a_place_of_its_own() {
        assert_eq!(places(2, 3), "($1, $2, $3), ($4, $5, $6)");
        assert_eq!(places(1, 1), "($1)");
    }
}
