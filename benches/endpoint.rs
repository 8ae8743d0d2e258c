//! The endpoint front beside the gateway front: throughput and latency for one command, in turn; then requests that are not
//! Discord's, and memory before and after.
//!
//! `cargo bench --bench endpoint`; `FUKUGYO_BENCH_INTERACTIONS` sets the size of a round. Linux only: it reads `/proc`.
//!
//! At the endpoint, 64 connections each wait for their answer before they ask again. What they send is signed beforehand, what
//! comes back is read to its length and looked at no further, and the log goes to a file: it is the endpoint that is measured, and
//! not its load.

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

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::future::join_all;
use futures_util::stream::FuturesUnordered;
use people::size;
use serde_json::Value;
use standin::bot::{Bot, launch};
use standin::signed::Signed;
use standin::{Standin, fixture};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Interactions of a round, unless the environment says otherwise.
const INTERACTIONS: usize = 20_000;
/// Rounds of each front, in turn.
const ROUNDS: usize = 3;
/// Interactions that wait for their answer at any time.
const AT_ONCE: usize = 64;
/// Requests that are not Discord's.
const REFUSED: usize = 100_000;

/// What is asked: a command and its options.
const COMMANDS: [(&str, &[(&str, &str)]); 3] =
    [("help", &[]), ("score", &[("job", "backend")]), ("income", &[("job", "backend")])];

/// What a round showed.
struct Round {
    per_second: f64,
    p99_ms: f64,
    cpu_micros: f64,
}

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let count = size("FUKUGYO_BENCH_INTERACTIONS", INTERACTIONS);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        println!("{count} interactions a round, {AT_ONCE} at once, {ROUNDS} rounds in turn; medians");
        println!("command   a second: endpoint, gateway, ratio     p99: endpoint, gateway     CPU each: endpoint, gateway");
        for (command, options) in COMMANDS {
            let asked = || people::command(command, options);
            let (mut endpoint, mut gateway) = (Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                gateway.push(at_gateway(&asked, count).await);
                endpoint.push(at_endpoint(&asked, count).await);
            }
            let (endpoint, gateway) = (medians(&endpoint), medians(&gateway));
            println!(
                "{:<9} {:>7.0} {:>7.0} {:>5.2}     {:>6.2} ms {:>6.2} ms     {:>6.1} µs {:>6.1} µs",
                format!("/{command}"),
                endpoint.per_second,
                gateway.per_second,
                endpoint.per_second / gateway.per_second,
                endpoint.p99_ms,
                gateway.p99_ms,
                endpoint.cpu_micros,
                gateway.cpu_micros,
            );
        }
        refused().await;
    });
}

fn medians(rounds: &[Round]) -> Round {
    let median = |of: fn(&Round) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    Round {
        per_second: median(|r| r.per_second),
        p99_ms: median(|r| r.p99_ms),
        cpu_micros: median(|r| r.cpu_micros),
    }
}

fn p99_ms(mut latencies: Vec<Duration>) -> f64 {
    latencies.sort();
    latencies[latencies.len() * 99 / 100].as_secs_f64() * 1e3
}

fn start(standin: &Standin, args: &[&str]) -> Bot {
    launch(env!("CARGO_BIN_EXE_fukugyo"))
        .args(args.iter().copied())
        .env("DISCORD_TOKEN", standin.token())
        .env("DISCORD_API_BASE", &standin.base())
        .env("DISCORD_PUBLIC_KEY", &Signed::public_key())
        .log_to_file()
        .start()
}

async fn listening(bot: &mut Bot) -> SocketAddr {
    let line = bot.line("listening address=").await;
    line.rsplit_once("address=").unwrap().1.trim().parse().unwrap()
}

/// Makes ready what would be made at the first question.
fn question() -> Value {
    fixture::slash("ask").option("question", "会社にバレますか？").build()
}

async fn at_gateway(asked: &impl Fn() -> Value, count: usize) -> Round {
    let standin = Standin::builder().forgetful().start();
    let bot = start(&standin, &["gateway"]);
    standin.ready(1).await;
    standin.interact(&question()).await;
    through_the_gateway(&standin, asked, count / 10 + AT_ONCE).await;
    let warm = bot.cpu_time();
    let begun = Instant::now();
    let latencies = through_the_gateway(&standin, asked, count).await;
    round(count, begun.elapsed(), latencies, bot.cpu_time().saturating_sub(warm))
}

fn round(count: usize, wall: Duration, latencies: Vec<Duration>, spent: Duration) -> Round {
    Round {
        per_second: count as f64 / wall.as_secs_f64(),
        p99_ms: p99_ms(latencies),
        cpu_micros: spent.as_secs_f64() * 1e6 / count as f64,
    }
}

async fn through_the_gateway(standin: &Standin, asked: &impl Fn() -> Value, count: usize) -> Vec<Duration> {
    let (mut waiting, mut latencies) = (FuturesUnordered::new(), Vec::with_capacity(count));
    for _ in 0..count {
        waiting.push(standin.begin(&asked()));
        if waiting.len() == AT_ONCE {
            latencies.push(waiting.next().await.expect("one is waiting").expect("it is answered").latency);
        }
    }
    while let Some(call) = waiting.next().await {
        latencies.push(call.expect("it is answered").latency);
    }
    latencies
}

async fn at_endpoint(asked: &impl Fn() -> Value, count: usize) -> Round {
    let standin = Standin::builder().forgetful().start();
    let mut bot = start(&standin, &["endpoint", "--listen", "127.0.0.1:0"]);
    let address = listening(&mut bot).await;
    let signed = |count: usize| -> Arc<[Vec<u8>]> {
        (0..count).map(|_| Signed::now(asked().to_string()).raw()).collect()
    };
    let first: Arc<[Vec<u8>]> = [Signed::now(question().to_string()).raw()].into();
    send(address, &first, b'2').await;
    send(address, &signed(count / 10 + AT_ONCE), b'2').await;
    let ready = signed(count);
    let warm = bot.cpu_time();
    let begun = Instant::now();
    let latencies = send(address, &ready, b'2').await;
    round(count, begun.elapsed(), latencies, bot.cpu_time().saturating_sub(warm))
}

/// Sends all of these over [`AT_ONCE`] connections; the statuses must begin with this digit.
async fn send(address: SocketAddr, requests: &Arc<[Vec<u8>]>, class: u8) -> Vec<Duration> {
    let next = Arc::new(AtomicUsize::new(0));
    let connections = (0..AT_ONCE.min(requests.len())).map(|_| {
        let (requests, next) = (Arc::clone(requests), Arc::clone(&next));
        tokio::spawn(async move {
            let (mut latencies, mut line) = (Vec::new(), None);
            while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                let begun = Instant::now();
                let connection = match &mut line {
                    Some(connection) => connection,
                    none => none.insert(Connection::to(address).await),
                };
                connection.stream.write_all(request).await.expect("it takes requests");
                if !connection.answered(class).await {
                    line = None;
                }
                latencies.push(begun.elapsed());
            }
            latencies
        })
    });
    let connections: Vec<_> = connections.collect();
    join_all(connections).await.into_iter().flat_map(|latencies| latencies.expect("it went well")).collect()
}

/// A connection that is used again and again.
struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    async fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("it listens");
        stream.set_nodelay(true).expect("a socket");
        Self { stream, read: Vec::with_capacity(64 * 1_024) }
    }

    /// Reads one answer to its end; whether the connection is good for another.
    async fn answered(&mut self, class: u8) -> bool {
        self.read.clear();
        loop {
            assert_ne!(self.stream.read_buf(&mut self.read).await.expect("an answer"), 0, "it hung up");
            let Some(head) = self.read.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let text = std::str::from_utf8(&self.read[..head]).expect("a head");
            let length: usize = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .and_then(|length| length.parse().ok())
                .expect("a length");
            assert_eq!(text.as_bytes()[9], class, "{text}");
            let keeps = !text.contains("connection: close");
            while self.read.len() < head + 4 + length {
                assert_ne!(self.stream.read_buf(&mut self.read).await.expect("the rest"), 0, "it hung up");
            }
            return keeps;
        }
    }
}

/// Requests that are forged, stale, unsigned or no interactions, and what they cost in memory.
async fn refused() {
    let standin = Standin::builder().forgetful().start();
    let mut bot = start(&standin, &["endpoint", "--listen", "127.0.0.1:0"]);
    let address = listening(&mut bot).await;
    let score = || fixture::slash("score").option("job", "backend").build().to_string();
    let good = || -> Arc<[Vec<u8>]> { (0..5_000).map(|_| Signed::now(score()).raw()).collect() };
    send(address, &[Signed::now(question().to_string()).raw()].into(), b'2').await;
    send(address, &good(), b'2').await;
    let kinds: Vec<Vec<u8>> = vec![
        Signed::by(&[8; 32], "1795662000", score()).raw(),
        Signed { body: score().into_bytes(), ..Signed::now(score()) }.raw(),
        Signed { signature: String::new(), ..Signed::now(score()) }.raw(),
        Signed { signature: "zz".repeat(64), ..Signed::now(score()) }.raw(),
        Signed::now("{\"type\": 2, ").raw(),
        Signed::now(vec![0xff; 60_000]).raw(),
        Signed::now("[".repeat(10_000)).raw(),
        b"POST /other HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}".to_vec(),
        b"GET /interactions HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
    ];
    // Broken before there is a request, on connections that end with it.
    let broken: Vec<Vec<u8>> = vec![
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"GARBAGE\r\n\r\n".to_vec(),
        Signed::now(score()).raw()[..300].to_vec(),
    ];
    let before = bot.resident_kib();
    let mut looks = Vec::new();
    let begun = Instant::now();
    for part in 0..10 {
        let requests: Arc<[Vec<u8>]> =
            (0..REFUSED / 11).map(|n| kinds[(n + part) % kinds.len()].clone()).collect();
        send(address, &requests, b'4').await;
        for bytes in broken.iter().cycle().take(REFUSED / 110) {
            let mut stream = TcpStream::connect(address).await.expect("it listens");
            stream.write_all(bytes).await.expect("it reads");
            let _ = stream.shutdown().await;
            let _ = stream.read_to_end(&mut Vec::new()).await;
        }
        looks.push(format!("{:.1}", bot.resident_kib() as f64 / 1_024.0));
    }
    let took = begun.elapsed();
    send(address, &good(), b'2').await;
    bot.signal("TERM").await;
    let code = bot.exit_code().await;
    let output = bot.output();
    assert_eq!(code, 0, "{output}");
    assert!(!output.contains("panic"), "{output}");
    println!(
        "{REFUSED} forged or broken requests in {:.1} s: no panic, resident {:.1} MiB before, after each tenth {}",
        took.as_secs_f64(),
        before as f64 / 1_024.0,
        looks.join(" "),
    );
    println!("{}", output.lines().last().unwrap_or_default());
}
