//! What Discord shows: embeds, components, limits. Knows how to show what the rooms above know; talks to nobody.
//!
//! The bot's wording lives here, in the views, where the compiler checks every placeholder. It is Japanese throughout: the data is.

pub mod action;
pub mod ask;
pub mod chart;
pub mod compare;
pub mod faq;
pub mod help;
pub mod income;
pub mod jobs;
pub mod limits;
pub mod notice;
pub mod profile;
pub mod recommend;
mod reply;
pub mod text;

pub use action::{Action, JobsView, Pick, Section};
pub use reply::{
    Button, Choice, Embed, Field, File, Footer, Image, Message, Reply, Row, Select, SelectOption, Style,
    Target,
};
