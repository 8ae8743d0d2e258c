//! The routes of Discord's REST API that we use.

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Method;
use rustls::ClientConfig;
use serde_json::Value;
use tokio::time::timeout;

use crate::config::{Secret, Settings};
use crate::view::Payload;

use super::closed::ClosedChannels;
use super::counts::RestCounts;
use super::error::RestError;
use super::retry::{Failure, Retry};
use super::wire::{Call, Wire};

/// The first pause after a callback that failed: its whole time is three seconds.
const CALLBACK_PAUSE: Duration = Duration::from_millis(100);
/// The first pause after any other request that failed.
const USUAL_PAUSE: Duration = Duration::from_millis(500);
/// A callback that has been out for so long gets a second one beside it: its connection may have died silently, or Discord may
/// only be slow.
const SECOND_AFTER: Duration = Duration::from_millis(1_200);
/// How long a request that has no deadline is retried.
const PATIENCE: Duration = Duration::from_secs(30);
/// Session starts come back no sooner, whatever Discord says.
const RESET_AFTER_MIN: Duration = Duration::from_secs(1);

/// Where the gateway is, and how many logins are left today
/// (<https://discord.com/developers/docs/events/gateway#get-gateway-bot>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayAddress {
    /// The websocket's address, without a slash at its end.
    pub url: String,
    /// How many shards Discord recommends; at least one.
    pub shards: u32,
    /// How many sessions may be started before the reset.
    pub starts_left: u64,
    /// When there are new ones; at least a second.
    pub starts_reset: Duration,
    /// `max_concurrency`: into how many buckets shards fall, each of which may log in by itself; at least one.
    pub logins_at_once: u32,
}

impl GatewayAddress {
    fn of(answer: &Value) -> Option<Self> {
        let limit = &answer["session_start_limit"];
        let at_least_one = |n: &Value| n.as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(1).max(1);
        Some(Self {
            url: answer["url"].as_str()?.trim_end_matches('/').to_owned(),
            shards: at_least_one(&answer["shards"]),
            starts_left: limit["remaining"].as_u64().unwrap_or(u64::MAX),
            starts_reset: Duration::from_millis(limit["reset_after"].as_u64().unwrap_or(60_000))
                .max(RESET_AFTER_MIN),
            logins_at_once: at_least_one(&limit["max_concurrency"]),
        })
    }
}

/// An application, as far as we need to know it (<https://discord.com/developers/docs/resources/application#application-object>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: u64,
    /// The bot's user; in young applications it has the same id.
    pub bot: u64,
    /// What it signs interactions with that it sends over HTTP, in hexadecimal digits; `None` when it does not say.
    pub public_key: Option<String>,
}

impl Application {
    fn of(answer: &Value) -> Option<Self> {
        let id = |value: &Value| value["id"].as_str()?.parse().ok();
        let own = id(answer)?;
        let public_key = answer["verify_key"].as_str().map(str::to_owned);
        Some(Self { id: own, bot: id(&answer["bot"]).unwrap_or(own), public_key })
    }
}

/// Where commands are: everywhere, or in the guild with this id.
pub type Scope = Option<u64>;

/// The REST API, as one bot uses it.
pub struct Rest {
    wire: Wire,
    closed: ClosedChannels,
}

impl Rest {
    /// The API at the address of the settings, or Discord itself. Must be called within a runtime.
    ///
    /// # Errors
    /// When the HTTP client cannot be made or the file cannot be used.
    pub fn new(settings: &Settings, token: &Secret) -> Result<Self, RestError> {
        let wire = Wire::new(settings, token)?;
        Ok(Self { wire, closed: ClosedChannels::default() })
    }

    /// How connections to Discord are secured, the gateway's too.
    #[must_use]
    pub fn tls(&self) -> Arc<ClientConfig> {
        self.wire.tls()
    }

    /// The requests that were made.
    #[must_use]
    pub fn counts(&self) -> &RestCounts {
        self.wire.counts()
    }

    /// Resolves when Discord refuses the bot token, whatever for. After that, nothing is sent with it.
    pub async fn token_refused(&self) {
        self.wire.token_refused().await;
    }

    /// Where the gateway is. Asked once: the caller retries, slower and slower.
    ///
    /// # Errors
    /// As Discord answers; [`RestError::Unavailable`] when it does not.
    pub async fn gateway(&self) -> Result<GatewayAddress, RestError> {
        let ask = async |path: &'static str| self.wire.try_once(&Call::new(Method::GET, path)).await;
        let answer = match ask("/gateway/bot").await {
            // A proxy may know only the route that serenity itself asks.
            Err(error) if error.is_missing() => ask("/gateway").await?,
            answer => answer?,
        };
        GatewayAddress::of(&read(&answer)).ok_or_else(|| RestError::Unavailable("no gateway address".into()))
    }

    /// The application that the token belongs to.
    ///
    /// # Errors
    /// As Discord answers.
    pub async fn application(&self) -> Result<Application, RestError> {
        let ask = async |path: &'static str| self.send(&Call::new(Method::GET, path)).await;
        let answer = match ask("/applications/@me").await {
            Err(error) if error.is_missing() => ask("/oauth2/applications/@me").await?,
            answer => answer?,
        };
        Application::of(&answer).ok_or_else(|| RestError::Unavailable("no application id".into()))
    }

    /// The commands Discord has, with their localisations.
    ///
    /// # Errors
    /// As Discord answers.
    pub async fn commands(&self, application: u64, scope: Scope) -> Result<Value, RestError> {
        let path = format!("{}?with_localizations=true", commands_path(application, scope));
        self.send(&Call::new(Method::GET, path)).await
    }

    /// Replaces all commands, and returns them as Discord now has them, with their ids.
    ///
    /// # Errors
    /// As Discord answers.
    pub async fn put_commands(
        &self,
        application: u64,
        scope: Scope,
        commands: &Value,
    ) -> Result<Value, RestError> {
        let call = Call::new(Method::PUT, commands_path(application, scope));
        self.send(&call.carrying(&Payload::json(commands.to_string()))).await
    }

    /// Gives an interaction its first response, until it has one or `until` has come. One that Discord takes slowly is waited for
    /// to the end; a second beside it is there in case it got lost.
    ///
    /// # Errors
    /// As Discord answers. That the interaction has been answered already is an error only when it cannot have been by this call.
    pub async fn respond(
        &self,
        id: u64,
        token: &str,
        payload: &Payload,
        until: Instant,
    ) -> Result<(), RestError> {
        let call = Call::new(Method::POST, format!("/interactions/{id}/{token}/callback"));
        let call = call.by_interaction().carrying(payload);
        let mut retry = Retry::new(until, CALLBACK_PAUSE);
        let mut first = true;
        loop {
            let failure = match self.doubled(&call, until).await {
                Ok(()) => return Ok(()),
                // An attempt before this one came through after all.
                Err(Failure::Final(error)) if error.is_already_answered() && !first => return Ok(()),
                Err(failure) => failure,
            };
            tokio::time::sleep(retry.pause_after(failure, Instant::now())?).await;
            first = false;
        }
    }

    /// One attempt, with a second beside it when it takes long.
    async fn doubled(&self, call: &Call, until: Instant) -> Result<(), Failure> {
        let mut first = pin!(self.wire.once(call, until));
        if let Ok(done) = timeout(SECOND_AFTER, &mut first).await {
            return done.map(drop);
        }
        let mut second = pin!(self.wire.send(call, Retry::new(until, CALLBACK_PAUSE)));
        tokio::select! {
            done = &mut first => match done {
                // It can only have been the second.
                Err(Failure::Final(error)) if error.is_already_answered() => Ok(()),
                Err(Failure::Passing(_) | Failure::Wait(_)) => settled(second.await),
                done => done.map(drop),
            },
            done = &mut second => match settled(done) {
                Err(Failure::Passing(_) | Failure::Wait(_)) => first.await.map(drop),
                done => done,
            },
        }
    }

    /// Removes the message an interaction's component is on, after the interaction has been acknowledged.
    ///
    /// # Errors
    /// As Discord answers; also when the message is gone already.
    pub async fn remove_original(&self, application: u64, token: &str) -> Result<(), RestError> {
        let path = format!("/webhooks/{application}/{token}/messages/@original");
        self.send(&Call::new(Method::DELETE, path).by_interaction()).await.map(drop)
    }

    /// Replaces the message that an interaction was answered with.
    ///
    /// # Errors
    /// As Discord answers.
    pub async fn edit_original(
        &self,
        application: u64,
        token: &str,
        payload: &Payload,
    ) -> Result<(), RestError> {
        let path = format!("/webhooks/{application}/{token}/messages/@original");
        self.send(&Call::new(Method::PATCH, path).by_interaction().carrying(payload)).await.map(drop)
    }

    /// Posts a message into a channel. The JSON must hold a `nonce` and `"enforce_nonce": true`: it is sent again
    /// when it is not certain to have come through. A channel that does not let us post is left alone for ten minutes.
    ///
    /// # Errors
    /// As Discord answers.
    pub async fn post(&self, channel: u64, payload: &Payload) -> Result<(), RestError> {
        let call = Call::new(Method::POST, format!("/channels/{channel}/messages")).carrying(payload);
        let sent = self.wire.send(&call, Retry::new(Instant::now() + PATIENCE, USUAL_PAUSE)).await;
        if sent.as_ref().is_err_and(RestError::closes_channel) {
            self.closed.refused(channel, Instant::now());
        }
        sent.map(drop)
    }

    /// Whether a channel did not let us post a while ago, so that it is better not to try.
    #[must_use]
    pub fn is_closed(&self, channel: u64) -> bool {
        self.closed.holds(channel, Instant::now())
    }

    pub(super) async fn send(&self, call: &Call) -> Result<Value, RestError> {
        let retry = Retry::new(Instant::now() + PATIENCE, USUAL_PAUSE);
        self.wire.send(call, retry).await.map(|answer| read(&answer))
    }
}

/// What became of the second attempt, which the first may have come before.
fn settled(second: Result<bytes::Bytes, RestError>) -> Result<(), Failure> {
    match second {
        Ok(_) => Ok(()),
        Err(error) if error.is_already_answered() => Ok(()),
        Err(RestError::Unavailable(reason)) => Err(Failure::Passing(reason)),
        Err(RestError::RateLimited(wait)) => Err(Failure::Wait(wait)),
        Err(error) => Err(Failure::Final(error)),
    }
}

/// An answer's JSON; `null` when it has none.
fn read(answer: &[u8]) -> Value {
    serde_json::from_slice(answer).unwrap_or_default()
}

fn commands_path(application: u64, scope: Scope) -> String {
    match scope {
        None => format!("/applications/{application}/commands"),
        Some(guild) => format!("/applications/{application}/guilds/{guild}/commands"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn session_starts_that_come_back_at_once_are_not_asked_for_at_once() {
        let address = |reset_after: u64| {
            let limit = json!({"remaining": 0, "reset_after": reset_after});
            GatewayAddress::of(&json!({"url": "wss://x/", "shards": 0, "session_start_limit": limit}))
                .unwrap()
        };
        assert_eq!(address(0).starts_reset, Duration::from_secs(1));
        assert_eq!(address(90_000).starts_reset, Duration::from_secs(90));
        assert_eq!((address(0).url.as_str(), address(0).shards), ("wss://x", 1));
        assert_eq!(address(0).logins_at_once, 1, "a proxy may not say");
        assert_eq!(GatewayAddress::of(&json!({})), None);
    }
}
