//! One request to Discord, made once: the client, the address, the token, and what an answer means.
//!
//! Addresses hold interaction tokens, so no error from here shows one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Body, Client, Method, RequestBuilder, StatusCode, redirect};
use rustls::ClientConfig;
use serde_json::Value;
use tokio::sync::SetOnce;

use crate::config::{Secret, Settings};
use crate::view::Payload;

use super::counts::RestCounts;
use super::error::RestError;
use super::limiter::{Limiter, Turn};
use super::multipart::Multipart;
use super::retry::{Failure, Retry};
use super::tls;

/// Where Discord is.
const DISCORD: &str = "https://discord.com";
/// A connection that takes longer will not answer an interaction in time.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);
/// The longest any request may take.
const REQUEST_WITHIN: Duration = Duration::from_secs(10);
/// The pause after a 429 that does not say how long.
const UNTOLD_PAUSE: Duration = Duration::from_secs(1);
/// Discord's messages about an error are short; what is longer is cut.
const MESSAGE_CHARS: usize = 300;

/// What a request may do, and so which limits hold for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// With the bot's token.
    Bot,
    /// With an interaction's token, which is in the path.
    Interaction,
}

/// A request that can be made again.
#[derive(Debug)]
pub(super) struct Call {
    method: Method,
    /// Below the API's root, from a slash.
    path: String,
    content: Content,
    access: Access,
}

/// A body, cheap to clone.
#[derive(Debug)]
enum Content {
    Nothing,
    Json(Bytes),
    Multipart(Multipart),
}

impl Call {
    /// A request without a body, with the bot's token.
    pub(super) fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), content: Content::Nothing, access: Access::Bot }
    }

    /// By an interaction's token instead of the bot's.
    pub(super) fn by_interaction(mut self) -> Self {
        self.access = Access::Interaction;
        self
    }

    /// With this body.
    pub(super) fn carrying(mut self, payload: &Payload) -> Self {
        self.content = if payload.files.is_empty() {
            Content::Json(payload.json.clone())
        } else {
            Content::Multipart(Multipart::of(payload))
        };
        self
    }
}

/// A way to Discord.
pub(super) struct Wire {
    client: Client,
    tls: Arc<ClientConfig>,
    base: String,
    authorisation: HeaderValue,
    limiter: Limiter,
    counts: RestCounts,
    /// Set once Discord has refused the bot token.
    refused: SetOnce<()>,
}

impl Wire {
    /// To the address of the settings, or to Discord itself, within their limit and trusting their certificates besides the built-in ones.
    ///
    /// # Errors
    /// When the HTTP client cannot be made or the file cannot be used.
    pub(super) fn new(settings: &Settings, token: &Secret) -> Result<Self, RestError> {
        let base = settings.api_base.as_deref();
        let tls = Arc::new(tls::client(settings.api_ca.as_deref())?);
        let mut builder = Client::builder()
            .use_preconfigured_tls(ClientConfig::clone(&tls))
            .user_agent(serenity::constants::USER_AGENT)
            .connect_timeout(CONNECT_WITHIN)
            .timeout(REQUEST_WITHIN)
            // Discord's API does not redirect; following would carry the token elsewhere.
            .redirect(redirect::Policy::none());
        if base.is_some() {
            // The address that was given is the one to talk to, whatever HTTP_PROXY says.
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| RestError::Client(error.to_string()))?;
        let base = base.unwrap_or(DISCORD).trim_end_matches('/').to_owned();
        let mut authorisation = HeaderValue::from_str(&format!("Bot {}", token.reveal()))
            .map_err(|_| RestError::Client("the token cannot be put into a header".into()))?;
        authorisation.set_sensitive(true);
        Ok(Self {
            client,
            tls,
            base,
            authorisation,
            limiter: Limiter::new(settings.requests_per_second),
            counts: RestCounts::default(),
            refused: SetOnce::new(),
        })
    }

    /// How its connections are secured.
    pub(super) fn tls(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.tls)
    }

    /// The requests that were made.
    pub(super) fn counts(&self) -> &RestCounts {
        &self.counts
    }

    /// Resolves when Discord refuses the bot token; at once, when it did before.
    pub(super) async fn token_refused(&self) {
        self.refused.wait().await;
    }

    /// Makes a call again and again until it succeeds, is refused, or enough was tried.
    pub(super) async fn send(&self, call: &Call, mut retry: Retry) -> Result<Bytes, RestError> {
        loop {
            let now = Instant::now();
            match self.once(call, now + retry.left(now)).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => tokio::time::sleep(retry.pause_after(failure, Instant::now())?).await,
            }
        }
    }

    /// Makes a call once, for a caller with retries of its own.
    pub(super) async fn try_once(&self, call: &Call) -> Result<Bytes, RestError> {
        self.once(call, Instant::now() + REQUEST_WITHIN).await.map_err(Failure::end)
    }

    /// Makes a call once; what is answered, when that is a success.
    pub(super) async fn once(&self, call: &Call, until: Instant) -> Result<Bytes, Failure> {
        let turn = match call.access {
            Access::Interaction => None,
            Access::Bot => {
                let turn = self.limiter.turn(&call.method, &call.path, until).await;
                let turn = turn.map_err(|wait| Failure::Final(RestError::RateLimited(wait)))?;
                // After the wait: it may have been refused meanwhile.
                if self.refused.initialized() {
                    return Err(Failure::Final(RestError::Unauthorised));
                }
                Some(turn)
            }
        };
        let within = until.saturating_duration_since(Instant::now()).min(REQUEST_WITHIN);
        let attempt = self.counts.begin(&call.method, &call.path);
        let response = self.build(call).timeout(within).send().await.map_err(passing)?;
        let status = response.status();
        attempt.answered(status);
        if status == StatusCode::TOO_MANY_REQUESTS {
            let headers = response.headers().clone();
            let answer = response.bytes().await.unwrap_or_default();
            return Err(Failure::Wait(self.limited(&headers, &answer, turn)));
        }
        if let Some(turn) = turn {
            turn.answered(response.headers());
        }
        // A proxy in between answers 408 when Discord takes long.
        if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT {
            return Err(Failure::Passing(status.to_string()));
        }
        let answer = response.bytes().await.map_err(passing)?;
        if status.is_success() {
            Ok(answer)
        } else {
            Err(Failure::Final(self.refusal(call, status, &answer)))
        }
    }

    /// Takes a 429 in; how long it asks to wait.
    fn limited(&self, headers: &HeaderMap, answer: &[u8], turn: Option<Turn>) -> Duration {
        let answer: Option<Value> = serde_json::from_slice(answer).ok();
        let wait = retry_after(headers, answer.as_ref());
        // Without Discord's JSON it is not a limit but its doorkeeper, who has banned the address.
        if answer.is_none_or(|answer| answer["global"] == true) {
            self.limiter.hold(wait);
        }
        if let Some(turn) = turn {
            turn.limited(headers, wait);
        }
        wait
    }

    fn refusal(&self, call: &Call, status: StatusCode, answer: &[u8]) -> RestError {
        // An interaction's token runs out after 15 minutes; that says nothing of the bot's.
        if status == StatusCode::UNAUTHORIZED && call.access == Access::Bot {
            let _ = self.refused.set(());
            return RestError::Unauthorised;
        }
        let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
        let message = answer["message"].as_str().unwrap_or("no reason given");
        RestError::Refused {
            status: status.as_u16(),
            code: answer["code"].as_u64().unwrap_or(0),
            message: message.chars().take(MESSAGE_CHARS).collect(),
        }
    }

    fn build(&self, call: &Call) -> RequestBuilder {
        let mut request =
            self.client.request(call.method.clone(), format!("{}/api/v10{}", self.base, call.path));
        if call.access == Access::Bot {
            request = request.header(AUTHORIZATION, self.authorisation.clone());
        }
        let (kind, body) = match &call.content {
            Content::Nothing => return request,
            Content::Json(json) => ("application/json", Body::from(json.clone())),
            Content::Multipart(multipart) => (Multipart::CONTENT_TYPE, Body::wrap(multipart.clone())),
        };
        request.header(CONTENT_TYPE, HeaderValue::from_static(kind)).body(body)
    }
}

/// A connection that failed, without the address it was for.
fn passing(error: reqwest::Error) -> Failure {
    let kind = if error.is_timeout() {
        "time was up"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    Failure::Passing(kind.into())
}

/// How long a 429 asks to wait: the body is exact, the header is whole seconds.
fn retry_after(headers: &HeaderMap, answer: Option<&Value>) -> Duration {
    let header = || headers.get(RETRY_AFTER)?.to_str().ok()?.parse::<f64>().ok();
    let told = answer.and_then(|answer| answer["retry_after"].as_f64()).or_else(header);
    told.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).unwrap_or(UNTOLD_PAUSE)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_429_says_how_long_to_wait() {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, "2".parse().unwrap());
        let exact = json!({"retry_after": 0.25});
        assert_eq!(retry_after(&headers, Some(&exact)), Duration::from_millis(250));
        assert_eq!(retry_after(&headers, None), Duration::from_secs(2));
        assert_eq!(retry_after(&HeaderMap::new(), None), UNTOLD_PAUSE);
        assert_eq!(retry_after(&headers, Some(&json!({"retry_after": -1.0}))), UNTOLD_PAUSE);
    }
}
