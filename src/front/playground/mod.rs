//! The playground: a local page that looks and acts like a Discord channel with this bot in it.
//!
//! The page is a client of the real thing: it keeps its own messages, sends Discord's interaction and message JSON, and shows
//! Discord's response JSON from the same functions as the gateway. What is behind it keeps no state but the [`Server`].
//! Invariants: nothing is served to a page of another origin (see `guard`), and the page loads nothing from elsewhere.
//! Non-goals: several people at once, history across reloads, anything a bot cannot do in a channel.

mod after;
mod answer;
mod guard;
mod http;
mod page;
mod start;

use std::sync::Arc;

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde_json::{Value, json};
use serenity::all::Permissions;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::App;
use crate::app::watch::LiveData;
use crate::command::registration;
use crate::config::Settings;
use crate::profile::{DataSource, Language, Problem};
use crate::serve::Server;
use crate::view::server::{ChannelAccess, Checkup};

use after::After;
use http::Timeouts;
pub use start::{StartError, address, start};

/// Where the page listens unless told otherwise: reachable from this machine alone.
pub const ADDRESS: &str = "127.0.0.1:8787";
const PORT: u16 = 8787;
/// The channel in which questions are answered without being asked of the bot.
pub const FAQ_CHANNEL: u64 = 900_000_000_000_000_102;
/// The bot's user id, which is also its application id.
pub const BOT: u64 = 900_000_000_000_000_001;

const GUILD: u64 = 900_000_000_000_000_100;
const TALK_CHANNEL: u64 = 900_000_000_000_000_101;
const DIRECT_CHANNEL: u64 = 900_000_000_000_000_103;
/// A channel in which the bot may not speak: a check-up finds that.
const NEWS_CHANNEL: u64 = 900_000_000_000_000_104;
const ADMINISTRATOR: u64 = 900_000_000_000_000_201;
const MEMBER: u64 = 900_000_000_000_000_202;
/// `MANAGE_GUILD`, `MANAGE_MESSAGES`, `SEND_MESSAGES`, `VIEW_CHANNEL` and the like: everything / what members have.
const PERMISSIONS: [&str; 2] = ["2251799813685247", "277025508352"];

/// What the page asks about.
#[derive(Clone, Debug)]
struct Playground {
    server: Arc<Server>,
    live: watch::Receiver<LiveData>,
    after: Arc<After>,
}

impl Playground {
    /// What a check-up finds here: everything is allowed but to speak where only announcements are made.
    fn checked(&self, channels: &[u64]) -> Checkup {
        let access = |&channel: &u64| {
            let may = if channel == NEWS_CHANNEL { Permissions::VIEW_CHANNEL } else { Permissions::all() };
            (channel, ChannelAccess::May(may))
        };
        Checkup {
            channels: channels.iter().map(access).collect(),
            reads_messages: Some(true),
            store_works: self.server.app().store_works(),
        }
    }
}

/// The settings for the page's own server: `#faq` is a FAQ channel, and there is no waiting between two answers unless it was asked for.
fn settings(mut settings: Settings) -> Settings {
    settings.faq_channels.push(FAQ_CHANNEL);
    if !settings.is_given("faq.cooldown_seconds") {
        settings.faq_cooldown_seconds = 0;
    }
    if !settings.is_given("faq.repeat_seconds") {
        settings.faq_repeat_seconds = 0;
    }
    settings
}

/// Serves the page until `shutdown`; `live` tells how the data folder stands.
///
/// # Errors
/// When the socket fails.
pub async fn run(
    listener: TcpListener,
    app: Arc<App>,
    live: watch::Receiver<LiveData>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let playground = Playground { server: Arc::new(Server::new(app)), live, after: Arc::default() };
    http::serve(listener, router(playground), Timeouts::default(), shutdown).await
}

fn router(playground: Playground) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/{file}", get(page::file))
        .route("/api/world", get(world))
        .route("/api/status", get(status))
        .route("/api/interactions", post(answer::interaction))
        .route("/api/messages", post(answer::message))
        .route("/api/why", post(answer::why))
        .route("/api/after/{number}", get(after::after))
        .layer(middleware::from_fn(guard::check))
        .with_state(playground)
}

/// What the page's Discord consists of, and the commands that are registered with it.
async fn world(State(playground): State<Playground>) -> Json<Value> {
    let here = playground.server.app().settings();
    let usual = Settings::default();
    let user = |id: u64, name: &str, shown: &str, permissions: &str| {
        json!({
            "user": {
                "id": id.to_string(), "username": name, "discriminator": "0", "global_name": shown, "avatar": null, "bot": false,
            },
            "permissions": permissions,
        })
    };
    Json(json!({
        "bot": {
            "id": BOT.to_string(), "username": "fukugyo", "discriminator": "0", "global_name": "副業アドバイザー", "avatar": null, "bot": true,
        },
        "guild": { "id": GUILD.to_string(), "name": "副業カフェ" },
        "channels": [
            { "id": TALK_CHANNEL.to_string(), "name": "雑談", "kind": "talk" },
            { "id": FAQ_CHANNEL.to_string(), "name": "faq", "kind": "faq" },
            { "id": DIRECT_CHANNEL.to_string(), "name": "副業アドバイザー", "kind": "dm" },
            { "id": NEWS_CHANNEL.to_string(), "name": "お知らせ", "kind": "talk" },
        ],
        "people": [
            user(ADMINISTRATOR, "you", "あなた", PERMISSIONS[0]),
            user(MEMBER, "sakura", "さくら", PERMISSIONS[1]),
        ],
        "commands": registration(),
        "cooldown": { "here": here.faq_cooldown_seconds, "usual": usual.faq_cooldown_seconds },
        "version": env!("CARGO_PKG_VERSION"),
    }))
}

/// How the data stands: what answers come from, and what is wrong with the folder.
async fn status(State(playground): State<Playground>) -> Json<Value> {
    let live = playground.live.borrow().clone();
    let folder = match &playground.server.app().settings().data {
        DataSource::Embedded => Value::Null,
        DataSource::Folder(folder) => json!(folder),
    };
    Json(json!({
        "profiles": playground.server.app().knowledge().catalogue.profiles().len(),
        "folder": folder,
        "swaps": live.swaps,
        "problems": live.refused.map(|report| report.problems.iter().map(problem).collect::<Vec<_>>()),
    }))
}

/// A problem in both of the page's languages.
fn problem(problem: &Problem) -> Value {
    let said = |language| problem.in_language(language);
    json!({
        "file": problem.file, "line": problem.line, "ja": said(Language::Japanese), "en": said(Language::English),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    #[test]
    fn only_a_waiting_time_that_nobody_set_is_left_out() {
        let given = |file: &str| settings(config::settings(Some(("bot.toml", file)), &|_| None).unwrap());
        assert_eq!(given("").faq_cooldown_seconds, 0);
        assert_eq!(given("").faq_repeat_seconds, 0);
        let usual = given("[faq]\ncooldown_seconds = 60\nrepeat_seconds = 600\n");
        assert_eq!((usual.faq_cooldown_seconds, usual.faq_repeat_seconds), (60, 600));
    }
}
