//! Discord's REST API as one bot uses it: one path for production and tests, whether Discord itself or a proxy is at the other end.
//!
//! | file | what it does |
//! |---|---|
//! | `rest` | [`Rest`]: the routes we use |
//! | `wire` | one request: the client, the address, the token, what an answer means |
//! | `tls` | whom we believe to be Discord |
//! | `limiter` | Discord's limits by route and in all, waited for before a request |
//! | `retry` | how often and when a failed request is made again |
//! | `access` | what the bot may do in a channel |
//! | `multipart` | the one form that a body with pictures has on the wire |
//! | `closed` | channels that do not let us post |
//! | `counts` | [`RestCounts`]: requests by route and answer |
//! | `registration` | [`sync`]: commands, compared and written on change |
//! | `error` | [`RestError`] |
//!
//! Invariants: retries end, in time and in number; neither JSON nor pictures are copied for an attempt; a message is posted once,
//! however often it is sent (its `nonce`); after Discord has refused the bot token nothing is sent with it any more; addresses hold
//! interaction tokens, so no error from here shows one.
//!
//! Non-goals: what is said, when, and to whom; the gateway connection.

mod access;
mod closed;
mod counts;
mod error;
mod limiter;
mod multipart;
mod registration;
mod rest;
mod retry;
mod tls;
mod wire;

pub use counts::RestCounts;
pub use error::RestError;
pub use multipart::Multipart;
pub use registration::{Change, sync};
pub use rest::{Application, GatewayAddress, Rest, Scope};
