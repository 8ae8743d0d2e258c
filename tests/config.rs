//! Settings from real TOML text and a made-up environment.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::{BTreeSet, HashMap};

use fukugyo::config::{KEYS, Key, Kind, Settings, StoreUrl, settings, store, token, unknown_variables};
use fukugyo::profile::DataSource;

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
    let read =
        settings(None, &env(&[("FUKUGYO_FAQ_CHANNELS", "123456789012345678, 234567890123456789,")])).unwrap();
    assert_eq!(read.faq_channels, [123_456_789_012_345_678, 234_567_890_123_456_789]);
}

#[test]
fn everything_wrong_is_named_at_once_with_its_line() {
    let text = "[gateway]\nmax_tasks = 0\nmax_task = 5\n\n[discord]\napi_base = \"ftp://x\"\n";
    let found = findings(text, &[("FUKUGYO_GATEWAY_DRAIN_SECONDS", "soon")]);
    assert_eq!(found.len(), 4, "{found:#?}");
    assert_eq!(found[0], "bot.toml:2: gateway.max_tasks must be a whole number from 1 to 100000.");
    assert_eq!(found[1], "bot.toml:3: gateway.max_task is not a known key. Did you mean gateway.max_tasks?");
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
fn a_key_outside_its_table_says_which_table() {
    let found = findings("channels = [\"123456789012345678\"]\n", &[]);
    assert_eq!(found, ["bot.toml:1: channels stands outside its table. Write [faq] on the line above it."]);
    let found = findings("faq = 1\n", &[]);
    assert_eq!(found, ["bot.toml:1: faq is not a table. Write [faq] and its keys below."]);
    let found = findings("colour = 1\n", &[]);
    assert!(found[0].starts_with("bot.toml:1: colour is not a known key. Known keys: data.dir"), "{found:?}");
}

#[test]
fn a_token_in_the_file_is_refused_without_repeating_it() {
    for text in
        ["token = \"abc.def\"\n", "[discord]\ntoken = \"abc.def\"\n", "[discord]\nBOT_TOKEN = \"abc.def\"\n"]
    {
        let found = findings(text, &[]);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("a token must not stand in this file. Set DISCORD_TOKEN"), "{found:?}");
        assert!(!found[0].contains("abc"), "{found:?}");
    }
}

#[test]
fn a_slip_in_a_key_is_answered_with_the_key() {
    let found = findings("[faq]\nchanels = []\n", &[]);
    assert_eq!(found, ["bot.toml:2: faq.chanels is not a known key. Did you mean faq.channels?"]);
}

#[test]
fn a_number_that_is_no_discord_id_is_refused() {
    for text in ["[faq]\nchannels = [12]\n", "[discord]\nguild = \"12\"\n", "[faq]\nhuman_channel = -1\n"] {
        assert!(findings(text, &[])[0].contains("17 to 20 digits"), "{text}");
    }
    assert!(findings("", &[("FUKUGYO_FAQ_CHANNELS", "123456789012345678,7")])[0].contains("17 to 20 digits"));
}

#[test]
fn a_log_filter_that_cannot_be_read_is_refused_with_its_place() {
    let found = findings("[log]\nfilter = \"fukugyo=loud\"\n", &[]);
    assert!(found[0].starts_with("bot.toml:2: log.filter must be a log filter"), "{found:?}");
    let found = findings("", &[("FUKUGYO_LOG", "a=b=c")]);
    assert!(found[0].starts_with("FUKUGYO_LOG: must be a log filter"), "{found:?}");
}

#[test]
fn a_relative_folder_begins_at_the_file_that_names_it() {
    let text = "[data]\ndir = \"jobs\"\n";
    let read = settings(Some(("/etc/fukugyo/bot.toml", text)), &env(&[])).unwrap();
    assert_eq!(read.data, DataSource::Folder("/etc/fukugyo/jobs".into()));
    let read = settings(Some(("bot.toml", "[data]\ndir = \"/srv/jobs\"\n")), &env(&[])).unwrap();
    assert_eq!(read.data, DataSource::Folder("/srv/jobs".into()));
    let read = settings(Some(("/etc/bot.toml", text)), &env(&[("FUKUGYO_DATA_DIR", "here")])).unwrap();
    assert_eq!(read.data, DataSource::Folder("here".into()));
}

#[test]
fn the_store_is_where_the_settings_say_else_in_the_state_directory() {
    let place = |text: &str, pairs: &[(&str, &str)]| {
        let env = env(pairs);
        store(&settings(Some(("/etc/fukugyo/bot.toml", text)), &env).unwrap(), &env)
            .map(|url| url.to_string())
    };
    let home = ("HOME", "/home/me");
    assert_eq!(place("", &[home]).unwrap(), "/home/me/.local/state/fukugyo/store.db");
    let xdg = ("XDG_STATE_HOME", "/state");
    assert_eq!(place("", &[home, xdg]).unwrap(), "/state/fukugyo/store.db");
    let systemd = ("STATE_DIRECTORY", "/var/lib/fukugyo:/var/lib/other");
    assert_eq!(place("", &[home, xdg, systemd]).unwrap(), "/var/lib/fukugyo/store.db");
    let file = "[store]\nurl = \"bot.db\"\n";
    assert_eq!(place(file, &[systemd]).unwrap(), "/etc/fukugyo/bot.db");
    assert_eq!(place(file, &[("FUKUGYO_STORE_URL", "here.db")]).unwrap(), "here.db");
    let database = "[store]\nurl = \"postgres://bot@db/fukugyo\"\n";
    assert_eq!(place(database, &[]).unwrap(), "postgres://…@db/fukugyo");
    assert!(place("", &[]).unwrap_err().to_string().contains("set store.url or FUKUGYO_STORE_URL"));
}

#[test]
fn a_database_password_comes_from_the_environment_alone_and_never_shows() {
    for url in ["postgres://bot:hunter2@db/fukugyo", "postgres://bot@db/fukugyo?password=hunter2"] {
        let found = findings(&format!("[store]\nurl = \"{url}\"\n"), &[]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("bot.toml:2: store.url must be without a password"), "{found:?}");
        assert!(!found[0].contains("hunter2"), "{found:?}");
        let read = settings(None, &env(&[("FUKUGYO_STORE_URL", url)])).unwrap();
        let shown = format!("{read:?} {}", read.store.as_ref().unwrap());
        assert!(shown.contains("postgres://…@db/fukugyo") && !shown.contains("hunter2"), "{shown}");
        assert!(matches!(read.store, Some(StoreUrl::Postgres(kept)) if kept.as_str() == url));
    }
}

#[test]
fn a_store_that_there_is_no_driver_for_is_refused() {
    let found = findings("", &[("FUKUGYO_STORE_URL", "mysql://bot:hunter2@db/fukugyo")]);
    assert!(
        found[0].starts_with("FUKUGYO_STORE_URL: must be the path of a SQLite file or a Postgres"),
        "{found:?}"
    );
    assert!(!found[0].contains("hunter2"), "{found:?}");
}

#[test]
fn settings_know_which_keys_were_given() {
    let read = settings(
        Some(("bot.toml", "[faq]\ncooldown_seconds = 60\n")),
        &env(&[("FUKUGYO_FAQ_MIN_CHARS", "6")]),
    );
    let read = read.unwrap();
    assert_eq!(read.given.iter().copied().collect::<Vec<_>>(), ["faq.cooldown_seconds", "faq.min_chars"]);
    assert_eq!(Settings { given: BTreeSet::new(), ..read }, Settings::default());
}

#[test]
fn a_variable_that_is_no_setting_is_a_warning() {
    let warnings = |name: &str| unknown_variables(std::iter::once(name.to_owned()));
    let table = [
        ("FUKUGYO_FAQ_CHANEL", "Did you mean FUKUGYO_FAQ_CHANNELS?"),
        ("FUKUGYO_DATA", "Did you mean FUKUGYO_DATA_DIR?"),
        ("FUKUGYO_TOKEN", "Did you mean DISCORD_TOKEN?"),
        ("DISCORD_BOT_TOKEN", "Did you mean DISCORD_TOKEN?"),
        ("FUKUGYO_COLOUR", "The README lists them all."),
    ];
    for (name, hint) in table {
        assert_eq!(warnings(name), [format!("{name} is set but is not a setting. {hint}")]);
    }
    for name in ["DISCORD_TOKEN", "DISCORD_WEBHOOK_URL", "FUKUGYO_CONFIG", "FUKUGYO_LOG", "PATH"] {
        assert_eq!(warnings(name), Vec::<String>::new(), "{name}");
    }
}

/// A value that the key takes and that is not its default.
fn another_value(key: &Key) -> String {
    match key.kind {
        Kind::Text | Kind::Path => "somewhere".into(),
        Kind::Filter => "debug".into(),
        Kind::Address => "https://example.com".into(),
        Kind::Listen => "0.0.0.0:9000".into(),
        Kind::OneOf(words) => words.last().unwrap().to_string(),
        Kind::Store => "/srv/store.db".into(),
        Kind::Whole(_, high) => high.to_string(),
        Kind::Ordinal => "3".into(),
        Kind::Flag => (key.default() != "true").to_string(),
        Kind::Id | Kind::Ids => "123456789012345678".into(),
    }
}

#[test]
fn every_key_changes_its_own_setting_and_no_other() {
    let mut changed = BTreeSet::new();
    for key in KEYS {
        let value = another_value(key);
        let read = settings(None, &env(&[(key.env, &value)])).unwrap();
        let shown: Vec<String> = format!("{read:#?}").lines().map(ToOwned::to_owned).collect();
        let usual: Vec<String> =
            format!("{:#?}", Settings::default()).lines().map(ToOwned::to_owned).collect();
        // The name of the first field that is no longer the default's.
        let line = shown.iter().zip(&usual).find(|(a, b)| a != b).map(|(a, _)| a.trim().to_owned()).unwrap();
        let field = line.split(':').next().unwrap().to_owned();
        let (table, name) = key.path.split_once('.').unwrap();
        let names = [name.to_owned(), format!("{table}_{name}"), table.to_owned()];
        assert!(names.contains(&field), "{} sets {field}", key.path);
        assert!(changed.insert(field), "{} sets what another key sets", key.path);
        assert_ne!(key.default(), value);
    }
}

#[test]
fn a_process_is_a_number_or_a_name_that_ends_in_one() {
    let named = |name: &str| settings(None, &env(&[("FUKUGYO_PROCESS", name)])).map(|read| read.process);
    for (name, number) in [("0", 0), ("3", 3), ("fukugyo-gateway-3", 3), ("a-12", 12)] {
        assert_eq!(named(name), Ok(Some(number)), "{name}");
    }
    for name in ["-3", "+3", "gateway", "gateway-", "gateway3", "99999999999", "3-a"] {
        let error = named(name).unwrap_err().to_string();
        assert!(error.contains("FUKUGYO_PROCESS: must be a number from 0, or a name"), "{name}: {error}");
    }
    for value in ["3", "\"fukugyo-gateway-3\""] {
        let text = format!("[gateway]\nprocess = {value}\n");
        assert_eq!(settings(Some(("bot.toml", &text)), &env(&[])).unwrap().process, Some(3));
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

#[test]
fn what_the_file_holds_cannot_write_into_the_terminal() {
    let found = findings("[log]\n\"\\u001b[31mred\\u202e\" = 1\n", &[]);
    assert!(found[0].starts_with("bot.toml:2: log.\\u{1b}[31mred\\u{202e} is not a known key"), "{found:?}");
}
