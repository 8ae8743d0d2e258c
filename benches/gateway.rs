//! The gateway front beside a bare serenity bot that answers a constant (`examples/bare_bot.rs`): processor time and throughput,
//! in turn against the same Discord stand-in; the start, memory, and whether memory stays flat.
//!
//! `cargo bench --bench gateway`; `FUKUGYO_BENCH_INTERACTIONS=1000000` for the long run. Linux only: it reads `/proc`.

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
#[path = "../tests/standin/mod.rs"]
mod standin;

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use serde_json::Value;
use standin::bot::{Bot, launch};
use standin::{Standin, fixture};

/// Interactions of a round, unless the environment says otherwise.
const INTERACTIONS: usize = 20_000;
/// Rounds of each bot, in turn.
const ROUNDS: usize = 3;
/// Interactions that wait for their answer at any time.
const AT_ONCE: usize = 64;
/// Makes this very program the bare bot.
const AS_BARE_BOT: &str = "FUKUGYO_BENCH_AS_BARE_BOT";

/// What a round showed.
struct Round {
    per_second: f64,
    cpu_micros: f64,
    resident_kib: u64,
}

fn main() {
    if std::env::var_os(AS_BARE_BOT).is_some() {
        return bare_bot::main().expect("the bare bot runs");
    }
    // `cargo test --benches` only wants to know that it starts.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let count =
        std::env::var("FUKUGYO_BENCH_INTERACTIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(INTERACTIONS);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(compare(count));
}

async fn compare(count: usize) {
    let this = std::env::current_exe().unwrap();
    let ours = PathBuf::from(env!("CARGO_BIN_EXE_fukugyo"));
    let (mut bare, mut full) = (Vec::new(), Vec::new());
    for number in 1..=ROUNDS {
        println!("round {number} of {ROUNDS}, {count} interactions, {AT_ONCE} at once");
        bare.push(round("bare bot", &this, count).await);
        full.push(round("fukugyo", &ours, count).await);
    }
    let median = |rounds: &[Round], of: fn(&Round) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let cpu = median(&full, |r| r.cpu_micros) / median(&bare, |r| r.cpu_micros);
    let throughput = median(&full, |r| r.per_second) / median(&bare, |r| r.per_second);
    println!("processor time {cpu:.2} times that of the bare bot (at most 1.5)");
    println!("throughput {throughput:.2} of the bare bot (at least 0.9)");
}

async fn round(name: &str, binary: &PathBuf, count: usize) -> Round {
    let standin = Standin::builder().forgetful().start();
    let begun = Instant::now();
    let bot = launch(binary)
        .args(["gateway"])
        .env(AS_BARE_BOT, "1")
        .env("DISCORD_TOKEN", standin.token())
        .env("DISCORD_API_BASE", &standin.base())
        .start();
    standin.ready(1).await;
    let start = begun.elapsed();
    load(&standin, count / 20 + AT_ONCE).await;
    let (warm, idle) = (cpu_time(&bot), resident_kib(&bot));
    let begun = Instant::now();
    load(&standin, count).await;
    let wall = begun.elapsed();
    let spent = cpu_time(&bot).saturating_sub(warm);
    let round = Round {
        per_second: count as f64 / wall.as_secs_f64(),
        cpu_micros: spent.as_secs_f64() * 1e6 / count as f64,
        resident_kib: resident_kib(&bot),
    };
    println!(
        "  {name:<9} {:>7.0}/s  {:>6.1} µs of processor time each  ready after {:>4} ms  resident {} KiB, after warming up {idle}",
        round.per_second,
        round.cpu_micros,
        start.as_millis(),
        round.resident_kib,
    );
    round
}

/// Sends `count` interactions, [`AT_ONCE`] of them waiting at any time.
async fn load(standin: &Standin, count: usize) {
    let interaction = || -> Value { fixture::slash("steps").option("job", "backend").build() };
    let mut waiting = FuturesUnordered::new();
    for _ in 0..count {
        waiting.push(standin.begin(&interaction()));
        if waiting.len() == AT_ONCE {
            waiting.next().await.expect("one is waiting").expect("it is answered");
        }
    }
    while let Some(call) = waiting.next().await {
        call.expect("it is answered");
    }
}

/// User and system time of the process so far.
fn cpu_time(bot: &Bot) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{}/stat", bot.pid())).expect("Linux with /proc");
    // The name in parentheses may hold spaces; utime and stime are the 12th and 13th fields after it.
    let (_, fields) = stat.rsplit_once(')').expect("a stat line");
    let ticks: u64 =
        fields.split_whitespace().skip(11).take(2).map(|n| n.parse::<u64>().expect("ticks")).sum();
    // USER_HZ is 100 on every Linux that Rust runs on.
    Duration::from_millis(ticks * 10)
}

fn resident_kib(bot: &Bot) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", bot.pid())).expect("Linux with /proc");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}
