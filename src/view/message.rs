//! A message as plain data: text, embeds, components, pictures. Field names are those of Discord's API v10.
//!
//! Non-goal: Components V2, which serenity 0.12.5 cannot read.

use serde::Serialize;

use super::chart::Chart;
use super::component::Row;

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
    /// A chart to draw before sending, if there is time.
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
        if !row.is_empty() {
            self.rows.push(row);
        }
        self
    }

    /// As a reply to the message with this id.
    #[must_use]
    pub fn replying_to(self, message: u64) -> Self {
        Self { reply_to: Some(message), ..self }
    }

    /// With this picture in its first embed.
    pub(super) fn picture(&mut self, file: File) {
        if let Some(embed) = self.embeds.first_mut() {
            embed.image = Some(Image { url: format!("attachment://{}", file.name) });
        }
        self.files.push(file);
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
