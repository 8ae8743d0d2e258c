//! The message that was replied to, read off its buttons and menus: which question it answered, which job it was about, what it
//! offered to choose from. Nothing is stored.

use serenity::all::{ActionRowComponent, ButtonKind, Message as Received, SelectMenuOption, UserId};

use crate::profile::Slug;
use crate::profile::spoken::Meaning;
use crate::understand::{Light, Offer};
use crate::view::{Action, Pick, Section};

/// What is known of the message that `message` replies to, when that is the bot's.
pub(super) fn light(message: &Received, me: UserId) -> Light {
    let mut light = Light::default();
    let Some(earlier) = message.referenced_message.as_ref().filter(|m| m.author.id == me) else {
        return light;
    };
    let mut buttons = Vec::new();
    let mut menus: Vec<(Action, &[SelectMenuOption])> = Vec::new();
    for component in earlier.components.iter().flat_map(|row| &row.components) {
        match component {
            ActionRowComponent::Button(button) => {
                if let ButtonKind::NonLink { custom_id, .. } = &button.data {
                    buttons.extend(Action::parse(custom_id));
                }
            }
            ActionRowComponent::SelectMenu(menu) => {
                let action = menu.custom_id.as_deref().and_then(Action::parse);
                menus.extend(action.map(|action| (action, menu.options.as_slice())));
            }
            _ => {}
        }
    }
    subject(&buttons, &menus, &mut light);
    offers(&buttons, &menus, &mut light);
    light
}

/// What the message was about.
fn subject(buttons: &[Action], menus: &[(Action, &[SelectMenuOption])], light: &mut Light) {
    for action in buttons {
        match action {
            Action::Helpful(id) | Action::Share(id) => light.entry = light.entry.take().or(Some(id.clone())),
            Action::Wrong(given) => {
                light.entry = light.entry.take().or(Some(given.id.clone()));
                light.near.clone_from(&given.others);
            }
            Action::Whole(_) => light.is_short = true,
            Action::Figures(jobs) | Action::InWords(jobs) => light.jobs.clone_from(jobs),
            Action::Section(slug, section) => {
                light.jobs = vec![slug.clone()];
                light.section = section.and_then(meaning);
            }
            Action::ScoreReasons(slug) => {
                light.jobs = vec![slug.clone()];
                light.section = light.section.or(Some(Meaning::Score));
            }
            Action::Page(slug, ..) => light.jobs = vec![slug.clone()],
            Action::Advice(asked) | Action::Why(asked) => light.wishes = Some(asked.0),
            _ => {}
        }
    }
    for (action, options) in menus {
        let chosen = options.iter().find(|option| option.default).map(|option| option.value.as_str());
        match action {
            Action::Section(slug, None) => {
                light.jobs = vec![slug.clone()];
                light.section = chosen.and_then(Section::from_key).and_then(meaning);
            }
            Action::FaqMenu(slug) => {
                light.jobs = vec![slug.clone()];
                light.entry = light.entry.take().or(chosen.map(str::to_owned));
            }
            Action::TopicQuestions(_) => light.entry = light.entry.take().or(chosen.map(str::to_owned)),
            Action::Tell(_, asked) => light.wishes = Some(asked.0),
            _ => {}
        }
    }
}

/// What the message offered, in the order shown.
fn offers(buttons: &[Action], menus: &[(Action, &[SelectMenuOption])], light: &mut Light) {
    if light.jobs.len() > 1 {
        light.offered = light.jobs.iter().map(|slug| Offer::Job(slug.clone(), None)).collect();
        return;
    }
    let answered = light.entry.is_some();
    for action in buttons {
        match action {
            Action::Choose(given) if !answered => light.offered.push(Offer::Entry(given.id.clone())),
            Action::Answer(id) => light.offered.push(Offer::Entry(id.clone())),
            Action::Pick(pick) => light.offered.push(Offer::Job(pick.slug.clone(), part(pick))),
            Action::Profile(slug) if !answered && light.jobs.is_empty() => {
                light.offered.push(Offer::Job(slug.clone(), None));
            }
            _ => {}
        }
    }
    for (action, options) in menus {
        let values = options.iter().map(|option| option.value.as_str());
        match action {
            Action::ProfileMenu => {
                light
                    .offered
                    .extend(values.filter(|v| Slug::is_valid(v)).map(|v| Offer::Job(v.into(), None)));
            }
            // The menu of a job's questions and of those beside them is not what the message is about.
            Action::FaqMenu(_) | Action::TopicQuestions(_) if !answered => {
                light.offered.extend(values.map(|v| Offer::Entry(v.to_owned())));
            }
            _ => {}
        }
    }
}

fn meaning(section: Section) -> Option<Meaning> {
    Meaning::from_key(section.key())
}

/// The part of a job that a button opens.
fn part(pick: &Pick) -> Option<Meaning> {
    Meaning::from_key(if pick.command == "profile" { &pick.rest } else { &pick.command })
}
