//! The schema is only ever added to, the same in both databases.

use std::fs;
use std::path::Path;

use super::home::{Home, Kind};

/// Name and text of each step, in order.
fn steps(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let step = |path: &Path| {
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
    };
    let mut steps: Vec<_> = files.map(|path| step(&path)).collect();
    steps.sort();
    steps
}

/// A published step never changes, not by a comment: every database that has taken it would be refused. Add a step instead.
#[tokio::test]
async fn published_steps_never_change() {
    for home in Home::each().await {
        home.open_still().await.close().await;
        let (hex, sums) = match home.kind {
            Kind::Sqlite => ("hex(checksum)", SQLITE),
            Kind::Postgres => ("upper(encode(checksum, 'hex'))", POSTGRES),
        };
        for (version, sum) in (1..).zip(sums) {
            let sql = format!("SELECT substr({hex}, 1, 16) FROM _sqlx_migrations WHERE version = {version}");
            assert_eq!(home.text(&sql).await, *sum, "{:?} {version}", home.kind);
        }
        let applied = home.number("SELECT COUNT(*) FROM _sqlx_migrations").await;
        assert_eq!(usize::try_from(applied), Ok(sums.len()), "a new step has its sum here");
    }
}

const SQLITE: &[&str] = &["2A8A61AEAB537982", "08BDF5F44D5B8E86"];
const POSTGRES: &[&str] = &["5C44E21D57FE9B57", "34B8A3F8582929F1"];

#[test]
fn both_databases_take_the_same_steps_and_get_the_same_tables() {
    let plain = |text: &str| -> Vec<String> {
        let words = [(" STRICT, WITHOUT ROWID", ""), (" STRICT", ""), ("BIGINT", "INTEGER")];
        let text = words.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
        let kept = text.lines().filter(|line| !line.starts_with("--") && !line.starts_with("PRAGMA"));
        kept.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    let alike = |folder: &str| -> Vec<(String, Vec<String>)> {
        steps(folder).into_iter().map(|(name, text)| (name, plain(&text))).collect()
    };
    assert_eq!(alike("sqlite"), alike("postgres"));
}

#[test]
fn steps_only_add() {
    for (name, sql) in steps("sqlite").into_iter().chain(steps("postgres")) {
        for word in ["DROP ", "RENAME ", "ALTER COLUMN", "DELETE FROM", "TRUNCATE"] {
            assert!(!sql.to_uppercase().contains(word), "{name} has {word}");
        }
    }
}

#[test]
fn git_leaves_the_steps_bytes_alone() {
    let attributes =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".gitattributes")).unwrap();
    assert!(attributes.lines().any(|line| line == "*.sql -text"));
}
