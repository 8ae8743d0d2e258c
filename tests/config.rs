//! Settings from real TOML text and a made-up environment.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says by printing why it compares nothing"
)]

use std::collections::HashMap;

use fukugyo::config::{KEYS, Settings, settings, token};

fn env(pairs: &[(&str, &str)]) -> impl Fn(&str) -> Option<String> {
    let map: HashMap<String, String> = pairs.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())).collect();
    move |name| map.get(name).cloned()
}

fn findings(text: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    settings(Some(("bot.toml", text)), &env(pairs)).expect_err("something is wrong").findings
}

#[test]
fn without_anything_the_defaults_hold() {
    assert_eq!(settings(None, &env(&[])), Ok(Settings::default()));
    assert_eq!(settings(Some(("bot.toml", "")), &env(&[])), Ok(Settings::default()));
}

#[test]
fn the_environment_overrides_the_file() {
    let text = "[gateway]\nmax_tasks = 10\ndrain_seconds = 3\n";
    let read = settings(Some(("bot.toml", text)), &env(&[("FUKUGYO_GATEWAY_MAX_TASKS", "20")])).unwrap();
    assert_eq!((read.max_tasks, read.drain_seconds), (20, 3));
}

#[test]
fn ids_may_be_numbers_or_texts() {
    let text = "[faq]\nchannels = [123456789012345678, \"234567890123456789\"]\n";
    let read = settings(Some(("bot.toml", text)), &env(&[])).unwrap();
    assert_eq!(read.faq_channels, [123_456_789_012_345_678, 234_567_890_123_456_789]);
    let read = settings(None, &env(&[("FUKUGYO_FAQ_CHANNELS", "1, 2,")])).unwrap();
    assert_eq!(read.faq_channels, [1, 2]);
}

#[test]
fn everything_wrong_is_named_at_once_with_its_line() {
    let text = "[gateway]\nmax_tasks = 0\nmax_task = 5\n\n[discord]\napi_base = \"ftp://x\"\n";
    let found = findings(text, &[("FUKUGYO_GATEWAY_DRAIN_SECONDS", "soon")]);
    assert_eq!(found.len(), 4, "{found:#?}");
    assert_eq!(found[0], "bot.toml:2: gateway.max_tasks must be a whole number from 1 to 100000.");
    assert!(found[1].starts_with("bot.toml:3: gateway.max_task is not a known key."), "{}", found[1]);
    assert_eq!(
        found[2],
        "bot.toml:6: discord.api_base must be an address such as https://proxy.example.com or http://127.0.0.1:8080."
    );
    assert_eq!(found[3], "FUKUGYO_GATEWAY_DRAIN_SECONDS: must be a whole number from 0 to 600.");
}

#[test]
fn an_api_address_that_cannot_be_one_is_refused_when_settings_load() {
    for bad in [
        "http://",
        "http://127.0.0.1:99999",
        "http://a b",
        "ftp://example.com",
        "example.com",
        "http://x/?key=value",
        "http://x/#part",
    ] {
        let text = format!("[discord]\napi_base = \"{bad}\"\n");
        let found = findings(&text, &[("DISCORD_API_BASE", bad)]);
        assert_eq!(found.len(), 2, "{bad}: {found:?}");
        assert!(found[0].starts_with("bot.toml:2: discord.api_base must be an address such as"), "{found:?}");
        assert!(found[1].starts_with("DISCORD_API_BASE: must be an address such as"), "{found:?}");
    }
    for good in ["http://127.0.0.1:8080/", "https://proxy.example.com/discord", "http://[::1]:1"] {
        let read = settings(None, &env(&[("DISCORD_API_BASE", good)])).unwrap();
        assert_eq!(read.api_base.as_deref(), Some(good.trim_end_matches('/')));
    }
}

#[test]
fn broken_toml_is_reported_at_its_line() {
    let found = findings("[gateway]\nmax_tasks = \n", &[]);
    assert!(found[0].starts_with("bot.toml:2: is not TOML"), "{found:?}");
}

#[test]
fn a_key_outside_a_table_says_how_to_write_it() {
    let found = findings("token = \"abc\"\n", &[]);
    assert!(found[0].starts_with("bot.toml:1: token is not a table."), "{found:?}");
}

#[test]
fn every_key_can_be_set_from_the_environment() {
    for key in KEYS {
        let good = ["https://example.com", "true", "7"];
        let set = good.iter().any(|value| {
            settings(None, &env(&[(key.env, value)]))
                .is_ok_and(|s| s != Settings::default() || *value == "true")
        });
        assert!(set, "{}", key.path);
    }
}

#[test]
fn the_token_comes_from_the_environment_or_a_file_and_never_shows() {
    assert_eq!(token(&env(&[])), Ok(None));
    let read = token(&env(&[("DISCORD_TOKEN", "Bot abc.def")])).unwrap().unwrap();
    assert_eq!(read.reveal(), "abc.def");
    assert_eq!(format!("{read:?}"), "Secret(…)");

    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "from-a-file\n").unwrap();
    let path = file.path().to_str().unwrap();
    assert_eq!(token(&env(&[("DISCORD_TOKEN_FILE", path)])).unwrap().unwrap().reveal(), "from-a-file");
}

#[test]
fn a_token_that_cannot_be_one_is_refused_without_repeating_it() {
    let error = token(&env(&[("DISCORD_TOKEN", "my secret words")])).unwrap_err().to_string();
    assert!(error.starts_with("DISCORD_TOKEN: "), "{error}");
    assert!(!error.contains("secret"), "{error}");
    let error = token(&env(&[("DISCORD_TOKEN_FILE", "/no/such/file")])).unwrap_err().to_string();
    assert!(error.starts_with("DISCORD_TOKEN_FILE: /no/such/file cannot be read"), "{error}");
}
