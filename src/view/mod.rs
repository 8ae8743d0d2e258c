//! What Discord shows: embeds, components, limits. Knows how to show what the rooms above know; talks to nobody.
//!
//! The bot's wording lives here, in the views, where the compiler checks every placeholder. It is Japanese throughout: the data is.

pub mod action;
pub mod ask;
mod asked;
mod body;
pub mod chart;
pub mod compare;
mod component;
pub mod faq;
mod height;
pub mod help;
pub mod income;
pub mod jobs;
pub mod limits;
mod message;
pub mod notice;
mod offer;
pub mod profile;
mod question;
pub mod recommend;
mod reply;
mod section;
mod section_menu;
pub mod server;
mod short;
pub mod talk;
pub mod text;

pub use action::{Action, JobsView, Pick, WayOn};
pub use asked::Asked;
pub use body::Payload;
pub use component::{Button, ChannelSelect, Row, Select, SelectOption, Style};
pub use message::{Embed, Field, File, Footer, Image, Message};
pub use question::{Question, Screen};
pub use reply::{Choice, Reply};
pub use section::Section;
