//! What is opened, and what is refused with one sentence.

use std::fs;

use fukugyo::config::StoreUrl;
use fukugyo::store::{Change, Eagerness, OpenError, Store};

use super::home::{Home, STILL};

async fn refused(url: &StoreUrl) -> OpenError {
    match Store::open_at(url, STILL).await {
        Ok(_) => panic!("{url} was opened"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_file_is_made_with_its_folder_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::sqlite();
    let path = home.folder().join("state/fukugyo/store.db");
    let store = Store::open(&StoreUrl::Sqlite(path.clone())).await.unwrap();
    store.change(1, Change::Greeted).await.unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    for beside in ["state/fukugyo/store.db-wal", "state/fukugyo/store.db-shm"] {
        assert_eq!(mode(&home.folder().join(beside)), 0o600, "{beside}");
    }
}

#[tokio::test]
async fn what_was_set_is_there_after_a_restart() {
    for home in Home::each().await {
        let store = home.open().await;
        store.change(1, Change::Eagerness(Eagerness::Eager)).await.unwrap();
        store.change(u64::MAX >> 1, Change::Channels([u64::MAX >> 1].into())).await.unwrap();
        store.close().await;
        let store = home.open().await;
        assert_eq!(store.server(1).eagerness, Eagerness::Eager, "{:?}", home.kind);
        assert_eq!(store.server(u64::MAX >> 1).channels, [u64::MAX >> 1].into(), "{:?}", home.kind);
        store.close().await;
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let home = Home::sqlite();
    fs::write(home.file(), "not a database at all, but long enough to look at".repeat(50)).unwrap();
    let before = fs::read(home.file()).unwrap();
    let error = refused(&home.url).await;
    assert!(matches!(error, OpenError::Malformed { .. }), "{error}");
    assert_eq!((error.exit_code(), fs::read(home.file()).unwrap()), (2, before));
}

#[tokio::test]
async fn a_malformed_database_is_refused() {
    let home = Home::sqlite();
    let store = home.open().await;
    for guild in 1..200 {
        store.change(guild, Change::SwitchOff(format!("entry-{guild}"))).await.unwrap();
    }
    store.close().await;
    let mut bytes = fs::read(home.file()).unwrap();
    for page in 3..bytes.len() / 4096 {
        bytes[page * 4096..page * 4096 + 64].fill(0xa5);
    }
    fs::write(home.file(), bytes).unwrap();
    let error = refused(&home.url).await;
    assert!(matches!(error, OpenError::Malformed { .. }), "{error}");
    assert!(error.to_string().contains("last backup") && error.exit_code() == 2);
}

#[tokio::test]
async fn another_programs_database_is_refused_and_left_as_it_is() {
    for setup in ["CREATE TABLE theirs (x)", "PRAGMA application_id = 7"] {
        let home = Home::sqlite();
        fs::write(home.file(), "").unwrap();
        home.run(setup).await;
        let before = fs::read(home.file()).unwrap();
        let error = refused(&home.url).await;
        assert!(matches!(error, OpenError::NotOurs(_)), "{setup}: {error}");
        assert_eq!((error.exit_code(), fs::read(home.file()).unwrap()), (2, before), "{setup}");
    }
    let Some(home) = Home::postgres().await else { return };
    home.run("CREATE TABLE about (id BIGINT)").await;
    let error = refused(&home.url).await;
    assert!(matches!(error, OpenError::NotOurs(_)), "{error}");
}

#[tokio::test]
async fn a_schema_that_this_program_cannot_work_with_is_refused() {
    for home in Home::each().await {
        home.open().await.close().await;
        home.run("UPDATE about SET value = 2 WHERE key = 'compatible'").await;
        let error = refused(&home.url).await;
        assert!(matches!(error, OpenError::Newer(_)), "{:?}: {error}", home.kind);
        assert_eq!(error.exit_code(), 2);
    }
}

#[tokio::test]
async fn an_old_program_works_on_the_schema_of_a_newer_one() {
    for home in Home::each().await {
        home.open().await.close().await;
        let steps = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'newer', TRUE, ";
        home.run(&format!("{steps}{}, 0)", if home.file().exists() { "x'00'" } else { "'x'" })).await;
        home.run("ALTER TABLE guild ADD COLUMN newer TEXT NOT NULL DEFAULT 'x'").await;
        home.run("CREATE TABLE newer (guild_id BIGINT REFERENCES guild ON DELETE CASCADE)").await;
        home.run("INSERT INTO guild (guild_id, version, eagerness) VALUES (7, 5, 'newest')").await;
        home.run("INSERT INTO newer (guild_id) VALUES (7)").await;
        let store = home.open().await;
        assert_eq!(store.server(7).eagerness, Eagerness::Usual, "a word that it does not know");
        store.change(7, Change::HumanChannel(Some(3))).await.unwrap();
        assert_eq!(home.number("SELECT human_channel FROM guild").await, 3, "{:?}", home.kind);
        store.forget(7).await.unwrap();
        assert_eq!(home.number("SELECT COUNT(*) FROM newer").await, 0, "its rows go with the server's");
        store.close().await;
    }
}

#[tokio::test]
async fn a_schema_that_was_changed_by_hand_is_refused() {
    for home in Home::each().await {
        home.open().await.close().await;
        let other = if home.file().exists() { "x'00'" } else { "'x'" };
        home.run(&format!("UPDATE _sqlx_migrations SET checksum = {other}")).await;
        let error = refused(&home.url).await;
        assert!(matches!(error, OpenError::Schema(..)), "{:?}: {error}", home.kind);
        assert_eq!(error.exit_code(), 2);
    }
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_refused() {
    let home = Home::sqlite();
    fs::write(home.folder().join("file"), "").unwrap();
    for path in ["file/store.db", "folder"] {
        fs::create_dir_all(home.folder().join("folder")).unwrap();
        let error = refused(&StoreUrl::Sqlite(home.folder().join(path))).await;
        assert!(matches!(error, OpenError::Folder { .. }), "{path}: {error}");
        assert_eq!(error.exit_code(), 2);
    }
}

#[tokio::test]
async fn a_postgres_that_refuses_us_is_told_from_one_that_is_away_and_no_password_is_shown() {
    let Some(home) = Home::postgres().await else { return };
    let StoreUrl::Postgres(mut url) = home.url.clone() else { panic!() };
    url.set_password(Some("hunter2")).unwrap();
    let error = refused(&StoreUrl::Postgres(url.clone())).await;
    assert!(matches!(error, OpenError::Refused(..)) && error.exit_code() == 2, "{error}");
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    url.set_port(Some(1)).unwrap();
    let error = refused(&StoreUrl::Postgres(url)).await;
    assert!(matches!(error, OpenError::Unreachable(..)) && error.exit_code() == 1, "{error}");
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}
