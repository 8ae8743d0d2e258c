//! `/steps job`: the three steps from no experience, then the pitfalls with their fixes.

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
    name: "steps",
    name_ja: "始め方",
    description: "Three steps from no experience, and the usual pitfalls",
    description_ja: "未経験からの3ステップと、よくあるつまずきの対策を見る",
    example: "/steps job:Webライター",
    options: &[JOB],
    fixed: true,
    run,
    restore: nothing_kept,
};

fn run(context: &Context<'_>, options: &Options) -> Result<Answer, UserError> {
    let job = context.job(options, String::new)?;
    Ok(Reply::Message(profile::steps_message(&context.knowledge.catalogue, job)).into())
}
