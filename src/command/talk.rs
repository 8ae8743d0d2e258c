//! What the bot says to a text: the one reply that messages in channels, `/ask` and the message menu share.

use std::collections::BTreeSet;

use crate::app::{Effect, Knowledge};
use crate::profile::spoken::Meaning;
use crate::profile::{Axis, Profile, Slug};
use crate::store::{Event, Link};
use crate::understand::{Light, Near, Outcome, Understood, Upshot};
use crate::view::action::Candidates;
use crate::view::ask::{self, Audience, Part, People};
use crate::view::help::CommandIds;
use crate::view::income::{hourly_message, income_message};
use crate::view::{Asked, JobsView, Message, Section, faq, jobs, profile, talk};

use super::{compare, counted, help, recommend};

/// What a server chose that an answer depends on.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// Where people are sent who need a human.
    pub human_channel: Option<u64>,
    /// Entries that are not shown.
    pub switched_off: &'a BTreeSet<String>,
}

/// What the bot says, and what of it is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct CountedMessage {
    /// The reply.
    pub message: Message,
    /// What happened.
    pub events: Vec<Event>,
    /// What came of the text.
    pub upshot: Upshot,
}

impl CountedMessage {
    /// What is counted once it has arrived; outside of servers nothing is. A verdict that `person` said is one that they pressed: it
    /// counts once.
    #[must_use]
    pub fn effects(&self, guild: Option<u64>, person: u64) -> Vec<Effect> {
        let Some(server) = guild else { return Vec::new() };
        let effect = |event: &Event| match event.clone() {
            Event::Wrong(entry) => Effect::Rated { entry, helpful: false, guild, person },
            event => Effect::Counted { guild: server, event },
        };
        self.events.iter().map(effect).collect()
    }
}

/// The reply to a text that was said to the bot, by the message `at` if there is one.
#[must_use]
pub fn reply(
    knowledge: &Knowledge,
    text: &str,
    light: &Light,
    audience: Audience,
    here: Here<'_>,
    at: Option<Link>,
) -> CountedMessage {
    let understood = without(knowledge.understanding().addressed(text, light), here.switched_off);
    CountedMessage {
        message: shown(knowledge, &understood, audience, here.human_channel),
        events: counted::events(knowledge, &understood, text, at),
        upshot: understood.outcome.upshot(),
    }
}

/// The same without entries that a server does not want: where one of them would be the answer, what came next is offered.
fn without(understood: Understood, off: &BTreeSet<String>) -> Understood {
    if off.is_empty() {
        return understood;
    }
    let wanted = |id: &String| !off.contains(id);
    let only = |ids: Vec<String>| ids.into_iter().filter(wanted).collect();
    let Understood { outcome, why } = understood;
    let outcome = match outcome {
        Outcome::Open(id, _) | Outcome::Whole(id, _) | Outcome::Brief(id) | Outcome::More(id, _)
            if !wanted(&id) =>
        {
            Outcome::Nothing(None)
        }
        Outcome::Open(id, others) => Outcome::Open(id, only(others)),
        Outcome::Whole(id, others) => Outcome::Whole(id, only(others)),
        Outcome::More(id, others) => Outcome::More(id, only(others)),
        Outcome::NotIt(id, others) => Outcome::NotIt(id, only(others)),
        Outcome::Which(ids) if !ids.iter().any(wanted) => Outcome::Nothing(None),
        Outcome::Which(ids) => Outcome::Which(only(ids)),
        Outcome::English(ids, jobs) => Outcome::English(only(ids), jobs),
        Outcome::Fraud(ids) => Outcome::Fraud(only(ids)),
        Outcome::Answer(mut found, mut others) => {
            let is_wanted = found.hits.first().is_none_or(|hit| wanted(&hit.id));
            found.hits.retain(|hit| wanted(&hit.id));
            others.retain(wanted);
            match (is_wanted, found.hits.is_empty()) {
                (true, _) => Outcome::Answer(found, others),
                (false, false) => Outcome::Candidates(found, Near::default(), None),
                (false, true) => Outcome::Nothing(None),
            }
        }
        Outcome::Candidates(found, _, referral)
            if !found.hits.is_empty() && !found.hits.iter().any(|hit| wanted(&hit.id)) =>
        {
            Outcome::Nothing(referral)
        }
        Outcome::Candidates(mut found, near, referral) => {
            found.hits.retain(|hit| wanted(&hit.id));
            Outcome::Candidates(found, near, referral)
        }
        other => other,
    };
    Understood { outcome, why }
}

/// What was understood, as a message.
#[must_use]
pub fn shown(
    knowledge: &Knowledge,
    understood: &Understood,
    audience: Audience,
    human: Option<u64>,
) -> Message {
    let catalogue = &knowledge.catalogue;
    let known = |slug: &Slug| catalogue.profile(slug.as_str());
    let nothing = || talk::no_answer(None, human, audience);
    let message = match &understood.outcome {
        Outcome::Crisis => talk::crisis(&catalogue.referrals().crisis),
        Outcome::Fraud(ids) => talk::fraud(catalogue, &catalogue.referrals().fraud, ids, audience),
        Outcome::Thanks => ask::how_to_ask("どういたしまして。"),
        Outcome::Greeting => ask::how_to_ask("こんにちは。"),
        Outcome::Called => ask::how_to_ask("お呼びでしょうか。"),
        Outcome::Leaving => talk::leave(),
        Outcome::Unreferred => talk::unreferred(),
        Outcome::Help => help::message(&CommandIds::NONE),
        Outcome::Jobs(sort) => jobs::jobs(catalogue, JobsView { sort: *sort, ..JobsView::default() }),
        Outcome::Recommend(wishes) => recommend::go_on(knowledge, 0, &Asked::said(wishes)),
        Outcome::Profile(slug) => {
            known(slug).map_or_else(nothing, |p| profile::profile(catalogue, p, Section::Overview))
        }
        Outcome::Section(slug, meaning) => {
            known(slug).map_or_else(nothing, |p| section(knowledge, p, *meaning))
        }
        Outcome::WhichJob(slugs, meaning) => {
            let jobs: Vec<&Profile> = slugs.iter().filter_map(known).collect();
            talk::which_job(&jobs, part(*meaning), audience)
        }
        Outcome::Compare(slugs) => {
            let jobs: Vec<&Profile> = slugs.iter().filter_map(known).collect();
            if jobs.len() < 2 { nothing() } else { compare::message(&jobs) }
        }
        Outcome::Topic(word, topics) => talk::topic_word(catalogue, word, topics).unwrap_or_else(nothing),
        Outcome::Answer(found, others) => {
            let mut hits = found.hits.clone();
            // The other questions of the text come first among the buttons.
            hits.sort_by_key(|h| others.iter().position(|o| *o == h.id).map_or(usize::MAX, |at| at + 1));
            let first = found.hits.first().and_then(|first| hits.iter().position(|h| h.id == first.id));
            if let Some(first) = first {
                hits[..=first].rotate_right(1);
            }
            let missing = others.iter().filter(|o| found.hits.iter().all(|h| h.id != **o));
            let buttons: Vec<&str> = missing.map(String::as_str).collect();
            ask::answer(catalogue, &hits, &buttons, audience).unwrap_or_else(nothing)
        }
        Outcome::Candidates(found, near, referral) => {
            let beside = ask::Beside {
                jobs: near.jobs.iter().filter_map(known).collect(),
                part: near.section.map(|section| part(Some(section))),
                compared: near
                    .compared()
                    .and_then(|jobs| Some((known(jobs.first()?)?, known(jobs.get(1)?)?))),
                referral: referral.as_ref(),
            };
            ask::suggestions(catalogue, &found.hits, &beside, audience)
        }
        Outcome::English(ids, jobs) => {
            let jobs: Vec<&Profile> = jobs.iter().filter_map(known).collect();
            talk::english(catalogue, ids, &jobs, audience)
        }
        Outcome::More(id, ids) => {
            catalogue.entry(id).map_or_else(nothing, |e| talk::more(catalogue, e, ids, audience))
        }
        Outcome::Open(id, others) | Outcome::Whole(id, others) => {
            let others: Vec<&str> = others.iter().map(String::as_str).collect();
            let whole = matches!(understood.outcome, Outcome::Whole(..));
            let open = if whole { ask::whole } else { ask::opened };
            catalogue.entry(id).map_or_else(nothing, |e| open(catalogue, e, &others, audience))
        }
        Outcome::Brief(id) => catalogue.entry(id).map_or_else(nothing, talk::brief),
        Outcome::NotIt(id, others) => {
            let given = Candidates { asker: 0, id: id.clone(), others: others.clone() };
            let people = human.map_or(People::Nowhere, People::In);
            ask::wrong(catalogue, &given, people, false, audience)
        }
        Outcome::Which(ids) => talk::which(catalogue, ids, audience),
        Outcome::Details(slug, meaning) => known(slug).map_or_else(nothing, |p| match meaning {
            Meaning::Score => profile::score_reasons(p),
            other => profile::profile(catalogue, p, part(Some(*other)).section),
        }),
        Outcome::OtherJobs(slug, respect, jobs) => {
            let jobs: Vec<&Profile> = jobs.iter().filter_map(known).collect();
            known(slug).map_or_else(nothing, |p| talk::other_jobs(p, *respect, &jobs))
        }
        Outcome::Figures(slugs) => {
            let jobs: Vec<&Profile> = slugs.iter().filter_map(known).collect();
            if jobs.len() < 2 { nothing() } else { compare::figures(&jobs) }
        }
        Outcome::Reasons(wishes) => recommend::reasons(knowledge, &Asked::said(wishes)),
        Outcome::AskJob(_) => {
            let view = JobsView { sort: Some(Axis::Profitability), ..JobsView::default() };
            Message { content: talk::WHOSE_RATE.into(), ..jobs::jobs(catalogue, view) }
        }
        Outcome::Said(text) => talk::said(text),
        Outcome::Nothing(referral) => talk::no_answer(referral.as_ref(), human, audience),
        Outcome::Silence(_) => nothing(),
    };
    Message { ephemeral: audience == Audience::Private, ..message }
}

fn section(knowledge: &Knowledge, p: &Profile, meaning: Meaning) -> Message {
    let catalogue = &knowledge.catalogue;
    match meaning {
        Meaning::Score => profile::score_message(p),
        Meaning::Income => income_message(catalogue, p, None, None),
        Meaning::Steps => profile::steps_message(catalogue, p),
        Meaning::Faq => faq::faq_message(catalogue, p),
        Meaning::Cost => profile::cost_message(p),
        Meaning::Hourly => hourly_message(p),
        other => profile::profile(catalogue, p, part(Some(other)).section),
    }
}

fn part(meaning: Option<Meaning>) -> Part {
    let profile = |section| Part { command: "profile", section };
    match meaning {
        Some(Meaning::Score) => Part { command: "score", section: Section::Score },
        Some(Meaning::Income | Meaning::Hourly) => Part { command: "income", section: Section::Income },
        Some(Meaning::Steps | Meaning::Cost) => Part { command: "steps", section: Section::Steps },
        Some(Meaning::Faq) => Part { command: "faq", section: Section::Faq },
        Some(Meaning::Pitfalls) => profile(Section::Pitfalls),
        Some(Meaning::Work) => profile(Section::Work),
        Some(Meaning::Skills) => profile(Section::Skills),
        Some(Meaning::Legal) => profile(Section::Legal),
        Some(Meaning::Ai) => profile(Section::Ai),
        _ => profile(Section::Overview),
    }
}
