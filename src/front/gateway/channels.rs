//! Messages in channels: one at a time is answered in each, the others wait in a short line.
//!
//! What waits for Discord's rate limit in one channel holds up that channel alone. Invariant: a line is bounded, and when it is full the
//! oldest message goes unanswered, since the newest is the one still being waited for.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use prometheus_client::metrics::counter::Counter;
use serenity::all::Message;
use tracing::warn;

use crate::chat::Place;

/// Messages that wait in one channel.
const LINE: usize = 8;

/// A message and where it was written.
type Waiting = (Message, Place);

/// The lines of messages.
#[derive(Debug, Default)]
pub(super) struct Channels {
    /// A channel is here while one of its messages is being answered.
    lines: Mutex<HashMap<u64, VecDeque<Waiting>>>,
    dropped: Counter,
}

impl Channels {
    /// Lines that count here the messages which went unanswered because too many waited in their channel.
    pub(super) fn counting(dropped: Counter) -> Self {
        Self { dropped, ..Self::default() }
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
            let so_far = self.dropped.inc() + 1;
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
    use std::time::Instant;

    use serde_json::json;
    use serenity::all::UserId;

    use super::*;

    const CHANNEL: u64 = 4;

    fn waiting(id: u64) -> Waiting {
        let message = json!({
            "id": id.to_string(), "channel_id": CHANNEL.to_string(), "content": "質問", "timestamp": "2026-01-01T00:00:00Z",
            "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [],
            "attachments": [], "embeds": [], "pinned": false, "type": 0,
            "author": { "id": "2", "username": "you", "discriminator": "0", "avatar": null },
        });
        let place = Place { me: UserId::new(1), parent: None, now: Instant::now() };
        (serde_json::from_value(message).unwrap(), place)
    }

    #[test]
    fn a_full_line_lets_its_oldest_message_go() {
        let channels = Channels::default();
        assert!(channels.join(waiting(1)).is_some(), "nobody is there: it is answered at once");
        for id in 2..=11 {
            assert!(channels.join(waiting(id)).is_none());
        }
        let left: Vec<u64> =
            std::iter::from_fn(|| channels.next(CHANNEL)).map(|(message, _)| message.id.get()).collect();
        assert_eq!(left, [4, 5, 6, 7, 8, 9, 10, 11]);
        assert_eq!(channels.dropped.get(), 2);
    }
}
