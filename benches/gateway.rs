//! The gateway front beside a bare serenity bot that sends the very same bytes (`examples/bare_bot.rs`): processor time and throughput
//! for each command, in turn against the same Discord stand-in; the start, and memory.
//!
//! `cargo bench --bench gateway`; `FUKUGYO_BENCH_INTERACTIONS` sets the size of a round. Linux only: it reads `/proc`.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench: it prints, and panicking is how it fails"
)]

#[allow(dead_code, unreachable_pub, reason = "an example with a main of its own")]
#[path = "../examples/bare_bot.rs"]
mod bare_bot;
#[path = "people/mod.rs"]
mod people;
#[path = "../tests/standin/mod.rs"]
mod standin;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use people::size;
use serde_json::{Value, json};
use standin::bot::{Bot, launch};
use standin::{Standin, fixture};

/// Interactions of a round, unless the environment says otherwise.
const INTERACTIONS: usize = 10_000;
/// Rounds of each bot, in turn.
const ROUNDS: usize = 3;
/// Interactions that wait for their answer at any time.
const AT_ONCE: usize = 64;
/// Makes this very program the bare bot.
const AS_BARE_BOT: &str = "FUKUGYO_BENCH_AS_BARE_BOT";

/// What is asked: a command and its options.
const COMMANDS: [(&str, &[(&str, &str)]); 5] = [
    ("help", &[]),
    ("score", &[("job", "backend")]),
    ("profile", &[("job", "backend")]),
    ("steps", &[("job", "backend")]),
    ("income", &[("job", "backend")]),
];

/// What a round showed.
struct Round {
    per_second: f64,
    cpu_micros: f64,
    resident_mib: f64,
    ready_ms: f64,
}

fn main() {
    if std::env::var_os(AS_BARE_BOT).is_some() {
        return bare_bot::main().expect("the bare bot runs");
    }
    // `cargo test --benches` only wants to know that it starts.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let count = size("FUKUGYO_BENCH_INTERACTIONS", INTERACTIONS);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(compare(count));
}

async fn compare(count: usize) {
    let this = std::env::current_exe().unwrap();
    let ours = PathBuf::from(env!("CARGO_BIN_EXE_fukugyo"));
    println!("{count} interactions a round, {AT_ONCE} at once, {ROUNDS} rounds in turn; medians");
    println!(
        "command   CPU each: ours, bare, ratio     a second: ours, bare, ratio     resident: ours, bare"
    );
    let folder = tempfile::tempdir().unwrap();
    for (command, options) in COMMANDS {
        let asked = || people::command(command, options);
        let said = answer(&ours, &asked(), folder.path()).await;
        let (mut bare, mut full) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            bare.push(round(&this, &said, &asked, count).await);
            full.push(round(&ours, &[], &asked, count).await);
        }
        let (bare, full) = (medians(&bare), medians(&full));
        println!(
            "{:<9} {:>7.1} µs {:>7.1} µs {:>6.2}      {:>7.0} {:>7.0} {:>6.2}      {:>5.1} MiB {:>5.1} MiB   ready {} ms",
            format!("/{command}"),
            full.cpu_micros,
            bare.cpu_micros,
            full.cpu_micros / bare.cpu_micros,
            full.per_second,
            bare.per_second,
            full.per_second / bare.per_second,
            full.resident_mib,
            bare.resident_mib,
            full.ready_ms,
        );
    }
}

fn medians(rounds: &[Round]) -> Round {
    let median = |of: fn(&Round) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    Round {
        per_second: median(|r| r.per_second),
        cpu_micros: median(|r| r.cpu_micros),
        resident_mib: median(|r| r.resident_mib),
        ready_ms: median(|r| r.ready_ms),
    }
}

/// What the real bot says to this, as the bare bot's environment.
async fn answer(ours: &Path, asked: &Value, folder: &Path) -> Vec<(&'static str, String)> {
    let standin = Standin::start();
    let bot = start(ours, &standin, &[]);
    standin.ready(1).await;
    // The first picture may come too late for its answer.
    let mut call = standin.interact(&fresh(asked)).await;
    for _ in 0..20 {
        call = standin.interact(&fresh(asked)).await;
    }
    let body = folder.join("body.json");
    fs::write(&body, json!({ "type": call.kind, "data": call.data }).to_string()).unwrap();
    let mut said = vec![("BARE_BOT_BODY", body.display().to_string())];
    if let Some(file) = call.files.first() {
        let picture = folder.join(&file.name);
        fs::write(&picture, &file.bytes).unwrap();
        said.push(("BARE_BOT_PICTURE", picture.display().to_string()));
    }
    drop(bot);
    said
}

fn start(binary: &Path, standin: &Standin, env: &[(&'static str, String)]) -> Bot {
    let launched = launch(binary)
        .args(["gateway"])
        .env(AS_BARE_BOT, "1")
        .env("DISCORD_TOKEN", standin.token())
        .env("DISCORD_API_BASE", &standin.base());
    env.iter().fold(launched, |launched, (name, value)| launched.env(name, value)).start()
}

async fn round(
    binary: &Path,
    env: &[(&'static str, String)],
    asked: &impl Fn() -> Value,
    count: usize,
) -> Round {
    let standin = Standin::builder().forgetful().start();
    let begun = Instant::now();
    let bot = start(binary, &standin, env);
    standin.ready(1).await;
    let ready = begun.elapsed();
    // Begun before the index of questions is built, a round would measure that too.
    standin.interact(&fixture::slash("ask").option("question", "会社にバレますか？").build()).await;
    load(&standin, asked, count / 10 + AT_ONCE).await;
    let warm = bot.cpu_time();
    let begun = Instant::now();
    load(&standin, asked, count).await;
    let wall = begun.elapsed();
    let spent = bot.cpu_time().saturating_sub(warm);
    Round {
        per_second: count as f64 / wall.as_secs_f64(),
        cpu_micros: spent.as_secs_f64() * 1e6 / count as f64,
        resident_mib: bot.resident_kib() as f64 / 1_024.0,
        ready_ms: ready.as_millis() as f64,
    }
}

/// The same use of a command once more: an interaction of its own.
fn fresh(asked: &Value) -> Value {
    let mut again = asked.clone();
    again["id"] = json!(standin::snowflake().to_string());
    again
}

/// Sends `count` interactions, [`AT_ONCE`] of them waiting at any time.
async fn load(standin: &Standin, asked: &impl Fn() -> Value, count: usize) {
    let mut waiting = FuturesUnordered::new();
    for _ in 0..count {
        waiting.push(standin.begin(&asked()));
        if waiting.len() == AT_ONCE {
            waiting.next().await.expect("one is waiting").expect("it is answered");
        }
    }
    while let Some(call) = waiting.next().await {
        call.expect("it is answered");
    }
}
