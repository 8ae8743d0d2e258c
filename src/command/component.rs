//! Buttons and menus: from a `custom_id` to a reply.
//!
//! What changes a message in place does so only for the person whose message it is; for anyone else the same content comes as a
//! private message, so that nobody turns another's page.

use serenity::all::{ComponentInteraction, ComponentInteractionDataKind, MessageFlags};

use crate::profile::{Axis, Catalogue, Category, Slug};
use crate::view::notice::UserError;
use crate::view::{Action, JobsView, Message, Pick, Reply, Section, faq, jobs, profile};

use super::context::Context;
use super::definition::JOB;
use super::options::Options;
use super::{find, help, income, profile as profile_command};

/// The answer to a pressed button or a chosen option.
pub(super) fn respond(catalogue: &Catalogue, interaction: &ComponentInteraction) -> Result<Reply, UserError> {
    let id = &interaction.data.custom_id;
    let old = || UserError::OldComponent(Action::command_of_unreadable(id));
    let action = Action::parse(id).ok_or_else(old)?;
    let chosen = match &interaction.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().map(String::as_str),
        _ => None,
    };
    let job = |slug: &Slug| catalogue.profile(slug.as_str()).ok_or(UserError::Gone("/jobs"));
    let in_place = |message: Message| {
        if is_own(interaction) { Reply::Update(message) } else { Reply::ephemeral(message) }
    };
    Ok(match action {
        Action::Section(slug, None) => {
            let section = chosen.and_then(Section::from_key).ok_or_else(old)?;
            in_place(profile::profile(catalogue, job(&slug)?, section))
        }
        Action::Section(slug, Some(section)) => {
            Reply::ephemeral(profile::profile(catalogue, job(&slug)?, section))
        }
        Action::Profile(slug) => {
            Reply::ephemeral(profile::profile(catalogue, job(&slug)?, Section::Overview))
        }
        Action::ProfileMenu => {
            let slug = chosen.map(Slug::from).ok_or_else(old)?;
            Reply::ephemeral(profile::profile(catalogue, job(&slug)?, Section::Overview))
        }
        Action::ScoreReasons(slug) => Reply::ephemeral(profile::score_reasons(job(&slug)?)),
        Action::Pick(pick) => run_pick(catalogue, &pick)?,
        Action::FaqMenu(slug) => {
            let entry = chosen.and_then(|id| catalogue.entry(id)).ok_or(UserError::Gone("/faq"))?;
            in_place(faq::faq_opened(catalogue, job(&slug)?, entry))
        }
        Action::Answer(id) => {
            let entry = catalogue.entry(&id).ok_or(UserError::Gone("/faq"))?;
            Reply::ephemeral(faq::answer_message(catalogue, entry))
        }
        Action::Jobs(view) => in_place(jobs::jobs(catalogue, view)),
        Action::JobsCategory(view) => {
            let category = chosen.and_then(Category::from_key);
            in_place(jobs::jobs(catalogue, JobsView { category, page: 0, ..view }))
        }
        Action::JobsSort(view) => {
            let sort = chosen.and_then(Axis::from_key);
            in_place(jobs::jobs(catalogue, JobsView { sort, page: 0, ..view }))
        }
        Action::Help => Reply::ephemeral(help::message(catalogue)),
    })
}

/// Runs the command again that asked 「もしかして」, now with the chosen job.
fn run_pick(catalogue: &Catalogue, pick: &Pick) -> Result<Reply, UserError> {
    let command = find(&pick.command).ok_or(UserError::UnknownCommand)?;
    let kept = match command.name {
        "income" => income::restore(&pick.rest),
        "profile" => profile_command::restore(&pick.rest),
        _ => Options::default(),
    };
    (command.run)(&Context { catalogue, command }, &kept.with_text(JOB.name, pick.slug.as_str()))
}

/// Whether the message belongs to the person who pressed: private to them, or the answer to their command.
fn is_own(interaction: &ComponentInteraction) -> bool {
    let message = &interaction.message;
    if message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL)) {
        return true;
    }
    match message.interaction_metadata.as_deref() {
        Some(serenity::all::MessageInteractionMetadata::Command(by)) => by.user.id == interaction.user.id,
        Some(serenity::all::MessageInteractionMetadata::Component(by)) => by.user.id == interaction.user.id,
        _ => false,
    }
}
