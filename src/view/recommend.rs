//! A recommendation: the questions that lead to it, and the jobs with their reasons.
//!
//! The answers given so far are all in [`Asked`], which is written into each menu's `custom_id`; nothing is stored.

use crate::advice::{Fit, Label, Reason, Topic, Verdict, Wishes};
use crate::profile::Category;

use super::action::Action;
use super::asked::{ANY, Asked, QUESTIONS};
use super::chart::{Chart, Ranking};
use super::component::{Button, Row, Select, SelectOption};
use super::message::{Embed, Message};
use super::text::COLOR;

/// The next question, private to the person asked.
#[must_use]
pub fn question(asked: &Asked) -> Message {
    let Some(question) = QUESTIONS.get(asked.answered()) else { return Message::text("") };
    let option = |(value, label): (String, String)| SelectOption { label, value, ..SelectOption::default() };
    let any =
        SelectOption { label: "こだわらない".into(), value: ANY.into(), ..SelectOption::default() };
    let embed = Embed {
        title: format!("副業診断（{}/{}）", asked.answered() + 1, QUESTIONS.len()),
        description: question.text().into(),
        color: COLOR,
        ..Embed::default()
    }
    .footer("答えはボタンの中だけに入り、どこにも保存しません。");
    let select = Select {
        action: Action::Recommend(asked.clone()),
        placeholder: "選んでください".into(),
        options: question.answers().into_iter().map(option).chain([any]).collect(),
    };
    let again = (asked.answered() > 0).then(|| Button::new("最初から", Action::Recommend(Asked::default())));
    Message { ephemeral: true, ..Message::embed(embed) }
        .row(Row::Select(select))
        .row(Row::Buttons(again.into_iter().collect()))
}

/// The recommended jobs with their reasons, private to the person.
#[must_use]
pub fn recommendation(wishes: &Wishes, fits: &[Fit<'_>]) -> Message {
    let mut embed = Embed {
        title: "あなたの条件に合いそうな副業".into(),
        description: conditions(wishes),
        color: COLOR,
        ..Embed::default()
    };
    for (i, fit) in fits.iter().enumerate() {
        let name = format!(
            "{} {}　{} {}（{}点）",
            i + 1,
            fit.profile.name,
            mark(fit.label),
            fit.label.name(),
            fit.points
        );
        embed = embed.field(name, reasons(fit));
    }
    let embed = embed.footer(
        "○ 合う　△ 条件つきで合う　× 合わない。ラベルの順、同じなら点数の順です。金額は目安で、約束ではありません。答えは保存しません。",
    );
    let profiles = fits.iter().map(|f| Button::new(&f.profile.name, Action::Profile(f.profile.slug.clone())));
    let top = match fits {
        [first, second, ..] => {
            let compare = Action::Compare(first.profile.slug.clone(), second.profile.slug.clone());
            vec![Button::primary("上の2つを比べる", compare)]
        }
        _ => Vec::new(),
    };
    let again = Button::new("条件を選び直す", Action::Recommend(Asked::default()));
    let chart = (!fits.is_empty()).then(|| Chart::Ranking(Ranking::new(fits)));
    Message { ephemeral: true, chart, ..Message::embed(embed) }
        .row(Row::Buttons(profiles.collect()))
        .row(Row::Buttons(top.into_iter().chain([again]).collect()))
}

fn mark(label: Label) -> &'static str {
    match label {
        Label::Perfect => "◎",
        Label::Good => "○",
        Label::Conditional => "△",
    }
}

/// What was wished, in one line.
fn conditions(wishes: &Wishes) -> String {
    let mut parts = Vec::new();
    parts.extend(wishes.hours.map(|h| format!("週{h}")));
    parts.extend(wishes.goal.map(|g| format!("月{g}")));
    parts.extend(wishes.experience.map(|e| format!("経験{}", e.name())));
    parts.extend(wishes.priority.iter().map(|a| format!("{}を重視", a.name())));
    parts.extend(wishes.place.map(|p| p.name().to_owned()));
    parts.extend(wishes.category.map(|c: Category| c.name().to_owned()));
    if parts.is_empty() {
        "条件なし：総合点の高い順です。".to_owned()
    } else {
        format!("条件：{}", parts.join("・"))
    }
}

/// The goal in a sentence, then what is not or only partly met, then in words what is met.
fn reasons(fit: &Fit<'_>) -> String {
    let told = |r: &&Reason| r.topic == Topic::Goal || r.verdict != Verdict::Met;
    let mut lines: Vec<String> = fit
        .reasons
        .iter()
        .filter(told)
        .map(|r| format!("{} {}。", verdict_mark(r.verdict), r.text))
        .collect();
    let met: Vec<&str> = fit.reasons.iter().filter(|r| !told(r)).map(|r| r.brief.as_str()).collect();
    if !met.is_empty() {
        lines.push(format!("{} {}", verdict_mark(Verdict::Met), met.join("・")));
    }
    if lines.is_empty() {
        let p = fit.profile;
        let income = p.established().map(|b| p.income.monthly(b).to_string()).unwrap_or_default();
        lines.push(format!("総合{}点。慣れた人の月収の目安は{income}。", p.scores.total()));
    }
    lines.join("\n")
}

fn verdict_mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "○",
        Verdict::Partly => "△",
        Verdict::Unmet => "×",
    }
}
