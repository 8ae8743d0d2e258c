//! What a text was taken for, and why.

use crate::advice::Wishes;
use crate::faq::Findings;
use crate::profile::spoken::{Meaning, Referral};
use crate::profile::{Axis, Slug};

/// What a text was taken for.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Someone is in danger: help lines and nothing else.
    Crisis,
    /// Money or papers went to someone who deceives: 188 and #9110 first, then the nearest questions.
    Fraud(Vec<String>),
    /// Thanks.
    Thanks,
    /// A greeting.
    Greeting,
    /// Called without a word.
    Called,
    /// Leave, or second thoughts: 「やっぱりやめとく」.
    Leaving,
    /// It points at something said before (「もっと詳しく」), and nothing is known of that.
    Unreferred,
    /// How to use the bot.
    Help,
    /// The list of jobs, in an order.
    Jobs(Option<Axis>),
    /// 診断, with what was said.
    Recommend(Wishes),
    /// A job's profile.
    Profile(Slug),
    /// A part of what is known of a job.
    Section(Slug, Meaning),
    /// Several jobs may be meant; the part that was asked for.
    WhichJob(Vec<Slug>, Option<Meaning>),
    /// Jobs side by side, two or three.
    Compare(Vec<Slug>),
    /// A topic's questions: the word, and the topics' ids.
    Topic(String, Vec<String>),
    /// A sure answer: the search, and the first hits of the other questions in the text.
    Answer(Box<Findings>, Vec<String>),
    /// Unsure: candidates, jobs that may be meant, and who else may have the answer.
    Candidates(Box<Findings>, Near, Option<Referral>),
    /// English: what we have, as candidates, and jobs that may be meant.
    English(Vec<String>, Vec<Slug>),
    /// More of an answer that was given: what stands near it.
    More(String, Vec<String>),
    /// An entry by its id, with those offered beside it.
    Open(String, Vec<String>),
    /// The whole of an entry of which the beginning was shown, with those offered beside it.
    Whole(String, Vec<String>),
    /// An entry in a sentence.
    Brief(String),
    /// The answer with this id, if it was one, was not meant: what else may be.
    NotIt(String, Vec<String>),
    /// Which of these questions is meant?
    Which(Vec<String>),
    /// What the figures of a job's part are made of: its income or its scores.
    Details(Slug, Meaning),
    /// Jobs to do instead of one, and in what respect.
    OtherJobs(Slug, Respect, Vec<Slug>),
    /// The figures of jobs side by side.
    Figures(Vec<Slug>),
    /// What the points of 診断's result are made of.
    Reasons(Wishes),
    /// A part of a job was asked for, and no job is known.
    AskJob(Meaning),
    /// A set text.
    Said(String),
    /// We have no answer; who has.
    Nothing(Option<Referral>),
    /// Not addressed and not sure.
    Silence(Silence),
}

/// What came of a text, in few kinds that stay: for counts. Danger is one with the first words: nobody is to learn of it from a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Upshot {
    /// It was answered.
    Answer,
    /// It was answered with a choice: the answer is one tap away.
    Candidates,
    /// It was said that there is no answer.
    NoAnswer,
    /// It asked for none: a greeting, thanks, danger.
    FirstWords,
    /// It was not looked at: its writer asks too often, and is told so.
    ToldToWait,
}

impl Upshot {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Answer, Self::Candidates, Self::NoAnswer, Self::FirstWords, Self::ToldToWait];

    /// Its name in counts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Candidates => "candidates",
            Self::NoAnswer => "no_answer",
            Self::FirstWords => "first_words",
            Self::ToldToWait => "told_to_wait",
        }
    }
}

impl Outcome {
    /// Its kind.
    #[must_use]
    pub fn upshot(&self) -> Upshot {
        match self {
            Self::Crisis
            | Self::Thanks
            | Self::Greeting
            | Self::Called
            | Self::Leaving
            | Self::Unreferred
            | Self::Help
            | Self::Said(_)
            | Self::Silence(_) => Upshot::FirstWords,
            Self::Answer(..)
            | Self::Open(..)
            | Self::Whole(..)
            | Self::Brief(_)
            | Self::Jobs(_)
            | Self::Recommend(_)
            | Self::Profile(_)
            | Self::Section(..)
            | Self::Compare(_)
            | Self::Details(..)
            | Self::OtherJobs(..)
            | Self::Figures(_)
            | Self::Reasons(_)
            | Self::Fraud(_) => Upshot::Answer,
            Self::English(ids, jobs) if ids.is_empty() && jobs.is_empty() => Upshot::NoAnswer,
            Self::Nothing(_) => Upshot::NoAnswer,
            Self::WhichJob(..)
            | Self::Topic(..)
            | Self::Candidates(..)
            | Self::English(..)
            | Self::NotIt(..)
            | Self::Which(_)
            | Self::AskJob(_)
            | Self::More(..) => Upshot::Candidates,
        }
    }
}

/// In what respect other jobs are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Respect {
    /// They are near it.
    Kind,
    /// They pay better from the first.
    Pay,
    /// They are easier to begin.
    Ease,
}

/// Jobs that may be meant, beside what the search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Near {
    /// The jobs, the nearest first.
    pub jobs: Vec<Slug>,
    /// The part that was asked for.
    pub section: Option<Meaning>,
    /// How many of the jobs, from the first on, are named in the text.
    pub named: usize,
}

impl Near {
    /// The jobs to lay side by side: those that the text names, when there are two or three.
    #[must_use]
    pub fn compared(&self) -> Option<Vec<Slug>> {
        let named = self.jobs.get(..self.named)?;
        (2..=3).contains(&named.len()).then(|| named.to_vec())
    }
}

/// Why nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// The search is not sure.
    Unsure,
    /// It is talk about a question.
    About,
    /// It is not Japanese.
    Foreign,
    /// It is for people, not for a machine in a channel: danger, fraud.
    Grave,
}

/// What a text was taken for, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Understood {
    /// What.
    pub outcome: Outcome,
    /// Why: the words that decided, for whoever wants to know.
    pub why: String,
}

pub(super) fn understood(outcome: Outcome, why: &str) -> Understood {
    Understood { outcome, why: why.to_owned() }
}
