//! The settings themselves. [`Settings::default`] is the one place with the defaults, from which the README's are shown.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use crate::profile::DataSource;

use super::store_url::StoreUrl;

/// Where the endpoint listens unless told otherwise: for a reverse proxy on the same machine.
const ENDPOINT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8788);

/// Checked settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where the profiles come from.
    pub data: DataSource,
    /// Filter of the log, in `tracing_subscriber::EnvFilter` form.
    pub log: String,
    /// How a line of the log is written.
    pub log_format: LogFormat,
    /// Base address of Discord's REST API when it is not Discord itself.
    pub api_base: Option<String>,
    /// PEM file with certificates to trust besides the built-in ones.
    pub api_ca: Option<PathBuf>,
    /// Requests a second to Discord in all: Discord's limit for a bot, which it raises for large ones.
    pub requests_per_second: u64,
    /// Register commands in this server only.
    pub guild: Option<u64>,
    /// Register commands at start when they changed.
    pub register: bool,
    /// Interactions and messages worked on at once.
    pub max_tasks: u64,
    /// Seconds that running work may take after a stop signal.
    pub drain_seconds: u64,
    /// Interactions are answered by endpoints: the gateway registers no commands.
    pub messages_only: bool,
    /// Of an ordered set of processes: how many shards there are in all of them together.
    pub shards_total: Option<u32>,
    /// Of an ordered set of processes: how many shards each holds.
    pub shards_per_process: Option<u32>,
    /// Which process of an ordered set this is, from 0.
    pub process: Option<u32>,
    /// Restarts of the gateway without a working session in between, before the process gives up.
    pub max_restarts: u64,
    /// Where the endpoint listens.
    pub endpoint_listen: SocketAddr,
    /// Seconds that the endpoint goes on taking requests after a stop signal.
    pub leave_seconds: u64,
    /// Where operators are told how the process is.
    pub ops_listen: Option<SocketAddr>,
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
    /// Where the store is; `None`: in the state directory ([`super::store`]).
    pub store: Option<StoreUrl>,
    /// Who runs this bot, as `/privacy` names them.
    pub operator_name: Option<String>,
    /// Where to reach them.
    pub operator_contact: Option<String>,
    /// Paths of the keys that somebody set, whatever to: a default that was asked for is no default.
    pub given: BTreeSet<&'static str>,
}

impl Settings {
    /// Whether somebody set this key (`faq.cooldown_seconds`).
    #[must_use]
    pub fn is_given(&self, path: &str) -> bool {
        self.given.contains(path)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data: DataSource::Embedded,
            log: "info".into(),
            log_format: LogFormat::Text,
            api_base: None,
            api_ca: None,
            requests_per_second: 50,
            guild: None,
            register: true,
            max_tasks: 256,
            drain_seconds: 8,
            messages_only: false,
            shards_total: None,
            shards_per_process: None,
            process: None,
            max_restarts: 10,
            endpoint_listen: ENDPOINT_LISTEN,
            leave_seconds: 3,
            ops_listen: None,
            faq_channels: Vec::new(),
            faq_cooldown_seconds: 60,
            faq_repeat_seconds: 600,
            faq_min_chars: 6,
            chat_per_minute: 10,
            faq_human_channel: None,
            store: None,
            operator_name: None,
            operator_contact: None,
            given: BTreeSet::new(),
        }
    }
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object.
    Json,
}

impl LogFormat {
    /// What the setting takes.
    pub(super) const WORDS: [&str; 2] = ["text", "json"];

    pub(super) fn word(self) -> &'static str {
        let [text, json] = Self::WORDS;
        match self {
            Self::Text => text,
            Self::Json => json,
        }
    }
}
