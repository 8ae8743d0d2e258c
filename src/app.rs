//! The one value passed down to every handler: what is known, behind an atomic swap, the settings, the drawing board.

use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;

use crate::chat::Manners;
use crate::config::Settings;
use crate::faq::FaqIndex;
use crate::profile::{Catalogue, Day, Report};
use crate::view::chart::Charts;

/// The data and the search index over it: swapped together, so that they always fit.
#[derive(Debug)]
pub struct Knowledge {
    /// Profiles, general questions, names.
    pub catalogue: Catalogue,
    faq: OnceLock<FaqIndex>,
}

impl Knowledge {
    /// Takes the data; the questions are indexed when the first one is asked.
    #[must_use]
    pub fn new(catalogue: Catalogue) -> Self {
        Self { catalogue, faq: OnceLock::new() }
    }

    /// Search over the questions. The first call builds the index, about 0.2 s: a process that stays calls it early, aside.
    pub fn faq(&self) -> &FaqIndex {
        self.faq.get_or_init(|| FaqIndex::of(&self.catalogue))
    }
}

/// What a running process knows. There is no other state.
#[derive(Debug)]
pub struct App {
    knowledge: ArcSwap<Knowledge>,
    settings: Settings,
    manners: Manners,
    charts: Arc<Charts>,
}

impl App {
    /// An app over this catalogue.
    #[must_use]
    pub fn new(catalogue: Catalogue, settings: Settings) -> Self {
        Self {
            knowledge: ArcSwap::from_pointee(Knowledge::new(catalogue)),
            settings,
            manners: Manners::default(),
            charts: Arc::default(),
        }
    }

    /// An app over the data that the settings name, as it reads on this day.
    ///
    /// # Errors
    /// Everything that is wrong with the data.
    pub fn load(settings: Settings, day: Day) -> Result<Self, Report> {
        let catalogue = settings.data.load(day).into_result()?;
        Ok(Self::new(catalogue, settings))
    }

    /// The data as it is now; a handler takes it once, so a swap never shows half-way through a reply.
    #[must_use]
    pub fn knowledge(&self) -> Arc<Knowledge> {
        self.knowledge.load_full()
    }

    /// Replaces the data as a whole.
    pub fn replace(&self, catalogue: Catalogue) {
        let knowledge = Knowledge::new(catalogue);
        // Ready before it is shown: nobody waits for the index of new data.
        knowledge.faq();
        self.knowledge.store(Arc::new(knowledge));
    }

    /// When the bot spoke unasked.
    #[must_use]
    pub fn manners(&self) -> &Manners {
        &self.manners
    }

    /// Where charts are drawn and kept.
    #[must_use]
    pub fn charts(&self) -> &Arc<Charts> {
        &self.charts
    }

    /// The settings the process started with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }
}
