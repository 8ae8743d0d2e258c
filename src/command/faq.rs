//! `/faq [job] [question]`: a job's questions in a menu, a free question about it, or the general topics.

use crate::view::notice::UserError;
use crate::view::{Reply, faq};

use super::Answer;
use super::ask::{self, QUESTION};
use super::context::Context;
use super::definition::{Access, Command, CommandKind, CommandOption, JOB, nothing_kept};
use super::options::Options;

/// The definition.
pub(super) const COMMAND: Command = Command {
    kind: CommandKind::Slash,
    access: Access::Everyone,
    name: "faq",
    name_ja: "よくある質問",
    description: "Questions people ask, by side job or topic, with answers",
    description_ja: "よくある質問と答えを、副業ごと・テーマごとに見る",
    example: "/faq job:データ入力",
    options: &[CommandOption { required: false, ..JOB }, QUESTION],
    fixed: true,
    run,
    restore: nothing_kept,
};

fn run(context: &Context<'_>, options: &Options) -> Result<Answer, UserError> {
    let catalogue = &context.knowledge.catalogue;
    let question = options.text(QUESTION.name);
    if options.text(JOB.name).is_none() {
        return Ok(match question {
            Some(question) => ask::answer(context, question),
            None => Reply::Message(faq::topics(catalogue, context.app.command_ids())).into(),
        });
    }
    // A free question is too long for a button's id: after 「もしかして」 the job's questions come up instead.
    let job = context.job(options, String::new)?;
    Ok(match question {
        Some(question) => ask::answer(context, &format!("{} {question}", job.name)),
        None => Reply::Message(faq::faq_message(catalogue, job)).into(),
    })
}
