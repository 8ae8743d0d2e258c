//! `/insights` and the weekly digest: four weeks in five lines and a chart, what was called wrong, what had no answer. Topics are those
//! of our own data and links to messages; what people wrote is never shown, for it is not kept.

use crate::profile::Catalogue;
use crate::store::{Insights, Link, Nearest, Week};
use crate::view::action::Action;
use crate::view::chart::{Chart, Weeks};
use crate::view::component::{Button, Row};
use crate::view::message::{Embed, Message};
use crate::view::text::COLOR;

use super::ServerAction;

/// Entries listed in a digest, which is read in passing.
const DIGEST_LISTED: usize = 3;

/// A share in whole percent.
fn percent(part: u64, whole: u64) -> u64 {
    (part * 100 + whole / 2).checked_div(whole).unwrap_or(0)
}

fn sum(weeks: &[Week], of: impl Fn(&Week) -> u64) -> u64 {
    weeks.iter().map(of).sum()
}

/// The five lines: what was asked, and how it went.
fn five_lines(weeks: &[Week], before: Option<&Week>) -> String {
    let asked = sum(weeks, |w| w.asked);
    let trend = match before {
        Some(before) if before.asked > 0 || asked > 0 => {
            let change = i128::from(asked) - i128::from(before.asked);
            format!("（前の週より{}{}件）", if change < 0 { "−" } else { "+" }, change.abs())
        }
        _ => String::new(),
    };
    let share = |label: &str, n: u64| format!("{label}：{n}件（{}%）", percent(n, asked));
    let judged = (sum(weeks, |w| w.helpful), sum(weeks, |w| w.wrong));
    [
        format!("質問：{asked}件{trend}"),
        share("すぐ答えた", sum(weeks, |w| w.answered)),
        share("候補を出した", sum(weeks, |w| w.one_tap)),
        share("答えの用意がなかった", sum(weeks, |w| w.no_answer)),
        format!("「役に立った」{}回・「違う」{}回", judged.0, judged.1),
    ]
    .join("\n")
}

fn link(guild: u64, link: Link) -> String {
    format!("[元の質問](https://discord.com/channels/{guild}/{}/{})", link.channel, link.message)
}

/// What came nearest where there was no answer, as a line with links to where it was asked.
fn nearest_line(catalogue: &Catalogue, guild: u64, nearest: &Nearest) -> Option<String> {
    let topic = match &nearest.entry {
        Some(id) => format!("「{}」に近い質問", catalogue.entry(id)?.faq().question),
        None => "近い話題のない質問".to_owned(),
    };
    let links: Vec<String> = nearest.links.iter().map(|&l| link(guild, l)).collect();
    let links = if links.is_empty() { String::new() } else { format!("　{}", links.join(" ")) };
    Some(format!("・{topic}：{}件{links}", nearest.times))
}

fn wrong_lines(catalogue: &Catalogue, insights: &Insights, most: usize) -> Vec<String> {
    let line = |judged: &crate::store::Judged| {
        let question = &catalogue.entry(&judged.entry)?.faq().question;
        Some(format!("・「{question}」：違う{}回・役に立った{}回", judged.wrong, judged.helpful))
    };
    insights.wrong.iter().filter_map(line).take(most).collect()
}

/// Four weeks of a server.
#[must_use]
pub fn insights(catalogue: &Catalogue, guild: u64, insights: &Insights) -> Message {
    let mut embed = Embed {
        title: "このサーバーの4週間".into(),
        description: five_lines(&insights.weeks, None),
        color: COLOR,
        ..Embed::default()
    };
    let wrong = wrong_lines(catalogue, insights, usize::MAX);
    let near: Vec<String> =
        insights.nearest.iter().filter_map(|n| nearest_line(catalogue, guild, n)).collect();
    embed = embed
        .field("「違う」が多い回答", wrong.join("\n"))
        .field("答えの用意がなかった質問", near.join("\n"));
    let embed = embed
        .footer("文章と人のIDは保存していません。リンクの先で、元のメッセージを見られます（30日以内）。");
    let message = Message { ephemeral: true, ..Message::embed(embed) }
        .row(Row::Buttons(vec![Button::new("設定に戻る", Action::Server(ServerAction::Panel))]));
    if sum(&insights.weeks, |w| w.asked) == 0 {
        return message;
    }
    message.chart(Chart::Weeks(Weeks::new(&insights.weeks)))
}

/// The numbers could not be read.
#[must_use]
pub fn no_insights() -> Message {
    let back = Button::new("設定に戻る", Action::Server(ServerAction::Panel));
    let text = "いまは数字を見られません。保存先に届きません。数分おいて、もう一度お試しください。";
    Message { ephemeral: true, ..Message::text(text) }.row(Row::Buttons(vec![back]))
}

/// The last week, for everybody in the channel that was chosen for it; `None` when nobody asked anything.
#[must_use]
pub fn digest(catalogue: &Catalogue, guild: u64, insights: &Insights) -> Option<Message> {
    let [.., before, week] = &insights.weeks;
    if week.asked == 0 {
        return None;
    }
    let near = insights.nearest.iter().filter_map(|n| nearest_line(catalogue, guild, n)).take(DIGEST_LISTED);
    let wrong = wrong_lines(catalogue, insights, DIGEST_LISTED);
    let embed = Embed {
        title: "副業アドバイザーの1週間".into(),
        description: five_lines(std::slice::from_ref(week), Some(before)),
        color: COLOR,
        ..Embed::default()
    }
    .field("「違う」が多い回答（4週間）", wrong.join("\n"))
    .field("答えの用意がなかった質問（4週間）", near.collect::<Vec<_>>().join("\n"))
    .footer("このまとめは `/設定` の「週のまとめ」で止められます。");
    Some(Message::embed(embed))
}
