//! The database goes away while the store is used: what is known stays, nothing waits, nothing is lost, nothing is doubled.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use fukugyo::profile::Day;
use fukugyo::store::{Change, Event, Health, Store, StoreError};
use sqlx::{Connection as _, SqliteConnection};

use super::home::{Home, QUICK, STILL, until};
use super::wire::{Mode, Wire};

/// A change is answered within so long, whatever the database does: 1.5 s and what a loaded machine adds.
const ANSWERED_WITHIN: Duration = Duration::from_secs(2);
/// Nobody who reads or counts ever waits so long.
const NEVER: Duration = Duration::from_millis(250);
const BACK_WITHIN: Duration = Duration::from_secs(10);

fn shown() -> Event {
    Event::Shown("tax-1".into())
}

/// Takes the database away for so long while counts and looks never stop.
async fn away_for(length: Duration, mode: Mode) {
    let Some(home) = Home::postgres().await else { return };
    let (wire, url) = Wire::before(&home.url).await;
    let store = Store::open_at(&url, QUICK).await.unwrap();
    store.change(1, Change::HumanChannel(Some(7))).await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let load = std::thread::spawn({
        let (store, stop) = (store.clone(), Arc::clone(&stop));
        move || {
            let (mut counted, mut slowest) = (0_i64, Duration::ZERO);
            while !stop.load(Ordering::Relaxed) {
                let start = Instant::now();
                assert_eq!(store.server(1).human_channel, Some(7), "it stays as it was");
                store.record(1 + counted.unsigned_abs() % 500, Day::today(), shown());
                slowest = slowest.max(start.elapsed());
                counted += 1;
                std::thread::sleep(Duration::from_micros(200));
            }
            (counted, slowest)
        }
    });
    wire.set(mode);
    let begun = Instant::now();
    while begun.elapsed() < length {
        let start = Instant::now();
        let refused = store.change(1, Change::HumanChannel(Some(8))).await;
        assert!(matches!(refused, Err(StoreError::Away)), "{mode:?}: {refused:?}");
        assert!(start.elapsed() < ANSWERED_WITHIN, "{mode:?}: {:?}", start.elapsed());
        assert!(matches!(store.health(), Health::Degraded { .. }));
        let start = Instant::now();
        assert!(store.insights(1, Day::today()).await.is_err());
        assert!(start.elapsed() < ANSWERED_WITHIN, "{mode:?}: {:?}", start.elapsed());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    wire.set(Mode::Open);
    until("ready again", BACK_WITHIN, || store.health() == Health::Ready).await;
    stop.store(true, Ordering::Relaxed);
    let (counted, slowest) = load.join().unwrap();
    assert!(slowest < NEVER, "{mode:?}: somebody waited {slowest:?}");
    println!(
        "{mode:?} for {length:?}: {counted} counted meanwhile, the slowest look and count took {slowest:?}"
    );
    let deadline = Instant::now() + BACK_WITHIN;
    while store.flush().await.is_err() || store.change(1, Change::HumanChannel(Some(9))).await.is_err() {
        assert!(Instant::now() < deadline, "{mode:?}: does not come back");
    }
    store.close().await;
    let kept = home.number("SELECT CAST(SUM(shown) AS BIGINT) FROM verdict").await;
    assert_eq!(kept, counted, "{mode:?}: none lost, none twice");
    assert_eq!(home.number("SELECT human_channel FROM guild WHERE guild_id = 1").await, 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_refuses_connections_is_waited_out_under_load() {
    away_for(Duration::from_secs(3), Mode::Cut).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_says_nothing_is_waited_out_under_load() {
    away_for(Duration::from_secs(4), Mode::Stalled).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute: by hand, before a release"]
async fn a_database_that_is_away_for_long_is_waited_out_under_load() {
    away_for(Duration::from_secs(30), Mode::Cut).await;
    away_for(Duration::from_secs(30), Mode::Stalled).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_whose_commit_was_never_confirmed_are_neither_lost_nor_doubled() {
    let Some(home) = Home::postgres().await else { return };
    let (wire, url) = Wire::before(&home.url).await;
    let store = Store::open_at(&url, STILL).await.unwrap();
    store.flush().await.unwrap();
    for n in 1..=5 {
        store.record(1, Day::today(), shown());
        wire.set(Mode::LoseCommit);
        assert!(store.flush().await.is_err(), "the answer to the commit is lost");
        assert_eq!(home.number("SELECT shown FROM verdict").await, n, "and yet it was made");
        wire.set(Mode::Open);
        let deadline = Instant::now() + BACK_WITHIN;
        while store.flush().await.is_err() {
            assert!(Instant::now() < deadline);
        }
        assert_eq!(home.number("SELECT shown FROM verdict").await, n);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_whose_commit_was_never_confirmed_is_seen_when_the_database_is_back() {
    let Some(home) = Home::postgres().await else { return };
    let (wire, url) = Wire::before(&home.url).await;
    let store = Store::open_at(&url, QUICK).await.unwrap();
    wire.set(Mode::LoseCommit);
    let refused = store.change(1, Change::HumanChannel(Some(7))).await;
    assert!(matches!(refused, Err(StoreError::Away)), "{refused:?}");
    wire.set(Mode::Open);
    until("what was committed", BACK_WITHIN, || store.server(1).human_channel == Some(7)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_another_program_holds_is_waited_out() {
    let home = Home::sqlite();
    let store = home.open().await;
    store.change(1, Change::HumanChannel(Some(7))).await.unwrap();
    let mut holder = SqliteConnection::connect(home.file().to_str().unwrap()).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut holder).await.unwrap();
    store.record(1, Day::today(), shown());
    let start = Instant::now();
    let refused = store.change(1, Change::HumanChannel(Some(8))).await;
    assert!(matches!(refused, Err(StoreError::Away)), "{refused:?}");
    assert!(start.elapsed() < ANSWERED_WITHIN, "{:?}", start.elapsed());
    assert!(matches!(store.health(), Health::Degraded { .. }));
    assert_eq!(store.server(1).human_channel, Some(7));
    sqlx::query("ROLLBACK").execute(&mut holder).await.unwrap();
    until("ready again", BACK_WITHIN, || store.health() == Health::Ready).await;
    store.change(1, Change::HumanChannel(Some(9))).await.unwrap();
    store.close().await;
    assert_eq!(home.number("SELECT shown FROM verdict").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_bounded() {
    let home = Home::sqlite();
    let store = home.open_still().await;
    let mut holder = SqliteConnection::connect(home.file().to_str().unwrap()).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut holder).await.unwrap();
    for n in 0..110_000_u64 {
        store.record(n % 300, Day::today(), Event::Shown(format!("entry-{n}")));
    }
    sqlx::query("ROLLBACK").execute(&mut holder).await.unwrap();
    let deadline = Instant::now() + Duration::from_mins(1);
    while store.flush().await.is_err() {
        assert!(Instant::now() < deadline);
    }
    let kept = home.number("SELECT COUNT(*) FROM verdict").await;
    assert!((100_000..103_000).contains(&kept), "the bound, and a batch that was on its way: {kept}");
    store.record(0, Day::today(), Event::Shown("one-more".into()));
    store.flush().await.unwrap();
    assert_eq!(home.number("SELECT COUNT(*) FROM verdict").await, kept + 1, "there is room again");
}
