//! Answer, suggest, or stay silent.
//!
//! A logistic model turns a search into the probability that its first hit is right; a threshold for each mode turns that into a
//! decision. It is small enough to read: each coefficient belongs to one feature of [`features`]. The strongest are the lead over
//! the second hit (times the score), the amount of content that is covered, and how near the question is to talk that is none of
//! ours ([`super::OTHER`]): without the last one, precision at 45% answered was 93% instead of 98%.
//!
//! Fitted on the development files, on other talk left out of the index a quarter at a time (weight .4) and on held-out phrasings
//! (weight .05), with L2 of 1; thresholds read off ten-fold cross-validation. Measured with `fukugyo eval questions`, passive at .89:
//!
//! | set | precision | silence | answered |
//! |---|---|---|---|
//! | dev, cross-validated (at .90) | 98.3% | 99.5% | 45.8% |
//! | held | 97.8% | 100% | 47.9% |
//!
//! Addressed: first right 87.4%, first three 97.4% on held; 72.6% answered at once with 90.9% right, the rest candidates.

use super::question::Marks;
use super::{Findings, Hit};

/// Whether the bot was spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A command, a mention, a direct message: never silent.
    Addressed,
    /// A message in a channel the bot listens to: by far rather silent than wrong.
    Passive,
}

/// What to do with a question.
#[derive(Clone, Debug)]
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
/// Features the decision rests on.
pub const FEATURES: usize = 20;

/// What the decision is made from, each roughly 0 to 1. In order: constant, score, lead, coverage by entry and by phrasing, the
/// phrasing's score, a job is named, the entry is of a job though none is named, score × lead, content left uncovered, content,
/// content covered, nearness of other talk, lead of the phrasing over it, and the [`Marks`].
#[must_use]
pub fn features(found: &Findings, marks: Marks) -> [f32; FEATURES] {
    let flag = |on: bool| if on { 1.0 } else { 0.0 };
    let Some(top) = found.hits.first() else { return [0.0; FEATURES] };
    let margin = found.margin();
    [
        1.0,
        (top.share / 2.0).min(3.0),
        margin,
        top.coverage,
        top.phrasing_coverage,
        top.phrasing_share,
        flag(found.named),
        flag(top.job && !found.named),
        (top.share * margin).min(2.0),
        (found.content * (1.0 - top.coverage) / 10.0).min(2.0),
        (found.content / 30.0).min(2.0),
        (found.content * top.coverage / 30.0).min(2.0),
        found.other_share,
        (top.phrasing_share - found.other_share).clamp(-1.0, 1.0),
        flag(marks.mark),
        flag(marks.ending),
        flag(marks.asking),
        flag(marks.need),
        flag(marks.report),
        flag(marks.chatter),
    ]
}

/// Fitted coefficients, in the order of [`features`], and the thresholds.
#[derive(Clone, Copy, Debug)]
struct Fit {
    coefficients: [f32; FEATURES],
    answer: f32,
    suggest: f32,
}

const ADDRESSED: Fit = Fit {
    coefficients: [
        -4.01, 1.534, 0.173, 1.391, -0.561, -2.973, -0.191, -0.849, 2.63, -0.352, 2.324, 2.492, -4.363,
        1.391, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    ],
    answer: 0.62,
    suggest: 0.10,
};

const PASSIVE: Fit = Fit {
    coefficients: [
        -3.866, 1.498, 0.273, 1.293, -0.685, -2.628, -0.176, -0.902, 2.576, -0.389, 2.178, 2.352, -4.08,
        1.453, 0.408, 0.6, -0.383, 0.308, -0.989, -0.525,
    ],
    answer: 0.89,
    suggest: 1.1,
};

fn fit(mode: Mode) -> &'static Fit {
    match mode {
        Mode::Addressed => &ADDRESSED,
        Mode::Passive => &PASSIVE,
    }
}

impl Findings {
    /// How sure it is that the first hit answers the text, from 0 to 1.
    #[must_use]
    pub fn confidence(&self, text: &str, mode: Mode) -> f32 {
        if self.hits.is_empty() {
            return 0.0;
        }
        let features = features(self, Marks::of(text));
        let sum: f32 = features.iter().zip(fit(mode).coefficients).map(|(f, c)| f * c).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// What to do.
    #[must_use]
    pub fn decide(&self, text: &str, mode: Mode) -> Decision {
        let (confidence, fit) = (self.confidence(text, mode), fit(mode));
        match self.hits.first() {
            Some(top) if confidence >= fit.answer => Decision::Answer(top.clone()),
            Some(_) if mode == Mode::Addressed && confidence >= fit.suggest => {
                Decision::Suggest(self.hits.iter().take(SUGGESTIONS).cloned().collect())
            }
            _ => Decision::Silent,
        }
    }
}
