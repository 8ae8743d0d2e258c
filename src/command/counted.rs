//! What of an answer is counted in a server: how a question went, and what came nearest when there was no answer. Ids of ours and of
//! Discord's, never a word of what was said. Danger is not counted at all.

use crate::app::Knowledge;
use crate::store::{AnswerKind, Event, Link};
use crate::understand::{Outcome, Understood};

/// The events of an answer to somebody who addressed the bot; `at` is the message with the question, if there is one.
pub(super) fn events(
    knowledge: &Knowledge,
    understood: &Understood,
    text: &str,
    at: Option<Link>,
) -> Vec<Event> {
    let asked = |kind| Event::Asked { addressed: true, kind };
    match &understood.outcome {
        Outcome::Crisis
        | Outcome::Thanks
        | Outcome::Greeting
        | Outcome::Called
        | Outcome::Leaving
        | Outcome::Unreferred
        | Outcome::Help
        | Outcome::Said(_)
        | Outcome::Silence(_) => Vec::new(),
        Outcome::Answer(found, _) => {
            let shown = found.hits.first().map(|hit| Event::Shown(hit.id.clone()));
            std::iter::once(asked(AnswerKind::Answered)).chain(shown).collect()
        }
        Outcome::Open(id, _) | Outcome::Whole(id, _) | Outcome::Brief(id) => {
            vec![asked(AnswerKind::Answered), Event::Shown(id.clone())]
        }
        // Said instead of pressed.
        Outcome::NotIt(id, _) => vec![Event::Wrong(id.clone())],
        Outcome::Jobs(_)
        | Outcome::Recommend(_)
        | Outcome::Profile(_)
        | Outcome::Section(..)
        | Outcome::Compare(_)
        | Outcome::Details(..)
        | Outcome::OtherJobs(..)
        | Outcome::Figures(_)
        | Outcome::Reasons(_)
        | Outcome::Fraud(_) => vec![asked(AnswerKind::Answered)],
        Outcome::English(ids, jobs) if ids.is_empty() && jobs.is_empty() => {
            vec![asked(AnswerKind::NoAnswer), Event::Miss { nearest: None, at }]
        }
        Outcome::WhichJob(..)
        | Outcome::Topic(..)
        | Outcome::Candidates(..)
        | Outcome::English(..)
        | Outcome::Which(_)
        | Outcome::AskJob(_)
        | Outcome::More(..) => vec![asked(AnswerKind::OneTap)],
        Outcome::Nothing(_) => {
            let nearest = knowledge.faq().search(text).hits.first().map(|hit| hit.id.clone());
            vec![asked(AnswerKind::NoAnswer), Event::Miss { nearest, at }]
        }
    }
}
