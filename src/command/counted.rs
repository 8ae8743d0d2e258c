//! What of an answer is counted in a server: how a question went, and what came nearest when there was no answer. Ids of ours and of
//! Discord's, never a word of what was said. Danger is not counted at all.

use crate::app::Knowledge;
use crate::store::{AnswerKind, Event, Link};
use crate::understand::{Outcome, Understood, Upshot};

/// The events of an answer to somebody who addressed the bot; `at` is the message with the question, if there is one.
pub(super) fn events(
    knowledge: &Knowledge,
    understood: &Understood,
    text: &str,
    at: Option<Link>,
) -> Vec<Event> {
    let outcome = &understood.outcome;
    let shown = match outcome {
        Outcome::Answer(found, _) => found.hits.first().map(|hit| hit.id.clone()),
        Outcome::Open(id, _) | Outcome::Whole(id, _) | Outcome::Brief(id) => Some(id.clone()),
        // Said instead of pressed.
        Outcome::NotIt(id, _) => return vec![Event::Wrong(id.clone())],
        _ => None,
    };
    let (kind, beside) = match outcome.upshot() {
        Upshot::FirstWords | Upshot::ToldToWait => return Vec::new(),
        Upshot::Answer => (AnswerKind::Answered, shown.map(Event::Shown)),
        Upshot::Candidates => (AnswerKind::OneTap, None),
        Upshot::NoAnswer => {
            let nearest = match outcome {
                Outcome::Nothing(_) => knowledge.faq().search(text).hits.first().map(|hit| hit.id.clone()),
                _ => None,
            };
            (AnswerKind::NoAnswer, Some(Event::Miss { nearest, at }))
        }
    };
    std::iter::once(Event::Asked { addressed: true, kind }).chain(beside).collect()
}
