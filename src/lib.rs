//! fukugyo: a Discord bot that advises people in Japan on side jobs (副業).
//!
//! The house, from the ground up; a room knows only the rooms above it:
//!
//! | room | what lives there |
//! |---|---|
//! | [`profile`] | what is known: types, loading, checks, look-up by name |
//! | [`faq`] | question → entry: normalise, segment, index, decide |
//! | [`config`] | settings |
//! | [`view`] | what Discord shows: embeds, components, limits |
//! | [`app`] | the one value passed down |
//! | [`command`] | slash commands, buttons and menus |
//! | [`front`] | ways in: the gateway, the terminal |
//! | [`eval`] | measurements on labelled files |

pub mod app;
pub mod command;
pub mod config;
pub mod eval;
pub mod faq;
pub mod front;
pub mod profile;
pub mod view;
