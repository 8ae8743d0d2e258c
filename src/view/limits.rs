//! Discord's limits, and how a reply is made to fit them: never an API error in front of a user.
//!
//! All lengths are in characters (Unicode scalar values), as Discord counts them. Too long is cut on a character boundary and
//! shows 「…」; what is too many is left out from the end. Source: Discord's API documentation, "Message Resource" and
//! "Message Components" (v10, August 2026). Data is checked to be far shorter, so a cut is a last resort.

use std::collections::HashSet;

use super::component::Row;
use super::message::{Embed, Message};
use super::reply::Choice;

/// Message content.
pub const CONTENT: usize = 2_000;
/// Embeds of a message.
pub const EMBEDS: usize = 10;
/// Embed title.
pub const TITLE: usize = 256;
/// Embed description.
pub const DESCRIPTION: usize = 4_096;
/// Fields of an embed.
pub const FIELDS: usize = 25;
/// Name of a field.
pub const FIELD_NAME: usize = 256;
/// Value of a field.
pub const FIELD_VALUE: usize = 1_024;
/// Footer text.
pub const FOOTER: usize = 2_048;
/// All texts of all embeds of a message together.
pub const EMBED_TOTAL: usize = 6_000;
/// Rows of components.
pub const ROWS: usize = 5;
/// Buttons of a row.
pub const BUTTONS: usize = 5;
/// Label of a button.
pub const BUTTON_LABEL: usize = 80;
/// Options of a menu.
pub const OPTIONS: usize = 25;
/// Channels chosen in one menu.
pub const CHANNELS: usize = 25;
/// Label, value and description of a menu's option.
pub const OPTION_TEXT: usize = 100;
/// Placeholder of a menu.
pub const PLACEHOLDER: usize = 150;
/// `custom_id` of a component.
pub const CUSTOM_ID: usize = 100;
/// Choices of an autocomplete result.
pub const CHOICES: usize = 25;
/// Name and value of a choice.
pub const CHOICE_TEXT: usize = 100;
/// Alt text of a picture.
pub const ALT: usize = 1_024;

/// At most `max` characters of `text`; a cut shows 「…」.
///
/// ```
/// use fukugyo::view::limits::cut;
/// assert_eq!(cut("副業の始め方", 4), "副業の…");
/// assert_eq!(cut("副業", 4), "副業");
/// ```
#[must_use]
pub fn cut(text: &str, max: usize) -> String {
    if text.chars().nth(max).is_none() {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(max.saturating_sub(1)).collect();
    if max > 0 {
        out.push('…');
    }
    out
}

/// Cuts `text` in place as [`cut`] does, without touching what is short enough; returns its length in characters.
fn shorten(text: &mut String, max: usize) -> usize {
    let mut length = text.chars().count();
    if length > max {
        *text = cut(text, max);
        length = max;
    }
    length
}

/// The message, cut to every limit.
#[must_use]
pub(super) fn fit(mut message: Message) -> Message {
    shorten(&mut message.content, CONTENT);
    message.embeds.truncate(EMBEDS);
    let mut left = EMBED_TOTAL;
    for embed in &mut message.embeds {
        fit_embed(embed, &mut left);
    }
    for file in &mut message.files {
        shorten(&mut file.alt, ALT);
    }
    fit_rows(&mut message.rows);
    message
}

fn fit_embed(embed: &mut Embed, left: &mut usize) {
    let mut take = |text: &mut String, max: usize| {
        *left -= shorten(text, max.min(*left));
    };
    take(&mut embed.title, TITLE);
    if let Some(footer) = &mut embed.footer {
        take(&mut footer.text, FOOTER);
    }
    take(&mut embed.description, DESCRIPTION);
    embed.fields.truncate(FIELDS);
    for field in &mut embed.fields {
        take(&mut field.name, FIELD_NAME);
        take(&mut field.value, FIELD_VALUE);
    }
    embed.fields.retain(|f| !f.name.is_empty() && !f.value.is_empty());
    if embed.footer.as_ref().is_some_and(|f| f.text.is_empty()) {
        embed.footer = None;
    }
}

fn fit_rows(rows: &mut Vec<Row>) {
    let mut seen = HashSet::new();
    for row in rows.iter_mut() {
        match row {
            Row::Buttons(buttons) => {
                // Two components with one custom_id make Discord refuse the message: the first one stays.
                buttons.retain(|b| seen.insert(b.action.custom_id()));
                buttons.truncate(BUTTONS);
                for button in buttons.iter_mut() {
                    shorten(&mut button.label, BUTTON_LABEL);
                }
            }
            Row::Select(select) => {
                seen.insert(select.action.custom_id());
                shorten(&mut select.placeholder, PLACEHOLDER);
                select.options.truncate(OPTIONS);
                for option in &mut select.options {
                    shorten(&mut option.label, OPTION_TEXT);
                    shorten(&mut option.description, OPTION_TEXT);
                }
            }
            Row::Channels(select) => {
                seen.insert(select.action.custom_id());
                shorten(&mut select.placeholder, PLACEHOLDER);
                select.most = select.most.clamp(1, CHANNELS);
                select.chosen.truncate(select.most);
            }
        }
    }
    rows.retain(|row| !row.is_empty());
    rows.truncate(ROWS);
}

/// The choices, cut to every limit; a choice whose value would have to be cut is left out, since it would mean something else.
#[must_use]
pub(super) fn fit_choices(mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.retain(|c| c.value.chars().count() <= CHOICE_TEXT && !c.value.is_empty());
    choices.truncate(CHOICES);
    for choice in &mut choices {
        shorten(&mut choice.name, CHOICE_TEXT);
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::super::action::Action;
    use super::super::component::{Button, Select, SelectOption};
    use super::super::message::{Field, Footer};
    use super::*;

    #[test]
    fn the_limits_are_those_that_twilight_knows() {
        use twilight_validate::{command, component, embed, message};
        let table = [
            ("content", CONTENT, message::MESSAGE_CONTENT_LENGTH_MAX),
            ("embeds", EMBEDS, message::EMBED_COUNT_LIMIT),
            ("alt text", ALT, message::ATTACHMENT_DESCIPTION_LENGTH_MAX),
            ("embed title", TITLE, embed::TITLE_LENGTH),
            ("embed description", DESCRIPTION, embed::DESCRIPTION_LENGTH),
            ("fields", FIELDS, embed::FIELD_COUNT),
            ("field name", FIELD_NAME, embed::FIELD_NAME_LENGTH),
            ("field value", FIELD_VALUE, embed::FIELD_VALUE_LENGTH),
            ("footer", FOOTER, embed::FOOTER_TEXT_LENGTH),
            ("texts of all embeds", EMBED_TOTAL, embed::EMBED_TOTAL_LENGTH),
            ("rows", ROWS, component::COMPONENT_COUNT),
            ("buttons of a row", BUTTONS, component::ACTION_ROW_COMPONENT_COUNT),
            ("button label", BUTTON_LABEL, component::COMPONENT_BUTTON_LABEL_LENGTH),
            ("options of a menu", OPTIONS, component::SELECT_OPTION_COUNT),
            ("option label", OPTION_TEXT, component::SELECT_OPTION_LABEL_LENGTH),
            ("option value", OPTION_TEXT, component::SELECT_OPTION_VALUE_LENGTH),
            ("option description", OPTION_TEXT, component::SELECT_OPTION_DESCRIPTION_LENGTH),
            ("placeholder", PLACEHOLDER, component::SELECT_PLACEHOLDER_LENGTH),
            ("custom_id", CUSTOM_ID, component::COMPONENT_CUSTOM_ID_LENGTH),
            ("choices", CHOICES, command::CHOICES_LIMIT),
            ("choice name", CHOICE_TEXT, command::OPTION_CHOICE_NAME_LENGTH_MAX),
            ("choice value", CHOICE_TEXT, command::OPTION_CHOICE_STRING_VALUE_LENGTH_MAX),
        ];
        for (what, ours, twilights) in table {
            assert_eq!(ours, twilights, "{what}");
        }
    }

    #[test]
    fn a_text_at_the_limit_stays_and_one_past_it_is_cut() {
        assert_eq!(cut(&"あ".repeat(10), 10), "あ".repeat(10));
        assert_eq!(cut(&"あ".repeat(11), 10), format!("{}…", "あ".repeat(9)));
        assert_eq!(cut("あ", 0), "");
    }

    #[test]
    fn the_embeds_of_a_message_share_six_thousand_characters() {
        let long = Embed {
            title: "題".into(),
            description: "あ".repeat(4_096),
            footer: Some(Footer { text: "足".repeat(500) }),
            fields: vec![Field { name: "名".into(), value: "い".repeat(1_024), inline: false }; 3],
            ..Embed::default()
        };
        let fitted = fit(Message { embeds: vec![long], ..Message::default() });
        let embed = &fitted.embeds[0];
        let total = embed.title.chars().count()
            + embed.description.chars().count()
            + embed.footer.as_ref().map_or(0, |f| f.text.chars().count())
            + embed.fields.iter().map(|f| f.name.chars().count() + f.value.chars().count()).sum::<usize>();
        assert!(total <= EMBED_TOTAL, "{total}");
        assert!(embed.fields.iter().all(|f| !f.name.is_empty() && !f.value.is_empty()));
    }

    #[test]
    fn an_embed_of_six_thousand_characters_stays_whole_but_for_what_is_empty() {
        let field = |name: &str, value: &str| Field { name: name.into(), value: value.into(), inline: false };
        let long = Field { value: "い".repeat(999), ..field("名", "") };
        let embed = Embed {
            title: "題".into(),
            description: "あ".repeat(3_995),
            footer: Some(Footer { text: "足足足足".into() }),
            fields: vec![long.clone(), long],
            ..Embed::default()
        };
        assert_eq!(
            fit(Message { embeds: vec![embed.clone()], ..Message::default() }).embeds,
            std::slice::from_ref(&embed)
        );
        let with_empty = Embed {
            footer: Some(Footer { text: String::new() }),
            fields: vec![field("", "値"), field("名", ""), field("名", "値")],
            ..embed
        };
        let fitted = fit(Message { embeds: vec![with_empty], ..Message::default() });
        assert_eq!((&fitted.embeds[0].footer, &fitted.embeds[0].fields), (&None, &vec![field("名", "値")]));
    }

    #[test]
    fn choices_are_at_most_twenty_five_with_short_names_and_a_value_is_never_cut() {
        let choice = |name: &str, value: &str| Choice { name: name.into(), value: value.into() };
        let given = vec![
            choice("空", ""),
            choice("長い値", &"v".repeat(101)),
            choice(&"あ".repeat(101), &"v".repeat(100)),
        ];
        assert_eq!(fit_choices(given), [choice(&cut(&"あ".repeat(101), 100), &"v".repeat(100))]);
        assert_eq!(fit_choices(vec![choice("名", "v"); 30]).len(), 25);
    }

    #[test]
    fn a_menu_with_nothing_to_choose_is_left_out() {
        let option = SelectOption { label: "一".into(), value: "1".into(), ..SelectOption::default() };
        let menu = |options| {
            Row::Select(Select { action: Action::Help, placeholder: String::new(), options, several: false })
        };
        let fitted = fit(Message::text("x").row(menu(Vec::new())).row(menu(vec![option])));
        assert!(
            matches!(&fitted.rows[..], [Row::Select(menu)] if menu.options.len() == 1),
            "{:?}",
            fitted.rows
        );
    }

    #[test]
    fn a_second_component_with_the_same_custom_id_is_left_out() {
        let button = || Button::new("一", Action::Help);
        let fitted = fit(Message::text("x")
            .row(Row::Buttons(vec![button(), button()]))
            .row(Row::Buttons(vec![button()])));
        assert!(
            matches!(&fitted.rows[..], [Row::Buttons(buttons)] if buttons.len() == 1),
            "{:?}",
            fitted.rows
        );
    }
}
