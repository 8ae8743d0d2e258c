//! A whole store, copied into an empty one.
//!
//! Invariant: what the copy holds is what the original held at one moment, or nothing. Non-goal: `writer` and `turn`, which are about processes.

use sqlx::{AssertSqlSafe, Error};

use crate::config::StoreUrl;

use super::cli::CliError;
use super::open;
use super::sql::{Database, Row, Tx, Value};

/// A table with its columns: numbers, and texts marked by `"`. Those that others refer to come first.
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
}

const TABLES: [Table; 7] = [
    Table {
        name: "guild",
        columns: &[
            "guild_id",
            "version",
            "\"eagerness",
            "human_channel",
            "quiet_from",
            "quiet_to",
            "private_profiles",
            "digest_channel",
            "digest_day",
            "muted_until",
            "greeted",
            "left_at",
        ],
    },
    Table { name: "faq_channel", columns: &["guild_id", "channel_id"] },
    Table { name: "switched_off", columns: &["guild_id", "\"entry_id"] },
    Table { name: "asked", columns: &["guild_id", "day", "addressed", "\"kind", "n"] },
    Table { name: "verdict", columns: &["guild_id", "day", "\"entry_id", "shown", "helpful", "wrong"] },
    Table { name: "miss", columns: &["guild_id", "day", "\"entry_id", "n"] },
    Table { name: "miss_link", columns: &["guild_id", "message_id", "channel_id", "\"entry_id", "day"] },
];

impl Table {
    fn names(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|column| column.trim_start_matches('"')).collect();
        names.join(", ")
    }

    fn values(&self, row: &Row) -> Result<Vec<Value>, Error> {
        let value = |(place, column): (usize, &&str)| {
            if column.starts_with('"') {
                row.text(place).map(Value::Text)
            } else {
                row.number(place).map(Value::Number)
            }
        };
        self.columns.iter().enumerate().map(value).collect()
    }
}

/// Copies the store at `from` into the empty one at `to`; what to print.
pub(super) async fn copy(from: &StoreUrl, to: &StoreUrl) -> Result<String, CliError> {
    if let StoreUrl::Sqlite(path) = from
        && !path.exists()
    {
        return Err(CliError::NotThere(path.clone()));
    }
    let source = open::open_now(from).await?;
    let target = open::open_now(to).await?;
    let copied = copied(&source, &target, to).await;
    source.close().await;
    target.close().await;
    let counts: Vec<String> = copied?.iter().map(|(table, rows)| format!("{table} {rows}")).collect();
    Ok(format!("{to} holds what {from} holds. Rows: {}.", counts.join(", ")))
}

async fn copied(
    source: &Database,
    target: &Database,
    to: &StoreUrl,
) -> Result<Vec<(&'static str, usize)>, CliError> {
    let mut read = source.read().await?;
    let mut write = target.write().await?;
    let there = write.find("SELECT COUNT(*) FROM guild", &[]).await?;
    let there = there.first().map(|row| row.number(0)).transpose()?.flatten().unwrap_or_default();
    if there > 0 {
        return Err(CliError::NotEmpty(to.clone(), there));
    }
    let mut counts = Vec::new();
    for table in &TABLES {
        counts.push((table.name, rows(table, &mut read, &mut write).await?));
    }
    write.commit().await?;
    Ok(counts)
}

async fn rows(table: &Table, read: &mut Tx, write: &mut Tx) -> Result<usize, Error> {
    let names = table.names();
    // Made of the names above.
    let select = AssertSqlSafe(format!("SELECT {names} FROM {}", table.name));
    let found = read.find(select, &[]).await?;
    let rows: Vec<Vec<Value>> = found.iter().map(|row| table.values(row)).collect::<Result<_, _>>()?;
    write.insert(&format!("{} ({names})", table.name), &rows, "").await?;
    Ok(rows.len())
}
