//! A day of a server: what people wrote and who they are stands in no log, no store and no backup.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;
use sqlx::{Connection as _, SqliteConnection};

use super::standin::{CHANNEL, GUILD, USER, fixture};
use super::{discord, fukugyo, score, stop};

/// Words that only people of this test use, and that nothing answers.
const WORDS: &str = "ズンドコベロンチョのピヨピヨ";
const MORE_WORDS: &str = "qwvxzkj";
/// A question that is certainly in the data.
const QUESTION: &str = "副業はいくらから確定申告が必要ですか？";

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Everything in the folder's files that a person wrote or is.
fn traces(folder: &Path) -> Vec<String> {
    let mut traces = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let text = USER.to_string();
        // As text, and as SQLite writes a whole number of this size.
        for (name, part) in [
            ("words", WORDS.as_bytes()),
            ("words", MORE_WORDS.as_bytes()),
            ("id", text.as_bytes()),
            ("id", &USER.to_be_bytes()),
            ("question", QUESTION.as_bytes()),
        ] {
            if holds(&bytes, part) {
                traces.push(format!("{}: {name}", path.display()));
            }
        }
    }
    traces
}

#[tokio::test]
async fn a_day_leaves_no_text_and_no_persons_id_in_log_store_and_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let standin = discord();
    let bot = fukugyo(&standin)
        .env("FUKUGYO_STORE_URL", path.to_str().unwrap())
        .env("FUKUGYO_LOG", "info,fukugyo=trace")
        .args(["gateway"])
        .start();
    standin.ready(1).await;
    // The admin chooses a channel.
    let panel = standin.interact(&fixture::slash("settings").guild().build()).await;
    let press = fixture::press("v1:server:channels").guild().on(&fixture::message_of(&panel));
    let press = press.with("/data/component_type", 8).with("/data/values", json!([CHANNEL.to_string()]));
    standin.interact(&press.build()).await;
    standin.posted(1).await;
    // Members ask there, by mention, in private and by command; some of it has no answer.
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).build());
    standin.posted(2).await;
    for (nth, words) in [(3, WORDS), (4, MORE_WORDS)] {
        standin.dispatch("MESSAGE_CREATE", &fixture::message(words).mention_bot().build());
        standin.posted(nth).await;
    }
    standin.dispatch("MESSAGE_CREATE", &fixture::message(&format!("{WORDS} {QUESTION}")).dm().build());
    standin.posted(5).await;
    standin.interact(&fixture::slash("faq").guild().option("question", WORDS).build()).await;
    let call = standin.interact(&score()).await;
    standin.press(&call, "v1:wrong:2:tax-200k-1:tax-200k-2", &[]).await;
    standin.interact(&fixture::slash("insights").guild().build()).await;
    let log = stop(bot).await;

    let backup = Command::new(env!("CARGO_BIN_EXE_fukugyo"))
        .args(["store", "backup"])
        .arg(folder.path().join("backup.db"))
        .env_clear()
        .env("FUKUGYO_STORE_URL", &path)
        .output()
        .unwrap();
    assert!(backup.status.success(), "{backup:?}");
    fs::write(folder.path().join("log"), &log).unwrap();
    assert_eq!(traces(folder.path()), Vec::<String>::new());

    // What is looked for would be found: the channel's id is there, and things were counted.
    for file in [&path, &folder.path().join("backup.db")] {
        assert!(holds(&fs::read(file).unwrap(), &CHANNEL.to_be_bytes()), "{}", file.display());
        let mut raw = SqliteConnection::connect(file.to_str().unwrap()).await.unwrap();
        let asked: i64 = sqlx::query_scalar("SELECT SUM(n) FROM asked WHERE guild_id = $1")
            .bind(GUILD.cast_signed())
            .fetch_one(&mut raw)
            .await
            .unwrap();
        assert!(asked >= 3, "{asked}");
        let links: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM miss_link").fetch_one(&mut raw).await.unwrap();
        assert!(links >= 1, "a question without an answer can be looked up in Discord");
    }
    standin.finish();
}
