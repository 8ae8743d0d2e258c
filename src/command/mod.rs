//! Slash commands, buttons and menus: from Discord's interaction to a reply.
//!
//! One table, [`COMMANDS`], holds every command; registration, `/help`, autocomplete, the README's table and the terminal front come
//! from it. [`respond`] is the one way in: pure, local, and so within Discord's three seconds by construction.

mod ask;
mod compare;
mod component;
mod context;
mod definition;
mod faq;
mod help;
mod income;
mod jobs;
mod options;
mod profile;
mod recommend;
mod score;
mod steps;

use serenity::all::{CommandInteraction, Interaction, ResolvedTarget};

use crate::app::{App, Knowledge};
use crate::faq::markup::plain_text;
use crate::profile::Catalogue;
use crate::view::chart::PATIENCE;
use crate::view::limits::CHOICES;
use crate::view::notice::{UserError, user_error};
use crate::view::{Choice, Reply};

use context::Context;
use options::Options;

pub use crate::view::notice::apology;
pub use definition::{Command, CommandKind, CommandOption, OptionKind};

/// Every command, in the order the help shows them.
pub const COMMANDS: &[Command] = &[
    ask::COMMAND,
    profile::COMMAND,
    score::COMMAND,
    income::COMMAND,
    steps::COMMAND,
    faq::COMMAND,
    compare::COMMAND,
    recommend::COMMAND,
    jobs::COMMAND,
    ask::MESSAGE_COMMAND,
    help::COMMAND,
];

/// The answer to an interaction. Pure: it talks to nobody and never waits.
#[must_use]
pub fn respond(app: &App, interaction: &Interaction) -> Reply {
    let (knowledge, settings) = (app.knowledge(), app.settings());
    let catalogue = &knowledge.catalogue;
    let answer = match interaction {
        Interaction::Command(command) => run(&knowledge, command),
        Interaction::Autocomplete(command) => Ok(Reply::Choices(choices(catalogue, command))),
        Interaction::Component(component) => component::respond(&knowledge, settings, component),
        Interaction::Ping(_) => Ok(Reply::Pong),
        _ => Err(UserError::UnknownCommand),
    };
    answer.unwrap_or_else(|error| user_error(catalogue, &error))
}

/// The answer with its picture, if that can be drawn in time; what the fronts call. Waits at most [`PATIENCE`].
pub async fn respond_with_picture(app: &App, interaction: &Interaction) -> Reply {
    with_picture(app, respond(app, interaction)).await
}

/// A reply with its picture, if that can be drawn in time. Waits at most [`PATIENCE`].
pub async fn with_picture(app: &App, reply: Reply) -> Reply {
    let Some(chart) = reply.chart() else { return reply };
    match app.charts().file(chart, PATIENCE).await {
        Some(file) => reply.with_picture(file),
        None => reply,
    }
}

/// The command with this English or Japanese name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|c| c.name == name || c.name_ja == name)
}

/// The body of `PUT /applications/{id}/commands`: every command, from the one table.
#[must_use]
pub fn registration() -> serde_json::Value {
    COMMANDS.iter().map(Command::registration).collect()
}

fn run(knowledge: &Knowledge, interaction: &CommandInteraction) -> Result<Reply, UserError> {
    let command = find(&interaction.data.name).ok_or(UserError::UnknownCommand)?;
    let options = match interaction.data.target() {
        Some(ResolvedTarget::Message(message)) => {
            Options::default().with_text(ask::QUESTION.name, &plain_text(&message.content))
        }
        _ => Options::new(&interaction.data.options),
    };
    (command.run)(&Context { knowledge, command }, &options)
}

/// Choices for the option being typed: jobs in the order of the look-up, or the best-scored ones for an empty box.
fn choices(catalogue: &Catalogue, interaction: &CommandInteraction) -> Vec<Choice> {
    let Some(focused) = interaction.data.autocomplete() else { return Vec::new() };
    let is_job = find(&interaction.data.name)
        .and_then(|c| c.options.iter().find(|o| o.name == focused.name))
        .is_some_and(|o| matches!(o.kind, OptionKind::Job));
    if !is_job {
        return Vec::new();
    }
    let popular = catalogue.popular();
    let found = catalogue.names().autocomplete(focused.value, CHOICES, popular);
    let choice = |p: &crate::profile::Profile| Choice { name: p.name.clone(), value: p.slug.to_string() };
    found.into_iter().filter_map(|slug| catalogue.profile(slug.as_str())).map(choice).collect()
}
