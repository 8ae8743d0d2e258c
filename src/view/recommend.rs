//! 診断 on a phone: the screens of questions, what was found, and what the points are made of; all in one message, in place.
//!
//! The answers given so far are all in [`Asked`], which is written into each `custom_id`; nothing is stored.

use crate::advice::{
    Advice, Condition, Headline, Instead, Label, NEAREST, Part, PartKind, Ranked, Reason, SHOWN, Topic,
    Verdict,
};
use crate::profile::{Hours, Profile, decimal, weeks};

use super::action::Action;
use super::asked::Asked;
use super::chart::{Chart, Ranking};
use super::component::{Button, Row, Select, SelectOption};
use super::height;
use super::limits::cut;
use super::message::{Embed, Message};
use super::question::{Question, Screen};
use super::text::COLOR;

/// Characters of what was answered that are repeated: two lines.
const SAID: usize = 40;
/// Px that a headline's list takes beyond what is reckoned: it is indented.
const HEADLINE: usize = 70;
/// Conditions named when nothing fits.
const CONDITIONS: usize = 3;

/// A screen of questions, private to the person asked.
#[must_use]
pub fn question(screen: Screen, asked: &Asked) -> Message {
    let said = asked.all_shown();
    let so_far = if said.is_empty() { String::new() } else { format!("\n\n-# ここまで：{said}") };
    let embed = Embed {
        title: format!("副業診断（{}/{}）{}", screen.at() + 1, Screen::ALL.len(), screen.name()),
        description: format!("{}{so_far}", screen.text()),
        color: COLOR,
        ..Embed::default()
    }
    .footer("答えなくても進めます。答えはどこにも保存しません。");
    let menus = screen.questions().iter().map(|q| Row::Select(menu(*q, asked)));
    let message = menus.fold(Message::embed(embed), Message::row);
    let back = screen.before().map(|before| Button::new("戻る", Action::Ask(before, *asked)));
    let last = asked.next_from(screen.at() + 1).is_none();
    let on = (!last).then(|| Button::primary("次へ", Action::GoOn(screen, *asked)));
    let show = Button::new("結果を見る", Action::Advice(*asked));
    let show = if last { Button { style: super::component::Style::Primary, ..show } } else { show };
    let buttons = back.into_iter().chain(on).chain([show]);
    Message { ephemeral: true, ..message.row(Row::Buttons(buttons.collect())) }
}

fn menu(question: Question, asked: &Asked) -> Select {
    let chosen = question.chosen(&asked.0);
    let option = |(value, label): (String, String)| SelectOption {
        default: chosen.contains(&value),
        label,
        value,
        description: String::new(),
    };
    let mut options: Vec<SelectOption> = question.answers().into_iter().map(option).collect();
    // What was typed may stand between the answers of the menu.
    if let [value] = chosen.as_slice()
        && options.iter().all(|o| !o.default)
    {
        let label = asked.shown_of(question);
        options.insert(
            0,
            SelectOption { label, value: value.clone(), description: String::new(), default: true },
        );
    }
    Select {
        action: Action::Tell(question, *asked),
        placeholder: question.text().into(),
        several: question.takes_several(),
        options,
    }
}

/// What 診断 found, private to the person.
#[must_use]
pub fn recommendation(asked: &Asked, advice: &Advice<'_>) -> Message {
    // A headline takes the room of a reason or two.
    let most = if advice.headline == Headline::Found { height::RESULT } else { height::RESULT - HEADLINE };
    let fits = |embed: &Embed| height::embed(embed) <= most;
    // As many reasons as a phone has room for, else fewer jobs in the text: the menu below has them all.
    let ways: [&[usize]; 5] = [&[2; SHOWN], &[2, 2, 2, 1, 1], &[1; SHOWN], &[1; SHOWN - 1], &[1; NEAREST]];
    let embed = ways.iter().map(|lines| result(asked, advice, lines)).find(fits);
    let embed = embed.unwrap_or_else(|| result(asked, advice, ways[ways.len() - 1]));
    let jobs = advice.jobs.iter().map(|j| SelectOption {
        label: j.profile.name.clone(),
        value: j.profile.slug.to_string(),
        ..SelectOption::default()
    });
    let open = Select {
        action: Action::ProfileMenu,
        placeholder: "くわしく見る副業を選ぶ".into(),
        options: jobs.collect(),
        several: false,
    };
    let mut buttons = vec![Button::primary("なぜこの順？", Action::Why(*asked))];
    if let [first, second, ..] = advice.jobs.as_slice() {
        let compare = Action::Compare(first.profile.slug.clone(), second.profile.slug.clone());
        buttons.push(Button::new("上の2つを比べる", compare));
    }
    Message { ephemeral: true, ..Message::embed(embed) }
        .row(Row::Select(open))
        .row(Row::Select(change_menu(asked)))
        .row(Row::Buttons(buttons))
}

/// The result with so many reasons for each job.
fn result(asked: &Asked, advice: &Advice<'_>, lines: &[usize]) -> Embed {
    let mut embed = Embed {
        title: title(asked, advice),
        description: [headline(asked, advice), conditions(asked, advice)].join("\n\n").trim().to_owned(),
        color: COLOR,
        ..Embed::default()
    };
    // What is true of all of them tells none apart.
    let shared: Vec<&str> = match advice.jobs.split_first() {
        Some((first, rest)) if !rest.is_empty() => {
            let texts = first.reasons.iter().map(|r| r.text.as_str());
            texts.filter(|t| rest.iter().all(|j| j.reasons.iter().any(|r| r.text == *t))).collect()
        }
        _ => Vec::new(),
    };
    for (i, (job, &lines)) in advice.jobs.iter().zip(lines).enumerate() {
        embed = embed.field(heading(i, job, &advice.headline), in_short(job, &shared, lines));
    }
    // Only what was found has marks.
    if advice.headline == Headline::Found {
        embed.footer("◎ぴったり ○よさそう △条件つき")
    } else {
        embed
    }
}

/// The screens, to change one answer and keep the others.
fn change_menu(asked: &Asked) -> Select {
    let option = |screen: Screen| SelectOption {
        label: format!("{}を変える", screen.name()),
        value: screen.at().to_string(),
        description: match asked.shown(screen) {
            shown if shown.is_empty() => "まだ答えていません".into(),
            shown => shown,
        },
        default: false,
    };
    Select {
        action: Action::Change(*asked),
        placeholder: "答えを変える".into(),
        options: Screen::ALL.into_iter().map(option).collect(),
        several: false,
    }
}

fn title(asked: &Asked, advice: &Advice<'_>) -> String {
    match (&advice.headline, asked.0.goal) {
        (Headline::GoalBeyond(_), Some(goal)) => format!("月{goal}には届きません"),
        (Headline::NothingFits(_), _) => "すべての条件に合う副業はありません".into(),
        _ => "あなたに合いそうな副業".into(),
    }
}

fn headline(asked: &Asked, advice: &Advice<'_>) -> String {
    match &advice.headline {
        Headline::Found if asked.0.is_empty() => {
            "答えがないので、学ぶ時間の短さと、始まりの早さで並べています。".into()
        }
        Headline::Found if advice.jobs.len() < SHOWN => {
            format!(
                "よく合う仕事が少ないので、{}つにしぼりました。{}",
                advice.jobs.len(),
                most_left_out(advice)
            )
        }
        Headline::Found => String::new(),
        Headline::NothingFits(conditions) => {
            let lines: Vec<String> =
                conditions.iter().take(CONDITIONS).map(|c| format!("・{}", c.name())).collect();
            format!(
                "次のどれかを変えると、選べる仕事が出てきます。\n{}\n\n条件に近いのは次の{}つです。",
                lines.join("\n"),
                advice.jobs.len()
            )
        }
        Headline::GoalBeyond(instead) => {
            format!("{}\n\n条件に近いのは次の{}つです。", instead_text(asked, instead), advice.jobs.len())
        }
    }
}

/// What keeps most jobs out.
fn most_left_out(advice: &Advice<'_>) -> String {
    let most = advice.left_out.first().map(|&(condition, count)| (condition.about(), count));
    most.map(|(about, count)| format!("外した仕事の理由で多いのは「{about}」です（{count}件）。"))
        .unwrap_or_default()
}

/// What would have to give for the goal.
fn instead_text(asked: &Asked, instead: &Instead) -> String {
    let mut lines = Vec::new();
    let by = match asked.0.within {
        Some(crate::advice::Within::Month) => "今月",
        _ => "半年後",
    };
    lines.extend(
        instead
            .hours
            .map(|h| format!("・時間を増やす：週{}時間あれば、{by}に届く仕事があります", decimal(h.0))),
    );
    lines.extend(instead.month.map(|m| format!("・長めに見る：{}なら届く仕事があります", month_name(m))));
    if instead.goal.0 > 0 {
        lines.push(format!("・目標を下げる：{by}に届くのは月{}くらいまでです", instead.goal));
    } else {
        lines.push(format!("・{by}に収入のある仕事がありません"));
    }
    let hours = asked.0.hours.map(|h: Hours| format!("週{h}では、")).unwrap_or_default();
    format!("{hours}条件に合うどの仕事も届きません。変えられるのは次のどれかです。\n{}", lines.join("\n"))
}

fn month_name(month: u32) -> String {
    if month.is_multiple_of(12) { format!("{}年後", month / 12) } else { format!("{month}か月後") }
}

/// What was answered, in one small line; where a headline needs the room, it stands in the menu below.
fn conditions(asked: &Asked, advice: &Advice<'_>) -> String {
    match asked.all_shown() {
        said if said.is_empty() || advice.headline != Headline::Found => String::new(),
        said => format!("-# {}{}", cut(&said, SAID), left_out_for_them(advice)),
    }
}

/// What was left out since the person cannot do it.
fn left_out_for_them(advice: &Advice<'_>) -> String {
    let theirs = advice.left_out.iter().filter(|(c, _)| matches!(c, Condition::Demand(_)));
    let counts: Vec<String> = theirs.take(CONDITIONS).map(|(c, n)| format!("{}{n}件", c.about())).collect();
    if counts.is_empty() {
        String::new()
    } else {
        format!("\n-# できないので外した仕事：{}", counts.join("・"))
    }
}

fn heading(at: usize, job: &Ranked<'_>, headline: &Headline) -> String {
    match headline {
        Headline::Found => {
            format!("{} {} {}　{}点", at + 1, mark(job.label), job.profile.name, job.points)
        }
        _ => format!("{} {}", at + 1, job.profile.name),
    }
}

fn mark(label: Label) -> &'static str {
    match label {
        Label::Perfect => "◎",
        Label::Good => "○",
        Label::Conditional => "△",
    }
}

/// What makes it impossible; else the best reason for it and the first against it.
fn in_short(job: &Ranked<'_>, shared: &[&str], most: usize) -> String {
    if !job.obstacles.is_empty() {
        let lines: Vec<String> =
            job.obstacles.iter().take(most).map(|o| format!("× {}。", o.text())).collect();
        return lines.join("\n");
    }
    let goal = job.about(Topic::Goal);
    let telling = |verdict| {
        job.judged(verdict).filter(|r| r.topic != Topic::Goal && !shared.contains(&r.text.as_str()))
    };
    let mut met = telling(Verdict::Met);
    let mut against = telling(Verdict::Unmet).chain(telling(Verdict::Partly));
    let line = |reason: &Reason| short_line(reason, job.profile);
    let first = goal.map(goal_line).or_else(|| met.next().map(line));
    let second = against.next().or_else(|| met.next()).map(line);
    let mut lines: Vec<String> = first.into_iter().chain(second).take(most).collect();
    if lines.len() < most && job.about(Topic::Soon).is_none() {
        lines.push(format!("最初の報酬までの目安は{}です。", weeks(job.outlook.first_weeks)));
    }
    lines.join("\n")
}

/// The amounts alone: whether they reach the goal is what the mark says.
fn goal_line(reason: &Reason) -> String {
    let amounts = reason.text.split("で、").next().unwrap_or_default();
    format!("{} {amounts}", verdict_mark(reason.verdict))
}

fn reason_line(reason: &Reason) -> String {
    format!("{} {}。", verdict_mark(reason.verdict), reason.text)
}

/// The same in the list of jobs, where a licence with a way around it takes one line: both are in 「なぜこの順？」.
fn short_line(reason: &Reason, p: &Profile) -> String {
    if reason.topic == Topic::Licence && !p.fit.licence_unless.is_empty() {
        return format!("{} 「{}」が要ることがあります。", verdict_mark(reason.verdict), p.fit.licence);
    }
    reason_line(reason)
}

fn verdict_mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "○",
        Verdict::Partly => "△",
        Verdict::Unmet => "×",
    }
}

/// What the points are made of, with all reasons; in place, with the way back.
#[must_use]
pub fn why(asked: &Asked, advice: &Advice<'_>) -> Message {
    let mut embed =
        Embed {
            title: "なぜこの順？".into(), description: how(advice), color: COLOR, ..Embed::default()
        };
    for (i, job) in advice.jobs.iter().enumerate() {
        let mut lines: Vec<String> = job.obstacles.iter().map(|o| format!("× {}。", o.text())).collect();
        lines.extend(job.reasons.iter().map(reason_line));
        let common = (job.common > 0).then(|| format!("だれにでも出やすい −{}", job.common));
        let alike = (job.alike > 0).then(|| format!("上と似た仕事 −{}", job.alike));
        lines.push(format!(
            "-# {}",
            job.parts.iter().map(part_text).chain(common).chain(alike).collect::<Vec<_>>().join("・")
        ));
        embed = embed.field(format!("{} {}　{}点", i + 1, job.profile.name, job.points), lines.join("\n"));
    }
    let chart = (advice.headline == Headline::Found).then(|| Chart::Ranking(Ranking::new(&advice.jobs)));
    Message { ephemeral: true, chart, ..Message::embed(embed) }
        .row(Row::Buttons(vec![Button::primary("結果に戻る", Action::Advice(*asked))]))
}

/// How the points come about: the parts with what each counts, heaviest first.
fn how(advice: &Advice<'_>) -> String {
    let Some(first) = advice.jobs.first() else { return String::new() };
    let mut parts: Vec<&Part> = first.parts.iter().collect();
    parts.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.kind.cmp(&b.kind)));
    let weights: Vec<String> =
        parts.iter().map(|p| format!("{} ×{}", p.kind.name(), decimal(p.weight))).collect();
    let left_out: usize = advice.left_out.iter().map(|(_, count)| count).sum();
    let reasons = advice.left_out.iter().take(CONDITIONS).map(|(c, n)| format!("{}{n}件", c.about()));
    let left = match left_out {
        0 => String::new(),
        _ => format!("\n\n先に外した仕事：{}", reasons.collect::<Vec<_>>().join("・")),
    };
    format!(
        "答えごとに0〜100点を付け、重さをかけて足しています。\n重さ：{}\n\n点数は、あなたの答えで全項目が一番なら100、全項目が最下位なら0です。{left}",
        weights.join("・")
    )
}

fn part_text(part: &Part) -> String {
    let name = match part.kind {
        PartKind::Goal => "目標",
        PartKind::Soon => "早さ",
        PartKind::Knowledge => "経験",
        PartKind::Learning => "学ぶ時間",
        PartKind::Equipment => "持ち物",
        PartKind::When => "時間帯",
        PartKind::Stretch => "1回の時間",
        PartKind::People => "人",
        PartKind::Effort => "体",
        PartKind::Place => "場所",
        PartKind::Income => "収入",
        PartKind::First => "大事",
        PartKind::Overall => "総合",
    };
    // A rounded nothing has no sign.
    format!("{name} {:.0}", part.points.round() + 0.0)
}
