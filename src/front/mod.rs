//! Ways in: the gateway, the endpoint, the playground, and what a person types in a terminal. They carry bytes: each hands Discord's
//! own JSON to [`crate::serve`] and sends what comes back. Nothing else knows this room.

mod drain;
pub mod endpoint;
mod error;
pub mod explain;
mod follow_up;
pub mod gateway;
pub mod interaction;
pub mod message;
pub mod playground;
pub mod process;
mod recent;
pub mod registration;

pub use error::Error;
