//! The kinds of values that settings take.

use std::net::SocketAddr;

use super::store_url::NotAStore;

/// The values a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text that is not empty.
    Text,
    /// A file or folder; in a settings file, a relative path begins at that file.
    Path,
    /// A log filter as `tracing_subscriber::EnvFilter` reads it.
    Filter,
    /// An address that starts with http:// or https:// and can have paths appended.
    Address,
    /// A number address with a port, to listen on.
    Listen,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A whole number within these bounds.
    Whole(u64, u64),
    /// A SQLite file or a Postgres database; in a settings file, a relative path begins at that file.
    Store,
    /// A number from 0, or a name that ends in one: `fukugyo-gateway-3`.
    Ordinal,
    /// true or false.
    Flag,
    /// A Discord id.
    Id,
    /// Discord ids; separated by commas in the environment.
    Ids,
}

/// A value that fits its [`Kind`].
#[derive(Debug)]
pub(super) enum Given {
    Text(String),
    Listen(SocketAddr),
    Whole(u64),
    Flag(bool),
    Ids(Vec<u64>),
}

impl Given {
    pub(super) fn text(self) -> String {
        if let Self::Text(text) = self { text } else { String::new() }
    }

    pub(super) fn listen(self) -> Option<SocketAddr> {
        if let Self::Listen(address) = self { Some(address) } else { None }
    }

    pub(super) fn whole(self) -> u64 {
        if let Self::Whole(number) = self { number } else { 0 }
    }

    pub(super) fn small(self) -> Option<u32> {
        u32::try_from(self.whole()).ok()
    }

    pub(super) fn flag(self) -> bool {
        matches!(self, Self::Flag(true))
    }

    pub(super) fn ids(self) -> Vec<u64> {
        if let Self::Ids(ids) = self { ids } else { Vec::new() }
    }
}

impl Kind {
    pub(super) fn expected(self) -> String {
        match self {
            Self::Text => "a text that is not empty".into(),
            Self::Path => "a path".into(),
            Self::Filter => "a log filter, such as \"info\" or \"fukugyo=debug,serenity=warn\"".into(),
            Self::Address => "an address such as https://proxy.example.com or http://127.0.0.1:8080".into(),
            Self::Listen => "a number address with a port, such as 127.0.0.1:8788 or 0.0.0.0:8788".into(),
            Self::OneOf(words) => words.join(" or "),
            Self::Whole(low, high) => format!("a whole number from {low} to {high}"),
            Self::Store => NotAStore::EXPECTED.into(),
            Self::Ordinal => "a number from 0, or a name that ends in one, such as fukugyo-gateway-3".into(),
            Self::Flag => "true or false".into(),
            Self::Id => "a Discord id, a number of 17 to 20 digits (copy it by a right click on the server or channel)".into(),
            Self::Ids => "a list of Discord ids of 17 to 20 digits, such as [\"123456789012345678\"]".into(),
        }
    }
}
