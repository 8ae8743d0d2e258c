//! Counts in memory: all there is without a database, and with one what is not written yet.
//!
//! Invariant: bounded. What comes when the bound is reached is dropped and numbered, never waited for.

use std::collections::{BTreeMap, HashMap};

use super::event::{AnswerKind, Event, KEPT_DAYS, Link};
use super::server::is_entry_id;

/// Different things counted at once, in all servers: at about 100 bytes each, 10 MB.
const MOST_KEYS: usize = 100_000;
/// Links to messages kept for a server.
pub(super) const MOST_LINKS: usize = 200;

/// The counts of one server, by day ([`crate::profile::Day::number`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// By day, whether the bot was addressed, and what the question got.
    pub(super) asked: BTreeMap<(i64, bool, AnswerKind), u64>,
    /// By day and entry.
    pub(super) entries: BTreeMap<(i64, String), Verdicts>,
    /// By day and nearest entry.
    pub(super) misses: BTreeMap<(i64, Option<String>), u64>,
    /// By message.
    pub(super) links: BTreeMap<u64, MissLink>,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdicts {
    pub(super) shown: u64,
    pub(super) helpful: u64,
    pub(super) wrong: u64,
}

/// A message that had no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MissLink {
    pub(super) day: i64,
    pub(super) channel: u64,
    pub(super) entry: Option<String>,
}

impl Tally {
    pub(super) fn len(&self) -> usize {
        self.asked.len() + self.entries.len() + self.misses.len() + self.links.len()
    }

    fn count(&mut self, day: i64, event: Event) {
        match event {
            Event::Asked { addressed, kind } => *self.asked.entry((day, addressed, kind)).or_default() += 1,
            Event::Shown(entry) => self.entries.entry((day, entry)).or_default().shown += 1,
            Event::Helpful(entry) => self.entries.entry((day, entry)).or_default().helpful += 1,
            Event::Wrong(entry) => self.entries.entry((day, entry)).or_default().wrong += 1,
            Event::Miss { nearest, at } => {
                *self.misses.entry((day, nearest.clone())).or_default() += 1;
                if let Some(Link { channel, message }) = at {
                    self.links.insert(message, MissLink { day, channel, entry: nearest });
                }
                self.keep_latest_links();
            }
        }
    }

    fn keep_latest_links(&mut self) {
        while self.links.len() > MOST_LINKS {
            self.links.pop_first();
        }
    }

    /// Forgets what is older than counts are kept.
    fn prune(&mut self, today: i64) {
        let kept = |day: i64| day > today - KEPT_DAYS;
        self.asked.retain(|(day, ..), _| kept(*day));
        self.entries.retain(|(day, _), _| kept(*day));
        self.misses.retain(|(day, _), _| kept(*day));
        self.links.retain(|_, link| kept(link.day));
    }
}

/// The counts of all servers.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    servers: HashMap<u64, Tally>,
    keys: usize,
    dropped: u64,
    latest: i64,
}

impl Tallies {
    /// Counts; what has no entry's id where one belongs is not counted.
    pub(super) fn count(&mut self, guild: u64, day: i64, event: Event) {
        if let Event::Shown(id)
        | Event::Helpful(id)
        | Event::Wrong(id)
        | Event::Miss { nearest: Some(id), .. } = &event
            && !is_entry_id(id)
        {
            return;
        }
        if day > self.latest {
            self.latest = day;
            self.prune(day);
        }
        if self.keys >= MOST_KEYS {
            self.dropped += 1;
            return;
        }
        let tally = self.servers.entry(guild).or_default();
        let before = tally.len();
        tally.count(day, event);
        self.keys = self.keys + tally.len() - before;
    }

    /// What was counted in this server.
    pub(super) fn of(&self, guild: u64) -> Tally {
        self.servers.get(&guild).cloned().unwrap_or_default()
    }

    /// Takes the counts of some servers out: as many as hold so many different things, one at least.
    pub(super) fn take(&mut self, most: usize) -> BTreeMap<u64, Tally> {
        let mut taken = BTreeMap::new();
        let mut keys = 0;
        while keys < most
            && let Some(&guild) = self.servers.keys().next()
            && let Some(tally) = self.servers.remove(&guild)
        {
            keys += tally.len();
            taken.insert(guild, tally);
        }
        self.keys -= keys;
        taken
    }

    /// How many different things are counted.
    pub(super) fn len(&self) -> usize {
        self.keys
    }

    /// How many were not counted because of the bound, since last asked.
    pub(super) fn take_dropped(&mut self) -> u64 {
        std::mem::take(&mut self.dropped)
    }

    /// Forgets this server.
    pub(super) fn forget(&mut self, guild: u64) {
        if let Some(tally) = self.servers.remove(&guild) {
            self.keys -= tally.len();
        }
    }

    fn prune(&mut self, today: i64) {
        self.servers.retain(|_, tally| {
            tally.prune(today);
            tally.len() > 0
        });
        self.keys = self.servers.values().map(Tally::len).sum();
    }
}
