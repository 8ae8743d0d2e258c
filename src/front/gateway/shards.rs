//! Which shards a process holds.

use std::fmt;
use std::str::FromStr;

/// A run of shards out of all (<https://discord.com/developers/docs/events/gateway#sharding>): `0..4/16` are the first four
/// of sixteen, `3/16` is one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shards {
    /// The first shard.
    pub first: u32,
    /// One past the last.
    pub end: u32,
    /// How many there are in all processes together.
    pub total: u32,
}

impl Shards {
    /// All shards in one process.
    #[must_use]
    pub fn all(total: u32) -> Self {
        Self { first: 0, end: total.max(1), total: total.max(1) }
    }

    /// How many shards these are; at least one.
    #[must_use]
    pub fn count(self) -> u32 {
        self.end - self.first
    }

    /// The last shard.
    #[must_use]
    pub fn last(self) -> u32 {
        self.end - 1
    }
}

impl fmt::Display for Shards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}/{}", self.first, self.end, self.total)
    }
}

/// A text that names no shards.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "shards are written FIRST..END/TOTAL, such as 0..4/16 for the first four of sixteen, or NUMBER/TOTAL"
)]
pub struct ShardError;

impl FromStr for Shards {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| ShardError);
        let (run, total) = text.split_once('/').ok_or(ShardError)?;
        let total = number(total)?;
        let (first, end) = match run.split_once("..") {
            Some((first, end)) => (number(first)?, number(end)?),
            None => (number(run)?, number(run)?.checked_add(1).ok_or(ShardError)?),
        };
        if first < end && end <= total { Ok(Self { first, end, total }) } else { Err(ShardError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_and_single_shards_are_read() {
        assert_eq!("0..4/16".parse(), Ok(Shards { first: 0, end: 4, total: 16 }));
        assert_eq!("3/16".parse(), Ok(Shards { first: 3, end: 4, total: 16 }));
        assert_eq!("12..16/16".parse::<Shards>().map(|s| (s.count(), s.last())), Ok((4, 15)));
        assert_eq!(Shards::all(0), Shards { first: 0, end: 1, total: 1 });
    }

    #[test]
    fn what_names_no_shard_is_refused() {
        for text in ["", "4", "4/4", "0..0/1", "3..2/8", "0..9/8", "a/b", "0..4", "-1/2", "0..4/16/2"] {
            assert_eq!(text.parse::<Shards>(), Err(ShardError), "{text:?}");
        }
    }
}
