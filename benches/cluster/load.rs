//! The load: people who use commands, and people who ask in channels.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::balancer::Balancer;
use super::people::{QUESTIONS, interaction};
use super::standin::signed::Signed;
use super::standin::{FIRST_RESPONSE, Standin, fixture, snowflake};
use super::{SERVERS, guild};

/// Interactions that wait for their answer at any time.
const AT_ONCE: usize = 64;
/// Messages that may wait for theirs.
const WAITING: usize = 256;
/// So long nothing may be posted before what is unanswered counts as lost.
const QUIET: Duration = Duration::from_secs(5);

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) interactions: usize,
    answered: usize,
    /// A ready endpoint took the connection and did not answer with 200.
    pub(crate) lost_at_ready: usize,
    /// A connection broke after the request was sent: its endpoint was killed.
    broken: usize,
    /// Tried again elsewhere, since no connection could be made.
    elsewhere: usize,
    late: usize,
    latencies: Vec<Duration>,
    sent: usize,
    shard_down: usize,
    posted: usize,
    wall: Duration,
    messages_wall: Duration,
}

impl Outcome {
    /// Messages that a process took and did not answer.
    pub(crate) fn unanswered(&self) -> usize {
        self.sent - self.shard_down - self.posted
    }

    pub(crate) fn print(&self) {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let at =
            |share: usize| sorted.get(sorted.len() * share / 1_000).map_or(0.0, |d| d.as_secs_f64() * 1e3);
        println!(
            "  {} interactions, {:.0} a second: {} answered, {} lost at an endpoint that was ready, {} in the endpoint that was killed, \
             {} sent elsewhere since it took no connection, {} late; p50 {:.1} ms, p99 {:.1} ms, slowest {:.0} ms",
            self.interactions,
            self.interactions as f64 / self.wall.as_secs_f64(),
            self.answered,
            self.lost_at_ready,
            self.broken,
            self.elsewhere,
            self.late,
            at(500),
            at(990),
            at(999).max(sorted.last().map_or(0.0, |d| d.as_secs_f64() * 1e3)),
        );
        println!(
            "  {} messages, {:.0} a second: {} answered, {} while their shard was down, {} in the process that was killed",
            self.sent,
            self.sent as f64 / self.messages_wall.as_secs_f64(),
            self.posted,
            self.shard_down,
            self.unanswered(),
        );
    }
}

/// A load that goes on.
pub(crate) struct Load {
    done: Arc<AtomicUsize>,
    interactions: usize,
    people: Vec<JoinHandle<Outcome>>,
    asking: JoinHandle<Outcome>,
    begun: Instant,
}

impl Load {
    pub(crate) fn begin(
        standin: Arc<Standin>,
        balancer: Arc<Balancer>,
        interactions: usize,
        messages: usize,
    ) -> Self {
        let (next, done) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let people = (0..AT_ONCE).map(|_| {
            let (balancer, next, done) = (Arc::clone(&balancer), Arc::clone(&next), Arc::clone(&done));
            tokio::spawn(async move {
                let mut person = Person { balancer, line: None, outcome: Outcome::default() };
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= interactions {
                        return person.outcome;
                    }
                    person.use_command(n).await;
                    done.fetch_add(1, Ordering::Relaxed);
                }
            })
        });
        let (people, progress) = (people.collect(), Arc::clone(&done));
        let asking = tokio::spawn(ask(standin, messages, move || {
            progress.load(Ordering::Relaxed).saturating_mul(messages) / interactions.max(1)
        }));
        Self { done, interactions, people, asking, begun: Instant::now() }
    }

    /// Waits until half of it is over.
    pub(crate) async fn half(&self) {
        while self.done.load(Ordering::Relaxed) < self.interactions / 2 {
            sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) async fn end(self) -> Outcome {
        let mut all = Outcome { interactions: self.interactions, ..Outcome::default() };
        for person in join_all(self.people).await {
            let person = person.expect("it went well");
            all.answered += person.answered;
            all.lost_at_ready += person.lost_at_ready;
            all.broken += person.broken;
            all.elsewhere += person.elsewhere;
            all.late += person.late;
            all.latencies.extend(person.latencies);
        }
        all.wall = self.begun.elapsed();
        let asked = self.asking.await.expect("it went well");
        (all.sent, all.shard_down, all.posted) = (asked.sent, asked.shard_down, asked.posted);
        all.messages_wall = asked.messages_wall;
        assert_eq!(all.answered + all.lost_at_ready + all.broken, self.interactions);
        all
    }
}

/// One who uses commands, one after the other.
struct Person {
    balancer: Arc<Balancer>,
    line: Option<(SocketAddr, TcpStream)>,
    outcome: Outcome,
}

impl Person {
    async fn use_command(&mut self, n: usize) {
        let request = Signed::now(
            interaction(n).with("/guild_id", guild(n as u64 % SERVERS).to_string()).build().to_string(),
        )
        .raw();
        let begun = Instant::now();
        loop {
            let upstream = self.balancer.pick().await;
            let kept = self.line.take().filter(|line| line.0 == upstream.address && !is_over(&line.1));
            let mut stream = if let Some((_, stream)) = kept {
                stream
            } else if let Ok(stream) = TcpStream::connect(upstream.address).await {
                stream.set_nodelay(true).expect("a socket");
                stream
            } else {
                upstream.is_away();
                self.outcome.elsewhere += 1;
                continue;
            };
            match exchange(&mut stream, &request).await {
                Ok((200, keeps)) => {
                    let latency = begun.elapsed();
                    self.outcome.answered += 1;
                    self.outcome.late += usize::from(latency > FIRST_RESPONSE);
                    self.outcome.latencies.push(latency);
                    if keeps {
                        self.line = Some((upstream.address, stream));
                    }
                }
                Ok((status, _)) => {
                    eprintln!("status {status}");
                    self.outcome.lost_at_ready += 1;
                }
                Err(error) => {
                    if upstream.is_killed() {
                        self.outcome.broken += 1;
                    } else {
                        eprintln!("{error}");
                        self.outcome.lost_at_ready += 1;
                    }
                }
            }
            return;
        }
    }
}

/// Whether the other side has hung up: then nothing was sent on it.
fn is_over(stream: &TcpStream) -> bool {
    !matches!(stream.try_read(&mut [0]), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock)
}

/// Sends a request and reads the answer to its end: the status, and whether the connection is good for another.
async fn exchange(stream: &mut TcpStream, request: &[u8]) -> std::io::Result<(u16, bool)> {
    stream.write_all(request).await?;
    let mut read = Vec::with_capacity(16 * 1_024);
    loop {
        if stream.read_buf(&mut read).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let Some(head) = read.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&read[..head]).to_lowercase();
        let length: usize = text
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .and_then(|length| length.parse().ok())
            .expect("a length");
        while read.len() < head + 4 + length {
            if stream.read_buf(&mut read).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
        let status = text[9..12].parse().expect("a status");
        return Ok((status, !text.contains("connection: close")));
    }
}

/// Asks in channels of all servers, as fast as `due` says, and never more than can wait.
async fn ask(standin: Arc<Standin>, messages: usize, due: impl Fn() -> usize) -> Outcome {
    let mut outcome = Outcome::default();
    let begun = Instant::now();
    let (before, undelivered) = standin.look(|state| (state.posted_count, state.undelivered));
    let posted = || standin.look(|state| state.posted_count) - before;
    // Answers that will never come hold no place.
    let (mut lost, mut moved) = (0, (0, Instant::now()));
    while outcome.sent < messages {
        let now = posted();
        if now != moved.0 {
            moved = (now, Instant::now());
        }
        let waiting = outcome.sent - outcome.shard_down - now - lost;
        if waiting >= WAITING || outcome.sent >= due() {
            if waiting > 0 && moved.1.elapsed() > QUIET {
                lost += waiting;
            }
            sleep(Duration::from_millis(5)).await;
            continue;
        }
        let sessions = standin.route("MESSAGE_CREATE", &message(outcome.sent));
        outcome.sent += 1;
        outcome.shard_down += usize::from(sessions == 0);
    }
    outcome.messages_wall = begun.elapsed();
    let mut quiet = (posted(), Instant::now());
    while outcome.sent - outcome.shard_down > quiet.0 && quiet.1.elapsed() < QUIET {
        sleep(Duration::from_millis(20)).await;
        let now = posted();
        if now != quiet.0 {
            quiet = (now, Instant::now());
        }
    }
    outcome.posted = posted();
    outcome.shard_down += standin.look(|state| state.undelivered) - undelivered;
    outcome
}

/// A message of a person of their own, in one of all servers.
fn message(n: usize) -> Value {
    let author = fixture::person(2_000_000_000_000_000_000 + snowflake() % 1_000_000_000_000_000, "someone");
    let server = guild(n as u64 * 7 % SERVERS);
    let said =
        fixture::message(QUESTIONS[n % QUESTIONS.len()]).author(author).channel(server + 1).mention_bot();
    said.with("/guild_id", server.to_string()).with("/id", json!(snowflake().to_string())).build()
}
