//! `/profile job [section]`: a job's overview, with a menu that switches the section in place.

use crate::view::notice::UserError;
use crate::view::{Pick, Reply, Section, profile};

use super::Answer;
use super::context::Context;
use super::definition::{Access, Command, CommandKind, CommandOption, JOB, OptionKind};
use super::options::Options;

/// The definition.
pub(super) const COMMAND: Command = Command {
    kind: CommandKind::Slash,
    access: Access::Everyone,
    name: "profile",
    name_ja: "プロフィール",
    description: "Everything about one side job: scores, income, work, how to start",
    description_ja: "副業1つの概要・スコア・収入・始め方などをまとめて見る",
    example: "/profile job:動画編集",
    options: &[JOB, SECTION],
    fixed: true,
    run,
    restore,
};

const SECTION: CommandOption = CommandOption {
    name: "section",
    name_ja: "項目",
    description: "Section to open first",
    description_ja: "最初に開く項目",
    kind: OptionKind::Choice(sections),
    required: false,
};

fn sections() -> Vec<(&'static str, &'static str, &'static str)> {
    Section::ALL.into_iter().map(|s| (s.key(), s.name(), s.key())).collect()
}

fn run(context: &Context<'_>, options: &Options) -> Result<Answer, UserError> {
    let section = context.chosen(options, &SECTION, Section::from_key)?.unwrap_or(Section::Overview);
    let job = context.job(options, || section.key().to_owned())?;
    Ok(Reply::Message(profile::profile(&context.knowledge.catalogue, job, section)).into())
}

/// The options that [`run`] kept for 「もしかして」.
fn restore(pick: &Pick) -> Options {
    Options::default().with_text(SECTION.name, &pick.rest)
}
