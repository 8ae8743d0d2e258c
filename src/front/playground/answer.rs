//! From the page's Discord JSON to the bot's answer, as Discord itself would get it: JSON, or multipart when there are files.

use std::time::Instant;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use serenity::all::{Interaction, Message, UserId};

use super::{BOT, Playground};
use crate::chat::Place;
use crate::discord::Multipart;
use crate::faq::Hit;
use crate::faq::decide::{Decision, Mode};
use crate::serve::{Delivery, FollowUp, Served};
use crate::view::Payload;

/// What the front does after the callback.
const THEN: &str = "fukugyo-then";
/// Candidates that are explained.
const CANDIDATES: usize = 5;

/// Answers an interaction with the body of its callback.
pub(super) async fn interaction(
    State(playground): State<Playground>,
    body: Result<Json<Interaction>, JsonRejection>,
) -> Response {
    match body {
        Ok(Json(interaction)) => {
            let mut served = playground.server.interaction(&interaction, Instant::now()).await;
            let follow_up = served.follow_up.take();
            let mut response = sent(&playground, served);
            // What the gateway sends to Discord after the callback, the page does on this word.
            let word = match follow_up {
                None => return response,
                Some(FollowUp::DeleteOriginal) => "delete-original".to_owned(),
                Some(FollowUp::Post { channel, payload }) => {
                    playground.after.keep(json!({ "post": channel.to_string(), "body": payload.value() }))
                }
                Some(FollowUp::CheckUp { channels, .. }) => {
                    let found = playground.checked(&channels);
                    let payload = playground.server.checked_up(&found);
                    playground.after.keep(json!({ "edit": true, "body": payload.value() }))
                }
            };
            if let Ok(word) = HeaderValue::try_from(word) {
                response.headers_mut().insert(THEN, word);
            }
            response
        }
        Err(rejection) => unreadable(&rejection),
    }
}

/// Answers a message with the body of a new message, or with no content for silence.
pub(super) async fn message(
    State(playground): State<Playground>,
    body: Result<Json<Message>, JsonRejection>,
) -> Response {
    match body {
        Ok(Json(message)) => {
            let place = Place { me: UserId::new(BOT), parent: None, now: Instant::now() };
            sent(&playground, playground.server.message(&message, place).await)
        }
        Err(rejection) => unreadable(&rejection),
    }
}

/// Why a question is answered as it is: what the engine found, and what it would do when addressed and when not.
pub(super) async fn why(State(playground): State<Playground>, Json(question): Json<Question>) -> Json<Value> {
    let knowledge = playground.server.app().knowledge();
    let found = knowledge.faq().search(&question.text);
    let candidate = |hit: &Hit| {
        let asked = knowledge.catalogue.entry(&hit.id).map(|entry| entry.faq().question.clone());
        json!({
            "id": hit.id, "question": asked, "score": round(hit.score), "matched": hit.phrasing, "words": hit.words,
            "coverage": round(hit.held), "share": round(hit.phrasing_said),
        })
    };
    let verdict = |mode| {
        let decision = match found.decide(mode) {
            Decision::Answer(_) => "answer",
            Decision::Suggest(_) => "suggest",
            Decision::Silent => "silent",
        };
        json!({ "decision": decision, "confidence": round(found.confidence(mode)) })
    };
    Json(json!({
        "text": question.text, "addressed": verdict(Mode::Addressed), "unaddressed": verdict(Mode::Passive),
        "names_a_job": found.asked.named, "candidates": found.hits.iter().take(CANDIDATES).map(candidate).collect::<Vec<_>>(),
    }))
}

/// A question to explain.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    text: String,
}

fn round(number: f32) -> f64 {
    (f64::from(number) * 1000.0).round() / 1000.0
}

fn unreadable(rejection: &JsonRejection) -> Response {
    (rejection.status(), Json(json!({ "message": rejection.body_text() }))).into_response()
}

/// Hands what was served to the page: no content for silence.
fn sent(playground: &Playground, mut served: Served) -> Response {
    let payload = served.payload.take();
    let delivery = if payload.is_some() { Delivery::Sent } else { Delivery::Nothing };
    playground.server.finish(served, delivery);
    payload.map_or_else(|| StatusCode::NO_CONTENT.into_response(), response)
}

fn response(payload: Payload) -> Response {
    if payload.files.is_empty() {
        return ([(CONTENT_TYPE, "application/json")], payload.json).into_response();
    }
    let multipart = Multipart::of(&payload);
    ([(CONTENT_TYPE, Multipart::CONTENT_TYPE)], Body::new(multipart)).into_response()
}
