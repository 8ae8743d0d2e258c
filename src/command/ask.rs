//! `/ask question`: a question in anyone's words, answered privately; 「公開する」 shares it. The message menu 「FAQで調べる」 does the
//! same with somebody's message.

use crate::view::ask::{self, Audience};
use crate::view::notice::UserError;
use crate::view::{Message, Reply};

use super::context::Context;
use super::definition::{Command, CommandKind, CommandOption, OptionKind, nothing_kept};
use super::options::Options;

/// The definition.
pub(super) const COMMAND: Command = Command {
    kind: CommandKind::Slash,
    name: "ask",
    name_ja: "質問",
    description: "Ask about side jobs in your own words; only you see the answer",
    description_ja: "副業の疑問をふだんの言葉で聞く（答えは自分だけに表示）",
    example: "/ask question:会社にバレますか？",
    options: &[CommandOption { required: true, ..QUESTION }],
    fixed: false,
    run,
    restore: nothing_kept,
};

/// The definition of the message menu.
pub(super) const MESSAGE_COMMAND: Command = Command {
    kind: CommandKind::Message,
    name: "Look up in FAQ",
    name_ja: "FAQで調べる",
    description: "Finds the answer to somebody's message; only you see it",
    description_ja: "メッセージを長押し（右クリック）→「アプリ」から。その質問の答えを自分だけに表示",
    example: "FAQで調べる",
    options: &[],
    fixed: false,
    run,
    restore: nothing_kept,
};

/// The option with the question; the text of the message for the message menu.
pub(super) const QUESTION: CommandOption = CommandOption {
    name: "question",
    name_ja: "質問",
    description: "Your question, in your own words",
    description_ja: "聞きたいこと（ふだんの言葉でどうぞ）",
    kind: OptionKind::Text,
    required: false,
};

fn run(context: &Context<'_>, options: &Options) -> Result<Reply, UserError> {
    let Some(question) = options.text(QUESTION.name) else {
        return Err(match context.command.kind {
            CommandKind::Slash => {
                UserError::Missing { option: QUESTION.name_ja, example: context.command.example }
            }
            CommandKind::Message => UserError::NoText,
        });
    };
    Ok(Reply::ephemeral(answer(context, question)))
}

/// The private answer to a question: the answer, candidates, or how to go on.
pub(super) fn answer(context: &Context<'_>, question: &str) -> Message {
    let found = context.knowledge.faq().search(question);
    ask::found(&context.knowledge.catalogue, &found, question, Audience::Private)
}
