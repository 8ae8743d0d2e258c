//! A recommendation: the questions that lead to it, and the jobs with their reasons.
//!
//! The answers given so far are all in [`Asked`], which is written into each menu's `custom_id`; nothing is stored.

use crate::advice::{Experience, Fit, Label, PlaceWish, Priorities, Reason, Topic, Verdict, Wishes};
use crate::profile::{Axis, Category, Hours, Yen};

use super::action::Action;
use super::chart::{Chart, Ranking};
use super::reply::{Button, Embed, Message, Row, Select, SelectOption};
use super::text::COLOR;

/// The answer 「こだわらない」 to any question.
const ANY: &str = "-";

/// The questions in the order they are asked.
const QUESTIONS: [Question; 5] =
    [Question::Experience, Question::Hours, Question::Goal, Question::Priority, Question::Place];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Experience,
    Hours,
    Goal,
    Priority,
    Place,
}

impl Question {
    fn text(self) -> &'static str {
        match self {
            Self::Experience => "副業にしたい仕事の経験はありますか？",
            Self::Hours => "副業に使える時間は、1週間でどのくらいですか？",
            Self::Goal => "1か月の目標はいくらですか？",
            Self::Priority => "いちばん大事にしたいことはどれですか？",
            Self::Place => "どこで働きたいですか？",
        }
    }

    /// The answers as (key, shown).
    fn answers(self) -> Vec<(String, String)> {
        match self {
            Self::Experience => {
                Experience::ALL.iter().map(|e| (e.key().to_owned(), e.name().to_owned())).collect()
            }
            Self::Hours => {
                [2, 5, 8, 10, 15, 20].iter().map(|h| (h.to_string(), format!("週{h}時間くらい"))).collect()
            }
            Self::Goal => [5_000, 10_000, 30_000, 50_000, 100_000, 200_000, 300_000]
                .iter()
                .map(|&g| (g.to_string(), format!("月{}", Yen(g))))
                .collect(),
            Self::Priority => Axis::ALL
                .iter()
                .map(|a| (a.key().to_owned(), format!("{}（{}）", a.name(), a.meaning())))
                .collect(),
            Self::Place => PlaceWish::ALL.iter().map(|p| (p.key().to_owned(), p.name().to_owned())).collect(),
        }
    }

    fn knows(self, answer: &str) -> bool {
        answer == ANY || self.answers().iter().any(|(key, _)| key == answer)
    }
}

/// The answers given so far, one key for each question asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked(Vec<String>);

impl Asked {
    /// As written in a `custom_id`.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.join(",")
    }

    /// From a `custom_id`; `None` when an answer is not one of ours.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        let answers = key.split(',').filter(|a| !a.is_empty());
        answers.map(str::to_owned).try_fold(Self::default(), |asked, answer| asked.answer(&answer))
    }

    /// With the answer to the next question; `None` when it is not one of its answers or nothing is left to ask.
    #[must_use]
    pub fn answer(mut self, answer: &str) -> Option<Self> {
        let question = QUESTIONS.get(self.0.len())?;
        question.knows(answer).then(|| {
            self.0.push(answer.to_owned());
            self
        })
    }

    /// The wishes, once every question is answered.
    #[must_use]
    pub fn wishes(&self) -> Option<Wishes> {
        let [experience, hours, goal, priority, place] = self.0.as_slice() else { return None };
        Some(Wishes {
            hours: hours.parse().ok().map(Hours),
            goal: goal.parse().ok().map(Yen),
            experience: Experience::from_key(experience),
            priority: Priorities::new(Axis::from_key(priority), None),
            place: PlaceWish::from_key(place),
            category: None,
        })
    }
}

/// The next question, private to the person asked.
#[must_use]
pub fn question(asked: &Asked) -> Message {
    let Some(question) = QUESTIONS.get(asked.0.len()) else { return Message::text("") };
    let option = |(value, label): (String, String)| SelectOption { label, value, ..SelectOption::default() };
    let any =
        SelectOption { label: "こだわらない".into(), value: ANY.into(), ..SelectOption::default() };
    let embed = Embed {
        title: format!("副業診断（{}/{}）", asked.0.len() + 1, QUESTIONS.len()),
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
    let again = (!asked.0.is_empty()).then(|| Button::new("最初から", Action::Recommend(Asked::default())));
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
