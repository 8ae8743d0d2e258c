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

    /// How many questions are answered.
    pub(super) fn answered(&self) -> usize {
        self.0.len()
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
