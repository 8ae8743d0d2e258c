//! `/compare job1 job2 [job3]`: jobs side by side, with the differences in words.
//!
//! When a name is not sure, 「もしかして」 keeps the others in its button: those that are sure as slugs, the rest as typed.

use crate::advice::compare;
use crate::profile::Profile;
use crate::view::compare::{compare_message, figures_message};
use crate::view::limits::cut;
use crate::view::notice::UserError;
use crate::view::{Message, Pick, Reply};

use super::Answer;
use super::context::Context;
use super::definition::{Access, Command, CommandKind, CommandOption, OptionKind};
use super::options::Options;

/// The definition.
pub(super) const COMMAND: Command = Command {
    kind: CommandKind::Slash,
    access: Access::Everyone,
    name: "compare",
    name_ja: "比較",
    description: "Two or three side jobs side by side: scores, income, time and cost to start",
    description_ja: "副業を2つか3つ並べて、スコア・収入・始めるまでの期間と費用を比べる",
    example: "/compare job1:動画編集 job2:Webデザイン",
    options: &JOBS,
    fixed: true,
    run,
    restore,
};

const JOBS: [CommandOption; 3] = [
    CommandOption {
        name: "job1",
        name_ja: "副業1",
        description: "First side job, in any spelling",
        description_ja: "1つ目の副業の名前",
        kind: OptionKind::Job,
        required: true,
    },
    CommandOption {
        name: "job2",
        name_ja: "副業2",
        description: "Second side job",
        description_ja: "2つ目の副業の名前",
        kind: OptionKind::Job,
        required: true,
    },
    CommandOption {
        name: "job3",
        name_ja: "副業3",
        description: "Third side job",
        description_ja: "3つ目の副業の名前（なくても比べられます）",
        kind: OptionKind::Job,
        required: false,
    },
];

/// Characters of one name kept in a `custom_id`: two of them, their marks and a slug of 32 are within its 100.
const KEPT: usize = 22;
/// A third job that was not given.
const NONE: &str = "-";

fn run(context: &Context<'_>, options: &Options) -> Result<Answer, UserError> {
    let typed: Vec<Option<&str>> = JOBS.iter().map(|o| options.text(o.name)).collect();
    for (option, text) in JOBS.iter().zip(&typed) {
        if option.required && text.is_none() {
            return Err(context.missing(option));
        }
    }
    let mut jobs: Vec<&Profile> = Vec::new();
    for (position, text) in typed.iter().enumerate() {
        let Some(text) = text else { continue };
        let job = context.job_named(text, || keep(context, &typed, position))?;
        if jobs.iter().all(|known| known.slug != job.slug) {
            jobs.push(job);
        }
    }
    if let [only] = jobs.as_slice() {
        return Err(UserError::SameJob { name: only.name.clone(), example: context.command.example });
    }
    Ok(Reply::Message(message(&jobs)).into())
}

/// The comparison as a message.
pub(super) fn message(jobs: &[&Profile]) -> Message {
    compare_message(&compare(jobs))
}

/// All its figures.
pub(super) fn figures(jobs: &[&Profile]) -> Message {
    figures_message(&compare(jobs))
}

/// Which name is asked about, and the others: `2,backend,-`.
fn keep(context: &Context<'_>, typed: &[Option<&str>], asked: usize) -> String {
    let others = typed.iter().enumerate().filter(|&(i, _)| i != asked).map(|(_, text)| match text {
        None => NONE.to_owned(),
        Some(text) => match context.job_named(text, String::new) {
            Ok(job) if job.slug.as_str().len() <= KEPT => job.slug.to_string(),
            _ => cut(&text.replace([':', ','], " "), KEPT),
        },
    });
    std::iter::once(asked.to_string()).chain(others).collect::<Vec<_>>().join(",")
}

/// The options that [`run`] kept for 「もしかして」, with the chosen job in its place.
fn restore(pick: &Pick) -> Options {
    let mut kept = pick.rest.split(',');
    let asked: usize = kept.next().and_then(|n| n.parse().ok()).unwrap_or(0);
    let mut options = Options::default();
    for (i, option) in JOBS.iter().enumerate() {
        let text = if i == asked { Some(pick.slug.as_str()) } else { kept.next().filter(|&t| t != NONE) };
        if let Some(text) = text {
            options = options.with_text(option.name, text);
        }
    }
    options
}
