//! Ways in. Each hands Discord's own JSON to [`crate::command::respond`] and sends what comes back. Nothing else knows this room.

pub mod calendar;
pub mod gateway;
pub mod interaction;
pub mod playground;
pub mod watch;
