//! `/income job [hours] [days] [hourly]`: the monthly bands with their premises, and the person's own estimate beside them.

use crate::profile::{Hours, Yen, decimal};
use crate::view::Reply;
use crate::view::income::{OwnTerms, income_message};
use crate::view::notice::UserError;

use super::context::Context;
use super::definition::{Command, CommandKind, CommandOption, JOB, OptionKind};
use super::options::Options;

/// The definition.
pub(super) const COMMAND: Command = Command {
    kind: CommandKind::Slash,
    name: "income",
    name_ja: "収入",
    description: "Monthly income ranges with their premises; add your own hours and rate",
    description_ja: "月収の目安と前提を見る（自分の時間や時給でも計算できます）",
    example: "/income job:バックエンド hours:2 days:20",
    options: &[JOB, HOURS, DAYS, HOURLY],
    run,
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

fn run(context: &Context<'_>, options: &Options) -> Result<Reply, UserError> {
    let own = OwnTerms {
        hours: within(options, &HOURS, (0.25, "0.25"), (16.0, "16"), "時間")?.map(Hours),
        days: within(options, &DAYS, (1.0, "1"), (31.0, "31"), "日")?.map(whole),
        hourly: within(options, &HOURLY, (100.0, "100"), (50_000.0, "50,000"), "円")?.map(|n| Yen(whole(n))),
    };
    let job = context.job(options, || keep(own))?;
    let given = own != OwnTerms::default();
    Ok(Reply::Message(income_message(job, given.then_some(own))))
}

fn within(
    options: &Options,
    option: &CommandOption,
    (low, low_text): (f64, &'static str),
    (high, high_text): (f64, &'static str),
    unit: &'static str,
) -> Result<Option<f64>, UserError> {
    match options.number(option.name) {
        Some(number) if !(low..=high).contains(&number) => Err(UserError::OutOfRange {
            option: option.name_ja,
            low: low_text,
            high: high_text,
            unit,
            given: decimal(number),
        }),
        number => Ok(number),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "within a range far below 2^52")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// The numbers in a form that fits a `custom_id`: `2,20,-`.
fn keep(own: OwnTerms) -> String {
    let part = |number: Option<String>| number.unwrap_or_else(|| "-".into());
    let numbers = [
        own.hours.map(|h| decimal(h.0)),
        own.days.map(|d| d.to_string()),
        own.hourly.map(|y| y.0.to_string()),
    ];
    numbers.map(part).join(",")
}

/// The options that [`run`] kept for 「もしかして」.
pub(super) fn restore(rest: &str) -> Options {
    let numbers: Vec<Option<f64>> = rest.split(',').map(|part| part.parse().ok()).collect();
    [HOURS, DAYS, HOURLY]
        .iter()
        .zip(numbers)
        .fold(Options::default(), |options, (option, number)| options.with_number(option.name, number))
}
