//! Discord's rate limits, waited for before a request is made (<https://discord.com/developers/docs/topics/rate-limits>).
//!
//! `twilight-http-ratelimiting` counts: per route as the headers of answers tell, and so many requests a second in all (50, unless
//! Discord allowed more). Two things it
//! leaves to its user are here: a 429 that holds for everything, and a 429 without headers, as a proxy may give.
//!
//! Requests by an interaction's own token do not come here. Discord exempts them from the limit of all requests, and each token is
//! a bucket of its own that one or two requests ever use: to count them would keep state for every interaction there was.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue};
use tokio::time::{sleep_until, timeout_at};
use twilight_http_ratelimiting::{Endpoint, Method as LimitedMethod, Permit, RateLimitHeaders, RateLimiter};

/// The limits of one bot.
#[derive(Debug)]
pub(super) struct Limiter {
    routes: RateLimiter,
    /// Until when Discord takes no request at all.
    held: Mutex<Option<Instant>>,
}

/// A request's turn.
pub(super) struct Turn {
    permit: Permit,
    endpoint: Endpoint,
}

impl Limiter {
    /// At most so many requests a second in all; nothing is known of any route's limit. Must be called within a runtime: the
    /// counting is a task of its own.
    pub(super) fn new(requests_per_second: u64) -> Self {
        let in_all = u16::try_from(requests_per_second).unwrap_or(u16::MAX);
        Self { routes: RateLimiter::new(in_all), held: Mutex::new(None) }
    }

    /// Waits for the turn of a request to `path`, which begins with a slash and is below the API's root.
    ///
    /// # Errors
    /// How long it would take at least, when it would not come before `until`.
    pub(super) async fn turn(&self, method: &Method, path: &str, until: Instant) -> Result<Turn, Duration> {
        let began = Instant::now();
        let endpoint = endpoint(method, path);
        let permit = self.routes.acquire_if(endpoint.clone(), |_| true);
        let waited = timeout_at(until.into(), permit).await;
        let Ok(Some(permit)) = waited else { return Err(until.saturating_duration_since(began)) };
        while let Some(held) = self.held(Instant::now()) {
            if held >= until {
                return Err(held.saturating_duration_since(Instant::now()));
            }
            sleep_until(held.into()).await;
        }
        Ok(Turn { permit, endpoint })
    }

    fn held(&self, now: Instant) -> Option<Instant> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).filter(|held| *held > now)
    }

    /// Discord takes no request for this long.
    pub(super) fn hold(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        *held = Some(held.map_or(until, |held| held.max(until)));
    }
}

impl Turn {
    /// The request was answered, and not with a 429. A turn that is dropped instead counts as not used.
    pub(super) fn answered(self, headers: &HeaderMap) {
        self.permit.complete(told(headers));
    }

    /// The request was answered with a 429 that holds for its route.
    pub(super) fn limited(self, headers: &HeaderMap, wait: Duration) {
        let reset_at = Instant::now() + wait;
        let bucket = told(headers).map(|told| told.bucket);
        // Without a name the route is its own bucket.
        let bucket = bucket.unwrap_or_else(|| self.endpoint.path.into_bytes());
        self.permit.complete(Some(RateLimitHeaders { bucket, limit: 0, remaining: 0, reset_at }));
    }
}

/// The limit an answer tells of, when it does.
fn told(headers: &HeaderMap) -> Option<RateLimitHeaders> {
    let text = |name| headers.get(name).map(HeaderValue::to_str)?.ok();
    let number = |name| text(name)?.parse::<u16>().ok();
    let reset_after = text(RateLimitHeaders::RESET_AFTER)?.parse().ok()?;
    Some(RateLimitHeaders {
        bucket: text(RateLimitHeaders::BUCKET)?.as_bytes().to_vec(),
        limit: number(RateLimitHeaders::LIMIT)?,
        remaining: number(RateLimitHeaders::REMAINING)?,
        reset_at: Instant::now() + Duration::try_from_secs_f64(reset_after).ok()?,
    })
}

fn endpoint(method: &Method, path: &str) -> Endpoint {
    let method = match *method {
        Method::DELETE => LimitedMethod::Delete,
        Method::PATCH => LimitedMethod::Patch,
        Method::POST => LimitedMethod::Post,
        Method::PUT => LimitedMethod::Put,
        _ => LimitedMethod::Get,
    };
    let path = path.split('?').next().unwrap_or(path).trim_start_matches('/');
    Endpoint { method, path: path.to_owned() }
}
