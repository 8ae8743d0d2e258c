//! `/faq job`: a job's questions in a menu; choosing one shows the answer in place.

use crate::view::notice::UserError;
use crate::view::{Reply, faq};

use super::context::Context;
use super::definition::{Command, JOB};
use super::options::Options;

/// The definition.
pub(super) const COMMAND: Command = Command {
    name: "faq",
    name_ja: "よくある質問",
    description: "Questions people ask about a side job, with answers",
    description_ja: "副業ごとのよくある質問と答えを見る",
    example: "/faq job:データ入力",
    options: &[JOB],
    run,
};

fn run(context: &Context<'_>, options: &Options) -> Result<Reply, UserError> {
    let job = context.job(options, String::new)?;
    Ok(Reply::Message(faq::faq_message(context.catalogue, job)))
}
