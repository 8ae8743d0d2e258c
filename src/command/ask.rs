//! `/ask question`: a question in anyone's words, answered privately; 「公開する」 shares it. The message menu 「FAQで調べる」 does the
//! same with somebody's message.

use crate::faq::markup::plain_text;
use crate::understand::Light;
use crate::view::Reply;
use crate::view::ask::Audience;
use crate::view::notice::UserError;

use super::Answer;
use super::context::Context;
use super::definition::{Access, Command, CommandKind, CommandOption, OptionKind, nothing_kept};
use super::options::Options;
use super::talk::{self, Here};

/// The definition.
pub(super) const COMMAND: Command = Command {
    kind: CommandKind::Slash,
    access: Access::Everyone,
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
    access: Access::Everyone,
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

fn run(context: &Context<'_>, options: &Options) -> Result<Answer, UserError> {
    let Some(question) = options.text(QUESTION.name) else {
        return Err(match context.command.kind {
            CommandKind::Slash => {
                UserError::Missing { option: QUESTION.name_ja, example: context.command.example }
            }
            CommandKind::Message => UserError::NoText,
        });
    };
    Ok(answer(context, question))
}

/// The private answer to a text: whatever it means.
pub(super) fn answer(context: &Context<'_>, text: &str) -> Answer {
    let guild = context.caller.guild.map(serenity::all::GuildId::get);
    let settings = context.app.server(guild);
    let here = Here { human_channel: context.app.human_channel(guild), switched_off: &settings.switched_off };
    let text = plain_text(text);
    let said = talk::reply(context.knowledge, &text, &Light::default(), Audience::Private, here, None);
    Answer {
        effects: said.effects(guild, context.caller.user.get()),
        upshot: Some(said.upshot),
        ..Answer::from(Reply::ephemeral(said.message))
    }
}
