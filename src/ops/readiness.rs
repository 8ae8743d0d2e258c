//! Whether a process is to be relied on: its shards receive events, or its endpoint takes requests; and it is not about to stop.
//!
//! Pure. A store that is away does not make a process unready: it answers all the same, and another process would have no other store.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Instant;

use crate::profile::Day;
use crate::store::Health;

use super::Endpoint;
use super::shard_status::{ShardStatus, Stage};

/// What is known of a process.
pub(super) struct Conditions<'a> {
    /// Whether nobody waits any more for the data's index to be made.
    pub(super) prepared: bool,
    /// How the store is doing; `None` while it is opened.
    pub(super) store: Option<Health>,
    pub(super) shards: &'a BTreeMap<u32, ShardStatus>,
    pub(super) endpoint: Endpoint,
    pub(super) stopping: bool,
    pub(super) now: Instant,
}

/// The judgement: `Display` shows one line a condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readiness {
    lines: Vec<(bool, String)>,
}

impl Readiness {
    /// Whether nothing is in the way.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.in_the_way().is_none()
    }

    /// The first thing that is in the way.
    #[must_use]
    pub fn in_the_way(&self) -> Option<&str> {
        self.lines.iter().find(|(fine, _)| !fine).map(|(_, line)| line.as_str())
    }
}

impl fmt::Display for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|(_, line)| writeln!(f, "{line}"))
    }
}

impl Conditions<'_> {
    pub(super) fn judge(&self) -> Readiness {
        let mut lines = Vec::new();
        // First of all: it is the cause of what else is in the way.
        if self.stopping {
            lines.push((false, "stopping".to_owned()));
        }
        // A process without data does not come so far.
        lines.push((self.prepared, if self.prepared { "data ok" } else { "data being indexed" }.into()));
        lines.push(self.store());
        lines.extend(self.shards.iter().map(|(number, status)| self.shard(*number, status)));
        match self.endpoint {
            Endpoint::None if self.shards.is_empty() => lines.push((false, "gateway connecting".into())),
            Endpoint::None => {}
            Endpoint::Up => lines.push((true, "endpoint ok".into())),
            Endpoint::Draining => lines.push((false, "endpoint draining".into())),
        }
        Readiness { lines }
    }

    fn store(&self) -> (bool, String) {
        match self.store {
            None => (false, "store opening".into()),
            Some(Health::Memory | Health::Ready) => (true, "store ok".into()),
            Some(Health::Degraded { since }) => (true, format!("store degraded since {}", utc(since))),
        }
    }

    fn shard(&self, number: u32, status: &ShardStatus) -> (bool, String) {
        let state = match status.stage {
            Stage::Waiting => "waiting to connect",
            Stage::Connecting => "connecting",
            Stage::Stopped => "stopped",
            Stage::Up => match status.silence(self.now) {
                None => "ok",
                Some(silence) => {
                    return (false, format!("shard {number} heartbeat ack {} s ago", silence.as_secs()));
                }
            },
        };
        (state == "ok", format!("shard {number} {state}"))
    }
}

/// A time (seconds since 1970) as RFC 3339 shows it.
fn utc(seconds: i64) -> String {
    const DAY: i64 = 86_400;
    let (day, of_day) = (Day::from_number(seconds.div_euclid(DAY)), seconds.rem_euclid(DAY));
    format!("{day}T{:02}:{:02}:{:02}Z", of_day / 3_600, of_day / 60 % 60, of_day % 60)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const INTERVAL: Duration = Duration::from_secs(40);

    fn shard(stage: Stage, connected: Duration, acked: Option<Duration>, now: Instant) -> ShardStatus {
        ShardStatus {
            stage,
            since: now,
            heartbeat: Some(INTERVAL),
            connected: now.checked_sub(connected),
            last_ack: acked.and_then(|ago| now.checked_sub(ago)),
        }
    }

    fn judge(shards: &[ShardStatus], change: impl FnOnce(&mut Conditions<'_>)) -> (bool, String) {
        let shards =
            shards.iter().copied().enumerate().map(|(n, s)| (u32::try_from(n).unwrap(), s)).collect();
        // Long enough after the machine's start for the times above.
        let now = Instant::now() + Duration::from_secs(1);
        let mut conditions = Conditions {
            prepared: true,
            store: Some(Health::Ready),
            shards: &shards,
            endpoint: Endpoint::None,
            stopping: false,
            now,
        };
        change(&mut conditions);
        let judged = conditions.judge();
        (judged.is_ready(), judged.to_string())
    }

    #[test]
    fn a_shard_is_relied_on_while_its_heartbeats_are_acknowledged() {
        let now = Instant::now() + Duration::from_secs(1);
        let seconds = Duration::from_secs;
        for (status, ready, line) in [
            (shard(Stage::Up, seconds(500), Some(seconds(70)), now), true, "shard 0 ok"),
            (shard(Stage::Up, seconds(500), Some(seconds(95)), now), false, "shard 0 heartbeat ack 95 s ago"),
            (shard(Stage::Up, seconds(70), None, now), true, "shard 0 ok"),
            (shard(Stage::Up, seconds(90), None, now), false, "shard 0 heartbeat ack 90 s ago"),
            (shard(Stage::Connecting, seconds(1), Some(seconds(2)), now), false, "shard 0 connecting"),
            (shard(Stage::Waiting, seconds(1), Some(seconds(2)), now), false, "shard 0 waiting to connect"),
            (shard(Stage::Stopped, seconds(1), Some(seconds(2)), now), false, "shard 0 stopped"),
        ] {
            let judged = judge(&[status], |conditions| conditions.now = now);
            assert_eq!(judged, (ready, format!("data ok\nstore ok\n{line}\n")), "{status:?}");
        }
    }

    #[test]
    fn every_condition_has_its_line_and_only_some_stand_in_the_way() {
        let up = shard(Stage::Up, Duration::ZERO, None, Instant::now());
        let degraded = Some(Health::Degraded { since: 1_795_478_400 + 3_723 });
        let (ready, lines) = judge(&[up], |c| c.store = degraded);
        assert!(ready && lines.contains("store degraded since 2026-11-24T01:02:03Z"), "{lines}");
        assert_eq!(
            judge(&[up, up], |c| c.stopping = true).1,
            "stopping\ndata ok\nstore ok\nshard 0 ok\nshard 1 ok\n"
        );
        assert!(!judge(&[up], |c| c.stopping = true).0);
        assert_eq!(
            judge(&[up], |c| c.prepared = false),
            (false, "data being indexed\nstore ok\nshard 0 ok\n".into())
        );
        assert!(!judge(&[up], |c| c.store = None).0);
        assert!(!judge(&[], |_| ()).0, "neither shards nor an endpoint yet");
        assert!(judge(&[], |c| c.endpoint = Endpoint::Up).0);
        assert!(!judge(&[], |c| c.endpoint = Endpoint::Draining).0);
    }
}
