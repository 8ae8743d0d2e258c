//! `/score job`: the five scores as bars in text, the total, and what each means.

use crate::view::notice::UserError;
use crate::view::{Reply, profile};

use super::Answer;
use super::context::Context;
use super::definition::{Access, Command, CommandKind, JOB, nothing_kept};
use super::options::Options;

/// The definition.
pub(super) const COMMAND: Command = Command {
    kind: CommandKind::Slash,
    access: Access::Everyone,
    name: "score",
    name_ja: "スコア",
    description: "Five scores of a side job: profitability, ease, continuity, flexibility, low risk",
    description_ja: "収益性・始めやすさ・継続性・時間の柔軟性・リスクの低さのスコアを見る",
    example: "/score job:バックエンド",
    options: &[JOB],
    fixed: true,
    run,
    restore: nothing_kept,
};

fn run(context: &Context<'_>, options: &Options) -> Result<Answer, UserError> {
    let job = context.job(options, String::new)?;
    Ok(Reply::Message(profile::score_message(job)).into())
}
