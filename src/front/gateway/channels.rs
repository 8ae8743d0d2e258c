//! Messages in channels: one at a time is answered in each, the others wait in a short line.
//!
//! What waits for Discord's rate limit in one channel holds up that channel alone. Invariants: a line is bounded, and when it is full the
//! oldest message goes unanswered, since the newest is the one still being waited for; a channel that refuses us (403, 404) is left
//! alone for a while, because 10,000 refusals in ten minutes get the address banned
//! (<https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans>).

use std::collections::{HashMap, VecDeque};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;
use serenity::all::Message;
use tracing::warn;

use crate::chat::Place;

/// Messages that wait in one channel.
const LINE: usize = 8;
/// A channel that refused us is left alone this long.
const QUIET_FOR: Duration = Duration::from_mins(10);
/// Channels remembered as refusing.
const QUIET_CHANNELS: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// A message and where it was written.
type Waiting = (Message, Place);

/// The lines of messages.
#[derive(Debug)]
pub(super) struct Channels {
    /// A channel is here while one of its messages is being answered.
    lines: Mutex<HashMap<u64, VecDeque<Waiting>>>,
    /// Since when channels are left alone.
    quiet: Mutex<LruCache<u64, Instant>>,
    dropped: AtomicU64,
}

impl Default for Channels {
    fn default() -> Self {
        Self {
            lines: Mutex::default(),
            quiet: Mutex::new(LruCache::new(QUIET_CHANNELS)),
            dropped: AtomicU64::new(0),
        }
    }
}

impl Channels {
    /// Whether a channel is to be left alone.
    pub(super) fn is_quiet(&self, channel: u64, now: Instant) -> bool {
        let quiet = self.quiet.lock().unwrap_or_else(PoisonError::into_inner);
        quiet.peek(&channel).is_some_and(|&since| now.saturating_duration_since(since) < QUIET_FOR)
    }

    /// Notes that a channel refused us.
    pub(super) fn refused(&self, channel: u64, now: Instant) {
        self.quiet.lock().unwrap_or_else(PoisonError::into_inner).put(channel, now);
    }

    /// Messages that went unanswered because too many waited in their channel.
    pub(super) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Puts a message in line; gives it back when there is no line, and the caller is to answer it and then those that came after.
    pub(super) fn join(&self, waiting: Waiting) -> Option<Waiting> {
        let mut lines = self.lines();
        let Some(line) = lines.get_mut(&waiting.0.channel_id.get()) else {
            lines.insert(waiting.0.channel_id.get(), VecDeque::new());
            return Some(waiting);
        };
        let full = line.len() == LINE;
        if full {
            line.pop_front();
        }
        line.push_back(waiting);
        drop(lines);
        if full {
            let so_far = self.dropped.fetch_add(1, Ordering::Relaxed) + 1;
            // A flood must not flood the log.
            if so_far.is_power_of_two() {
                warn!(so_far, "too many messages wait in one channel, the oldest went unanswered");
            }
        }
        None
    }

    /// The next message of a channel; ends the line when there is none.
    pub(super) fn next(&self, channel: u64) -> Option<Waiting> {
        let mut lines = self.lines();
        let next = lines.get_mut(&channel).and_then(VecDeque::pop_front);
        if next.is_none() {
            lines.remove(&channel);
        }
        next
    }

    fn lines(&self) -> MutexGuard<'_, HashMap<u64, VecDeque<Waiting>>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_that_refused_is_left_alone_for_ten_minutes() {
        let (channels, now) = (Channels::default(), Instant::now());
        channels.refused(1, now);
        assert!(channels.is_quiet(1, now + Duration::from_secs(599)) && !channels.is_quiet(2, now));
        assert!(!channels.is_quiet(1, now + Duration::from_secs(600)));
    }
}
