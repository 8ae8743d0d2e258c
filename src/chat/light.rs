//! The message that was replied to, read off its buttons: which question it answered, which job it was about. Nothing is stored.

use serenity::all::{ActionRowComponent, ButtonKind, Message as Received, UserId};

use crate::understand::Light;
use crate::view::Action;

/// What is known of the message that `message` replies to, when that is the bot's.
pub(super) fn light(message: &Received, me: UserId) -> Light {
    let mut light = Light::default();
    let Some(earlier) = message.referenced_message.as_ref().filter(|m| m.author.id == me) else {
        return light;
    };
    let components = earlier.components.iter().flat_map(|row| &row.components);
    let ids = components.filter_map(|component| match component {
        ActionRowComponent::Button(button) => match &button.data {
            ButtonKind::NonLink { custom_id, .. } => Some(custom_id.as_str()),
            _ => None,
        },
        ActionRowComponent::SelectMenu(menu) => menu.custom_id.as_deref(),
        _ => None,
    });
    for action in ids.filter_map(Action::parse) {
        match action {
            Action::Helpful(id) | Action::Share(id) => light.entry = light.entry.or(Some(id)),
            Action::Wrong(given) => light.entry = light.entry.or(Some(given.id)),
            Action::Section(slug, _)
            | Action::ScoreReasons(slug)
            | Action::FaqMenu(slug)
            | Action::Profile(slug) => {
                light.job = light.job.or(Some(slug));
            }
            _ => {}
        }
    }
    light
}
