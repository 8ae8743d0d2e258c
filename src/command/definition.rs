//! What a command is: names, descriptions and options in two languages, and its handler.
//!
//! One definition, many outputs: registration with Discord, `/help`, the README's table, autocomplete, the terminal front.
//! Names and descriptions obey Discord's rules ("Application Commands": names `^[-_'\p{L}\p{N}…]{1,32}$`, descriptions 1–100
//! characters, at most 25 options and choices); a test checks them all.

use serde_json::{Map, Value, json};

use super::Answer;
use super::context::Context;
use super::options::Options;
use crate::view::Pick;
use crate::view::notice::UserError;

/// `ApplicationCommandType`: typed after a slash; chosen from a message's menu.
const CHAT_INPUT: u8 = 1;
const MESSAGE: u8 = 3;
/// `ApplicationIntegrationType`: installed to a server, installed to a user.
const EVERYWHERE_INSTALLED: [u8; 2] = [0, 1];
/// `InteractionContextType`: server, the bot's DM, other private channels.
const EVERYWHERE_USED: [u8; 3] = [0, 1, 2];
/// Of both, the server alone.
const SERVER: [u8; 1] = [0];
/// `MANAGE_GUILD`, as Discord takes it in `default_member_permissions`.
const MANAGE_SERVER: &str = "32";

/// Who may use a command until a server decides otherwise on its Integrations page, which alone decides: it is not checked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, everywhere.
    Everyone,
    /// Who may manage the server, and only in one.
    ServerManagers,
}

/// How a command is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// Typed after a slash.
    Slash,
    /// Chosen from a message's menu.
    Message,
}

/// A command.
pub struct Command {
    /// How it is called.
    pub kind: CommandKind,
    /// Who may use it.
    pub access: Access,
    /// English name, the stable one.
    pub name: &'static str,
    /// Japanese name.
    pub name_ja: &'static str,
    /// English description.
    pub description: &'static str,
    /// Japanese description.
    pub description_ja: &'static str,
    /// A whole command to type, for the help and for error messages.
    pub example: &'static str,
    /// Its options; required ones first.
    pub options: &'static [CommandOption],
    /// Its reply depends on the data and its options alone, not on who asks, where or when.
    pub(super) fixed: bool,
    pub(super) run: fn(&Context<'_>, &Options) -> Result<Answer, UserError>,
    /// The other options that the command kept in a button of 「もしかして」; the job is put in by whoever runs it again.
    pub(super) restore: fn(&Pick) -> Options,
}

/// [`Command::restore`] of a command that keeps nothing.
pub(super) fn nothing_kept(_pick: &Pick) -> Options {
    Options::default()
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Command").field("name", &self.name).finish_non_exhaustive()
    }
}

/// An option of a command.
#[derive(Clone, Copy, Debug)]
pub struct CommandOption {
    /// English name, the stable one.
    pub name: &'static str,
    /// Japanese name.
    pub name_ja: &'static str,
    /// English description.
    pub description: &'static str,
    /// Japanese description.
    pub description_ja: &'static str,
    /// What it takes.
    pub kind: OptionKind,
    /// Discord asks for it before the command can be sent.
    pub required: bool,
}

/// What an option takes.
#[derive(Clone, Copy, Debug)]
pub enum OptionKind {
    /// A job's name, with autocomplete.
    Job,
    /// Any text.
    Text,
    /// A number. Its range is checked by the handler, whose message names it.
    Number,
    /// A whole number. Its range is checked by the handler, whose message names it.
    Whole,
    /// One of these keys, each with its Japanese and English name.
    Choice(fn() -> Vec<(&'static str, &'static str, &'static str)>),
}

impl OptionKind {
    /// Discord's `ApplicationCommandOptionType`.
    #[must_use]
    pub fn discord_type(self) -> u8 {
        match self {
            Self::Job | Self::Text | Self::Choice(_) => 3,
            Self::Whole => 4,
            Self::Number => 10,
        }
    }
}

impl Command {
    /// The command as Discord registers it.
    #[must_use]
    pub fn registration(&self) -> Value {
        let mut body = json!({
            "type": if self.kind == CommandKind::Slash { CHAT_INPUT } else { MESSAGE },
            "name": self.name,
            "name_localizations": { "ja": self.name_ja },
            "integration_types": EVERYWHERE_INSTALLED,
            "contexts": EVERYWHERE_USED,
        });
        if self.access == Access::ServerManagers {
            body["default_member_permissions"] = json!(MANAGE_SERVER);
            body["integration_types"] = json!(SERVER);
            body["contexts"] = json!(SERVER);
        }
        // A menu command has neither description nor options.
        if self.kind == CommandKind::Slash {
            body["description"] = json!(self.description);
            body["description_localizations"] = json!({ "ja": self.description_ja });
            body["options"] = self.options.iter().map(CommandOption::registration).collect();
        }
        body
    }
}

impl CommandOption {
    fn registration(&self) -> Value {
        let mut body = Map::new();
        let mut put = |key: &str, value: Value| body.insert(key.to_owned(), value);
        put("type", json!(self.kind.discord_type()));
        put("name", json!(self.name));
        put("name_localizations", json!({ "ja": self.name_ja }));
        put("description", json!(self.description));
        put("description_localizations", json!({ "ja": self.description_ja }));
        put("required", json!(self.required));
        match self.kind {
            OptionKind::Job => drop(put("autocomplete", json!(true))),
            OptionKind::Choice(choices) => {
                let choice = |(key, ja, en): (&str, &str, &str)| json!({ "name": en, "name_localizations": { "ja": ja }, "value": key });
                drop(put("choices", json!(choices().into_iter().map(choice).collect::<Vec<_>>())));
            }
            OptionKind::Text | OptionKind::Number | OptionKind::Whole => {}
        }
        Value::Object(body)
    }
}

/// The option every command about one job has.
pub(super) const JOB: CommandOption = CommandOption {
    name: "job",
    name_ja: "副業名",
    description: "Name of the side job, in any spelling",
    description_ja: "副業の名前（かな・ローマ字・略称でも探せます）",
    kind: OptionKind::Job,
    required: true,
};
