//! One request: is it from Discord, has it come before, what does it ask?
//!
//! Invariants: nothing is read out of a body before its signature is known to be Discord's; whoever is refused learns no more than
//! why, and leaves no trace in the log but a count.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use bytes::{Bytes, BytesMut};
use http_body::Body;
use serde::Deserialize;
use serde_json::Value;
use serenity::all::{Interaction, InteractionType};
use tokio::time::timeout_at;

use crate::ops::RequestResult;
use crate::serve::Undecodable;

use super::front::Front;
use super::signature::Signed;

/// The one path.
const PATH: &str = "/interactions";

/// The largest body read. A command on the longest message that Discord allows, with its embeds and menus, stays below.
const BODY_MAX: usize = 1024 * 1024;
/// How much of a body that is not read is taken in all the same.
const DISCARDED_MAX: usize = 4 * BODY_MAX;
/// What is made ready for a body before it comes, whatever its length is said to be.
const BODY_USUAL: usize = 4 * 1024;

/// `InteractionType`: Discord wants to know whether somebody is there.
const PING: u64 = 1;

/// What Discord asks.
#[derive(Debug)]
pub(super) enum Asked {
    /// An interaction.
    Whole(Box<Interaction>),
    /// One that serenity cannot read.
    Undecodable(Undecodable),
    /// Whether anybody is there, in fewer words than serenity wants.
    BarePing,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    NotFound,
    NotPosted,
    Unsigned,
    Stale,
    TooLarge,
    TooSlow,
    CutOff,
    Forged,
    Unreadable,
    Replayed,
}

impl Refusal {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotPosted => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unsigned | Self::Stale | Self::Forged => StatusCode::UNAUTHORIZED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::CutOff | Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Replayed => StatusCode::CONFLICT,
        }
    }

    /// What whoever sent it is told.
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::NotFound => "Interactions are taken at /interactions.\n",
            Self::NotPosted => "Interactions are taken by POST.\n",
            Self::Unsigned => "The request is not signed.\n",
            Self::Stale => "The request was not sent just now.\n",
            Self::TooLarge => "The body is too large.\n",
            Self::TooSlow => "The body did not come in time.\n",
            Self::CutOff => "The body broke off.\n",
            Self::Forged => "The signature does not fit.\n",
            Self::Unreadable => "The body is not an interaction.\n",
            Self::Replayed => "This interaction came before.\n",
        }
    }

    pub(super) fn result(self) -> RequestResult {
        match self {
            Self::Unsigned => RequestResult::Unsigned,
            Self::Stale => RequestResult::Stale,
            Self::TooLarge => RequestResult::TooLarge,
            Self::Forged => RequestResult::Forged,
            Self::Replayed => RequestResult::Replayed,
            Self::NotFound | Self::NotPosted | Self::TooSlow | Self::CutOff | Self::Unreadable => {
                RequestResult::Unreadable
            }
        }
    }
}

/// Reads a request whose body must be there at `until`.
pub(super) async fn read<B>(front: &Front, request: Request<B>, until: Instant) -> Result<Asked, Refusal>
where
    B: Body<Data = Bytes>,
{
    let (head, body) = request.into_parts();
    let mut body = pin!(body);
    let read = judge(front, &head, body.as_mut(), until).await;
    if read.is_err() {
        // Whoever still writes when the connection closes may never see why.
        let _ = timeout_at(until.into(), discard(body)).await;
    }
    read
}

async fn judge<B>(front: &Front, head: &Parts, body: Pin<&mut B>, until: Instant) -> Result<Asked, Refusal>
where
    B: Body<Data = Bytes>,
{
    if head.uri.path() != PATH {
        return Err(Refusal::NotFound);
    }
    if head.method != Method::POST {
        return Err(Refusal::NotPosted);
    }
    let signed = expected(&head.headers, now())?;
    let body = timeout_at(until.into(), whole(body)).await.map_err(|_| Refusal::TooSlow)??;
    if !front.key.signed(&signed, &body) {
        return Err(Refusal::Forged);
    }
    let (asked, id) = asked(&body).ok_or(Refusal::Unreadable)?;
    match id {
        Some(id) if !front.seen.first_time(id) => Err(Refusal::Replayed),
        _ => Ok(asked),
    }
}

/// The signature that the body must fit.
fn expected(headers: &HeaderMap, now: u64) -> Result<Signed, Refusal> {
    let signed = Signed::of(headers).ok_or(Refusal::Unsigned)?;
    if signed.is_near(now) { Ok(signed) } else { Err(Refusal::Stale) }
}

/// A body to its end.
async fn whole<B>(mut body: Pin<&mut B>) -> Result<BytesMut, Refusal>
where
    B: Body<Data = Bytes>,
{
    if body.size_hint().lower() > BODY_MAX as u64 {
        return Err(Refusal::TooLarge);
    }
    let mut read = BytesMut::with_capacity(BODY_USUAL);
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        let Ok(data) = frame.map_err(|_| Refusal::CutOff)?.into_data() else { continue };
        if read.len() + data.len() > BODY_MAX {
            return Err(Refusal::TooLarge);
        }
        read.extend_from_slice(&data);
    }
    Ok(read)
}

/// Takes in what is left of a body, unless that is too much.
async fn discard<B>(mut body: Pin<&mut B>)
where
    B: Body<Data = Bytes>,
{
    let mut left = DISCARDED_MAX;
    while let Some(Ok(frame)) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        let length = frame.data_ref().map_or(0, Bytes::len);
        let Some(less) = left.checked_sub(length) else { return };
        left = less;
    }
}

/// What a body asks, and the id by which it is known when it comes again. A ping has none: whoever asks is answered.
fn asked(body: &[u8]) -> Option<(Asked, Option<u64>)> {
    match interaction(body) {
        Ok(ping @ Interaction::Ping(_)) => Some((Asked::Whole(Box::new(ping)), None)),
        Ok(interaction) => {
            let id = interaction.id().get();
            Some((Asked::Whole(Box::new(interaction)), Some(id)))
        }
        Err(_) => {
            let value: Value = serde_json::from_slice(body).ok()?;
            if value["type"].as_u64() == Some(PING) {
                return Some((Asked::BarePing, None));
            }
            let undecodable = Undecodable::of(&value)?;
            let id = undecodable.id;
            Some((Asked::Undecodable(undecodable), Some(id)))
        }
    }
}

/// An interaction, read at once as what it is: serenity reads any of them into a map, and that map again.
fn interaction(body: &[u8]) -> serde_json::Result<Interaction> {
    #[derive(Deserialize)]
    struct Kind {
        r#type: InteractionType,
    }
    let Kind { r#type: kind } = serde_json::from_slice(body)?;
    match kind {
        InteractionType::Command => serde_json::from_slice(body).map(Interaction::Command),
        InteractionType::Autocomplete => serde_json::from_slice(body).map(Interaction::Autocomplete),
        InteractionType::Component => serde_json::from_slice(body).map(Interaction::Component),
        InteractionType::Modal => serde_json::from_slice(body).map(Interaction::Modal),
        _ => serde_json::from_slice(body),
    }
}

/// Seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
