//! Opening a database: what is wrong with it is said before anything of it is touched.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::MigrateError;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _, Error, SqliteConnection};
use tokio::time::{Instant, sleep};

use crate::config::StoreUrl;

use super::migrations::{self, COMPATIBLE, migrator};
use super::mount;
use super::sql::Database;

/// 'FUKU', in the header of our files.
const APPLICATION: i64 = 0x4655_4b55;
/// Older ones can break a database in WAL mode (<https://www.sqlite.org/wal.html#the_wal_reset_bug>).
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];
/// How long a connection is waited for, and one that another process holds in SQLite.
pub(super) const CONNECT_WITHIN: Duration = Duration::from_secs(1);
const START_PAUSE: Duration = Duration::from_millis(250);
/// Connections to Postgres: one listens, one writes, the others read.
const POSTGRES_CONNECTIONS: u32 = 4;
const READERS: u32 = 2;
/// SQLite's result codes (<https://www.sqlite.org/rescode.html>), without what extends them.
const CORRUPT: u32 = 11;
const NOT_A_DATABASE: u32 = 26;

/// Why a store cannot be opened: one sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder or the file cannot be written.
    #[error(
        "store.url: {path} cannot be written ({cause}). Name a file in a folder that this user may write to."
    )]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: String,
    },
    /// The folder is on another machine.
    #[error(
        "store.url: {path} is on a network file system ({kind}), where SQLite files break. Name a file on a local disk, or a Postgres \
         database."
    )]
    Network {
        /// The folder.
        path: PathBuf,
        /// As the kernel names it.
        kind: String,
    },
    /// The file is broken, or no database.
    #[error(
        "store.url: {path} is not a sound SQLite database ({cause}). Move it away and put the last backup in its place."
    )]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        cause: String,
    },
    /// It is somebody else's.
    #[error("store.url: {0} belongs to another program. Name another one.")]
    NotOurs(StoreUrl),
    /// A newer program has changed it beyond what this one knows.
    #[error(
        "store.url: {0} was made by a newer fukugyo that this one cannot work with. Start the newer one."
    )]
    Newer(StoreUrl),
    /// What was applied is not what we have.
    #[error("store.url: the schema of {0} is not this program's ({1}). Put the last backup in its place.")]
    Schema(StoreUrl, String),
    /// The SQLite that the program was built with.
    #[error("This program was built with SQLite {0}, which can break databases; it needs 3.51.3 or newer.")]
    OldSqlite(String),
    /// Postgres refuses.
    #[error("store.url: {0} cannot be used: {1}.")]
    Refused(StoreUrl, String),
    /// Postgres does not answer.
    #[error("store.url: {0} cannot be reached: {1}.")]
    Unreachable(StoreUrl, String),
}

impl OpenError {
    /// The process's exit code: 2 for what the operator must set right, 1 for a database that is away.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        if matches!(self, Self::Unreachable(..)) { 1 } else { 2 }
    }
}

/// What is known of this machine's mounts.
pub(super) fn mounts() -> String {
    fs::read_to_string(mount::MOUNTS).unwrap_or_default()
}

/// Opens a store for one task, without waiting for Postgres to start.
pub(super) async fn open_now(url: &StoreUrl) -> Result<Database, OpenError> {
    open(url, &mounts(), CONNECT_WITHIN).await
}

/// Opens what `url` names and takes its schema to where this program needs it. `mounts` as in [`mount`]; Postgres is waited for so
/// long.
pub(super) async fn open(url: &StoreUrl, mounts: &str, within: Duration) -> Result<Database, OpenError> {
    match url {
        StoreUrl::Sqlite(path) => sqlite(url, path, mounts).await,
        StoreUrl::Postgres(address) => {
            let refused = |error: Error| OpenError::Refused(url.clone(), error.to_string());
            let options = PgConnectOptions::from_url(address).map_err(refused)?;
            postgres(url, options.application_name("fukugyo").disable_statement_logging(), within).await
        }
    }
}

async fn sqlite(url: &StoreUrl, path: &Path, mounts: &str) -> Result<Database, OpenError> {
    let path = made(path, mounts)?;
    let failed = |error: Error| of_file(&path, &error);
    let options =
        SqliteConnectOptions::new().filename(&path).busy_timeout(CONNECT_WITHIN).disable_statement_logging();
    inspect(url, &path, &options).await?;
    let ours = options
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        // What was acknowledged outlives a power cut, not only the process.
        .synchronous(SqliteSynchronous::Full)
        // What is deleted is gone from the file.
        .pragma("secure_delete", "ON");
    let pool =
        || SqlitePoolOptions::new().acquire_timeout(CONNECT_WITHIN).idle_timeout(None).max_lifetime(None);
    let writer = pool().max_connections(1).connect_with(ours).await.map_err(failed)?;
    migrate_sqlite(url, &writer).await.map_err(|halt| halt.or(|error| of_file(&path, error)))?;
    let readers =
        pool().max_connections(READERS).connect_with(options.read_only(true)).await.map_err(failed)?;
    Ok(Database::Sqlite { writer, readers })
}

/// The absolute path of a file that is there, this user's alone when it was not before.
fn made(path: &Path, mounts: &str) -> Result<PathBuf, OpenError> {
    let refused =
        |path: &Path, error: io::Error| OpenError::Folder { path: path.to_owned(), cause: error.to_string() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut making = fs::DirBuilder::new();
    making.recursive(true);
    let mut opening = fs::OpenOptions::new();
    opening.append(true).create(true);
    #[cfg(unix)]
    {
        std::os::unix::fs::DirBuilderExt::mode(&mut making, 0o700);
        std::os::unix::fs::OpenOptionsExt::mode(&mut opening, 0o600);
    }
    making.create(folder).map_err(|error| refused(folder, error))?;
    // Links followed: what counts is where the file is.
    let target = fs::canonicalize(path).or_else(|_| {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
        Ok(fs::canonicalize(folder)?.join(name))
    });
    let target = target.map_err(|error: io::Error| refused(path, error))?;
    let folder = target.parent().unwrap_or(&target);
    if let Some(kind) = mount::network(folder, mounts) {
        return Err(OpenError::Network { path: folder.to_owned(), kind });
    }
    opening.open(&target).map_err(|error| refused(&target, error))?;
    Ok(target)
}

/// Looks at the file without changing it.
async fn inspect(url: &StoreUrl, path: &Path, options: &SqliteConnectOptions) -> Result<(), OpenError> {
    let mut connection = options.connect().await.map_err(|error| of_file(path, &error))?;
    let found = look(&mut connection).await;
    // It closes by itself if this fails.
    let _ = connection.close().await;
    let (version, application, tables, check) = found.map_err(|error| of_file(path, &error))?;
    if !is_new_enough(&version) {
        return Err(OpenError::OldSqlite(version));
    }
    if check != "ok" {
        return Err(OpenError::Malformed { path: path.to_owned(), cause: check });
    }
    if application != APPLICATION && (application != 0 || tables > 0) {
        return Err(OpenError::NotOurs(url.clone()));
    }
    Ok(())
}

async fn look(connection: &mut SqliteConnection) -> Result<(String, i64, i64, String), Error> {
    let version = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut *connection).await?;
    let application = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await?;
    let tables = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_schema").fetch_one(&mut *connection).await?;
    let check = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut *connection).await?;
    Ok((version, application, tables, check))
}

fn is_new_enough(version: &str) -> bool {
    let parts: Option<Vec<u32>> = version.split('.').map(|part| part.parse().ok()).collect();
    parts.is_some_and(|parts| parts.as_slice() >= OLDEST_SQLITE.as_slice())
}

/// What an error of SQLite's means for the operator.
pub(super) fn of_file(path: &Path, error: &Error) -> OpenError {
    let (path, cause) = (path.to_owned(), error.to_string());
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    match code.map(|code| code & 0xff) {
        Some(CORRUPT | NOT_A_DATABASE) => OpenError::Malformed { path, cause },
        _ => OpenError::Folder { path, cause },
    }
}

/// Why a schema is not taken further: the operator's matter, or the database's.
enum Halt {
    Open(OpenError),
    Sql(Error),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Sql(error)
    }
}

impl Halt {
    fn or(self, of: impl FnOnce(&Error) -> OpenError) -> OpenError {
        match self {
            Self::Open(error) => error,
            Self::Sql(error) => of(&error),
        }
    }
}

const NEEDS: &str = "SELECT value FROM about WHERE key = 'compatible'";

/// `needs` is what [`NEEDS`] finds.
fn is_compatible(url: &StoreUrl, needs: i64) -> Result<(), Halt> {
    if needs > COMPATIBLE { Err(Halt::Open(OpenError::Newer(url.clone()))) } else { Ok(()) }
}

fn of_schema(url: &StoreUrl, error: MigrateError) -> Halt {
    match error {
        MigrateError::Execute(error) => Halt::Sql(error),
        error => Halt::Open(OpenError::Schema(url.clone(), error.to_string())),
    }
}

async fn migrate_sqlite(url: &StoreUrl, writer: &SqlitePool) -> Result<(), Halt> {
    let tables = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'about'";
    let tables: i64 = sqlx::query_scalar(tables).fetch_one(writer).await?;
    if tables > 0 {
        is_compatible(url, sqlx::query_scalar(NEEDS).fetch_one(writer).await?)?;
    }
    migrator(migrations::SQLITE).run(writer).await.map_err(|error| of_schema(url, error))
}

async fn migrate_postgres(url: &StoreUrl, pool: &PgPool) -> Result<(), Halt> {
    let tables = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'about'";
    let tables: i64 = sqlx::query_scalar(tables).fetch_one(pool).await?;
    if tables > 0 {
        let needs = sqlx::query_scalar(NEEDS).fetch_one(pool).await;
        // A table of this name may be anybody's.
        is_compatible(
            url,
            needs.map_err(|error| match error {
                Error::Io(_) | Error::PoolTimedOut => Halt::Sql(error),
                _ => Halt::Open(OpenError::NotOurs(url.clone())),
            })?,
        )?;
    }
    migrator(migrations::POSTGRES).run(pool).await.map_err(|error| of_schema(url, error))
}

async fn postgres(
    url: &StoreUrl,
    options: PgConnectOptions,
    within: Duration,
) -> Result<Database, OpenError> {
    let until = Instant::now() + within;
    let pool = loop {
        let pool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).acquire_timeout(CONNECT_WITHIN);
        match pool.connect_with(options.clone()).await {
            Ok(pool) => break pool,
            Err(error) if is_passing(&error) && Instant::now() < until => sleep(START_PAUSE).await,
            Err(error) => return Err(of_postgres(url, &error)),
        }
    };
    migrate_postgres(url, &pool).await.map_err(|halt| halt.or(|error| of_postgres(url, error)))?;
    Ok(Database::Postgres(pool))
}

/// Whether Postgres may be there in a moment.
fn is_passing(error: &Error) -> bool {
    match error {
        Error::Io(_) | Error::PoolTimedOut => true,
        // It starts, stops, or has too many connections.
        Error::Database(error) => error.code().is_some_and(|code| code.starts_with("57P") || code == "53300"),
        _ => false,
    }
}

fn of_postgres(url: &StoreUrl, error: &Error) -> OpenError {
    let cause = match error {
        Error::Database(error) => error.message().to_owned(),
        Error::PoolTimedOut => "it does not answer".to_owned(),
        error => error.to_string(),
    };
    if is_passing(error) {
        OpenError::Unreachable(url.clone(), cause)
    } else {
        OpenError::Refused(url.clone(), cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sqlite_that_can_break_databases_is_refused() {
        for (version, new_enough) in [
            ("3.51.3", true),
            ("3.52.0", true),
            ("4.0.0", true),
            ("3.51.2", false),
            ("3.46.1", false),
            ("", false),
        ] {
            assert_eq!(is_new_enough(version), new_enough, "{version}");
        }
    }

    #[tokio::test]
    async fn a_file_on_a_network_file_system_is_refused_and_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let place = fs::canonicalize(folder.path()).unwrap();
        let mounts =
            format!("1 1 0:1 / / rw - ext4 x rw\n2 1 0:2 / {} rw - nfs4 nas:/ rw\n", place.display());
        let path = folder.path().join("store.db");
        let url = StoreUrl::Sqlite(path.clone());
        let error = open(&url, &mounts, CONNECT_WITHIN).await.unwrap_err();
        assert!(matches!(&error, OpenError::Network { kind, .. } if kind == "nfs4"), "{error}");
        assert_eq!((error.exit_code(), path.exists()), (2, false));
    }
}
