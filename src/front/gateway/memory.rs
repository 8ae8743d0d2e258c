//! What the front remembers for a while, bounded: ids it has seen, channels it may not speak in.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

/// Ids seen lately. Discord may deliver an event again after a resume.
#[derive(Debug)]
pub(super) struct Seen {
    ids: HashSet<u64>,
    order: VecDeque<u64>,
    most: usize,
}

impl Seen {
    /// Remembers the last `most` ids.
    pub(super) fn new(most: usize) -> Self {
        Self { ids: HashSet::with_capacity(most), order: VecDeque::with_capacity(most), most }
    }

    /// Notes an id; whether it was new.
    pub(super) fn first_time(&mut self, id: u64) -> bool {
        if !self.ids.insert(id) {
            return false;
        }
        if self.order.len() == self.most
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
        self.order.push_back(id);
        true
    }
}

/// Channels that refused us (403), left alone for a while: 10,000 refusals in ten minutes get the address banned
/// (<https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans>).
#[derive(Debug)]
pub(super) struct Quiet {
    until: HashMap<u64, Instant>,
    span: Duration,
    most: usize,
}

impl Quiet {
    /// Leaves a channel alone for `span`, and remembers at most `most` of them.
    pub(super) fn new(span: Duration, most: usize) -> Self {
        Self { until: HashMap::new(), span, most }
    }

    /// Notes a refusal.
    pub(super) fn refused(&mut self, channel: u64, now: Instant) {
        if self.until.len() >= self.most {
            self.until.retain(|_, until| *until > now);
        }
        if self.until.len() < self.most {
            self.until.insert(channel, now + self.span);
        }
    }

    /// Whether a channel is to be left alone.
    pub(super) fn holds(&self, channel: u64, now: Instant) -> bool {
        self.until.get(&channel).is_some_and(|until| *until > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once_until_it_is_forgotten() {
        let mut seen = Seen::new(2);
        assert!(seen.first_time(1) && seen.first_time(2));
        assert!(!seen.first_time(1) && !seen.first_time(2));
        assert!(seen.first_time(3), "the third pushes the first out");
        assert!(seen.first_time(1));
        assert!(!seen.first_time(3));
        assert_eq!((seen.ids.len(), seen.order.len()), (2, 2));
    }

    #[test]
    fn a_channel_is_left_alone_for_a_while() {
        let now = Instant::now();
        let mut quiet = Quiet::new(Duration::from_mins(1), 2);
        quiet.refused(1, now);
        assert!(quiet.holds(1, now) && !quiet.holds(2, now));
        assert!(!quiet.holds(1, now + Duration::from_mins(1)));
        quiet.refused(2, now);
        quiet.refused(3, now);
        assert_eq!(quiet.until.len(), 2, "never more than it may remember");
        quiet.refused(3, now + Duration::from_secs(61));
        assert!(quiet.holds(3, now + Duration::from_secs(62)), "old ones make room");
    }
}
