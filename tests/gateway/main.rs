//! The gateway front, as the real binary against the Discord stand-in.
//!
//! Nothing here sleeps: tests wait for what must happen, with a deadline. Where something must *not* happen, the process is
//! stopped first: after its drain, nothing more can come.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]
#![allow(clippy::print_stderr, reason = "what is not tested")]

mod answers;
mod day;
mod faults;
mod floods;
mod inside;
mod lifecycle;
mod limits;
mod login;
mod messages;
#[path = "../store/postgres.rs"]
mod postgres;
mod posts;
mod processes;
mod resuming;
mod servers;
mod settings;
#[path = "../standin/mod.rs"]
mod standin;
mod stopping;
mod supervision;
mod tls;
#[path = "../store/wire.rs"]
#[allow(dead_code, reason = "the store's tests use more of it")]
mod wire;

use standin::bot::{Bot, Launch, TOKEN, assert_secretive, launch, stop};
use standin::{Standin, fixture};

/// Every callback.
const CALLBACK: &str = "POST /interactions/*/*/callback";

/// Every message into a channel.
const POST: &str = "POST /channels/*/messages";

/// A stand-in that takes [`TOKEN`].
fn discord() -> Standin {
    Standin::builder().token(TOKEN).start()
}

/// The real binary, to be run against this stand-in.
fn fukugyo(standin: &Standin) -> Launch {
    launch(env!("CARGO_BIN_EXE_fukugyo")).env("DISCORD_API_BASE", &standin.base()).env("DISCORD_TOKEN", TOKEN)
}

/// The bot, logged in.
async fn running(standin: &Standin) -> Bot {
    let bot = fukugyo(standin).args(["gateway"]).start();
    standin.ready(1).await;
    bot
}

/// `/score` of the reference profile.
fn score() -> serde_json::Value {
    fixture::slash("score").option("job", "backend").build()
}
