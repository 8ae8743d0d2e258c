//! fukugyo: a Discord bot that advises people in Japan on side jobs (副業).
//!
//! The house. A room knows only the rooms above it in this list; `tests/house.rs` reads the imports and holds the code to it:
//!
//! | room | what lives there |
//! |---|---|
//! | [`nearest`] | 「もしかして」 for keys, slugs and variables |
//! | [`profile`] | what is known about jobs: types, loading, checking, look-up by name, arithmetic of income and scores |
//! | [`faq`] | question → entry, and how sure that is |
//! | [`advice`] | compare, recommend, plan: pure functions over profiles |
//! | [`understand`] | what a person means: first words, a question, or a thing we do not answer |
//! | [`eval`] | how good look-up and answers are, on labelled files |
//! | [`config`] | what the operator sets for the process |
//! | [`store`] | what a server chose, what was counted: in memory, SQLite in a file, or Postgres |
//! | [`view`] | what Discord shows: embeds, components, limits, words; talks to nobody |
//! | [`picture`] | charts drawn to PNG, kept, in time |
//! | [`app`] | the one value passed down: knowledge, settings, cooldowns; live data |
//! | [`command`] | slash commands, buttons and menus, from one table |
//! | [`chat`] | messages in channels → an answer, candidates, or silence and why |
//! | [`serve`] | the one way through: an interaction or a message in; bytes, files, effects and an outcome out |
//! | [`discord`] | Discord's REST API: limits, retries, messages posted once; one path for tests and production |
//! | [`ops`] | what an operator sees: the log, health, metrics; what systemd is told |
//! | [`front`] | ways in that carry bytes: the gateway, the endpoint, the playground, what is typed in a terminal |
//!
//! How an interaction and a message walk through it stands in CONTRIBUTING.md.

pub mod advice;
pub mod app;
pub mod chat;
pub mod command;
pub mod config;
pub mod discord;
pub mod eval;
pub mod faq;
pub mod front;
pub mod nearest;
pub mod ops;
pub mod picture;
pub mod profile;
pub mod serve;
pub mod store;
pub mod understand;
pub mod view;
