//! Which shards a process holds: given on the command line, or its share in an ordered set of processes.

use std::fmt;
use std::str::FromStr;

use crate::config::Settings;

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

    /// The share of this process in the ordered set that the settings describe; `None` when they describe none. The number of all
    /// shards is never Discord's recommendation there: it grows with the bot, and two processes could be told different ones.
    ///
    /// # Errors
    /// When only a part is set, or the set ends before this process.
    pub fn of_set(settings: &Settings) -> Result<Option<Self>, SetError> {
        let set = (settings.shards_total, settings.shards_per_process, settings.process);
        let (total, each, process) = match set {
            (None, None, None) => return Ok(None),
            (Some(total), Some(each), Some(process)) => (total, each, process),
            (None, ..) => return Err(SetError::Missing("gateway.shards_total", "FUKUGYO_SHARDS_TOTAL")),
            (_, None, _) => {
                return Err(SetError::Missing("gateway.shards_per_process", "FUKUGYO_SHARDS_PER_PROCESS"));
            }
            (.., None) => return Err(SetError::Missing("gateway.process", "FUKUGYO_PROCESS")),
        };
        let processes = total.div_ceil(each.max(1));
        if process >= processes {
            return Err(SetError::PastTheEnd { process, last: processes.saturating_sub(1), total, each });
        }
        let first = process.saturating_mul(each);
        Ok(Some(Self { first, end: first.saturating_add(each).min(total), total }))
    }

    /// How many shards these are; at least one.
    #[must_use]
    pub fn count(self) -> u32 {
        self.end - self.first
    }

    /// Whether the events of this server come to one of them
    /// (<https://discord.com/developers/docs/events/gateway#sharding-sharding-formula>).
    #[must_use]
    pub fn hold(self, guild: u64) -> bool {
        let shard = (guild >> 22) % u64::from(self.total);
        (u64::from(self.first)..u64::from(self.end)).contains(&shard)
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

/// Settings that describe no ordered set with this process in it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    /// One of three was left out: its key and its variable.
    #[error(
        "{0} is not set: set {1}. An ordered set of processes needs gateway.shards_total, gateway.shards_per_process and \
         gateway.process, the total too: Discord's recommendation changes, and two processes could be told different ones."
    )]
    Missing(&'static str, &'static str),
    /// All shards are held by those before it.
    #[error(
        "gateway.process (FUKUGYO_PROCESS) is {process}, but with {each} shards in each, all {total} are held by the processes 0 to \
         {last}. Start no more than those, or raise gateway.shards_total (FUKUGYO_SHARDS_TOTAL) in all of them."
    )]
    PastTheEnd {
        /// This process.
        process: u32,
        /// The last that has a shard.
        last: u32,
        /// Shards in all.
        total: u32,
        /// Shards in a process.
        each: u32,
    },
}

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

    fn set(total: Option<u32>, each: Option<u32>, process: Option<u32>) -> Result<Option<Shards>, SetError> {
        let (shards_total, shards_per_process) = (total, each);
        Shards::of_set(&Settings { shards_total, shards_per_process, process, ..Settings::default() })
    }

    #[test]
    fn an_ordered_set_shares_all_shards_out_without_a_gap() {
        assert_eq!(set(None, None, None), Ok(None));
        let share = |process| set(Some(10), Some(4), Some(process)).unwrap().unwrap().to_string();
        assert_eq!([0, 1, 2].map(share), ["0..4/10", "4..8/10", "8..10/10"]);
        assert_eq!(set(Some(1), Some(u32::MAX), Some(0)).unwrap(), Some(Shards::all(1)));
    }

    #[test]
    fn a_process_past_the_end_and_a_set_in_part_are_refused() {
        let error = set(Some(10), Some(4), Some(3)).unwrap_err().to_string();
        assert!(error.contains("processes 0 to 2") && error.contains("FUKUGYO_SHARDS_TOTAL"), "{error}");
        for (total, each, process, missing) in [
            (None, Some(4), Some(0), "FUKUGYO_SHARDS_TOTAL"),
            (None, None, Some(0), "FUKUGYO_SHARDS_TOTAL"),
            (Some(4), None, Some(0), "FUKUGYO_SHARDS_PER_PROCESS"),
            (Some(4), Some(4), None, "FUKUGYO_PROCESS"),
        ] {
            let error = set(total, each, process).unwrap_err().to_string();
            assert!(error.contains(&format!("set {missing}.")), "{error}");
        }
    }

    #[test]
    fn a_server_is_of_one_shard() {
        let shards: Shards = "4..8/16".parse().unwrap();
        let guild = |shard: u64| (16 * 1_000 + shard) << 22 | 7;
        assert_eq!((0..16).filter(|&shard| shards.hold(guild(shard))).collect::<Vec<_>>(), [4, 5, 6, 7]);
    }

    #[test]
    fn what_names_no_shard_is_refused() {
        for text in ["", "4", "4/4", "0..0/1", "3..2/8", "0..9/8", "a/b", "0..4", "-1/2", "0..4/16/2"] {
            assert_eq!(text.parse::<Shards>(), Err(ShardError), "{text:?}");
        }
    }
}
