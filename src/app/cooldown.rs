//! When the bot may speak: unasked seldom and never twice the same, and to one person only so often.
//!
//! Remembered are ids of channels and answers, with times, bounded in number and in memory alone; nothing of what people wrote. People
//! are known by a hash whose key no other process has, and forgotten when the next one speaks after their minute is over.

use std::hash::{BuildHasher as _, RandomState};
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;

use crate::config::Settings;

/// Channels and people remembered at most, each; past that, those that were heard of longest ago are forgotten.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();
/// Answers remembered for a channel.
const ANSWERS: NonZeroUsize = NonZeroUsize::new(64).unwrap();
/// The span in which a person's addressed messages are counted.
const PERSON_WINDOW: Duration = Duration::from_mins(1);

/// What was said, and when.
#[derive(Debug)]
pub struct Cooldowns {
    cooldown: Duration,
    repeat: Duration,
    per_minute: u64,
    channels: Mutex<LruCache<u64, Spoken>>,
    /// By [`Self::hash_of`] a person's id.
    people: Mutex<LruCache<u64, Turns>>,
    key: RandomState,
}

/// What was said unasked in a channel.
#[derive(Debug)]
struct Spoken {
    last: Instant,
    answers: LruCache<String, Instant>,
}

/// What one person was answered within a window.
#[derive(Clone, Copy, Debug)]
struct Turns {
    since: Instant,
    taken: u64,
}

/// The right to give one answer in one channel, taken; enough to give it back.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    channel: u64,
    answer: String,
    /// When the bot last spoke there before.
    before: Option<Instant>,
}

/// Whether a person who addresses the bot is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Yes.
    Answer,
    /// No, and this once they are told so.
    SayWait,
    /// No; they have been told.
    Silent,
}

impl Cooldowns {
    /// Nothing was said yet.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self {
            cooldown: Duration::from_secs(settings.faq_cooldown_seconds),
            repeat: Duration::from_secs(settings.faq_repeat_seconds),
            per_minute: settings.chat_per_minute,
            channels: Mutex::new(LruCache::new(REMEMBERED)),
            people: Mutex::new(LruCache::new(REMEMBERED)),
            key: RandomState::new(),
        }
    }

    /// Whether the channel's cooldown is over: the cheap question, asked before any search.
    #[must_use]
    pub fn may_speak(&self, channel: u64, now: Instant) -> bool {
        lock(&self.channels).peek(&channel).is_none_or(|spoken| is_over(spoken.last, self.cooldown, now))
    }

    /// Takes the right to give this answer in this channel; of several messages at once only one gets it.
    #[must_use]
    pub fn claim(&self, channel: u64, answer: &str, now: Instant) -> Option<Claim> {
        let mut channels = lock(&self.channels);
        let before = match channels.peek(&channel) {
            Some(spoken) => {
                let given = spoken.answers.peek(answer);
                if !is_over(spoken.last, self.cooldown, now)
                    || given.is_some_and(|&at| !is_over(at, self.repeat, now))
                {
                    return None;
                }
                Some(spoken.last)
            }
            None => None,
        };
        let spoken =
            channels.get_or_insert_mut(channel, || Spoken { last: now, answers: LruCache::new(ANSWERS) });
        spoken.last = now;
        spoken.answers.put(answer.to_owned(), now);
        Some(Claim { channel, answer: answer.to_owned(), before })
    }

    /// Gives a right back: the answer never arrived.
    pub fn release(&self, claim: &Claim) {
        let mut channels = lock(&self.channels);
        match (channels.peek_mut(&claim.channel), claim.before) {
            (Some(spoken), Some(before)) => {
                spoken.last = before;
                spoken.answers.pop(&claim.answer);
            }
            (Some(_), None) => drop(channels.pop(&claim.channel)),
            (None, _) => {}
        }
    }

    /// Takes a person's turn. Somebody who addresses the bot again and again is answered so often a minute, told once to wait, and
    /// then not heard until the minute is over.
    #[must_use]
    pub fn turn(&self, person: u64, now: Instant) -> Turn {
        let mut people = lock(&self.people);
        while people.peek_lru().is_some_and(|(_, turns)| is_over(turns.since, PERSON_WINDOW, now)) {
            people.pop_lru();
        }
        let turns = people.get_or_insert_mut(self.hash_of(person), || Turns { since: now, taken: 0 });
        if is_over(turns.since, PERSON_WINDOW, now) {
            *turns = Turns { since: now, taken: 0 };
        }
        turns.taken = turns.taken.saturating_add(1);
        match turns.taken {
            n if n <= self.per_minute => Turn::Answer,
            n if n == self.per_minute + 1 => Turn::SayWait,
            _ => Turn::Silent,
        }
    }

    fn hash_of(&self, person: u64) -> u64 {
        self.key.hash_one(person)
    }
}

/// A panic while a map was held leaves it whole: every change to it is a single step.
fn lock<T>(map: &Mutex<T>) -> MutexGuard<'_, T> {
    map.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_over(since: Instant, pause: Duration, now: Instant) -> bool {
    now.saturating_duration_since(since) >= pause
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual() -> (Cooldowns, impl Fn(u64) -> Instant) {
        let start = Instant::now();
        (Cooldowns::new(&Settings::default()), move |seconds| start + Duration::from_secs(seconds))
    }

    #[test]
    fn a_channel_is_left_alone_for_its_cooldown_and_an_answer_for_longer() {
        let (cooldowns, at) = usual();
        assert!(cooldowns.claim(1, "tax-1", at(0)).is_some());
        assert!(!cooldowns.may_speak(1, at(59)));
        assert!(cooldowns.claim(1, "scam-1", at(59)).is_none());
        assert!(cooldowns.may_speak(2, at(1)), "another channel is free");
        assert!(cooldowns.claim(1, "tax-1", at(61)).is_none(), "the same answer waits ten minutes");
        assert!(cooldowns.claim(1, "scam-1", at(62)).is_some());
        assert!(cooldowns.claim(1, "tax-1", at(700)).is_some());
    }

    #[test]
    fn an_answer_that_never_arrived_does_not_use_the_cooldown_up() {
        let (cooldowns, at) = usual();
        let first = cooldowns.claim(1, "tax-1", at(0)).unwrap();
        cooldowns.release(&first);
        assert!(cooldowns.claim(1, "tax-1", at(1)).is_some());
        let later = cooldowns.claim(1, "scam-1", at(100)).unwrap();
        cooldowns.release(&later);
        assert!(cooldowns.may_speak(1, at(101)) && !cooldowns.may_speak(1, at(30)));
        assert!(cooldowns.claim(1, "tax-1", at(102)).is_none(), "what did arrive is remembered");
    }

    #[test]
    fn a_person_is_answered_so_often_a_minute_and_told_once_to_wait() {
        let (cooldowns, at) = usual();
        let most = Settings::default().chat_per_minute;
        for _ in 0..most {
            assert_eq!(cooldowns.turn(7, at(0)), Turn::Answer);
        }
        assert_eq!(cooldowns.turn(7, at(1)), Turn::SayWait);
        assert_eq!(cooldowns.turn(7, at(2)), Turn::Silent);
        assert_eq!(cooldowns.turn(8, at(2)), Turn::Answer, "another person is not held up");
        assert_eq!(cooldowns.turn(7, at(60)), Turn::Answer);
    }

    #[test]
    fn who_has_not_spoken_for_a_minute_is_forgotten_and_no_id_is_ever_kept() {
        let (cooldowns, at) = usual();
        for person in 0..5 {
            let _ = cooldowns.turn(person, at(0));
        }
        assert!((0..5).all(|person| !lock(&cooldowns.people).contains(&person)), "a hash, not the id");
        let _ = cooldowns.turn(9, at(60));
        assert_eq!(lock(&cooldowns.people).len(), 1);
    }

    #[test]
    fn the_number_of_remembered_channels_is_bounded_and_the_oldest_go_first() {
        let (cooldowns, at) = usual();
        for channel in 0..=REMEMBERED.get() as u64 {
            assert!(cooldowns.claim(channel, "a-1", at(0)).is_some());
        }
        assert_eq!(lock(&cooldowns.channels).len(), REMEMBERED.get());
        assert!(cooldowns.may_speak(0, at(1)) && !cooldowns.may_speak(1, at(1)));
    }
}
