//! What speaks for a job and what against it, wish by wish, in short sentences. Every one follows from the profile and the wishes
//! alone: `tests/advice.rs` derives each again.

use super::outlook::Outlook;
use super::wishes::{Company, First, Labour, PlaceWish, Wishes, Within};
use crate::profile::{Demand, Place, Profile, Word as _, Yen, weeks};

/// A score is high from here on, and middling from there on.
const HIGH: i64 = 70;
const MIDDLING: i64 = 50;
/// Weeks that count as soon, for who wants to start at once.
const SOON: i64 = 4;
/// Weeks that still count as within reach for them.
const LATER: i64 = 13;
/// Step of contact from which one talks now and then.
const TALKS: i64 = 2;
/// Hours of learning that are no hurdle for who knows nothing of the field.
const LITTLE_LEARNING: i64 = 40;

/// How a job stands to one wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It does what was wished.
    Met,
    /// It does so with a condition.
    Partly,
    /// It does not.
    Unmet,
}

/// What a reason is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the variants are the wishes, and what a job asks")]
pub enum Topic {
    Goal,
    Soon,
    Knowledge,
    Equipment,
    When,
    Stretch,
    People,
    Effort,
    Place,
    Cannot,
    First,
    Licence,
}

/// A judgement in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What it is about.
    pub topic: Topic,
    /// How the job stands to it.
    pub verdict: Verdict,
    /// Why, in a short sentence without its full stop.
    pub text: String,
}

/// What the reasons follow from.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) profile: &'a Profile,
    pub(super) wishes: &'a Wishes,
    pub(super) outlook: &'a Outlook,
}

/// All reasons, one for each wish it can be judged by, and one for a licence.
pub(super) fn reasons(facts: Facts<'_>) -> Vec<Reason> {
    [
        facts.goal(),
        facts.soon(),
        facts.knowledge(),
        facts.equipment(),
        facts.when(),
        facts.stretch(),
        facts.people(),
        facts.effort(),
        facts.place(),
        facts.cannot(),
        facts.first(),
        facts.licence(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn reason(topic: Topic, verdict: Verdict, text: impl Into<String>) -> Reason {
    Reason { topic, verdict, text: text.into() }
}

impl Facts<'_> {
    fn goal(self) -> Option<Reason> {
        let goal = self.wishes.goal?;
        let month = self.outlook.month;
        let when = match self.wishes.within {
            Some(Within::Month) => "今月",
            _ => "半年後",
        };
        let (verdict, text) = if month.high == Yen(0) {
            (Verdict::Unmet, format!("{when}はまだ収入のない見込みです"))
        } else if month.low >= goal {
            (Verdict::Met, format!("{when}の目安は月{month}で、目標に届く幅です"))
        } else if month.high >= goal {
            (Verdict::Partly, format!("{when}の目安は月{month}で、うまくいけば目標に届きます"))
        } else {
            (Verdict::Unmet, format!("{when}の目安は月{month}で、目標に届きません"))
        };
        Some(reason(Topic::Goal, verdict, text))
    }

    fn soon(self) -> Option<Reason> {
        let asked = self.wishes.within.is_some() || self.wishes.first == Some(First::Ease);
        asked.then(|| {
            let range = self.outlook.first_weeks;
            let enough = if self.wishes.within == Some(Within::HalfYear) { LATER } else { SOON };
            let verdict = match range.high {
                high if high <= enough => Verdict::Met,
                _ if range.low <= enough => Verdict::Partly,
                _ => Verdict::Unmet,
            };
            reason(Topic::Soon, verdict, format!("最初の報酬までの目安は{}です", weeks(range)))
        })
    }

    fn knowledge(self) -> Option<Reason> {
        let knows = self.wishes.knows?;
        let learning = self.profile.fit.learning_hours;
        let shared = knows.and(self.profile.fit.fields.all);
        Some(if !shared.is_empty() {
            reason(Topic::Knowledge, Verdict::Met, format!("「{}」の経験を使えます", shared.names()))
        } else if learning.high <= LITTLE_LEARNING {
            let text = match learning.high {
                0 => "学ばずに始められます".to_owned(),
                _ => format!("経験がなくても、学ぶ時間は{}ほどです", hours(learning.low, learning.high)),
            };
            reason(Topic::Knowledge, Verdict::Met, text)
        } else {
            let text = format!("経験がないと、先に{}ほど学びます", hours(learning.low, learning.high));
            reason(Topic::Knowledge, Verdict::Partly, text)
        })
    }

    fn equipment(self) -> Option<Reason> {
        let helps = self.profile.fit.helps.and(self.wishes.have?);
        (!helps.is_empty()).then(|| {
            reason(Topic::Equipment, Verdict::Met, format!("持っている{}が役に立ちます", helps.names()))
        })
    }

    fn when(self) -> Option<Reason> {
        let when = self.wishes.when;
        let shared = when.and(self.profile.fit.hours);
        let some = !when.is_empty() && !shared.is_empty();
        some.then(|| {
            if shared == when {
                reason(Topic::When, Verdict::Met, "希望の時間帯にできます")
            } else {
                let text = format!("希望の時間帯のうち、できるのは{}です", shared.names());
                reason(Topic::When, Verdict::Partly, text)
            }
        })
    }

    fn stretch(self) -> Option<Reason> {
        let least = self.profile.fit.smallest_minutes;
        self.wishes
            .stretch
            .filter(|longest| least <= *longest)
            .map(|_| reason(Topic::Stretch, Verdict::Met, format!("1回{least}から進められます")))
    }

    fn people(self) -> Option<Reason> {
        let company = self.wishes.people?;
        let text = match self.profile.fit.contact.0 {
            0 => "人とのやりとりはほとんどありません",
            1 => "人とのやりとりはメッセージが中心です",
            2 => "通話や打ち合わせが定期的にあります",
            _ => "人と会うか話すこと自体が仕事です",
        };
        let verdict = match (company, self.profile.fit.contact.0) {
            (Company::Alone, 0 | 1) | (Company::People, 2..) => Verdict::Met,
            (Company::Alone, 2) | (Company::People, 1) => Verdict::Partly,
            _ => Verdict::Unmet,
        };
        Some(reason(Topic::People, verdict, text))
    }

    fn effort(self) -> Option<Reason> {
        let labour = self.wishes.effort?;
        let text = match self.profile.fit.effort.0 {
            0 => "座ってする仕事です",
            1 => "軽く体を動かします",
            2 => "立つ、運ぶなど体を使う仕事です",
            _ => "体力の要る仕事です",
        };
        let verdict = match (labour, self.profile.fit.effort.0) {
            (Labour::Desk, 0) | (Labour::Body, 2..) => Verdict::Met,
            (_, 1) => Verdict::Partly,
            _ => Verdict::Unmet,
        };
        Some(reason(Topic::Effort, verdict, text))
    }

    fn place(self) -> Option<Reason> {
        let (wish, place) = (self.wishes.place?, self.profile.place?);
        let text = match place {
            Place::Home => "在宅だけでできます",
            Place::Mixed => "在宅と外出の両方があります",
            Place::Outside => "外で働く仕事です",
        };
        let verdict = match (wish, place) {
            (PlaceWish::Home, Place::Home) | (PlaceWish::Out, Place::Outside) => Verdict::Met,
            (_, Place::Mixed) => Verdict::Partly,
            _ => Verdict::Unmet,
        };
        Some(reason(Topic::Place, verdict, text))
    }

    fn cannot(self) -> Option<Reason> {
        let (cannot, fit) = (self.wishes.cannot, &self.profile.fit);
        if cannot.is_empty() || !cannot.and(fit.demanded()).is_empty() {
            return None;
        }
        Some(if self.wishes.wordless() && fit.contact.0 >= TALKS {
            reason(Topic::Cannot, Verdict::Partly, "話す場面があるので、文字で済むかを先に確かめます")
        } else if cannot.has(Demand::Standing) && fit.effort.0 > 0 {
            reason(Topic::Cannot, Verdict::Partly, "軽く動く場面があるので、無理がないかを先に確かめます")
        } else {
            let names: Vec<&str> = cannot.iter().map(Demand::name).collect();
            reason(Topic::Cannot, Verdict::Met, format!("「{}」なしでもできます", names.join("・")))
        })
    }

    fn first(self) -> Option<Reason> {
        let Some(axis) = self.wishes.first?.axis() else {
            let (verdict, text) = match self.profile.fit.residual.0 {
                0 => (Verdict::Unmet, "働いた分だけ入る仕事です"),
                1 => (Verdict::Partly, "一部は、作り置きして何度も売れます"),
                2 => (Verdict::Met, "作ったものから後も入りますが、更新や宣伝を続けます"),
                _ => (Verdict::Met, "作ったものが、手を離れても少しずつ売れます"),
            };
            return Some(reason(Topic::First, verdict, text));
        };
        let score = self.profile.scores.get(axis).get();
        let (verdict, word) = match score {
            HIGH.. => (Verdict::Met, "高めです"),
            MIDDLING.. => (Verdict::Partly, "中くらいです"),
            _ => (Verdict::Unmet, "低めです"),
        };
        Some(reason(Topic::First, verdict, format!("{}は{score}点で{word}", axis.name())))
    }

    fn licence(self) -> Option<Reason> {
        let licence = &self.profile.fit.licence;
        (!licence.is_empty()).then(|| {
            let text = match self.profile.fit.licence_unless.as_str() {
                "" => format!("始める前に「{licence}」が要ります"),
                unless => format!("始める前に「{licence}」が要ります。{unless}"),
            };
            reason(Topic::Licence, Verdict::Partly, text)
        })
    }
}

fn hours(low: i64, high: i64) -> String {
    if low == high { format!("{low}時間") } else { format!("{low}〜{high}時間") }
}
