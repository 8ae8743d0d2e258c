//! The list of jobs: filtered by kind, sorted by a score, a page at a time.

use std::cmp::Reverse;

use crate::profile::{Axis, Catalogue, Category, Profile, Score};

use super::action::{Action, JobsView};
use super::component::{Button, Row, Select, SelectOption};
use super::message::{Embed, Message};
use super::text::COLOR;

/// Jobs on a page: with the menus below they fill a phone's screen.
pub const PAGE: usize = 7;

/// The value of a menu's first option, which takes a condition back.
pub const ALL: &str = "-";

/// What sorting by the total is called in options and menus.
pub const BY_TOTAL: &str = "total";

/// A page of the list. A page past the end shows the last one.
#[must_use]
pub fn jobs(catalogue: &Catalogue, view: JobsView) -> Message {
    let mut found: Vec<&Profile> =
        catalogue.profiles().iter().filter(|p| view.category.is_none_or(|c| p.category == Some(c))).collect();
    found.sort_by_key(|p| (Reverse(mark(p, view.sort)), Reverse(p.scores.total()), p.slug.clone()));
    let pages = found.len().div_ceil(PAGE).max(1);
    let page = view.page.min(pages - 1);
    let view = JobsView { page, ..view };
    let lines: Vec<String> = found.iter().skip(page * PAGE).take(PAGE).map(|p| line(p, view.sort)).collect();
    let kind = view.category.map_or("すべて", Category::name);
    let embed = Embed {
        title: format!("副業一覧：{kind}（{}/{pages}）", page + 1),
        description: if lines.is_empty() {
            "この分類の副業はまだありません。".into()
        } else {
            lines.join("\n")
        },
        color: COLOR,
        ..Embed::default()
    }
    .footer(format!(
        "{}件・{}の高い順。月の額は慣れた人の目安で、約束ではありません。",
        found.len(),
        view.sort.map_or("総合スコア", Axis::name),
    ));
    Message::embed(embed)
        .row(Row::Select(job_menu(&found, page)))
        .row(Row::Select(category_menu(view)))
        .row(Row::Select(sort_menu(view)))
        .row(Row::Buttons(turns(view, pages)))
}

fn mark(p: &Profile, sort: Option<Axis>) -> Score {
    sort.map_or_else(|| p.scores.total(), |axis| *p.scores.get(axis))
}

fn line(p: &Profile, sort: Option<Axis>) -> String {
    let monthly = p.established().map(|b| p.income.monthly(b).to_string()).unwrap_or_default();
    format!("**{}**　{}\n月{monthly}", p.name, mark(p, sort))
}

fn turns(view: JobsView, pages: usize) -> Vec<Button> {
    if pages < 2 {
        return Vec::new();
    }
    let page = view.page;
    let turn = |label: &str, to: usize, enabled: bool| {
        Button::new(label, Action::Jobs(JobsView { page: to, ..view })).enabled(enabled)
    };
    vec![turn("前へ", page.saturating_sub(1), page > 0), turn("次へ", page + 1, page + 1 < pages)]
}

fn job_menu(found: &[&Profile], page: usize) -> Select {
    let option = |p: &&Profile| SelectOption {
        label: p.name.clone(),
        value: p.slug.to_string(),
        ..SelectOption::default()
    };
    Select {
        action: Action::ProfileMenu,
        placeholder: "くわしく見る副業を選ぶ".into(),
        options: found.iter().skip(page * PAGE).take(PAGE).map(option).collect(),
        several: false,
    }
}

fn category_menu(view: JobsView) -> Select {
    let all = SelectOption {
        label: "すべての分類".into(),
        value: ALL.into(),
        default: view.category.is_none(),
        ..SelectOption::default()
    };
    let option = |c: Category| SelectOption {
        label: c.name().into(),
        value: c.key().into(),
        default: view.category == Some(c),
        ..SelectOption::default()
    };
    Select {
        action: Action::JobsCategory(view),
        placeholder: "分類".into(),
        options: std::iter::once(all).chain(Category::ALL.into_iter().map(option)).collect(),
        several: false,
    }
}

fn sort_menu(view: JobsView) -> Select {
    let total = SelectOption {
        label: "総合スコアの高い順".into(),
        value: ALL.into(),
        default: view.sort.is_none(),
        ..SelectOption::default()
    };
    let option = |a: Axis| SelectOption {
        label: format!("{}の高い順", a.name()),
        value: a.key().into(),
        default: view.sort == Some(a),
        ..SelectOption::default()
    };
    Select {
        action: Action::JobsSort(view),
        placeholder: "並び順".into(),
        options: std::iter::once(total).chain(Axis::ALL.into_iter().map(option)).collect(),
        several: false,
    }
}
