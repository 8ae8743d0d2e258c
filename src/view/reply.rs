//! What Discord shows, as plain data: messages, embeds, components, and the JSON bodies made of them.
//!
//! Bodies are built here and nowhere else, so that every one of them carries an empty `allowed_mentions` and has been through
//! [`super::limits`]. Field names are those of Discord's API v10. Non-goal: Components V2, which serenity 0.12.5 cannot read.

use serde::Serialize;
use serde_json::{Value, json};

use super::action::Action;
use super::chart::Chart;
use super::limits;

/// `InteractionCallbackType` (Discord, "Receiving and Responding"): answer to a ping.
const PONG: u8 = 1;
/// Respond with a message.
const CHANNEL_MESSAGE: u8 = 4;
/// Acknowledge; the message the component is on is changed afterwards.
const DEFERRED_UPDATE: u8 = 6;
/// Edit the message the component is on.
const UPDATE_MESSAGE: u8 = 7;
/// Suggest choices for an option.
const AUTOCOMPLETE_RESULT: u8 = 8;
/// `MessageFlags`: only the user who acted sees the message.
const EPHEMERAL: u32 = 1 << 6;

/// The answer to an interaction.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Answer to a ping.
    Pong,
    /// A new message.
    Message(Message),
    /// The message the component is on, changed in place.
    Update(Message),
    /// The message the component is on is removed.
    Remove,
    /// Choices for the option being typed.
    Choices(Vec<Choice>),
}

impl Reply {
    /// A new message that only the user who acted sees.
    #[must_use]
    pub fn ephemeral(mut message: Message) -> Self {
        message.ephemeral = true;
        Self::Message(message)
    }

    /// The body of `POST /interactions/{id}/{token}/callback`, within every limit.
    #[must_use]
    pub fn callback_body(&self) -> Value {
        match self {
            Self::Pong => json!({ "type": PONG }),
            Self::Message(message) => json!({ "type": CHANNEL_MESSAGE, "data": message.body() }),
            Self::Update(message) => json!({ "type": UPDATE_MESSAGE, "data": message.body() }),
            Self::Remove => json!({ "type": DEFERRED_UPDATE }),
            Self::Choices(choices) => {
                let choices = limits::fit_choices(choices.clone());
                json!({ "type": AUTOCOMPLETE_RESULT, "data": { "choices": choices } })
            }
        }
    }

    /// The chart that belongs to the reply; its text says the same.
    #[must_use]
    pub fn chart(&self) -> Option<&Chart> {
        match self {
            Self::Message(message) | Self::Update(message) => message.chart.as_ref(),
            Self::Pong | Self::Choices(_) | Self::Remove => None,
        }
    }

    /// With this picture in its first embed.
    #[must_use]
    pub fn with_picture(mut self, file: File) -> Self {
        if let Self::Message(message) | Self::Update(message) = &mut self {
            if let Some(embed) = message.embeds.first_mut() {
                embed.image = Some(Image { url: format!("attachment://{}", file.name) });
            }
            message.files.push(file);
        }
        self
    }

    /// Files to be uploaded with the body.
    #[must_use]
    pub fn files(&self) -> &[File] {
        match self {
            Self::Message(message) | Self::Update(message) => &message.files,
            Self::Pong | Self::Remove | Self::Choices(_) => &[],
        }
    }
}

/// A message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// Text above the embeds; user text in it must be escaped with [`super::text::escape`].
    pub content: String,
    /// Framed blocks.
    pub embeds: Vec<Embed>,
    /// Buttons and menus.
    pub rows: Vec<Row>,
    /// Only the user who acted sees it.
    pub ephemeral: bool,
    /// Pictures to upload.
    pub files: Vec<File>,
    /// The message it replies to, for messages that answer one.
    pub reply_to: Option<u64>,
    /// A chart to draw before sending, if there is time: see [`crate::command::respond_with_picture`].
    pub chart: Option<Chart>,
}

impl Message {
    /// A message of one embed.
    #[must_use]
    pub fn embed(embed: Embed) -> Self {
        Self { embeds: vec![embed], ..Self::default() }
    }

    /// A message of one text.
    #[must_use]
    pub fn text(content: impl Into<String>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// With this chart, which only repeats what the text says.
    #[must_use]
    pub fn chart(mut self, chart: Chart) -> Self {
        self.chart = Some(chart);
        self
    }

    /// With one more row of components; an empty row is left out.
    #[must_use]
    pub fn row(mut self, row: Row) -> Self {
        let empty = match &row {
            Row::Buttons(buttons) => buttons.is_empty(),
            Row::Select(select) => select.options.is_empty(),
        };
        if !empty {
            self.rows.push(row);
        }
        self
    }

    /// The message as Discord's JSON, cut to every limit.
    #[must_use]
    pub fn body(&self) -> Value {
        let message = limits::fit(self.clone());
        let attachments: Vec<Value> = message
            .files
            .iter()
            .enumerate()
            .map(|(i, f)| json!({ "id": i, "filename": f.name, "description": f.alt }))
            .collect();
        let mut body = json!({
            "content": message.content,
            "embeds": message.embeds,
            "components": message.rows.iter().map(Row::body).collect::<Vec<_>>(),
            "flags": if message.ephemeral { EPHEMERAL } else { 0 },
            "attachments": attachments,
            "allowed_mentions": { "parse": [] },
        });
        if let Some(id) = message.reply_to {
            // The question may be gone by now: the answer then stands alone. Nobody is pinged by a reply.
            body["message_reference"] = json!({ "message_id": id.to_string(), "fail_if_not_exists": false });
            body["allowed_mentions"]["replied_user"] = json!(false);
        }
        body
    }
}

/// A framed block of text (Discord, "Embed Object").
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Embed {
    /// Heading.
    pub title: String,
    /// Text in Discord's markdown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Colour of the left edge, `0xRRGGBB`. Never carries meaning alone.
    pub color: u32,
    /// Named texts below the description.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// Small print.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<Footer>,
    /// A picture below the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
}

impl Embed {
    /// With one more field; an empty one is left out.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        if !name.is_empty() && !value.is_empty() {
            self.fields.push(Field { name, value, inline: false });
        }
        self
    }

    /// With this small print.
    #[must_use]
    pub fn footer(mut self, text: impl Into<String>) -> Self {
        self.footer = Some(Footer { text: text.into() });
        self
    }
}

/// A named text in an embed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its text.
    pub value: String,
    /// Always false: phones show one column.
    pub inline: bool,
}

/// Small print of an embed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Footer {
    /// The text, without markdown.
    pub text: String,
}

/// A picture in an embed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Image {
    /// `attachment://NAME` for an uploaded file.
    pub url: String,
}

/// A picture to upload.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Its name, `radar.png`.
    pub name: String,
    /// What it shows, in words.
    pub alt: String,
    /// PNG bytes.
    pub bytes: std::sync::Arc<[u8]>,
}

/// A row of components.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// Up to five buttons.
    Buttons(Vec<Button>),
    /// One menu.
    Select(Select),
}

impl Row {
    fn body(&self) -> Value {
        let components = match self {
            Self::Buttons(buttons) => buttons.iter().map(Button::body).collect(),
            Self::Select(select) => vec![select.body()],
        };
        json!({ "type": 1, "components": components })
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
    /// What it does.
    pub target: Target,
    /// How it looks.
    pub style: Style,
    /// It cannot be pressed now.
    pub disabled: bool,
}

/// What pressing a button does.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Sends an interaction.
    Act(Action),
    /// Opens an address.
    Link(String),
}

impl Button {
    /// A plain button.
    #[must_use]
    pub fn new(label: impl Into<String>, action: Action) -> Self {
        Self { label: label.into(), target: Target::Act(action), style: Style::Secondary, disabled: false }
    }

    /// The button to press.
    #[must_use]
    pub fn primary(label: impl Into<String>, action: Action) -> Self {
        Self { style: Style::Primary, ..Self::new(label, action) }
    }

    /// A button that opens an address.
    #[must_use]
    pub fn link(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            target: Target::Link(url.into()),
            style: Style::Secondary,
            disabled: false,
        }
    }

    /// Pressable only if `enabled`.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.disabled = !enabled;
        self
    }

    fn body(&self) -> Value {
        match &self.target {
            Target::Act(action) => json!({
                "type": 2, "style": self.style as u8, "label": self.label, "custom_id": action.custom_id(), "disabled": self.disabled,
            }),
            Target::Link(url) => {
                json!({ "type": 2, "style": 5, "label": self.label, "url": url, "disabled": self.disabled })
            }
        }
    }
}

/// A menu of which one option is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Select {
    /// What choosing does; the chosen values come with the interaction.
    pub action: Action,
    /// What it says before anything is chosen.
    pub placeholder: String,
    /// What can be chosen.
    pub options: Vec<SelectOption>,
}

impl Select {
    fn body(&self) -> Value {
        json!({
            "type": 3, "custom_id": self.action.custom_id(), "placeholder": self.placeholder,
            "min_values": 1, "max_values": 1, "options": self.options,
        })
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

/// A suggestion while an option is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What it says.
    pub name: String,
    /// What is sent.
    pub value: String,
}
