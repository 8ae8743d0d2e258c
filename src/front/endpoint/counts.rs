//! How many requests came, and what was made of them.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// What was made of a request. The names are the log's and the metrics'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is from Discord, and was handed on.
    Ok,
    /// It has no signature.
    Unsigned,
    /// Its signature is another's.
    Forged,
    /// It was sent too long ago, or will be.
    Stale,
    /// It came before.
    Replayed,
    /// Its body is too large.
    TooLarge,
    /// Its path, method or body is not Discord's, or the body did not come.
    Unreadable,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Ok,
        Self::Unsigned,
        Self::Forged,
        Self::Stale,
        Self::Replayed,
        Self::TooLarge,
        Self::Unreadable,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unsigned => "unsigned",
            Self::Forged => "forged",
            Self::Stale => "stale",
            Self::Replayed => "replayed",
            Self::TooLarge => "too_large",
            Self::Unreadable => "unreadable",
        }
    }
}

/// The requests of a process so far.
#[derive(Debug, Default)]
pub struct Requests([AtomicU64; Verdict::ALL.len()]);

impl Requests {
    /// Counts one.
    pub fn count(&self, verdict: Verdict) {
        self.0[verdict as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// How many there were.
    #[must_use]
    pub fn of(&self, verdict: Verdict) -> u64 {
        self.0[verdict as usize].load(Ordering::Relaxed)
    }
}

impl fmt::Display for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, verdict) in Verdict::ALL.into_iter().enumerate() {
            let comma = if n == 0 { "" } else { ", " };
            write!(f, "{comma}{} {}", verdict.name(), self.of(verdict))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_verdict_is_counted_by_itself() {
        let requests = Requests::default();
        for (times, verdict) in Verdict::ALL.into_iter().enumerate() {
            (0..times).for_each(|_| requests.count(verdict));
        }
        let expected = "ok 0, unsigned 1, forged 2, stale 3, replayed 4, too_large 5, unreadable 6";
        assert_eq!(requests.to_string(), expected);
    }
}
