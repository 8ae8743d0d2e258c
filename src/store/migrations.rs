//! The schema, step by step: only ever added to, so that a program that is one step behind can go on working.
//!
//! Invariant: a step that was published never changes, not by a comment: databases know it by its checksum, and `tests/store/` holds
//! the list of them. Both databases take the same steps.

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

/// What a program must know to work on this schema. A step that older programs cannot live with raises it, and the row in `about`.
pub(super) const COMPATIBLE: i64 = 1;

/// A step: its number, its name, and what it does.
type Step = (i64, &'static str, &'static str);

pub(super) const SQLITE: &[Step] = &[
    (1, "start", include_str!("../../migrations/sqlite/0001_start.sql")),
    (2, "turn", include_str!("../../migrations/sqlite/0002_turn.sql")),
];
pub(super) const POSTGRES: &[Step] = &[
    (1, "start", include_str!("../../migrations/postgres/0001_start.sql")),
    (2, "turn", include_str!("../../migrations/postgres/0002_turn.sql")),
];

/// What takes a database through these steps. Steps that only a newer program knows are left alone.
pub(super) fn migrator(steps: &[Step]) -> Migrator {
    let migration = |&(version, name, sql): &Step| {
        let sql = AssertSqlSafe(sql.to_owned()).into_sql_str();
        Migration::new(version, name.to_owned().into(), MigrationType::Simple, sql, false)
    };
    let mut migrator = Migrator::with_migrations(steps.iter().map(migration).collect());
    migrator.set_ignore_missing(true);
    migrator
}
