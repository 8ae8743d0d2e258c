//! Turns of a conversation: what a short text means as a reply to one of the bot's messages.
//!
//! 「2番目」 opens what stood there; 「もっと詳しく」 「他には？」 「なんで？」 lead on from an answer, a job, a comparison or a list, each in
//! its own way; 「もっとマシなの」 offers jobs that pay better than the one replied to; a question is asked first of what stands near
//! the answer. Invariant: what the text alone surely means comes before what it may mean here, save for words that mean nothing alone.

use super::first::SECTIONS;
use super::light::{Light, Offer};
use super::outcome::{Near, Outcome, Respect, Understood, understood};
use super::{Heard, Understanding, asked_form, ids};
use crate::advice::{First, Wishes};
use crate::faq::clause::asks;
use crate::faq::decide::{Decision, Mode, SUGGESTIONS};
use crate::faq::{Findings, Hit};
use crate::profile::spoken::{Meaning, SignMeaning};
use crate::profile::{Entry, Slug};

/// Longest text that chooses one of the things offered, in characters; and most letters left beside the words that choose.
const CHOICE_MAX: usize = 32;
const CHOICE_LEFT: usize = 8;
/// Longest text that is a turn and nothing else.
const TURN_MAX: usize = 20;
/// Longest text that says no more than that it was not what was meant.
const NOT_IT_MAX: usize = 14;
/// Content words up to which a question is read together with what it replies to.
const SHORT_WORDS: usize = 2;

/// The turns, the most particular first.
const TURNS: [SignMeaning; 9] = [
    SignMeaning::Better,
    SignMeaning::Easier,
    SignMeaning::Again,
    SignMeaning::Source,
    SignMeaning::Simply,
    SignMeaning::Reason,
    SignMeaning::Detail,
    SignMeaning::Take,
    SignMeaning::Others,
];

impl Understanding<'_> {
    /// What a text means that means nothing without the message it replies to.
    pub(super) fn follow(&self, heard: &Heard<'_>, light: &Light) -> Option<Understood> {
        if light.is_empty() || self.faq.is_phrasing(heard.text) {
            return None;
        }
        let length = heard.parsed.readable.chars().count();
        let told = |turn| self.vocabulary.sign(&heard.standing, turn).map(|sign| (turn, sign));
        if length <= NOT_IT_MAX
            && let Some((_, sign)) = told(SignMeaning::NotIt)
        {
            return Some(understood(self.not_it(light), sign));
        }
        if let Some(chosen) = self.chosen(heard, light, length) {
            return Some(chosen);
        }
        // 「3番目」 where nothing was offered.
        if length <= CHOICE_LEFT && self.vocabulary.ordinal(&heard.standing).is_some() {
            return Some(understood(Outcome::Called, "nothing to choose from"));
        }
        if length > TURN_MAX || !heard.parsed.jobs().is_empty() || !heard.parsed.topics().is_empty() {
            return None;
        }
        let (turn, sign) = TURNS.into_iter().find_map(told)?;
        self.turned(turn, light).map(|outcome| understood(outcome, sign))
    }

    /// One of the things that were offered, by its place: 「2番目」「前者で」.
    fn chosen(&self, heard: &Heard<'_>, light: &Light, length: usize) -> Option<Understood> {
        if light.offered.is_empty() || length > CHOICE_MAX || heard.parsed.left_over() > CHOICE_LEFT {
            return None;
        }
        let (place, said) = self.vocabulary.ordinal(&heard.standing)?;
        let count = light.offered.len();
        let from_end = || usize::try_from(place.unsigned_abs()).ok().and_then(|n| count.checked_sub(n));
        let at = if place < 0 { from_end() } else { usize::try_from(place - 1).ok() };
        let outcome = match at.and_then(|at| light.offered.get(at)) {
            Some(offer) => self.opened(offer, heard.parsed.first_of(&SECTIONS), light)?,
            None => Self::which(light),
        };
        Some(understood(outcome, said))
    }

    /// Something that was offered, opened; of a job the part asked for now, else the part offered.
    fn opened(&self, offer: &Offer, section: Option<Meaning>, light: &Light) -> Option<Outcome> {
        match offer {
            Offer::Entry(id) => {
                self.catalogue.entry(id)?;
                let others = light.neighbours().into_iter().filter(|other| other != id).take(SUGGESTIONS);
                Some(Outcome::Open(id.clone(), others.collect()))
            }
            Offer::Job(slug, offered) => {
                self.catalogue.profile(slug.as_str())?;
                Some(Self::part(slug, section.or(*offered)))
            }
        }
    }

    fn part(slug: &Slug, section: Option<Meaning>) -> Outcome {
        section.map_or_else(|| Outcome::Profile(slug.clone()), |s| Outcome::Section(slug.clone(), s))
    }

    /// All that was offered, once more.
    fn which(light: &Light) -> Outcome {
        match light.offered_jobs() {
            jobs if jobs.len() == light.offered.len() => Outcome::WhichJob(jobs, None),
            _ => Outcome::Which(light.neighbours().into_iter().take(SUGGESTIONS).collect()),
        }
    }

    fn not_it(&self, light: &Light) -> Outcome {
        if let Some(slug) = light.job(self.catalogue).filter(|_| light.entry.is_none())
            && let Some(others) = self.other_jobs(&slug, Respect::Kind)
        {
            return others;
        }
        let id = light.entry.clone().unwrap_or_default();
        let others = if light.entry.is_some() { light.neighbours() } else { Vec::new() };
        Outcome::NotIt(id, others.into_iter().take(SUGGESTIONS).collect())
    }

    fn turned(&self, turn: SignMeaning, light: &Light) -> Option<Outcome> {
        if let SignMeaning::Better | SignMeaning::Easier = turn {
            return self.preferred(turn, light);
        }
        if let Some(entry) = light.answered(self.catalogue) {
            return self.turn_of_answer(turn, entry, light);
        }
        if light.jobs.len() > 1 {
            return self.turn_of_comparison(turn, &light.jobs);
        }
        if let Some(slug) = light.job(self.catalogue) {
            return self.turn_of_job(turn, &slug, light.section);
        }
        if let Some(wishes) = light.wishes {
            return Some(Self::turn_of_advice(turn, wishes, light));
        }
        match (turn, light.offered.as_slice()) {
            (_, []) => None,
            (SignMeaning::Others, _) => self.other_questions(light),
            (_, [only]) => self.opened(only, None, light),
            _ => Some(Self::which(light)),
        }
    }

    /// Better paid or easier than what was spoken of; than anything, 診断 with that in mind.
    fn preferred(&self, turn: SignMeaning, light: &Light) -> Option<Outcome> {
        let (respect, first) = match turn {
            SignMeaning::Better => (Respect::Pay, First::Money),
            _ => (Respect::Ease, First::Ease),
        };
        let others = light.job(self.catalogue).and_then(|slug| self.other_jobs(&slug, respect));
        let wishes = Wishes { first: Some(first), ..light.wishes.unwrap_or_default() };
        others.or(Some(Outcome::Recommend(wishes)))
    }

    fn turn_of_answer(&self, turn: SignMeaning, entry: Entry<'_>, light: &Light) -> Option<Outcome> {
        let id = entry.faq().id.clone();
        let near = || self.near_entry(entry, light);
        Some(match turn {
            SignMeaning::Detail | SignMeaning::Reason if light.is_short => Outcome::Whole(id, near()),
            SignMeaning::Source => Outcome::Whole(id, near()),
            SignMeaning::Again => Outcome::Open(id, near()),
            SignMeaning::Simply => Outcome::Brief(id),
            SignMeaning::Take => match entry.profile() {
                Some(profile) => Outcome::Section(profile.slug.clone(), Meaning::Steps),
                None => Outcome::More(id, near()),
            },
            _ => Outcome::More(id, near()),
        })
    }

    fn turn_of_job(&self, turn: SignMeaning, slug: &Slug, shown: Option<Meaning>) -> Option<Outcome> {
        let slug = slug.clone();
        Some(match (turn, shown) {
            (SignMeaning::Others, _) => return self.other_jobs(&slug, Respect::Kind),
            (SignMeaning::Again, _) => Self::part(&slug, shown),
            (SignMeaning::Simply, _) => Outcome::Profile(slug),
            (SignMeaning::Take, _) => Outcome::Section(slug, Meaning::Steps),
            (SignMeaning::Source, _) => Outcome::Details(slug, Meaning::Income),
            (SignMeaning::Reason, Some(Meaning::Income | Meaning::Hourly)) => {
                Outcome::Details(slug, Meaning::Income)
            }
            (SignMeaning::Reason, _) => Outcome::Details(slug, Meaning::Score),
            (_, Some(part @ (Meaning::Income | Meaning::Score))) => Outcome::Details(slug, part),
            (_, Some(Meaning::Hourly)) => Outcome::Details(slug, Meaning::Income),
            (_, Some(Meaning::Work)) => Outcome::Section(slug, Meaning::Skills),
            (_, Some(Meaning::Skills)) => Outcome::Section(slug, Meaning::Steps),
            (_, Some(Meaning::Steps | Meaning::Cost)) => Outcome::Section(slug, Meaning::Pitfalls),
            (_, Some(Meaning::Pitfalls)) => Outcome::Section(slug, Meaning::Legal),
            (_, Some(_)) => Outcome::Section(slug, Meaning::Faq),
            (_, None) => Outcome::Section(slug, Meaning::Work),
        })
    }

    fn turn_of_comparison(&self, turn: SignMeaning, jobs: &[Slug]) -> Option<Outcome> {
        match turn {
            SignMeaning::Take => Some(Outcome::WhichJob(jobs.to_vec(), Some(Meaning::Steps))),
            SignMeaning::Others => self.other_jobs(jobs.first()?, Respect::Kind),
            SignMeaning::Again | SignMeaning::Simply => Some(Outcome::Compare(jobs.to_vec())),
            _ => Some(Outcome::Figures(jobs.to_vec())),
        }
    }

    fn turn_of_advice(turn: SignMeaning, wishes: Wishes, light: &Light) -> Outcome {
        match (turn, light.offered_jobs()) {
            (_, jobs) if jobs.is_empty() => Outcome::Recommend(wishes),
            (SignMeaning::Others, _) => Outcome::Jobs(None),
            (SignMeaning::Reason | SignMeaning::Source, _) => Outcome::Reasons(wishes),
            (SignMeaning::Take, jobs) => Outcome::WhichJob(jobs, Some(Meaning::Steps)),
            (_, jobs) => Outcome::WhichJob(jobs, None),
        }
    }

    /// What stands near an answer: what its message offered, what says the same, its topic's or job's other questions, then what the
    /// search finds for its question.
    fn near_entry(&self, entry: Entry<'_>, light: &Light) -> Vec<String> {
        let own = entry.faq();
        let mut near = light.neighbours();
        let siblings = match entry {
            Entry::Job(profile, _) => &profile.faq,
            Entry::General(topic, _) => &topic.faq,
        };
        near.extend(siblings.iter().map(|faq| faq.id.clone()));
        near.extend(ids(&self.faq.search(&own.question), SUGGESTIONS + 1));
        self.distinct(near, |id| *id == own.id)
    }

    /// Other questions than those offered: what stands near the first of them.
    fn other_questions(&self, light: &Light) -> Option<Outcome> {
        let offered = light.neighbours();
        let Some(entry) = offered.first().and_then(|id| self.catalogue.entry(id)) else {
            return Some(Outcome::Jobs(None));
        };
        let near = self.near_entry(entry, &Light::default());
        let near = self.distinct(near, |id| offered.contains(id));
        Some(Outcome::More(entry.faq().id.clone(), near))
    }

    /// As many of these entries as are offered at a time, each once, without those that are passed over.
    fn distinct(&self, ids: Vec<String>, passed_over: impl Fn(&String) -> bool) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for id in ids {
            if out.len() < SUGGESTIONS
                && !passed_over(&id)
                && !out.contains(&id)
                && self.catalogue.entry(&id).is_some()
            {
                out.push(id);
            }
        }
        out
    }

    /// What is said while 診断 asks, added to what it was told.
    pub(super) fn told_more(heard: &Heard<'_>, light: &Light) -> Option<Understood> {
        let earlier = light.wishes?;
        let more = super::wishes(heard.text);
        let sure = matches!(heard.found().decide(Mode::Addressed), Decision::Answer(_));
        if more.is_empty() || sure || !heard.parsed.jobs().is_empty() {
            return None;
        }
        Some(understood(Outcome::Recommend(more.over(earlier)), "told to 診断"))
    }

    /// A question in the light of what it replies to: asked first of what stands near that answer, or of that job.
    pub(super) fn in_light(&self, heard: &Heard<'_>, light: &Light) -> Option<Understood> {
        let alone = heard.found();
        let (own, subject, near) = if let Some(entry) = light.answered(self.catalogue) {
            let faq = entry.faq();
            (faq.id.as_str(), faq.question.trim_end_matches(['？', '?']), Self::neighbourhood(entry, light))
        } else {
            let job = light.job(self.catalogue).filter(|_| heard.parsed.jobs().is_empty())?;
            let profile = self.catalogue.profile(job.as_str())?;
            ("", profile.name.as_str(), profile.faq.iter().map(|faq| faq.id.clone()).collect())
        };
        let why = format!("reply to {own}{subject}: {}", heard.parsed.readable);
        let others = |hits: &[Hit]| {
            let ids = hits.iter().map(|h| h.id.clone()).filter(|id| id != own);
            ids.take(SUGGESTIONS).collect::<Vec<_>>()
        };
        // Asked again in other words: the beginning that was shown did not say it.
        let again = alone.asked.words > SHORT_WORDS;
        let place = alone.hits.iter().position(|h| h.id == own);
        if place.is_some_and(|at| at == 0 || again && at < SUGGESTIONS) {
            return Some(understood(Outcome::Whole(own.to_owned(), others(&alone.hits)), &why));
        }
        if matches!(alone.decide(Mode::Addressed), Decision::Answer(_)) {
            return None;
        }
        let corrected = !heard.ruled_out.is_empty();
        let mut subject = subject.to_owned();
        for word in &heard.ruled_out {
            subject = subject.replace(word, "");
        }
        // What was answered is the circumstance of what is asked now; who only corrects it asks it once more.
        let both = if corrected && asks(heard.text) == 0 {
            self.faq.search(&format!("{}。{subject}？", heard.text))
        } else {
            self.faq.search(&format!("{subject}。{}", asked_form(heard.text)))
        };
        let local = |hit: &Hit| near.contains(&hit.id) && hit.id != own;
        // A neighbour that both searches put first among all is what was asked for.
        if let (Some(first), Some(also)) = (alone.hits.first(), both.hits.iter().find(|h| h.id != own))
            && first.id == also.id
            && local(first)
            && first.held > 0.5
        {
            return Some(understood(Outcome::Open(first.id.clone(), others(&alone.hits[1..])), &why));
        }
        if again && !corrected && !alone.hits.iter().any(local) {
            return None;
        }
        // Of a job everything that is found is near; of a correction only what both say tells anything.
        let of_job = both.hits.first().filter(|hit| own.is_empty() && local(hit)).cloned();
        let alone: &[Hit] = if corrected { &[] } else { &asked_now(alone) };
        let found = Self::together(alone, both, of_job, local, own);
        let near = Near { jobs: Vec::new(), section: heard.parsed.first_of(&SECTIONS), named: 0 };
        let referral = self.referred(&heard.standing);
        (!found.hits.is_empty())
            .then(|| understood(Outcome::Candidates(Box::new(found), near, referral), &why))
    }

    /// Everything that stands near an answer.
    fn neighbourhood(entry: Entry<'_>, light: &Light) -> Vec<String> {
        let shown = |offer: &Offer| if let Offer::Entry(id) = offer { Some(id.clone()) } else { None };
        let mut near: Vec<String> = light.offered.iter().filter_map(shown).collect();
        near.extend(entry.faq().same_as.iter().cloned());
        let siblings = match entry {
            Entry::Job(profile, _) => &profile.faq,
            Entry::General(topic, _) => &topic.faq,
        };
        near.extend(siblings.iter().map(|faq| faq.id.clone()));
        near
    }

    /// Two searches as one: first what stands near and holds what is asked now, then what holds it, then what both say together.
    fn together(
        asked_now: &[Hit],
        mut both: Findings,
        first: Option<Hit>,
        local: impl Fn(&Hit) -> bool,
        own: &str,
    ) -> Findings {
        let mut hits: Vec<Hit> = Vec::new();
        let near = asked_now.iter().filter(|hit| local(hit));
        for hit in first.iter().chain(near).chain(asked_now.iter().take(2)).chain(&both.hits) {
            if hit.id != own && hits.iter().all(|known| known.id != hit.id) {
                hits.push(hit.clone());
            }
        }
        both.hits = hits;
        both.exact = false;
        both
    }
}

/// What holds what is asked. 「いつまで」 has no word that entries are told apart by: then their order is all there is.
fn asked_now(found: &Findings) -> Vec<Hit> {
    found.hits.iter().filter(|hit| hit.held > 0.5 || found.asked.words == 0).cloned().collect()
}
