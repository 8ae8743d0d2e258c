//! Speaking to the bot: one app with the real data, what a text is taken for, and what is said to it.

// Each test crate uses a part of this.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../standin/mod.rs"]
pub(crate) mod standin;

use std::sync::{Arc, LazyLock};
use std::time::Instant;

use fukugyo::app::{App, Knowledge};
use fukugyo::chat::{self, Place, Response, Silence};
use fukugyo::config::Settings;
use fukugyo::profile::{DataSource, load};
use fukugyo::understand::{Light, Outcome};
use serde_json::Value;
use serenity::all::UserId;

use standin::BOT_USER;
use standin::fixture::message;

static APP: LazyLock<App> = LazyLock::new(|| {
    let files = DataSource::Embedded.files().unwrap();
    let catalogue = load(files, "2026-11-26".parse().unwrap()).into_result().unwrap();
    App::new(catalogue, Settings { chat_per_minute: 100_000, ..Settings::default() })
});
pub(crate) static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| APP.knowledge());

/// What a text is taken for that replies to nothing.
pub(crate) fn outcome(text: &str) -> Outcome {
    KNOWLEDGE.understanding().addressed(text, &Light::default()).outcome
}

/// What a text is taken for, in a word; candidates as `?` and their ids.
pub(crate) fn taken_for(text: &str) -> String {
    label(&outcome(text))
}

pub(crate) fn label(outcome: &Outcome) -> String {
    let labels = outcome.labels();
    if labels.is_empty() {
        format!("? {}", outcome.offers(&KNOWLEDGE.catalogue).join(" "))
    } else {
        labels.join(" ")
    }
}

/// What the bot says to a message; it must be one that Discord takes.
pub(crate) fn said(message: &Value) -> Result<Value, Silence> {
    let received = serde_json::from_value(message.clone()).expect("serenity reads the message");
    let place = Place { me: UserId::new(BOT_USER), parent: None, now: Instant::now() };
    match chat::respond(&APP, &received, place) {
        Response::Silence(silence) => Err(silence),
        Response::Answer { message, .. } => {
            let body = message.payload("1a").value();
            let violations = standin::check::message(&body, &[], standin::check::Use::New);
            assert!(violations.is_empty(), "{violations:?}\n{body:#}");
            Ok(body)
        }
    }
}

/// What the bot says to a text in a direct message.
pub(crate) fn reply(text: &str) -> Value {
    said(&message(text).dm().build()).expect("who speaks to the bot is answered")
}
