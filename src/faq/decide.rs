//! Answer, suggest, or stay silent.

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

/// What the decision is made from, each roughly 0 to 1.
#[must_use]
pub fn features(found: &Findings, marks: Marks) -> [f32; FEATURES] {
    let flag = |on: bool| if on { 1.0 } else { 0.0 };
    let Some(top) = found.hits.first() else { return [0.0; FEATURES] };
    let next = found.hits.get(1).map_or(0.0, |h| h.score);
    let margin = if top.score > 0.0 { (1.0 - next / top.score).clamp(0.0, 1.0) } else { 0.0 };
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

/// Fitted coefficients.
#[derive(Clone, Copy, Debug)]
struct Fit {
    coefficients: [f32; FEATURES],
    answer: f32,
    suggest: f32,
}

const ADDRESSED: Fit = Fit {
    coefficients: [
        -4.534, 1.408, 0.458, 1.781, -0.284, -2.481, 0.018, -0.688, 2.052, -0.445, 2.749, 2.955, -4.229,
        1.748, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    ],
    answer: 0.62,
    suggest: 0.12,
};

const PASSIVE: Fit = Fit {
    coefficients: [
        -4.766, 1.416, 0.551, 1.673, -0.267, -2.186, 0.011, -0.749, 1.975, -0.392, 2.653, 2.813, -3.959,
        1.774, 0.624, 0.75, -0.308, 0.338, -0.771, -0.041,
    ],
    answer: 0.86,
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
