//! A profile on a phone: one section at a time, with a menu that switches it in place.

use crate::profile::{Axis, Catalogue, Category, Place, Profile};

use super::action::Action;
use super::chart::{Chart, Radar};
use super::component::{Button, Row};
use super::income;
use super::message::{Embed, Message};
use super::section::Section;
use super::section_menu::section_menu;
use super::text::{COLOR, bar, bullets, checked_on, lines_within, weeks};
use super::{faq, height, limits};

/// A section of a profile with the menu to switch it and the questions that matter most for the job.
#[must_use]
pub fn profile(catalogue: &Catalogue, profile: &Profile, section: Section) -> Message {
    profile_page(catalogue, profile, section, 0)
}

/// The same at a page of the section: what does not fit on a phone is on the next. A page past the end shows the last.
#[must_use]
pub fn profile_page(catalogue: &Catalogue, profile: &Profile, section: Section, page: usize) -> Message {
    let mut pages = height::pages(embed(profile, section), height::FIRST_REPLY);
    let last = pages.len().saturating_sub(1);
    let page = page.min(last);
    let shown = pages.swap_remove(page);
    let menu = (section == Section::Faq).then(|| Row::Select(faq::menu(profile, None)));
    let message = menu.into_iter().fold(Message::embed(shown), Message::row);
    let turn = |label: &str, to: usize| Button::new(label, Action::Page(profile.slug.clone(), section, to));
    let back = (page > 0).then(|| turn("前へ", page - 1));
    let on = (page < last).then(|| turn(&format!("続き（{}/{}）", page + 2, last + 1), page + 1));
    let reasons = (section == Section::Score)
        .then(|| Button::new("スコアの理由", Action::ScoreReasons(profile.slug.clone())));
    message
        .row(Row::Select(section_menu(profile, section)))
        .row(Row::Select(faq::general_menu(catalogue, profile)))
        .row(Row::Buttons(back.into_iter().chain(on).chain(reasons).collect()))
}

fn embed(profile: &Profile, section: Section) -> Embed {
    match section {
        Section::Overview => overview(profile),
        Section::Score => score(profile),
        Section::Income => income::embed(profile, None),
        Section::Work => work(profile),
        Section::Skills => skills(profile),
        Section::Ai => ai(profile),
        Section::Steps => steps(profile),
        Section::Pitfalls => pitfalls(profile),
        Section::Legal => legal(profile),
        Section::Faq => faq::list(profile),
        Section::Services => services(profile),
    }
}

fn blank(profile: &Profile, what: &str) -> Embed {
    Embed { title: format!("{}：{what}", profile.name), color: COLOR, ..Embed::default() }
}

fn overview(p: &Profile) -> Embed {
    let category = p.category.map(Category::name).unwrap_or_default();
    let place = p.place.map(Place::name).unwrap_or_default();
    let scores: Vec<String> =
        Axis::ALL.iter().map(|&a| format!("{} {}", a.name(), p.scores.get(a))).collect();
    let bands: Vec<String> = p.income.bands.iter().map(|b| income::band_line(&p.income, b)).collect();
    Embed {
        title: p.name.clone(),
        description: format!("{}\n{}・{place}", p.summary, category),
        color: COLOR,
        ..Embed::default()
    }
    .field(
        format!("スコア：総合{}", p.scores.total()),
        format!("{}\n{}", scores[..3].join("・"), scores[3..].join("・")),
    )
    .field("月収の目安", bands.join("\n"))
    .field("始めるまで", format!("最初の報酬まで{}・費用{}", weeks(p.first_order_weeks), income::startup(p)))
    .footer(checked_on(p))
}

/// The five scores as bars, and what they are not.
#[must_use]
pub fn score(p: &Profile) -> Embed {
    let line = |&axis: &Axis| {
        let score = *p.scores.get(axis);
        format!("{} **{score}** {}", bar(score), axis.name())
    };
    let total = p.scores.total();
    let lines: Vec<String> = Axis::ALL.iter().map(line).collect();
    Embed {
        title: format!("{}：スコア", p.name),
        description: format!("{} **{total}** 総合（5項目の平均）\n\n{}", bar(total), lines.join("\n")),
        color: COLOR,
        ..Embed::default()
    }
    .footer(format!("0〜100点。編集部の相対評価で、結果の約束ではありません。{}", checked_on(p)))
}

/// `/score`: the bars, with a button to the reasons.
#[must_use]
pub fn score_message(p: &Profile) -> Message {
    Message::embed(score(p)).chart(Chart::Radar(Radar::new(&[p]))).row(Row::Buttons(vec![
        Button::new("スコアの理由", Action::ScoreReasons(p.slug.clone())),
        Button::new("プロフィールを見る", Action::Profile(p.slug.clone())),
    ]))
}

/// Why each score is what it is.
#[must_use]
pub fn score_reasons(p: &Profile) -> Message {
    let mut embed = blank(p, "スコアの理由");
    for axis in Axis::ALL {
        let reason = format!("{}\n-# 見ているもの：{}", p.score_reasons.get(axis), axis.meaning());
        embed = embed.field(format!("{} {}", axis.name(), p.scores.get(axis)), reason);
    }
    Message::embed(embed.footer(checked_on(p)))
}

fn work(p: &Profile) -> Embed {
    blank(p, "仕事内容")
        .field("この仕事の特徴", bullets(&p.work.features))
        .field("主な作業", bullets(&p.work.tasks))
        .field("本業と両立する進め方", bullets(&p.work.style))
        .footer(checked_on(p))
}

fn skills(p: &Profile) -> Embed {
    blank(p, "スキルとツール")
        .field("必要なスキル", bullets(&p.skills.needed))
        .field("使うツール", p.skills.tools.join("、"))
        .field("成果の測り方", bullets(&p.skills.measures))
        .field("単価を上げる道すじ", bullets(&p.skills.rate_path))
        .footer(checked_on(p))
}

fn ai(p: &Profile) -> Embed {
    let lines: Vec<String> =
        p.ai.tasks.iter().map(|t| format!("・{}（{}）", t.task, t.effect.name())).collect();
    Embed { description: format!("{} **{}** AI相性", bar(p.ai.score), p.ai.score), ..blank(p, "AI活用") }
        .field("AIが助けになる作業（効果）", lines.join("\n"))
        .field("気をつけること", p.ai.caution.clone())
        .footer(format!("AI相性は作業ごとの効果の平均です。{}", checked_on(p)))
}

/// The three steps from no experience.
#[must_use]
pub fn steps(p: &Profile) -> Embed {
    let mut embed = blank(p, "始め方");
    for (i, step) in p.steps.iter().enumerate() {
        let examples: Vec<String> = step.examples.iter().map(|e| format!("-# 例：{e}")).collect();
        let value = [bullets(&step.points), examples.join("\n")].join("\n");
        embed = embed.field(format!("{}. {}", i + 1, step.title), value.trim_end());
    }
    embed
        .field("成果が出るまで", p.skills.time_to_result.clone())
        .field("始める費用", p.skills.startup_cost.clone())
        .footer(checked_on(p))
}

/// The usual mistakes with their fixes, and the risks.
#[must_use]
pub fn pitfalls(p: &Profile) -> Embed {
    let mut embed = blank(p, "つまずきと対策");
    for pitfall in &p.pitfalls {
        embed = embed.field(pitfall.problem.clone(), format!("→ {}", pitfall.fix));
    }
    embed.field("リスク", bullets(&p.skills.risks)).footer(checked_on(p))
}

/// `/steps`: the steps; the pitfalls and the laws are a choice away.
#[must_use]
pub fn steps_message(catalogue: &Catalogue, p: &Profile) -> Message {
    profile(catalogue, p, Section::Steps)
}

/// What it costs to start.
#[must_use]
pub fn cost_message(p: &Profile) -> Message {
    let embed = Embed {
        description: format!("始める費用の目安は{}です。\n{}", income::startup(p), p.skills.startup_cost),
        ..blank(p, "始める費用")
    }
    .footer(checked_on(p));
    Message::embed(embed).row(Row::Buttons(vec![
        Button::primary("始め方", Action::Section(p.slug.clone(), Some(Section::Steps))),
        Button::new("プロフィールを見る", Action::Profile(p.slug.clone())),
    ]))
}

fn legal(p: &Profile) -> Embed {
    let mut embed = blank(p, "法律と届出");
    for legal in &p.legal {
        let link = if legal.url.is_empty() {
            String::new()
        } else {
            format!("\n[条文・役所の案内]({})", legal.url)
        };
        embed = embed.field(legal.law.clone(), format!("{}{link}", legal.point));
    }
    embed.footer(format!("一般的な説明です。ご自身の場合は役所や専門家に確かめてください。{}", checked_on(p)))
}

fn services(p: &Profile) -> Embed {
    if p.services.is_empty() {
        let description = "今は載せていません。".into();
        return Embed { description, ..blank(p, "関連サービス") }.footer(checked_on(p));
    }
    let line = |s: &crate::profile::Service| {
        let mark = if s.promoted { "【PR】" } else { "" };
        format!("・{mark}[{}]({})\n{}", s.name, s.url, s.description)
    };
    let lines: Vec<String> = p.services.iter().map(line).collect();
    Embed { description: lines_within(&lines, limits::DESCRIPTION), ..blank(p, "関連サービス") }
        .footer(format!("【PR】は広告です。{}", checked_on(p)))
}
