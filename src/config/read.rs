//! Reading settings: from the text of a file, from the value of a variable.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};
use tracing_subscriber::EnvFilter;
use url::Url;

use super::keys::KEYS;
use super::kind::{Given, Kind};
use super::settings::Settings;
use super::store_url::StoreUrl;
use super::{STORE_ENV, TOKEN_ENV, TOKEN_FILE_ENV};
use crate::nearest::nearest;

/// Reads the file's text into the settings; `name` is its path.
pub(super) fn file(name: &str, text: &str, settings: &mut Settings, findings: &mut Vec<String>) {
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
        let at = line(table.span().start);
        let Some(inner) = inner.get_ref().as_table() else {
            found.push((at, outside_a_table(table.get_ref())));
            continue;
        };
        for (key, value) in inner {
            let path = format!("{}.{}", table.get_ref(), key.get_ref());
            let at = line(key.span().start);
            let Some(known) = KEYS.iter().find(|k| k.path == path) else {
                found.push((at, unknown(&path, key.get_ref())));
                continue;
            };
            match from_toml(known.kind, value.get_ref(), Path::new(name)) {
                Ok(given) => known.set(settings, given),
                Err(expected) => found.push((at, format!("{path} must be {expected}."))),
            }
        }
    }
    found.sort();
    findings.extend(found.into_iter().map(|(at, finding)| format!("{name}:{at}: {finding}")));
}

/// What to do about a key that stands above all tables.
fn outside_a_table(key: &str) -> String {
    if let Some(sentence) = secret(key) {
        return sentence;
    }
    let table_of = |known: &'static str| known.split_once('.').map_or(known, |(table, _)| table);
    if KEYS.iter().any(|known| table_of(known.path) == key) {
        return format!("{key} is not a table. Write [{key}] and its keys below.");
    }
    let same = KEYS.iter().find(|known| known.path.split_once('.').is_some_and(|(_, last)| last == key));
    match same {
        Some(known) => {
            format!("{key} stands outside its table. Write [{}] on the line above it.", table_of(known.path))
        }
        None => unknown(key, key),
    }
}

/// What to do about a key that there is not.
fn unknown(path: &str, key: &str) -> String {
    if let Some(sentence) = secret(key) {
        return sentence;
    }
    if let Some(meant) = nearest(path, KEYS.iter().map(|k| k.path)) {
        return format!("{path} is not a known key. Did you mean {meant}?");
    }
    let known = KEYS.iter().map(|k| k.path).collect::<Vec<_>>().join(", ");
    format!("{path} is not a known key. Known keys: {known}.")
}

/// A secret in the file is more than an unknown key: whoever reads the file has it.
fn secret(key: &str) -> Option<String> {
    key.to_lowercase().contains("token").then(|| {
        format!(
            "{key}: a token must not stand in this file. Set {TOKEN_ENV}, or {TOKEN_FILE_ENV} with the path of a file that holds it; \
             if anyone else could read this file, reset the token on the Bot page of your application."
        )
    })
}

/// `file` is the file that the value stands in.
fn from_toml(kind: Kind, value: &DeValue<'_>, file: &Path) -> Result<Given, String> {
    match (kind, value) {
        (Kind::Flag, DeValue::Boolean(flag)) => Ok(Given::Flag(*flag)),
        (Kind::Whole(..) | Kind::Id | Kind::Ordinal, DeValue::Integer(number)) => text(kind, number.as_str()),
        (Kind::Path, DeValue::String(folder)) => match text(kind, folder)? {
            Given::Text(folder) => Ok(Given::Text(beside(file, &folder).to_string_lossy().into_owned())),
            other => Ok(other),
        },
        (Kind::Store, DeValue::String(value)) => {
            let store: StoreUrl = value.parse().map_err(|_| kind.expected())?;
            if store.has_password() {
                return Err(format!(
                    "without a password: one must not stand in this file. Set the whole address in {STORE_ENV}, or the password in PGPASSWORD"
                ));
            }
            Ok(Given::Text(store.beside(file).reveal()))
        }
        (
            Kind::Text
            | Kind::Filter
            | Kind::Address
            | Kind::Listen
            | Kind::OneOf(_)
            | Kind::Id
            | Kind::Ordinal,
            DeValue::String(value),
        ) => text(kind, value),
        (Kind::Ids, DeValue::Array(items)) => {
            let texts: Option<Vec<String>> = items
                .iter()
                .map(|item| match item.get_ref() {
                    DeValue::Integer(number) => Some(number.as_str().to_owned()),
                    DeValue::String(text) => Some(text.to_string()),
                    _ => None,
                })
                .collect();
            text(kind, &texts.ok_or_else(|| kind.expected())?.join(","))
        }
        _ => Err(kind.expected()),
    }
}

/// The path as seen from the folder that `file` stands in.
fn beside(file: &Path, path: &str) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).join(path)
}

/// The Discord id that a person typed.
///
/// # Errors
/// What to type instead.
pub fn discord_id(typed: &str) -> Result<u64, String> {
    match text(Kind::Id, typed) {
        Ok(Given::Ids(ids)) => ids.first().copied().ok_or_else(|| Kind::Id.expected()),
        _ => Err(Kind::Id.expected()),
    }
}

/// The address to listen on that a person typed.
///
/// # Errors
/// What to type instead.
pub fn listen_address(typed: &str) -> Result<SocketAddr, String> {
    match text(Kind::Listen, typed) {
        Ok(Given::Listen(address)) => Ok(address),
        _ => Err(Kind::Listen.expected()),
    }
}

/// Smallest number with the 17 digits that ids have had since Discord's first months.
const ID_LEAST: u64 = 10_000_000_000_000_000;

/// A value as the environment holds it.
pub(super) fn text(kind: Kind, text: &str) -> Result<Given, String> {
    let text = text.trim();
    let id = |text: &str| text.trim().parse::<u64>().ok().filter(|&id| id >= ID_LEAST);
    let given = match kind {
        Kind::Text | Kind::Path => Some(text.to_owned()).filter(|t| !t.is_empty()).map(Given::Text),
        Kind::Filter => EnvFilter::builder()
            .parse(text)
            .ok()
            .filter(|_| !text.is_empty())
            .map(|_| Given::Text(text.to_owned())),
        Kind::Address => Some(text.to_owned()).filter(|text| is_address(text)).map(Given::Text),
        Kind::Listen => text.parse().ok().map(Given::Listen),
        Kind::OneOf(words) => words.contains(&text).then(|| Given::Text(text.to_owned())),
        Kind::Whole(low, high) => text.parse().ok().filter(|n| (low..=high).contains(n)).map(Given::Whole),
        Kind::Store => text.parse::<StoreUrl>().ok().map(|store| Given::Text(store.reveal())),
        Kind::Ordinal => ordinal(text).map(|number| Given::Whole(number.into())),
        Kind::Flag => text.parse().ok().map(Given::Flag),
        Kind::Id => id(text).map(|id| Given::Ids(vec![id])),
        Kind::Ids => {
            text.split(',').filter(|t| !t.trim().is_empty()).map(id).collect::<Option<_>>().map(Given::Ids)
        }
    };
    given.ok_or_else(|| kind.expected())
}

/// The number that is the text, or that ends a name: `fukugyo-gateway-3`.
fn ordinal(text: &str) -> Option<u32> {
    let number =
        text.rsplit_once('-').filter(|(name, _)| !name.is_empty()).map_or(text, |(_, number)| number);
    number.parse().ok().filter(|_| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether paths can be appended to it: http or https, a host, a port that there is, no query and no fragment.
fn is_address(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let plain = url.query().is_none() && url.fragment().is_none() && !text.contains(char::is_whitespace);
    matches!(url.scheme(), "http" | "https") && url.has_host() && plain
}
