//! What the stand-in knows: recorded requests, sessions, registered commands, violations; and the
//! way to wait for a change of it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use serde_json::Value;
use tokio::sync::{mpsc, oneshot, watch};

use super::control::Config;
use super::faults::Faults;
use super::gateway::{Login, Order};
use super::limits::Limits;

/// How long a test waits for anything before it fails. Generous, since a busy machine with two
/// cores starts a process slowly; a passing test never waits it out.
pub const WAIT: Duration = Duration::from_mins(1);

/// How long an interaction may go without its first response
/// (<https://discord.com/developers/docs/interactions/receiving-and-responding>).
pub const FIRST_RESPONSE: Duration = Duration::from_secs(3);

/// One HTTP request as it arrived.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// When its body had been read.
    pub at: Instant,
    pub method: String,
    /// Path below `/api/v10`, e.g. `/users/@me`.
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    /// The JSON body; of a multipart body its `payload_json`; `Null` when there is none.
    pub json: Value,
    pub files: Vec<UploadedFile>,
    /// The status it was answered with; 0 when the connection was reset or left hanging.
    pub status: u16,
}

impl Recorded {
    /// Whether this is `route`, e.g. `"POST /channels/*/messages"`.
    pub fn is(&self, route: &str) -> bool {
        route.split_once(' ').is_some_and(|(method, pattern)| {
            self.method == method && super::faults::matches(pattern, &self.path)
        })
    }
}

/// One `files[n]` part of a multipart body.
#[derive(Clone, Debug)]
pub struct UploadedFile {
    /// The `n` of `files[n]`.
    pub id: u64,
    pub name: String,
    pub content_type: String,
    pub bytes: Vec<u8>,
}

/// The first response to an interaction.
#[derive(Clone, Debug)]
pub struct Call {
    pub interaction: u64,
    /// The interaction's token, for follow-ups.
    pub token: String,
    /// The response type (4 message, 5 deferred, 7 update, 8 choices, 9 modal).
    pub kind: u64,
    /// The response's `data`.
    pub data: Value,
    pub files: Vec<UploadedFile>,
    /// From the dispatch to the arrival of the response that was accepted.
    pub latency: Duration,
}

/// A message that is in a channel now.
#[derive(Clone, Debug)]
pub struct Posted {
    pub channel: String,
    /// The body it was made of.
    pub json: Value,
    /// The message as Discord shows it.
    pub message: Value,
}

/// An IDENTIFY that arrived.
#[derive(Clone, Debug)]
pub struct Identify {
    pub at: Instant,
    pub shard: (u64, u64),
    pub intents: u64,
    pub compress: bool,
    /// Whether it was answered with READY.
    pub accepted: bool,
}

/// A RESUME that arrived.
#[derive(Clone, Debug)]
pub struct Resume {
    pub at: Instant,
    pub session: String,
    pub seq: u64,
    /// Whether it was answered with RESUMED.
    pub accepted: bool,
}

/// How one websocket connection ended, from the client's side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Connection {
    Open,
    /// The client closed with this code.
    Closed(Option<u16>),
    /// It ended without a close frame, or the stand-in ended it.
    Lost,
}

/// An interaction that was dispatched.
pub struct Interaction {
    pub token: String,
    /// The interaction's type (2 command, 3 component, 4 autocomplete, 5 modal).
    pub kind: u64,
    pub since: Instant,
    pub answered: bool,
    pub waiter: Option<oneshot::Sender<Call>>,
}

/// A gateway session: what is needed to dispatch to it and to resume it.
pub struct Session {
    pub id: String,
    pub shard: (u64, u64),
    pub seq: u64,
    /// Recent dispatches, for RESUME.
    pub log: VecDeque<(u64, String)>,
    /// The socket that serves it now.
    pub socket: Option<mpsc::UnboundedSender<Order>>,
    pub invalid: bool,
}

/// Everything that changes while the stand-in runs.
#[derive(Default)]
pub struct State {
    pub requests: Vec<Recorded>,
    pub violations: Vec<String>,
    pub faults: Faults,
    pub limits: Limits,
    pub interactions: HashMap<u64, Interaction>,
    /// First responses that were accepted, in order.
    pub calls: Vec<Call>,
    /// Messages posted into channels, in order; a retry with an enforced nonce adds none.
    pub posted: Vec<Posted>,
    /// What was made of each enforced nonce, by channel and nonce.
    pub nonces: HashMap<(String, String), Value>,
    /// How many messages were posted so far, those forgotten included.
    pub posted_count: usize,
    /// How many of them answer a message that had an answer already.
    pub doubled: usize,
    /// Messages that were on their way to a client while it said goodbye: it never saw them.
    pub undelivered: usize,
    /// Messages that have an answer.
    pub replied_to: HashSet<String>,
    /// Registered commands by scope (`None` is global).
    pub commands: HashMap<Option<u64>, Vec<Value>>,
    pub sessions: Vec<Session>,
    pub identifies: Vec<Identify>,
    pub resumes: Vec<Resume>,
    pub connections: Vec<Connection>,
    pub heartbeats: usize,
    /// What the next IDENTIFYs and RESUMEs get; empty means [`Login::Accept`].
    pub logins: VecDeque<Login>,
    /// When a shard of each bucket last logged in.
    pub bucket_used: HashMap<u64, Instant>,
    /// How soon another may, in place of Discord's gap.
    pub identify_gap: Option<Duration>,
    /// When set, heartbeats go unanswered.
    pub deaf_to_heartbeats: bool,
    /// What `/gateway/bot` says from now on, in place of what was set at the start.
    pub session_starts: Option<u64>,
    pub reset_after: Option<Duration>,
    pub shards: Option<u64>,
    /// What nobody may do in a channel, as permission bits.
    pub denied: HashMap<String, u64>,
}

/// The state behind a lock, with a bell that rings on every change.
pub struct Shared {
    pub config: Config,
    state: Mutex<State>,
    bell: watch::Sender<u64>,
}

impl Shared {
    pub fn new(config: Config) -> Self {
        Self { config, state: Mutex::default(), bell: watch::Sender::new(0) }
    }

    /// The state, to look at. Changes made through it wake nobody; use [`Shared::change`].
    pub fn look(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes whoever waits.
    pub fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let out = change(&mut self.look());
        self.bell.send_modify(|rings| *rings += 1);
        out
    }

    /// Waits until `find` finds something, or fails the test after [`WAIT`], saying `what` was
    /// missing and what had happened instead.
    pub async fn wait<T>(&self, what: &str, mut find: impl FnMut(&mut State) -> Option<T>) -> T {
        let mut bell = self.bell.subscribe();
        let found = tokio::time::timeout(WAIT, async {
            loop {
                bell.borrow_and_update();
                if let Some(found) = find(&mut self.look()) {
                    return found;
                }
                // The sender lives in `self`, so this cannot fail while we borrow it.
                let _ = bell.changed().await;
            }
        });
        let Ok(found) = found.await else {
            panic!("no {what} within {WAIT:?}; {}", self.summary());
        };
        found
    }

    /// What has happened so far, short enough for a panic message.
    pub fn summary(&self) -> String {
        let state = self.look();
        let requests: Vec<String> =
            state.requests.iter().map(|r| format!("{} {} → {}", r.method, r.path, r.status)).collect();
        format!(
            "requests: {requests:#?}\nidentifies: {:?}\nresumes: {:?}\nconnections: {:?}\nviolations: {:#?}",
            state.identifies, state.resumes, state.connections, state.violations
        )
    }
}
