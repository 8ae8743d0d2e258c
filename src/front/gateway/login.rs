//! Where the gateway is, and who may log in when.
//!
//! Discord allows one login (IDENTIFY) in five seconds and a number of them a day
//! (<https://discord.com/developers/docs/events/gateway#session-start-limit-object>); beyond that it resets the token. All shards of
//! the process log in through here, one after the other. Larger bots may log in with several shards at once; this one never does.
//!
//! Non-goal: spacing logins over several processes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustls::ClientConfig;
use tokio::sync::{Mutex as AsyncMutex, MutexGuard};
use tracing::{error, warn};

use crate::discord::{GatewayAddress, RestError};
use crate::front::error::Error;

use super::front::Front;
use super::{Patience, Shards};

/// The shortest wait for new session starts, whatever Discord says.
const SHORTEST_RESET: Duration = Duration::from_secs(1);

/// The gateway's address and the turns to log in.
pub(super) struct Logins {
    front: Arc<Front>,
    patience: Patience,
    turn: AsyncMutex<Account>,
    url: Mutex<String>,
}

/// What is known of the logins made.
#[derive(Debug, Default)]
struct Account {
    last: Option<Instant>,
    /// Logins that Discord's latest answer is known to cover.
    covered: u64,
}

/// The right to log in now. It is spent by [`Turn::taken`].
pub(super) struct Turn<'a>(MutexGuard<'a, Account>);

impl Turn<'_> {
    /// IDENTIFY was sent.
    pub(super) fn taken(mut self) {
        self.0.last = Some(Instant::now());
        self.0.covered = self.0.covered.saturating_sub(1);
    }
}

impl Logins {
    pub(super) fn new(front: Arc<Front>, patience: Patience) -> Self {
        Self { front, patience, turn: AsyncMutex::default(), url: Mutex::default() }
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
        let mut account = self.turn.lock().await;
        let address =
            self.ask_until_allowed(|address| wanted.map_or(address.shards, Shards::count), true).await?;
        let shards = wanted.unwrap_or(Shards::all(address.shards));
        if shards.total < address.shards {
            warn!(given = shards.total, recommended = address.shards, "fewer shards than Discord recommends");
        }
        account.covered = u64::from(shards.count());
        Ok(shards)
    }

    /// Waits for the turn to log in. While it is held nobody else logs in.
    ///
    /// # Errors
    /// A wrong token.
    pub(super) async fn turn(&self) -> Result<Turn<'_>, Error> {
        let mut account = self.turn.lock().await;
        if account.covered == 0 {
            self.ask_until_allowed(|_| 1, false).await?;
            account.covered = 1;
        }
        if let Some(last) = account.last {
            tokio::time::sleep(self.patience.login_gap.saturating_sub(last.elapsed())).await;
        }
        Ok(Turn(account))
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
    }
}
