//! Discord's REST API, with retries that end.
//!
//! Two ways out. What answers an interaction, finds the gateway or registers commands goes straight through `reqwest`:
//! Discord exempts callbacks from its global limit, and serenity's limiter would keep a bucket for each of them for ever.
//! Messages into channels go through serenity's limiter when Discord itself is at the other end; through a proxy or a
//! stand-in there is no limiter, and a 429 is waited out here.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::Value;
use serenity::all::{ApplicationId, ChannelId, CreateAttachment, GuildId, Http, HttpBuilder, HttpError};

use crate::config::Secret;
use crate::view::File;

use super::call::{Call, REQUEST_WITHIN, RestError, Wire};

/// The longest one attempt of a callback may take: a connection that has died silently must leave time for another.
const CALLBACK_ATTEMPT: Duration = Duration::from_millis(1_200);
/// How long a request that nobody waits for is retried.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the gateway is, and how many logins are left today.
#[derive(Debug)]
pub(super) struct GatewayAddress {
    pub(super) url: String,
    /// How many shards Discord recommends.
    pub(super) shards: u32,
    pub(super) starts_left: u64,
    pub(super) starts_reset: Duration,
}

/// The commands of everywhere, or of one guild.
pub(super) type Scope = Option<GuildId>;

/// The REST API, as one bot uses it.
pub(super) struct Rest {
    wire: Wire,
    /// With serenity's limiter, when Discord itself is at the other end.
    limited: Option<Arc<Http>>,
}

impl Rest {
    /// An API at `base`, or at Discord itself.
    ///
    /// # Errors
    /// When the HTTP client cannot be made.
    pub(super) fn new(base: Option<&str>, token: &Secret) -> Result<Self, RestError> {
        let wire = Wire::new(base, token)?;
        let limited = base
            .is_none()
            .then(|| Arc::new(HttpBuilder::new(token.reveal()).client(wire.client.clone()).build()));
        Ok(Self { wire, limited })
    }

    /// Where the gateway is.
    pub(super) async fn gateway(&self) -> Result<GatewayAddress, RestError> {
        // The caller retries, slower and slower.
        let ask = async |path: &'static str| self.wire.try_once(&Call::get(path)).await;
        let answer = match ask("/gateway/bot").await {
            // A proxy may know only the route that serenity itself asks.
            Err(error) if error.is_missing() => ask("/gateway").await?,
            answer => answer?,
        };
        let limit = &answer["session_start_limit"];
        let url =
            answer["url"].as_str().ok_or_else(|| RestError::Unavailable("no gateway address".into()))?;
        Ok(GatewayAddress {
            url: url.trim_end_matches('/').to_owned(),
            shards: answer["shards"].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(1).max(1),
            starts_left: limit["remaining"].as_u64().unwrap_or(u64::MAX),
            starts_reset: Duration::from_millis(limit["reset_after"].as_u64().unwrap_or(60_000)),
        })
    }

    /// The application that the token belongs to.
    pub(super) async fn application(&self) -> Result<ApplicationId, RestError> {
        let ask =
            async |path: &'static str| self.wire.send(&Call::get(path), Instant::now() + PATIENCE).await;
        let answer = match ask("/applications/@me").await {
            Err(error) if error.is_missing() => ask("/oauth2/applications/@me").await?,
            answer => answer?,
        };
        answer["id"]
            .as_str()
            .and_then(|id| id.parse().ok())
            .ok_or_else(|| RestError::Unavailable("no application id".into()))
    }

    /// The commands Discord has, with their localisations.
    pub(super) async fn commands(
        &self,
        application: ApplicationId,
        scope: Scope,
    ) -> Result<Value, RestError> {
        let path = format!("{}?with_localizations=true", commands_path(application, scope));
        self.wire.send(&Call::get(path), Instant::now() + PATIENCE).await
    }

    /// Replaces all commands.
    pub(super) async fn put_commands(
        &self,
        application: ApplicationId,
        scope: Scope,
        commands: &Value,
    ) -> Result<(), RestError> {
        let call = Call {
            method: Method::PUT,
            path: commands_path(application, scope),
            body: commands.to_string().into_bytes(),
            files: &[],
            attempt: REQUEST_WITHIN,
        };
        self.wire.send(&call, Instant::now() + PATIENCE).await.map(drop)
    }

    /// Gives an interaction its first response, again and again until `until`.
    pub(super) async fn respond(
        &self,
        (id, token): (u64, &str),
        body: &Value,
        files: &[File],
        until: Instant,
    ) -> Result<(), RestError> {
        let call = Call {
            method: Method::POST,
            path: format!("/interactions/{id}/{token}/callback"),
            body: body.to_string().into_bytes(),
            files,
            attempt: CALLBACK_ATTEMPT,
        };
        self.wire.send(&call, until).await.map(drop)
    }

    /// Removes the message an interaction's component is on, after the interaction has been acknowledged.
    pub(super) async fn remove_original(
        &self,
        application: ApplicationId,
        token: &str,
    ) -> Result<(), RestError> {
        let call = Call {
            method: Method::DELETE,
            path: format!("/webhooks/{application}/{token}/messages/@original"),
            body: Vec::new(),
            files: &[],
            attempt: REQUEST_WITHIN,
        };
        match self.wire.send(&call, Instant::now() + PATIENCE).await {
            // Somebody was faster.
            Err(error) if error.is_missing() => Ok(()),
            other => other.map(drop),
        }
    }

    /// Posts a message into a channel.
    pub(super) async fn post(
        &self,
        channel: ChannelId,
        body: &Value,
        files: &[File],
    ) -> Result<(), RestError> {
        let Some(limited) = &self.limited else {
            let call = Call {
                method: Method::POST,
                path: format!("/channels/{channel}/messages"),
                body: body.to_string().into_bytes(),
                files,
                attempt: REQUEST_WITHIN,
            };
            return self.wire.send(&call, Instant::now() + PATIENCE).await.map(drop);
        };
        // serenity numbers uploads only in its own builders; outside of them each is number 0, so one picture can go along.
        let uploads = files.iter().take(1).map(upload).collect();
        let sent = limited.send_message(channel, uploads, body);
        match tokio::time::timeout(PATIENCE, sent).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(from_serenity(&error)),
            Err(_) => Err(RestError::Unavailable("time was up".into())),
        }
    }
}

fn commands_path(application: ApplicationId, scope: Scope) -> String {
    match scope {
        None => format!("/applications/{application}/commands"),
        Some(guild) => format!("/applications/{application}/guilds/{guild}/commands"),
    }
}

fn upload(file: &File) -> CreateAttachment {
    CreateAttachment::bytes(file.bytes.to_vec(), file.name.clone())
}

fn from_serenity(error: &serenity::Error) -> RestError {
    let serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) = error else {
        return RestError::Unavailable(error.to_string());
    };
    match response.status_code {
        StatusCode::UNAUTHORIZED => RestError::Unauthorised,
        status if status.is_server_error() => RestError::Unavailable(status.to_string()),
        status => RestError::Refused {
            status: status.as_u16(),
            code: u64::try_from(response.error.code).unwrap_or(0),
            message: response.error.message.clone(),
        },
    }
}
