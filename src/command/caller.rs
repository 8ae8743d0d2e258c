//! Who acts, where, and what they may do there: read once from the interaction, the same for every handler.

use serenity::all::{
    ChannelId, CommandInteraction, ComponentInteraction, GuildId, Interaction, Permissions, UserId,
};

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The server; `None` in direct messages.
    pub guild: Option<GuildId>,
    /// The channel.
    pub channel: ChannelId,
    /// The person.
    pub user: UserId,
    /// What the person may do in this channel; nothing in direct messages.
    pub permissions: Permissions,
    /// The person's language as Discord names it: `ja`, `en-US`.
    pub locale: String,
    /// When they acted (seconds since 1970), as the interaction's id says.
    pub at: i64,
}

/// The time at which Discord made this id (<https://discord.com/developers/docs/reference#snowflakes>), in seconds since 1970.
pub(super) fn time_of(id: u64) -> i64 {
    /// Discord's first second, in milliseconds.
    const EPOCH: u64 = 1_420_070_400_000;
    i64::try_from(((id >> 22) + EPOCH) / 1_000).unwrap_or(i64::MAX)
}

impl Caller {
    /// Who sent this interaction; `None` for a ping, which nobody sends.
    #[must_use]
    pub fn of(interaction: &Interaction) -> Option<Self> {
        match interaction {
            Interaction::Command(command) | Interaction::Autocomplete(command) => Some(command.into()),
            Interaction::Component(component) => Some(component.into()),
            Interaction::Modal(modal) => Some(Self {
                guild: modal.guild_id,
                channel: modal.channel_id,
                user: modal.user.id,
                permissions: allowed(modal.member.as_ref().and_then(|m| m.permissions)),
                locale: modal.locale.clone(),
                at: time_of(modal.id.get()),
            }),
            _ => None,
        }
    }

    /// Whether the person may manage the server.
    #[must_use]
    pub fn manages(&self) -> bool {
        self.permissions.contains(Permissions::MANAGE_GUILD)
    }

    /// Whether the person may remove others' messages here.
    #[must_use]
    pub fn moderates(&self) -> bool {
        self.permissions.contains(Permissions::MANAGE_MESSAGES)
    }
}

impl From<&CommandInteraction> for Caller {
    fn from(command: &CommandInteraction) -> Self {
        Self {
            guild: command.guild_id,
            channel: command.channel_id,
            user: command.user.id,
            permissions: allowed(command.member.as_ref().and_then(|m| m.permissions)),
            locale: command.locale.clone(),
            at: time_of(command.id.get()),
        }
    }
}

impl From<&ComponentInteraction> for Caller {
    fn from(component: &ComponentInteraction) -> Self {
        Self {
            guild: component.guild_id,
            channel: component.channel_id,
            user: component.user.id,
            permissions: allowed(component.member.as_ref().and_then(|m| m.permissions)),
            locale: component.locale.clone(),
            at: time_of(component.id.get()),
        }
    }
}

fn allowed(permissions: Option<Permissions>) -> Permissions {
    permissions.unwrap_or(Permissions::empty())
}
