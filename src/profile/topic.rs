//! General questions by topic: the shape of `data/faq/TOPIC.toml`.

use serde::Deserialize;
use toml::value::Datetime;

use super::types::{Faq, Source};

super::fit::words! {
    /// What topics of general questions belong to, in the order they are listed.
    Subject {
        Start = "start" "始め方・お金の受け取り", Company = "company" "会社・契約・トラブル", Tax = "tax" "税金と申告",
        Support = "support" "保険・年金・給付",
    }
}

/// A topic of general questions: the shape of `data/faq/TOPIC.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Topic {
    /// Stable id; also the file's name.
    pub id: String,
    /// The title as shown.
    pub title: String,
    /// What it belongs to; one that says nothing is listed last.
    pub subject: Option<Subject>,
    /// The day the rule was checked.
    pub as_of: Option<Datetime>,
    /// The answer must name whom to ask.
    pub needs_expert: bool,
    /// Whom to ask.
    pub expert: String,
    /// What is still a bill, or unsure.
    pub unsettled: String,
    /// Where the rules come from.
    pub sources: Vec<Source>,
    /// The questions.
    pub faq: Vec<Faq>,
}
