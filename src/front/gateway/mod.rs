//! The gateway front: logs in to Discord, hands interactions and messages to the rooms above, and sends what they answer.
//!
//! | file | what it does |
//! |---|---|
//! | `process` | what `main` calls |
//! | `mod` | [`run`]: find the gateway, hold the shards, drain |
//! | `login` | where the gateway is, and who may log in when |
//! | `shard` | one shard: connect, log in or resume, read, begin again |
//! | `supervise` | when a shard that keeps failing is slowed down, and when the process gives up |
//! | `socket`, `payload` | the websocket; what is said over it |
//! | `handler` | events in: de-duplication, owned tasks, what serenity could not decode |
//! | `front` | what all tasks share |
//! | `interaction` | one interaction: to the server, and its answer to Discord in time |
//! | `message`, `channels` | one message: to the server, and into its channel, one at a time |
//! | `threads` | which channel a thread belongs to |
//!
//! Events and everything in them are serenity's; the connection is not. serenity's runner answers a failed heartbeat, a refused
//! connection and a network that is away with a new login, waits five seconds before each, hides close codes, and drops what
//! arrives while it closes.
//!
//! Invariants: every interaction that arrives is answered or logged as lost; nothing is answered twice; the token and
//! interaction tokens are never logged; every task is tracked, and stopping waits for them, for a bounded time.
//!
//! Non-goals: what is said, counted and logged (that is [`crate::serve`]'s), voice, a cache.

mod channels;
mod digest;
mod front;
mod handler;
mod interaction;
mod login;
mod message;
mod payload;
mod process;
mod shard;
mod shards;
mod socket;
mod supervise;
mod threads;

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use serenity::all::GatewayIntents;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::config::Secret;
use crate::discord::Rest;
use crate::front::drain::drain;
use crate::front::error::Error;
use crate::front::registration;
use crate::ops::Ops;
use crate::serve::Server;

use front::Front;
use login::Logins;
use shard::{Link, Shard};
use supervise::{Supervisor, Verdict};

pub use process::process;
pub use shards::{SetError, ShardError, Shards};

/// How long the shards may take to say goodbye before the process goes on without. A little longer than each waits by itself.
const CLOSE_WITHIN: Duration = Duration::from_millis(3_500);

/// How patient the front is. Tests shorten it.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// The first pause after Discord could not be reached; each further one is twice as long.
    pub first_pause: Duration,
    /// No such pause is longer.
    pub longest_pause: Duration,
    /// How long a shard may take to come up, or be without a connection, before that is looked into.
    pub connecting: Duration,
    /// A session that lasted this long was a working one.
    pub working: Duration,
    /// The time between two logins of a bucket. Discord's limit is 5 s.
    pub login_gap: Duration,
    /// The first pause after a login that led to no working session; each further one is twice as long.
    pub first_login_pause: Duration,
    /// No such pause is longer.
    pub longest_login_pause: Duration,
    /// The pause before a session is resumed that is resumed again and again.
    pub resume_pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_mins(1),
            connecting: Duration::from_secs(30),
            working: Duration::from_mins(1),
            // What counts is when they arrive: a little more, for one that is slower on its way than the next.
            login_gap: Duration::from_millis(5_250),
            first_login_pause: Duration::from_secs(10),
            longest_login_pause: Duration::from_mins(5),
            resume_pause: Duration::from_secs(1),
        }
    }
}

/// A bot to be run.
#[derive(Debug)]
pub struct Bot {
    /// What answers.
    pub server: Arc<Server>,
    /// Its token.
    pub token: Secret,
    /// Which shards this process holds; `None` for all that Discord recommends.
    pub shards: Option<Shards>,
    /// How patient it is.
    pub patience: Patience,
    /// Where it shows how it is doing.
    pub ops: Ops,
}

/// The intents asked for (<https://discord.com/developers/docs/events/gateway#gateway-intents>): interactions need none;
/// GUILDS tells when a server is left; messages are needed for mentions, direct messages and FAQ channels. Message Content is
/// privileged, and only FAQ channels, where the bot is not addressed, need it; any server may choose some at any time.
const INTENTS: GatewayIntents = GatewayIntents::GUILDS
    .union(GatewayIntents::GUILD_MESSAGES)
    .union(GatewayIntents::DIRECT_MESSAGES)
    .union(GatewayIntents::MESSAGE_CONTENT);

/// Runs the bot until `stop` resolves, then drains: the connection is closed, and what was begun may end within the time the
/// settings give.
///
/// # Errors
/// What the operator must set right, or a connection that kept failing. Discord being away is waited out.
pub async fn run(bot: Bot, stop: impl Future<Output = ()>) -> Result<(), Error> {
    let settings = bot.server.app().settings().clone();
    let rest = Rest::new(&settings, &bot.token)?;
    bot.ops.serves(Arc::clone(&bot.server));
    bot.ops.calls(rest.counts());
    let front = Arc::new(Front::new(Arc::clone(&bot.server), rest, bot.ops.gateway.clone()));
    let closing = CancellationToken::new();
    let logins = Arc::new(Logins::new(Arc::clone(&front), bot.patience));
    let connection = Connection { bot, front: Arc::clone(&front), logins, closing: closing.clone() };
    let registration = async {
        let application = *front.application.wait().await;
        front.tasks.spawn(register(Arc::clone(&front), application, closing.clone()));
        std::future::pending::<Infallible>().await
    };
    let digests = digest::follow(Arc::clone(&front));
    let within = Duration::from_secs(settings.drain_seconds);
    let mut held = pin!(connection.hold(INTENTS, settings.max_restarts));
    let (end, until) = tokio::select! {
        end = &mut held => (end, Instant::now() + within),
        never = registration => match never {},
        never = digests => match never {},
        // The token was reset while the bot ran: nothing it sends is taken any more.
        () = front.rest.token_refused() => (Err(Error::WrongToken), Instant::now() + within),
        () = stop => {
            info!(?within, "stopping");
            let until = Instant::now() + within;
            closing.cancel();
            if timeout_at(until.min(Instant::now() + CLOSE_WITHIN), held).await.is_err() {
                warn!("the gateway connection did not close in time");
            }
            (Ok(()), until)
        }
    };
    closing.cancel();
    end_of(&front, until).await;
    end
}

/// Registers the commands beside the connection.
async fn register(front: Arc<Front>, application: u64, stop: CancellationToken) {
    registration::at_start(front.app(), &front.rest, application, stop).await;
}

/// Lets what was begun end, and says what there was.
async fn end_of(front: &Front, until: Instant) {
    drain(&front.tasks, &front.server, until).await;
    let gateway = &front.counts;
    let (duplicates, undecodable) = (gateway.redelivered.get(), gateway.undecodable.get());
    let counts = front.server.counts();
    info!(
        interactions = %counts.interactions, messages = %counts.messages, dropped = gateway.dropped.get(), duplicates, undecodable,
        "stopped"
    );
}

/// The shards of a bot, and what they share.
struct Connection {
    bot: Bot,
    front: Arc<Front>,
    logins: Arc<Logins>,
    /// The process is to stop.
    closing: CancellationToken,
}

impl Connection {
    /// Holds all shards until the process is to stop or going on is of no use. `most` is how many failures are too many.
    async fn hold(&self, mut intents: GatewayIntents, most: u64) -> Result<(), Error> {
        let mut sharding = Supervisor::new(self.bot.patience, most);
        loop {
            let shards = tokio::select! {
                shards = self.logins.open(self.bot.shards) => shards?,
                () = self.closing.cancelled() => return Ok(()),
            };
            self.front.hold(shards);
            info!(shards = %shards, content = intents.contains(GatewayIntents::MESSAGE_CONTENT), "connecting");
            match self.hold_shards(shards, intents, most).await {
                Err(Error::RefusedIntents(_)) if intents.contains(GatewayIntents::MESSAGE_CONTENT) => {
                    warn!(
                        "Discord refused the Message Content intent: switch it on under Bot, Privileged Gateway Intents, in \
                         the developer portal. Going on without it: questions in FAQ channels are not seen, everything else \
                         works."
                    );
                    intents.remove(GatewayIntents::MESSAGE_CONTENT);
                }
                // Nobody has fixed the number of shards, so Discord is asked for it again.
                Err(Error::ShardingRequired) if self.bot.shards.is_none() => {
                    let pause = match sharding.session_over(Instant::now().into_std()) {
                        Verdict::Retry(pause) => pause,
                        Verdict::GiveUp(failures) => return Err(Error::GaveUp(failures)),
                    };
                    warn!(%shards, retry_in = ?pause, "Discord requires more shards (4011), asking how many");
                    tokio::select! {
                        () = tokio::time::sleep(pause) => {}
                        () = self.closing.cancelled() => return Ok(()),
                    }
                }
                end => return end,
            }
        }
    }

    /// Holds these shards until the process is to stop or one of them cannot go on; then all have ended.
    async fn hold_shards(&self, shards: Shards, intents: GatewayIntents, most: u64) -> Result<(), Error> {
        let stop = self.closing.child_token();
        let link = Arc::new(Link {
            front: Arc::clone(&self.front),
            token: self.bot.token.clone(),
            intents,
            total: shards.total,
            patience: self.bot.patience,
            logins: Arc::clone(&self.logins),
            statuses: self.bot.ops.shards.clone(),
            stop: stop.clone(),
        });
        link.statuses.expect(shards.first..shards.end);
        let mut running = JoinSet::new();
        for id in shards.first..shards.end {
            running.spawn(Shard::new(id, Arc::clone(&link), most).run());
        }
        let mut end = Ok(());
        while let Some(ended) = running.join_next().await {
            // What the first one ended with is the reason; the others are told to end.
            let ended = ended.unwrap_or_else(|_| Err(Error::Failed("a shard ended unexpectedly".into())));
            if end.is_ok() {
                end = ended;
            }
            stop.cancel();
        }
        end
    }
}
