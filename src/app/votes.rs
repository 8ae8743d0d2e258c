//! Who judged what today: an entry is judged once a day by a person, however often the buttons are pressed.
//!
//! A vote is remembered as a hash of server, entry and person whose key no other process has, in memory alone, until the day is over.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, PoisonError};

use crate::profile::Day;

/// Votes remembered of a day: 16 bytes each. Past that, nobody is counted twice because nobody is counted.
const REMEMBERED: usize = 100_000;

/// The votes of the day.
#[derive(Debug, Default)]
pub(super) struct Votes {
    cast: Mutex<Option<(Day, HashSet<u64>)>>,
    key: RandomState,
}

impl Votes {
    /// Whether this is the person's first vote on the entry in this server today; it is no longer from now on.
    pub(super) fn is_first(&self, guild: u64, entry: &str, person: u64, today: Day) -> bool {
        let mut cast = self.cast.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, votes) = match &mut *cast {
            Some(kept) if kept.0 == today => kept,
            old => old.insert((today, HashSet::new())),
        };
        votes.len() < REMEMBERED && votes.insert(self.key.hash_one((guild, entry, person)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_judges_an_entry_once_a_day_in_a_server() {
        let votes = Votes::default();
        let day = |n| Day::new(2026, 11, n).unwrap();
        assert!(votes.is_first(1, "tax-1", 7, day(26)));
        assert!(!votes.is_first(1, "tax-1", 7, day(26)));
        assert!(votes.is_first(1, "tax-2", 7, day(26)));
        assert!(votes.is_first(1, "tax-1", 8, day(26)));
        assert!(votes.is_first(2, "tax-1", 7, day(26)));
        assert!(votes.is_first(1, "tax-1", 7, day(27)));
    }

    #[test]
    fn no_id_is_kept_and_the_number_of_votes_is_bounded() {
        let votes = Votes::default();
        let today = Day::new(2026, 11, 26).unwrap();
        for person in 0..REMEMBERED as u64 {
            assert!(votes.is_first(1, "tax-1", person, today));
        }
        assert!(!votes.is_first(1, "tax-1", u64::MAX, today));
        let cast = votes.cast.lock().unwrap();
        let (_, kept) = cast.as_ref().unwrap();
        assert!((0..100).all(|person| !kept.contains(&person)), "a hash, not the id");
    }
}
