//! `/help`: every command with an example, what is stored, where the data comes from and its date.

use crate::view::help::{CommandHelp, CommandIds, help};
use crate::view::notice::UserError;
use crate::view::{Message, Reply};

use super::Answer;
use super::context::Context;
use super::definition::{Access, Command, CommandKind, nothing_kept};
use super::options::Options;

/// The definition.
pub(super) const COMMAND: Command = Command {
    kind: CommandKind::Slash,
    access: Access::Everyone,
    name: "help",
    name_ja: "ヘルプ",
    description: "How to use this bot, what it stores, where its data comes from",
    description_ja: "使い方・保存する情報・データの出典を見る",
    example: "/help",
    options: &[],
    fixed: true,
    run,
    restore: nothing_kept,
};

fn run(context: &Context<'_>, _options: &Options) -> Result<Answer, UserError> {
    Ok(Reply::Message(message(context.app.command_ids())).into())
}

/// The help as a message.
pub(super) fn message(ids: &CommandIds) -> Message {
    let help_of = |c: &Command| CommandHelp {
        name: c.name,
        name_ja: c.name_ja,
        description: c.description_ja,
        typed: c.kind == CommandKind::Slash,
    };
    // What administrators have stands behind 「データと保存について」.
    let everybodys = super::COMMANDS.iter().filter(|c| c.access == Access::Everyone);
    let commands: Vec<CommandHelp> = everybodys.map(help_of).collect();
    help(&commands, ids)
}
