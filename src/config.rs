//! Settings: from a TOML file, each key overridable by an environment variable; secrets only from the environment.
//!
//! [`KEYS`] is the one definition: reading the file, reading the environment and the README's table all come from it.
//! Everything wrong is reported at once, with file and line or the variable's name, and nothing starts. A secret is a
//! [`Secret`]: it has no `Display`, and its `Debug` shows nothing.

use std::fmt;
use std::path::PathBuf;

use toml::de::{DeTable, DeValue};
use url::Url;

use crate::profile::DataSource;

/// Checked settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where the profiles come from.
    pub data: DataSource,
    /// Filter of the log, in `tracing_subscriber::EnvFilter` form.
    pub log: String,
    /// Base address of Discord's REST API when it is not Discord itself.
    pub api_base: Option<String>,
    /// PEM file with certificates to trust besides the built-in ones.
    pub api_ca: Option<PathBuf>,
    /// Register commands in this server only.
    pub guild: Option<u64>,
    /// Register commands at start when they changed.
    pub register: bool,
    /// Interactions and messages worked on at once.
    pub max_tasks: u64,
    /// Seconds that running work may take after a stop signal.
    pub drain_seconds: u64,
    /// Restarts of the gateway without a working session in between, before the process gives up.
    pub max_restarts: u64,
    /// Channels in which questions are answered without being addressed.
    pub faq_channels: Vec<u64>,
    /// Seconds between two unasked answers in a channel.
    pub faq_cooldown_seconds: u64,
    /// Seconds before the same answer may appear again unasked in a channel.
    pub faq_repeat_seconds: u64,
    /// Shorter messages are never answered unasked, in characters.
    pub faq_min_chars: u64,
    /// How often a minute one person who addresses the bot is answered.
    pub chat_per_minute: u64,
    /// A channel to send people to who need a human.
    pub faq_human_channel: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data: DataSource::Embedded,
            log: "info".into(),
            api_base: None,
            api_ca: None,
            guild: None,
            register: true,
            max_tasks: 256,
            drain_seconds: 10,
            max_restarts: 10,
            faq_channels: Vec::new(),
            faq_cooldown_seconds: 60,
            faq_repeat_seconds: 600,
            faq_min_chars: 6,
            chat_per_minute: 10,
            faq_human_channel: None,
        }
    }
}

/// One setting.
pub struct Key {
    /// Table and key in the file: `gateway.max_tasks`.
    pub path: &'static str,
    /// The environment variable that overrides it.
    pub env: &'static str,
    /// What holds when it is not set, as shown in the README.
    pub default: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// The values it takes.
    pub kind: Kind,
    set: fn(&mut Settings, Given),
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("path", &self.path).finish_non_exhaustive()
    }
}

/// The values a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text that is not empty.
    Text,
    /// An address that starts with http:// or https:// and can have paths appended.
    Address,
    /// A whole number within these bounds.
    Whole(u64, u64),
    /// true or false.
    Flag,
    /// A Discord id.
    Id,
    /// Discord ids; separated by commas in the environment.
    Ids,
}

/// A value that fits its [`Kind`].
#[derive(Debug)]
enum Given {
    Text(String),
    Whole(u64),
    Flag(bool),
    Ids(Vec<u64>),
}

impl Given {
    fn text(self) -> String {
        if let Self::Text(text) = self { text } else { String::new() }
    }

    fn whole(self) -> u64 {
        if let Self::Whole(number) = self { number } else { 0 }
    }

    fn flag(self) -> bool {
        matches!(self, Self::Flag(true))
    }

    fn ids(self) -> Vec<u64> {
        if let Self::Ids(ids) = self { ids } else { Vec::new() }
    }
}

/// All settings, in the order of the README's table.
pub const KEYS: &[Key] = &[
    Key {
        path: "data.dir",
        env: "FUKUGYO_DATA_DIR",
        default: "built in",
        help: "folder with profiles and questions, laid out like `data/`",
        kind: Kind::Text,
        set: |s, v| s.data = DataSource::Folder(PathBuf::from(v.text())),
    },
    Key {
        path: "log.filter",
        env: "FUKUGYO_LOG",
        default: "info",
        help: "what is logged, as a tracing filter (`debug`, `fukugyo=debug,serenity=warn`)",
        kind: Kind::Text,
        set: |s, v| s.log = v.text(),
    },
    Key {
        path: "discord.api_base",
        env: "DISCORD_API_BASE",
        default: "Discord",
        help: "REST base address of a proxy or stand-in; paths begin with `/api/v10`",
        kind: Kind::Address,
        set: |s, v| s.api_base = Some(v.text().trim_end_matches('/').to_owned()),
    },
    Key {
        path: "discord.api_ca",
        env: "DISCORD_API_CA",
        default: "none",
        help: "PEM file with root certificates to trust besides the built-in ones, for a proxy at `discord.api_base`",
        kind: Kind::Text,
        set: |s, v| s.api_ca = Some(PathBuf::from(v.text())),
    },
    Key {
        path: "discord.guild",
        env: "FUKUGYO_DISCORD_GUILD",
        default: "everywhere",
        help: "register commands in this server only (id)",
        kind: Kind::Id,
        set: |s, v| s.guild = v.ids().first().copied(),
    },
    Key {
        path: "discord.register",
        env: "FUKUGYO_DISCORD_REGISTER",
        default: "true",
        help: "register commands at start when they changed",
        kind: Kind::Flag,
        set: |s, v| s.register = v.flag(),
    },
    Key {
        path: "gateway.max_tasks",
        env: "FUKUGYO_GATEWAY_MAX_TASKS",
        default: "256",
        help: "interactions and messages worked on at once",
        kind: Kind::Whole(1, 100_000),
        set: |s, v| s.max_tasks = v.whole(),
    },
    Key {
        path: "gateway.drain_seconds",
        env: "FUKUGYO_GATEWAY_DRAIN_SECONDS",
        default: "10",
        help: "seconds that running work may take after SIGINT or SIGTERM",
        kind: Kind::Whole(0, 600),
        set: |s, v| s.drain_seconds = v.whole(),
    },
    Key {
        path: "gateway.max_restarts",
        env: "FUKUGYO_GATEWAY_MAX_RESTARTS",
        default: "10",
        help: "restarts without a working session before the process exits with code 3",
        kind: Kind::Whole(1, 1_000),
        set: |s, v| s.max_restarts = v.whole(),
    },
    Key {
        path: "faq.channels",
        env: "FUKUGYO_FAQ_CHANNELS",
        default: "none",
        help: "channels (ids) whose questions are answered unasked; needs the Message Content intent",
        kind: Kind::Ids,
        set: |s, v| s.faq_channels = v.ids(),
    },
    Key {
        path: "faq.cooldown_seconds",
        env: "FUKUGYO_FAQ_COOLDOWN_SECONDS",
        default: "60",
        help: "seconds between two unasked answers in a channel",
        kind: Kind::Whole(0, 86_400),
        set: |s, v| s.faq_cooldown_seconds = v.whole(),
    },
    Key {
        path: "faq.repeat_seconds",
        env: "FUKUGYO_FAQ_REPEAT_SECONDS",
        default: "600",
        help: "seconds before the same answer may appear again unasked in a channel",
        kind: Kind::Whole(0, 604_800),
        set: |s, v| s.faq_repeat_seconds = v.whole(),
    },
    Key {
        path: "faq.min_chars",
        env: "FUKUGYO_FAQ_MIN_CHARS",
        default: "6",
        help: "shorter messages are never answered unasked",
        kind: Kind::Whole(1, 200),
        set: |s, v| s.faq_min_chars = v.whole(),
    },
    Key {
        path: "chat.per_minute",
        env: "FUKUGYO_CHAT_PER_MINUTE",
        default: "10",
        help: "how often a minute one person who addresses the bot is answered",
        kind: Kind::Whole(1, 1_000),
        set: |s, v| s.chat_per_minute = v.whole(),
    },
    Key {
        path: "faq.human_channel",
        env: "FUKUGYO_FAQ_HUMAN_CHANNEL",
        default: "none",
        help: "channel (id) to send people to who need a human",
        kind: Kind::Id,
        set: |s, v| s.faq_human_channel = v.ids().first().copied(),
    },
];

/// The variable that names the settings file.
pub const CONFIG_ENV: &str = "FUKUGYO_CONFIG";
/// The variable with the bot's token.
pub const TOKEN_ENV: &str = "DISCORD_TOKEN";
/// The variable with the path of a file that holds the token.
pub const TOKEN_FILE_ENV: &str = "DISCORD_TOKEN_FILE";

/// What is wrong with the settings: one sentence a finding, each with file and line or the variable's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", findings.join("\n"))]
pub struct ConfigError {
    /// The findings.
    pub findings: Vec<String>,
}

impl From<String> for ConfigError {
    fn from(finding: String) -> Self {
        Self { findings: vec![finding] }
    }
}

/// A text that never shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for the one place that sends it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where environment variables come from; tests bring their own.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The process's environment. An empty variable counts as not set.
#[must_use]
pub fn process_env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Settings from a file (its name and text) and the environment.
///
/// # Errors
/// Every unknown key and every value that does not fit, at once.
pub fn settings(file: Option<(&str, &str)>, env: Env<'_>) -> Result<Settings, ConfigError> {
    let mut settings = Settings::default();
    let mut findings = Vec::new();
    if let Some((name, text)) = file {
        read_file(name, text, &mut settings, &mut findings);
    }
    for key in KEYS {
        if let Some(value) = env(key.env) {
            match from_text(key.kind, &value) {
                Ok(given) => (key.set)(&mut settings, given),
                Err(expected) => findings.push(format!("{}: must be {expected}.", key.env)),
            }
        }
    }
    if findings.is_empty() { Ok(settings) } else { Err(ConfigError { findings }) }
}

/// Settings from the file that `--config` or `FUKUGYO_CONFIG` names, and the environment.
///
/// # Errors
/// As [`settings`], and when the file cannot be read.
pub fn load(config: Option<&std::path::Path>, env: Env<'_>) -> Result<Settings, ConfigError> {
    let path = config.map(PathBuf::from).or_else(|| env(CONFIG_ENV).map(PathBuf::from));
    let Some(path) = path else { return settings(None, env) };
    let name = path.display().to_string();
    let text = std::fs::read_to_string(&path)
        .map_err(|e| format!("{name}: cannot be read ({e}). Check --config or {CONFIG_ENV}."))?;
    settings(Some((&name, &text)), env)
}

/// The bot's token from `DISCORD_TOKEN` or the file that `DISCORD_TOKEN_FILE` names; `None` when neither is set.
///
/// # Errors
/// When the file cannot be read or the token has characters that no token has. The message never holds the token.
pub fn token(env: Env<'_>) -> Result<Option<Secret>, ConfigError> {
    let (name, token) = if let Some(token) = env(TOKEN_ENV) {
        (TOKEN_ENV, token)
    } else if let Some(path) = env(TOKEN_FILE_ENV) {
        let token = std::fs::read_to_string(&path)
            .map_err(|e| format!("{TOKEN_FILE_ENV}: {path} cannot be read ({e})."))?;
        (TOKEN_FILE_ENV, token)
    } else {
        return Ok(None);
    };
    let token = token.trim().strip_prefix("Bot ").unwrap_or(token.trim()).to_owned();
    if token.is_empty() || !token.chars().all(|c| c.is_ascii_graphic()) {
        return Err(
            format!("{name}: is not a bot token. Copy it from the Bot page of your application.").into()
        );
    }
    Ok(Some(Secret(token)))
}

fn read_file(name: &str, text: &str, settings: &mut Settings, findings: &mut Vec<String>) {
    let line = |at: usize| 1 + text.as_bytes().iter().take(at).filter(|&&b| b == b'\n').count();
    let root = match DeTable::parse(text) {
        Ok(root) => root,
        Err(e) => {
            let at = e.span().map_or(1, |s| line(s.start));
            return findings.push(format!("{name}:{at}: is not TOML: {}.", e.message()));
        }
    };
    let mut found: Vec<(usize, String)> = Vec::new();
    for (table, inner) in root.get_ref() {
        let Some(inner) = inner.get_ref().as_table() else {
            let finding = format!("{0} is not a table. Write [{0}] and its keys below.", table.get_ref());
            found.push((line(table.span().start), finding));
            continue;
        };
        for (key, value) in inner {
            let path = format!("{}.{}", table.get_ref(), key.get_ref());
            let at = line(key.span().start);
            let Some(known) = KEYS.iter().find(|k| k.path == path) else {
                let known = KEYS.iter().map(|k| k.path).collect::<Vec<_>>().join(", ");
                found.push((at, format!("{path} is not a known key. Known keys: {known}.")));
                continue;
            };
            match from_toml(known.kind, value.get_ref()) {
                Ok(given) => (known.set)(settings, given),
                Err(expected) => found.push((at, format!("{path} must be {expected}."))),
            }
        }
    }
    found.sort();
    findings.extend(found.into_iter().map(|(at, finding)| format!("{name}:{at}: {finding}")));
}

fn from_toml(kind: Kind, value: &DeValue<'_>) -> Result<Given, String> {
    match (kind, value) {
        (Kind::Flag, DeValue::Boolean(flag)) => Ok(Given::Flag(*flag)),
        (Kind::Whole(..) | Kind::Id, DeValue::Integer(number)) => from_text(kind, number.as_str()),
        (Kind::Text | Kind::Address | Kind::Id, DeValue::String(text)) => from_text(kind, text),
        (Kind::Ids, DeValue::Array(items)) => {
            let texts: Option<Vec<String>> = items
                .iter()
                .map(|item| match item.get_ref() {
                    DeValue::Integer(number) => Some(number.as_str().to_owned()),
                    DeValue::String(text) => Some(text.to_string()),
                    _ => None,
                })
                .collect();
            from_text(kind, &texts.ok_or_else(|| kind.expected())?.join(","))
        }
        _ => Err(kind.expected()),
    }
}

fn from_text(kind: Kind, text: &str) -> Result<Given, String> {
    let text = text.trim();
    let id = |text: &str| text.trim().parse::<u64>().ok().filter(|&id| id > 0);
    let given = match kind {
        Kind::Text => Some(text.to_owned()).filter(|t| !t.is_empty()).map(Given::Text),
        Kind::Address => Some(text.to_owned()).filter(|text| is_address(text)).map(Given::Text),
        Kind::Whole(low, high) => text.parse().ok().filter(|n| (low..=high).contains(n)).map(Given::Whole),
        Kind::Flag => text.parse().ok().map(Given::Flag),
        Kind::Id => id(text).map(|id| Given::Ids(vec![id])),
        Kind::Ids => {
            text.split(',').filter(|t| !t.trim().is_empty()).map(id).collect::<Option<_>>().map(Given::Ids)
        }
    };
    given.ok_or_else(|| kind.expected())
}

/// Whether paths can be appended to it: http or https, a host, a port that there is, no query and no fragment.
fn is_address(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let plain = url.query().is_none() && url.fragment().is_none() && !text.contains(char::is_whitespace);
    matches!(url.scheme(), "http" | "https") && url.has_host() && plain
}

impl Kind {
    fn expected(self) -> String {
        match self {
            Self::Text => "a text that is not empty".into(),
            Self::Address => "an address such as https://proxy.example.com or http://127.0.0.1:8080".into(),
            Self::Whole(low, high) => format!("a whole number from {low} to {high}"),
            Self::Flag => "true or false".into(),
            Self::Id => "a Discord id, a long number".into(),
            Self::Ids => "a list of Discord ids, such as [\"123456789012345678\"]".into(),
        }
    }
}
