//! A day's work at once: a million interactions of every kind and a hundred thousand messages, none lost, doubled or late, memory flat.
//!
//! `cargo bench --bench soak`; `FUKUGYO_SOAK_INTERACTIONS` and `FUKUGYO_SOAK_MESSAGES` set the size. Linux only: it reads `/proc`.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench: it prints, and panicking is how it fails"
)]

#[path = "people/mod.rs"]
mod people;
#[path = "../tests/standin/mod.rs"]
mod standin;

use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use people::{QUESTIONS, interaction, size};
use serde_json::{Value, json};
use standin::bot::{Bot, launch};
use standin::{FIRST_RESPONSE, Standin, fixture};

/// Interactions, unless the environment says otherwise.
const INTERACTIONS: usize = 1_000_000;
/// Messages, unless the environment says otherwise.
const MESSAGES: usize = 100_000;
/// Interactions that wait for their answer at any time.
const AT_ONCE: usize = 64;
/// Looks at the process's memory.
const LOOKS: usize = 10;

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let (interactions, messages) =
        (size("FUKUGYO_SOAK_INTERACTIONS", INTERACTIONS), size("FUKUGYO_SOAK_MESSAGES", MESSAGES));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(soak(interactions, messages));
}

async fn soak(interactions: usize, messages: usize) {
    let standin = Standin::builder().forgetful().start();
    let bot = launch(env!("CARGO_BIN_EXE_fukugyo"))
        .args(["gateway"])
        .env("DISCORD_TOKEN", standin.token())
        .env("DISCORD_API_BASE", &standin.base())
        // Discord's usual 50 a second would make 100,000 answers to messages last half an hour.
        .env("FUKUGYO_DISCORD_REQUESTS_PER_SECOND", "5000")
        .start();
    standin.ready(1).await;
    println!("idle when ready {:.1} MiB", mib(&bot));
    let begun = Instant::now();
    let mut latencies = Latencies::default();
    let every = (interactions / messages.max(1)).max(1);
    let (mut waiting, mut asked) = (FuturesUnordered::new(), 0_usize);
    for n in 0..interactions {
        waiting.push(standin.begin(&interaction(n).build()));
        if n % every == 0 && asked < messages {
            standin.dispatch("MESSAGE_CREATE", &message(asked));
            asked += 1;
        }
        if waiting.len() == AT_ONCE {
            latencies.take(waiting.next().await.expect("one is waiting").expect("it is answered").latency);
        }
        if (n + 1) % (interactions / LOOKS).max(1) == 0 {
            println!("after {:>7} interactions {:.1} MiB", n + 1, mib(&bot));
        }
    }
    while let Some(call) = waiting.next().await {
        latencies.take(call.expect("it is answered").latency);
    }
    let posted = standin
        .wait("every message to be answered", |state| {
            (state.posted_count >= asked).then_some(state.posted_count)
        })
        .await;
    let wall = begun.elapsed();
    println!(
        "{interactions} interactions, {asked} messages in {:.0} s ({:.0} a second): 0 interactions lost, {} late, slowest {:.0} ms; \
         {posted} messages posted, {} doubled",
        wall.as_secs_f64(),
        (interactions + asked) as f64 / wall.as_secs_f64(),
        latencies.late,
        latencies.slowest.as_secs_f64() * 1e3,
        standin.look(|state| state.doubled),
    );
    println!("at the end {:.1} MiB", mib(&bot));
    assert_eq!((latencies.late, posted, standin.look(|state| state.doubled)), (0, asked, 0));
    let violations = standin.take_violations();
    assert!(violations.is_empty(), "{violations:#?}");
    drop(bot);
    standin.finish();
}

/// From the dispatch to the answer.
#[derive(Default)]
struct Latencies {
    slowest: Duration,
    /// Answers that came after Discord's three seconds.
    late: usize,
}

impl Latencies {
    fn take(&mut self, latency: Duration) {
        self.slowest = self.slowest.max(latency);
        self.late += usize::from(latency > FIRST_RESPONSE);
    }
}

/// A message of a person and a channel of their own, so that nobody asks too often and no channel's line is full.
fn message(n: usize) -> Value {
    let author = fixture::person(2_000_000_000_000_000_000 + n as u64, "someone");
    let channel = 1_500_000_000_000_000_000 + (n as u64 % 5_000);
    let said = fixture::message(QUESTIONS[n % QUESTIONS.len()]).author(author).channel(channel).mention_bot();
    said.with("/id", json!(standin::snowflake().to_string())).build()
}

fn mib(bot: &Bot) -> f64 {
    bot.resident_kib() as f64 / 1_024.0
}
