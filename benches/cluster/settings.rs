//! A server changes its settings, again and again, and every process is asked until it knows.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fukugyo::store::{Change, Store};
use futures_util::future::join_all;
use serde_json::Value;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::balancer::Balancer;
use super::standin::signed::{Endpoint, Signed};
use super::standin::{Standin, WAIT, fixture, snowflake};
use super::{EACH, SHARDS, guild};

/// Between two changes.
const PAUSE: Duration = Duration::from_secs(3);
/// Between two looks at one process.
const LOOK: Duration = Duration::from_millis(5);

/// How long it took until each process knew.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    changes: usize,
    looks: Vec<Duration>,
    pub(crate) slowest: Duration,
    /// Processes that ended while they were asked.
    ended: usize,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sorted = self.looks.clone();
        sorted.sort_unstable();
        let median = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
        write!(
            f,
            "{} changes of settings, seen by every process that was up: {} times, median {:.0} ms, slowest {:.0} ms",
            self.changes,
            self.looks.len(),
            median.as_secs_f64() * 1e3,
            self.slowest.as_secs_f64() * 1e3
        )
    }
}

/// Changes that go on.
pub(crate) struct Changes {
    stop: CancellationToken,
    task: JoinHandle<Seen>,
}

impl Changes {
    pub(crate) async fn begin(standin: Arc<Standin>, database: &str, balancer: Arc<Balancer>) -> Self {
        let store = Store::open(&database.parse().unwrap()).await.expect("a store");
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            let mut seen = Seen::default();
            while stopped.run_until_cancelled(sleep(PAUSE)).await.is_some() {
                once(&store, &standin, &balancer, &mut seen).await;
            }
            store.close().await;
            seen
        });
        Self { stop, task }
    }

    pub(crate) async fn end(self) -> Seen {
        self.stop.cancel();
        self.task.await.expect("it went well")
    }
}

async fn once(store: &Store, standin: &Standin, balancer: &Balancer, seen: &mut Seen) {
    let (server, human) = (guild(seen.changes as u64), snowflake());
    seen.changes += 1;
    store.change(server, Change::HumanChannel(Some(human))).await.expect("the database is there");
    let changed = Changed { server, human, at: Instant::now() };
    // All at once: one that is slow to say that it ends must not be counted for the next.
    let endpoints = balancer.addresses().into_iter().map(|address| changed.known_at(address));
    let processes = (0..SHARDS / EACH).map(|process| changed.known_with(standin, process * EACH));
    let (endpoints, processes) = tokio::join!(join_all(endpoints), join_all(processes));
    for known in endpoints.into_iter().chain(processes) {
        match known {
            Some(after) => seen.looked(after),
            None => seen.ended += 1,
        }
    }
}

/// A change that was made.
struct Changed {
    server: u64,
    human: u64,
    at: Instant,
}

impl Changed {
    /// After how long the endpoint at this address knew; `None` when it ended before.
    async fn known_at(&self, address: SocketAddr) -> Option<Duration> {
        let endpoint = Endpoint::at(address);
        loop {
            let answer = endpoint.send(&Signed::now(self.question().to_string())).await.ok()?;
            if self.stands_in(&String::from_utf8_lossy(answer.body())) {
                return Some(self.at.elapsed());
            }
            assert!(self.at.elapsed() < WAIT, "the endpoint at {address} never knew");
            sleep(LOOK).await;
        }
    }

    /// After how long the process with this shard knew; `None` when it ended before: a shard that is down cannot be asked.
    async fn known_with(&self, standin: &Standin, shard: u64) -> Option<Duration> {
        while standin.look(|state| state.sessions.iter().any(|s| s.shard.0 == shard && s.socket.is_some())) {
            let asked = standin.begin_on(Some(shard), &self.question());
            let call = timeout(Duration::from_secs(3), asked).await.ok()?.ok()?;
            if self.stands_in(&call.data.to_string()) {
                return Some(self.at.elapsed());
            }
            assert!(self.at.elapsed() < WAIT, "the process with shard {shard} never knew");
            sleep(LOOK).await;
        }
        None
    }

    fn question(&self) -> Value {
        fixture::slash("settings").with("/guild_id", self.server.to_string()).build()
    }

    fn stands_in(&self, answer: &str) -> bool {
        answer.contains(&self.human.to_string())
    }
}

impl Seen {
    fn looked(&mut self, after: Duration) {
        self.slowest = self.slowest.max(after);
        self.looks.push(after);
    }
}
