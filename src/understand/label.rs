//! Outcomes in a word, for labelled files, logs and tests: `profile:backend`, `topic:invoice`, an entry's id.

use super::Outcome;
use crate::faq::decide::SUGGESTIONS;
use crate::profile::Slug;
use crate::profile::spoken::Meaning;

impl Outcome {
    /// What it shows at once; several names may fit one outcome.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        match self {
            Self::Crisis => vec!["crisis".into()],
            Self::Fraud(_) => vec!["fraud".into()],
            Self::Thanks | Self::Greeting => vec!["courtesy".into()],
            Self::Called => vec!["courtesy".into(), "help".into()],
            Self::Help => vec!["help".into()],
            Self::Jobs(_) => vec!["jobs".into()],
            Self::Recommend(_) => vec!["recommend".into()],
            Self::Profile(slug) => vec![format!("profile:{slug}")],
            Self::Section(slug, section) => vec![format!("{}:{slug}", key(*section))],
            Self::Compare(jobs) => {
                let names: Vec<&str> = jobs.iter().map(Slug::as_str).collect();
                let mut sorted = names.clone();
                sorted.sort_unstable();
                vec![format!("compare:{}", names.join("+")), format!("compare:{}", sorted.join("+"))]
            }
            Self::Topic(_, topics) => topics.iter().map(|t| format!("topic:{t}")).collect(),
            Self::Answer(found, _) => found.hits.first().map(|h| h.id.clone()).into_iter().collect(),
            Self::WhichJob(..) | Self::Candidates(..) | Self::English(_) | Self::More(..) => Vec::new(),
            Self::Nothing(_) => vec!["nothing".into()],
            Self::Silence(_) => vec!["silence".into()],
        }
    }

    /// What one tap leads to.
    #[must_use]
    pub fn offers(&self) -> Vec<String> {
        let always = ["recommend", "jobs", "help"].map(str::to_owned);
        match self {
            Self::WhichJob(jobs, section) => {
                jobs.iter().map(|j| format!("{}:{j}", section.map_or("profile", key))).collect()
            }
            Self::Candidates(found, _) => {
                let hits = || found.hits.iter().take(SUGGESTIONS);
                // Candidates about a job come with the way to all about it.
                let jobs = hits().filter(|h| h.job).filter_map(|h| h.id.rsplit_once('-'));
                let jobs = jobs.map(|(slug, _)| format!("profile:{slug}"));
                hits().map(|h| h.id.clone()).chain(jobs).chain(always).collect()
            }
            Self::English(ids) | Self::More(_, ids) | Self::Fraud(ids) => ids.clone(),
            Self::Answer(_, others) => others.clone(),
            Self::Nothing(_) => always.to_vec(),
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
                | Self::English(_)
                | Self::More(..)
                | Self::Nothing(_)
                | Self::Silence(_)
        )
    }
}

fn key(meaning: Meaning) -> &'static str {
    Meaning::ALL.into_iter().find(|(_, m)| *m == meaning).map_or("", |(key, _)| key)
}
