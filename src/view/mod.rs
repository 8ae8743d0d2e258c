//! What Discord shows: embeds, components, limits. Knows how to show what the rooms above know; talks to nobody.

pub mod action;
pub mod limits;
mod reply;

pub use action::{Action, JobsView, Pick, Section};
pub use reply::{
    Button, Choice, Embed, Field, File, Footer, Image, Message, Reply, Row, Select, SelectOption, Style,
    Target,
};
