//! Rows of buttons and menus below a message (Discord, "Message Components").

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::action::Action;

/// `ComponentType`: a row, a button, a menu of texts, a menu of the server's channels.
const ACTION_ROW: u8 = 1;
const BUTTON: u8 = 2;
const STRING_SELECT: u8 = 3;
const CHANNEL_SELECT: u8 = 8;
/// `ChannelType` of what can be listened in: text, announcements, forum.
const LISTENABLE: [u8; 3] = [0, 5, 15];

/// A row of components.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// Up to five buttons.
    Buttons(Vec<Button>),
    /// One menu.
    Select(Select),
    /// One menu of channels.
    Channels(ChannelSelect),
}

impl Row {
    /// Whether there is nothing to press or choose.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Buttons(buttons) => buttons.is_empty(),
            Self::Select(select) => select.options.is_empty(),
            Self::Channels(_) => false,
        }
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_struct("Row", 2)?;
        row.serialize_field("type", &ACTION_ROW)?;
        match self {
            Self::Buttons(buttons) => row.serialize_field("components", buttons)?,
            Self::Select(select) => row.serialize_field("components", &[select])?,
            Self::Channels(select) => row.serialize_field("components", &[select])?,
        }
        row.end()
    }
}

/// How a button looks; the number is Discord's `ButtonStyle`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// The one to press.
    Primary = 1,
    /// One of several.
    Secondary = 2,
}

/// A button.
#[derive(Clone, Debug, PartialEq)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// What pressing it does.
    pub action: Action,
    /// How it looks.
    pub style: Style,
    /// It cannot be pressed now.
    pub disabled: bool,
}

impl Button {
    /// A plain button.
    #[must_use]
    pub fn new(label: impl Into<String>, action: Action) -> Self {
        Self { label: label.into(), action, style: Style::Secondary, disabled: false }
    }

    /// The button to press.
    #[must_use]
    pub fn primary(label: impl Into<String>, action: Action) -> Self {
        Self { style: Style::Primary, ..Self::new(label, action) }
    }

    /// Pressable only if `enabled`.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.disabled = !enabled;
        self
    }
}

impl Serialize for Button {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut button = serializer.serialize_struct("Button", 5)?;
        button.serialize_field("type", &BUTTON)?;
        button.serialize_field("style", &(self.style as u8))?;
        button.serialize_field("label", &self.label)?;
        button.serialize_field("custom_id", &self.action.custom_id())?;
        button.serialize_field("disabled", &self.disabled)?;
        button.end()
    }
}

/// A menu of which one option is chosen, or several.
#[derive(Clone, Debug, PartialEq)]
pub struct Select {
    /// What choosing does; the chosen values come with the interaction.
    pub action: Action,
    /// What it says before anything is chosen.
    pub placeholder: String,
    /// What can be chosen.
    pub options: Vec<SelectOption>,
    /// Any number of them can be chosen, not one alone.
    pub several: bool,
}

impl Serialize for Select {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut select = serializer.serialize_struct("Select", 6)?;
        select.serialize_field("type", &STRING_SELECT)?;
        select.serialize_field("custom_id", &self.action.custom_id())?;
        select.serialize_field("placeholder", &self.placeholder)?;
        select.serialize_field("min_values", &1)?;
        select.serialize_field("max_values", &if self.several { self.options.len() } else { 1 })?;
        select.serialize_field("options", &self.options)?;
        select.end()
    }
}

/// One option of a menu.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SelectOption {
    /// What it says.
    pub label: String,
    /// What comes back.
    pub value: String,
    /// A second line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// It is the current one.
    pub default: bool,
}

/// A menu of the server's channels, which Discord fills itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelSelect {
    /// What choosing does; the chosen channels come with the interaction. None may be chosen too.
    pub action: Action,
    /// What it says while nothing is chosen.
    pub placeholder: String,
    /// What is chosen now.
    pub chosen: Vec<u64>,
    /// So many can be chosen.
    pub most: usize,
}

impl Serialize for ChannelSelect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Chosen {
            id: String,
            r#type: &'static str,
        }
        let chosen = self.chosen.iter().map(|id| Chosen { id: id.to_string(), r#type: "channel" });
        let mut select = serializer.serialize_struct("ChannelSelect", 7)?;
        select.serialize_field("type", &CHANNEL_SELECT)?;
        select.serialize_field("custom_id", &self.action.custom_id())?;
        select.serialize_field("placeholder", &self.placeholder)?;
        select.serialize_field("channel_types", &LISTENABLE)?;
        select.serialize_field("min_values", &0)?;
        select.serialize_field("max_values", &self.most)?;
        select.serialize_field("default_values", &chosen.collect::<Vec<_>>())?;
        select.end()
    }
}
