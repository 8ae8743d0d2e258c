//! Settings: from a TOML file, each key overridable by an environment variable; secrets only from the environment.
//!
//! [`KEYS`] is the one definition: reading the file, reading the environment and the README's table all come from it.
//! Everything wrong is reported at once, with file and line or the variable's name, and nothing starts. A secret is a
//! [`Secret`]: it has no `Display`, and its `Debug` shows nothing.

mod keys;
mod kind;
mod read;
mod settings;
mod store_url;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::nearest::nearest;
use crate::profile::printable;

pub use keys::{KEYS, Key};
pub use kind::Kind;
pub use read::{discord_id, listen_address};
pub use settings::{LogFormat, Settings};
pub use store_url::{NotAStore, StoreUrl};

/// What all variables of this program begin with, but for Discord's own words.
const OUR_PREFIX: &str = "FUKUGYO_";
/// The variable that names the settings file.
pub const CONFIG_ENV: &str = "FUKUGYO_CONFIG";
/// The variable with the store's address, which may hold a password.
const STORE_ENV: &str = "FUKUGYO_STORE_URL";
/// The variable with the bot's token.
pub const TOKEN_ENV: &str = "DISCORD_TOKEN";
/// The variable with the path of a file that holds the token.
pub const TOKEN_FILE_ENV: &str = "DISCORD_TOKEN_FILE";

/// The variable with the key that Discord signs interactions for which it sends over HTTP.
pub const PUBLIC_KEY_ENV: &str = "DISCORD_PUBLIC_KEY";

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
        read::file(name, text, &mut settings, &mut findings);
    }
    for key in KEYS {
        if let Some(value) = env(key.env) {
            match read::text(key.kind, &value) {
                Ok(given) => key.set(&mut settings, given),
                Err(expected) => findings.push(format!("{}: must be {expected}.", key.env)),
            }
        }
    }
    if findings.is_empty() {
        return Ok(settings);
    }
    // They repeat keys and names that may hold anything.
    Err(ConfigError { findings: findings.iter().map(|finding| printable(finding)).collect() })
}

/// Settings from the file that `--config` or `FUKUGYO_CONFIG` names, and the environment.
///
/// # Errors
/// As [`settings`], and when the file cannot be read.
pub fn load(config: Option<&Path>, env: Env<'_>) -> Result<Settings, ConfigError> {
    let path = config.map(PathBuf::from).or_else(|| env(CONFIG_ENV).map(PathBuf::from));
    let Some(path) = path else { return settings(None, env) };
    let name = path.display().to_string();
    let text = std::fs::read_to_string(&path)
        .map_err(|e| format!("{name}: cannot be read ({e}). Check --config or {CONFIG_ENV}."))?;
    settings(Some((&name, &text)), env)
}

/// Where the store is: as the settings say, else `store.db` in the folder for state that systemd names (`STATE_DIRECTORY`), else in
/// `fukugyo` below `XDG_STATE_HOME` or `~/.local/state` (<https://specifications.freedesktop.org/basedir-spec/latest/>).
///
/// # Errors
/// When none of these is set.
pub fn store(settings: &Settings, env: Env<'_>) -> Result<StoreUrl, ConfigError> {
    if let Some(store) = &settings.store {
        return Ok(store.clone());
    }
    // systemd may name several; the first is ours.
    let named = env("STATE_DIRECTORY").and_then(|folders| folders.split(':').next().map(PathBuf::from));
    let ours = |base: String, below: &str| Path::new(&base).join(below).join("fukugyo");
    let folder = named
        .or_else(|| env("XDG_STATE_HOME").map(|base| ours(base, "")))
        .or_else(|| env("HOME").map(|base| ours(base, ".local/state")));
    match folder {
        Some(folder) => Ok(StoreUrl::Sqlite(folder.join("store.db"))),
        None => {
            Err(format!("No place for the store: set store.url or {STORE_ENV}, or STATE_DIRECTORY or HOME.")
                .into())
        }
    }
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

/// A warning for each variable that looks like a setting of ours and is none: a slip that would be ignored in silence.
///
/// Other programs have variables that begin with `DISCORD_`: of those only what resembles one of ours is worth a word.
#[must_use]
pub fn unknown_variables(names: impl Iterator<Item = String>) -> Vec<String> {
    let known: Vec<&'static str> = KEYS
        .iter()
        .map(|key| key.env)
        .chain([CONFIG_ENV, TOKEN_ENV, TOKEN_FILE_ENV, PUBLIC_KEY_ENV])
        .collect();
    let mut warnings: Vec<String> = names
        .filter(|name| !known.contains(&name.as_str()))
        .filter_map(|name| {
            let (meant, ours) = if let Some(own) = name.strip_prefix(OUR_PREFIX) {
                // The prefix alone would make any two of ours alike.
                let bare =
                    |known: &'static str| known.trim_start_matches(OUR_PREFIX).trim_start_matches("DISCORD_");
                let meant = nearest(own, known.iter().map(|known| bare(known)));
                (known.iter().copied().find(|known| meant == Some(bare(known))), true)
            } else if name.starts_with("DISCORD_") {
                (nearest(&name, known.iter().copied()), false)
            } else {
                return None;
            };
            match meant {
                Some(meant) => Some(format!("{name} is set but is not a setting. Did you mean {meant}?")),
                None => {
                    ours.then(|| format!("{name} is set but is not a setting. The README lists them all."))
                }
            }
        })
        .collect();
    warnings.sort();
    warnings
}
