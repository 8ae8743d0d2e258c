//! The database goes away: it is told, and the bot goes on and stays ready.

use sqlx::{Connection as _, SqliteConnection};

use super::standin::fixture;
use super::{QUESTION, Told, discord, fukugyo, stop};

#[tokio::test]
async fn a_store_that_is_away_is_told_and_makes_nothing_unready() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let standin = discord();
    let mut bot =
        fukugyo(&standin).env("FUKUGYO_STORE_URL", path.to_str().unwrap()).args(["gateway"]).start();
    let told = Told::by(&mut bot).await;
    assert!(told.ready().await.contains("store ok\n"));
    // Nobody else can write any more.
    let mut other = SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    standin.interact(&fixture::slash("ask").option("question", QUESTION).guild().build()).await;
    let degraded =
        told.until("/readyz", "degraded", |_, body| body.contains("store degraded since 20")).await;
    assert_eq!(told.get("/readyz").await.0, 200, "{degraded}");
    let (_, page) = told.get("/metrics").await;
    assert!(
        page.contains("\nfukugyo_store_up 0\n") && page.contains("\nfukugyo_store_waiting 2\n"),
        "{page}"
    );
    assert!(page.contains("\nfukugyo_ready 1\n"));
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    told.until("/readyz", "whole again", |_, body| body.contains("store ok")).await;
    told.until("/metrics", "written", |_, page| page.contains("\nfukugyo_store_waiting 0\n")).await;
    stop(bot).await;
    standin.finish();
}
