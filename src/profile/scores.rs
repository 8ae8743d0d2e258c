//! The five axes a job is scored on, and the total.

use serde::Deserialize;

use super::units::Score;

/// The five scores, or something for each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Scores<T> {
    /// 収益性.
    pub profitability: T,
    /// 始めやすさ.
    pub ease: T,
    /// 継続性.
    pub continuity: T,
    /// 時間の柔軟性.
    pub flexibility: T,
    /// リスクの低さ.
    pub low_risk: T,
}

impl<T> Scores<T> {
    /// The value for one axis.
    #[must_use]
    pub fn get(&self, axis: Axis) -> &T {
        match axis {
            Axis::Profitability => &self.profitability,
            Axis::Ease => &self.ease,
            Axis::Continuity => &self.continuity,
            Axis::Flexibility => &self.flexibility,
            Axis::LowRisk => &self.low_risk,
        }
    }
}

impl Scores<Score> {
    /// The mean of the five, rounded to a whole number (backend: 71).
    #[must_use]
    pub fn total(&self) -> Score {
        let sum: i64 = Axis::ALL.iter().map(|&axis| self.get(axis).get()).sum();
        Score::from((2 * sum + 5) / 10)
    }
}

/// One of the five axes a job is scored on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each variant's Japanese name is its documentation: see `name`")]
pub enum Axis {
    Profitability,
    Ease,
    Continuity,
    Flexibility,
    LowRisk,
}

impl Axis {
    /// All axes in the order they are shown.
    pub const ALL: [Self; 5] =
        [Self::Profitability, Self::Ease, Self::Continuity, Self::Flexibility, Self::LowRisk];

    /// The key in data files, options and `custom_id`s.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Profitability => "profitability",
            Self::Ease => "ease",
            Self::Continuity => "continuity",
            Self::Flexibility => "flexibility",
            Self::LowRisk => "low_risk",
        }
    }

    /// The axis with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.key() == key)
    }

    /// The Japanese name as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Profitability => "収益性",
            Self::Ease => "始めやすさ",
            Self::Continuity => "継続性",
            Self::Flexibility => "時間の柔軟性",
            Self::LowRisk => "リスクの低さ",
        }
    }

    /// What the axis measures, in one short sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Profitability => "慣れたあとの時給の高さ",
            Self::Ease => "未経験から最初の報酬までの早さ",
            Self::Continuity => "同じ相手から続けて受けやすいか",
            Self::Flexibility => "時間と場所を選べるか",
            Self::LowRisk => "お金・法律・事故などの心配の少なさ",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_the_rounded_mean_and_backend_has_71() {
        let scores = |marks: [i64; 5]| Scores {
            profitability: Score::from(marks[0]),
            ease: Score::from(marks[1]),
            continuity: Score::from(marks[2]),
            flexibility: Score::from(marks[3]),
            low_risk: Score::from(marks[4]),
        };
        assert_eq!(scores([90, 40, 90, 70, 65]).total().get(), 71);
        assert_eq!(scores([0, 0, 0, 1, 1]).total().get(), 0);
        assert_eq!(scores([0, 0, 1, 1, 1]).total().get(), 1);
    }
}
