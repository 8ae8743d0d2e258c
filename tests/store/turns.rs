//! Turns that processes take on one Postgres. Two stores here share nothing else.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fukugyo::config::StoreUrl;
use fukugyo::store::{Pace, Store, Turn};
use tokio::time::timeout;

use super::home::{Home, STILL, stores};
use super::wire::{Mode, Wire};

const STORE: &str = "FUKUGYO_TEST_TURN_STORE";
const BOT: u64 = 1_100_000_000_000_000_001;
const OTHER_BOT: u64 = 1_100_000_000_000_000_009;
const GAP: Duration = Duration::from_millis(700);
/// What is free is had within so long, on a loaded machine.
const SOON: Duration = Duration::from_secs(5);
/// What is not free is not had within so long.
const A_WHILE: Duration = Duration::from_millis(300);

async fn log_in(store: &Store, bucket: u32) -> Turn {
    timeout(SOON, store.turn_to_log_in(BOT, bucket, GAP)).await.expect("a turn")
}

/// The turn is another's: it does not come.
async fn waits(store: &Store, bucket: u32) {
    assert!(timeout(A_WHILE, store.turn_to_log_in(BOT, bucket, GAP)).await.is_err(), "two have the turn");
}

#[tokio::test]
async fn one_has_the_turn_until_it_lets_go() {
    let Some(home) = Home::postgres().await else { return };
    let [one, other] = [home.open_still().await, home.open_still().await];
    let turn = log_in(&one, 0).await;
    waits(&other, 0).await;
    // Neither another bucket nor another bot nor the registration is in its way.
    let others = [
        log_in(&other, 1).await,
        timeout(SOON, other.turn_to_log_in(OTHER_BOT, 0, GAP)).await.unwrap(),
        timeout(SOON, other.turn_to_register(BOT)).await.unwrap(),
    ];
    assert!(timeout(A_WHILE, one.turn_to_register(BOT)).await.is_err());
    drop(turn);
    drop(log_in(&other, 0).await);
    drop(others);
    drop(timeout(SOON, one.turn_to_register(BOT)).await.unwrap());
}

#[tokio::test]
async fn the_next_login_is_a_gap_after_the_last_that_was_marked() {
    let Some(home) = Home::postgres().await else { return };
    let [one, other] = [home.open_still().await, home.open_still().await];
    let start = Instant::now();
    let unused = log_in(&one, 0).await;
    drop(unused);
    let mut turn = log_in(&other, 0).await;
    assert!(start.elapsed() < GAP, "what was not used does not count: {:?}", start.elapsed());
    for store in [&one, &other, &one] {
        let before = Instant::now();
        assert!(turn.mark().await);
        drop(turn);
        turn = log_in(store, 0).await;
        let passed = before.elapsed();
        assert!(passed >= GAP && passed < GAP + SOON, "{passed:?}");
    }
}

#[tokio::test]
async fn a_clock_that_was_set_back_is_waited_for_once() {
    let Some(home) = Home::postgres().await else { return };
    let store = home.open_still().await;
    assert!(log_in(&store, 0).await.mark().await);
    home.run("UPDATE turn SET marked = marked + 3600000").await;
    drop(log_in(&store, 0).await);
}

/// Not a test: the process that is killed or frozen while it has the turn.
#[tokio::test]
#[ignore = "run by the tests below"]
async fn having() {
    let Ok(url) = std::env::var(STORE) else { return };
    let pace = Pace { silent: Duration::from_secs(2), ..STILL };
    let store = Store::open_at(&url.parse().unwrap(), pace).await.unwrap();
    let mut turn = log_in(&store, 0).await;
    assert!(turn.mark().await);
    println!("has the turn");
    std::future::pending::<()>().await;
}

/// A process that has the turn and has just marked it.
fn holder(home: &Home) -> Child {
    let StoreUrl::Postgres(url) = &home.url else { panic!() };
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args(["turns::having", "--exact", "--ignored", "--nocapture"])
        .env(STORE, url.as_str())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    assert!(lines.map(Result::unwrap).any(|line| line.contains("has the turn")));
    holder
}

#[tokio::test]
async fn who_dies_with_the_turn_holds_up_nobody_and_its_login_counts() {
    let Some(home) = Home::postgres().await else { return };
    let store = home.open_still().await;
    let mut holder = holder(&home);
    let marked = Instant::now();
    waits(&store, 0).await;
    holder.kill().unwrap();
    holder.wait().unwrap();
    drop(log_in(&store, 0).await);
    // The line that said so was read a moment after the mark.
    let passed = marked.elapsed();
    assert!(passed >= GAP.saturating_sub(Duration::from_millis(100)), "{passed:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn who_freezes_with_the_turn_loses_it() {
    let Some(home) = Home::postgres().await else { return };
    let store = home.open_still().await;
    let mut holder = holder(&home);
    let freeze = format!("kill -STOP {}", holder.id());
    assert!(Command::new("sh").args(["-c", &freeze]).status().unwrap().success());
    waits(&store, 0).await;
    drop(log_in(&store, 0).await);
    holder.kill().unwrap();
    holder.wait().unwrap();
}

#[tokio::test]
async fn while_postgres_is_away_each_goes_on_alone_after_a_bounded_wait() {
    let Some(home) = Home::postgres().await else { return };
    for mode in [Mode::Cut, Mode::Stalled] {
        let (wire, url) = Wire::before(&home.url).await;
        let store = Store::open_at(&url, STILL).await.unwrap();
        let mut had = log_in(&store, 0).await;
        wire.set(mode);
        assert!(!had.mark().await, "{mode:?}: who has the turn hears that it is lost");
        let start = Instant::now();
        let mut alone = log_in(&store, 0).await;
        let first = start.elapsed();
        assert!(first >= STILL.away, "{mode:?}: it may be back in a moment, {first:?}");
        assert!(alone.mark().await, "{mode:?}: alone, there is nobody to lose it to");
        let start = Instant::now();
        drop(log_in(&store, 0).await);
        assert!(start.elapsed() < Duration::from_secs(2), "{mode:?}: {:?}", start.elapsed());

        wire.set(Mode::Open);
        let turn = log_in(&store, 0).await;
        let other = home.open_still().await;
        waits(&other, 0).await;
        drop(turn);
    }
}

#[tokio::test]
async fn a_postgres_that_only_reads_counts_as_away() {
    let Some(home) = Home::postgres().await else { return };
    let [one, other] = [home.open_still().await, home.open_still().await];
    let StoreUrl::Postgres(url) = &home.url else { panic!() };
    let database = url.path().trim_start_matches('/');
    home.run(&format!("ALTER DATABASE {database} SET default_transaction_read_only = on")).await;
    let turns = [log_in(&one, 0).await, log_in(&other, 0).await];
    drop(turns);
}

#[tokio::test]
async fn in_memory_and_on_sqlite_each_goes_on_alone_at_once() {
    for (home, store) in stores().await {
        let shared = home.as_ref().is_some_and(|home| matches!(home.url, StoreUrl::Postgres(_)));
        assert_eq!(store.is_shared(), shared);
        if shared {
            continue;
        }
        let mut turn = log_in(&store, 0).await;
        assert!(turn.mark().await);
        drop((log_in(&store, 0).await, store.turn_to_register(BOT).await, turn));
    }
}
