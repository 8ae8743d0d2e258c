//! The one value passed down to every handler: the catalogue behind an atomic swap, and the settings.

use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::config::Settings;
use crate::profile::{Catalogue, Report, load};

/// What a running process knows. There is no other state.
#[derive(Debug)]
pub struct App {
    catalogue: ArcSwap<Catalogue>,
    settings: Settings,
}

impl App {
    /// An app over this catalogue.
    #[must_use]
    pub fn new(catalogue: Catalogue, settings: Settings) -> Self {
        Self { catalogue: ArcSwap::from_pointee(catalogue), settings }
    }

    /// An app over the data that the settings name.
    ///
    /// # Errors
    /// Everything that is wrong with the data.
    pub fn load(settings: Settings) -> Result<Self, Report> {
        let catalogue = load(settings.data.files()?).into_result()?;
        Ok(Self::new(catalogue, settings))
    }

    /// The data as it is now; a handler takes it once, so a swap never shows half-way through a reply.
    #[must_use]
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogue.load_full()
    }

    /// Replaces the data as a whole.
    pub fn replace(&self, catalogue: Catalogue) {
        self.catalogue.store(Arc::new(catalogue));
    }

    /// The settings the process started with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }
}
