//! Outcomes in a word, for labelled files, logs and tests: `profile:backend`, `topic:invoice`, an entry's id.

use super::first::SECTIONS;
use super::{ABOUT_BOT, Outcome};
use crate::faq::decide::SUGGESTIONS;
use crate::profile::spoken::Meaning;
use crate::profile::{Catalogue, Slug};

/// Most questions in the menu of a topic's word.
const MENU: usize = 25;

impl Outcome {
    /// What it shows at once; several names may fit one outcome.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        match self {
            Self::Crisis => vec!["crisis".into()],
            Self::Fraud(_) => vec!["fraud".into()],
            Self::Thanks | Self::Greeting | Self::Leaving | Self::Said(_) => vec!["courtesy".into()],
            Self::Unreferred => vec!["nothing".into(), "unreferred".into()],
            Self::Called => vec!["courtesy".into(), "help".into()],
            Self::Help => vec!["help".into()],
            Self::Jobs(_) | Self::AskJob(_) => vec!["jobs".into()],
            Self::Recommend(_) | Self::Reasons(_) => vec!["recommend".into()],
            Self::Profile(slug) => vec![format!("profile:{slug}")],
            Self::Section(slug, section) => keys(*section).map(|key| format!("{key}:{slug}")).collect(),
            Self::Details(slug, section) => vec![format!("{}:{slug}", section.key())],
            Self::Compare(jobs) => {
                let names: Vec<&str> = jobs.iter().map(Slug::as_str).collect();
                let mut sorted = names.clone();
                sorted.sort_unstable();
                vec![format!("compare:{}", names.join("+")), format!("compare:{}", sorted.join("+"))]
            }
            Self::Topic(_, topics) => topics.iter().map(|t| format!("topic:{t}")).collect(),
            Self::Answer(found, _) => found.hits.first().map(|h| h.id.clone()).into_iter().collect(),
            Self::Open(id, _) | Self::Whole(id, _) | Self::Brief(id) => {
                // What is asked about the bot itself was part of the help.
                let about = id.starts_with(ABOUT_BOT).then(|| "help".to_owned());
                std::iter::once(id.clone()).chain(about).collect()
            }
            Self::Figures(jobs) => Self::Compare(jobs.clone()).labels(),
            Self::WhichJob(..)
            | Self::Candidates(..)
            | Self::English(..)
            | Self::More(..)
            | Self::NotIt(..)
            | Self::Which(_)
            | Self::OtherJobs(..) => Vec::new(),
            Self::Nothing(_) => vec!["nothing".into()],
            Self::Silence(_) => vec!["silence".into()],
        }
    }

    /// What one tap leads to: the buttons and the menus' entries of the reply.
    #[must_use]
    pub fn offers(&self, catalogue: &Catalogue) -> Vec<String> {
        // Where one can go on from anywhere (`view::offer::ways_on`).
        let always = ["recommend", "jobs", "help"].map(str::to_owned);
        match self {
            Self::WhichJob(jobs, section) => of_jobs(jobs, *section).chain(always).collect(),
            Self::Candidates(found, near, _) => {
                let hits = || found.hits.iter().take(SUGGESTIONS);
                let jobs = of_jobs(&near.jobs, near.section);
                let both = near.compared().map(|jobs| Self::Compare(jobs).labels());
                hits()
                    .map(|h| h.id.clone())
                    .chain(jobs)
                    .chain(both.into_iter().flatten())
                    .chain(always)
                    .collect()
            }
            Self::English(ids, jobs) => {
                ids.iter().cloned().chain(of_jobs(jobs, None)).chain(always).collect()
            }
            Self::More(_, ids) | Self::NotIt(_, ids) | Self::Which(ids) => {
                ids.iter().cloned().chain(always).collect()
            }
            Self::OtherJobs(_, _, jobs) => of_jobs(jobs, None).chain(always).collect(),
            Self::Topic(_, topics) => {
                let ids = catalogue.questions_of(topics).into_iter().map(|f| f.id.clone());
                ids.take(MENU).chain(always).collect()
            }
            // A profile has a menu of its sections; a section leads to the profile.
            Self::Profile(slug) => SECTIONS.map(|section| format!("{}:{slug}", section.key())).to_vec(),
            Self::Section(slug, _) | Self::Details(slug, _) => vec![format!("profile:{slug}")],
            Self::Fraud(ids) | Self::Answer(_, ids) | Self::Open(_, ids) | Self::Whole(_, ids) => ids.clone(),
            Self::Nothing(_) | Self::Unreferred | Self::Said(_) => always.to_vec(),
            _ => Vec::new(),
        }
    }

    /// Whether it puts one thing before the person as the answer, rather than offering or declining.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        !matches!(
            self,
            Self::WhichJob(..)
                | Self::Candidates(..)
                | Self::English(..)
                | Self::More(..)
                | Self::NotIt(..)
                | Self::Which(_)
                | Self::OtherJobs(..)
                | Self::Nothing(_)
                | Self::Unreferred
                | Self::Silence(_)
        )
    }
}

/// The part of each job that was asked for, and all about it.
fn of_jobs(jobs: &[Slug], section: Option<Meaning>) -> impl Iterator<Item = String> {
    let part = move |job: &Slug| match section {
        Some(section) => keys(section).map(|key| format!("{key}:{job}")).collect::<Vec<_>>(),
        None => vec![format!("profile:{job}")],
    };
    jobs.iter().flat_map(part)
}

/// The names of a part of a job: what it costs to start stands among the first steps, a rate by the hour beside the monthly income.
fn keys(section: Meaning) -> impl Iterator<Item = &'static str> {
    let also = match section {
        Meaning::Cost => Some("steps"),
        Meaning::Hourly => Some("income"),
        _ => None,
    };
    std::iter::once(section.key()).chain(also)
}
