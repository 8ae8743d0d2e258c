//! Discord's message JSON, made from what a person types outside of Discord: said to the bot, or in a channel it listens to.
//!
//! As with [`super::interaction`], the terminal goes through the same door as the gateway. The ids are fixed; they mean nothing
//! outside this process.

use serde_json::json;
use serenity::all::{Message, UserId};

use super::interaction::TypedError;

/// The bot, as messages mention it.
pub const BOT: UserId = UserId::new(10);
/// The channel of a typed message.
pub const CHANNEL: u64 = 11;
const AUTHOR: u64 = 12;
const GUILD: u64 = 13;
const MESSAGE: u64 = 14;

/// Where a text is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// In a channel, to the bot.
    Mention,
    /// In a direct message.
    Direct,
    /// In the channel with this id, to nobody.
    Channel(u64),
}

/// How a typed text addresses the bot in a channel.
const MENTION: &str = "@fukugyo";

/// What is said to the bot by a text that begins with `@fukugyo`.
#[must_use]
pub fn addressed(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix(MENTION).map(str::trim_start)
}

/// The message of a typed text.
///
/// # Errors
/// When serenity cannot read what was built.
pub fn message(text: &str, said: Said) -> Result<Message, TypedError> {
    let author = json!({ "id": AUTHOR.to_string(), "username": "you", "discriminator": "0", "avatar": null });
    let bot = json!({ "id": BOT.to_string(), "username": "fukugyo", "discriminator": "0", "avatar": null, "bot": true });
    let mentioned = said == Said::Mention;
    let channel = if let Said::Channel(id) = said { id } else { CHANNEL };
    let mut body = json!({
        "id": MESSAGE.to_string(), "channel_id": channel.to_string(), "author": author, "type": 0,
        "content": if mentioned { format!("<@{BOT}> {text}") } else { text.to_owned() },
        "timestamp": "2026-01-01T00:00:00.000000+00:00", "edited_timestamp": null, "tts": false, "pinned": false,
        "mention_everyone": false, "mentions": if mentioned { json!([bot]) } else { json!([]) }, "mention_roles": [],
        "attachments": [], "embeds": [], "components": [],
    });
    if said != Said::Direct {
        body["guild_id"] = json!(GUILD.to_string());
    }
    serde_json::from_value(body).map_err(|e| TypedError::Unreadable(e.to_string()))
}
