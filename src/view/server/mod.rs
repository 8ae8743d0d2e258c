//! What an administrator sees: the panel of settings, what goes on in the server, what is kept and why.
//!
//! Everything here is private to its caller, but for the line with which the bot greets a channel it was asked to listen in.

mod action;
mod checkup;
mod insights;
mod panel;
mod privacy;

pub use action::{ServerAction, SettingsPage};
pub use checkup::{ChannelAccess, Checkup, checking, checkup};
pub use insights::{digest, insights, no_insights};
pub use panel::{Host, NO_QUIET, Saved, greeting, muted_here, page, panel, switched_off_here};
pub use privacy::{Operator, erase, erased, privacy};
