//! fukugyo: a Discord bot that advises people in Japan on side jobs (副業).
//!
//! The house, from the ground up; a room knows only the rooms above it:
//!
//! | room | what lives there |
//! |---|---|
//! | [`nearest`] | 「もしかして」 for keys, slugs and variables |
//! | [`profile`] | what is known: types, loading, checks, look-up by name |
//! | [`advice`] | compare, recommend, plan: pure functions over profiles |
//! | [`faq`] | question → answer: normalise, segment, index, decide |
//! | [`eval`] | how good look-up and answers are, on labelled files |
//! | [`config`] | settings |
//! | [`view`] | what Discord shows: embeds, components, limits |
//! | [`app`] | the one value passed down |
//! | [`command`] | slash commands, buttons and menus |
//! | [`chat`] | messages in channels → an answer, candidates or silence |
//! | [`front`] | ways in: the gateway, the terminal |
//! | [`telemetry`] | the log |

pub mod advice;
pub mod app;
pub mod chat;
pub mod command;
pub mod config;
pub mod eval;
pub mod faq;
pub mod front;
pub mod nearest;
pub mod profile;
pub mod telemetry;
pub mod view;
