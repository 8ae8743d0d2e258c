//! When a connection that keeps failing is slowed down, and when the process gives up.
//!
//! serenity restarts a shard for ever, at a fixed pace, also for reasons that do not go away; a bot that logs in more than
//! 1,000 times a day has its token reset (<https://discord.com/developers/docs/events/gateway#identifying>). So what fails
//! without a working session in between is counted, slowed, and in the end stopped. Not being able to connect at all costs no
//! login and is not counted: a network that is away is waited for.
//!
//! Pure: it is told what is seen and when, and answers with a verdict.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::Patience;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing.
    Fine,
    /// No new connection for this long.
    Pause(Duration),
    /// Giving up, after this many failures.
    GiveUp(u64),
}

/// Counts failures.
#[derive(Debug)]
pub(super) struct Supervisor {
    patience: Patience,
    most: u64,
    failures: u64,
    /// Since when a shard has been connecting.
    connecting: HashMap<u32, Instant>,
    /// When a shard last came up.
    up: HashMap<u32, Instant>,
}

impl Supervisor {
    /// Gives up after `most` failures without a working session in between.
    pub(super) fn new(patience: Patience, most: u64) -> Self {
        Self { patience, most, failures: 0, connecting: HashMap::new(), up: HashMap::new() }
    }

    /// A shard is ready, or has resumed.
    pub(super) fn came_up(&mut self, shard: u32, now: Instant) -> Verdict {
        self.connecting.remove(&shard);
        match self.up.insert(shard, now) {
            Some(before) if now.duration_since(before) < self.patience.working => self.fail(),
            _ => Verdict::Fine,
        }
    }

    /// The shards that have been started, and whether each is connected.
    pub(super) fn look(&mut self, stages: &[(u32, bool)], now: Instant) -> Verdict {
        let mut stuck = false;
        for &(shard, connected) in stages {
            if connected {
                self.connecting.remove(&shard);
                continue;
            }
            let since = self.connecting.entry(shard).or_insert(now);
            if now.duration_since(*since) >= self.patience.connecting {
                *since = now;
                stuck = true;
            }
        }
        if stuck {
            return self.fail();
        }
        let all_work = self.connecting.is_empty()
            && !self.up.is_empty()
            && self.up.values().all(|up| now.duration_since(*up) >= self.patience.working);
        if all_work {
            self.failures = 0;
        }
        Verdict::Fine
    }

    fn fail(&mut self) -> Verdict {
        self.failures += 1;
        if self.failures >= self.most {
            return Verdict::GiveUp(self.failures);
        }
        let doublings = u32::try_from(self.failures - 1).unwrap_or(u32::MAX).min(16);
        let pause = self.patience.first_pause.saturating_mul(1 << doublings);
        Verdict::Pause(pause.min(self.patience.longest_pause))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    fn supervisor(most: u64) -> Supervisor {
        let patience = Patience {
            first_pause: seconds(1),
            longest_pause: seconds(4),
            connecting: seconds(30),
            working: seconds(60),
        };
        Supervisor::new(patience, most)
    }

    #[test]
    fn sessions_that_do_not_last_are_slowed_down_and_then_given_up() {
        let (mut s, start) = (supervisor(5), Instant::now());
        assert_eq!(s.came_up(0, start), Verdict::Fine);
        for (n, pause) in [(1, 1), (2, 2), (3, 4), (4, 4)] {
            assert_eq!(s.came_up(0, start + seconds(n)), Verdict::Pause(seconds(pause)));
        }
        assert_eq!(s.came_up(0, start + seconds(5)), Verdict::GiveUp(5));
    }

    #[test]
    fn a_session_that_lasts_clears_the_count() {
        let (mut s, start) = (supervisor(3), Instant::now());
        s.came_up(0, start);
        assert_eq!(s.came_up(0, start + seconds(1)), Verdict::Pause(seconds(1)));
        assert_eq!(s.look(&[(0, true)], start + seconds(61)), Verdict::Fine);
        assert_eq!(s.came_up(0, start + seconds(100)), Verdict::Fine);
        assert_eq!(s.came_up(0, start + seconds(101)), Verdict::Pause(seconds(1)));
    }

    #[test]
    fn a_shard_that_never_gets_ready_is_a_failure_each_time_patience_ends() {
        let (mut s, start) = (supervisor(2), Instant::now());
        assert_eq!(s.look(&[(0, true), (1, false)], start), Verdict::Fine);
        assert_eq!(s.look(&[(0, true), (1, false)], start + seconds(29)), Verdict::Fine);
        assert_eq!(s.look(&[(1, false)], start + seconds(30)), Verdict::Pause(seconds(1)));
        assert_eq!(s.look(&[], start + seconds(45)), Verdict::Fine, "between two runners");
        assert_eq!(s.look(&[(1, false)], start + seconds(60)), Verdict::GiveUp(2));
    }

    #[test]
    fn a_network_that_is_away_is_waited_for() {
        let (mut s, start) = (supervisor(2), Instant::now());
        for n in 0..1_000 {
            assert_eq!(s.look(&[], start + seconds(n)), Verdict::Fine);
        }
    }

    #[test]
    fn one_shard_of_many_that_comes_back_is_no_failure() {
        let (mut s, start) = (supervisor(2), Instant::now());
        for shard in 0..4 {
            assert_eq!(s.came_up(shard, start + seconds(5 * u64::from(shard))), Verdict::Fine);
        }
        assert_eq!(s.came_up(2, start + seconds(600)), Verdict::Fine);
    }
}
