//! `/settings`, `/insights`, `/privacy` and what is pressed on them: one private panel that saves at each change.
//!
//! Who may open the panel is Discord's to decide (its Integrations page) and is not checked again; the panel is private to its caller.
//! What stands on messages that everybody sees is for moderators, which is checked.

use std::collections::BTreeSet;

use serenity::all::{CommandInteraction, ComponentInteraction, ComponentInteractionDataKind};

use crate::app::{App, StoreRequest, Stored};
use crate::profile::Entry;
use crate::store::{Change, Eagerness, QuietHours, ServerSettings};
use crate::view::notice::UserError;
use crate::view::server::{
    Host, NO_QUIET, Operator, Saved, ServerAction, SettingsPage, checking, erase, erased, greeting,
    insights as shown_insights, muted_here, no_insights, page, panel, privacy, switched_off_here,
};
use crate::view::{Message, Reply};

use super::context::Context;
use super::definition::{Access, Command, CommandKind, nothing_kept};
use super::options::Options;
use super::{Answer, Then};

/// Seconds of 「1時間黙る」.
const MUTED_FOR: i64 = 3_600;
/// When quiet ends unless chosen otherwise, as an hour.
const MORNING: u8 = 7;
const EVENING: u8 = 22;

/// The definition of `/settings`.
pub(super) const SETTINGS: Command = Command {
    kind: CommandKind::Slash,
    access: Access::ServerManagers,
    name: "settings",
    name_ja: "設定",
    description: "Where and how readily this bot answers in this server",
    description_ja: "このサーバーで、どのチャンネルで、どれくらい積極的に答えるかを決める",
    example: "/settings",
    options: &[],
    fixed: false,
    run: settings,
    restore: nothing_kept,
};

/// The definition of `/insights`.
pub(super) const INSIGHTS: Command = Command {
    kind: CommandKind::Slash,
    access: Access::ServerManagers,
    name: "insights",
    name_ja: "状況",
    description: "Four weeks of questions in this server: answered, unanswered, disputed",
    description_ja: "このサーバーの4週間の質問と、答えられなかった話題を見る",
    example: "/insights",
    options: &[],
    fixed: false,
    run: insights,
    restore: nothing_kept,
};

/// The definition of `/privacy`.
pub(super) const PRIVACY: Command = Command {
    kind: CommandKind::Slash,
    access: Access::Everyone,
    name: "privacy",
    name_ja: "プライバシー",
    description: "What is kept, for how long, why, and who runs this bot",
    description_ja: "保存する情報・期間・理由と、運営者を見る",
    example: "/privacy",
    options: &[],
    fixed: false,
    run: about_privacy,
    restore: nothing_kept,
};

fn settings(context: &Context<'_>, _options: &Options) -> Result<Answer, UserError> {
    let guild = guild(context)?;
    let message = the_panel(context, &context.app.server(Some(guild)), Saved::NotAsked);
    Ok(Reply::ephemeral(message).into())
}

fn insights(context: &Context<'_>, _options: &Options) -> Result<Answer, UserError> {
    let guild = guild(context)?;
    Ok(Reply::ephemeral(the_insights(context, guild)).into())
}

fn about_privacy(context: &Context<'_>, _options: &Options) -> Result<Answer, UserError> {
    Ok(Reply::ephemeral(the_privacy(context)).into())
}

fn guild(context: &Context<'_>) -> Result<u64, UserError> {
    context.caller.guild.map(serenity::all::GuildId::get).ok_or(UserError::ServersOnly)
}

fn the_panel(context: &Context<'_>, settings: &ServerSettings, saved: Saved) -> Message {
    let host = Host {
        channels: context.app.settings().faq_channels.clone(),
        human_channel: context.app.settings().faq_human_channel,
    };
    panel(context.knowledge.catalogue.engine(), settings, &host, context.caller.at, saved)
}

fn the_insights(context: &Context<'_>, guild: u64) -> Message {
    match context.stored {
        Some(Stored::Insights(found)) => shown_insights(&context.knowledge.catalogue, guild, found),
        _ => no_insights(),
    }
}

fn the_privacy(context: &Context<'_>) -> Message {
    let settings = context.app.settings();
    let operator =
        Operator { name: settings.operator_name.as_deref(), contact: settings.operator_contact.as_deref() };
    privacy(operator, context.caller.manages())
}

/// What a command needs of the store before it can be answered.
pub(super) fn request_of_command(interaction: &CommandInteraction) -> Option<StoreRequest> {
    let guild = interaction.guild_id?.get();
    (interaction.data.name == INSIGHTS.name).then_some(StoreRequest::Insights(guild))
}

/// What a press needs of the store before it can be answered.
pub(super) fn request_of_press(
    app: &App,
    interaction: &ComponentInteraction,
    action: &ServerAction,
) -> Option<StoreRequest> {
    let guild = interaction.guild_id?.get();
    let settings = app.server(Some(guild));
    let at = super::caller::time_of(interaction.id.get());
    let one = |change| Some(StoreRequest::Change(guild, vec![change]));
    match action {
        ServerAction::Channels => {
            let channels = channels(interaction)?;
            let greet = !settings.greeted && !channels.is_empty();
            let greeted = greet.then_some(Change::Greeted);
            let changes = std::iter::once(Change::Channels(channels)).chain(greeted).collect();
            Some(StoreRequest::Change(guild, changes))
        }
        ServerAction::Eagerness => one(Change::Eagerness(Eagerness::from_key(value(interaction)?)?)),
        ServerAction::HumanChannel => one(Change::HumanChannel(channels(interaction)?.first().copied())),
        ServerAction::Digest => one(Change::DigestChannel(channels(interaction)?.first().copied())),
        ServerAction::QuietFrom => {
            let hours = match value(interaction)? {
                NO_QUIET => None,
                from => {
                    let from = from.parse().ok()?;
                    let to = settings.quiet_hours.map_or(MORNING, QuietHours::to);
                    // An end that the new beginning falls on moves to the next morning or evening.
                    let others = [to, MORNING, EVENING];
                    Some(others.into_iter().find_map(|to| QuietHours::new(from, to))?)
                }
            };
            one(Change::QuietHours(hours))
        }
        ServerAction::QuietTo => {
            let from = settings.quiet_hours.map_or(EVENING, QuietHours::from);
            one(Change::QuietHours(Some(QuietHours::new(from, value(interaction)?.parse().ok()?)?)))
        }
        ServerAction::Private(private) => one(Change::PrivateProfiles(*private)),
        ServerAction::SwitchOn => one(Change::SwitchOn(value(interaction)?.to_owned())),
        ServerAction::SwitchOff(id) if moderates(interaction) => one(Change::SwitchOff(id.clone())),
        ServerAction::MuteHere if moderates(interaction) => one(Change::MutedUntil(Some(at + MUTED_FOR))),
        ServerAction::Mute(mute) => one(Change::MutedUntil(mute.then_some(at + MUTED_FOR))),
        ServerAction::EraseNow => Some(StoreRequest::Forget(guild)),
        ServerAction::Insights => Some(StoreRequest::Insights(guild)),
        _ => None,
    }
}

fn moderates(interaction: &ComponentInteraction) -> bool {
    super::Caller::from(interaction).moderates()
}

fn value(interaction: &ComponentInteraction) -> Option<&str> {
    match &interaction.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().map(String::as_str),
        _ => None,
    }
}

/// The chosen channels; none may be chosen too.
fn channels(interaction: &ComponentInteraction) -> Option<BTreeSet<u64>> {
    match &interaction.data.kind {
        ComponentInteractionDataKind::ChannelSelect { values } => {
            Some(values.iter().map(|id| id.get()).collect())
        }
        _ => None,
    }
}

/// The answer to a press.
pub(super) fn respond(
    context: &Context<'_>,
    interaction: &ComponentInteraction,
    action: &ServerAction,
) -> Result<Answer, UserError> {
    let guild = guild(context)?;
    let catalogue = &context.knowledge.catalogue;
    let (settings, saved) = match context.stored {
        Some(Stored::Changed(_, after)) => (after.clone(), Saved::Yes),
        Some(Stored::Forgotten) => (context.app.server(Some(guild)), Saved::Yes),
        Some(Stored::Failed) => (context.app.server(Some(guild)), Saved::No),
        _ => (context.app.server(Some(guild)), Saved::NotAsked),
    };
    let show = |shown: SettingsPage| Reply::Update(page(catalogue, &settings, shown, saved));
    let reply = match action {
        ServerAction::Panel | ServerAction::Eagerness | ServerAction::Mute(_) => {
            Reply::Update(the_panel(context, &settings, saved))
        }
        ServerAction::Channels => {
            let reply = Reply::Update(the_panel(context, &settings, saved));
            return Ok(Answer { then: greeted(context.stored), ..Answer::from(reply) });
        }
        ServerAction::Pages => {
            let chosen = value(interaction).and_then(SettingsPage::from_key);
            show(chosen.ok_or(UserError::OldComponent("/settings"))?)
        }
        ServerAction::Page(shown) => show(*shown),
        ServerAction::HumanChannel => show(SettingsPage::HumanChannel),
        ServerAction::QuietFrom | ServerAction::QuietTo => show(SettingsPage::QuietHours),
        ServerAction::Private(_) => show(SettingsPage::Visibility),
        ServerAction::SwitchOn => show(SettingsPage::SwitchedOff),
        ServerAction::Digest => show(SettingsPage::Digest),
        ServerAction::SwitchOff(_) | ServerAction::MuteHere if !context.caller.moderates() => {
            return Err(UserError::ModeratorsOnly);
        }
        ServerAction::SwitchOff(id) => {
            let entry = catalogue.entry(id).ok_or(UserError::Gone("/faq"))?;
            Reply::ephemeral(switched_off_here(&question(entry), saved))
        }
        ServerAction::MuteHere => {
            Reply::ephemeral(muted_here(settings.muted_until.unwrap_or(context.caller.at), saved))
        }
        ServerAction::Check => {
            let channels = named_channels(context, &settings);
            let then = Then::CheckUp { guild, channels };
            return Ok(Answer { then: Some(then), ..Answer::from(Reply::Update(checking())) });
        }
        ServerAction::Erase => Reply::Update(erase()),
        ServerAction::EraseNow => Reply::Update(erased(saved)),
        ServerAction::Insights => Reply::Update(the_insights(context, guild)),
        ServerAction::Privacy => Reply::Update(the_privacy(context)),
    };
    Ok(reply.into())
}

fn question(entry: Entry<'_>) -> String {
    entry.faq().question.clone()
}

/// The line in the first channel that was ever chosen.
fn greeted(stored: Option<&Stored>) -> Option<Then> {
    let Some(Stored::Changed(before, after)) = stored else { return None };
    let channel = *after.channels.first()?;
    (after.greeted && !before.greeted).then(|| Then::Post { channel, message: greeting() })
}

/// Every channel that the settings of the server name.
fn named_channels(context: &Context<'_>, settings: &ServerSettings) -> Vec<u64> {
    let host = context.app.settings().faq_channels.iter().copied();
    let own = settings.channels.iter().copied().chain(settings.digest_channel);
    let all: BTreeSet<u64> = host.chain(own).collect();
    all.into_iter().collect()
}
