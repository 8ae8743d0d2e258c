//! Where the gateway is, and who may log in when.
//!
//! Discord allows one login (IDENTIFY) in five seconds in each bucket, `shard % max_concurrency`
//! (<https://discord.com/developers/docs/events/gateway#sharding-max-concurrency>), and a number of them a day; beyond that it resets the
//! token. The logins of a bucket are made one after the other: those of this process here, those of all processes by the store's turns.
//!
//! Invariant: a login that has its turn is sent only while the turn is still ours, and the next one is a gap after it was sent.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustls::ClientConfig;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
use tracing::{error, warn};

use crate::discord::{GatewayAddress, RestError};
use crate::front::error::Error;
use crate::store;

use super::front::Front;
use super::{Patience, Shards};

/// The shortest wait for new session starts, whatever Discord says.
const SHORTEST_RESET: Duration = Duration::from_secs(1);
/// Keys the turns of an application whose id cannot be asked for.
const UNKNOWN_APPLICATION: u64 = 0;

/// When this process last logged in with a shard of a bucket.
type Bucket = Arc<AsyncMutex<Option<Instant>>>;

/// The gateway's address and the turns to log in.
pub(super) struct Logins {
    front: Arc<Front>,
    patience: Patience,
    url: Mutex<String>,
    concurrency: AtomicU32,
    buckets: Mutex<HashMap<u32, Bucket>>,
    /// Logins that Discord's latest answer is known to cover.
    covered: AtomicU64,
    /// One at a time asks whether there are more.
    asking: AsyncMutex<()>,
}

/// The right to log in now. It is spent by [`Turn::taken`].
pub(super) struct Turn {
    logins: Arc<Logins>,
    last: OwnedMutexGuard<Option<Instant>>,
    among_all: store::Turn,
    taken: bool,
}

impl Turn {
    /// IDENTIFY is about to be sent. `false`: another process may be about to do so, too.
    pub(super) async fn is_ours(&mut self) -> bool {
        self.among_all.mark().await
    }

    /// IDENTIFY was sent. Whoever has the next turn waits until this has ended.
    pub(super) async fn taken(mut self) {
        (*self.last, self.taken) = (Some(Instant::now()), true);
        // When this fails, the mark made before it counts.
        self.among_all.mark().await;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.taken {
            self.logins.covered.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Logins {
    pub(super) fn new(front: Arc<Front>, patience: Patience) -> Self {
        Self {
            front,
            patience,
            url: Mutex::default(),
            concurrency: AtomicU32::new(1),
            buckets: Mutex::default(),
            covered: AtomicU64::new(0),
            asking: AsyncMutex::default(),
        }
    }

    /// The gateway's address.
    pub(super) fn url(&self) -> String {
        self.url.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How a connection to the gateway is secured.
    pub(super) fn tls(&self) -> Arc<ClientConfig> {
        self.front.rest.tls()
    }

    /// Asks Discord where the gateway is, for as long as it takes, until all these shards may log in; `None` for all that Discord
    /// recommends. Returns the shards.
    ///
    /// # Errors
    /// A wrong token, or a refusal: at the start, both are for the operator to set right.
    pub(super) async fn open(&self, wanted: Option<Shards>) -> Result<Shards, Error> {
        let _asking = self.asking.lock().await;
        let address =
            self.ask_until_allowed(|address| wanted.map_or(address.shards, Shards::count), true).await?;
        let shards = wanted.unwrap_or(Shards::all(address.shards));
        if shards.total < address.shards {
            warn!(given = shards.total, recommended = address.shards, "fewer shards than Discord recommends");
        }
        self.covered.store(u64::from(shards.count()), Ordering::Relaxed);
        Ok(shards)
    }

    /// Waits for a shard's turn to log in. While it is held nobody else logs in with a shard of the same bucket.
    ///
    /// # Errors
    /// A wrong token.
    pub(super) async fn turn(self: &Arc<Self>, shard: u32) -> Result<Turn, Error> {
        let bucket = shard % self.concurrency.load(Ordering::Relaxed);
        let last = self.bucket(bucket).lock_owned().await;
        self.cover().await?;
        let mut turn =
            Turn { logins: Arc::clone(self), last, among_all: store::Turn::default(), taken: false };
        let gap = self.patience.login_gap;
        if let Some(last) = *turn.last {
            tokio::time::sleep(gap.saturating_sub(last.elapsed())).await;
        }
        let store = self.front.app().store();
        if store.is_shared() {
            let application = self.application().await?;
            turn.among_all = store.turn_to_log_in(application, bucket, gap).await;
        }
        Ok(turn)
    }

    /// Whether Discord's REST API answers now; the gateway's address is read anew.
    pub(super) async fn discord_answers(&self) -> bool {
        match self.front.rest.gateway().await {
            Ok(address) => {
                self.keep(&address);
                true
            }
            Err(RestError::Unavailable(_)) => false,
            Err(_) => true,
        }
    }

    fn bucket(&self, bucket: u32) -> Bucket {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(buckets.entry(bucket).or_default())
    }

    /// Sees to it that one more login is allowed today.
    async fn cover(&self) -> Result<(), Error> {
        let _asking = self.asking.lock().await;
        let one_less = |covered: u64| covered.checked_sub(1);
        if self.covered.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less).is_err() {
            self.ask_until_allowed(|_| 1, false).await?;
        }
        Ok(())
    }

    /// The application's id, asked for until it is known: two bots on one Postgres must not wait for each other.
    async fn application(&self) -> Result<u64, Error> {
        let mut pause = self.patience.first_pause;
        loop {
            if let Some(&application) = self.front.application.get() {
                return Ok(application);
            }
            match self.front.rest.application().await {
                Ok(application) => {
                    let _ = self.front.application.set(application.id);
                    return Ok(application.id);
                }
                Err(RestError::Unauthorised) => return Err(Error::WrongToken),
                // A proxy that knows few routes.
                Err(error) if error.is_missing() => return Ok(UNKNOWN_APPLICATION),
                Err(error) => warn!(%error, retry_in = ?pause, "the application's id is not known yet"),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(self.patience.longest_pause);
        }
    }

    /// Asks until Discord answers, and allows as many logins as `needed` says.
    async fn ask_until_allowed(
        &self,
        needed: impl Fn(&GatewayAddress) -> u32,
        starting: bool,
    ) -> Result<GatewayAddress, Error> {
        let mut pause = self.patience.first_pause;
        loop {
            match self.front.rest.gateway().await {
                Ok(address) => {
                    self.keep(&address);
                    if address.starts_left >= u64::from(needed(&address)) {
                        return Ok(address);
                    }
                    // Logging in beyond the limit has Discord reset the token.
                    let wait = address.starts_reset.max(SHORTEST_RESET);
                    warn!(left = address.starts_left, ?wait, "no session starts left, waiting");
                    tokio::time::sleep(wait).await;
                    pause = self.patience.first_pause;
                    continue;
                }
                Err(RestError::Unauthorised) => return Err(Error::WrongToken),
                Err(error @ RestError::Refused { .. }) if starting => return Err(Error::Unwelcome(error)),
                // The operator may not be looking, and it may pass: a bot that has worked keeps trying.
                Err(error @ RestError::Refused { .. }) => {
                    error!(%error, retry_in = ?pause, "Discord refuses us");
                }
                Err(error) => warn!(%error, retry_in = ?pause, "Discord cannot be reached"),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(self.patience.longest_pause);
        }
    }

    fn keep(&self, address: &GatewayAddress) {
        address.url.clone_into(&mut *self.url.lock().unwrap_or_else(PoisonError::into_inner));
        self.concurrency.store(address.logins_at_once, Ordering::Relaxed);
    }
}
