//! How often and when a request that failed is made again: until time is up or it has been tried enough.
//!
//! Pure: it is told what failed and when, and answers with a pause or the end.

use std::time::{Duration, Instant};

use super::error::RestError;

/// A request is made at most this often.
const TRIES: u32 = 6;
/// No pause is longer, unless Discord says so.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
/// The least pause after a 429, whatever it says.
const LIMITED_PAUSE: Duration = Duration::from_millis(50);
/// What is left of the time for the last try: a pause is cut so that there is one.
const LAST_CHANCE: Duration = Duration::from_millis(250);

/// One attempt that failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// It would fail again.
    Final(RestError),
    /// Discord says how long to wait.
    Wait(Duration),
    /// It may succeed now.
    Passing(String),
}

impl Failure {
    /// The error this is when there is no other attempt.
    pub(super) fn end(self) -> RestError {
        match self {
            Self::Final(error) => error,
            Self::Wait(wait) => RestError::RateLimited(wait),
            Self::Passing(reason) => RestError::Unavailable(reason),
        }
    }
}

/// Counts the tries of one request.
#[derive(Debug)]
pub(super) struct Retry {
    until: Instant,
    pause: Duration,
    tries: u32,
    limited: bool,
}

impl Retry {
    /// Until then, and after `first_pause` when the first try fails; each further pause is twice as long.
    pub(super) fn new(until: Instant, first_pause: Duration) -> Self {
        Self { until, pause: first_pause, tries: 0, limited: false }
    }

    /// What is left of the time.
    pub(super) fn left(&self, now: Instant) -> Duration {
        self.until.saturating_duration_since(now)
    }

    /// How long to wait before the next try.
    ///
    /// # Errors
    /// When there is none: the failure is final, it was the last try, or time is up before the next could be made.
    pub(super) fn pause_after(&mut self, failure: Failure, now: Instant) -> Result<Duration, RestError> {
        self.tries += 1;
        let left = self.left(now);
        let pause = self.pause.min(left.saturating_sub(LAST_CHANCE));
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        let limited_before = std::mem::replace(&mut self.limited, matches!(failure, Failure::Wait(_)));
        let (wait, in_time) = match failure {
            Failure::Final(error) => return Err(error),
            Failure::Wait(told) => {
                // One that says 0 each time must not be asked as fast as the line allows.
                let wait = told.max(LIMITED_PAUSE).max(if limited_before { pause } else { Duration::ZERO });
                (wait, wait < left)
            }
            Failure::Passing(_) => (pause, left > LAST_CHANCE),
        };
        if in_time && self.tries < TRIES { Ok(wait) } else { Err(failure.end()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    /// The times of all tries of a request that fails in this way each time, at once, and how it ends.
    fn tries(within: Duration, first: Duration, failure: impl Fn() -> Failure) -> (Vec<Duration>, RestError) {
        let start = Instant::now();
        let (mut retry, mut now, mut times) = (Retry::new(start + within, first), start, Vec::new());
        loop {
            times.push(now - start);
            match retry.pause_after(failure(), now) {
                Ok(pause) => now += pause,
                Err(error) => return (times, error),
            }
        }
    }

    #[test]
    fn pauses_double_and_the_last_try_is_made_while_there_is_time() {
        let (times, error) = tries(ms(2_900), ms(100), || Failure::Passing("503".into()));
        assert_eq!(times, [ms(0), ms(100), ms(300), ms(700), ms(1_500), ms(2_650)]);
        assert!(matches!(error, RestError::Unavailable(reason) if reason == "503"));
    }

    #[test]
    fn tries_end_in_number_long_before_the_time() {
        let (times, _) = tries(Duration::from_hours(1), ms(500), || Failure::Passing("502".into()));
        assert_eq!(times.last(), Some(&ms(15_500)));
        assert_eq!(times.len(), 6);
    }

    #[test]
    fn a_429_that_says_zero_is_not_asked_again_at_once() {
        let (times, error) = tries(ms(2_900), ms(100), || Failure::Wait(Duration::ZERO));
        assert_eq!(times, [ms(0), ms(50), ms(250), ms(650), ms(1_450), ms(2_650)]);
        assert!(matches!(error, RestError::RateLimited(_)));
    }

    #[test]
    fn a_429_is_waited_out_exactly_or_not_at_all() {
        let now = Instant::now();
        let mut retry = Retry::new(now + ms(2_900), ms(100));
        assert_eq!(retry.pause_after(Failure::Wait(ms(1_234)), now).unwrap(), ms(1_234));
        assert!(retry.pause_after(Failure::Wait(ms(2_900)), now).is_err());
    }

    #[test]
    fn with_no_more_than_the_last_chances_time_left_there_is_no_other_try() {
        let now = Instant::now();
        let mut retry = Retry::new(now + LAST_CHANCE, ms(100));
        assert!(retry.pause_after(Failure::Passing("502".into()), now).is_err());
    }

    #[test]
    fn what_discord_refuses_is_not_tried_again() {
        let (times, error) = tries(ms(2_900), ms(100), || Failure::Final(RestError::Unauthorised));
        assert_eq!(times.len(), 1);
        assert!(matches!(error, RestError::Unauthorised));
    }
}
