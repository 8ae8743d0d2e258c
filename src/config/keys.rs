//! What the settings are called, what they take and what they are for: one list, [`KEYS`].

use std::fmt;
use std::path::PathBuf;

use crate::profile::DataSource;

use super::kind::{Given, Kind};
use super::settings::{LogFormat, Settings};

/// One setting.
pub struct Key {
    /// Table and key in the file: `gateway.max_tasks`.
    pub path: &'static str,
    /// The environment variable that overrides it.
    pub env: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// The values it takes.
    pub kind: Kind,
    set: fn(&mut Settings, Given),
    shown: fn(&Settings) -> String,
}

impl Key {
    /// What holds when it is not set, as shown in the README.
    #[must_use]
    pub fn default(&self) -> String {
        (self.shown)(&Settings::default())
    }

    /// Takes the value over.
    pub(super) fn set(&self, settings: &mut Settings, given: Given) {
        (self.set)(settings, given);
        settings.given.insert(self.path);
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("path", &self.path).finish_non_exhaustive()
    }
}

/// All settings, in the order of the README's table.
pub const KEYS: &[Key] = &[
    Key {
        path: "data.dir",
        env: "FUKUGYO_DATA_DIR",
        help: "folder with profiles and questions, laid out like `data/`; a relative path begins at the settings file, or in the variable at the current folder",
        kind: Kind::Path,
        set: |s, v| s.data = DataSource::Folder(PathBuf::from(v.text())),
        shown: |_| "built in".into(),
    },
    Key {
        path: "log.filter",
        env: "FUKUGYO_LOG",
        help: "what is logged, as a tracing filter (`debug`, `fukugyo=debug,serenity=warn`)",
        kind: Kind::Filter,
        set: |s, v| s.log = v.text(),
        shown: |s| s.log.clone(),
    },
    Key {
        path: "log.format",
        env: "FUKUGYO_LOG_FORMAT",
        help: "`text`, or `json` for one JSON object a line",
        kind: Kind::OneOf(&LogFormat::WORDS),
        set: |s, v| {
            s.log_format = if v.text() == LogFormat::Json.word() { LogFormat::Json } else { LogFormat::Text }
        },
        shown: |s| s.log_format.word().into(),
    },
    Key {
        path: "discord.api_base",
        env: "DISCORD_API_BASE",
        help: "REST base address of a proxy or stand-in; paths begin with `/api/v10`",
        kind: Kind::Address,
        set: |s, v| s.api_base = Some(v.text().trim_end_matches('/').to_owned()),
        shown: |s| s.api_base.clone().unwrap_or_else(|| "Discord".into()),
    },
    Key {
        path: "discord.api_ca",
        env: "DISCORD_API_CA",
        help: "PEM file with root certificates to trust besides the built-in ones, for a proxy at `discord.api_base`",
        kind: Kind::Path,
        set: |s, v| s.api_ca = Some(PathBuf::from(v.text())),
        shown: |s| or(s.api_ca.as_ref().map(|path| path.display().to_string()), "none"),
    },
    Key {
        path: "discord.requests_per_second",
        env: "FUKUGYO_DISCORD_REQUESTS_PER_SECOND",
        help: "requests a second to Discord in all, but for answers to interactions; raise it only when Discord has raised yours",
        kind: Kind::Whole(1, 10_000),
        set: |s, v| s.requests_per_second = v.whole(),
        shown: |s| s.requests_per_second.to_string(),
    },
    Key {
        path: "discord.guild",
        env: "FUKUGYO_DISCORD_GUILD",
        help: "register commands in this server only (id)",
        kind: Kind::Id,
        set: |s, v| s.guild = v.ids().first().copied(),
        shown: |s| or(s.guild, "everywhere"),
    },
    Key {
        path: "discord.register",
        env: "FUKUGYO_DISCORD_REGISTER",
        help: "register commands at start when they changed",
        kind: Kind::Flag,
        set: |s, v| s.register = v.flag(),
        shown: |s| s.register.to_string(),
    },
    Key {
        path: "gateway.max_tasks",
        env: "FUKUGYO_GATEWAY_MAX_TASKS",
        help: "interactions and messages worked on at once",
        kind: Kind::Whole(1, 100_000),
        set: |s, v| s.max_tasks = v.whole(),
        shown: |s| s.max_tasks.to_string(),
    },
    Key {
        path: "gateway.messages_only",
        env: "FUKUGYO_GATEWAY_MESSAGES_ONLY",
        help: "interactions are answered by `fukugyo endpoint`: the gateway registers no commands and answers messages (`--messages-only`)",
        kind: Kind::Flag,
        set: |s, v| s.messages_only = v.flag(),
        shown: |s| s.messages_only.to_string(),
    },
    Key {
        path: "gateway.shards_total",
        env: "FUKUGYO_SHARDS_TOTAL",
        help: "in an ordered set of processes: shards in all of them together; `--shards` wins over all three",
        kind: Kind::Whole(1, 1_000_000),
        set: |s, v| s.shards_total = v.small(),
        shown: |s| or(s.shards_total, "Discord's recommendation, in one process"),
    },
    Key {
        path: "gateway.shards_per_process",
        env: "FUKUGYO_SHARDS_PER_PROCESS",
        help: "in an ordered set of processes: shards in each",
        kind: Kind::Whole(1, 1_000_000),
        set: |s, v| s.shards_per_process = v.small(),
        shown: |s| or(s.shards_per_process, "all"),
    },
    Key {
        path: "gateway.process",
        env: "FUKUGYO_PROCESS",
        help: "in an ordered set of processes: which one this is, from 0, or a name that ends so, such as that of a StatefulSet's pod (`fukugyo-gateway-3`)",
        kind: Kind::Ordinal,
        set: |s, v| s.process = v.small(),
        shown: |s| or(s.process, "none"),
    },
    Key {
        path: "gateway.drain_seconds",
        env: "FUKUGYO_GATEWAY_DRAIN_SECONDS",
        help: "seconds that running work may take after SIGINT or SIGTERM; keep it below what your container allows (often 10)",
        kind: Kind::Whole(0, 600),
        set: |s, v| s.drain_seconds = v.whole(),
        shown: |s| s.drain_seconds.to_string(),
    },
    Key {
        path: "gateway.max_restarts",
        env: "FUKUGYO_GATEWAY_MAX_RESTARTS",
        help: "logins in a row that led to no working session before the process exits with code 3",
        kind: Kind::Whole(1, 1_000),
        set: |s, v| s.max_restarts = v.whole(),
        shown: |s| s.max_restarts.to_string(),
    },
    Key {
        path: "endpoint.listen",
        env: "FUKUGYO_ENDPOINT_LISTEN",
        help: "address and port on which `fukugyo endpoint` takes Discord's requests from your reverse proxy",
        kind: Kind::Listen,
        set: |s, v| s.endpoint_listen = v.listen().unwrap_or(s.endpoint_listen),
        shown: |s| s.endpoint_listen.to_string(),
    },
    Key {
        path: "endpoint.leave_seconds",
        env: "FUKUGYO_ENDPOINT_LEAVE_SECONDS",
        help: "seconds that the endpoint goes on taking requests after SIGINT or SIGTERM, so that load balancers notice; then what was begun ends within `gateway.drain_seconds`",
        kind: Kind::Whole(0, 600),
        set: |s, v| s.leave_seconds = v.whole(),
        shown: |s| s.leave_seconds.to_string(),
    },
    Key {
        path: "ops.listen",
        env: "FUKUGYO_OPS_LISTEN",
        help: "address and port of `/livez`, `/readyz` and `/metrics`, for a private network: whoever reaches it is told",
        kind: Kind::Listen,
        set: |s, v| s.ops_listen = v.listen(),
        shown: |s| or(s.ops_listen, "none"),
    },
    Key {
        path: "faq.channels",
        env: "FUKUGYO_FAQ_CHANNELS",
        help: "channels (ids) whose questions are answered unasked; needs the Message Content intent",
        kind: Kind::Ids,
        set: |s, v| s.faq_channels = v.ids(),
        shown: |s| or(s.faq_channels.first().copied(), "none"),
    },
    Key {
        path: "faq.cooldown_seconds",
        env: "FUKUGYO_FAQ_COOLDOWN_SECONDS",
        help: "seconds between two unasked answers in a channel",
        kind: Kind::Whole(0, 86_400),
        set: |s, v| s.faq_cooldown_seconds = v.whole(),
        shown: |s| s.faq_cooldown_seconds.to_string(),
    },
    Key {
        path: "faq.repeat_seconds",
        env: "FUKUGYO_FAQ_REPEAT_SECONDS",
        help: "seconds before the same answer may appear again unasked in a channel",
        kind: Kind::Whole(0, 604_800),
        set: |s, v| s.faq_repeat_seconds = v.whole(),
        shown: |s| s.faq_repeat_seconds.to_string(),
    },
    Key {
        path: "faq.min_chars",
        env: "FUKUGYO_FAQ_MIN_CHARS",
        help: "shorter messages are never answered unasked",
        kind: Kind::Whole(1, 200),
        set: |s, v| s.faq_min_chars = v.whole(),
        shown: |s| s.faq_min_chars.to_string(),
    },
    Key {
        path: "chat.per_minute",
        env: "FUKUGYO_CHAT_PER_MINUTE",
        help: "how often a minute one person who addresses the bot is answered",
        kind: Kind::Whole(1, 1_000),
        set: |s, v| s.chat_per_minute = v.whole(),
        shown: |s| s.chat_per_minute.to_string(),
    },
    Key {
        path: "faq.human_channel",
        env: "FUKUGYO_FAQ_HUMAN_CHANNEL",
        help: "channel (id) to send people to who need a human",
        kind: Kind::Id,
        set: |s, v| s.faq_human_channel = v.ids().first().copied(),
        shown: |s| or(s.faq_human_channel, "none"),
    },
    Key {
        path: "store.url",
        env: "FUKUGYO_STORE_URL",
        help: "where servers' settings and counts are kept: the path of a SQLite file, or `postgres://user@host/database` when several processes run",
        kind: Kind::Store,
        set: |s, v| s.store = v.text().parse().ok(),
        shown: |s| or(s.store.as_ref(), "`store.db` in the state directory"),
    },
    Key {
        path: "operator.name",
        env: "FUKUGYO_OPERATOR_NAME",
        help: "who runs this bot, shown by `/privacy` and in the policies",
        kind: Kind::Text,
        set: |s, v| s.operator_name = Some(v.text()),
        shown: |s| or(s.operator_name.as_ref(), "not named"),
    },
    Key {
        path: "operator.contact",
        env: "FUKUGYO_OPERATOR_CONTACT",
        help: "where to reach them: a mail address, a page or a server's invitation",
        kind: Kind::Text,
        set: |s, v| s.operator_contact = Some(v.text()),
        shown: |s| or(s.operator_contact.as_ref(), "not named"),
    },
];

/// An id as text, or what its absence means.
fn or<T: ToString>(value: Option<T>, absent: &str) -> String {
    value.map_or_else(|| absent.into(), |value| value.to_string())
}
