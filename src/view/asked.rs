//! The answers that 診断 was given so far: all of them are written into each `custom_id`, nothing is stored.
//!
//! An answer that was not given is open; every screen may be skipped. Invariant: [`Asked::key`] and [`Asked::parse`] are inverse, and a
//! key is at most 72 characters. Keys of version 0.1 (`none,5,30000,ease,home`) are still read, since their buttons live on.

use super::question::{GOAL_WITHIN, HOURS_WITHIN, Question, Screen, unseen};
use crate::advice::{First, PlaceWish, Wishes};
use crate::profile::{Equipment, Hours, Set, Stretch, Word, Yen};

/// Longest key: with its kind and a screen it is within the 100 characters of a `custom_id`.
#[cfg(test)]
const KEY_MAX: usize = 72;

/// The answers given so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Asked(pub Wishes);

impl Asked {
    /// With what was said already; what cannot be an answer stays open.
    #[must_use]
    pub fn said(wishes: &Wishes) -> Self {
        let hours = wishes.hours.filter(|h| HOURS_WITHIN.contains(&h.0));
        let goal = wishes.goal.filter(|g| GOAL_WITHIN.contains(&g.0));
        Self(Wishes { hours, goal, ..*wishes })
    }

    /// Whether a screen has a question that is still open. A menu of knowledge that was left alone beside another is answered.
    #[must_use]
    pub fn is_open(&self, screen: Screen) -> bool {
        match screen {
            Screen::Knowledge => self.0.knows.is_none(),
            // Most can do everything: that alone asks for no screen.
            Screen::Manner => [Question::People, Question::Effort, Question::Place]
                .iter()
                .any(|q| q.chosen(&self.0).is_empty()),
            _ => screen.questions().iter().any(|q| q.chosen(&self.0).is_empty()),
        }
    }

    /// The first screen from this place on with an open question.
    #[must_use]
    pub fn next_from(&self, at: usize) -> Option<Screen> {
        Screen::ALL.into_iter().skip(at).find(|s| self.is_open(*s))
    }

    /// As written in a `custom_id`: a letter and a value for each answer, joined by `_`.
    #[must_use]
    pub fn key(&self) -> String {
        fn place<T: Word>(word: T) -> usize {
            T::ALL.iter().position(|w| *w == word).unwrap_or_default()
        }
        let w = &self.0;
        let mut parts: Vec<String> = Vec::new();
        parts.extend(w.hours.map(|h| format!("h{}", crate::profile::decimal(h.0))));
        parts.extend(w.stretch.map(|s| format!("s{}", s.0)));
        parts.extend((!w.when.is_empty()).then(|| format!("w{:x}", w.when.bits())));
        parts.extend(w.goal.map(|g| format!("g{}", g.0)));
        parts.extend(w.within.map(|t| format!("t{}", place(t))));
        parts.extend(w.have.map(|e| format!("e{:x}", e.bits())));
        parts.extend(w.knows.map(|k| format!("k{:x}", k.bits())));
        parts.extend(w.people.map(|p| format!("p{}", place(p))));
        parts.extend(w.effort.map(|b| format!("b{}", place(b))));
        parts.extend(w.place.map(|o| format!("o{}", place(o))));
        parts.extend((!w.cannot.is_empty()).then(|| format!("c{:x}", w.cannot.bits())));
        parts.extend(w.first.map(|f| format!("f{}", place(f))));
        parts.join("_")
    }

    /// From a `custom_id`; `None` when it cannot be read.
    #[must_use]
    pub fn parse(key: &str) -> Option<Self> {
        fn bits<T: Word>(text: &str) -> Option<Set<T>> {
            u32::from_str_radix(text, 16).ok().map(Set::from_bits)
        }
        fn word<T: Word>(text: &str) -> Option<T> {
            text.parse::<usize>().ok().and_then(|at| T::ALL.get(at).copied())
        }
        let mut w = Wishes::default();
        for part in key.split('_').filter(|p| !p.is_empty()) {
            let (letter, value) = part.split_at_checked(1)?;
            match letter {
                "h" => w.hours = Some(Hours(value.parse().ok().filter(|h| HOURS_WITHIN.contains(h))?)),
                "s" => w.stretch = Some(value.parse().ok().map(Stretch).filter(|s| s.is_valid())?),
                "w" => w.when = bits(value)?,
                "g" => w.goal = Some(Yen(value.parse().ok().filter(|g| GOAL_WITHIN.contains(g))?)),
                "t" => w.within = Some(word(value)?),
                "e" => w.have = Some(bits(value)?),
                "k" => w.knows = Some(bits(value)?),
                "p" => w.people = Some(word(value)?),
                "b" => w.effort = Some(word(value)?),
                "o" => w.place = Some(word(value)?),
                "c" => w.cannot = bits(value)?,
                // From when face and voice alone were asked about.
                "u" => w.cannot = unseen(),
                "f" => w.first = Some(word(value)?),
                _ => return None,
            }
        }
        Some(Self(w))
    }

    /// From a button of version 0.1: `experience,hours,goal,priority,place`, open ones as `_`, 「こだわらない」 as `-`.
    #[must_use]
    pub fn parse_old(key: &str) -> Option<Self> {
        const OLD: [&str; 5] = ["experience", "hours", "goal", "priority", "place"];
        let mut w = Wishes::default();
        for (at, answer) in key.split(',').enumerate().filter(|(_, a)| !matches!(*a, "" | "_" | "-")) {
            match (*OLD.get(at)?, answer) {
                ("experience", "none") => w.knows = Some(Set::default()),
                ("experience", "some" | "professional") | ("place", "any") => {}
                ("hours", hours) => w.hours = Some(Hours(hours.parse().ok()?)),
                ("goal", goal) => w.goal = Some(Yen(goal.parse().ok()?)),
                ("priority", axis) => {
                    w.first =
                        Some(First::ALL.iter().copied().find(|f| f.axis().is_some_and(|a| a.key() == axis))?);
                }
                ("place", "home") => w.place = Some(PlaceWish::Home),
                _ => return None,
            }
        }
        Some(Self::said(&w))
    }

    /// What was answered on a screen, as it is shown; empty while nothing was.
    #[must_use]
    pub fn shown(&self, screen: Screen) -> String {
        let w = &self.0;
        let mut parts: Vec<String> = Vec::new();
        match screen {
            Screen::Time => {
                parts.extend(w.hours.map(|h| format!("週{h}")));
                parts.extend(w.stretch.map(|s| format!("1回{s}まで")));
                // The hours in brackets are for the menu.
                parts.extend(
                    w.when.iter().map(|d| d.name().split('（').next().unwrap_or_default().to_owned()),
                );
            }
            Screen::Money => {
                parts.extend(w.goal.map(|g| format!("月{g}")));
                parts.extend(w.within.map(|t| t.name().to_owned()));
            }
            Screen::Things => parts.extend(w.have.map(|have| {
                let phone: Set<Equipment> = std::iter::once(Equipment::Phone).collect();
                match have.without(phone) {
                    rest if rest.is_empty() => "スマホだけ".to_owned(),
                    rest => rest.names(),
                }
            })),
            Screen::Knowledge => parts.extend(w.knows.map(|k| match k.len() {
                0 => "経験は特になし".to_owned(),
                1..=3 => k.names(),
                more => format!(
                    "{}ほか{}",
                    k.iter().take(2).map(Word::name).collect::<Vec<_>>().join("・"),
                    more - 2
                ),
            })),
            Screen::Manner => {
                parts.extend(w.people.map(|p| p.name().to_owned()));
                parts.extend(w.effort.map(|e| e.name().to_owned()));
                parts.extend(w.place.map(|p| p.name().to_owned()));
                parts.extend((!w.cannot.is_empty()).then(|| format!("できないこと：{}", w.cannot.names())));
            }
            Screen::First => parts.extend(w.first.map(|f| format!("{}を大事に", f.name()))),
        }
        parts.join("・")
    }

    /// What was answered to a question whose answer may be any number, as it is shown.
    #[must_use]
    pub fn shown_of(&self, question: Question) -> String {
        let w = &self.0;
        match question {
            Question::Hours => w.hours.map(|h| format!("週{h}")).unwrap_or_default(),
            Question::Goal => w.goal.map(|g| format!("月{g}")).unwrap_or_default(),
            _ => self.shown(question.screen()),
        }
    }

    /// All that was answered, in one line.
    #[must_use]
    pub fn all_shown(&self) -> String {
        let shown = Screen::ALL.iter().map(|s| self.shown(*s)).filter(|s| !s.is_empty());
        shown.collect::<Vec<_>>().join("・")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::advice::{Company, Labour, Within, random_wishes};
    use crate::profile::Expertise;

    fn everything() -> Wishes {
        Wishes {
            hours: Some(Hours(23.75)),
            stretch: Some(Stretch(240)),
            when: Set::from_bits(u32::MAX),
            goal: Some(Yen(3_000_000)),
            within: Some(Within::HalfYear),
            have: Some(Set::from_bits(u32::MAX)),
            knows: Some(Set::from_bits(u32::MAX)),
            people: Some(Company::People),
            effort: Some(Labour::Body),
            place: Some(PlaceWish::Out),
            cannot: Set::from_bits(u32::MAX),
            first: Some(First::Safe),
        }
    }

    #[test]
    fn the_longest_key_fits_and_keys_survive() {
        for wishes in
            [Wishes::default(), everything(), Wishes { have: Some(Set::default()), ..Wishes::default() }]
        {
            let key = Asked(wishes).key();
            assert!(key.len() <= KEY_MAX, "{}: {key}", key.len());
            assert_eq!(Asked::parse(&key), Some(Asked(wishes)), "{key}");
        }
        for wishes in random_wishes(5, 500) {
            let asked = Asked(wishes);
            assert_eq!(Asked::parse(&asked.key()), Some(asked));
        }
        assert_eq!(Asked::parse("u1").unwrap().0.cannot, unseen());
    }

    #[test]
    fn one_answer_changes_without_the_others() {
        let changed = Question::Goal.answered(everything(), &["5000"]).unwrap();
        assert_eq!(Wishes { goal: Some(Yen(3_000_000)), ..changed }, everything());
        let making = Question::KnowsMaking.answered(everything(), &["writing"]).unwrap().knows.unwrap();
        assert!(
            making.has(Expertise::Writing) && making.has(Expertise::Animals) && !making.has(Expertise::Law)
        );
    }

    #[test]
    fn buttons_of_version_0_1_keep_what_was_answered() {
        let old = Asked::parse_old("none,5,30000,ease,home").unwrap().0;
        assert_eq!((old.hours, old.goal), (Some(Hours(5.0)), Some(Yen(30_000))));
        assert_eq!((old.place, old.first), (Some(PlaceWish::Home), Some(First::Ease)));
        assert_eq!(Asked::parse_old("_,_,30000").unwrap().0.goal, Some(Yen(30_000)));
        assert_eq!(Asked::parse_old(""), Some(Asked::default()));
        assert_eq!(Asked::parse_old("none,soon"), None);
    }

    #[test]
    fn what_was_said_at_once_is_not_asked_again() {
        let said =
            Asked(Wishes { goal: Some(Yen(30_000)), within: Some(Within::Month), ..Wishes::default() });
        assert_eq!(said.next_from(0), Some(Screen::Time));
        assert_eq!(said.next_from(1), Some(Screen::Things));
        assert_eq!(Asked(everything()).next_from(0), None);
    }
}
