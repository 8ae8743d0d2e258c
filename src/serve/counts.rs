//! How many were answered, apologised to, lost, or met with silence; how long that took; what came of texts.
//!
//! Invariant: the things counted are known beforehand, whatever Discord or people send: what has no row of its own goes to `unknown`.
//! So there is nothing here of a person, a server or a channel, and nothing that grows.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use prometheus_client::metrics::histogram::Histogram;

use crate::chat::Silence;
use crate::command::{COMMANDS, OptionKind};
use crate::understand::Upshot;
use crate::view::action::VERBS;

use super::served::{Decided, Delivery, Outcome, Served};
use super::subject::{AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, PING, UNKNOWN};

/// Upper bounds of the buckets that times are counted in, in seconds: Discord waits three for an interaction.
const SECONDS: [f64; 10] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0];

/// What happened since the start.
#[derive(Debug, Default)]
pub struct Counts {
    /// Interactions.
    pub interactions: Interactions,
    /// Messages of people.
    pub messages: Messages,
    /// What came of texts.
    pub decisions: Decisions,
}

/// Interactions by kind and by the command's name or what the component does.
#[derive(Debug)]
pub struct Interactions {
    rows: BTreeMap<(&'static str, &'static str), Ends>,
    seconds: [(&'static str, Histogram); 5],
}

/// Messages.
#[derive(Debug)]
pub struct Messages {
    ends: Ends,
    silent: AtomicU64,
    ignored: AtomicU64,
    seconds: Histogram,
}

/// What came of texts.
#[derive(Debug, Default)]
pub struct Decisions {
    /// By upshot; the bot was not addressed, or was.
    said: [[AtomicU64; 2]; Upshot::ALL.len()],
    silent: [AtomicU64; Silence::ALL.len()],
}

/// The ends of what should be answered.
#[derive(Debug, Default)]
struct Ends {
    answered: AtomicU64,
    apologised: AtomicU64,
    lost: AtomicU64,
}

impl Counts {
    pub(super) fn count(&self, served: &Served, delivery: &Delivery) {
        let subject = &served.subject;
        let took = subject.since.elapsed();
        if subject.is_message() {
            self.messages.count(served, delivery, took);
        } else {
            self.interactions.count(served, delivery, took);
        }
        self.decisions.count(served);
    }

    /// Counts a message that concerns the bot in no way.
    pub fn ignore(&self, silence: Silence) {
        self.messages.ignored.fetch_add(1, Ordering::Relaxed);
        self.decisions.silence(silence);
    }
}

impl Default for Interactions {
    fn default() -> Self {
        let takes_job =
            |c: &&crate::command::Command| c.options.iter().any(|o| matches!(o.kind, OptionKind::Job));
        let commands = COMMANDS.iter().map(|c| (COMMAND, c.name));
        let typing = COMMANDS.iter().filter(takes_job).map(|c| (AUTOCOMPLETE, c.name));
        let components = VERBS.iter().map(|verb| (COMPONENT, *verb));
        let others = [COMMAND, AUTOCOMPLETE, COMPONENT, MODAL, PING, UNKNOWN].map(|kind| (kind, UNKNOWN));
        let rows = commands.chain(typing).chain(components).chain(others);
        Self {
            rows: rows.map(|row| (row, Ends::default())).collect(),
            seconds: [COMMAND, AUTOCOMPLETE, COMPONENT, MODAL, PING]
                .map(|kind| (kind, Histogram::new(SECONDS))),
        }
    }
}

impl Interactions {
    fn count(&self, served: &Served, delivery: &Delivery, took: Duration) {
        let subject = &served.subject;
        if let Some(ends) = self.row(subject.kind, subject.label) {
            ends.count(served, delivery);
        }
        if let Some((_, seconds)) = self.seconds.iter().find(|(kind, _)| *kind == subject.kind) {
            seconds.observe(took.as_secs_f64());
        }
    }

    fn row(&self, kind: &'static str, label: &'static str) -> Option<&Ends> {
        self.rows.get(&(kind, label)).or_else(|| self.rows.get(&(kind, UNKNOWN)))
    }

    /// How many got no answer that should have had one.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.sum(|ends| &ends.lost)
    }

    /// Counts one that was lost before it could be served.
    pub fn lose(&self) {
        if let Some(ends) = self.row(UNKNOWN, UNKNOWN) {
            ends.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn sum(&self, of: impl Fn(&Ends) -> &AtomicU64) -> u64 {
        self.rows.values().map(|ends| of(ends).load(Ordering::Relaxed)).sum()
    }

    /// All counts: kind, command or verb, outcome.
    pub fn rows(&self) -> impl Iterator<Item = ([&'static str; 3], u64)> {
        self.rows.iter().flat_map(|(&(kind, label), ends)| {
            ends.each().into_iter().map(move |(outcome, n)| ([kind, label, outcome], n))
        })
    }

    /// By kind, the seconds from the arrival to the end.
    pub fn seconds(&self) -> impl Iterator<Item = (&'static str, &Histogram)> {
        self.seconds.iter().map(|(kind, seconds)| (*kind, seconds))
    }
}

impl Default for Messages {
    fn default() -> Self {
        Self {
            ends: Ends::default(),
            silent: AtomicU64::new(0),
            ignored: AtomicU64::new(0),
            seconds: Histogram::new(SECONDS),
        }
    }
}

impl Messages {
    fn count(&self, served: &Served, delivery: &Delivery, took: Duration) {
        if matches!(served.outcome, Outcome::Silent(_)) {
            self.silent.fetch_add(1, Ordering::Relaxed);
            return;
        }
        self.ends.count(served, delivery);
        self.seconds.observe(took.as_secs_f64());
    }

    /// How many got no answer that should have had one.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.ends.lost.load(Ordering::Relaxed)
    }

    /// All counts, by outcome.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let quiet = [("silent", load(&self.silent)), ("ignored", load(&self.ignored))];
        self.ends.each().into_iter().chain(quiet)
    }

    /// The seconds from the arrival to the end, of those that were to be answered.
    #[must_use]
    pub fn seconds(&self) -> &Histogram {
        &self.seconds
    }
}

impl Decisions {
    fn count(&self, served: &Served) {
        if let Some(Decided { upshot, addressed }) = served.decided {
            let [unasked, asked] = &self.said[upshot as usize];
            if addressed { asked } else { unasked }.fetch_add(1, Ordering::Relaxed);
        }
        if let Outcome::Silent(silence) = served.outcome {
            self.silence(silence);
        }
    }

    fn silence(&self, silence: Silence) {
        self.silent[silence as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// How often each was made; the bot was not addressed, or was.
    pub fn said(&self) -> impl Iterator<Item = (Upshot, [u64; 2])> {
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let counts = self.said.iter().map(move |counts| counts.each_ref().map(load));
        Upshot::ALL.into_iter().zip(counts)
    }

    /// How often nothing was said, by reason.
    pub fn silences(&self) -> impl Iterator<Item = (Silence, u64)> {
        Silence::ALL.into_iter().zip(self.silent.iter().map(|count| count.load(Ordering::Relaxed)))
    }
}

impl Ends {
    fn count(&self, served: &Served, delivery: &Delivery) {
        let count = match (&served.outcome, delivery) {
            (Outcome::Lost(_), _) | (_, Delivery::Expired | Delivery::Failed(_)) => &self.lost,
            (Outcome::Apologised { .. }, _) => &self.apologised,
            // No silence comes here.
            (Outcome::Answered | Outcome::Silent(_), _) => &self.answered,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }

    fn each(&self) -> [(&'static str, u64); 3] {
        [("answered", &self.answered), ("apologised", &self.apologised), ("lost", &self.lost)]
            .map(|(outcome, count)| (outcome, count.load(Ordering::Relaxed)))
    }
}

impl fmt::Display for Interactions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [answered, apologised] = [self.sum(|ends| &ends.answered), self.sum(|ends| &ends.apologised)];
        write!(f, "answered {answered}, apologised {apologised}, lost {}", self.lost())
    }
}

impl fmt::Display for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [(_, answered), (_, apologised), (_, lost)] = self.ends.each();
        let silent = self.silent.load(Ordering::Relaxed);
        write!(f, "answered {answered}, apologised {apologised}, lost {lost}, silent {silent}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_before_it_is_served_counts_as_lost() {
        let interactions = Interactions::default();
        interactions.lose();
        assert_eq!(interactions.lost(), 1);
        assert_eq!(interactions.to_string(), "answered 0, apologised 0, lost 1");
        assert!(interactions.rows().any(|row| row == ([UNKNOWN, UNKNOWN, "lost"], 1)));
    }

    #[test]
    fn every_decision_and_silence_has_the_place_of_its_own_in_the_list() {
        assert!(Upshot::ALL.iter().enumerate().all(|(at, upshot)| *upshot as usize == at));
        assert!(Silence::ALL.iter().enumerate().all(|(at, silence)| *silence as usize == at));
    }
}
