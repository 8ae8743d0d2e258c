//! One request to Discord, made again until it succeeds, is refused, or time is up.
//!
//! Addresses hold interaction tokens, so no error from here shows one.

use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, RETRY_AFTER, USER_AGENT};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::Value;

use crate::config::Secret;
use crate::view::File;

/// Where Discord is.
const DISCORD: &str = "https://discord.com";
/// A connection that takes longer will not answer an interaction in time.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);
/// The longest any request may take.
pub(super) const REQUEST_WITHIN: Duration = Duration::from_secs(10);
/// The pause before the first retry; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
/// No pause is longer, unless Discord says so.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// Discord's messages about an error are short; what is longer is cut.
const MESSAGE_CHARS: usize = 300;

/// JSON error codes (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>).
const UNKNOWN_INTERACTION: u64 = 10_062;
const ALREADY_ACKNOWLEDGED: u64 = 40_060;

/// Why a request came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum RestError {
    /// The token is not accepted.
    #[error("Discord refused the bot token (401)")]
    Unauthorised,
    /// Discord refused the request, and would again.
    #[error("Discord refused the request ({status}, code {code}): {message}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Discord's JSON error code; 0 when it gave none.
        code: u64,
        /// Discord's words.
        message: String,
    },
    /// Discord wants us to wait longer than there is time.
    #[error("Discord is limiting the rate; it asks to wait {0:?}")]
    RateLimited(Duration),
    /// No answer, or a server error, until the time was up.
    #[error("Discord does not answer ({0})")]
    Unavailable(String),
    /// The HTTP client could not be made.
    #[error("the HTTP client cannot be set up ({0})")]
    Client(String),
}

impl RestError {
    /// Whether the interaction is no longer there to be answered (10062).
    pub(super) fn is_expired(&self) -> bool {
        matches!(self, Self::Refused { code: UNKNOWN_INTERACTION, .. })
    }

    /// Whether the interaction has its first response already (40060).
    pub(super) fn is_already_answered(&self) -> bool {
        matches!(self, Self::Refused { code: ALREADY_ACKNOWLEDGED, .. })
    }

    /// Whether there is no such route (404, 405).
    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Refused { status: 404 | 405, .. })
    }

    /// Whether we may not do this here (403).
    pub(super) fn is_forbidden(&self) -> bool {
        matches!(self, Self::Refused { status: 403, .. })
    }
}

/// A request that can be made again.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    /// Below `/api/v10`.
    pub(super) path: String,
    pub(super) body: Vec<u8>,
    pub(super) files: &'a [File],
    /// The longest an attempt may take.
    pub(super) attempt: Duration,
}

impl Call<'static> {
    /// A GET that may take as long as any.
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self { method: Method::GET, path: path.into(), body: Vec::new(), files: &[], attempt: REQUEST_WITHIN }
    }
}

/// A way to Discord: the client, the address, the token.
pub(super) struct Wire {
    pub(super) client: Client,
    pub(super) base: String,
    token: Secret,
}

impl Wire {
    /// To `base`, or to Discord itself.
    ///
    /// # Errors
    /// When the HTTP client cannot be made, e.g. for want of TLS roots.
    pub(super) fn new(base: Option<&str>, token: &Secret) -> Result<Self, RestError> {
        let builder =
            Client::builder().use_rustls_tls().connect_timeout(CONNECT_WITHIN).timeout(REQUEST_WITHIN);
        // The address that was given is the one to talk to, whatever HTTP_PROXY says.
        let builder = if base.is_some() { builder.no_proxy() } else { builder };
        let client = builder.build().map_err(|error| RestError::Client(error.to_string()))?;
        let base = base.unwrap_or(DISCORD).trim_end_matches('/').to_owned();
        Ok(Self { client, base, token: token.clone() })
    }

    /// Makes a call again and again until it succeeds, is refused, or `until` has come.
    pub(super) async fn send(&self, call: &Call<'_>, until: Instant) -> Result<Value, RestError> {
        let mut pause = FIRST_PAUSE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let failure = match self.once(call, call.attempt.min(left)).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            let wait = match failure {
                Failure::Final(error) => return Err(error),
                Failure::Wait(wait) => wait,
                Failure::Passing(_) => pause,
            };
            if wait >= until.saturating_duration_since(Instant::now()) {
                return Err(failure.end());
            }
            tokio::time::sleep(wait).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Makes a call once, for a caller with retries of its own.
    pub(super) async fn try_once(&self, call: &Call<'_>) -> Result<Value, RestError> {
        self.once(call, call.attempt).await.map_err(Failure::end)
    }

    /// Makes a call once.
    async fn once(&self, call: &Call<'_>, within: Duration) -> Result<Value, Failure> {
        let request = self.build(call).map_err(Failure::Final)?.timeout(within);
        let response = request.send().await.map_err(passing)?;
        let status = response.status();
        let headers = response.headers().clone();
        if status.is_server_error() {
            return Err(Failure::Passing(status.to_string()));
        }
        let body = response.bytes().await.map_err(passing)?;
        let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        match status {
            status if status.is_success() => Ok(answer),
            StatusCode::UNAUTHORIZED => Err(Failure::Final(RestError::Unauthorised)),
            StatusCode::TOO_MANY_REQUESTS => Err(Failure::Wait(retry_after(&headers, &answer))),
            status => {
                let message = answer["message"].as_str().unwrap_or("no reason given");
                Err(Failure::Final(RestError::Refused {
                    status: status.as_u16(),
                    code: answer["code"].as_u64().unwrap_or(0),
                    message: message.chars().take(MESSAGE_CHARS).collect(),
                }))
            }
        }
    }

    fn build(&self, call: &Call<'_>) -> Result<RequestBuilder, RestError> {
        let request = self
            .client
            .request(call.method.clone(), format!("{}/api/v10{}", self.base, call.path))
            .header(USER_AGENT, serenity::constants::USER_AGENT);
        // An interaction's own token is all that is needed there.
        let request = if call.path.starts_with("/interactions/") || call.path.starts_with("/webhooks/") {
            request
        } else {
            request.header(AUTHORIZATION, format!("Bot {}", self.token.reveal()))
        };
        if call.files.is_empty() {
            return Ok(match call.method {
                _ if call.body.is_empty() => request,
                _ => request.header(CONTENT_TYPE, "application/json").body(call.body.clone()),
            });
        }
        let json = Part::bytes(call.body.clone()).mime_str("application/json").map_err(unbuildable)?;
        let mut form = Form::new().part("payload_json", json);
        for (id, file) in call.files.iter().enumerate() {
            let part = Part::bytes(file.bytes.to_vec()).file_name(file.name.clone());
            form = form.part(format!("files[{id}]"), part.mime_str("image/png").map_err(unbuildable)?);
        }
        Ok(request.multipart(form))
    }
}

/// One attempt that failed.
enum Failure {
    /// It would fail again.
    Final(RestError),
    /// Discord says how long to wait.
    Wait(Duration),
    /// It may succeed now.
    Passing(String),
}

impl Failure {
    /// The error this is when there is no time for another attempt.
    fn end(self) -> RestError {
        match self {
            Self::Final(error) => error,
            Self::Wait(wait) => RestError::RateLimited(wait),
            Self::Passing(reason) => RestError::Unavailable(reason),
        }
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

fn unbuildable(error: reqwest::Error) -> RestError {
    RestError::Client(error.without_url().to_string())
}

/// How long a 429 asks to wait: the body is exact, the header is whole seconds.
fn retry_after(headers: &HeaderMap, body: &Value) -> Duration {
    let header = || headers.get(RETRY_AFTER)?.to_str().ok()?.parse::<f64>().ok();
    let seconds = body["retry_after"].as_f64().or_else(header).unwrap_or(1.0);
    Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_429_says_how_long_to_wait() {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, "2".parse().unwrap());
        assert_eq!(retry_after(&headers, &json!({"retry_after": 0.25})), Duration::from_millis(250));
        assert_eq!(retry_after(&headers, &Value::Null), Duration::from_secs(2));
        assert_eq!(retry_after(&HeaderMap::new(), &Value::Null), Duration::from_secs(1));
        assert_eq!(retry_after(&headers, &json!({"retry_after": -1.0})), LONGEST_PAUSE);
    }
}
