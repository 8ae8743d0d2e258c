//! Channels that do not let us post, left alone for a while: 10,000 refusals in ten minutes get the address banned
//! (<https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans>).

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;

/// How long a channel is left alone.
const CLOSED_FOR: Duration = Duration::from_mins(10);
/// Channels remembered: as many as refusals get an address banned.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// The channels, each with the time of its last refusal. Beyond the bound the one refused longest ago is forgotten.
#[derive(Debug)]
pub(super) struct ClosedChannels(Mutex<LruCache<u64, Instant>>);

impl Default for ClosedChannels {
    fn default() -> Self {
        Self(Mutex::new(LruCache::sparse(REMEMBERED)))
    }
}

impl ClosedChannels {
    /// Notes a refusal.
    pub(super) fn refused(&self, channel: u64, now: Instant) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).put(channel, now);
    }

    /// Whether a channel is to be left alone.
    pub(super) fn holds(&self, channel: u64, now: Instant) -> bool {
        let refused = self.0.lock().unwrap_or_else(PoisonError::into_inner).peek(&channel).copied();
        refused.is_some_and(|at| now.saturating_duration_since(at) < CLOSED_FOR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_left_alone_for_ten_minutes_from_its_last_refusal() {
        let (closed, now) = (ClosedChannels::default(), Instant::now());
        closed.refused(1, now);
        assert!(closed.holds(1, now) && !closed.holds(2, now));
        assert!(!closed.holds(1, now + CLOSED_FOR));
        closed.refused(1, now + CLOSED_FOR);
        assert!(closed.holds(1, now + CLOSED_FOR * 3 / 2));
    }

    #[test]
    fn the_oldest_refusal_makes_room_for_a_new_one() {
        let (closed, now) = (ClosedChannels::default(), Instant::now());
        for channel in 0..=REMEMBERED.get() as u64 {
            closed.refused(channel, now);
        }
        assert!(!closed.holds(0, now) && closed.holds(1, now) && closed.holds(REMEMBERED.get() as u64, now));
    }
}
