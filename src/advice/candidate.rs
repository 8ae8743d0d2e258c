//! A job while it is judged for somebody: what stands in its way, and the points it has so far.

use super::obstacle::Obstacle;
use super::outlook::{Outlook, Reckoning};
use super::part::Part;
use crate::profile::Profile;

/// A job while it is judged.
pub(super) struct Candidate<'a> {
    pub(super) profile: &'a Profile,
    /// Its place in the catalogue.
    pub(super) at: usize,
    pub(super) outlook: Outlook,
    pub(super) reckoning: Reckoning<'a>,
    pub(super) obstacles: Vec<Obstacle>,
    pub(super) parts: Vec<Part>,
    /// From 0 to 1 of what was possible.
    pub(super) share: f64,
    pub(super) points: f64,
    /// Points given up to nearly equal jobs.
    pub(super) common: f64,
    /// Points for jobs of its kind that stand above it.
    pub(super) alike: f64,
}
