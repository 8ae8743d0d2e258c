//! Why a front that serves Discord ended without being told to.

use std::io;
use std::net::SocketAddr;

use crate::discord::RestError;
use crate::store::OpenError;

/// What went wrong, as the person who started the process reads it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Discord does not know the token.
    #[error(
        "Discord refused the bot token. Copy it again from the Bot page of your application \
         (https://discord.com/developers/applications) into DISCORD_TOKEN or the file that DISCORD_TOKEN_FILE names."
    )]
    WrongToken,
    /// The key is another application's.
    #[error(
        "DISCORD_PUBLIC_KEY belongs to another application than the bot token. Copy Public Key again from the General Information \
         page of your application (https://discord.com/developers/applications)."
    )]
    WrongPublicKey,
    /// The address cannot be listened on.
    #[error(
        "Cannot listen on {0}: {1}. Give another address with --listen or FUKUGYO_ENDPOINT_LISTEN, such as 127.0.0.1:8789."
    )]
    Listen(SocketAddr, io::Error),
    /// Discord does not let us ask where the gateway is.
    #[error(
        "{0}. The bot cannot start: check DISCORD_API_BASE if it is set, and whether this machine's address is blocked at Discord."
    )]
    Unwelcome(RestError),
    /// Discord refuses intents that every bot may use.
    #[error("Discord refused the bot's gateway intents: {0}.")]
    RefusedIntents(String),
    /// The connection kept failing.
    #[error(
        "The gateway connection failed {0} times without a working session in between. Giving up, so that Discord's limit \
         of session starts is not used up; see the warnings above for the cause."
    )]
    GaveUp(u64),
    /// The bot is in too many servers for so few shards.
    #[error(
        "Discord requires more shards for this bot (4011): raise the number in --shards, or gateway.shards_total \
         (FUKUGYO_SHARDS_TOTAL), in all processes."
    )]
    ShardingRequired,
    /// Discord's REST API could not be used.
    #[error("{0}.")]
    Rest(#[from] RestError),
    /// The store cannot be opened.
    #[error("{0}")]
    Store(#[from] OpenError),
    /// The address for operators cannot be listened on.
    #[error(
        "Cannot listen on {0}: {1}. Give another address with --ops-listen, FUKUGYO_OPS_LISTEN or ops.listen, such as 127.0.0.1:9465."
    )]
    OpsListen(SocketAddr, io::Error),
    /// Something else of the process failed.
    #[error("The Discord client failed: {0}.")]
    Failed(String),
}

impl Error {
    /// The process's exit code: 2 for what the operator must set right, 3 for giving up, 1 for the rest.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::WrongToken
            | Self::WrongPublicKey
            | Self::Listen(..)
            | Self::Unwelcome(_)
            | Self::RefusedIntents(_)
            | Self::ShardingRequired
            | Self::OpsListen(..)
            | Self::Rest(RestError::Unauthorised | RestError::Root(_)) => 2,
            Self::GaveUp(_) => 3,
            Self::Store(error) => error.exit_code(),
            Self::Rest(_) | Self::Failed(_) => 1,
        }
    }
}
