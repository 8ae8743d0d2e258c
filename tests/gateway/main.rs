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

use standin::bot::{Bot, Launch, launch};
use standin::{Standin, fixture};

/// A token that would be seen in any output.
const TOKEN: &str = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.Gsecret.do-not-show-this-token";

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

/// Stops the bot and waits for its end; what it never did by now it did not do.
async fn stop(mut bot: Bot) -> String {
    bot.signal("TERM").await;
    let code = bot.exit_code().await;
    let output = bot.output();
    assert_eq!(code, 0, "{output}");
    assert_secretive(&output);
    output
}

/// Nothing secret, and nothing a user typed, is in the output.
fn assert_secretive(output: &str) {
    for secret in [TOKEN, "do-not-show", "aW50ZXJhY3Rpb246"] {
        assert!(!output.contains(secret), "{secret} in\n{output}");
    }
}

/// `/score` of the reference profile.
fn score() -> serde_json::Value {
    fixture::slash("score").option("job", "backend").build()
}
