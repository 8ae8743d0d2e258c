//! Jobs side by side on one phone screen: every figure once, with its job's number, the leading one in bold.

use std::fmt::Display;

use crate::advice::{Comparison, Line};
use crate::profile::{Range, Slug, Yen, weeks};

use super::action::Action;
use super::chart::{Chart, Radar};
use super::component::{Button, Row};
use super::limits::CUSTOM_ID;
use super::message::{Embed, Message};
use super::text::{COLOR, bullets};

/// The numbers that stand for the jobs.
const NUMBERS: [&str; 3] = ["①", "②", "③"];

/// `/compare`: who each job is for, and how they differ; all figures are behind a press.
#[must_use]
pub fn compare_message(comparison: &Comparison<'_>) -> Message {
    let jobs = &comparison.jobs;
    let who: Vec<String> = jobs
        .iter()
        .zip(NUMBERS)
        .zip(&comparison.suits)
        .map(|((p, n), suits)| format!("{n} **{}**\n{suits}に向きます。", p.name))
        .collect();
    let embed = Embed {
        title: "副業の比較".into(),
        description: format!("{}\n\n{}", who.join("\n"), bullets(&comparison.differences)),
        color: COLOR,
        ..Embed::default()
    };
    let figures = Button::primary("数字とグラフを見る", Action::Figures(slugs(comparison)));
    // Three jobs with the longest slugs there could be do not fit into an id; ours do.
    let figures = (figures.action.custom_id().len() <= CUSTOM_ID).then_some(figures);
    let open = jobs.iter().map(|p| Button::new(&p.name, Action::Profile(p.slug.clone())));
    Message::embed(embed).row(Row::Buttons(figures.into_iter().chain(open).collect()))
}

fn slugs(comparison: &Comparison<'_>) -> Vec<Slug> {
    comparison.jobs.iter().map(|p| p.slug.clone()).collect()
}

/// All figures side by side, with their chart; in place, with the way back.
#[must_use]
pub fn figures_message(comparison: &Comparison<'_>) -> Message {
    let jobs = &comparison.jobs;
    let names: Vec<String> = jobs.iter().zip(NUMBERS).map(|(p, n)| format!("{n} **{}**", p.name)).collect();
    let scores = std::iter::once(("総合", &comparison.total))
        .chain(comparison.axes.iter().map(|(axis, line)| (axis.name(), line)))
        .map(|(name, line)| format!("{name}　{}", figures(line, |s| s.to_string())))
        .collect::<Vec<_>>();
    let embed = Embed {
        title: "副業の比較：数字".into(),
        description: names.join("\n"),
        color: COLOR,
        ..Embed::default()
    }
    .field("スコア", scores.join("\n"))
    .field("月収の目安：エントリー帯", rows(&comparison.entry))
    .field("月収の目安：中級〜継続帯", rows(&comparison.established))
    .field(
        "始めるまで",
        format!(
            "最初の報酬まで　{}\n始める費用　{}\nAI相性　{}",
            figures(&comparison.first_order_weeks, weeks),
            figures(&comparison.startup, |r| r.to_string()),
            figures(&comparison.ai, |s| s.to_string()),
        ),
    )
    .footer("太字は、その項目でいちばん良いものです。スコアは編集部の相対評価、金額は目安で、約束ではありません。");
    let back = Button::primary("比較に戻る", Action::InWords(slugs(comparison)));
    Message::embed(embed).chart(Chart::Radar(Radar::new(jobs))).row(Row::Buttons(vec![back]))
}

/// All figures in a line: 「①**90** ②55」.
fn figures<T: Copy>(line: &Line<T>, text: impl Fn(T) -> String) -> String {
    marked(line, text).join("　")
}

/// A figure a line: ranges are too long to stand beside each other on a phone.
fn rows(line: &Line<Range<Yen>>) -> String {
    marked(line, |r| r.to_string()).join("\n")
}

fn marked<T: Copy>(line: &Line<T>, text: impl Fn(T) -> String) -> Vec<String> {
    let one = |(i, (&value, number)): (usize, (&T, &dyn Display))| {
        if line.leaders.contains(&i) {
            format!("{number} **{}**", text(value))
        } else {
            format!("{number} {}", text(value))
        }
    };
    let numbers = NUMBERS.iter().map(|n| n as &dyn Display);
    line.values.iter().zip(numbers).enumerate().map(one).collect()
}
