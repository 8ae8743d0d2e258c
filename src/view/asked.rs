//! The questions of a recommendation and the answers given so far: all of it is written into each menu's `custom_id`, nothing is stored.

use crate::advice::{Experience, PlaceWish, Priorities, Wishes};
use crate::profile::{Axis, Hours, Yen};

/// The answer 「こだわらない」 to any question.
pub(super) const ANY: &str = "-";

/// The questions in the order they are asked.
pub(super) const QUESTIONS: [Question; 5] =
    [Question::Experience, Question::Hours, Question::Goal, Question::Priority, Question::Place];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    Experience,
    Hours,
    Goal,
    Priority,
    Place,
}

impl Question {
    /// As it is asked.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Experience => "副業にしたい仕事の経験はありますか？",
            Self::Hours => "副業に使える時間は、1週間でどのくらいですか？",
            Self::Goal => "1か月の目標はいくらですか？",
            Self::Priority => "いちばん大事にしたいことはどれですか？",
            Self::Place => "どこで働きたいですか？",
        }
    }

    /// The answers as (key, shown).
    pub(super) fn answers(self) -> Vec<(String, String)> {
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
        let number = |low: f64, high: f64| answer.parse().is_ok_and(|n: f64| (low..=high).contains(&n));
        answer == ANY
            || match self {
                Self::Hours => number(1.0, 60.0),
                Self::Goal => number(1_000.0, 3_000_000.0),
                _ => self.answers().iter().any(|(key, _)| key == answer),
            }
    }

    /// An answer as it is shown.
    fn shown(self, answer: &str) -> String {
        match self {
            Self::Hours => answer.parse().map_or_else(|_| answer.to_owned(), |h| format!("週{}", Hours(h))),
            Self::Goal => answer.parse().map_or_else(|_| answer.to_owned(), |g| format!("月{}", Yen(g))),
            _ => {
                let known = self.answers().into_iter().find(|(key, _)| key == answer);
                known.map_or_else(|| answer.to_owned(), |(_, shown)| shown)
            }
        }
    }
}

/// An open question before one that is answered.
const OPEN: &str = "_";

/// The answers given so far, by question; what a person said at once may answer a later one first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked([Option<String>; QUESTIONS.len()]);

impl Asked {
    /// With what was said already; what cannot be an answer stays open.
    #[must_use]
    pub fn said(wishes: &Wishes) -> Self {
        let said = [
            wishes.experience.map(|e| e.key().to_owned()),
            wishes.hours.map(|h| h.0.to_string()),
            wishes.goal.map(|g| g.0.to_string()),
            wishes.priority.iter().next().map(|a| a.key().to_owned()),
            wishes.place.map(|p| p.key().to_owned()),
        ];
        let mut asked = Self(said);
        for (question, answer) in QUESTIONS.iter().zip(&mut asked.0) {
            *answer = answer.take().filter(|a| question.knows(a));
        }
        asked
    }

    /// As written in a `custom_id`.
    #[must_use]
    pub fn key(&self) -> String {
        let used = self.0.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        let answers: Vec<&str> = self.0[..used].iter().map(|a| a.as_deref().unwrap_or(OPEN)).collect();
        answers.join(",")
    }

    /// From a `custom_id`; `None` when an answer is not one of ours.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        let mut asked = Self::default();
        for (at, answer) in key.split(',').filter(|a| !a.is_empty()).enumerate() {
            let slot = asked.0.get_mut(at)?;
            if answer != OPEN {
                *slot = Some(answer.to_owned()).filter(|a| QUESTIONS[at].knows(a));
                slot.as_ref()?;
            }
        }
        Some(asked)
    }

    /// With the answer to the next open question; `None` when it is not one of its answers or nothing is left to ask.
    #[must_use]
    pub fn answer(mut self, answer: &str) -> Option<Self> {
        let at = self.open()?;
        QUESTIONS[at].knows(answer).then(|| {
            self.0[at] = Some(answer.to_owned());
            self
        })
    }

    /// The next question; `None` when all are answered.
    pub(super) fn next(&self) -> Option<Question> {
        self.open().map(|at| QUESTIONS[at])
    }

    fn open(&self) -> Option<usize> {
        self.0.iter().position(Option::is_none)
    }

    /// How many questions are answered.
    pub(super) fn answered(&self) -> usize {
        self.0.iter().flatten().count()
    }

    /// The wishes, once every question is answered.
    #[must_use]
    pub fn wishes(&self) -> Option<Wishes> {
        let [Some(experience), Some(hours), Some(goal), Some(priority), Some(place)] = &self.0 else {
            return None;
        };
        Some(Wishes {
            hours: hours.parse().ok().map(Hours),
            goal: goal.parse().ok().map(Yen),
            experience: Experience::from_key(experience),
            priority: Priorities::new(Axis::from_key(priority), None),
            place: PlaceWish::from_key(place),
            category: None,
        })
    }

    /// What was answered so far, as it is shown.
    pub(super) fn shown(&self) -> Vec<String> {
        let given = QUESTIONS.iter().zip(&self.0).filter_map(|(q, a)| Some((*q, a.as_deref()?)));
        given.filter(|(_, a)| *a != ANY).map(|(q, a)| q.shown(a)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_at_once_is_not_asked_again() {
        let said = Wishes { goal: Some(Yen(30_000)), place: Some(PlaceWish::Home), ..Wishes::default() };
        let asked = Asked::said(&said);
        assert_eq!(asked.key(), "_,_,30000,_,home");
        assert_eq!(Asked::parse(&asked.key()), Some(asked.clone()));
        let done = ["none", "5", "ease"].into_iter().try_fold(asked, Asked::answer).unwrap();
        let wishes = done.wishes().unwrap();
        assert_eq!(
            (wishes.goal, wishes.place, wishes.hours),
            (Some(Yen(30_000)), Some(PlaceWish::Home), Some(Hours(5.0)))
        );
    }

    #[test]
    fn a_number_outside_what_the_command_takes_stays_open() {
        let said = Wishes { goal: Some(Yen(9_000_000)), hours: Some(Hours(0.5)), ..Wishes::default() };
        assert_eq!(Asked::said(&said), Asked::default());
        assert_eq!(Asked::parse("_,_,9000000"), None);
    }
}
