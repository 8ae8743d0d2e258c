//! The screens and questions of 診断, and how the values of a menu become wishes and back.
//!
//! Non-goal: what was answered so far, which is [`super::asked`]'s.

use crate::advice::{Company, First, Labour, PlaceWish, Wishes, Within};
use crate::profile::{DayPart, Demand, Equipment, Expertise, Hours, Set, Stretch, Word, Yen};

/// The answer that takes an answer back.
pub(super) const OPEN: &str = "-";
/// The answer 「特にない」 to what one has or knows.
const NOTHING: &str = "none";
/// The answer of the menu that asked about face and voice alone.
const UNSEEN: &str = "unseen";
/// Hours a week, and yen a month, that can be chosen.
const HOURS: [f64; 6] = [2.0, 5.0, 8.0, 10.0, 15.0, 20.0];
const GOALS: [i64; 7] = [5_000, 10_000, 30_000, 50_000, 100_000, 200_000, 300_000];
/// Hours and yen that a key may hold: what `/recommend` takes.
pub(super) const HOURS_WITHIN: std::ops::RangeInclusive<f64> = 1.0..=60.0;
pub(super) const GOAL_WITHIN: std::ops::RangeInclusive<i64> = 1_000..=3_000_000;

/// What 「顔や声は出したくない」 meant, where buttons still say it.
pub(super) fn unseen() -> Set<Demand> {
    [Demand::Face, Demand::Voice].into_iter().collect()
}

/// A screen of questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant's Japanese name is its documentation: see `name`")]
pub enum Screen {
    Time,
    Money,
    Things,
    Knowledge,
    Manner,
    First,
}

/// A question: one menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant's text is its documentation: see `text`")]
pub enum Question {
    Hours,
    Stretch,
    When,
    Goal,
    Within,
    Have,
    KnowsMaking,
    KnowsPeople,
    People,
    Effort,
    Place,
    Cannot,
    First,
}

impl Screen {
    /// All screens in the order they are asked.
    pub const ALL: [Self; 6] =
        [Self::Time, Self::Money, Self::Things, Self::Knowledge, Self::Manner, Self::First];

    /// What it asks about.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Time => "時間",
            Self::Money => "お金",
            Self::Things => "持っている物",
            Self::Knowledge => "経験",
            Self::Manner => "働き方",
            Self::First => "いちばん大事なこと",
        }
    }

    /// As it is asked.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Time => "副業に使える時間を教えてください。",
            Self::Money => "1か月にいくら、いつまでにほしいですか？",
            Self::Things => "仕事に使える物はどれですか？　いくつでも選べます。",
            Self::Knowledge => "仕事や趣味で慣れていることはありますか？　いくつでも選べます。",
            Self::Manner => "どんな働き方が合いますか？",
            Self::First => "いちばん大事なことはどれですか？",
        }
    }

    /// Its menus.
    #[must_use]
    pub fn questions(self) -> &'static [Question] {
        match self {
            Self::Time => &[Question::Hours, Question::Stretch, Question::When],
            Self::Money => &[Question::Goal, Question::Within],
            Self::Things => &[Question::Have],
            Self::Knowledge => &[Question::KnowsMaking, Question::KnowsPeople],
            Self::Manner => &[Question::People, Question::Effort, Question::Place, Question::Cannot],
            Self::First => &[Question::First],
        }
    }

    /// Its place among the screens, from 0.
    #[must_use]
    pub fn at(self) -> usize {
        Self::ALL.iter().position(|s| *s == self).unwrap_or_default()
    }

    /// The screen before it.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        self.at().checked_sub(1).map(|at| Self::ALL[at])
    }
}

/// Fields of making things and of the desk; the others are about people and daily life. A menu holds 25 options.
const MAKING: [Expertise; 15] = [
    Expertise::Programming,
    Expertise::It,
    Expertise::Data,
    Expertise::Design,
    Expertise::Drawing,
    Expertise::Photo,
    Expertise::Video,
    Expertise::Music,
    Expertise::Writing,
    Expertise::Language,
    Expertise::Office,
    Expertise::Accounting,
    Expertise::Law,
    Expertise::Marketing,
    Expertise::Games,
];

impl Question {
    /// All questions.
    pub const ALL: [Self; 13] = [
        Self::Hours,
        Self::Stretch,
        Self::When,
        Self::Goal,
        Self::Within,
        Self::Have,
        Self::KnowsMaking,
        Self::KnowsPeople,
        Self::People,
        Self::Effort,
        Self::Place,
        Self::Cannot,
        Self::First,
    ];

    /// The key in `custom_id`s.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Stretch => "stretch",
            Self::When => "when",
            Self::Goal => "goal",
            Self::Within => "within",
            Self::Have => "have",
            Self::KnowsMaking => "making",
            Self::KnowsPeople => "living",
            Self::People => "people",
            Self::Effort => "effort",
            Self::Place => "place",
            Self::Cannot => "cannot",
            Self::First => "first",
        }
    }

    /// The question with this key. Menus that asked about face and voice alone live on.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        let key = if key == "seen" { "cannot" } else { key };
        Self::ALL.into_iter().find(|q| q.key() == key)
    }

    /// What its menu says before anything is chosen.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Hours => "1週間に使える時間",
            Self::Stretch => "1回に続けられる時間",
            Self::When => "働ける時間帯（いくつでも）",
            Self::Goal => "1か月の目標",
            Self::Within => "いつまでに",
            Self::Have => "使える物（いくつでも）",
            Self::KnowsMaking => "作る・書く・机の仕事（いくつでも）",
            Self::KnowsPeople => "人・暮らし・販売（いくつでも）",
            Self::People => "一人か、人と関わるか",
            Self::Effort => "座ってするか、体を動かすか",
            Self::Place => "在宅か、外か",
            Self::Cannot => "できないこと（いくつでも）",
            Self::First => "いちばん大事なこと",
        }
    }

    /// The screen it is on.
    #[must_use]
    pub fn screen(self) -> Screen {
        Screen::ALL.into_iter().find(|s| s.questions().contains(&self)).unwrap_or(Screen::Time)
    }

    /// Whether several answers can be chosen.
    #[must_use]
    pub fn takes_several(self) -> bool {
        matches!(self, Self::When | Self::Have | Self::KnowsMaking | Self::KnowsPeople | Self::Cannot)
    }

    /// The fields that a menu of knowledge offers.
    fn fields(self) -> Set<Expertise> {
        let making: Set<Expertise> = MAKING.into_iter().collect();
        if self == Self::KnowsMaking { making } else { Set::from_bits(u32::MAX).without(making) }
    }

    /// The answers that can be chosen, as (value, shown).
    #[must_use]
    pub fn answers(self) -> Vec<(String, String)> {
        fn words<T: Word>(words: impl IntoIterator<Item = T>) -> Vec<(String, String)> {
            words.into_iter().map(|w| (w.key().to_owned(), w.name().to_owned())).collect()
        }
        let pair = |value: &str, label: &str| (value.to_owned(), label.to_owned());
        let mut answers = match self {
            Self::Hours => HOURS.iter().map(|h| (h.to_string(), format!("週{}くらい", Hours(*h)))).collect(),
            Self::Stretch => {
                Stretch::ALL.iter().map(|s| (s.0.to_string(), format!("1回{s}くらいまで"))).collect()
            }
            Self::When => words(DayPart::ALL.iter().copied()),
            Self::Goal => GOALS.iter().map(|&g| (g.to_string(), format!("月{}", Yen(g)))).collect(),
            Self::Within => words(Within::ALL.iter().copied()),
            Self::Have => {
                let things = Equipment::ALL.iter().copied().filter(|e| *e != Equipment::Phone);
                std::iter::once(pair(NOTHING, "スマホだけ")).chain(words(things)).collect()
            }
            Self::KnowsMaking | Self::KnowsPeople => {
                std::iter::once(pair(NOTHING, "特にない")).chain(words(self.fields().iter())).collect()
            }
            Self::People => words(Company::ALL.iter().copied()),
            Self::Effort => words(Labour::ALL.iter().copied()),
            Self::Place => words(PlaceWish::ALL.iter().copied()),
            Self::Cannot => words(Demand::ALL.iter().copied()),
            Self::First => words(First::ALL.iter().copied()),
        };
        answers.push(pair(OPEN, "こだわらない"));
        answers
    }

    /// The values that stand for what these wishes say; empty while it is open.
    #[must_use]
    pub fn chosen(self, wishes: &Wishes) -> Vec<String> {
        fn keys<T: Word>(set: Set<T>) -> Vec<String> {
            set.iter().map(|w| w.key().to_owned()).collect()
        }
        fn key<T: Word>(word: Option<T>) -> Vec<String> {
            word.map(|w| w.key().to_owned()).into_iter().collect()
        }
        let or_nothing = |keys: Vec<String>| if keys.is_empty() { vec![NOTHING.to_owned()] } else { keys };
        match self {
            Self::Hours => wishes.hours.map(|h| h.0.to_string()).into_iter().collect(),
            Self::Stretch => wishes.stretch.map(|s| s.0.to_string()).into_iter().collect(),
            Self::When => keys(wishes.when),
            Self::Goal => wishes.goal.map(|g| g.0.to_string()).into_iter().collect(),
            Self::Within => key(wishes.within),
            Self::Have => {
                let phone: Set<Equipment> = std::iter::once(Equipment::Phone).collect();
                wishes.have.map(|have| or_nothing(keys(have.without(phone)))).unwrap_or_default()
            }
            Self::KnowsMaking | Self::KnowsPeople => match wishes.knows {
                None => Vec::new(),
                Some(knows) if knows.is_empty() => vec![NOTHING.to_owned()],
                Some(knows) => keys(knows.and(self.fields())),
            },
            Self::People => key(wishes.people),
            Self::Effort => key(wishes.effort),
            Self::Place => key(wishes.place),
            Self::Cannot => keys(wishes.cannot),
            Self::First => key(wishes.first),
        }
    }

    /// The wishes with these values chosen; `None` when one is not an answer of this question.
    #[must_use]
    pub fn answered(self, mut wishes: Wishes, values: &[&str]) -> Option<Wishes> {
        fn set<T: Word>(values: &[&str]) -> Option<Set<T>> {
            values.iter().filter(|v| **v != NOTHING && **v != OPEN).map(|v| T::from_key(v)).collect()
        }
        fn one<T: Word>(values: &[&str]) -> Option<T> {
            let [value] = values else { return None };
            T::from_key(value)
        }
        let open = values.iter().all(|v| *v == OPEN);
        let number = || values.first().and_then(|v| v.parse::<f64>().ok());
        match self {
            Self::Hours if open => wishes.hours = None,
            Self::Hours => wishes.hours = Some(number().filter(|h| HOURS_WITHIN.contains(h)).map(Hours)?),
            Self::Stretch if open => wishes.stretch = None,
            Self::Stretch => {
                let minutes = values.first().and_then(|v| v.parse().ok()).map(Stretch);
                wishes.stretch = Some(minutes.filter(|m| m.is_valid())?);
            }
            Self::When => wishes.when = set(values)?,
            Self::Goal if open => wishes.goal = None,
            Self::Goal => {
                let yen = values.first().and_then(|v| v.parse::<i64>().ok());
                wishes.goal = Some(Yen(yen.filter(|g| GOAL_WITHIN.contains(g))?));
            }
            Self::Within if open => wishes.within = None,
            Self::Within => wishes.within = Some(one(values)?),
            Self::Have if open => wishes.have = None,
            // All that can be chosen was seen: what was not chosen is not there.
            Self::Have => wishes.have = Some(set::<Equipment>(values)?.with(Equipment::Phone)),
            Self::KnowsMaking | Self::KnowsPeople => {
                let others = wishes.knows.unwrap_or_default().without(self.fields());
                let chosen: Set<Expertise> = set(values)?;
                let all = others.or(chosen.and(self.fields()));
                wishes.knows = if open && all.is_empty() { None } else { Some(all) };
            }
            Self::People if open => wishes.people = None,
            Self::People => wishes.people = Some(one(values)?),
            Self::Effort if open => wishes.effort = None,
            Self::Effort => wishes.effort = Some(one(values)?),
            Self::Place if open => wishes.place = None,
            Self::Place => wishes.place = Some(one(values)?),
            Self::Cannot if values == [UNSEEN] => wishes.cannot = unseen(),
            Self::Cannot => wishes.cannot = set(values)?,
            Self::First if open => wishes.first = None,
            Self::First => wishes.first = Some(one(values)?),
        }
        Some(wishes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_of_every_menu_is_taken_shown_as_chosen_and_taken_back() {
        for question in Question::ALL {
            for (value, _) in question.answers() {
                let answered = question.answered(Wishes::default(), &[&value]).unwrap();
                if value == OPEN {
                    assert_eq!(answered, Wishes::default(), "{question:?}");
                } else {
                    assert_eq!(question.chosen(&answered), std::slice::from_ref(&value), "{question:?}");
                    assert_eq!(question.answered(answered, &[OPEN]), Some(Wishes::default()), "{question:?}");
                }
            }
            assert!(question.answers().len() <= 25, "{question:?}");
            assert_eq!(question.answered(Wishes::default(), &["nonsense"]), None);
        }
    }

    #[test]
    fn a_menu_that_asked_about_face_and_voice_alone_is_still_read() {
        let question = Question::from_key("seen").unwrap();
        assert_eq!(question.answered(Wishes::default(), &["unseen"]).unwrap().cannot, unseen());
        assert_eq!(question.answered(Wishes::default(), &["voice", "town"]).unwrap().cannot.len(), 2);
    }
}
