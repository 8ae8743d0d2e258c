//! What can go wrong with the store, and how it is doing.

/// Why something was not done. Nothing was changed then, unless said otherwise.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// More than a server can have; how many it can.
    #[error("at most {0} are possible")]
    TooMany(usize),
    /// What should be an entry's id is none.
    #[error("that is not the id of an entry")]
    NotAnId,
    /// The database cannot be reached or does not answer in time. A change may still come through: what [`super::Store::server`] says
    /// then holds.
    #[error("the database is away")]
    Away,
}

/// How the store is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It keeps nothing on disk, and nothing can go wrong.
    Memory,
    /// The database answers.
    Ready,
    /// It does not, since then (seconds since 1970): settings are as they were and cannot be changed, counts wait in memory.
    Degraded {
        /// The first failure.
        since: i64,
    },
}
