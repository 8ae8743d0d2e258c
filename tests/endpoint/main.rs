//! The endpoint front, as the real binary between a client that signs as Discord does and the stand-in for REST.
//!
//! Nothing here sleeps: tests wait for what must happen, with a deadline.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests")]

mod answers;
mod arbitrary;
mod connections;
mod follow_ups;
mod inside;
mod refusals;
#[path = "../standin/mod.rs"]
mod standin;
mod starting;
mod stopping;

use std::net::SocketAddr;

use standin::bot::{Bot, Launch, TOKEN, assert_secretive, launch, stop};
use standin::signed::{Endpoint, Signed};
use standin::{Standin, fixture};

/// A stand-in that takes [`TOKEN`].
fn discord() -> Standin {
    Standin::builder().token(TOKEN).start()
}

/// The real binary, to be run as an endpoint on a free port against this stand-in.
fn fukugyo(standin: &Standin) -> Launch {
    launch(env!("CARGO_BIN_EXE_fukugyo"))
        .args(["endpoint", "--listen", "127.0.0.1:0"])
        .env("DISCORD_API_BASE", &standin.base())
        .env("DISCORD_TOKEN", TOKEN)
        .env("DISCORD_PUBLIC_KEY", &Signed::public_key())
        .env("FUKUGYO_ENDPOINT_LEAVE_SECONDS", "0")
        .env("FUKUGYO_LOG", "debug")
}

/// The endpoint, listening.
async fn running(standin: &Standin) -> (Bot, Endpoint) {
    let mut bot = fukugyo(standin).start();
    let endpoint = Endpoint::at(listening(&mut bot).await);
    (bot, endpoint)
}

/// Where it listens.
async fn listening(bot: &mut Bot) -> SocketAddr {
    let line = bot.line("listening address=").await;
    line.rsplit_once("address=").unwrap().1.trim().parse().unwrap()
}

/// `/score` of the reference profile.
fn score() -> serde_json::Value {
    fixture::slash("score").option("job", "backend").build()
}
