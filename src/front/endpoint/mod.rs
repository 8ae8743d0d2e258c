//! The endpoint front: takes interactions that Discord sends over HTTP, hands them to the rooms above, and answers in the response.
//!
//! | file | what it does |
//! |---|---|
//! | `process` | what `main` calls |
//! | `mod` | [`run`]: listen, register, leave, drain |
//! | `listen` | connections, and one request after the other on each |
//! | `line` | how long the parts of a connection may take, and when an answer has left |
//! | `request` | one request: is it from Discord, has it come before, what does it ask? |
//! | `signature` | the key, and what it signs |
//! | `answer` | one interaction: to the server, its answer out, what follows |
//! | `outgoing` | the body of a response |
//! | `front` | what all tasks share |
//!
//! Invariants: only what Discord signed just now is read; an interaction is answered once by a process; what was begun is finished
//! once, as sent only when its last byte was; nothing is kept between requests but caches, so that any number of processes can
//! stand behind any load balancer; whoever is refused leaves a count and no line in the log.
//!
//! Non-goals: TLS and who may connect (that is the reverse proxy's), messages (they come by the gateway alone), what is said.

mod answer;
mod front;
mod line;
mod listen;
mod outgoing;
mod process;
mod request;
mod signature;

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::{error, info, warn};

use crate::config::Secret;
use crate::discord::{Application, Rest, RestError};
use crate::front::drain::drain;
use crate::front::error::Error;
use crate::front::registration;
use crate::ops::Ops;
use crate::serve::Server;

use front::Front;

pub use process::process;
pub use signature::{NotAKey, PublicKey, WHERE_THE_KEY_IS};

/// How often Discord is asked who we are until it says so.
const ASK_AGAIN: Duration = Duration::from_mins(1);

/// How patient the endpoint is with whoever connects. Tests shorten it.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From a connection, or the first byte of a further request on it, to the end of the request's head.
    pub head: Duration,
    /// Between two requests on a connection. Longer than reverse proxies keep one (nginx 60 s): who closes first must be them.
    pub idle: Duration,
    /// How long the other side may take nothing of an answer.
    pub write: Duration,
    /// Connections at once; more wait to be accepted.
    pub connections: usize,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { head: seconds(10), idle: seconds(90), write: seconds(10), connections: 1_024 }
    }
}

/// An endpoint to be run.
#[derive(Debug)]
pub struct Endpoint {
    /// What answers.
    pub server: Arc<Server>,
    /// The bot's token, for follow-ups and registration.
    pub token: Secret,
    /// What Discord's requests are known by.
    pub key: PublicKey,
    /// How patient it is.
    pub patience: Patience,
    /// Where it shows how it is doing.
    pub ops: Ops,
}

/// Answers interactions that come in over `listener` until `stop` resolves. Then it goes on for the time that the settings give, so
/// that load balancers notice, takes no more, and what was begun may end within the time the settings give.
///
/// # Errors
/// What the operator must set right. Discord being away is waited out.
pub async fn run(
    endpoint: Endpoint,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> Result<(), Error> {
    let Endpoint { server, token, key, patience, ops } = endpoint;
    let settings = server.app().settings().clone();
    let rest = Rest::new(&settings, &token)?;
    let address = listener.local_addr().map_err(|error| Error::Failed(error.to_string()))?;
    ops.serves(Arc::clone(&server));
    ops.calls(rest.counts());
    let front = Arc::new(Front::new(server, rest, key, ops.requests.clone()));
    let listening = listen::listen(&front, listener, patience);
    ops.endpoint_up(true);
    info!(%address, "listening");
    let leave = async {
        tokio::select! {
            wrong = introduce(&front) => Err(wrong),
            () = stop => {
                let on = Duration::from_secs(settings.leave_seconds);
                info!(?on, "leaving: no longer ready, still answering");
                ops.endpoint_up(false);
                front.leaving.cancel();
                sleep(on).await;
                Ok(())
            }
        }
    };
    let closing = async {
        let end = leave.await;
        let within = Duration::from_secs(settings.drain_seconds);
        info!(?within, "stopping");
        front.leaving.cancel();
        front.closing.cancel();
        (end, Instant::now() + within)
    };
    let ((), (end, until)) = tokio::join!(listening, closing);
    front.connections.close();
    if timeout_at(until, front.connections.wait()).await.is_err() {
        warn!(left = front.connections.len(), "connections that did not end were cut off");
    }
    drain(&front.tasks, &front.server, until).await;
    let counts = front.server.counts();
    let (requests, undecodable) = (&front.requests, front.undecodable());
    info!(interactions = %counts.interactions, %requests, undecodable, "stopped");
    end
}

/// Learns who we are, registers the commands, and looks whether token and key are right. Ends when they are not.
async fn introduce(front: &Arc<Front>) -> Error {
    let application = loop {
        match front.rest.application().await {
            Ok(application) => break application,
            Err(RestError::Unauthorised) => return Error::WrongToken,
            // Answering needs nothing of it.
            Err(error) => warn!(%error, retry_in = ?ASK_AGAIN, "Discord does not say who we are"),
        }
        sleep(ASK_AGAIN).await;
    };
    if is_anothers(&application, &front.key) {
        return Error::WrongPublicKey;
    }
    let _ = front.me.set(application.bot);
    let task = Arc::clone(front);
    front.tasks.spawn(async move {
        registration::at_start(task.server.app(), &task.rest, application.id, task.closing.clone()).await;
    });
    front.rest.token_refused().await;
    error!(
        "Discord refuses the bot token from now on: commands are answered, but nothing is posted or changed. {}",
        Error::WrongToken
    );
    std::future::pending().await
}

/// Whether the key is certainly not this application's.
fn is_anothers(application: &Application, key: &PublicKey) -> bool {
    let told = application.public_key.as_deref().and_then(|told| told.parse::<PublicKey>().ok());
    told.is_some_and(|told| told != *key)
}
