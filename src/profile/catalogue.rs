//! Everything known, checked and ready to be read: profiles, general questions, names, synonyms.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::day::Day;
use super::engine::Engine;
use super::figures::Figures;
use super::lookup::NameIndex;
use super::raw::Raw;
use super::spoken::{AmbiguousName, SynonymGroup};
use super::spoken::{FirstWords, Referrals};
use super::topic::Topic;
use super::types::{Faq, Profile};
use super::units::{Slug, Yen};
use super::weighing::Weighing;

/// The figure that says up to which profit of a side job an employee need not file a return (所得税法121条).
pub(super) const SIDE_INCOME_FILING: &str = "side-income-filing";

/// The data behind every answer, as it reads on one day. Exists only when all checks passed.
#[derive(Debug)]
pub struct Catalogue {
    profiles: Vec<Profile>,
    topics: Vec<Topic>,
    synonyms: Vec<SynonymGroup>,
    first_words: FirstWords,
    referrals: Referrals,
    engine: Engine,
    weighing: Weighing,
    by_slug: HashMap<Slug, usize>,
    entries: HashMap<String, Position>,
    names: NameIndex,
    ambiguous: Vec<AmbiguousName>,
    popular: Vec<Slug>,
    figures: Figures,
    day: Day,
    checksum: u32,
}

#[derive(Clone, Copy, Debug)]
enum Position {
    Profile(usize, usize),
    Topic(usize, usize),
}

/// A question together with what it belongs to.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    /// A question about one job.
    Job(&'a Profile, &'a Faq),
    /// A general question.
    General(&'a Topic, &'a Faq),
}

impl<'a> Entry<'a> {
    /// The question and its answer.
    #[must_use]
    pub fn faq(self) -> &'a Faq {
        match self {
            Self::Job(_, faq) | Self::General(_, faq) => faq,
        }
    }

    /// The job it is about, for a question of a profile.
    #[must_use]
    pub fn profile(self) -> Option<&'a Profile> {
        match self {
            Self::Job(profile, _) => Some(profile),
            Self::General(..) => None,
        }
    }
}

impl Catalogue {
    pub(super) fn new(raw: Raw, figures: Figures, day: Day, checksum: u32) -> Self {
        let profiles: Vec<Profile> = raw.profiles.into_iter().map(|p| p.value).collect();
        let topics: Vec<Topic> = raw.topics.into_iter().map(|t| t.value).collect();
        let first_words = raw.first_words.into_iter().next().map(|w| w.value).unwrap_or_default();
        let referrals = raw.referrals.into_iter().next().map(|r| r.value).unwrap_or_default();
        let engine = raw.engine.into_iter().next().map(|e| e.value).unwrap_or_default();
        let weighing = raw.advice.into_iter().next().map(|a| a.value).unwrap_or_default();
        let synonyms = raw.synonyms.into_iter().flat_map(|s| s.value.group).collect();
        let ambiguous: Vec<AmbiguousName> = raw.ambiguous.into_iter().flat_map(|a| a.value.name).collect();
        let by_slug = profiles.iter().enumerate().map(|(i, p)| (p.slug.clone(), i)).collect();
        let job_entries = profiles.iter().enumerate().flat_map(|(i, p)| {
            p.faq.iter().enumerate().map(move |(j, f)| (f.id.clone(), Position::Profile(i, j)))
        });
        let general_entries = topics.iter().enumerate().flat_map(|(i, t)| {
            t.faq.iter().enumerate().map(move |(j, f)| (f.id.clone(), Position::Topic(i, j)))
        });
        let entries: HashMap<String, Position> = job_entries.chain(general_entries).collect();
        let merged = Self::merged(&profiles, &topics, &entries);
        let entries = entries.into_iter().chain(merged).collect();
        let names = NameIndex::new(&profiles, &ambiguous, &first_words.names);
        let mut ranked: Vec<&Profile> = profiles.iter().collect();
        ranked.sort_by_key(|p| (Reverse(p.scores.total()), &p.slug));
        let popular = ranked.into_iter().map(|p| p.slug.clone()).collect();
        Self {
            profiles,
            topics,
            synonyms,
            first_words,
            referrals,
            engine,
            weighing,
            by_slug,
            entries,
            names,
            ambiguous,
            popular,
            figures,
            day,
            checksum,
        }
    }

    /// Ids that questions had before they were merged into others.
    fn merged(
        profiles: &[Profile],
        topics: &[Topic],
        entries: &HashMap<String, Position>,
    ) -> Vec<(String, Position)> {
        let faq = profiles.iter().flat_map(|p| &p.faq).chain(topics.iter().flat_map(|t| &t.faq));
        faq.flat_map(|f| f.aliases.iter().filter_map(|old| Some((old.clone(), *entries.get(&f.id)?))))
            .collect()
    }

    /// All profiles, sorted by slug.
    #[must_use]
    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    /// The profile with this slug.
    #[must_use]
    pub fn profile(&self, slug: &str) -> Option<&Profile> {
        self.by_slug.get(&Slug::from(slug)).and_then(|&i| self.profiles.get(i))
    }

    /// All topics of general questions, sorted by id.
    #[must_use]
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The question with this id (`backend-1`, `tax-200k-1`), or the one into which it was merged.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<Entry<'_>> {
        match *self.entries.get(id)? {
            Position::Profile(i, j) => {
                let profile = self.profiles.get(i)?;
                Some(Entry::Job(profile, profile.faq.get(j)?))
            }
            Position::Topic(i, j) => {
                let topic = self.topics.get(i)?;
                Some(Entry::General(topic, topic.faq.get(j)?))
            }
        }
    }

    /// All questions: those of the profiles first, then the general ones.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let jobs = self.profiles.iter().flat_map(|p| p.faq.iter().map(move |f| Entry::Job(p, f)));
        jobs.chain(self.topics.iter().flat_map(|t| t.faq.iter().map(move |f| Entry::General(t, f))))
    }

    /// Whether two questions have answers that say the same, so that either is right.
    #[must_use]
    pub fn same(&self, one: &str, other: &str) -> bool {
        let names = |from: &str, to: &str| {
            self.entry(from).is_some_and(|e| e.faq().id == to || e.faq().same_as.iter().any(|id| id == to))
        };
        names(one, other) || names(other, one)
    }

    /// Words people use interchangeably.
    #[must_use]
    pub fn synonyms(&self) -> &[SynonymGroup] {
        &self.synonyms
    }

    /// Names that several jobs share.
    #[must_use]
    pub fn ambiguous(&self) -> &[AmbiguousName] {
        &self.ambiguous
    }

    /// The questions of several topics in the order in which they matter: the first of each topic, then the second of each.
    #[must_use]
    pub fn questions_of(&self, topics: &[String]) -> Vec<&Faq> {
        let of = |id: &String| self.topics.iter().find(|t| t.id == *id);
        let topics: Vec<&Topic> = topics.iter().filter_map(of).collect();
        let most = topics.iter().map(|t| t.faq.len()).max().unwrap_or_default();
        (0..most).flat_map(|place| topics.iter().filter_map(move |t| t.faq.get(place))).collect()
    }

    /// What people say first.
    #[must_use]
    pub fn first_words(&self) -> &FirstWords {
        &self.first_words
    }

    /// Who answers what we do not, and whom to call in need.
    #[must_use]
    pub fn referrals(&self) -> &Referrals {
        &self.referrals
    }

    /// The fitted numbers of the question engine.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The numbers of 診断.
    #[must_use]
    pub fn weighing(&self) -> &Weighing {
        &self.weighing
    }

    /// All slugs, the highest total first: what to offer before anything is typed.
    #[must_use]
    pub fn popular(&self) -> &[Slug] {
        &self.popular
    }

    /// Look-up by name.
    #[must_use]
    pub fn names(&self) -> &NameIndex {
        &self.names
    }

    /// Whether any text would read otherwise on this day.
    #[must_use]
    pub fn changes_on(&self, day: Day) -> bool {
        self.figures.differ(self.day, day)
    }

    /// How many figures end within 90 days of this day with nothing known that follows, and how many have ended.
    #[must_use]
    pub fn figures_ending(&self, day: Day) -> (usize, usize) {
        self.figures.ending(day)
    }

    /// Profit of a side job, in yen a year, up to which an employee need not file an income tax return.
    #[must_use]
    pub fn filing_threshold(&self) -> Yen {
        self.figures.get(SIDE_INCOME_FILING).and_then(|f| f.yen(self.day)).unwrap_or_default()
    }

    /// Which data this is: the most recent day any profile was checked and a checksum of all files, `2026-11-24-1a2b3c4d`. Equal data has
    /// the same on every machine.
    #[must_use]
    pub fn version(&self) -> String {
        format!("{}-{:08x}", self.updated_text(), self.checksum)
    }

    /// The most recent day any profile was checked.
    #[must_use]
    pub fn updated(&self) -> Option<Day> {
        self.updated_text().parse().ok()
    }

    /// The most recent day any profile was checked, as `2026-11-24`.
    #[must_use]
    pub fn updated_text(&self) -> String {
        self.profiles.iter().map(Profile::updated_text).max().unwrap_or_default()
    }
}
