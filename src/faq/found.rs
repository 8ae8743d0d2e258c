//! What a search found, and why.

use super::decide::{Features, Models};
use super::question::Marks;
use super::search::Naming;

/// A found entry and why. All shares lie between 0 and 1 and do not grow with the length of the question.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// FAQ id.
    pub id: String,
    /// What the ranking is by; comparable within one search only.
    pub score: f32,
    /// The phrasing that the question is nearest to.
    pub phrasing: String,
    /// Share of the question's terms that this phrasing holds.
    pub phrasing_said: f32,
    /// Share of this phrasing's terms that the question holds.
    pub phrasing_used: f32,
    /// Share of what is asked that the entry holds.
    pub held: f32,
    /// Share of everything said that the entry holds.
    pub held_all: f32,
    /// Share of what is asked that the entry's question holds.
    pub held_by_question: f32,
    /// Words of the question that the entry holds, in their order.
    pub words: Vec<String>,
    /// Whether the entry belongs to a job.
    pub job: bool,
    pub(super) naming: Naming,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// The best entries, best first, at most [`super::HITS`].
    pub hits: Vec<Hit>,
    /// What is known about the question itself.
    pub asked: Asked,
    /// The text is one of the first hit's phrasings.
    pub exact: bool,
    /// Likelihood of the first hit among the hits.
    pub likely: f32,
    /// The same for the topic or job of the first hit.
    pub(super) likely_topic: f32,
    features: Features,
    pub(super) models: Models,
}

/// What is known about a question itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Asked {
    /// Whether it names a job.
    pub named: bool,
    /// Share of its terms that the nearest line of [`super::OTHER`] holds.
    pub talk: f32,
    /// Share of what is asked that no entry holds.
    pub unknown: f32,
    /// Content words in what is asked.
    pub words: usize,
    /// The marks of a request.
    pub marks: Marks,
}

impl Findings {
    /// From hits in their order; `exact` says that the text is one of the first hit's phrasings.
    pub(super) fn new(hits: Vec<Hit>, asked: Asked, exact: bool, sharpness: f32, models: Models) -> Self {
        let best = hits.iter().map(|h| h.score).fold(f32::MIN, f32::max);
        let sum: f32 = hits.iter().map(|h| (sharpness * (h.score - best)).exp()).sum();
        let first = hits.first().map_or(0.0, |h| (sharpness * (h.score - best)).exp());
        let likely = if sum > 0.0 { first / sum } else { 0.0 };
        let topic = |hit: &Hit| hit.id.rsplit_once('-').map(|(topic, _)| topic.to_owned());
        let own = hits.first().and_then(topic);
        let of_topic = hits.iter().filter(|h| own.is_some() && topic(h) == own);
        let likely_topic: f32 = of_topic.map(|h| (sharpness * (h.score - best)).exp()).sum();
        let likely_topic = if sum > 0.0 { likely_topic / sum } else { 0.0 };
        let features = [0.0; crate::profile::engine::FEATURES.len()];
        let mut found = Self { hits, asked, exact, likely, likely_topic, features, models };
        found.features = super::decide::features(&found);
        found
    }

    /// What the decision is made from, in the order of [`crate::profile::engine::FEATURES`].
    #[must_use]
    pub fn features(&self) -> &Features {
        &self.features
    }
}
