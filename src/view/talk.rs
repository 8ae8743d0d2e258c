//! What someone sees who talks to the bot and asks for something else than one answer: help lines, a topic's questions, which job,
//! English, and what to do where we have no answer. Nothing here is a dead end.

use crate::profile::spoken::{HelpLine, Referral};
use crate::profile::{Catalogue, Entry, Faq, Profile};
use crate::understand::Respect;

use super::action::{Action, Pick};
use super::component::{Button, Row, Select, SelectOption};
use super::faq::question_button;
use super::limits::OPTIONS;
use super::message::{Embed, Message};
use super::offer::{Audience, Part, candidate_buttons, listed, referral_text, ways_on};
use super::text::COLOR;

/// Someone is in danger: where to call, and nothing else.
#[must_use]
pub fn crisis(lines: &[HelpLine]) -> Message {
    let numbers: Vec<String> =
        lines.iter().map(|l| format!("**{}　{}**\n{}", l.name, l.number, l.hours)).collect();
    Message::text(format!(
        "話してくれてありがとうございます。今つらい気持ちを、すぐに聞いてくれる人がいます。\n\n{}\n\n命の危険があるときは119か110に電話してください。ほかの窓口：<https://www.mhlw.go.jp/mamorouyokokoro/>",
        numbers.join("\n")
    ))
}

/// Money or papers went to someone who deceives: whom to call first, then what we know.
#[must_use]
pub fn fraud(catalogue: &Catalogue, lines: &[HelpLine], ids: &[String], audience: Audience) -> Message {
    let numbers: Vec<String> =
        lines.iter().map(|l| format!("・**{}**　{}（{}）", l.number, l.name, l.hours)).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let embed = Embed {
        title: "これ以上払わず、まず相談してください".into(),
        description: format!(
            "{}\n\n振り込んだ・カードで払ったときは、銀行かカード会社にもすぐ電話して「詐欺かもしれない」と伝えます。相手とのやりとりと明細は消さずに残します。取り戻すと言う業者にも払わないでください。",
            numbers.join("\n")
        ),
        color: COLOR,
        ..Embed::default()
    };
    Message::embed(embed).row(Row::Buttons(candidate_buttons(catalogue, &ids, audience)))
}

/// Questions of a topic's word that are shown as text; the menu holds them all.
const TOPIC_LINES: usize = 6;

/// The questions of the topics that a word stands for: those that matter most as text, all in one menu.
#[must_use]
pub fn topic_word(catalogue: &Catalogue, word: &str, topics: &[String]) -> Option<Message> {
    let faq: Vec<&Faq> = catalogue.questions_of(topics).into_iter().take(OPTIONS).collect();
    let first = topics.iter().find(|id| catalogue.topics().iter().any(|t| t.id == **id))?;
    let lines: Vec<String> = faq.iter().take(TOPIC_LINES).map(|f| format!("・{}", f.question)).collect();
    let behind = faq.len().saturating_sub(TOPIC_LINES);
    let behind = if behind > 0 {
        format!("\nほかの{behind}件は下のメニューにあります。")
    } else {
        String::new()
    };
    let embed = Embed {
        title: format!("「{word}」についての質問"),
        description: format!("知りたいものを選んでください。\n{}{behind}", lines.join("\n")),
        color: COLOR,
        ..Embed::default()
    };
    let option =
        |f: &&Faq| SelectOption { label: f.question.clone(), value: f.id.clone(), ..SelectOption::default() };
    let select = Select {
        action: Action::TopicQuestions(first.clone()),
        placeholder: "質問を選ぶ".into(),
        options: faq.iter().map(option).collect(),
        several: false,
    };
    Some(Message::embed(embed).row(Row::Select(select)).row(Row::Buttons(ways_on(None))))
}

/// Several jobs may be meant.
#[must_use]
pub fn which_job(jobs: &[&Profile], part: Part, audience: Audience) -> Message {
    let button = |p: &&Profile| {
        let pick = Pick { command: part.command.into(), slug: p.slug.clone(), rest: part.rest().into() };
        Button::new(&p.name, Action::Pick(pick))
    };
    Message::text("どの副業のことですか？　もしかして：")
        .row(Row::Buttons(jobs.iter().map(button).collect()))
        .row(Row::Buttons(ways_on(Some(audience))))
}

/// Someone writes English: what we have, under its Japanese titles.
#[must_use]
pub fn english(catalogue: &Catalogue, ids: &[String], jobs: &[&Profile], audience: Audience) -> Message {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let near = match listed(catalogue, &ids) {
        list if list.is_empty() => String::new(),
        list => format!("\nThese may be what you mean (in Japanese):\n{list}"),
    };
    let jobs = jobs.iter().map(|p| Button::new(&p.name_en, Action::Profile(p.slug.clone())));
    Message::text(format!("Sorry, I can only answer in Japanese, about side jobs in Japan.{near}"))
        .row(Row::Buttons(candidate_buttons(catalogue, &ids, audience)))
        .row(Row::Buttons(jobs.collect()))
        .row(Row::Buttons(ways_on(Some(audience))))
}

/// More of an answer that was given.
#[must_use]
pub fn more(catalogue: &Catalogue, entry: Entry<'_>, ids: &[String], audience: Audience) -> Message {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let embed = Embed {
        title: format!("「{}」の続き", entry.faq().question),
        description: format!("近い質問です。知りたいものを選んでください。\n{}", listed(catalogue, &ids)),
        color: COLOR,
        ..Embed::default()
    };
    let profile =
        entry.profile().map(|p| Button::new(format!("{}のすべて", p.name), Action::Profile(p.slug.clone())));
    Message::embed(embed)
        .row(Row::Buttons(candidate_buttons(catalogue, &ids, audience)))
        .row(Row::Buttons(profile.into_iter().collect()))
        .row(Row::Buttons(ways_on(Some(audience))))
}

/// Someone takes their leave: nothing is pressed on them.
#[must_use]
pub fn leave() -> Message {
    Message::text("わかりました。気が向いたら、また声をかけてください。").row(Row::Buttons(ways_on(None)))
}

/// Someone points at what was said before, and nothing is known of it: how to be understood.
#[must_use]
pub fn unreferred() -> Message {
    Message::text(
        "どのお話の続きでしょうか。すみません、前のやりとりは覚えていません。聞きたい回答に「返信」して書くと、その続きとして答えます。副業の名前を入れても大丈夫です。例：「動画編集は1日どれくらい？」",
    )
    .row(Row::Buttons(ways_on(None)))
}

/// An answer in its first sentence, with the way to the rest.
#[must_use]
pub fn brief(entry: Entry<'_>) -> Message {
    let faq = entry.faq();
    let sentence = faq.answer.split_inclusive('。').next().unwrap_or(&faq.answer);
    Message::text(format!("ひとことで言うと、こうです。\n{sentence}"))
        .row(Row::Buttons(vec![Button { label: "答えを開く".into(), ..question_button(entry) }]))
        .row(Row::Buttons(ways_on(None)))
}

/// Several questions were offered and it is not clear which one is meant.
#[must_use]
pub fn which(catalogue: &Catalogue, ids: &[String], audience: Audience) -> Message {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let embed = Embed {
        title: "どれのことですか？".into(),
        description: format!("「2番目」のように番号でも選べます。\n{}", listed(catalogue, &ids)),
        color: COLOR,
        ..Embed::default()
    };
    Message::embed(embed)
        .row(Row::Buttons(candidate_buttons(catalogue, &ids, audience)))
        .row(Row::Buttons(ways_on(Some(audience))))
}

/// Jobs to do instead of one.
#[must_use]
pub fn other_jobs(own: &Profile, respect: Respect, jobs: &[&Profile]) -> Message {
    let head = match respect {
        Respect::Kind => format!("「{}」に近い副業です。", own.name),
        Respect::Pay => format!("「{}」より時給の目安が高く、同じ道具で始められる副業です。", own.name),
        Respect::Ease => format!("「{}」より始めやすく、同じ道具でできる副業です。", own.name),
    };
    let line = |p: &&Profile| {
        let hourly = p.entry().map(|band| format!("時給{}", band.hourly)).unwrap_or_default();
        format!("・**{}**　{hourly}・始めやすさ{}", p.name, p.scores.ease)
    };
    let lines: Vec<String> = jobs.iter().map(line).collect();
    let embed = Embed {
        title: "ほかの副業".into(),
        description: format!("{head}\n{}", lines.join("\n")),
        color: COLOR,
        ..Embed::default()
    }
    .footer("時給は始めたころの目安、始めやすさは100点中です。約束ではありません。");
    let buttons = jobs.iter().map(|p| Button::new(&p.name, Action::Profile(p.slug.clone())));
    Message::embed(embed).row(Row::Buttons(buttons.collect())).row(Row::Buttons(ways_on(None)))
}

/// Asked of someone who wants a rate and names no job.
pub const WHOSE_RATE: &str = "時給や1日の額は、副業によって大きく違います。どの副業のことですか？　「データ入力の時給」のように、名前と一緒に聞いてください。";

/// A text as it stands, with the ways on.
#[must_use]
pub fn said(text: &str) -> Message {
    Message::text(text).row(Row::Buttons(ways_on(None)))
}

/// We have no answer: who has one, where a human helps, and how to go on here.
#[must_use]
pub fn no_answer(referral: Option<&Referral>, human_channel: Option<u64>, audience: Audience) -> Message {
    let human = human_channel
        .map(|id| format!("\n\n人に聞きたいときは <#{id}> で相談してください。"))
        .unwrap_or_default();
    let text = match referral {
        Some(r) => format!("この質問の答えは用意がありません。\n{}", referral_text(r)),
        None => "この質問の答えは用意がありません。副業の名前や「税金」「契約書」のような言葉でも調べられます。下のボタンからも選べます。".into(),
    };
    Message::text(text + &human).row(Row::Buttons(ways_on(Some(audience))))
}
