//! A Discord stand-in for tests: REST v10 over HTTP and gateway v10 over a websocket, both on one
//! free port of 127.0.0.1.
//!
//! Purpose: the real binary, or any bot, logs in to it with `DISCORD_API_BASE` and cannot tell it
//! from Discord in what matters to us. A test dispatches events, waits for the requests that follow,
//! and scripts the failures that Discord's network really shows.
//!
//! Invariants:
//! - Every body that arrives is checked against Discord's limits and against the house rules
//!   (`allowed_mentions`, alt text). What breaks one is a violation, and a violation fails the test
//!   when the stand-in is dropped, so no test can forget to look.
//! - Nothing sleeps: waiting means being woken by the next change, with a deadline ([`WAIT`]).
//!
//! Non-goals: permissions, voice, anything this bot never calls. An unknown
//! route answers 404 and is a violation.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test fixture: panicking is how it fails, and no test target uses all of it"
)]

pub mod bot;
pub mod check;
mod control;
mod faults;
pub mod fixture;
mod gateway;
mod http;
mod ids;
mod limits;
mod rest;
mod routes;
mod sharding;
pub mod signed;
mod state;
mod tls;

pub use control::{Builder, Standin};
pub use faults::Fault;
pub use gateway::Login;
pub use ids::{APPLICATION, BOT_USER, CHANNEL, DM_CHANNEL, GUILD, USER, snowflake};
pub use sharding::{IDENTIFY_GAP, shard_of};
pub use state::{
    Call, Connection, FIRST_RESPONSE, Identify, Posted, Recorded, Resume, State, UploadedFile, WAIT,
};
