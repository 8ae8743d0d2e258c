//! What the bot may do in a server's channels, and whether the texts of messages reach it: asked when an administrator wants to know.

use reqwest::Method;
use serde::de::DeserializeOwned;
use serenity::all::{GuildChannel, Member, PartialGuild};

use crate::view::server::ChannelAccess;

use super::error::RestError;
use super::rest::Rest;
use super::wire::Call;

/// `ApplicationFlags` (<https://discord.com/developers/docs/resources/application#application-object-application-flags>):
/// message content, for large bots and for those in fewer than a hundred servers.
const MESSAGE_CONTENT: u64 = 1 << 18 | 1 << 19;

impl Rest {
    /// What the bot `me` may do in these channels of a server.
    pub async fn access(&self, guild: u64, me: u64, channels: &[u64]) -> Vec<(u64, ChannelAccess)> {
        let server: Option<PartialGuild> = self.read(format!("/guilds/{guild}")).await.ok();
        let member: Option<Member> = self.read(format!("/guilds/{guild}/members/{me}")).await.ok();
        let mut found = Vec::with_capacity(channels.len());
        for &channel in channels {
            let access =
                match (self.read::<GuildChannel>(format!("/channels/{channel}")).await, &server, &member) {
                    (Err(error), ..) if error.closes_channel() => ChannelAccess::Gone,
                    (Ok(channel), Some(server), Some(member)) => {
                        ChannelAccess::May(server.user_permissions_in(&channel, member))
                    }
                    _ => ChannelAccess::Unknown,
                };
            found.push((channel, access));
        }
        found
    }

    /// Whether Discord sends the texts of messages that do not address the bot; `None` when it does not say.
    pub async fn reads_messages(&self) -> Option<bool> {
        let application = self.send(&Call::new(Method::GET, "/applications/@me")).await.ok()?;
        Some(application["flags"].as_u64()? & MESSAGE_CONTENT != 0)
    }

    async fn read<T: DeserializeOwned>(&self, path: String) -> Result<T, RestError> {
        let answer = self.send(&Call::new(Method::GET, path)).await?;
        serde_json::from_value(answer).map_err(|_| RestError::Unavailable("an answer of another form".into()))
    }
}
