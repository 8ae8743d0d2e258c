//! Which replies depend on data alone, so that their bytes may be kept for as long as the data stands.

use serenity::all::CommandInteraction;

use crate::profile::Catalogue;

use super::definition::{Command, OptionKind};
use super::options::{Given, Options};

/// What a command's reply depends on, when that is nothing but the data: every option has a value out of the data, a choice of ours or a
/// number. A text that somebody typed is never kept, and so never a key.
pub(super) fn key(
    catalogue: &Catalogue,
    command: &Command,
    interaction: &CommandInteraction,
) -> Option<String> {
    if !command.fixed || interaction.data.target_id.is_some() {
        return None;
    }
    let mut key = command.name.to_owned();
    let options = Options::new(&interaction.data.options);
    for (name, given) in options.all() {
        let option = command.options.iter().find(|option| option.name == name)?;
        let value = match (option.kind, given) {
            (OptionKind::Job, Given::Text(slug)) => catalogue.profile(slug)?.slug.as_str().to_owned(),
            (OptionKind::Choice(choices), Given::Text(given)) => {
                choices().into_iter().find(|(key, ..)| key == given)?.0.to_owned()
            }
            (OptionKind::Number | OptionKind::Whole, Given::Number(number)) => number.to_string(),
            _ => return None,
        };
        key.push(' ');
        key.push_str(option.name);
        key.push(':');
        key.push_str(&value);
    }
    Some(key)
}
