//! The tests' Discord stand-in as a program, for tests that are no Rust: packages, containers, a walk through docs/operations.md.
//!
//! `cargo run --example standin` prints the address for `DISCORD_API_BASE` and the application's public key; the token is [`TOKEN`].
//! Every login is sent a question that mentions the bot and, unless `--messages-only` is given, a `/score`; a line is printed for each
//! answer, and at once for each request that breaks a rule. It runs until it is killed.
#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

#[path = "../tests/standin/mod.rs"]
mod standin;

use std::time::Duration;

use standin::{Standin, fixture};

/// What it takes for the bot's token: nothing else looks like it, so a log can be searched for it.
const TOKEN: &str = "a-token-that-no-log-holds";
/// How often it looks whether there is something to say.
const LOOK: Duration = Duration::from_millis(20);

#[tokio::main]
async fn main() {
    let messages_only = std::env::args().any(|argument| argument == "--messages-only");
    let standin = Standin::builder().token(TOKEN).start();
    println!("{}\npublic key {}", standin.base(), standin::signed::Signed::public_key());
    let (mut logins, mut answers) = (0, 0);
    loop {
        for violation in standin.take_violations() {
            println!("breaks a rule: {violation}");
        }
        let (accepted, up, posted) = standin.look(|state| {
            let accepted = state.identifies.iter().filter(|login| login.accepted).count();
            (accepted, state.sessions.iter().any(|session| session.socket.is_some()), state.posted.len())
        });
        for _ in answers..posted {
            println!("answered a message");
        }
        answers = posted;
        if accepted > logins && up {
            logins = accepted;
            println!("login {logins}");
            standin.dispatch("MESSAGE_CREATE", &fixture::message("住民税は？").mention_bot().build());
            if !messages_only {
                let score = fixture::slash("score").option("job", "サーバーサイド").build();
                let answer = standin.begin(&score);
                tokio::spawn(async move {
                    if answer.await.is_ok() {
                        println!("answered /score");
                    }
                });
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}
