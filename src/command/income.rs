//! `/income job [hours] [days] [hourly] [goal]`: the monthly bands with their premises, the person's own estimate, the way to a goal.

use crate::profile::{Hours, Yen, decimal};
use crate::view::income::{OwnTerms, income_message};
use crate::view::notice::UserError;
use crate::view::{Pick, Reply};

use super::Answer;
use super::context::Context;
use super::definition::{Access, Command, CommandKind, CommandOption, JOB, OptionKind};
use super::options::{Options, Within};

/// The definition.
pub(super) const COMMAND: Command = Command {
    kind: CommandKind::Slash,
    access: Access::Everyone,
    name: "income",
    name_ja: "収入",
    description: "Monthly income ranges with their premises; add your own hours, rate or goal",
    description_ja: "月収の目安と前提を見る（自分の時間・時給・目標額でも計算できます）",
    example: "/income job:バックエンド hours:2 days:20",
    options: &[JOB, HOURS, DAYS, HOURLY, GOAL],
    fixed: true,
    run,
    restore,
};

const HOURS: CommandOption = CommandOption {
    name: "hours",
    name_ja: "1日の時間",
    description: "Hours a day, 0.25 to 16",
    description_ja: "1日に使える時間（0.25〜16時間）",
    kind: OptionKind::Number,
    required: false,
};

const DAYS: CommandOption = CommandOption {
    name: "days",
    name_ja: "月の日数",
    description: "Days a month, 1 to 31",
    description_ja: "1か月に働く日数（1〜31日）",
    kind: OptionKind::Whole,
    required: false,
};

const HOURLY: CommandOption = CommandOption {
    name: "hourly",
    name_ja: "時給",
    description: "Yen an hour, 100 to 50,000",
    description_ja: "時給（100〜50,000円）",
    kind: OptionKind::Whole,
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

fn run(context: &Context<'_>, options: &Options) -> Result<Answer, UserError> {
    const DAY: Within = Within { low: (0.25, "0.25"), high: (16.0, "16"), unit: "時間" };
    const MONTH: Within = Within { low: (1.0, "1"), high: (31.0, "31"), unit: "日" };
    const RATE: Within = Within { low: (100.0, "100"), high: (50_000.0, "50,000"), unit: "円" };
    const AIM: Within = Within { low: (1_000.0, "1,000"), high: (3_000_000.0, "3,000,000"), unit: "円" };
    let own = OwnTerms {
        hours: options.within(&HOURS, DAY)?.map(Hours),
        days: options.whole_within(&DAYS, MONTH)?,
        hourly: options.whole_within(&HOURLY, RATE)?.map(Yen),
    };
    let goal = options.whole_within(&GOAL, AIM)?.map(Yen);
    let job = context.job(options, || keep(own, goal))?;
    let given = own != OwnTerms::default();
    let message = income_message(&context.knowledge.catalogue, job, given.then_some(own), goal);
    Ok(Reply::Message(message).into())
}

/// The numbers in a form that fits a `custom_id`: `2,20,-,50000`.
fn keep(own: OwnTerms, goal: Option<Yen>) -> String {
    let part = |number: Option<String>| number.unwrap_or_else(|| "-".into());
    let numbers = [
        own.hours.map(|h| decimal(h.0)),
        own.days.map(|d| d.to_string()),
        own.hourly.map(|y| y.0.to_string()),
        goal.map(|y| y.0.to_string()),
    ];
    numbers.map(part).join(",")
}

/// The options that [`run`] kept for 「もしかして」.
fn restore(pick: &Pick) -> Options {
    let numbers: Vec<Option<f64>> = pick.rest.split(',').map(|part| part.parse().ok()).collect();
    [HOURS, DAYS, HOURLY, GOAL]
        .iter()
        .zip(numbers)
        .fold(Options::default(), |options, (option, number)| options.with_number(option.name, number))
}
