//! Answer, suggest, or stay silent.
//!
//! A logistic model turns a search into the probability that its first hit is right; two thresholds for each mode turn that into a
//! decision. No feature grows with the length of the question: they are shares of what is asked (`explain`), how the first
//! hit stands to the others, how jobs are named, and, where nobody addressed the bot, the [`super::question::Marks`] of a request. Coefficients and
//! thresholds are data (`data/engine.toml`), fitted by `fukugyo eval fit`, which also says what each feature buys.
//!
//! Two rules stand before the model: a text equal to an indexed phrasing is answered, and a single word is never sure.

use std::collections::BTreeMap;

use crate::profile::engine::{DecisionNumbers, EAGERNESS, EagernessNumbers, Engine, FEATURES};

use super::search::Naming;
use super::{Findings, Hit};

/// Whether the bot was spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A command, a mention, a direct message: never silent.
    Addressed,
    /// A message in a channel the bot listens to: by far rather silent than wrong.
    Passive,
}

/// How sure the bot must be to answer unasked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Eagerness {
    /// Surer than usual: seldom, and seldom wrong.
    Careful,
    /// As fitted.
    #[default]
    Usual,
    /// Less sure than usual: more often.
    Eager,
}

impl Eagerness {
    /// All of them, from the most careful on.
    pub const ALL: [Self; EAGERNESS.len()] = [Self::Careful, Self::Usual, Self::Eager];

    /// How data, database and `custom_id`s name it.
    #[must_use]
    pub fn key(self) -> &'static str {
        EAGERNESS[self as usize]
    }

    /// The inverse of [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|eagerness| eagerness.key() == key)
    }

    /// The threshold, and what it came to.
    #[must_use]
    pub fn measured(self, engine: &Engine) -> EagernessNumbers {
        engine.eagerness.get(self.key()).copied().unwrap_or_default()
    }
}

/// What to do with a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Sure enough to answer.
    Answer(Hit),
    /// Unsure: up to [`SUGGESTIONS`] to choose from, best first.
    Suggest(Vec<Hit>),
    /// Nothing to say. Towards someone who asked, the reply says that nothing was found.
    Silent,
}

/// Most candidates offered.
pub const SUGGESTIONS: usize = 3;

/// The values of one search, in the order of [`FEATURES`].
pub type Features = [f32; FEATURES.len()];

/// What the decision is made from; each lies between -1 and 1 or near it.
#[must_use]
pub(super) fn features(found: &Findings) -> Features {
    let flag = |on: bool| if on { 1.0 } else { 0.0 };
    let Some(top) = found.hits.first() else { return [0.0; FEATURES.len()] };
    let (asked, marks) = (&found.asked, &found.asked.marks);
    [
        1.0,
        top.held_all,
        found.likely,
        found.likely_topic,
        flag(top.naming == Naming::NoJob),
        top.phrasing_said,
        asked.talk,
        flag(marks.mark),
        flag(marks.report),
        flag(marks.chatter),
    ]
}

/// A fitted model with its thresholds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Model {
    /// In the order of [`FEATURES`].
    pub coefficients: Features,
    /// From here on the first hit is the answer.
    pub answer: f32,
    /// From here on candidates are offered.
    pub suggest: f32,
}

impl Model {
    /// The probability that the first hit is right.
    #[must_use]
    pub fn probability(&self, features: &Features) -> f32 {
        let sum: f32 = features.iter().zip(self.coefficients).map(|(f, c)| f * c).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

impl From<&DecisionNumbers> for Model {
    fn from(numbers: &DecisionNumbers) -> Self {
        let of = |map: &BTreeMap<String, f32>, name: &str| map.get(name).copied().unwrap_or_default();
        Self {
            coefficients: FEATURES.map(|name| of(&numbers.coefficients, name)),
            answer: numbers.answer,
            suggest: numbers.suggest,
        }
    }
}

/// The models of both modes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Models {
    /// When the bot was spoken to.
    pub addressed: Model,
    /// When it was not.
    pub passive: Model,
    /// When it was not, by how readily it shall answer: from here on it does.
    pub eagerness: [f32; EAGERNESS.len()],
}

impl Models {
    /// The model of a mode.
    #[must_use]
    pub fn of(&self, mode: Mode) -> &Model {
        match mode {
            Mode::Addressed => &self.addressed,
            Mode::Passive => &self.passive,
        }
    }
}

impl From<&Engine> for Models {
    fn from(engine: &Engine) -> Self {
        Self {
            addressed: (&engine.addressed).into(),
            passive: (&engine.passive).into(),
            eagerness: Eagerness::ALL.map(|eagerness| eagerness.measured(engine).answer),
        }
    }
}

impl Findings {
    /// How sure it is that the first hit answers the text, from 0 to 1.
    #[must_use]
    pub fn confidence(&self, mode: Mode) -> f32 {
        match (self.hits.is_empty(), self.exact) {
            (true, _) => 0.0,
            (false, true) => 1.0,
            (false, false) => self.models.of(mode).probability(self.features()),
        }
    }

    /// What to do.
    #[must_use]
    pub fn decide(&self, mode: Mode) -> Decision {
        let (confidence, model) = (self.confidence(mode), self.models.of(mode));
        let sure = self.exact || self.asked.words > 1 && confidence >= model.answer;
        match self.hits.first() {
            Some(top) if sure => Decision::Answer(top.clone()),
            Some(_) if mode == Mode::Addressed && (confidence >= model.suggest || self.is_known_word()) => {
                Decision::Suggest(self.hits.iter().take(SUGGESTIONS).cloned().collect())
            }
            _ => Decision::Silent,
        }
    }

    /// What to do where nobody addressed the bot and a server chose how readily it answers.
    #[must_use]
    pub fn decide_unasked(&self, eagerness: Eagerness) -> Decision {
        let needed = self.models.eagerness[eagerness as usize];
        let sure = self.exact || self.asked.words > 1 && self.confidence(Mode::Passive) >= needed;
        self.hits.first().filter(|_| sure).map_or(Decision::Silent, |top| Decision::Answer(top.clone()))
    }

    /// A single word that entries hold: it gives them as candidates, however unsure the model is.
    fn is_known_word(&self) -> bool {
        self.asked.words == 1 && self.asked.unknown < 0.5 && self.hits.first().is_some_and(|h| h.held > 0.5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_eagerness_has_a_key_of_its_own() {
        for eagerness in Eagerness::ALL {
            assert_eq!(Eagerness::from_key(eagerness.key()), Some(eagerness));
        }
        assert_eq!(Eagerness::from_key("wild"), None);
    }
}
