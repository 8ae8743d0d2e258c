//! Why a text is taken for what it is: for `say --explain` and the playground's panel.

use serde_json::{Map, Value, json};

use crate::app::Knowledge;
use crate::faq::Hit;
use crate::faq::decide::{Decision, Mode};
use crate::profile::engine::FEATURES;
use crate::understand::{Known, Light};

/// Candidates that are explained.
const CANDIDATES: usize = 5;

/// What a text is taken for and why: the words known in it, what became of it, and what the search made of it.
#[must_use]
pub fn explained(knowledge: &Knowledge, text: &str, addressed: bool) -> Value {
    let understanding = knowledge.understanding();
    let understood = if addressed {
        understanding.addressed(text, &Light::default())
    } else {
        understanding.unasked(text)
    };
    let parsed = understanding.vocabulary.parse(text);
    let words: Vec<Value> = parsed
        .tokens
        .iter()
        .map(|token| {
            let word: String = parsed.readable.chars().take(token.to).skip(token.from).collect();
            let meaning = match &token.known {
                Known::Job(slugs) => {
                    json!({ "jobs": slugs.iter().map(ToString::to_string).collect::<Vec<_>>() })
                }
                Known::Word(meaning) => json!(meaning.key()),
                Known::Topic(at) => {
                    let topics = knowledge.catalogue.first_words().topic.get(*at).map(|t| t.topics.clone());
                    json!({ "topics": topics })
                }
            };
            json!({ "word": word, "means": meaning })
        })
        .collect();
    let mode = if addressed { Mode::Addressed } else { Mode::Passive };
    let mut out = json!({
        "taken_for": understood.outcome.labels(), "offers": understood.outcome.offers(&knowledge.catalogue),
        "why": understood.why, "words": words, "left": parsed.left(),
    });
    out["search"] = searched(knowledge, text, mode);
    out
}

/// What the search made of a text: how sure it is, from which features, and its first hits with their reasons.
#[must_use]
pub fn searched(knowledge: &Knowledge, text: &str, mode: Mode) -> Value {
    let found = knowledge.faq().search(text);
    let round = |number: f32| (f64::from(number) * 1000.0).round() / 1000.0;
    let features: Map<String, Value> = FEATURES
        .iter()
        .zip(found.features())
        .map(|(name, value)| ((*name).to_owned(), json!(round(*value))))
        .collect();
    let candidate = |hit: &Hit| {
        let asked = knowledge.catalogue.entry(&hit.id).map(|entry| entry.faq().question.clone());
        json!({ "id": hit.id, "question": asked, "score": round(hit.score), "matched": hit.phrasing, "words": hit.words, "coverage": round(hit.held) })
    };
    let decision = match found.decide(mode) {
        Decision::Answer(_) => "answer",
        Decision::Suggest(_) => "suggest",
        Decision::Silent => "silent",
    };
    json!({
        "decision": decision, "confidence": round(found.confidence(mode)), "exact": found.exact, "features": features,
        "candidates": found.hits.iter().take(CANDIDATES).map(candidate).collect::<Vec<_>>(),
    })
}
