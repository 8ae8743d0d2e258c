//! The command line of `fukugyo store`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::config::{StoreUrl, discord_id};

use super::{OpenError, Store, StoreError, copy, open};

/// Options of `fukugyo store`.
#[derive(Clone, Debug, Args)]
pub struct StoreArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: What,
}

/// What to do with the store that the settings name.
#[derive(Clone, Debug, Subcommand)]
pub enum What {
    /// Writes a copy of the SQLite file while the bot runs.
    Backup {
        /// A file that is not there yet.
        file: PathBuf,
    },
    /// Prints everything that is kept of a server, as JSON.
    Export {
        /// The server's id.
        #[arg(long, value_name = "ID", value_parser = discord_id)]
        guild: u64,
    },
    /// Deletes everything that is kept of a server, at once.
    Forget {
        /// The server's id.
        #[arg(long, value_name = "ID", value_parser = discord_id)]
        guild: u64,
    },
    /// Makes the tables, or takes them to what this program needs, as every start does.
    Migrate,
    /// Copies a store into an empty one, for example a SQLite file into Postgres. Stop the bot first.
    Copy {
        /// A SQLite file or a Postgres database.
        from: StoreUrl,
        /// Another one, without servers.
        to: StoreUrl,
    },
}

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A store cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error("The database failed: {0}.")]
    Database(#[from] sqlx::Error),
    /// The database is away.
    #[error("Nothing was done: {0}.")]
    Store(#[from] StoreError),
    /// There is nothing to back up.
    #[error("{0} is not there.")]
    NotThere(PathBuf),
    /// The file for the backup cannot be made.
    #[error(
        "{0} cannot be made ({1}). Name a file that is not there yet, in a folder that this user may write to."
    )]
    NotMade(PathBuf, io::Error),
    /// The copy is broken.
    #[error("{0} was written and is not sound: {1}.")]
    Unsound(PathBuf, String),
    /// Postgres has its own program.
    #[error("Postgres is backed up by its own program: pg_dump --format=custom --file=FILE '{0}'")]
    Postgres(StoreUrl),
    /// What is there would be lost or mixed.
    #[error("{0} holds {1} servers. Copy into an empty store.")]
    NotEmpty(StoreUrl, i64),
}

impl CliError {
    /// The process's exit code: 2 for what the person who typed it must set right, 1 for the rest.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Open(error) => error.exit_code(),
            Self::NotThere(_) | Self::NotMade(..) | Self::Postgres(_) | Self::NotEmpty(..) => 2,
            Self::Database(_) | Self::Store(_) | Self::Unsound(..) => 1,
        }
    }
}

/// Does it, with the store at `url`; what to print.
///
/// # Errors
/// See [`CliError`].
pub async fn run(args: &StoreArgs, url: &StoreUrl) -> Result<String, CliError> {
    match &args.what {
        What::Backup { file } => match url {
            StoreUrl::Sqlite(path) => backup(path, file).await,
            StoreUrl::Postgres(_) => Err(CliError::Postgres(url.clone())),
        },
        What::Export { guild } => {
            let store = Store::open(url).await?;
            let export = store.export(*guild).await;
            store.close().await;
            Ok(format!("{:#}", export?))
        }
        What::Forget { guild } => {
            let store = Store::open(url).await?;
            let forgotten = store.forget(*guild).await;
            store.close().await;
            forgotten?;
            Ok(format!("Nothing is kept of server {guild} any more. Backups made before still hold it."))
        }
        What::Migrate => {
            Store::open(url).await?.close().await;
            Ok(format!("{url} is ready."))
        }
        What::Copy { from, to } => copy::copy(from, to).await,
    }
}

/// The file is not taken to another schema: a backup before an upgrade is one of what there was.
async fn backup(path: &Path, file: &Path) -> Result<String, CliError> {
    if !path.exists() {
        return Err(CliError::NotThere(path.to_owned()));
    }
    // This user's alone, as the store is. SQLite takes an empty file for none.
    let mut making = fs::OpenOptions::new();
    making.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut making, 0o600);
    making.open(file).map_err(|error| CliError::NotMade(file.to_owned(), error))?;
    let options = SqliteConnectOptions::new().busy_timeout(open::CONNECT_WITHIN).disable_statement_logging();
    let mut from = connected(options.clone().filename(path), path).await?;
    let written =
        sqlx::query("VACUUM INTO $1").bind(file.to_string_lossy().into_owned()).execute(&mut from).await;
    from.close().await?;
    if let Err(error) = written {
        // Half a backup is none.
        let _ = fs::remove_file(file);
        return Err(error.into());
    }
    let mut copy = connected(options.filename(file).read_only(true), file).await?;
    let check: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut copy).await?;
    copy.close().await?;
    if check != "ok" {
        return Err(CliError::Unsound(file.to_owned(), check));
    }
    let bytes = fs::metadata(file).map_or(0, |data| data.len());
    Ok(format!("{} holds {} ({bytes} bytes).", file.display(), path.display()))
}

async fn connected(options: SqliteConnectOptions, path: &Path) -> Result<SqliteConnection, CliError> {
    Ok(options.connect().await.map_err(|error| open::of_file(path, &error))?)
}
