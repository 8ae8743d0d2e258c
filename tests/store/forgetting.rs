//! What is deleted, and when.

use std::collections::HashSet;
use std::fs;

use fukugyo::profile::Day;
use fukugyo::store::{AnswerKind, Change, Event, Link, ServerSettings, Store};

use super::home::{Home, Kind};

const DAY: i64 = 86_400;

fn today() -> Day {
    Day::new(2026, 11, 26).unwrap()
}

/// A server with a row in every table.
async fn fill(store: &Store, guild: u64) {
    store.change(guild, Change::Channels([11, 12].into())).await.unwrap();
    store.change(guild, Change::SwitchOff("tax-1".into())).await.unwrap();
    store.record(guild, today(), Event::Asked { addressed: true, kind: AnswerKind::Answered });
    store.record(guild, today(), Event::Wrong("tax-1".into()));
    store.record(
        guild,
        today(),
        Event::Miss { nearest: Some("tax-1".into()), at: Some(Link { channel: 11, message: 13 }) },
    );
    store.claim_digest(guild, today()).await.unwrap();
    store.flush().await.unwrap();
}

const TABLES: [&str; 7] = ["guild", "faq_channel", "switched_off", "asked", "verdict", "miss", "miss_link"];

async fn rows(home: &Home, guild: u64) -> [i64; 7] {
    let mut rows = [0; 7];
    for (rows, table) in rows.iter_mut().zip(TABLES) {
        *rows = home.number(&format!("SELECT COUNT(*) FROM {table} WHERE guild_id = {guild}")).await;
    }
    rows
}

#[tokio::test]
async fn a_server_is_forgotten_at_once_and_no_other_is_touched() {
    for home in Home::each().await {
        let store = home.open_still().await;
        fill(&store, 1).await;
        fill(&store, 2).await;
        assert_eq!(rows(&home, 1).await, [1, 2, 1, 1, 1, 1, 1], "{:?}", home.kind);
        // What was not written yet goes too.
        store.record(1, today(), Event::Helpful("tax-1".into()));
        store.forget(1).await.unwrap();
        store.flush().await.unwrap();
        assert_eq!(rows(&home, 1).await, [0; 7], "{:?}", home.kind);
        assert_eq!(*store.server(1), ServerSettings::default());
        assert_eq!(rows(&home, 2).await, [1, 2, 1, 1, 1, 1, 1], "{:?}", home.kind);
        assert_eq!(store.server(2).channels, [11, 12].into());
    }
}

#[tokio::test]
async fn what_is_forgotten_is_gone_from_the_files() {
    let home = Home::sqlite();
    let store = home.open_still().await;
    fill(&store, 1).await;
    store.change(1, Change::SwitchOff("hidden-entry-7".into())).await.unwrap();
    let holds = || {
        fs::read_dir(home.folder()).unwrap().any(|file| {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            bytes.windows(14).any(|window| window == b"hidden-entry-7")
        })
    };
    assert!(holds());
    store.forget(1).await.unwrap();
    assert!(!holds());
}

#[tokio::test]
async fn a_server_that_removed_the_bot_is_forgotten_thirty_days_later() {
    for home in Home::each().await {
        let store = home.open_still().await;
        fill(&store, 1).await;
        fill(&store, 2).await;
        let now = now();
        store.left(1, now - 30 * DAY - 60);
        store.left(2, now - 30 * DAY + 60);
        store.flush().await.unwrap();
        store.close().await;
        // Old things are deleted at start.
        let store = home.open().await;
        super::home::until("forgotten", std::time::Duration::from_secs(5), || {
            store.server(1).channels.is_empty()
        })
        .await;
        assert_eq!(rows(&home, 1).await, [0; 7], "{:?}", home.kind);
        assert_eq!(rows(&home, 2).await[0], 1, "{:?}", home.kind);
    }
}

fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

async fn departed(home: &Home) -> Vec<u64> {
    let mut departed = Vec::new();
    for guild in [1 << 22, 2 << 22, 3 << 22, 4 << 22] {
        let sql = format!("SELECT COUNT(*) FROM guild WHERE guild_id = {guild} AND left_at IS NOT NULL");
        if home.number(&sql).await > 0 {
            departed.push(guild >> 22);
        }
    }
    departed
}

#[tokio::test]
async fn a_server_that_takes_the_bot_back_is_kept() {
    for home in Home::each().await {
        let store = home.open_still().await;
        for guild in [1 << 22, 2 << 22] {
            fill(&store, guild).await;
        }
        store.left(1 << 22, now());
        store.left(2 << 22, now());
        store.flush().await.unwrap();
        assert_eq!(departed(&home).await, [1, 2], "{:?}", home.kind);
        store.close().await;
        let store = home.open_still().await;
        store.present(1 << 22);
        store.flush().await.unwrap();
        assert_eq!(departed(&home).await, [2], "{:?}", home.kind);
    }
}

#[tokio::test]
async fn who_left_while_nobody_looked_is_found_by_a_login_within_its_own_shard() {
    for home in Home::each().await {
        let store = home.open_still().await;
        for guild in 1..=4 {
            fill(&store, guild << 22).await;
        }
        store.left(3 << 22, now());
        store.flush().await.unwrap();
        // Of two shards, the second has the odd ones: 1 is gone, 3 is back; nothing is known of the even ones.
        let then = now();
        store.present_in(HashSet::from([3 << 22, 5 << 22]), 1, 2, then);
        store.flush().await.unwrap();
        assert_eq!(departed(&home).await, [1], "{:?}", home.kind);
        let at = format!("SELECT left_at FROM guild WHERE guild_id = {}", 1 << 22);
        assert_eq!(home.number(&at).await, then, "{:?}", home.kind);
        // A second login does not begin the thirty days anew.
        store.present_in(HashSet::from([3 << 22]), 1, 2, then + 9);
        store.flush().await.unwrap();
        assert_eq!(home.number(&at).await, then, "{:?}", home.kind);
    }
}

#[tokio::test]
async fn a_server_that_was_found_to_have_left_and_comes_back_is_kept() {
    for home in Home::each().await {
        let [store, other] = [home.open_still().await, home.open_still().await];
        fill(&store, 1 << 22).await;
        // Another process finds it gone, and yet another takes the shard over before it comes back.
        other.present_in(HashSet::new(), 0, 1, now());
        other.flush().await.unwrap();
        assert_eq!(departed(&home).await, [1], "{:?}", home.kind);
        store.present(1 << 22);
        store.flush().await.unwrap();
        assert_eq!(departed(&home).await, [0; 0], "{:?}", home.kind);
        // The same process finds it gone, and sees it come back.
        other.present_in(HashSet::new(), 0, 1, now());
        other.flush().await.unwrap();
        other.present(1 << 22);
        other.flush().await.unwrap();
        assert_eq!(departed(&home).await, [0; 0], "{:?}", home.kind);
    }
}

#[tokio::test]
async fn a_server_that_comes_before_a_logins_list_is_written_is_kept() {
    for home in Home::each().await {
        let store = home.open_still().await;
        store.present_in(HashSet::from([2 << 22]), 0, 1, now());
        store.present(1 << 22);
        fill(&store, 1 << 22).await;
        assert_eq!(departed(&home).await, [0; 0], "{:?}", home.kind);
    }
}

#[tokio::test]
async fn counts_and_links_are_deleted_after_thirty_days() {
    for home in Home::each().await {
        let store = home.open_still().await;
        let today = Day::today();
        for (age, message) in [(0, 1), (29, 2), (30, 3), (400, 4)] {
            let day = Day::from_number(today.number() - age);
            store.record(1, day, Event::Asked { addressed: true, kind: AnswerKind::NoAnswer });
            store.record(1, day, Event::Wrong("tax-1".into()));
            store.record(1, day, Event::Miss { nearest: None, at: Some(Link { channel: 1, message }) });
        }
        store.flush().await.unwrap();
        store.close().await;
        let store = home.open().await;
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(5);
        while rows(&home, 1).await[3..] != [2; 4] {
            assert!(std::time::Instant::now() < deadline, "{:?}: {:?}", home.kind, rows(&home, 1).await);
        }
        store.close().await;
    }
}

#[tokio::test]
async fn of_a_server_only_so_many_links_are_kept_and_those_the_latest() {
    for home in Home::each().await {
        let store = home.open_still().await;
        for message in 1..=150 {
            store.record(
                1,
                Day::today(),
                Event::Miss { nearest: None, at: Some(Link { channel: 1, message }) },
            );
        }
        store.flush().await.unwrap();
        for message in 151..=300 {
            store.record(
                1,
                Day::today(),
                Event::Miss { nearest: None, at: Some(Link { channel: 1, message }) },
            );
        }
        store.close().await;
        let store = home.open().await;
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(5);
        while rows(&home, 1).await[6] != 200 {
            assert!(std::time::Instant::now() < deadline, "{:?}: {:?}", home.kind, rows(&home, 1).await);
        }
        assert_eq!(home.number("SELECT MIN(message_id) FROM miss_link").await, 101, "{:?}", home.kind);
        assert_eq!(home.number("SELECT n FROM miss").await, 300, "all are counted");
        store.close().await;
    }
}

#[tokio::test]
async fn an_export_holds_everything_of_the_server_and_nothing_of_others() {
    let mut exports = Vec::new();
    let mut homes = Vec::new();
    let mut stores = vec![("memory", Store::memory())];
    for home in Home::each().await {
        stores.push((if home.kind == Kind::Sqlite { "sqlite" } else { "postgres" }, home.open_still().await));
        homes.push(home);
    }
    for (name, store) in &stores {
        fill(store, 1).await;
        fill(store, 2).await;
        store.record(2, today(), Event::Shown("not-mine-1".into()));
        let export = store.export(1).await.unwrap();
        let text = export.to_string();
        for part in ["\"tax-1\"", "\"11\"", "\"12\"", "\"13\"", "2026-11-26", "\"answered\""] {
            assert!(text.contains(part), "{name}: {part} in {text}");
        }
        assert!(!text.contains("not-mine-1"), "{name}");
        exports.push(export);
    }
    exports.dedup();
    assert_eq!(exports.len(), 1, "the same, whatever it is kept in: {exports:#?}");
}
