//! Advice: comparing jobs, ranking them for a person's wishes, and planning an income.
//!
//! Pure functions over [`crate::profile`]; the same input always gives the same output, and nothing is remembered.
//! They return facts in plain data, wording included only where the sentence is computed from figures. Non-goal: promises.
//! Every amount is a range, and says which band it belongs to.

mod wishes;

pub use wishes::{Experience, PlaceWish, Priorities, Wishes};
