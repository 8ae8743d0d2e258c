//! What the bot keeps of servers: opened at start, told of departures, written at the end.

use std::path::{Path, PathBuf};

use serde_json::json;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use tempfile::TempDir;

use super::standin::bot::Bot;
use super::standin::{GUILD, Standin};
use super::{discord, fukugyo, stop};

/// A server that the bot is not in, by what the stand-in says.
const ELSEWHERE: u64 = 1_200_000_000_000_000_777;

/// A store with settings of two servers: the one the stand-in knows, and one elsewhere.
async fn store() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = fukugyo::store::Store::open(&path.to_str().unwrap().parse().unwrap()).await.unwrap();
    for guild in [GUILD, ELSEWHERE] {
        store.change(guild, fukugyo::store::Change::Greeted).await.unwrap();
    }
    store.close().await;
    (folder, path)
}

async fn running(standin: &Standin, store: &Path) -> Bot {
    let bot = fukugyo(standin).env("FUKUGYO_STORE_URL", store.to_str().unwrap()).args(["gateway"]).start();
    standin.ready(1).await;
    bot
}

/// The servers that the store takes for left.
async fn left(store: &Path) -> Vec<u64> {
    let mut raw = SqliteConnection::connect(store.to_str().unwrap()).await.unwrap();
    let sql = "SELECT guild_id FROM guild WHERE left_at IS NOT NULL ORDER BY guild_id";
    let left: Vec<i64> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut raw).await.unwrap();
    left.into_iter().map(i64::cast_unsigned).collect()
}

#[tokio::test]
async fn a_server_left_while_the_bot_was_down_is_found_at_start() {
    let (_folder, store) = store().await;
    let standin = discord();
    stop(running(&standin, &store).await).await;
    assert_eq!(left(&store).await, [ELSEWHERE]);
    standin.finish();
}

#[tokio::test]
async fn a_server_that_removes_the_bot_has_left_and_one_with_an_outage_has_not() {
    let (_folder, store) = store().await;
    for (unavailable, expected) in
        [(json!({"unavailable": true}), &[ELSEWHERE][..]), (json!({}), &[GUILD, ELSEWHERE])]
    {
        let standin = discord();
        let bot = running(&standin, &store).await;
        let mut gone = json!({"id": GUILD.to_string()});
        gone.as_object_mut().unwrap().extend(unavailable.as_object().unwrap().clone());
        standin.dispatch("GUILD_DELETE", &gone);
        // Events are taken in order: this one is answered after that one was seen.
        standin.interact(&super::score()).await;
        stop(bot).await;
        assert_eq!(left(&store).await, expected);
        standin.finish();
    }
}

#[tokio::test]
async fn a_rating_is_counted_and_written_when_the_bot_is_stopped() {
    let (_folder, store) = store().await;
    let standin = discord();
    let bot = running(&standin, &store).await;
    let call = standin.interact(&super::score()).await;
    standin.press(&call, "v1:helpful:tax-200k-1", &[]).await;
    // The same person once more.
    standin.press(&call, "v1:helpful:tax-200k-1", &[]).await;
    stop(bot).await;
    let mut raw = SqliteConnection::connect(store.to_str().unwrap()).await.unwrap();
    let helpful: i64 = sqlx::query_scalar("SELECT helpful FROM verdict").fetch_one(&mut raw).await.unwrap();
    assert_eq!(helpful, 1);
    standin.finish();
}

#[tokio::test]
async fn a_store_that_cannot_be_opened_ends_the_start_with_one_sentence_before_any_login() {
    let (_folder, store) = store().await;
    std::fs::write(&store, "no database".repeat(500)).unwrap();
    // A journal that the last writer left would make it whole again.
    let _ = std::fs::remove_file(store.with_extension("db-wal"));
    let standin = discord();
    let mut bot =
        fukugyo(&standin).env("FUKUGYO_STORE_URL", store.to_str().unwrap()).args(["gateway"]).start();
    assert_eq!(bot.exit_code().await, 2, "{}", bot.output());
    assert!(bot.output().contains("is not a sound SQLite database"), "{}", bot.output());
    assert_eq!(standin.count("GET /gateway/bot"), 0);
    standin.finish();
}
