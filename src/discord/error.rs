//! Why a request came to nothing.

use std::time::Duration;

/// JSON error codes (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>).
const UNKNOWN_INTERACTION: u64 = 10_062;
const ALREADY_ACKNOWLEDGED: u64 = 40_060;

/// Why a request came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum RestError {
    /// The bot token is not accepted.
    #[error("Discord refused the bot token (401)")]
    Unauthorised,
    /// Discord refused the request, and would again.
    #[error("Discord refused the request ({status}, code {code}): {message}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Discord's JSON error code; 0 when it gave none.
        code: u64,
        /// Discord's words.
        message: String,
    },
    /// Discord wants us to wait longer than there is time.
    #[error("Discord is limiting the rate; it asks to wait {0:?}")]
    RateLimited(Duration),
    /// No answer, or a server error, each time.
    #[error("Discord does not answer ({0})")]
    Unavailable(String),
    /// The HTTP client could not be made.
    #[error("the HTTP client cannot be set up ({0})")]
    Client(String),
    /// The root certificate of the settings cannot be used.
    #[error("discord.api_ca (DISCORD_API_CA): {0}")]
    Root(String),
}

impl RestError {
    /// Whether the interaction is no longer there to be answered (10062).
    #[must_use]
    pub fn is_expired(&self) -> bool {
        matches!(self, Self::Refused { code: UNKNOWN_INTERACTION, .. })
    }

    /// Whether the interaction has its first response already (40060).
    #[must_use]
    pub fn is_already_answered(&self) -> bool {
        matches!(self, Self::Refused { code: ALREADY_ACKNOWLEDGED, .. })
    }

    /// Whether there is no such thing or route (404, 405).
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Refused { status: 404 | 405, .. })
    }

    /// Whether a channel would refuse the next message too: we may not post there (403), or it is gone (404).
    #[must_use]
    pub fn closes_channel(&self) -> bool {
        matches!(self, Self::Refused { status: 403 | 404, .. })
    }
}
