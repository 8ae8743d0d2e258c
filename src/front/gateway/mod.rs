//! The gateway front: logs in to Discord, hands interactions and messages to the rooms above, and sends what they answer.
//!
//! | file | what it does |
//! |---|---|
//! | `process` | runtime, signals, exit code: what `main` calls |
//! | `mod` | [`run`]: connect, hold the connection, drain |
//! | `supervise` | when a connection that keeps failing is slowed down, and when the process gives up |
//! | `handler` | events in: de-duplication, owned tasks, what serenity could not decode |
//! | `front` | what all tasks share |
//! | `interaction` | one interaction: to the server, and its answer to Discord in time |
//! | `message`, `channels` | one message: to the server, and into its channel, one at a time |
//! | `threads` | which channel a thread belongs to |
//! | `registration` | when commands are registered |
//!
//! Invariants: every interaction that arrives is answered or logged as lost; nothing is answered twice; the token and
//! interaction tokens are never logged; every task is tracked, and stopping waits for them, for a bounded time.
//!
//! Non-goals: what is said, counted and logged (that is [`crate::serve`]'s), sharding across machines, voice, a cache.

mod channels;
mod front;
mod handler;
mod interaction;
mod message;
mod process;
mod registration;
mod shards;
mod supervise;
mod threads;

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serenity::all::{Client, ClientBuilder, ConnectionStage, GatewayError, GatewayIntents};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tracing::{info, warn};

use crate::config::{Secret, Settings};
use crate::discord::{GatewayAddress, Rest, RestError};
use crate::serve::Server;

use front::Front;
use handler::{Handler, Lifecycle};
use supervise::{Supervisor, Verdict};

pub use process::{process, register_blocking};
pub use registration::register;
pub use shards::{ShardError, Shards};

/// How often the state of the shards is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How long closing the gateway connection may take before it is left to the end of the process. serenity notices a
/// close within half a second; a shard whose stream has ended without an error never does.
const CLOSE_WITHIN: Duration = Duration::from_secs(3);

/// serenity waits up to five seconds for each shard of a client that has ended.
const DISMANTLE_WITHIN: Duration = Duration::from_secs(12);

/// How patient the front is. Tests shorten it.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// The first pause after something failed; each further one is twice as long.
    pub first_pause: Duration,
    /// No pause is longer.
    pub longest_pause: Duration,
    /// How long a shard may be connecting before that counts as a failed restart.
    pub connecting: Duration,
    /// A session that lasted this long was a working one.
    pub working: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_mins(1),
            connecting: Duration::from_secs(30),
            working: Duration::from_mins(1),
        }
    }
}

/// A bot to be run.
#[derive(Debug)]
pub struct Bot {
    /// What answers.
    pub server: Server,
    /// Its token.
    pub token: Secret,
    /// Which shards this process holds; `None` for all that Discord recommends.
    pub shards: Option<Shards>,
    /// How patient it is.
    pub patience: Patience,
}

/// Why the front ended without being told to.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Discord does not know the token.
    #[error(
        "Discord refused the bot token. Copy it again from the Bot page of your application \
         (https://discord.com/developers/applications) into DISCORD_TOKEN or the file that DISCORD_TOKEN_FILE names."
    )]
    WrongToken,
    /// Discord refuses intents that every bot may use.
    #[error("Discord refused the bot's gateway intents: {0}.")]
    RefusedIntents(String),
    /// The connection kept failing.
    #[error(
        "The gateway connection failed {0} times without a working session in between. Giving up, so that Discord's limit \
         of session starts is not used up; see the warnings above for the cause."
    )]
    GaveUp(u64),
    /// Discord's REST API could not be used.
    #[error("{0}.")]
    Rest(#[from] RestError),
    /// serenity could not start.
    #[error("The Discord client failed: {0}.")]
    Client(String),
}

impl Error {
    /// The process's exit code: 2 for what the operator must set right, 3 for giving up, 1 for the rest.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::WrongToken
            | Self::RefusedIntents(_)
            | Self::Rest(RestError::Unauthorised | RestError::Root(_)) => 2,
            Self::GaveUp(_) => 3,
            Self::Rest(_) | Self::Client(_) => 1,
        }
    }
}

/// The intents asked for (<https://discord.com/developers/docs/events/gateway#gateway-intents>): interactions need none;
/// GUILDS tells when a server is left; messages are needed for mentions, direct messages and FAQ channels. Message Content is
/// privileged, and only FAQ channels, where the bot is not addressed, need it.
fn intents(settings: &Settings) -> GatewayIntents {
    let usual = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    if settings.faq_channels.is_empty() { usual } else { usual | GatewayIntents::MESSAGE_CONTENT }
}

/// Runs the bot until `stop` resolves, then drains: the connection is closed, and what was begun may end within the time the
/// settings give.
///
/// # Errors
/// A wrong token, refused intents, or a connection that kept failing. Discord being away is waited out.
pub async fn run(bot: Bot, stop: impl Future<Output = ()>) -> Result<(), Error> {
    let settings = bot.server.app().settings().clone();
    let rest = Rest::new(settings.api_base.as_deref(), settings.api_ca.as_deref(), &bot.token)?;
    let mut intents = intents(&settings);
    let front = Arc::new(Front::new(bot.server, rest));
    let mut stop = pin!(stop);
    loop {
        let address = tokio::select! {
            address = find_gateway(&front.rest, bot.shards, bot.patience) => address?,
            () = &mut stop => return Ok(()),
        };
        let shards = bot.shards.unwrap_or(Shards::all(address.shards));
        info!(shards = %shards, content = intents.contains(GatewayIntents::MESSAGE_CONTENT), "connecting");
        let (lifecycle, news) = mpsc::unbounded_channel();
        let mut client = client(&front, intents, lifecycle, &address).await?;
        let connection = Connection {
            front: &front,
            shards,
            supervisor: Supervisor::new(bot.patience, settings.max_restarts),
            manager: Arc::clone(&client.shard_manager),
            gate: Arc::clone(&client.ws_url),
        };
        let end = tokio::select! {
            end = start(&mut client, shards) => end,
            error = connection.supervise(news) => Err(error),
            // The token was reset while the bot ran: nothing it sends is taken any more.
            () = front.rest.token_refused() => Err(Error::WrongToken),
            () = &mut stop => {
                drain(&front, &client, Duration::from_secs(settings.drain_seconds)).await;
                return Ok(());
            }
        };
        match end {
            Err(Error::RefusedIntents(_)) if intents.contains(GatewayIntents::MESSAGE_CONTENT) => {
                warn!(
                    "Discord refused the Message Content intent: switch it on under Bot, Privileged Gateway Intents, in the \
                     developer portal. Going on without it: questions in FAQ channels are not seen, everything else works."
                );
                intents.remove(GatewayIntents::MESSAGE_CONTENT);
                // The old client must be gone before its shards log in again.
                drop(timeout(DISMANTLE_WITHIN, client.shard_manager.shutdown_all()).await);
            }
            other => {
                front.tasks.close();
                drop(timeout(Duration::from_secs(settings.drain_seconds), front.tasks.wait()).await);
                return other;
            }
        }
    }
}

/// Asks Discord where the gateway is, for as long as it takes.
async fn find_gateway(
    rest: &Rest,
    wanted: Option<Shards>,
    patience: Patience,
) -> Result<GatewayAddress, Error> {
    let mut pause = patience.first_pause;
    loop {
        match rest.gateway().await {
            Ok(address) => {
                let needed = u64::from(wanted.map_or(address.shards, Shards::count));
                if address.starts_left >= needed {
                    if let Some(wanted) = wanted.filter(|wanted| wanted.total < address.shards) {
                        warn!(
                            given = wanted.total,
                            recommended = address.shards,
                            "fewer shards than Discord recommends"
                        );
                    }
                    return Ok(address);
                }
                // Logging in beyond the limit has Discord reset the token.
                warn!(left = address.starts_left, wait = ?address.starts_reset, "no session starts left, waiting");
                tokio::time::sleep(address.starts_reset).await;
            }
            Err(RestError::Unauthorised) => return Err(Error::WrongToken),
            Err(error) => {
                warn!(%error, retry_in = ?pause, "Discord cannot be reached");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(patience.longest_pause);
            }
        }
    }
}

async fn client(
    front: &Arc<Front>,
    intents: GatewayIntents,
    lifecycle: mpsc::UnboundedSender<Lifecycle>,
    address: &GatewayAddress,
) -> Result<Client, Error> {
    // Only a raw handler: serenity clones each event once per handler, and the raw one sees all we need.
    let client = ClientBuilder::new_with_http(front.rest.serenity(), intents)
        .raw_event_handler(Handler::new(Arc::clone(front), lifecycle))
        .await
        .map_err(|error| Error::Client(error.to_string()))?;
    // Building asks for the address again and falls back to the real Discord when that fails; ours is known to be right.
    address.url.clone_into(&mut *client.ws_url.lock().await);
    Ok(client)
}

/// Holds the connection until it ends for a reason that reconnecting does not cure.
async fn start(client: &mut Client, shards: Shards) -> Result<(), Error> {
    // serenity's range includes its end.
    match client.start_shard_range(shards.first..shards.last(), shards.total).await {
        Ok(()) => Ok(()),
        Err(serenity::Error::Gateway(error)) => Err(match error {
            GatewayError::InvalidAuthentication => Error::WrongToken,
            GatewayError::DisallowedGatewayIntents => Error::RefusedIntents("not allowed (4014)".into()),
            GatewayError::InvalidGatewayIntents => Error::RefusedIntents("not valid (4013)".into()),
            other => Error::Client(other.to_string()),
        }),
        Err(error) => Err(Error::Client(error.to_string())),
    }
}

/// A connection and those who watch it.
struct Connection<'a> {
    front: &'a Arc<Front>,
    shards: Shards,
    supervisor: Supervisor,
    manager: Arc<serenity::all::ShardManager>,
    /// serenity reads the gateway's address from here before each connection: while it is locked, none is made.
    gate: Arc<tokio::sync::Mutex<String>>,
}

impl Connection<'_> {
    /// Watches the shards; resolves only to give up.
    async fn supervise(mut self, mut news: mpsc::UnboundedReceiver<Lifecycle>) -> Error {
        let mut clock = tokio::time::interval(LOOK_EVERY);
        let mut registered = false;
        loop {
            let verdict = tokio::select! {
                Some(event) = news.recv() => {
                    if let Lifecycle::Ready { shard: 0, application } = event && !registered {
                        registered = true;
                        registration::at_start(self.front, application.get());
                    }
                    self.supervisor.came_up(event.shard(), Instant::now())
                }
                _ = clock.tick() => {
                    let stages = self.stages().await;
                    self.supervisor.look(&stages, Instant::now())
                }
            };
            match verdict {
                Verdict::Fine => {}
                Verdict::Pause(pause) => {
                    warn!(shards = %self.shards, ?pause, "the gateway connection did not last, the next one waits");
                    let gate = Arc::clone(&self.gate);
                    tokio::spawn(async move {
                        let _held = gate.lock_owned().await;
                        tokio::time::sleep(pause).await;
                    });
                }
                Verdict::GiveUp(restarts) => return Error::GaveUp(restarts),
            }
        }
    }

    /// The shards that have been started, and whether each is connected.
    async fn stages(&self) -> Vec<(u32, bool)> {
        let runners = self.manager.runners.lock().await;
        runners.iter().map(|(id, runner)| (id.0, runner.stage == ConnectionStage::Connected)).collect()
    }
}

/// Stops taking new work and lets what was begun end.
async fn drain(front: &Front, client: &Client, within: Duration) {
    info!(?within, "stopping");
    let until = tokio::time::Instant::now() + within;
    // Events that arrive until Discord has seen the close are still answered; after it, none arrive.
    if timeout(CLOSE_WITHIN.min(within), client.shard_manager.shutdown_all()).await.is_err() {
        warn!("the gateway connection did not close in time");
    }
    front.tasks.close();
    if tokio::time::timeout_at(until, front.tasks.wait()).await.is_err() {
        warn!(left = front.tasks.len(), "stopped before everything had ended");
    }
    let (duplicates, undecodable) =
        (front.interactions.again() + front.messages.again(), front.undecodable.load(Ordering::Relaxed));
    let counts = front.server.counts();
    info!(
        interactions = %counts.interactions, messages = %counts.messages, dropped = front.channels.dropped(), duplicates, undecodable,
        "stopped"
    );
}
