//! What a person wishes for: everything `/recommend` can be told, each part optional.

use crate::profile::{Axis, Category, Hours, Yen};

/// A person's wishes; an absent one is not judged.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wishes {
    /// Hours a week for the side job.
    pub hours: Option<Hours>,
    /// Income aimed at, yen a month.
    pub goal: Option<Yen>,
    /// Experience in the kind of work.
    pub experience: Option<Experience>,
    /// What matters most.
    pub priority: Priorities,
    /// Where to work.
    pub place: Option<PlaceWish>,
    /// The kind of job.
    pub category: Option<Category>,
}

impl Wishes {
    /// Nothing was wished for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One or two axes that matter most, the first a little more than the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Priorities {
    first: Option<Axis>,
    second: Option<Axis>,
}

impl Priorities {
    /// These axes in this order; a repeated one counts once.
    #[must_use]
    pub fn new(first: Option<Axis>, second: Option<Axis>) -> Self {
        let (first, second) = (first.or(second), first.and(second));
        Self { first, second: second.filter(|_| first != second) }
    }

    /// The axes, most important first.
    pub fn iter(self) -> impl Iterator<Item = Axis> {
        self.first.into_iter().chain(self.second)
    }

    /// Nothing matters more than the rest.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.first.is_none()
    }
}

/// Experience in the kind of work one looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Experience {
    /// Never done it.
    None,
    /// Learnt or tried it.
    Some,
    /// Done it as a job.
    Professional,
}

impl Experience {
    /// All of them, least first.
    pub const ALL: [Self; 3] = [Self::None, Self::Some, Self::Professional];

    /// The key in options and `custom_id`s.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Some => "some",
            Self::Professional => "professional",
        }
    }

    /// The experience with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.key() == key)
    }

    /// The Japanese name as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "なし",
            Self::Some => "少しある",
            Self::Professional => "実務でしている",
        }
    }
}

/// Where a person is ready to work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceWish {
    /// From home alone.
    Home,
    /// Outside is fine too.
    Any,
}

impl PlaceWish {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Home, Self::Any];

    /// The key in options and `custom_id`s.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Any => "any",
        }
    }

    /// The wish with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.key() == key)
    }

    /// The Japanese name as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "在宅のみ",
            Self::Any => "外でもよい",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_priority_named_twice_counts_once_and_a_lone_second_becomes_the_first() {
        let ease = Some(Axis::Ease);
        assert_eq!(Priorities::new(ease, ease), Priorities::new(ease, None));
        assert_eq!(Priorities::new(None, ease), Priorities::new(ease, None));
    }
}
