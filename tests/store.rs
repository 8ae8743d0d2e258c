//! The store: what a server chose and what was counted there, whatever it is kept in.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "figures, and what is not tested")]

#[path = "store/away.rs"]
mod away;
#[path = "store/commands.rs"]
mod commands;
#[path = "store/counting.rs"]
mod counting;
#[path = "store/forgetting.rs"]
mod forgetting;
#[path = "store/home.rs"]
mod home;
#[path = "store/killed.rs"]
mod killed;
#[path = "store/migrations.rs"]
mod migrations;
#[path = "store/opening.rs"]
mod opening;
#[path = "store/postgres.rs"]
mod postgres;
#[path = "store/processes.rs"]
mod processes;
#[path = "store/settings.rs"]
mod settings;
#[path = "store/speed.rs"]
mod speed;
#[path = "store/turns.rs"]
mod turns;
#[path = "store/wire.rs"]
mod wire;
