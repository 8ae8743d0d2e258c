//! Words as people use them, as data: what they say first (`data/first-words.toml`), what we know we do not answer
//! (`data/referrals.toml`), words that mean the same (`data/synonyms.toml`), names that several jobs share (`data/ambiguous.toml`).
//!
//! Texts are compared in the form of [`super::lookup::NamesInText::readable`] with kana folded. What the groups lead to is told in
//! `understand`. Non-goal: grammar; a phrase that needs more than words is a question for the search.

use serde::Deserialize;

use super::types::Source;
use super::units::Slug;

/// The shape of `data/first-words.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FirstWords {
    /// Words around the names of jobs.
    pub names: NameFillers,
    /// Words that make up the first thing a person says.
    pub word: Vec<WordGroup>,
    /// Words that stand for topics.
    pub topic: Vec<TopicWords>,
    /// Phrases that mean something wherever they stand.
    pub sign: Vec<Sign>,
    /// What follows a word that is not meant: 「以外」, 「ではなく」.
    pub negation: Negation,
    /// Words that choose one of the things offered: 「2番目」.
    pub ordinal: Vec<Ordinal>,
    /// Phrases that are answered by a set text or by one entry when they are said to the bot.
    pub reply: Vec<SetReply>,
}

/// What says that the word before it is not meant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Negation {
    /// Behind a word that is then no first word, though the search may hear it: 「は知って」.
    pub behind: Vec<String>,
    /// Behind a word that the search is not to hear either: 「以外で」.
    pub cut: Vec<String>,
    /// The same at the end of a sentence: 「公務員ではありません」.
    pub told: Vec<String>,
    /// The same, behind a job or what tells of a person only: 「障害はありません」.
    pub lacked: Vec<String>,
}

/// Words for a place in a list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ordinal {
    /// The place, counted from 1; from the end when negative.
    pub place: i64,
    /// As in [`Sign::holds`].
    pub holds: Vec<String>,
}

/// A phrase said to the bot, and the reply that is set for it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SetReply {
    /// As in [`Sign::holds`].
    pub holds: Vec<String>,
    /// As in [`Sign::unless`].
    pub unless: Vec<String>,
    /// Longest text that it is the reply to, in characters; 0 for no bound.
    pub within: usize,
    /// The text said, when it is no entry.
    pub says: String,
    /// The id of the entry that answers.
    pub entry: String,
    /// Ids of entries offered beside it.
    pub beside: Vec<String>,
}

/// Words around the names of jobs that are no part of them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NameFillers {
    /// Behind a name: 「の仕事がしたい」.
    pub behind: Vec<String>,
    /// Before a name: 「在宅で」.
    pub before: Vec<String>,
    /// Words that say nothing about which job: 「仕事」.
    pub empty: Vec<String>,
    /// Hiragana between words that is not a word of a name.
    pub grammar: Vec<String>,
}

/// Words of one meaning.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WordGroup {
    /// See [`Meaning::from_key`].
    pub means: String,
    /// The words.
    pub texts: Vec<String>,
    /// Ids of the topics that one of the words means when nothing else is said and no job is known: 「単価」.
    pub alone: Vec<String>,
}

/// Words that stand for one or more topics.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TopicWords {
    /// The words; the first is the form to show.
    pub words: Vec<String>,
    /// Ids of topics, the nearest first.
    pub topics: Vec<String>,
    /// The words may as well tell about a person who looks for a job (学生, パソコン, 看護師).
    pub circumstance: bool,
}

/// A phrase that means something wherever it stands.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sign {
    /// See [`SignMeaning::from_key`].
    pub means: String,
    /// Any of these; the parts of one, divided by `+`, must all stand in the text, each in one of the ways divided by `|`. 「^」 begins
    /// and 「$」 ends a text.
    pub holds: Vec<String>,
    /// Unless one of these stands there, too.
    pub unless: Vec<String>,
    /// Of a warning, the id of the entry that warns.
    pub entry: String,
}

/// What a word of a first thing said means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// Says nothing by itself: 「について教えて」.
    Filler,
    /// Thanks.
    Thanks,
    /// A greeting.
    Greeting,
    /// How to use the bot.
    Help,
    /// The list of jobs.
    Jobs,
    /// Which job suits.
    Recommend,
    /// Jobs side by side.
    Compare,
    /// A job's scores.
    Score,
    /// A job's income.
    Income,
    /// How to start with a job.
    Steps,
    /// What goes wrong in a job.
    Pitfalls,
    /// A job's questions.
    Faq,
    /// What one does in a job.
    Work,
    /// What a job needs.
    Skills,
    /// The law around a job.
    Legal,
    /// How AI helps in a job.
    Ai,
    /// What starting with a job costs.
    Cost,
    /// A job's income for an hour and a day.
    Hourly,
}

impl Meaning {
    /// All meanings with their keys.
    pub const ALL: [(&'static str, Self); 18] = [
        ("filler", Self::Filler),
        ("thanks", Self::Thanks),
        ("greeting", Self::Greeting),
        ("help", Self::Help),
        ("jobs", Self::Jobs),
        ("recommend", Self::Recommend),
        ("compare", Self::Compare),
        ("score", Self::Score),
        ("income", Self::Income),
        ("steps", Self::Steps),
        ("pitfalls", Self::Pitfalls),
        ("faq", Self::Faq),
        ("work", Self::Work),
        ("skills", Self::Skills),
        ("legal", Self::Legal),
        ("ai", Self::Ai),
        ("cost", Self::Cost),
        ("hourly", Self::Hourly),
    ];

    /// The meaning with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(k, _)| *k == key).map(|(_, meaning)| meaning)
    }

    /// Its key.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, meaning)| *meaning == self).map_or("", |(key, _)| key)
    }
}

/// What a sign means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignMeaning {
    /// A person is in danger.
    Crisis,
    /// Money or papers already went to someone who deceives.
    Fraud,
    /// Which job suits, whatever else is said.
    Recommend,
    /// Talk about a question, not a question.
    About,
    /// More of what was answered before.
    Detail,
    /// Something else of the kind.
    Others,
    /// Why that is so.
    Reason,
    /// The same in fewer words.
    Simply,
    /// The same once more.
    Again,
    /// Where that comes from, and whether it is true.
    Source,
    /// It was not what was meant.
    NotIt,
    /// Something that pays better.
    Better,
    /// Something that is easier.
    Easier,
    /// That one it shall be.
    Take,
    /// Money is asked for in advance, or a stranger offers work: an entry warns.
    Warning,
    /// Something that was said before: 「それって…」.
    Back,
    /// Someone takes their leave, or thinks better of it: 「やっぱりやめとく」.
    Leave,
    /// A wish that no adviser on side jobs can fulfil: an order for work, a task for a machine.
    Order,
}

impl SignMeaning {
    /// All meanings with their keys.
    pub const ALL: [(&'static str, Self); 18] = [
        ("crisis", Self::Crisis),
        ("fraud", Self::Fraud),
        ("recommend", Self::Recommend),
        ("about", Self::About),
        ("detail", Self::Detail),
        ("others", Self::Others),
        ("reason", Self::Reason),
        ("simply", Self::Simply),
        ("again", Self::Again),
        ("source", Self::Source),
        ("not-it", Self::NotIt),
        ("better", Self::Better),
        ("easier", Self::Easier),
        ("take", Self::Take),
        ("warning", Self::Warning),
        ("back", Self::Back),
        ("leave", Self::Leave),
        ("order", Self::Order),
    ];

    /// The meaning with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(k, _)| *k == key).map(|(_, meaning)| meaning)
    }
}

/// The shape of `data/referrals.toml`: what we know we do not answer, and who does.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Referrals {
    /// By subject, the most specific first.
    pub referral: Vec<Referral>,
    /// Whom someone in danger can call, the best first.
    pub crisis: Vec<HelpLine>,
    /// Whom someone can call who is being deceived, the best first.
    pub fraud: Vec<HelpLine>,
}

/// A number to call.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct HelpLine {
    /// Who answers.
    pub name: String,
    /// The number.
    pub number: String,
    /// When, and what it costs.
    pub hours: String,
    /// Where that is said.
    pub source: Source,
}

/// Who answers a subject.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Referral {
    /// The subject in a word, as shown.
    pub subject: String,
    /// Words that tell the subject, each may have parts divided by `+`.
    pub words: Vec<String>,
    /// Who answers.
    pub who: String,
    /// How to reach them: a number to call, an address.
    pub how: String,
    /// Where that is said.
    pub source: Source,
}

/// Words people use interchangeably: the shape of `data/synonyms.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Synonyms {
    /// Each a set of words that mean the same in a question.
    pub group: Vec<SynonymGroup>,
}

/// A set of words that mean the same; the first is the form to show.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SynonymGroup {
    /// The words.
    pub words: Vec<String>,
}

/// Names that fairly mean more than one job: the shape of `data/ambiguous.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ambiguous {
    /// Each a name with the jobs it may mean.
    pub name: Vec<AmbiguousName>,
}

/// A name and the jobs it may mean; typing it yields 「もしかして」.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AmbiguousName {
    /// The name.
    pub text: String,
    /// Two jobs or more.
    pub jobs: Vec<Slug>,
}
