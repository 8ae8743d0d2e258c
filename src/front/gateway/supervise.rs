//! When a shard that keeps failing is slowed down, and when the process gives up.
//!
//! Discord allows about 1,000 logins (IDENTIFY) a day and resets the token of a bot that goes on
//! (<https://discord.com/developers/docs/events/gateway#session-start-limit-object>). So a login that led to no lasting session is a
//! failure: it is counted, the next one waits longer, and in the end there is none. Resuming a session costs nothing: it is done at
//! once, a little later when it happens often, and never given up. Not reaching Discord is no failure as long as Discord's REST API
//! cannot be reached either: a network that is away is waited for.
//!
//! Pure: it is told what happened and when, and answers how long to wait. One for each shard, so that none slows another.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::Patience;

/// Connections that may end within [`OFTEN_WITHIN`] before the next is made a little later.
const OFTEN: usize = 5;
/// See [`OFTEN`].
const OFTEN_WITHIN: Duration = Duration::from_mins(1);

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Trying again after this long.
    Retry(Duration),
    /// Giving up, after this many failures.
    GiveUp(u64),
}

/// Counts the failures of one shard.
#[derive(Debug)]
pub(super) struct Supervisor {
    patience: Patience,
    most: u64,
    /// Failures since the last lasting session.
    failures: u64,
    /// When the present session began with READY.
    session: Option<Instant>,
    /// Since when events have been arriving.
    up: Option<Instant>,
    /// Since when it has been trying in vain, or since when that was last looked into.
    down: Option<Instant>,
    /// Connections in a row that could not be made.
    misses: u32,
    /// When connections ended lately.
    ends: VecDeque<Instant>,
}

impl Supervisor {
    /// Gives up after `most` failures without a lasting session in between.
    pub(super) fn new(patience: Patience, most: u64) -> Self {
        Self {
            patience,
            most,
            failures: 0,
            session: None,
            up: None,
            down: None,
            misses: 0,
            ends: VecDeque::with_capacity(OFTEN + 1),
        }
    }

    /// A connection is being made. Waiting for the right moment to do so is no failure.
    pub(super) fn trying(&mut self, now: Instant) {
        self.down.get_or_insert(now);
    }

    /// A login was sent: whatever session there was is over.
    pub(super) fn logged_in(&mut self) {
        self.session = None;
    }

    /// A session has begun: READY.
    pub(super) fn began(&mut self, now: Instant) {
        self.session = Some(now);
        self.came_up(now);
    }

    /// Events arrive again: RESUMED, or READY.
    pub(super) fn came_up(&mut self, now: Instant) {
        self.up = Some(now);
        self.down = None;
        self.misses = 0;
    }

    /// No connection could be made; how long to wait before the next try.
    pub(super) fn unreachable(&mut self) -> Duration {
        let pause = doubled(self.patience.first_pause, self.misses).min(self.patience.longest_pause);
        self.misses = self.misses.saturating_add(1);
        pause
    }

    /// A connection ended whose session can be resumed; how long to wait before that.
    pub(super) fn lost(&mut self, now: Instant) -> Duration {
        self.went_down(now);
        self.down.get_or_insert(now);
        while self.ends.front().is_some_and(|end| now.duration_since(*end) >= OFTEN_WITHIN) {
            self.ends.pop_front();
        }
        if self.ends.len() > OFTEN {
            self.ends.pop_front();
        }
        self.ends.push_back(now);
        if self.ends.len() > OFTEN { self.patience.resume_pause } else { Duration::ZERO }
    }

    /// A session ended that cannot be resumed, or a login led to none.
    pub(super) fn session_over(&mut self, now: Instant) -> Verdict {
        self.went_down(now);
        self.down = None;
        match self.session.take() {
            Some(since) if now.duration_since(since) >= self.patience.working => {
                self.failures = 0;
                Verdict::Retry(Duration::ZERO)
            }
            _ => self.fail(),
        }
    }

    /// Whether no events have arrived for so long that it must be looked into.
    pub(super) fn overdue(&self, now: Instant) -> bool {
        self.down.is_some_and(|down| now.duration_since(down) >= self.patience.connecting)
    }

    /// It was looked into: Discord cannot be reached at all.
    pub(super) fn network_away(&mut self) {
        self.down = None;
    }

    /// It was looked into: Discord can be reached, and yet the shard does not come up.
    pub(super) fn down_in_vain(&mut self) -> Verdict {
        self.down = None;
        self.fail()
    }

    fn went_down(&mut self, now: Instant) {
        if let Some(up) = self.up.take()
            && now.duration_since(up) >= self.patience.working
        {
            self.failures = 0;
        }
    }

    fn fail(&mut self) -> Verdict {
        self.failures += 1;
        if self.failures >= self.most {
            return Verdict::GiveUp(self.failures);
        }
        let doublings = u32::try_from(self.failures - 1).unwrap_or(u32::MAX);
        let pause = doubled(self.patience.first_login_pause, doublings);
        Verdict::Retry(pause.min(self.patience.longest_login_pause))
    }
}

fn doubled(pause: Duration, times: u32) -> Duration {
    pause.saturating_mul(1 << times.min(16))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    fn supervisor(most: u64) -> (Supervisor, Instant) {
        (Supervisor::new(Patience::default(), most), Instant::now())
    }

    #[test]
    fn logins_without_a_lasting_session_are_slowed_down_and_then_given_up() {
        let (mut s, start) = supervisor(8);
        for (n, pause) in [(1, 10), (2, 20), (3, 40), (4, 80), (5, 160), (6, 300), (7, 300)] {
            assert_eq!(s.session_over(start + seconds(n)), Verdict::Retry(seconds(pause)));
        }
        assert_eq!(s.session_over(start + seconds(8)), Verdict::GiveUp(8));
    }

    #[test]
    fn the_first_pause_after_a_refused_login_is_well_above_discords_five_seconds() {
        let (mut s, start) = supervisor(10);
        assert!(matches!(s.session_over(start), Verdict::Retry(pause) if pause >= seconds(10)));
    }

    #[test]
    fn a_short_session_is_a_failed_login_and_a_lasting_one_clears_the_count() {
        let (mut s, start) = supervisor(3);
        s.began(start);
        assert_eq!(s.session_over(start + seconds(59)), Verdict::Retry(seconds(10)));
        s.began(start + seconds(70));
        assert_eq!(s.session_over(start + seconds(130)), Verdict::Retry(Duration::ZERO));
        s.began(start + seconds(140));
        assert_eq!(s.session_over(start + seconds(141)), Verdict::Retry(seconds(10)), "counted anew");
    }

    #[test]
    fn a_session_that_is_resumed_often_lasts_all_the_same() {
        let (mut s, start) = supervisor(2);
        s.began(start);
        for n in 1..=60 {
            s.lost(start + seconds(n));
            s.came_up(start + seconds(n));
        }
        assert_eq!(s.session_over(start + seconds(61)), Verdict::Retry(Duration::ZERO));
    }

    #[test]
    fn resumes_are_never_given_up_and_wait_a_second_at_most() {
        let (mut s, start) = supervisor(1);
        s.began(start);
        let pauses: Vec<u64> = (0..1_000)
            .map(|n| {
                s.came_up(start + seconds(n));
                s.lost(start + seconds(n)).as_secs()
            })
            .collect();
        assert_eq!(pauses[..7], [0, 0, 0, 0, 0, 1, 1]);
        assert!(pauses[7..].iter().all(|&pause| pause == 1));
        assert_eq!(s.lost(start + seconds(2_000)), Duration::ZERO, "after a quiet while");
    }

    #[test]
    fn a_network_that_is_away_is_waited_for_and_asked_more_and_more_seldom() {
        let (mut s, start) = supervisor(1);
        s.began(start);
        let pauses: Vec<u128> = (0..9).map(|_| s.unreachable().as_millis()).collect();
        assert_eq!(pauses, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
        for hour in 1..=100 {
            let now = start + seconds(3_600 * hour);
            s.trying(now);
            assert!(!s.overdue(now + seconds(29)));
            assert!(s.overdue(now + seconds(30)));
            s.network_away();
            assert!(!s.overdue(now + seconds(59)));
        }
        s.came_up(start + seconds(400_000));
        assert_eq!(s.unreachable(), Duration::from_millis(500), "from the start again");
    }

    #[test]
    fn a_shard_that_stays_down_although_discord_answers_is_a_failure_each_time() {
        let (mut s, start) = supervisor(2);
        s.trying(start);
        s.unreachable();
        assert!(!s.overdue(start + seconds(29)));
        s.trying(start + seconds(29));
        assert!(s.overdue(start + seconds(30)));
        assert_eq!(s.down_in_vain(), Verdict::Retry(seconds(10)));
        s.trying(start + seconds(40));
        assert!(!s.overdue(start + seconds(69)));
        assert!(s.overdue(start + seconds(70)));
        assert_eq!(s.down_in_vain(), Verdict::GiveUp(2));
    }

    #[test]
    fn waiting_for_the_turn_to_log_in_is_no_failure() {
        let (mut s, start) = supervisor(2);
        s.began(start);
        s.lost(start + seconds(100));
        assert_eq!(s.session_over(start + seconds(101)), Verdict::Retry(Duration::ZERO));
        assert!(!s.overdue(start + seconds(1_000)));
        s.trying(start + seconds(1_000));
        assert!(!s.overdue(start + seconds(1_001)));
    }

    #[test]
    fn a_login_after_a_lasting_session_is_judged_by_itself() {
        let (mut s, start) = supervisor(2);
        s.began(start);
        s.logged_in();
        assert_eq!(s.session_over(start + seconds(100)), Verdict::Retry(seconds(10)));
    }

    #[test]
    fn a_minute_up_clears_the_count() {
        let (mut s, start) = supervisor(2);
        s.down_in_vain();
        s.came_up(start);
        s.lost(start + seconds(60));
        assert_eq!(s.down_in_vain(), Verdict::Retry(seconds(10)));
    }
}
