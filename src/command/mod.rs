//! Slash commands, buttons and menus: from Discord's interaction to a reply.
//!
//! One table, [`COMMANDS`], holds every command; registration, `/help`, autocomplete, the README's table and the terminal front come
//! from it. [`respond`] is the one way in: pure, local, and so within Discord's three seconds by construction. What an answer does beside
//! being sent it returns as effects. Non-goals: pictures, bodies, time, the log: that is the serving room's.

mod ask;
mod caller;
mod compare;
mod component;
mod context;
mod counted;
mod definition;
mod faq;
mod fixed;
mod help;
mod income;
mod jobs;
mod options;
mod profile;
mod recommend;
mod score;
mod server;
mod steps;
pub mod talk;

use serenity::all::{CommandInteraction, Interaction, ResolvedTarget};

use crate::app::{App, BodyKey, Effect, Knowledge, StoreRequest, Stored};
use crate::faq::markup::plain_text;
use crate::profile::Catalogue;
use crate::understand::Upshot;
use crate::view::limits::CHOICES;
use crate::view::notice::{UserError, user_error};
use crate::view::{Action, Choice, Message, Reply};

use context::Context;
use options::Options;

pub use caller::Caller;
pub use definition::{Access, Command, CommandKind, CommandOption, OptionKind};

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
    server::SETTINGS,
    server::INSIGHTS,
    server::PRIVACY,
];

/// The answer to an interaction, and what it does beside being sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What the person sees.
    pub reply: Reply,
    /// What is done once it is known whether the reply arrived.
    pub effects: Vec<Effect>,
    /// What the front does after the reply.
    pub then: Option<Then>,
    /// What came of a text, where one was asked about.
    pub upshot: Option<Upshot>,
}

/// What is to be done at Discord's after a reply was sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Then {
    /// This message goes into this channel.
    Post {
        /// The channel.
        channel: u64,
        /// What is said there.
        message: Message,
    },
    /// What the bot may do in these channels is found out, and the reply replaced by it.
    CheckUp {
        /// The server.
        guild: u64,
        /// Its channels.
        channels: Vec<u64>,
    },
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Self {
        Self { reply, effects: Vec::new(), then: None, upshot: None }
    }
}

/// What must be asked of the store before this interaction can be answered.
#[must_use]
pub fn store_request(app: &App, interaction: &Interaction) -> Option<StoreRequest> {
    match interaction {
        Interaction::Command(command) => server::request_of_command(command),
        Interaction::Component(component) => match Action::parse(&component.data.custom_id)? {
            Action::Server(action) => server::request_of_press(app, component, &action),
            _ => None,
        },
        _ => None,
    }
}

/// The answer to an interaction that asks nothing of the store.
#[must_use]
pub fn respond(app: &App, interaction: &Interaction) -> Answer {
    respond_with(app, interaction, None)
}

/// The answer to an interaction; `stored` is what came of its [`store_request`]. Pure: it talks to nobody and never waits.
#[must_use]
pub fn respond_with(app: &App, interaction: &Interaction, stored: Option<&Stored>) -> Answer {
    let knowledge = app.knowledge();
    let answer = match interaction {
        Interaction::Command(command) => run(app, &knowledge, command, stored),
        Interaction::Autocomplete(command) => {
            Ok(Reply::Choices(choices(&knowledge.catalogue, command)).into())
        }
        Interaction::Component(component) => component::respond(app, &knowledge, component, stored),
        Interaction::Ping(_) => Ok(Reply::Pong.into()),
        _ => Err(UserError::UnknownCommand),
    };
    answer.unwrap_or_else(|error| user_error(&knowledge.catalogue, &error).into())
}

/// Under what the bytes of this interaction's answer may be kept while the data stands; `None` when it depends on more than data.
#[must_use]
pub fn body_key(app: &App, knowledge: &Knowledge, interaction: &Interaction) -> Option<BodyKey> {
    let Interaction::Command(interaction) = interaction else { return None };
    let mut key = fixed::key(&knowledge.catalogue, find(&interaction.data.name)?, interaction)?;
    // Replies that mention commands change once, when these have their ids.
    if app.command_ids().are_known() {
        key.push_str(" ids");
    }
    if is_private(app, interaction) {
        key.push_str(" private");
    }
    Some(BodyKey::new(key))
}

/// Whether this server shows what commands answer to those alone who used them.
fn is_private(app: &App, interaction: &CommandInteraction) -> bool {
    app.server(interaction.guild_id.map(serenity::all::GuildId::get)).private_profiles
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

fn run(
    app: &App,
    knowledge: &Knowledge,
    interaction: &CommandInteraction,
    stored: Option<&Stored>,
) -> Result<Answer, UserError> {
    let command = find(&interaction.data.name).ok_or(UserError::UnknownCommand)?;
    let options = match interaction.data.target() {
        Some(ResolvedTarget::Message(message)) => {
            Options::default().with_text(ask::QUESTION.name, &plain_text(&message.content))
        }
        _ => Options::new(&interaction.data.options),
    };
    let caller = Caller::from(interaction);
    let context = Context { app, knowledge, caller: &caller, command, stored };
    let answer = (command.run)(&context, &options)?;
    Ok(match answer.reply {
        Reply::Message(message) if is_private(app, interaction) => {
            Answer { reply: Reply::ephemeral(message), ..answer }
        }
        reply => Answer { reply, ..answer },
    })
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
