//! What is packaged, and docs/operations.md, name only what exists: settings, variables, commands, metrics, alerts.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod standin;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use fukugyo::config::{self, KEYS};
use standin::{Standin, WAIT, bot};

const BINARY: &str = env!("CARGO_BIN_EXE_fukugyo");
const OPERATIONS: &str = "docs/operations.md";
const ALERTS: &str = "packaging/monitoring/alerts.yml";

/// Variables that are no settings: ours for secrets, and other programs'.
const OTHER_VARIABLES: [&str; 4] =
    ["DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "DISCORD_PUBLIC_KEY", "FUKUGYO_CONFIG"];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file that is packaged or tells how to run it, with its text.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = [OPERATIONS, "Containerfile", "compose.yaml"].map(|path| root.join(path)).into();
    let mut folders = vec![root.join("packaging")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { paths.push(path) }
        }
    }
    let texts = paths.iter().map(|path| {
        (path.strip_prefix(root).unwrap().display().to_string(), fs::read_to_string(path).unwrap())
    });
    texts.collect()
}

/// The words of a text, made of letters, digits, `_` and `.`, that `wanted` takes.
fn words<'a>(text: &'a str, wanted: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = &'a str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.')
        .map(|word| word.trim_matches('.'))
        .filter(move |word| wanted(word))
}

#[test]
fn variables_are_ones_that_are_read() {
    let known: BTreeSet<&str> = KEYS.iter().map(|key| key.env).chain(OTHER_VARIABLES).collect();
    for (file, text) in files() {
        let ours = |word: &str| word.starts_with("FUKUGYO_") || word.starts_with("DISCORD_");
        for word in words(&text, ours) {
            assert!(known.contains(word), "{file}: {word} is no variable");
        }
    }
}

#[test]
fn settings_in_operations_are_keys() {
    let sections: BTreeSet<&str> =
        KEYS.iter().filter_map(|key| key.path.split_once('.')).map(|(section, _)| section).collect();
    let text = read(OPERATIONS);
    let quoted = text.split('`').skip(1).step_by(2).filter(|quoted| !quoted.contains(char::is_whitespace));
    let named: Vec<&str> = quoted
        .filter(|name| {
            name.split_once('.')
                .is_some_and(|(section, key)| sections.contains(section) && !["db", "yml"].contains(&key))
        })
        .collect();
    assert!(named.len() > 5, "{named:?}");
    for name in named {
        assert!(KEYS.iter().any(|key| key.path == name), "{OPERATIONS}: {name} is no setting");
    }
}

/// A settings file with every line in force that stands there as `#key = value`.
fn uncommented(text: &str) -> String {
    let in_force = |line: &str| {
        let bare = line.strip_prefix('#').filter(|rest| !rest.starts_with(' '));
        bare.unwrap_or(line).to_owned() + "\n"
    };
    text.lines().map(in_force).collect()
}

#[test]
fn packaged_settings_files_are_settings() {
    let manifest: Vec<String> = read("packaging/kubernetes/config.yaml")
        .lines()
        .skip_while(|line| !line.ends_with("config.toml: |"))
        .skip(1)
        .map(|line| line.trim().replace("# channels", "channels"))
        .collect();
    let debian = uncommented(&read("packaging/debian/config.toml"));
    for (name, text) in
        [("packaging/debian/config.toml", debian), ("packaging/kubernetes/config.yaml", manifest.join("\n"))]
    {
        config::settings(Some((name, &text)), &|_| None).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn defaults_in_the_packaged_settings_are_the_codes() {
    let text = read("packaging/debian/config.toml");
    let mut section = "";
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        }
        let Some((key, value)) = line
            .strip_prefix('#')
            .filter(|rest| !rest.starts_with(' '))
            .and_then(|rest| rest.split_once(" = "))
        else {
            continue;
        };
        let path = format!("{section}.{key}");
        let key = KEYS.iter().find(|key| key.path == path).unwrap_or_else(|| panic!("{path} is no setting"));
        let default = key.default();
        // Where there is no default, the line is an example.
        let no_default =
            ["none", "not named", "everywhere", "all", "Discord's recommendation, in one process"];
        let example = no_default.contains(&default.as_str());
        assert!(
            example || value.trim_matches('"') == default,
            "{path}: {value} stands there, {default} holds"
        );
    }
}

/// The lines of the document's shell blocks.
fn shell_lines(text: &str) -> Vec<String> {
    let blocks = text.split("```sh").skip(1).filter_map(|rest| rest.split("```").next());
    blocks
        .flat_map(str::lines)
        .map(|line| line.split(" # ").next().unwrap_or_default().trim().to_owned())
        .collect()
}

fn help(commands: &[&str]) -> Option<String> {
    let output = Command::new(BINARY).args(commands).arg("--help").output().unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn command_lines_in_operations_are_ones_it_takes() {
    let mut tried = 0;
    for line in shell_lines(&read(OPERATIONS)) {
        let words: Vec<&str> = line.split_whitespace().collect();
        // `sudo runuser -u fukugyo -- fukugyo …`: the program is the last of the words that are its name.
        let Some(at) = words.iter().rposition(|word| *word == "fukugyo") else { continue };
        let arguments = &words[at + 1..];
        let is_ours = arguments.first().is_some_and(|first| *first == "--config" || help(&[first]).is_some());
        let first =
            words.iter().find(|word| !word.contains('=') && !["sudo", "runuser", "-u", "--"].contains(word));
        if first != Some(&"fukugyo") || !is_ours {
            continue;
        }
        let mut commands: Vec<&str> = Vec::new();
        let mut flags = Vec::new();
        let mut skip = false;
        for argument in arguments {
            if std::mem::take(&mut skip) {
                continue;
            }
            if argument.starts_with("--") {
                flags.push(*argument);
                // Every flag in the document takes a value.
                skip = true;
            } else if help(&[commands.as_slice(), &[*argument]].concat()).is_some() {
                commands.push(*argument);
            }
        }
        let help = help(&commands).unwrap();
        for flag in flags {
            assert!(help.contains(flag), "{line}: {flag} is not in\n{help}");
        }
        assert!(!commands.is_empty(), "{line}");
        tried += 1;
    }
    assert!(tried > 5, "{tried} lines");
}

#[test]
fn the_manual_names_every_command() {
    let manual = read("packaging/debian/fukugyo.1");
    let help = help(&[]).unwrap();
    let listed = help.split_once("Commands:").unwrap().1.split_once("Options:").unwrap().0;
    let commands =
        listed.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    for command in commands.filter_map(|line| line.split_whitespace().next()) {
        assert!(manual.contains(command), "packaging/debian/fukugyo.1 has no {command}");
    }
}

#[test]
fn the_manuals_alerts_are_the_alerts() {
    let rules = read(ALERTS);
    let severity =
        |rest: &str| rest.split_once("severity: ").unwrap().1.split_whitespace().next().unwrap().to_owned();
    let alerts: Vec<(String, String)> = rules
        .split("- alert: ")
        .skip(1)
        .map(|rest| (rest.lines().next().unwrap().to_owned(), severity(rest)))
        .collect();
    let text = read(OPERATIONS);
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `Fukugyo"));
    let told: Vec<(String, String)> = rows
        .map(|row| {
            let (name, rest) = row.split_once("` | ").unwrap();
            (format!("Fukugyo{name}"), rest.split_once(" | ").unwrap().0.to_owned())
        })
        .collect();
    assert_eq!(told, alerts);
}

/// The families of a scrape, by the name their samples have, with their type.
fn families(scrape: &str) -> BTreeMap<String, String> {
    let types = scrape.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '));
    types
        .map(|(name, kind)| {
            let suffix = match kind {
                "counter" => "_total",
                "info" => "_info",
                _ => "",
            };
            (format!("{name}{suffix}"), kind.to_owned())
        })
        .collect()
}

/// The metrics in the document's table, with their type.
fn told(text: &str) -> BTreeMap<String, String> {
    let table = text.split_once("\n## Metrics\n").unwrap().1.split_once("\n## ").unwrap().0;
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    rows.map(|(name, rest)| (name.to_owned(), rest.split_once(" | ").unwrap().0.to_owned())).collect()
}

#[tokio::test]
async fn metrics_are_the_ones_that_can_be_scraped() {
    // An acknowledgement soon, too: its age is a metric.
    let standin = Standin::builder().heartbeat(Duration::from_millis(100)).start();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let ops = format!("127.0.0.1:{port}");
    let bot = bot::launch(BINARY)
        .args(["gateway", "--ops-listen", &ops])
        .env("DISCORD_API_BASE", &standin.base())
        .env("DISCORD_TOKEN", standin.token())
        .start();
    standin.ready(1).await;
    let late = ["fukugyo_shard_up", "fukugyo_shard_heartbeat_ack_age_seconds", "fukugyo_rest_requests_total"];
    let scraped = tokio::time::timeout(WAIT, async {
        loop {
            let scrape = match reqwest::get(format!("http://{ops}/metrics")).await {
                Ok(response) => families(&response.text().await.unwrap_or_default()),
                Err(_) => BTreeMap::new(),
            };
            if late.iter().all(|name| scrape.contains_key(*name)) {
                return scrape;
            }
            tokio::task::yield_now().await;
        }
    });
    let scraped = scraped.await.expect("metrics within the deadline");
    drop(bot);
    assert_eq!(told(&read(OPERATIONS)), scraped, "the table in {OPERATIONS}");

    for file in [
        ALERTS,
        "packaging/monitoring/alerts.test.yml",
        "packaging/monitoring/grafana-dashboard.json",
        OPERATIONS,
    ] {
        let text = read(file);
        // With a dot it is a file's name.
        let ours = |word: &str| {
            ["fukugyo_", "process_"].iter().any(|ours| word.starts_with(ours)) && !word.contains('.')
        };
        for word in words(&text, ours) {
            let family = word.trim_end_matches("_bucket");
            assert!(scraped.contains_key(family), "{file}: {word} cannot be scraped");
        }
    }
}
