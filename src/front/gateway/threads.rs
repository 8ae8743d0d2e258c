//! Which channel a thread or forum post belongs to: a message does not say.
//!
//! Discord tells of threads as they are made, joined or woken up, and of the active ones when a guild arrives. Only threads below
//! the FAQ channels are kept, and not more than a bounded number.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serenity::all::{Event, GuildChannel, Message};
use tokio::sync::Notify;

/// Threads remembered. Above it new ones are not listened to until the process starts again.
const REMEMBERED: usize = 50_000;
/// How long the first message of a forum post waits for the news of the post itself, which another task brings.
const NEWS_WITHIN: Duration = Duration::from_secs(1);

/// The threads below some channels.
#[derive(Debug)]
pub(super) struct Threads {
    channels: Vec<u64>,
    parents: Mutex<HashMap<u64, u64>>,
    news: Notify,
}

impl Threads {
    /// Keeps the threads below these channels.
    pub(super) fn below(channels: &[u64]) -> Self {
        Self { channels: channels.to_vec(), parents: Mutex::default(), news: Notify::new() }
    }

    /// Learns from an event.
    pub(super) fn learn(&self, event: &Event) {
        if self.channels.is_empty() {
            return;
        }
        match event {
            Event::GuildCreate(event) => event.guild.threads.iter().for_each(|thread| self.keep(thread)),
            Event::ThreadListSync(event) => event.threads.iter().for_each(|thread| self.keep(thread)),
            Event::ThreadCreate(event) => self.keep(&event.thread),
            Event::ThreadUpdate(event) => self.keep(&event.thread),
            Event::ThreadDelete(event) => {
                let id = event.thread.id.get();
                self.parents.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
            }
            _ => {}
        }
    }

    fn keep(&self, thread: &GuildChannel) {
        let Some(parent) = thread.parent_id.map(serenity::all::ChannelId::get) else { return };
        if !self.channels.contains(&parent) {
            return;
        }
        let mut parents = self.parents.lock().unwrap_or_else(PoisonError::into_inner);
        if parents.len() < REMEMBERED {
            parents.insert(thread.id.get(), parent);
        }
        drop(parents);
        self.news.notify_waiters();
    }

    /// The FAQ channel above the thread a message was written in.
    pub(super) async fn parent_of(&self, message: &Message) -> Option<u64> {
        let thread = message.channel_id.get();
        if self.channels.is_empty() || message.guild_id.is_none() || self.channels.contains(&thread) {
            return None;
        }
        // The first message of a forum post has the post's id, and may overtake the news of it.
        if message.id.get() != thread {
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
        self.parents.lock().unwrap_or_else(PoisonError::into_inner).get(&thread).copied()
    }
}
