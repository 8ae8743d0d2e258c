//! When the bot may speak unasked: seldom, and never twice the same.
//!
//! Remembered are channel ids, answer ids and times, bounded in number; nothing of what people wrote.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::config::Settings;

/// Channels remembered at most; past that, those that have been quiet longest are forgotten.
const CHANNELS: usize = 10_000;

/// What was said unasked, and when.
#[derive(Debug, Default)]
pub struct Manners {
    channels: Mutex<HashMap<u64, Spoken>>,
}

#[derive(Debug)]
struct Spoken {
    last: Instant,
    answers: HashMap<String, Instant>,
}

impl Manners {
    /// Whether the channel's cooldown is over: the cheap question, asked before any search.
    #[must_use]
    pub fn may_speak(&self, settings: &Settings, channel: u64, now: Instant) -> bool {
        let cooldown = Duration::from_secs(settings.faq_cooldown_seconds);
        self.lock().get(&channel).is_none_or(|spoken| is_over(spoken.last, cooldown, now))
    }

    /// Takes the right to give this answer in this channel; of several messages at once only one gets it.
    #[must_use]
    pub fn claim(&self, settings: &Settings, channel: u64, answer: &str, now: Instant) -> bool {
        let cooldown = Duration::from_secs(settings.faq_cooldown_seconds);
        let repeat = Duration::from_secs(settings.faq_repeat_seconds);
        let mut channels = self.lock();
        if let Some(spoken) = channels.get(&channel) {
            let given = spoken.answers.get(answer);
            if !is_over(spoken.last, cooldown, now) || given.is_some_and(|&at| !is_over(at, repeat, now)) {
                return false;
            }
        }
        if channels.len() >= CHANNELS && !channels.contains_key(&channel) {
            let keep = cooldown.max(repeat);
            channels.retain(|_, spoken| !is_over(spoken.last, keep, now));
            if channels.len() >= CHANNELS
                && let Some(oldest) = channels.iter().min_by_key(|(_, spoken)| spoken.last).map(|(&id, _)| id)
            {
                channels.remove(&oldest);
            }
        }
        let spoken = channels.entry(channel).or_insert_with(|| Spoken { last: now, answers: HashMap::new() });
        spoken.last = now;
        spoken.answers.retain(|_, &mut at| !is_over(at, repeat, now));
        spoken.answers.insert(answer.to_owned(), now);
        true
    }

    /// A panic while the map was held leaves it whole: every change to it is a single step.
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Spoken>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_over(since: Instant, pause: Duration, now: Instant) -> bool {
    now.saturating_duration_since(since) >= pause
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_left_alone_for_its_cooldown_and_an_answer_for_longer() {
        let (manners, settings, start) = (Manners::default(), Settings::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        assert!(manners.claim(&settings, 1, "tax-1", at(0)));
        assert!(!manners.may_speak(&settings, 1, at(59)));
        assert!(!manners.claim(&settings, 1, "scam-1", at(59)));
        assert!(manners.may_speak(&settings, 2, at(1)), "another channel is free");
        assert!(!manners.claim(&settings, 1, "tax-1", at(61)), "the same answer waits ten minutes");
        assert!(manners.claim(&settings, 1, "scam-1", at(62)));
        assert!(manners.claim(&settings, 1, "tax-1", at(700)));
    }

    #[test]
    fn the_number_of_remembered_channels_is_bounded() {
        let (manners, settings, now) = (Manners::default(), Settings::default(), Instant::now());
        for channel in 0..(CHANNELS as u64 + 100) {
            assert!(manners.claim(&settings, channel, "a-1", now));
        }
        assert_eq!(manners.lock().len(), CHANNELS);
    }
}
