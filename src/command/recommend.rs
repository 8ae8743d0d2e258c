//! `/recommend …`: jobs that fit a person. What the options and words did not say is asked screen by screen; nothing is stored.

use crate::advice::{Company, First, Labour, PlaceWish, Wishes, Within};
use crate::app::Knowledge;
use crate::profile::{Demand, Hours, Set, Stretch, Word, Yen};
use crate::understand::wishes;
use crate::view::notice::UserError;
use crate::view::recommend::{question, recommendation, why};
use crate::view::{Asked, Message, Reply, Screen};

use super::Answer;
use super::context::Context;
use super::definition::{Access, Command, CommandKind, CommandOption, OptionKind, nothing_kept};
use super::options::{Options, Within as Bounds};

/// The definition.
pub(super) const COMMAND: Command = Command {
    kind: CommandKind::Slash,
    access: Access::Everyone,
    name: "recommend",
    name_ja: "診断",
    description: "Side jobs that fit your time, goal, things and experience; asks what you leave out",
    description_ja: "時間・目標・持ち物・経験に合う副業を探す（入れなかったことは順に聞きます）",
    example: "/recommend hours:5 goal:30000",
    options: &[SAID, HOURS, GOAL, STRETCH, WITHIN, PLACE, PEOPLE, EFFORT, CANNOT, FIRST],
    fixed: true,
    run,
    restore: nothing_kept,
};

const SAID: CommandOption = CommandOption {
    name: "words",
    name_ja: "ひとこと",
    description: "Your wishes in words, such as 在宅でスマホだけ、料理が得意",
    description_ja: "希望を言葉で（例：在宅でスマホだけ、夜に30分ずつ、料理が得意）",
    kind: OptionKind::Text,
    required: false,
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

const STRETCH: CommandOption = CommandOption {
    name: "stretch",
    name_ja: "1回の時間",
    description: "Longest stretch at one go",
    description_ja: "1回に続けられる時間",
    kind: OptionKind::Choice(stretches),
    required: false,
};

const WITHIN: CommandOption = CommandOption {
    name: "within",
    name_ja: "いつまで",
    description: "By when there should be money",
    description_ja: "いつまでに収入がほしいか",
    kind: OptionKind::Choice(named::<Within>),
    required: false,
};

const PLACE: CommandOption = CommandOption {
    name: "place",
    name_ja: "場所",
    description: "Where to work",
    description_ja: "働く場所",
    kind: OptionKind::Choice(named::<PlaceWish>),
    required: false,
};

const PEOPLE: CommandOption = CommandOption {
    name: "people",
    name_ja: "人との関わり",
    description: "Alone or with people",
    description_ja: "一人でするか、人と関わるか",
    kind: OptionKind::Choice(named::<Company>),
    required: false,
};

const EFFORT: CommandOption = CommandOption {
    name: "effort",
    name_ja: "体の使い方",
    description: "At a desk or moving",
    description_ja: "座ってするか、体を動かすか",
    kind: OptionKind::Choice(named::<Labour>),
    required: false,
};

const CANNOT: CommandOption = CommandOption {
    name: "cannot",
    name_ja: "できないこと",
    description: "What you cannot or will not do; several in words or on the page",
    description_ja: "できないこと・したくないこと（いくつもあれば、ひとことか画面で）",
    kind: OptionKind::Choice(named::<Demand>),
    required: false,
};

const FIRST: CommandOption = CommandOption {
    name: "priority",
    name_ja: "優先",
    description: "What matters most",
    description_ja: "いちばん大事にしたいこと",
    kind: OptionKind::Choice(named::<First>),
    required: false,
};

type Named = (&'static str, &'static str, &'static str);

fn named<T: Word>() -> Vec<Named> {
    T::ALL.iter().map(|word| (word.key(), word.name(), word.key())).collect()
}

fn stretches() -> Vec<Named> {
    vec![
        ("15", "15分くらい", "15 minutes"),
        ("30", "30分くらい", "30 minutes"),
        ("60", "1時間くらい", "an hour"),
        ("240", "半日くらい", "half a day"),
    ]
}

fn run(context: &Context<'_>, options: &Options) -> Result<Answer, UserError> {
    const WEEK: Bounds = Bounds { low: (1.0, "1"), high: (60.0, "60"), unit: "時間" };
    const MONTH: Bounds = Bounds { low: (1_000.0, "1,000"), high: (3_000_000.0, "3,000,000"), unit: "円" };
    let said = options.text(SAID.name).map(wishes).unwrap_or_default();
    let stretch = |key: &str| key.parse().ok().map(Stretch).filter(|s| s.is_valid());
    let told = Wishes {
        hours: options.within(&HOURS, WEEK)?.map(Hours).or(said.hours),
        goal: options.whole_within(&GOAL, MONTH)?.map(Yen).or(said.goal),
        stretch: context.chosen(options, &STRETCH, stretch)?.or(said.stretch),
        within: context.chosen(options, &WITHIN, Within::from_key)?.or(said.within),
        place: context.chosen(options, &PLACE, PlaceWish::from_key)?.or(said.place),
        people: context.chosen(options, &PEOPLE, Company::from_key)?.or(said.people),
        effort: context.chosen(options, &EFFORT, Labour::from_key)?.or(said.effort),
        cannot: context.chosen(options, &CANNOT, Demand::from_key)?.into_iter().fold(said.cannot, Set::with),
        first: context.chosen(options, &FIRST, First::from_key)?.or(said.first),
        ..said
    };
    Ok(Reply::Message(go_on(context.knowledge, 0, &Asked::said(&told))).into())
}

/// A screen, whether or not it is open.
pub(super) fn ask(screen: Screen, asked: &Asked) -> Message {
    question(screen, asked)
}

/// The first screen from this place on that is still open, or the result.
pub(super) fn go_on(knowledge: &Knowledge, from: usize, asked: &Asked) -> Message {
    match asked.next_from(from) {
        Some(screen) => question(screen, asked),
        None => result(knowledge, asked),
    }
}

/// After an answer: a screen with one menu is done; one with several stays, so that the others can be chosen too.
pub(super) fn told(knowledge: &Knowledge, screen: Screen, asked: &Asked) -> Message {
    // Here a menu may be left alone though the screen counts as answered.
    let stays = matches!(screen, Screen::Knowledge | Screen::Manner);
    if screen.questions().len() == 1 || !stays && !asked.is_open(screen) {
        go_on(knowledge, screen.at() + 1, asked)
    } else {
        question(screen, asked)
    }
}

/// What was found.
pub(super) fn result(knowledge: &Knowledge, asked: &Asked) -> Message {
    recommendation(asked, &knowledge.recommend(&asked.0))
}

/// What the points are made of.
pub(super) fn reasons(knowledge: &Knowledge, asked: &Asked) -> Message {
    why(asked, &knowledge.recommend(&asked.0))
}
