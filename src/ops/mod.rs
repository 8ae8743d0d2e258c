//! What an operator sees of a running process: the log, health, metrics, what the service manager is told. Fronts and the rooms above
//! count; nothing here asks a front.
//!
//! | file | what it does |
//! |---|---|
//! | `mod` | [`Ops`]: what a process shows of itself |
//! | [`log`] | one line an event |
//! | `shard_status` | how the shards are doing, as they write it |
//! | `counts` | what fronts count |
//! | `readiness` | whether the process is to be relied on, and what is in the way |
//! | `metrics`, `usage` | the page that Prometheus reads; what the process takes of the machine |
//! | `listener` | `/livez`, `/readyz`, `/metrics` over HTTP |
//! | `notify`, `attend` | what systemd is told; the main loop's pulse |
//! | [`health`] | asks a process how it is |
//!
//! Invariants: no label of a metric holds a person, a server, a channel, a text or a token, and the number of series does not grow with
//! what is said; whoever asks can neither hold up nor stop the bot; nothing is global. Non-goals: who may ask (the address is for a
//! private network), traces, keeping anything over a restart.

mod attend;
mod counts;
pub mod health;
mod listener;
pub mod log;
mod metrics;
mod notify;
mod readiness;
mod shard_status;
mod usage;

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::discord::RestCounts;
use crate::serve::Server;

pub use attend::attend;
pub use counts::{GatewayCounts, RequestCounts, RequestResult};
pub use listener::serve;
pub use notify::Notify;
pub use readiness::Readiness;
pub use shard_status::{ShardStatus, ShardStatuses, Stage};

/// A main loop that has not turned for so long is stuck: it should at least once a second.
const STUCK_AFTER: Duration = Duration::from_secs(10);

/// What a process shows of itself. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Ops {
    /// How the shards are doing.
    pub shards: ShardStatuses,
    /// What the gateway front counts.
    pub gateway: GatewayCounts,
    /// What the endpoint front counts.
    pub requests: RequestCounts,
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    app: OnceLock<Arc<App>>,
    server: OnceLock<Arc<Server>>,
    rest: OnceLock<RestCounts>,
    /// See [`Endpoint`].
    endpoint: AtomicU8,
    stopping: CancellationToken,
    turned: Mutex<Instant>,
    started: SystemTime,
}

impl Default for State {
    fn default() -> Self {
        Self {
            app: OnceLock::new(),
            server: OnceLock::new(),
            rest: OnceLock::new(),
            endpoint: AtomicU8::new(0),
            stopping: CancellationToken::new(),
            turned: Mutex::new(Instant::now()),
            started: SystemTime::now(),
        }
    }
}

/// How the endpoint is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Endpoint {
    /// This process has none, or not yet.
    None,
    /// It takes requests.
    Up,
    /// It wants no new ones.
    Draining,
}

impl Ops {
    /// The app, once its store is open: the first one stays.
    pub fn holds(&self, app: Arc<App>) {
        let _ = self.state.app.set(app);
    }

    /// Who serves: its counts are shown from now on. The first one stays.
    pub fn serves(&self, server: Arc<Server>) {
        let _ = self.state.server.set(server);
    }

    /// The counts of the requests to Discord are shown from now on. The first ones stay.
    pub fn calls(&self, rest: &RestCounts) {
        let _ = self.state.rest.set(rest.clone());
    }

    /// The endpoint takes requests, or wants no new ones.
    pub fn endpoint_up(&self, up: bool) {
        self.state.endpoint.store(if up { 1 } else { 2 }, Ordering::Relaxed);
    }

    /// The process is to stop: it is not ready from now on.
    pub fn stopping(&self) {
        self.state.stopping.cancel();
    }

    /// The main loop has turned.
    fn turn(&self) {
        *self.state.turned.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Whether the main loop turns.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.state.turned.lock().unwrap_or_else(PoisonError::into_inner).elapsed() < STUCK_AFTER
    }

    /// Whether the process is to be relied on, and what is in the way.
    #[must_use]
    pub fn readiness(&self) -> Readiness {
        let endpoint = match self.state.endpoint.load(Ordering::Relaxed) {
            0 => Endpoint::None,
            1 => Endpoint::Up,
            _ => Endpoint::Draining,
        };
        let app = self.state.app.get();
        readiness::Conditions {
            // While the store is opened that is in the way, and nothing is known of the data.
            prepared: app.is_none_or(|app| app.knowledge().is_prepared()),
            store: app.map(|app| app.store().health()),
            shards: &self.shards.snapshot(),
            endpoint,
            stopping: self.state.stopping.is_cancelled(),
            now: Instant::now(),
        }
        .judge()
    }

    /// The metrics as OpenMetrics text.
    #[must_use]
    pub fn metrics(&self) -> String {
        metrics::page(self)
    }
}
