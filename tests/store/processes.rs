//! Several processes on one database. Two stores here share nothing else.

use std::time::Duration;

use fukugyo::profile::Day;
use fukugyo::store::{Change, Event, Health, Store};
use tokio::runtime::Builder;

use super::home::{Home, until};

/// Within so long the others see a change.
const SEEN_WITHIN: Duration = Duration::from_secs(1);

async fn two(home: &Home) -> [Store; 2] {
    [home.open().await, home.open().await]
}

#[tokio::test]
async fn a_change_in_one_process_is_seen_by_the_other_within_a_second() {
    for home in Home::each().await {
        let [one, other] = two(&home).await;
        let mut slowest = Duration::ZERO;
        for channel in 1..=10 {
            one.change(1, Change::HumanChannel(Some(channel))).await.unwrap();
            let took = until("seen", SEEN_WITHIN, || other.server(1).human_channel == Some(channel)).await;
            slowest = slowest.max(took);
        }
        println!("{:?}: the slowest of 10 changes was seen after {slowest:?}", home.kind);
        one.forget(1).await.unwrap();
        until("forgotten", SEEN_WITHIN, || other.server(1).human_channel.is_none()).await;
    }
}

#[tokio::test]
async fn a_change_is_told_by_postgres_not_found_by_looking() {
    let Some(home) = Home::postgres().await else { return };
    let [one, other] = [home.open_still().await, home.open_still().await];
    for channel in 1..=3 {
        one.change(1, Change::HumanChannel(Some(channel))).await.unwrap();
        until("told", SEEN_WITHIN, || other.server(1).human_channel == Some(channel)).await;
    }
}

#[test]
fn a_store_on_postgres_listens_as_soon_as_it_is_open() {
    let runtime = || Builder::new_current_thread().enable_all().build().unwrap();
    let (ours, its) = (runtime(), runtime());
    let Some(home) = ours.block_on(Home::postgres()) else { return };
    // Once it is open its runtime stands still: whatever is to run beside the store has not begun.
    let _store = its.block_on(home.open_still());
    let listening =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    assert_eq!(ours.block_on(home.number(listening)), 1);
}

#[tokio::test]
async fn what_changed_while_the_connection_was_lost_is_seen_when_it_is_back() {
    let Some(home) = Home::postgres().await else { return };
    let [one, other] = two(&home).await;
    for channel in 1..=5 {
        home.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fukugyo' AND datname = current_database()",
        )
        .await;
        // The first try may meet a connection that was cut.
        let deadline = std::time::Instant::now() + Duration::from_secs(5);
        while one.change(1, Change::HumanChannel(Some(channel))).await.is_err() {
            assert!(std::time::Instant::now() < deadline);
        }
        until("seen", Duration::from_secs(5), || other.server(1).human_channel == Some(channel)).await;
    }
}

#[tokio::test]
async fn a_change_that_was_told_and_could_not_be_read_is_read_again_soon() {
    let Some(home) = Home::postgres().await else { return };
    // Nothing looks by itself: only what is told brings a change.
    let store = home.open_still().await;
    store.change(1, Change::HumanChannel(Some(1))).await.unwrap();
    home.run("ALTER TABLE faq_channel RENAME TO out_of_reach").await;
    home.run("UPDATE guild SET human_channel = 2, version = version + 1 WHERE guild_id = 1").await;
    home.run("SELECT pg_notify('fukugyo_server', '1')").await;
    until("missed", Duration::from_secs(5), || store.health() != Health::Ready).await;
    home.run("ALTER TABLE out_of_reach RENAME TO faq_channel").await;
    until("read", Duration::from_secs(5), || store.server(1).human_channel == Some(2)).await;
}

#[tokio::test]
async fn changes_and_counts_of_both_add_up() {
    for home in Home::each().await {
        let stores = two(&home).await;
        let mut running = Vec::new();
        for (n, store) in stores.iter().enumerate() {
            let store = store.clone();
            running.push(tokio::spawn(async move {
                for entry in 0..20 {
                    let change = Change::SwitchOff(format!("tax-{n}-{entry}"));
                    // Another process may hold SQLite's file for longer than we wait, under load.
                    while store.change(1, change.clone()).await.is_err() {}
                    store.record(1, Day::today(), Event::Shown("tax-1".into()));
                    let _ = store.flush().await;
                }
            }));
        }
        for task in running {
            task.await.unwrap();
        }
        for store in &stores {
            let seen = || store.server(1).switched_off.len() == 40;
            until("all changes of both", Duration::from_secs(5), seen).await;
            while store.flush().await.is_err() {}
        }
        let shown = home.number("SELECT shown FROM verdict").await;
        assert_eq!(shown, 40, "{:?}", home.kind);
    }
}

#[tokio::test]
async fn a_digest_is_posted_by_one_process_alone() {
    for home in Home::each().await {
        let [one, other] = two(&home).await;
        let today = Day::today();
        let (first, second) = tokio::join!(one.claim_digest(1, today), other.claim_digest(1, today));
        assert_eq!(u8::from(first.unwrap()) + u8::from(second.unwrap()), 1, "{:?}", home.kind);
    }
}

#[tokio::test]
async fn what_waits_in_one_process_goes_when_the_server_is_forgotten_in_another() {
    let Some(home) = Home::postgres().await else { return };
    let one = home.open().await;
    let other = home.open_still().await;
    one.change(1, Change::Greeted).await.unwrap();
    until("seen", Duration::from_secs(5), || other.server(1).greeted).await;
    other.record(1, Day::today(), Event::Shown("tax-1".into()));
    one.forget(1).await.unwrap();
    until("forgotten", SEEN_WITHIN, || !other.server(1).greeted).await;
    other.flush().await.unwrap();
    assert_eq!(home.number("SELECT COUNT(*) FROM guild").await, 0);
}
