//! Where the store is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use url::Url;

/// A SQLite file, or a Postgres database. Neither `Display` nor `Debug` shows a password.
#[derive(Clone, PartialEq, Eq)]
pub enum StoreUrl {
    /// A file, made when it is not there.
    Sqlite(PathBuf),
    /// `postgres://user:password@host:port/database?options`.
    Postgres(Url),
}

/// A text that names no store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be {}", Self::EXPECTED)]
pub struct NotAStore;

impl NotAStore {
    pub(super) const EXPECTED: &'static str =
        "the path of a SQLite file or a Postgres database such as postgres://user@host/database";
}

impl FromStr for StoreUrl {
    type Err = NotAStore;

    fn from_str(text: &str) -> Result<Self, NotAStore> {
        let text = text.trim();
        match text.split_once(':') {
            Some(("postgres" | "postgresql", _)) => {
                let url = Url::parse(text).map_err(|_| NotAStore)?;
                if url.cannot_be_a_base() { Err(NotAStore) } else { Ok(Self::Postgres(url)) }
            }
            Some(("sqlite", path)) => file(path.strip_prefix("//").unwrap_or(path)),
            Some((_, rest)) if rest.starts_with("//") => Err(NotAStore),
            _ => file(text),
        }
    }
}

fn file(path: &str) -> Result<StoreUrl, NotAStore> {
    if path.is_empty() { Err(NotAStore) } else { Ok(StoreUrl::Sqlite(PathBuf::from(path))) }
}

impl StoreUrl {
    /// Whether it holds a password.
    pub(super) fn has_password(&self) -> bool {
        let in_options = |url: &Url| url.query_pairs().any(|(key, _)| key.contains("password"));
        matches!(self, Self::Postgres(url) if url.password().is_some() || in_options(url))
    }

    /// As seen from the folder that `file` stands in.
    pub(super) fn beside(self, file: &Path) -> Self {
        match self {
            Self::Sqlite(path) => Self::Sqlite(file.parent().unwrap_or(Path::new("")).join(path)),
            postgres @ Self::Postgres(_) => postgres,
        }
    }

    /// The text that reads as this, password and all.
    pub(super) fn reveal(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(url) => url.to_string(),
        }
    }
}

impl fmt::Display for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            // Options may hold secrets too (`?password=…`, `?sslkey=…`).
            Self::Postgres(url) => {
                let user = if url.username().is_empty() { "" } else { "…@" };
                let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
                write!(f, "postgres://{user}{}{port}{}", url.host_str().unwrap_or_default(), url.path())
            }
        }
    }
}

impl fmt::Debug for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_a_file_or_a_postgres_database() {
        let sqlite = |text: &str| StoreUrl::Sqlite(PathBuf::from(text));
        for (text, url) in [
            ("/var/lib/fukugyo/store.db", sqlite("/var/lib/fukugyo/store.db")),
            ("sqlite:store.db", sqlite("store.db")),
            ("sqlite:///var/store.db", sqlite("/var/store.db")),
            ("C:\\store.db", sqlite("C:\\store.db")),
        ] {
            assert_eq!(text.parse(), Ok(url));
        }
        assert!(matches!("postgres://localhost/fukugyo".parse(), Ok(StoreUrl::Postgres(_))));
        assert!(matches!("postgresql://u:p@h:1/d?sslmode=require".parse(), Ok(StoreUrl::Postgres(_))));
        for text in ["", "sqlite:", "mysql://localhost/fukugyo", "https://example.com", "postgres:fukugyo"] {
            assert_eq!(text.parse::<StoreUrl>(), Err(NotAStore), "{text}");
        }
    }

    #[test]
    fn no_password_is_ever_shown() {
        let url: StoreUrl = "postgres://bot:hunter2@db.example:5433/f?password=hunter2".parse().unwrap();
        for shown in [url.to_string(), format!("{url:?}"), format!("{url:#?}")] {
            assert!(
                shown.contains("postgres://…@db.example:5433/f") && !shown.contains("hunter2"),
                "{shown}"
            );
        }
    }
}
