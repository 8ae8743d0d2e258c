//! How many were answered, apologised to, lost, or met with silence.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use super::served::{Delivery, Outcome, Served};

/// What happened since the start.
#[derive(Debug, Default)]
pub struct Counts {
    /// Interactions.
    pub interactions: Tally,
    /// Messages that concerned the bot.
    pub messages: Tally,
}

/// One kind's ends.
#[derive(Debug, Default)]
pub struct Tally {
    answered: AtomicU64,
    apologised: AtomicU64,
    silent: AtomicU64,
    lost: AtomicU64,
}

impl Counts {
    pub(super) fn count(&self, served: &Served, delivery: &Delivery) {
        let tally = if served.subject.is_message() { &self.messages } else { &self.interactions };
        let count = match (&served.outcome, delivery) {
            (Outcome::Silent(_), _) => &tally.silent,
            (Outcome::Lost(_), _) | (_, Delivery::Expired | Delivery::Failed(_)) => &tally.lost,
            (Outcome::Apologised { .. }, _) => &tally.apologised,
            (Outcome::Answered, _) => &tally.answered,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }
}

impl Tally {
    /// How many got no answer that should have had one.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    /// Counts one that was lost before it could be served.
    pub fn lose(&self) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        write!(
            f,
            "answered {}, apologised {}, lost {}, silent {}",
            load(&self.answered),
            load(&self.apologised),
            load(&self.lost),
            load(&self.silent)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_before_it_is_served_counts_as_lost() {
        let tally = Tally::default();
        tally.lose();
        assert_eq!(tally.lost(), 1);
        assert_eq!(tally.to_string(), "answered 0, apologised 0, lost 1, silent 0");
    }
}
