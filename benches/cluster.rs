//! Past one machine, on one machine: four gateway processes with four shards each and two endpoints on one Postgres, 10,000 servers,
//! a million interactions and 200,000 messages; one process of each kind killed in the middle, then all rolled one by one.
//!
//! `cargo bench --bench cluster`; `FUKUGYO_CLUSTER_INTERACTIONS` and `FUKUGYO_CLUSTER_MESSAGES` set the size. Linux with Postgres
//! installed (Debian: postgresql); everything stays on 127.0.0.1.
//!
//! In front of the endpoints stands what a load balancer is in short: it sends to endpoints whose `/readyz` says so, and asks another
//! one when a connection cannot be made; a request that was sent is never sent again. What it must find: no interaction lost at an
//! endpoint that was ready, no message posted twice, messages lost only while their shard was down or in the process that was killed,
//! and a server's change of settings in every process within a second.

#![allow(
    missing_docs,
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_precision_loss,
    reason = "a bench: it prints, and panicking is how it fails"
)]

#[path = "cluster/balancer.rs"]
mod balancer;
#[path = "cluster/load.rs"]
mod load;
#[path = "people/mod.rs"]
mod people;
#[path = "../tests/store/postgres.rs"]
mod postgres;
#[path = "cluster/settings.rs"]
mod settings;
#[path = "../tests/standin/mod.rs"]
mod standin;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use standin::bot::{Bot, launch};
use standin::signed::Signed;
use standin::{Standin, shard_of};

use balancer::Balancer;
use load::Load;
use people::size;
use settings::Changes;

/// Interactions and messages, unless the environment says otherwise.
const INTERACTIONS: usize = 1_000_000;
const MESSAGES: usize = 200_000;
const SERVERS: u64 = 10_000;
/// Shards in all, and in each gateway process.
const SHARDS: u64 = 16;
const EACH: u64 = 4;
/// How soon whatever supervises a process starts it again.
const STARTED_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// The `n`th server.
fn guild(n: u64) -> u64 {
    ((286_102_294_912 + n) << 22) | 1
}

/// What all processes share.
struct World {
    standin: Arc<Standin>,
    database: String,
}

/// A process, and where it tells how it is doing.
struct Process {
    bot: Bot,
    ops: SocketAddr,
}

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let (interactions, messages) =
        (size("FUKUGYO_CLUSTER_INTERACTIONS", INTERACTIONS), size("FUKUGYO_CLUSTER_MESSAGES", MESSAGES));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(run(interactions, messages));
}

async fn run(interactions: usize, messages: usize) {
    let database = postgres::new_database().await.expect("Postgres is installed");
    let begun = Instant::now();
    fill(&database).await;
    println!("{SERVERS} servers with settings of their own: {:.1} s to write", begun.elapsed().as_secs_f64());
    let standin = Standin::builder()
        .forgetful()
        .shards(SHARDS, 1_000)
        .concurrency(SHARDS)
        .guilds((0..SERVERS).map(guild))
        .start();
    let world = World { standin: Arc::new(standin), database };
    let begun = Instant::now();
    let mut gateways = Vec::new();
    for number in 0..SHARDS / EACH {
        gateways.push(world.gateway(number));
    }
    let balancer = Arc::new(Balancer::default());
    let mut endpoints = Vec::new();
    for _ in 0..2 {
        endpoints.push(world.endpoint(&balancer));
    }
    world.standin.ready(usize::try_from(SHARDS).unwrap()).await;
    balancer.ready(2).await;
    println!("all processes ready after {:.1} s", begun.elapsed().as_secs_f64());
    memory("idle", &gateways, &endpoints);

    // The first half of the load: in its middle one process of each kind is killed.
    let changes = Changes::begin(Arc::clone(&world.standin), &world.database, Arc::clone(&balancer)).await;
    let load = Load::begin(Arc::clone(&world.standin), Arc::clone(&balancer), interactions / 2, messages / 2);
    load.half().await;
    let killed = world.standin.look(|state| state.posted_count);
    gateways[1].bot.signal("KILL").await;
    balancer.kills(endpoints[0].ops);
    endpoints[0].bot.signal("KILL").await;
    tokio::time::sleep(STARTED_AGAIN_AFTER).await;
    gateways[1] = world.gateway(1);
    let again = world.endpoint(&balancer);
    balancer.remove(std::mem::replace(&mut endpoints[0], again).ops);
    let first = load.end().await;
    println!("\nkilled with SIGKILL under load, after {killed} answers to messages:");
    first.print();

    // The second half: every process makes room for its successor, one by one.
    let load = Load::begin(Arc::clone(&world.standin), Arc::clone(&balancer), interactions / 2, messages / 2);
    let begun = Instant::now();
    for old in &mut endpoints {
        let new = world.endpoint(&balancer);
        balancer.ready_at(new.ops).await;
        let Process { mut bot, ops } = std::mem::replace(old, new);
        bot.signal("TERM").await;
        assert_eq!(bot.exit_code().await, 0, "{}", bot.output());
        balancer.remove(ops);
    }
    for (number, old) in (0..).zip(&mut gateways) {
        old.bot.signal("TERM").await;
        assert_eq!(old.bot.exit_code().await, 0, "{}", old.bot.output());
        *old = world.gateway(number);
        world.standin.sessions(1, number * EACH..(number + 1) * EACH).await;
    }
    let rolled = begun.elapsed();
    let second = load.end().await;
    println!("\nrolled one by one under load, in {:.0} s:", rolled.as_secs_f64());
    second.print();
    let seen = changes.end().await;
    println!("\n{seen}");
    memory("at the end", &gateways, &endpoints);
    let doubled = world.standin.look(|state| state.doubled);
    println!("messages posted twice: {doubled}");

    assert_eq!(doubled, 0, "a message was posted twice");
    assert_eq!(
        (first.lost_at_ready, second.lost_at_ready),
        (0, 0),
        "an endpoint that was ready lost interactions"
    );
    assert_eq!(second.unanswered(), 0, "a message was lost in a process that was told to stop");
    assert!(seen.slowest < Duration::from_secs(1), "settings were seen late: {seen}");
    for process in gateways.iter_mut().chain(&mut endpoints) {
        process.bot.signal("TERM").await;
    }
    for process in gateways.iter_mut().chain(&mut endpoints) {
        assert_eq!(process.bot.exit_code().await, 0);
    }
    Arc::into_inner(world.standin).expect("nobody else holds it").finish();
}

impl World {
    fn gateway(&self, number: u64) -> Process {
        let ops = free();
        let bot = launch(env!("CARGO_BIN_EXE_fukugyo"))
            .args(["gateway", "--messages-only", "--ops-listen", &ops.to_string()])
            .env("DISCORD_TOKEN", self.standin.token())
            .env("DISCORD_API_BASE", &self.standin.base())
            .env("FUKUGYO_STORE_URL", &self.database)
            .env("FUKUGYO_SHARDS_TOTAL", &SHARDS.to_string())
            .env("FUKUGYO_SHARDS_PER_PROCESS", &EACH.to_string())
            .env("FUKUGYO_PROCESS", &format!("fukugyo-shards-{number}"))
            // Discord's usual 50 a second would make 200,000 answers last more than an hour.
            .env("FUKUGYO_DISCORD_REQUESTS_PER_SECOND", "5000")
            .env("FUKUGYO_LOG", "warn")
            .start();
        Process { bot, ops }
    }

    fn endpoint(&self, balancer: &Balancer) -> Process {
        let (address, ops) = (free(), free());
        let bot = launch(env!("CARGO_BIN_EXE_fukugyo"))
            .args(["endpoint", "--listen", &address.to_string(), "--ops-listen", &ops.to_string()])
            .env("DISCORD_TOKEN", self.standin.token())
            .env("DISCORD_API_BASE", &self.standin.base())
            .env("DISCORD_PUBLIC_KEY", &Signed::public_key())
            .env("FUKUGYO_STORE_URL", &self.database)
            .env("FUKUGYO_LOG", "warn")
            .start();
        balancer.add(address, ops);
        Process { bot, ops }
    }
}

/// An address that nobody listens on.
fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Makes the tables and gives every server settings of its own.
async fn fill(database: &str) {
    let store = fukugyo::store::Store::open(&database.parse().unwrap()).await.expect("a store");
    store.close().await;
    let mut connection = PgConnection::connect(database).await.unwrap();
    let servers =
        format!("SELECT ((286102294912 + n) << 22) | 1 AS id FROM generate_series(0, {}) n", SERVERS - 1);
    for statement in [
        format!("INSERT INTO guild (guild_id, version, eagerness) SELECT id, 1, 'usual' FROM ({servers}) s"),
        format!("INSERT INTO faq_channel (guild_id, channel_id) SELECT id, id + 1 FROM ({servers}) s"),
        format!("INSERT INTO switched_off (guild_id, entry_id) SELECT id, 'scam-1' FROM ({servers}) s"),
    ] {
        sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    }
}

fn memory(when: &str, gateways: &[Process], endpoints: &[Process]) {
    let mib = |processes: &[Process]| -> String {
        let each = processes.iter().map(|p| format!("{:.0}", p.bot.resident_kib() as f64 / 1_024.0));
        each.collect::<Vec<_>>().join(", ")
    };
    println!("memory {when}: gateways {} MiB; endpoints {} MiB", mib(gateways), mib(endpoints));
}
