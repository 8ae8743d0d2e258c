//! `/recommend …`: jobs that fit a person's wishes. Without any, it asks them one by one; nothing is stored.

use crate::advice::{Experience, PlaceWish, Priorities, Wishes, recommend};
use crate::profile::{Axis, Catalogue, Category, Hours, Yen};
use crate::view::Asked;
use crate::view::notice::UserError;
use crate::view::recommend::{question, recommendation};
use crate::view::{Message, Reply};

use super::context::Context;
use super::definition::{Command, CommandKind, CommandOption, OptionKind, nothing_kept};
use super::options::{Options, Within};

/// The definition.
pub(super) const COMMAND: Command = Command {
    kind: CommandKind::Slash,
    name: "recommend",
    name_ja: "診断",
    description: "Side jobs that fit your time, goal and priorities; asks step by step without options",
    description_ja: "時間・目標・優先したいことに合う副業を探す（何も入れなければ順に質問します）",
    example: "/recommend hours:5 goal:30000",
    options: &[HOURS, GOAL, EXPERIENCE, PRIORITY, SECOND, PLACE, CATEGORY],
    fixed: true,
    run,
    restore: nothing_kept,
};

const HOURS: CommandOption = CommandOption {
    name: "hours",
    name_ja: "週の時間",
    description: "Hours a week, 1 to 60",
    description_ja: "1週間に使える時間（1〜60時間）",
    kind: OptionKind::Number,
    required: false,
};

const GOAL: CommandOption = CommandOption {
    name: "goal",
    name_ja: "目標額",
    description: "Income aimed at, yen a month, 1,000 to 3,000,000",
    description_ja: "1か月の目標額（1,000〜3,000,000円）",
    kind: OptionKind::Whole,
    required: false,
};

const EXPERIENCE: CommandOption = CommandOption {
    name: "experience",
    name_ja: "経験",
    description: "Experience in the kind of work",
    description_ja: "副業にしたい仕事の経験",
    kind: OptionKind::Choice(experiences),
    required: false,
};

const PRIORITY: CommandOption = CommandOption {
    name: "priority",
    name_ja: "優先",
    description: "What matters most",
    description_ja: "いちばん大事にしたいこと",
    kind: OptionKind::Choice(axes),
    required: false,
};

const SECOND: CommandOption = CommandOption {
    name: "priority2",
    name_ja: "優先2",
    description: "What matters next",
    description_ja: "2番目に大事にしたいこと",
    kind: OptionKind::Choice(axes),
    required: false,
};

const PLACE: CommandOption = CommandOption {
    name: "place",
    name_ja: "場所",
    description: "Where to work",
    description_ja: "働く場所",
    kind: OptionKind::Choice(places),
    required: false,
};

const CATEGORY: CommandOption = CommandOption {
    name: "category",
    name_ja: "分類",
    description: "Only this kind of job",
    description_ja: "この分類の副業から探す",
    kind: OptionKind::Choice(categories),
    required: false,
};

type Named = (&'static str, &'static str, &'static str);

fn experiences() -> Vec<Named> {
    Experience::ALL.into_iter().map(|e| (e.key(), e.name(), e.key())).collect()
}

fn axes() -> Vec<Named> {
    Axis::ALL.into_iter().map(|a| (a.key(), a.name(), a.key())).collect()
}

fn places() -> Vec<Named> {
    PlaceWish::ALL.into_iter().map(|p| (p.key(), p.name(), p.key())).collect()
}

fn categories() -> Vec<Named> {
    Category::ALL.into_iter().map(|c| (c.key(), c.name(), c.key())).collect()
}

fn run(context: &Context<'_>, options: &Options) -> Result<Reply, UserError> {
    const WEEK: Within = Within { low: (1.0, "1"), high: (60.0, "60"), unit: "時間" };
    const MONTH: Within = Within { low: (1_000.0, "1,000"), high: (3_000_000.0, "3,000,000"), unit: "円" };
    let axis = |option| context.chosen(options, option, Axis::from_key);
    let wishes = Wishes {
        hours: options.within(&HOURS, WEEK)?.map(Hours),
        goal: options.whole_within(&GOAL, MONTH)?.map(Yen),
        experience: context.chosen(options, &EXPERIENCE, Experience::from_key)?,
        priority: Priorities::new(axis(&PRIORITY)?, axis(&SECOND)?),
        place: context.chosen(options, &PLACE, PlaceWish::from_key)?,
        category: context.chosen(options, &CATEGORY, Category::from_key)?,
    };
    Ok(Reply::Message(if wishes.is_empty() {
        question(&Asked::default())
    } else {
        message(&context.knowledge.catalogue, &wishes)
    }))
}

/// The next question, or the recommendation once all are answered.
pub(super) fn go_on(catalogue: &Catalogue, asked: &Asked) -> Message {
    asked.wishes().map_or_else(|| question(asked), |wishes| message(catalogue, &wishes))
}

fn message(catalogue: &Catalogue, wishes: &Wishes) -> Message {
    recommendation(wishes, &recommend(catalogue, wishes))
}
