//! Which channel a thread or forum post belongs to: a message does not say.
//!
//! Discord tells of threads as they are made, joined or woken up, and of the active ones when a guild arrives. A bounded number is
//! kept: those that were heard of or asked for longest ago go first.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lru::LruCache;
use serenity::all::{Event, GuildChannel, Message};
use tokio::sync::Notify;

/// Threads remembered.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(50_000).unwrap();
/// How long a message in a thread that has just been made waits for the news of the thread, which another task brings.
const NEWS_WITHIN: Duration = Duration::from_secs(1);
/// A thread younger than this when a message is written in it may not have been heard of yet.
const YOUNG: Duration = Duration::from_secs(10);

/// Which threads belong to which channels. All of them, since any server may ask to be listened to below any channel at any time.
#[derive(Debug)]
pub(super) struct Threads {
    /// A thread's channel.
    parents: Mutex<LruCache<u64, u64>>,
    news: Notify,
}

impl Default for Threads {
    fn default() -> Self {
        Self::remembering(REMEMBERED)
    }
}

impl Threads {
    fn remembering(most: NonZeroUsize) -> Self {
        Self { parents: Mutex::new(LruCache::sparse(most)), news: Notify::new() }
    }

    /// Learns from an event.
    pub(super) fn learn(&self, event: &Event) {
        match event {
            Event::GuildCreate(event) => event.guild.threads.iter().for_each(|thread| self.keep(thread)),
            Event::ThreadListSync(event) => event.threads.iter().for_each(|thread| self.keep(thread)),
            Event::ThreadCreate(event) => self.keep(&event.thread),
            Event::ThreadUpdate(event) => self.keep(&event.thread),
            Event::ThreadDelete(event) => {
                self.parents().pop(&event.thread.id.get());
            }
            _ => {}
        }
    }

    fn keep(&self, thread: &GuildChannel) {
        if let Some(parent) = thread.parent_id {
            self.note(thread.id.get(), parent.get());
        }
    }

    fn note(&self, thread: u64, parent: u64) {
        self.parents().put(thread, parent);
        self.news.notify_waiters();
    }

    /// The channel above the thread a message was written in, where `listens` says that the bot listens somewhere in its server and
    /// not in the thread itself.
    pub(super) async fn parent_of(&self, message: &Message, listens: bool) -> Option<u64> {
        if !listens || message.guild_id.is_none() {
            return None;
        }
        let thread = message.channel_id.get();
        // The first messages of a new thread may overtake the news of it.
        if !is_young(thread, message.id.get()) {
            return self.known(thread);
        }
        let told = async {
            loop {
                let news = self.news.notified();
                if let Some(parent) = self.known(thread) {
                    return parent;
                }
                news.await;
            }
        };
        tokio::time::timeout(NEWS_WITHIN, told).await.ok()
    }

    fn known(&self, thread: u64) -> Option<u64> {
        self.parents().get(&thread).copied()
    }

    fn parents(&self) -> MutexGuard<'_, LruCache<u64, u64>> {
        self.parents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a channel was made moments before a message: ids hold the time they were made at
/// (<https://discord.com/developers/docs/reference#snowflakes>).
fn is_young(channel: u64, message: u64) -> bool {
    let millis = |id: u64| id >> 22;
    millis(message).saturating_sub(millis(channel)) < u64::try_from(YOUNG.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_too_many_threads_are_known_the_oldest_are_forgotten_and_new_ones_heard() {
        let threads = Threads::remembering(NonZeroUsize::new(2).unwrap());
        for thread in 10..13 {
            threads.note(thread, 1);
        }
        assert_eq!(threads.known(10), None, "the oldest");
        assert_eq!((threads.known(11), threads.known(12)), (Some(1), Some(1)));
    }

    #[test]
    fn a_thread_is_young_for_ten_seconds() {
        let at = |seconds: u64| (seconds * 1_000) << 22;
        assert!(is_young(at(100), at(100)) && is_young(at(100), at(109)) && is_young(at(101), at(100)));
        assert!(!is_young(at(100), at(110)));
    }

    /// A message in the thread, written a second after it was made.
    fn first_in(thread: u64) -> Message {
        let id = thread + (1_000 << 22);
        serde_json::from_value(serde_json::json!({
            "id": id.to_string(), "channel_id": thread.to_string(), "guild_id": "9", "content": "質問",
            "timestamp": "2026-01-01T00:00:00Z", "edited_timestamp": null, "tts": false, "mention_everyone": false,
            "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "type": 0,
            "author": { "id": "2", "username": "you", "discriminator": "0", "avatar": null },
        }))
        .unwrap()
    }

    #[tokio::test]
    async fn a_message_that_overtakes_the_news_of_its_thread_waits_for_it() {
        let threads = Threads::default();
        let thread = 100_000 << 22;
        let message = first_in(thread);
        let mut parent = std::pin::pin!(threads.parent_of(&message, true));
        assert!(futures::poll!(parent.as_mut()).is_pending(), "nothing is known yet");
        threads.note(thread, 1);
        assert_eq!(parent.await, Some(1));
    }
}
