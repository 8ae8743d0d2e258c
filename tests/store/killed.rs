//! A process that is killed in the middle of writing, again and again: nothing is broken, nothing that was acknowledged is lost.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use fukugyo::config::StoreUrl;
use fukugyo::profile::Day;
use fukugyo::store::{Change, Event, Store};

use super::home::{Home, STILL};

const STORE: &str = "FUKUGYO_TEST_KILLED_STORE";
/// What was written before.
const AFTER: &str = "FUKUGYO_TEST_KILLED_AFTER";
const WRITES: i64 = 1_000;
const SERVERS: u64 = 20;
/// A batch of counts is written after so many changes.
const BATCH: i64 = 10;

fn server_of(write: i64) -> u64 {
    1 + write.unsigned_abs() % SERVERS
}

/// Not a test: the process that is killed. It says what was acknowledged.
#[tokio::test]
#[ignore = "run by the test below"]
async fn writing() {
    let Ok(url) = std::env::var(STORE) else { return };
    let store = Store::open_at(&url.parse().unwrap(), STILL).await.unwrap();
    let after: i64 = std::env::var(AFTER).unwrap().parse().unwrap();
    for write in after + 1..=after + WRITES {
        // On a disk that is busy with other things it may take longer than we wait.
        while store.change(server_of(write), Change::MutedUntil(Some(write))).await.is_err() {}
        println!("changed {write}");
        store.record(99, Day::today(), Event::Shown("tax-1".into()));
        if write % BATCH == 0 {
            while store.flush().await.is_err() {}
            println!("counted {BATCH}");
        }
    }
}

/// Starts the writer, kills it after so many changes, and says what it acknowledged: by server, and how many counts.
fn killed_after(acknowledged: usize, url: &str, after: i64) -> (HashMap<u64, i64>, i64) {
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["killed::writing", "--exact", "--ignored", "--nocapture"])
        .env(STORE, url)
        .env(AFTER, after.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (mut changed, mut counted, mut seen) = (HashMap::new(), 0, 0);
    // What it wrote into the pipe before it was killed is read as well: all that was acknowledged.
    for line in BufReader::new(writer.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let number = |text: &str| text.trim().parse::<i64>().unwrap();
        if let Some(write) = line.strip_prefix("changed ") {
            changed.insert(server_of(number(write)), number(write));
            seen += 1;
        } else if let Some(counts) = line.strip_prefix("counted ") {
            counted += number(counts);
        }
        if seen == acknowledged {
            writer.kill().unwrap();
        }
    }
    writer.wait().unwrap();
    assert!(seen >= acknowledged && seen < usize::try_from(WRITES).unwrap(), "killed in the middle: {seen}");
    (changed, counted)
}

async fn survives(home: &Home, url: &str, rounds: usize) {
    let mut shown_before = 0;
    let mut latest = HashMap::new();
    for round in 0..rounds {
        let after = WRITES * i64::try_from(round).unwrap();
        let (changed, counted) = killed_after(1 + round * 37 % 100, url, after);
        latest.extend(changed);
        // Opening checks the whole file.
        let store = home.open_still().await;
        for (&server, &write) in &latest {
            let kept = store.server(server).muted_until;
            assert!(
                kept >= Some(write),
                "round {round}: {write} of {server} was acknowledged, {kept:?} is kept"
            );
        }
        store.close().await;
        let shown = home.number("SELECT CAST(COALESCE(SUM(shown), 0) AS BIGINT) FROM verdict").await;
        let acknowledged = shown_before + counted;
        assert!(
            (acknowledged..=acknowledged + BATCH).contains(&shown),
            "round {round}: {acknowledged} were acknowledged, {shown} are kept"
        );
        shown_before = shown;
    }
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_from_a_file_and_nothing_in_it_is_broken() {
    let home = Home::sqlite();
    let url = home.file().to_str().unwrap().to_owned();
    survives(&home, &url, 50).await;
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_from_postgres() {
    let Some(home) = Home::postgres().await else { return };
    let StoreUrl::Postgres(url) = &home.url else { panic!() };
    survives(&home, url.as_str(), 5).await;
}
