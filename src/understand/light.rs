//! What is known of the message that was replied to, all of it read off that message.

use crate::advice::Wishes;
use crate::profile::spoken::Meaning;
use crate::profile::{Catalogue, Entry, Slug};

/// What is known of the message that was replied to. A job that merely stood in a button is among what was offered: it is no subject.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Light {
    /// The question it answered.
    pub entry: Option<String>,
    /// Only the beginning of that answer was shown.
    pub is_short: bool,
    /// The job it was about, or the two or three that it compared.
    pub jobs: Vec<Slug>,
    /// The part of the job that it showed.
    pub section: Option<Meaning>,
    /// What it offered to choose from, in the order shown.
    pub offered: Vec<Offer>,
    /// Entries that stood near the answer without being shown, best first.
    pub near: Vec<String>,
    /// What 診断 had been told.
    pub wishes: Option<Wishes>,
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// A question.
    Entry(String),
    /// A job, or a part of it.
    Job(Slug, Option<Meaning>),
}

impl Light {
    /// Nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The entry that was answered, if the data still has it.
    pub(super) fn answered<'a>(&self, catalogue: &'a Catalogue) -> Option<Entry<'a>> {
        self.entry.as_deref().and_then(|id| catalogue.entry(id))
    }

    /// The one job that it was about: itself, the job whose question it answered, or all that it offered.
    pub(super) fn job(&self, catalogue: &Catalogue) -> Option<Slug> {
        match (self.jobs.as_slice(), self.answered(catalogue)) {
            ([slug], _) => Some(slug.clone()),
            ([], Some(Entry::Job(profile, _))) => Some(profile.slug.clone()),
            ([], None) => match self.offered.as_slice() {
                [Offer::Job(slug, _)] => Some(slug.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The jobs that were offered.
    pub(super) fn offered_jobs(&self) -> Vec<Slug> {
        let slug = |offer: &Offer| if let Offer::Job(slug, _) = offer { Some(slug.clone()) } else { None };
        self.offered.iter().filter_map(slug).collect()
    }

    /// The jobs that it was about, or offered with nothing else: beside questions, a job is only what may be meant.
    pub(super) fn spoken_of(&self) -> Vec<Slug> {
        let offered = self.offered_jobs();
        match (self.jobs.is_empty(), &self.entry) {
            (false, _) => self.jobs.clone(),
            (true, None) if offered.len() == self.offered.len() => offered,
            _ => Vec::new(),
        }
    }

    /// The questions that stood in it beside the answer, best first.
    pub(super) fn neighbours(&self) -> Vec<String> {
        let id = |offer: &Offer| if let Offer::Entry(id) = offer { Some(id.clone()) } else { None };
        let mut ids: Vec<String> = self.offered.iter().filter_map(id).collect();
        let more = self.near.iter().filter(|id| !ids.contains(id)).cloned().collect::<Vec<_>>();
        ids.extend(more);
        ids
    }
}
