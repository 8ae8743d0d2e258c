//! The one value passed down to every handler: what is known, behind an atomic swap, the settings, the store, cooldowns, pictures.
//!
//! Non-goal: Discord. What waits, for the store or for the index, holds up no thread.

mod bodies;
pub mod calendar;
mod cooldown;
mod effect;
mod look;
mod shared;
mod stored;
mod votes;
pub mod watch;

use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;

use crate::advice::{Advice, Adviser, Wishes};
use crate::config::Settings;
use crate::faq::FaqIndex;
use crate::picture::Pictures;
use crate::profile::{Catalogue, DataSource, Day, Report};
use crate::store::{Event, Health, ServerSettings, Store};
use crate::understand::{Understanding, Vocabulary};
use crate::view::Payload;
use crate::view::help::CommandIds;

use bodies::Bodies;
use look::Look;
use shared::Shared;
use votes::Votes;

pub use bodies::BodyKey;
pub use cooldown::{Claim, Cooldowns, Turn};
pub use effect::Effect;
pub use stored::{StoreRequest, Stored};

/// The data and the search index over it: swapped together, so that they always fit.
#[derive(Debug)]
pub struct Knowledge {
    /// Profiles, general questions, names.
    pub catalogue: Catalogue,
    faq: OnceLock<FaqIndex>,
    vocabulary: OnceLock<Vocabulary>,
    adviser: OnceLock<Adviser>,
    bodies: Bodies,
    /// See [`Knowledge::prepared`].
    preparation: OnceCell<()>,
}

impl Knowledge {
    /// Takes the data; the questions are indexed when the first one is asked.
    #[must_use]
    pub fn new(catalogue: Catalogue) -> Self {
        Self {
            catalogue,
            faq: OnceLock::new(),
            vocabulary: OnceLock::new(),
            adviser: OnceLock::new(),
            bodies: Bodies::default(),
            preparation: OnceCell::new(),
        }
    }

    /// Makes ready what is otherwise made at the first use.
    pub fn prepare(&self) {
        self.understanding();
        self.adviser();
    }

    /// Whether nobody waits any more for what [`Self::prepare`] makes.
    #[must_use]
    pub fn is_prepared(&self) -> bool {
        self.faq.get().is_some() && self.vocabulary.get().is_some() && self.adviser.get().is_some()
    }

    /// Waits until it [is prepared](Self::is_prepared), aside: no thread that others need is held up meanwhile. Whoever comes first has it
    /// made.
    pub async fn prepared(self: &Arc<Self>) {
        if self.is_prepared() {
            return;
        }
        let making = || async {
            let knowledge = Arc::clone(self);
            // Should it panic, whoever needs the index meets the same again and is guarded.
            let _ = spawn_blocking(move || knowledge.prepare()).await;
        };
        self.preparation.get_or_init(making).await;
    }

    fn adviser(&self) -> &Adviser {
        self.adviser.get_or_init(|| Adviser::of(&self.catalogue))
    }

    /// Search over the questions. The first call builds the index, about 0.2 s: a process that stays calls it early, aside.
    pub fn faq(&self) -> &FaqIndex {
        self.faq.get_or_init(|| FaqIndex::of(&self.catalogue))
    }

    /// What a person means by a text. The first call makes ready what it needs, as [`Self::faq`] does.
    pub fn understanding(&self) -> Understanding<'_> {
        Understanding {
            catalogue: &self.catalogue,
            faq: self.faq(),
            vocabulary: self.vocabulary.get_or_init(|| Vocabulary::of(&self.catalogue)),
        }
    }

    /// What 診断 says to these wishes. The first call asks people by lot beforehand, about 20 ms; see [`Self::faq`].
    #[must_use]
    pub fn recommend(&self, wishes: &Wishes) -> Advice<'_> {
        self.adviser().recommend(&self.catalogue, wishes)
    }

    /// The body made for this key before.
    #[must_use]
    pub fn body(&self, key: &BodyKey) -> Option<Payload> {
        self.bodies.get(key)
    }

    /// Keeps a body for the next time.
    pub fn keep_body(&self, key: BodyKey, payload: Payload) {
        self.bodies.keep(key, payload);
    }
}

/// What a running process knows. There is no other state.
#[derive(Debug)]
pub struct App {
    knowledge: ArcSwap<Knowledge>,
    settings: Settings,
    store: Store,
    cooldowns: Cooldowns,
    pictures: Arc<Pictures>,
    command_ids: OnceLock<CommandIds>,
    shared: Shared,
    votes: Votes,
    /// How the data folder stood just before it was read.
    seen: Option<Look>,
}

impl App {
    /// An app over this catalogue.
    #[must_use]
    pub fn new(catalogue: Catalogue, settings: Settings) -> Self {
        Self {
            knowledge: ArcSwap::from_pointee(Knowledge::new(catalogue)),
            cooldowns: Cooldowns::new(&settings),
            settings,
            store: Store::memory(),
            pictures: Arc::default(),
            command_ids: OnceLock::new(),
            shared: Shared::default(),
            votes: Votes::default(),
            seen: None,
        }
    }

    /// An app over the data that the settings name, as it reads on this day.
    ///
    /// # Errors
    /// Everything that is wrong with the data.
    pub fn load(settings: Settings, day: Day) -> Result<Self, Report> {
        let seen = match &settings.data {
            DataSource::Folder(folder) => Some(Look::at(folder)),
            DataSource::Embedded => None,
        };
        let catalogue = settings.data.load(day).into_result()?;
        Ok(Self { seen, ..Self::new(catalogue, settings) })
    }

    /// The same app over this store; without it, one in memory.
    #[must_use]
    pub fn with_store(self, store: Store) -> Self {
        Self { store, ..self }
    }

    /// What servers chose, and what was counted.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Whether what servers choose can be kept.
    #[must_use]
    pub fn store_works(&self) -> bool {
        !matches!(self.store.health(), Health::Degraded { .. })
    }

    /// What this server chose; outside of servers, what holds where nothing is set.
    #[must_use]
    pub fn server(&self, guild: Option<u64>) -> Arc<ServerSettings> {
        guild.map_or_else(Arc::default, |guild| self.store.server(guild))
    }

    /// Whether questions are answered unasked in this channel of this server: the operator says so, or the server.
    #[must_use]
    pub fn listens(&self, guild: Option<u64>, channel: u64) -> bool {
        self.settings.faq_channels.contains(&channel) || self.server(guild).channels.contains(&channel)
    }

    /// Whether a thread, in which the bot is not told to listen itself, may be below a channel of this server in which it is.
    #[must_use]
    pub fn listens_below(&self, guild: Option<u64>, thread: u64) -> bool {
        let some = !self.settings.faq_channels.is_empty() || !self.server(guild).channels.is_empty();
        some && !self.listens(guild, thread)
    }

    /// Where people of this server are sent who need a human.
    #[must_use]
    pub fn human_channel(&self, guild: Option<u64>) -> Option<u64> {
        self.server(guild).human_channel.or(self.settings.faq_human_channel)
    }

    fn seen(&self) -> Option<&Look> {
        self.seen.as_ref()
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
        knowledge.prepare();
        self.knowledge.store(Arc::new(knowledge));
    }

    /// When the bot may speak.
    #[must_use]
    pub fn cooldowns(&self) -> &Cooldowns {
        &self.cooldowns
    }

    /// Where charts are drawn and kept.
    #[must_use]
    pub fn pictures(&self) -> &Arc<Pictures> {
        &self.pictures
    }

    /// The commands' ids, once they are registered.
    #[must_use]
    pub fn command_ids(&self) -> &CommandIds {
        static NONE: CommandIds = CommandIds::NONE;
        self.command_ids.get().unwrap_or(&NONE)
    }

    /// Notes the commands' ids; the first ones stay.
    pub fn set_command_ids(&self, ids: CommandIds) {
        let _ = self.command_ids.set(ids);
    }

    /// Whether the answer of this private message may be shared: it was not yet.
    pub fn share_once(&self, message: u64) -> bool {
        self.shared.claim(message)
    }

    /// The settings the process started with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Does what an answer asked for beside being sent; `delivered` tells whether the answer arrived.
    pub fn run(&self, effect: Effect, delivered: bool) {
        match effect {
            Effect::Spoken(claim) if !delivered => self.cooldowns.release(&claim),
            Effect::Rated { entry, helpful, guild, person } if delivered => {
                self.rated(entry, helpful, guild, person);
            }
            Effect::Shared(message) if !delivered => self.shared.release(message),
            Effect::Counted { guild, event } if delivered => self.store.record(guild, Day::today(), event),
            Effect::Spoken(_) | Effect::Shared(_) | Effect::Rated { .. } | Effect::Counted { .. } => {}
        }
    }

    fn rated(&self, entry: String, helpful: bool, guild: Option<u64>, person: u64) {
        tracing::info!(entry, helpful, "answer rated");
        let today = Day::today();
        if let Some(guild) = guild
            && self.votes.is_first(guild, &entry, person, today)
        {
            let event = if helpful { Event::Helpful(entry) } else { Event::Wrong(entry) };
            self.store.record(guild, today, event);
        }
    }
}
