//! The numbers of the question engine as data: the shape of `data/engine.toml`, which `fukugyo eval fit` writes.
//!
//! Kept as data so that they can be fitted again whenever the questions change, and replaced without a new program. Names stand in
//! the file, so a file of another version is refused instead of being misread. What the numbers do is told where they are used
//! (`faq::weights`, `faq::decide`). Invariant: numbers that came through [`Engine::problems`] are complete and finite.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The fields that are scored side by side, as named in the file.
pub const FIELDS: [&str; 6] = ["question", "entry", "answer", "group", "intent", "other"];
/// How readily the bot may answer unasked, from the most careful on.
pub const EAGERNESS: [&str; 3] = ["careful", "usual", "eager"];
/// The kinds of terms, in the order of each field's `kinds`.
pub const KINDS: [&str; 4] = ["word", "concept", "bigram", "kana"];
/// How an entry may stand to the jobs and topics that a question names.
pub const NAMING: [&str; 5] = ["own_job", "other_job", "no_job", "own_topic", "other_topic"];
/// What the first hits are ordered anew by, beside their sum.
pub const SECOND: [&str; 5] = ["held", "held_all", "held_by_question", "phrasing_said", "phrasing_used"];
/// What a decision is made from.
pub const FEATURES: [&str; 10] = [
    "constant",
    "held_all",
    "likely",
    "likely_topic",
    "job_not_named",
    "phrasing_said",
    "talk",
    "mark",
    "report",
    "chatter",
];
/// The last features of [`FEATURES`], which matter only where nobody addressed the bot: how near a phrasing is, and the marks of a
/// request.
pub const UNASKED: usize = 5;

/// All fitted numbers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Engine {
    /// By name, see [`FIELDS`].
    pub field: BTreeMap<String, FieldNumbers>,
    /// The other numbers of the ranking.
    pub ranking: RankingNumbers,
    /// When the bot was spoken to.
    pub addressed: DecisionNumbers,
    /// When it was not.
    pub passive: DecisionNumbers,
    /// How sure the bot must be to answer unasked, by how readily it shall, see [`EAGERNESS`].
    pub eagerness: BTreeMap<String, EagernessNumbers>,
}

/// A threshold of the passive decision, and what it came to on labelled lines that it was not fitted on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct EagernessNumbers {
    /// From this probability on the first hit is the answer.
    pub answer: f32,
    /// Of the answers given, so many percent are right.
    pub precision: u8,
    /// Of the questions that have an answer, so many percent get one.
    pub coverage: u8,
}

/// The numbers of one field.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct FieldNumbers {
    /// Weight of each kind of term, in the order of [`KINDS`].
    pub kinds: Vec<f32>,
    /// Saturation of repeated terms (BM25).
    pub k1: f32,
    /// Influence of length (BM25), from 0 to 1.
    pub b: f32,
}

/// The numbers of the ranking that belong to no field.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RankingNumbers {
    /// How much a term that many entries of one job share loses in telling them apart, from 0 to 1.
    pub within: f32,
    /// Weight of what is said beside the question itself, from 0 to 1.
    pub circumstances: f32,
    /// Sharpness with which scores become likelihoods.
    pub sharpness: f32,
    /// Added for what a question names, as a share of a perfect match; by name, see [`NAMING`].
    pub naming: BTreeMap<String, f32>,
    /// By name, see [`SECOND`].
    pub second: BTreeMap<String, f32>,
}

/// A logistic model and its thresholds.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct DecisionNumbers {
    /// From here on the first hit is given as the answer.
    pub answer: f32,
    /// From here on the first hits are offered; below, there is no answer.
    pub suggest: f32,
    /// By name, see [`FEATURES`]; one that is absent has no effect.
    pub coefficients: BTreeMap<String, f32>,
}

impl Engine {
    /// What is wrong with the numbers: where, and what.
    #[must_use]
    pub fn problems(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for name in FIELDS {
            match self.field.get(name) {
                None => found.push((format!("field.{name}"), "is missing. Run `fukugyo eval fit`.".into())),
                Some(f) if f.kinds.len() != KINDS.len() => found.push((
                    format!("field.{name}.kinds"),
                    format!("needs {} numbers: {}.", KINDS.len(), KINDS.join(", ")),
                )),
                Some(f) if !f.kinds.iter().chain([&f.k1, &f.b]).all(|n| n.is_finite()) => {
                    found.push((format!("field.{name}"), "has a number that is not finite.".into()));
                }
                Some(f) if f.k1 < 0.0 || !(0.0..=1.0).contains(&f.b) => {
                    found.push((format!("field.{name}"), "needs k1 of 0 or more and b from 0 to 1.".into()));
                }
                Some(_) => {}
            }
        }
        unknown("field", self.field.keys(), &FIELDS, &mut found);
        unknown("ranking.second", self.ranking.second.keys(), &SECOND, &mut found);
        let r = &self.ranking;
        unknown("ranking.naming", r.naming.keys(), &NAMING, &mut found);
        let numbers = [r.within, r.circumstances, r.sharpness];
        if !numbers.iter().chain(r.naming.values()).chain(r.second.values()).all(|n| n.is_finite()) {
            found.push(("ranking".into(), "has a number that is not finite.".into()));
        }
        for name in EAGERNESS {
            let sane = |n: &EagernessNumbers| {
                (0.0..=1.0).contains(&n.answer) && n.precision <= 100 && n.coverage <= 100
            };
            if !self.eagerness.get(name).is_some_and(sane) {
                found.push((
                    format!("eagerness.{name}"),
                    "needs answer from 0 to 1, precision and coverage from 0 to 100. Run `fukugyo eval fit`."
                        .into(),
                ));
            }
        }
        unknown("eagerness", self.eagerness.keys(), &EAGERNESS, &mut found);
        for (name, decision) in [("addressed", &self.addressed), ("passive", &self.passive)] {
            let path = format!("{name}.coefficients");
            unknown(&path, decision.coefficients.keys(), &FEATURES, &mut found);
            if decision.coefficients.is_empty() {
                found.push((path.clone(), "is missing. Run `fukugyo eval fit`.".into()));
            }
            let numbers = [decision.answer, decision.suggest];
            if !numbers.iter().chain(decision.coefficients.values()).all(|n| n.is_finite()) {
                found.push((path, "has a number that is not finite.".into()));
            }
        }
        found
    }
}

fn unknown<'a>(
    path: &str,
    names: impl Iterator<Item = &'a String>,
    known: &[&str],
    found: &mut Vec<(String, String)>,
) {
    for name in names.filter(|name| !known.contains(&name.as_str())) {
        found.push((
            format!("{path}.{name}"),
            format!("is not a known name. Known are: {}.", known.join(", ")),
        ));
    }
}
