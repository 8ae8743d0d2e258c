//! `fukugyo store` in a terminal.

use std::fs;
use std::process::{Command, Output};

use fukugyo::config::StoreUrl;
use fukugyo::profile::Day;
use fukugyo::store::{AnswerKind, Change, Eagerness, Event, Link, QuietHours, Store};

use super::home::{Home, Kind};

const GUILD: u64 = 1_200_000_000_000_000_001;

/// The address with its password, which only the environment may hold.
fn address(url: &StoreUrl) -> String {
    match url {
        StoreUrl::Sqlite(path) => path.to_str().unwrap().to_owned(),
        StoreUrl::Postgres(url) => url.to_string(),
    }
}

fn fukugyo(url: &StoreUrl, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fukugyo"))
        .arg("store")
        .args(arguments)
        .env_clear()
        .env("FUKUGYO_STORE_URL", address(url))
        .output()
        .unwrap()
}

fn done(url: &StoreUrl, arguments: &[&str]) -> String {
    let output = fukugyo(url, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Exit code 2, nothing on standard output, one message, without the password.
fn refused(url: &StoreUrl, arguments: &[&str]) -> String {
    let output = fukugyo(url, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.trim_end().lines().count() == 1 && !message.contains("not-so-secret"), "{message}");
    message
}

/// A store with every kind of thing in it.
async fn filled(home: &Home) -> Store {
    let store = home.open_still().await;
    for change in [
        Change::Channels([11, 12].into()),
        Change::Eagerness(Eagerness::Eager),
        Change::HumanChannel(Some(13)),
        Change::QuietHours(QuietHours::new(22, 7)),
        Change::PrivateProfiles(true),
        Change::SwitchOff("tax-1".into()),
        Change::DigestChannel(Some(14)),
        Change::MutedUntil(Some(15)),
        Change::Greeted,
    ] {
        store.change(GUILD, change).await.unwrap();
    }
    let today = Day::today();
    for kind in AnswerKind::ALL {
        store.record(GUILD, today, Event::Asked { addressed: true, kind });
    }
    for event in [
        Event::Shown("tax-1".into()),
        Event::Helpful("tax-1".into()),
        Event::Wrong("tax-2".into()),
        Event::Miss { nearest: Some("tax-1".into()), at: Some(Link { channel: 11, message: 16 }) },
        Event::Miss { nearest: None, at: None },
    ] {
        store.record(GUILD, today, event);
    }
    assert!(store.claim_digest(GUILD, today).await.unwrap());
    store.left(GUILD, 17_000_000_000);
    store.flush().await.unwrap();
    store
}

#[tokio::test]
async fn everything_about_a_server_is_printed_and_deleted_on_request() {
    for home in Home::each().await {
        let store = filled(&home).await;
        let id = GUILD.to_string();
        let printed: serde_json::Value =
            serde_json::from_str(&done(&home.url, &["export", "--guild", &id])).unwrap();
        assert_eq!(printed, store.export(GUILD).await.unwrap(), "{:?}", home.kind);
        assert!(done(&home.url, &["forget", "--guild", &id]).contains(&id));
        assert_eq!(home.number("SELECT COUNT(*) FROM guild").await, 0, "{:?}", home.kind);
        store.close().await;
        // A running bot follows.
        let store = home.open().await;
        store.change(GUILD, Change::Greeted).await.unwrap();
        done(&home.url, &["forget", "--guild", &id]);
        super::home::until("followed", std::time::Duration::from_secs(5), || !store.server(GUILD).greeted)
            .await;
        store.close().await;
    }
}

#[tokio::test]
async fn a_backup_of_a_file_in_use_is_a_whole_store() {
    let home = Home::sqlite();
    let store = filled(&home).await;
    let backup = home.folder().join("backup.db");
    let said = done(&home.url, &["backup", backup.to_str().unwrap()]);
    assert!(said.contains("backup.db"), "{said}");
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let copy = Store::open(&StoreUrl::Sqlite(backup.clone())).await.unwrap();
    assert_eq!(copy.export(GUILD).await.unwrap(), store.export(GUILD).await.unwrap());
    assert!(refused(&home.url, &["backup", backup.to_str().unwrap()]).contains("not there yet"));
    let missing = StoreUrl::Sqlite(home.folder().join("missing.db"));
    assert!(
        refused(&missing, &["backup", home.folder().join("b2").to_str().unwrap()]).contains("is not there")
    );
    assert!(!home.folder().join("missing.db").exists());
}

#[tokio::test]
async fn postgres_is_backed_up_by_its_own_program() {
    let Some(home) = Home::postgres().await else { return };
    assert!(refused(&home.url, &["backup", "x"]).contains("pg_dump"));
}

#[tokio::test]
async fn a_store_is_copied_whole_into_an_empty_one_of_either_kind_and_into_no_other() {
    let sources = Home::each().await;
    for source in &sources {
        for target in &Home::each().await {
            let from = filled(source).await;
            let (here, there) = (address(&source.url), address(&target.url));
            let said = done(&source.url, &["copy", &here, &there]);
            assert!(said.contains("guild 1") && !said.contains("not-so-secret"), "{said}");
            let to = target.open_still().await;
            assert_eq!(to.export(GUILD).await.unwrap(), from.export(GUILD).await.unwrap());
            assert_eq!(home_rows(target).await, home_rows(source).await);
            assert!(refused(&source.url, &["copy", &here, &there]).contains("empty"));
            from.forget(GUILD).await.unwrap();
            from.close().await;
            to.close().await;
        }
    }
}

/// What an export does not show.
async fn home_rows(home: &Home) -> Vec<i64> {
    let mut values = Vec::new();
    for column in ["version", "left_at", "digest_day", "guild_id"] {
        values.push(home.number(&format!("SELECT {column} FROM guild")).await);
    }
    values
}

/// A table that a new step adds is not forgotten by `copy`.
#[tokio::test]
async fn every_table_and_column_is_copied() {
    let home = Home::sqlite();
    home.open_still().await.close().await;
    let tables = "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\' ORDER BY name)";
    assert_eq!(
        home.text(tables).await,
        "about asked faq_channel guild miss miss_link switched_off turn verdict writer",
        "src/store/copy.rs names them all but about, which is the schema's, and turn and writer, which are about processes"
    );
    let columns = "SELECT COUNT(*) FROM sqlite_schema AS t, pragma_table_info(t.name) WHERE t.type = 'table' AND t.name NOT IN ('about', 'turn', 'writer') AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
    assert_eq!(home.number(columns).await, 12 + 2 + 2 + 5 + 6 + 4 + 5, "and every column of theirs");
}

#[tokio::test]
async fn migrate_makes_the_tables_and_says_where() {
    for home in Home::each().await {
        let said = done(&home.url, &["migrate"]);
        assert!(said.contains("is ready") && !said.contains("not-so-secret"), "{said}");
        assert_eq!(home.number("SELECT COUNT(*) FROM guild").await, 0);
        assert_eq!(done(&home.url, &["migrate"]), said, "again is no harm");
    }
}

#[tokio::test]
async fn a_store_that_cannot_be_opened_ends_every_command_with_one_sentence() {
    let home = Home::sqlite();
    fs::write(home.file(), "no database".repeat(500)).unwrap();
    for arguments in [&["migrate"][..], &["export", "--guild", "1200000000000000001"]] {
        assert!(refused(&home.url, arguments).contains("not a sound SQLite database"));
    }
    assert_eq!(home.kind, Kind::Sqlite);
}
