//! What a person says about themselves and wishes for: everything 診断 can be told, each part optional.

use crate::profile::fit::words;
use crate::profile::{Axis, DayPart, Demand, Equipment, Expertise, Hours, Set, Stretch, Yen};

/// A person's wishes; an absent one is not judged.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wishes {
    /// Hours a week for the side job.
    pub hours: Option<Hours>,
    /// The longest stretch at one go.
    pub stretch: Option<Stretch>,
    /// When they can work; empty when not said.
    pub when: Set<DayPart>,
    /// Income aimed at, yen a month.
    pub goal: Option<Yen>,
    /// By when there should be money.
    pub within: Option<Within>,
    /// Everything they have; a smartphone is taken as given.
    pub have: Option<Set<Equipment>>,
    /// What they know from work or as a hobby; empty: nothing in particular.
    pub knows: Option<Set<Expertise>>,
    /// Whether to be with people.
    pub people: Option<Company>,
    /// A desk or the body.
    pub effort: Option<Labour>,
    /// At home or out.
    pub place: Option<PlaceWish>,
    /// What they cannot or will not do.
    pub cannot: Set<Demand>,
    /// What matters most.
    pub first: Option<First>,
}

impl Wishes {
    /// Nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What they have to work with. Who named neither phone nor PC has said nothing about a PC: it is not taken for missing.
    #[must_use]
    pub fn equipment(&self) -> Option<Set<Equipment>> {
        let have = self.have?;
        let silent = !have.has(Equipment::Phone) && !have.has(Equipment::Pc);
        Some(if silent { have.with(Equipment::Pc) } else { have }.with(Equipment::Phone))
    }

    /// Whether talking is hard for them: nobody is to be met or spoken to who need not be.
    #[must_use]
    pub fn wordless(&self) -> bool {
        self.cannot.has(Demand::Voice) || self.cannot.has(Demand::Hearing)
    }

    /// These wishes, and what they leave open as it was said earlier.
    #[must_use]
    pub fn over(self, earlier: Self) -> Self {
        Self {
            hours: self.hours.or(earlier.hours),
            stretch: self.stretch.or(earlier.stretch),
            when: if self.when.is_empty() { earlier.when } else { self.when },
            goal: self.goal.or(earlier.goal),
            within: self.within.or(earlier.within),
            have: self.have.or(earlier.have),
            knows: self.knows.or(earlier.knows),
            people: self.people.or(earlier.people),
            effort: self.effort.or(earlier.effort),
            place: self.place.or(earlier.place),
            cannot: self.cannot.or(earlier.cannot),
            first: self.first.or(earlier.first),
        }
    }

    /// How many things were said.
    #[must_use]
    pub fn count(&self) -> usize {
        [
            self.hours.is_some(),
            self.stretch.is_some(),
            !self.when.is_empty(),
            self.goal.is_some(),
            self.within.is_some(),
            self.have.is_some(),
            self.knows.is_some(),
            self.people.is_some(),
            self.effort.is_some(),
            self.place.is_some(),
            !self.cannot.is_empty(),
            self.first.is_some(),
        ]
        .into_iter()
        .filter(|&said| said)
        .count()
    }
}

words! {
    /// By when there should be money.
    Within { Month = "month" "今月のうちに", HalfYear = "half-year" "半年後までに" }
}

impl Within {
    /// The month that is asked about, counted from 1.
    #[must_use]
    pub fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::HalfYear => 6,
        }
    }
}

words! {
    /// Whether to be with people.
    Company { Alone = "alone" "一人で黙々と", People = "people" "人と関わる" }
}

words! {
    /// A desk or the body.
    Labour { Desk = "desk" "座ってする", Body = "body" "体を動かす" }
}

words! {
    /// At home or out.
    PlaceWish { Home = "home" "在宅だけ", Out = "out" "外に出たい" }
}

words! {
    /// What matters most.
    First {
        Money = "money" "収入の高さ", Ease = "ease" "すぐ始められること", Steady = "steady" "毎月続くこと",
        Freedom = "freedom" "時間の自由", Safe = "safe" "失敗や損の少なさ", Residual = "residual" "作ったものが後からも売れること",
    }
}

impl First {
    /// The score that measures it; residual income has none.
    #[must_use]
    pub fn axis(self) -> Option<Axis> {
        Some(match self {
            Self::Money => Axis::Profitability,
            Self::Ease => Axis::Ease,
            Self::Steady => Axis::Continuity,
            Self::Freedom => Axis::Flexibility,
            Self::Safe => Axis::LowRisk,
            Self::Residual => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_counted() {
        assert_eq!(Wishes::default().count(), 0);
        let cannot = std::iter::once(Demand::Town).collect();
        let said = Wishes { knows: Some(Set::default()), cannot, ..Wishes::default() };
        assert_eq!(said.count(), 2);
        assert!(!said.is_empty());
    }
}
