//! What is offered beside or instead of an answer: candidates, who else has one, and where to go on. Used wherever a reply may not be
//! the end.

use crate::profile::spoken::Referral;
use crate::profile::{Catalogue, Profile};

use super::action::{Action, Candidates, Pick, WayOn};
use super::component::Button;
use super::faq::question_button;
use super::limits::CUSTOM_ID;
use super::section::Section;

/// Candidates kept for after 「違う」.
const CANDIDATES: usize = 3;

/// Who sees an answer, and so which buttons it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The asker alone, who may share it.
    Private,
    /// A channel; the message belongs to the asker with this id.
    Channel(u64),
}

/// What to do with a job that was asked about: the command and the section it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The command's English name.
    pub command: &'static str,
    /// The section, for `profile`.
    pub section: Section,
}

impl Part {
    /// The command's other options, as a button carries them.
    #[must_use]
    pub(super) fn rest(self) -> &'static str {
        if self.command == "profile" { self.section.key() } else { "" }
    }
}

/// Questions, each in a line of its own.
pub(super) fn listed(catalogue: &Catalogue, ids: &[&str]) -> String {
    let lines = ids.iter().filter_map(|id| catalogue.entry(id)).map(|e| format!("・{}", e.faq().question));
    lines.collect::<Vec<_>>().join("\n")
}

/// Buttons that open candidates in place.
pub(super) fn candidate_buttons(catalogue: &Catalogue, ids: &[&str], audience: Audience) -> Vec<Button> {
    let asker = if let Audience::Channel(asker) = audience { asker } else { 0 };
    let button = |id: &&str| {
        let entry = catalogue.entry(id)?;
        let others: Vec<&str> = ids.iter().copied().filter(|other| other != id).collect();
        Some(Button { action: Action::Choose(candidates(asker, id, &others)), ..question_button(entry) })
    };
    ids.iter().filter_map(button).collect()
}

/// Opens a job, or the part of it that was asked for.
pub(super) fn job_button(profile: &Profile, part: Option<Part>) -> Button {
    let Some(part) = part else {
        return Button::new(format!("{}のすべて", profile.name), Action::Profile(profile.slug.clone()));
    };
    let pick = Pick { command: part.command.into(), slug: profile.slug.clone(), rest: part.rest().into() };
    Button::new(format!("{}：{}", profile.name, part.section.name()), Action::Pick(pick))
}

/// As many next candidates as fit into a `custom_id`.
pub(super) fn candidates(asker: u64, id: &str, others: &[&str]) -> Candidates {
    let mut given = Candidates { asker, id: id.to_owned(), others: Vec::new() };
    for other in others.iter().take(CANDIDATES) {
        given.others.push((*other).to_owned());
        if Action::Choose(given.clone()).custom_id().chars().count() > CUSTOM_ID {
            given.others.pop();
            break;
        }
    }
    given
}

/// Who answers a subject, as a sentence.
#[must_use]
pub(super) fn referral_text(r: &Referral) -> String {
    format!("「{}」は、{}が答えてくれます。\n{}", r.subject, r.who, r.how)
}

/// Where one can go on from anywhere.
#[must_use]
pub(super) fn ways_on(audience: Option<Audience>) -> Vec<Button> {
    let mut buttons = vec![
        Button::new("診断", Action::Open(WayOn::Advice)),
        Button::new("副業の一覧", Action::Open(WayOn::Jobs)),
        Button::new("質問の一覧", Action::Open(WayOn::Topics)),
        Button::new("使い方", Action::Help),
    ];
    if let Some(Audience::Channel(asker)) = audience {
        buttons.push(Button::new("消す", Action::Dismiss(asker)));
    }
    buttons
}
