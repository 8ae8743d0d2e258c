//! `/jobs [category] [sort]`: all profiles, a page at a time.

use crate::profile::{Axis, Category};
use crate::view::notice::UserError;
use crate::view::{JobsView, Reply, jobs};

use super::Answer;
use super::context::Context;
use super::definition::{Access, Command, CommandKind, CommandOption, OptionKind, nothing_kept};
use super::options::Options;

/// The definition.
pub(super) const COMMAND: Command = Command {
    kind: CommandKind::Slash,
    access: Access::Everyone,
    name: "jobs",
    name_ja: "副業一覧",
    description: "All side jobs, by kind and in the order of any score",
    description_ja: "副業の一覧を分類やスコアの順に見る",
    example: "/jobs sort:始めやすさ",
    options: &[CATEGORY, SORT],
    fixed: true,
    run,
    restore: nothing_kept,
};

const CATEGORY: CommandOption = CommandOption {
    name: "category",
    name_ja: "分類",
    description: "Only this kind",
    description_ja: "この分類だけを見る",
    kind: OptionKind::Choice(categories),
    required: false,
};

const SORT: CommandOption = CommandOption {
    name: "sort",
    name_ja: "並び順",
    description: "Order of the list",
    description_ja: "どのスコアの高い順に並べるか",
    kind: OptionKind::Choice(orders),
    required: false,
};

fn categories() -> Vec<(&'static str, &'static str, &'static str)> {
    Category::ALL.into_iter().map(|c| (c.key(), c.name(), c.key())).collect()
}

fn orders() -> Vec<(&'static str, &'static str, &'static str)> {
    let axes = Axis::ALL.into_iter().map(|a| (a.key(), a.name(), a.key()));
    std::iter::once((jobs::BY_TOTAL, "総合スコア", jobs::BY_TOTAL)).chain(axes).collect()
}

fn run(context: &Context<'_>, options: &Options) -> Result<Answer, UserError> {
    let category = context.chosen(options, &CATEGORY, Category::from_key)?;
    // By total is no axis: the first `Some` says that the choice is known, the second what it is.
    let order = |key: &str| if key == jobs::BY_TOTAL { Some(None) } else { Axis::from_key(key).map(Some) };
    let sort = context.chosen(options, &SORT, order)?.flatten();
    let view = JobsView { category, sort, page: 0 };
    Ok(Reply::Message(jobs::jobs(&context.knowledge.catalogue, view)).into())
}
