//! From the page's Discord JSON to the bot's answer, as Discord itself would get it: JSON, or multipart when there are files.

use std::time::Instant;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use serenity::all::{Interaction, Message, UserId};

use super::{BOT, Playground};
use crate::chat::{self, Place};
use crate::command::{respond_with_picture, with_picture};
use crate::faq::Hit;
use crate::faq::decide::{Decision, Mode};
use crate::view::{File, Reply};

/// Separates the parts of a body with files; no PNG or JSON of ours holds it.
const BOUNDARY: &str = "fukugyo-7f2c91d0a4be";
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
            let reply = respond_with_picture(&playground.app, &interaction).await;
            let mut response = response(&reply.callback_body(), reply.files());
            if reply == Reply::Remove {
                // The gateway sends `DELETE …/messages/@original` after the callback; the page does it on this word.
                response.headers_mut().insert(THEN, HeaderValue::from_static("delete-original"));
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
            let Some(reply) = chat::respond(&playground.app, &message, place) else {
                return StatusCode::NO_CONTENT.into_response();
            };
            match with_picture(&playground.app, reply).await {
                Reply::Message(message) => response(&message.body(), &message.files),
                _ => StatusCode::NO_CONTENT.into_response(),
            }
        }
        Err(rejection) => unreadable(&rejection),
    }
}

/// Why a question is answered as it is: what the engine found, and what it would do when addressed and when not.
pub(super) async fn why(State(playground): State<Playground>, Json(question): Json<Question>) -> Json<Value> {
    let knowledge = playground.app.knowledge();
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

fn response(body: &Value, files: &[File]) -> Response {
    if files.is_empty() {
        return Json(body).into_response();
    }
    let mut bytes = Vec::new();
    let mut part = |name: &str, kind: &str, content: &[u8]| {
        let head =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {name}\r\nContent-Type: {kind}\r\n\r\n");
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(b"\r\n");
    };
    part("name=\"payload_json\"", "application/json", body.to_string().as_bytes());
    for (i, file) in files.iter().enumerate() {
        part(&format!("name=\"files[{i}]\"; filename=\"{}\"", file.name), "image/png", &file.bytes);
    }
    bytes.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    ([(CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))], bytes).into_response()
}
