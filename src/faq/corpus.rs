//! The catalogue as documents: which texts of a profile or topic are indexed, and under which names a job is found.

use super::index::{Document, Group};
use crate::profile::{Catalogue, Faq, Profile};

/// What an index is made of.
#[derive(Debug, Default)]
pub struct Corpus<'a> {
    /// The questions.
    pub documents: Vec<Document<'a>>,
    /// The jobs and topics they belong to.
    pub groups: Vec<Group<'a>>,
    /// Names of jobs, each with its group.
    pub names: Vec<(&'a str, usize)>,
    /// Words for topics, each with its place in `groups_of`.
    pub topics: Vec<(&'a str, usize)>,
    /// The groups that words for topics stand for.
    pub groups_of: Vec<Vec<u32>>,
}

impl<'a> Corpus<'a> {
    /// The corpus of a catalogue: questions of the profiles first, then the general ones.
    #[must_use]
    pub fn of(catalogue: &'a Catalogue) -> Self {
        let mut corpus = Self::default();
        for profile in catalogue.profiles() {
            let group = corpus.groups.len();
            let own = [&profile.name, &profile.name_en, &profile.reading];
            corpus.names.extend(profile.aliases.iter().chain(own).map(|name| (name.as_str(), group)));
            corpus.groups.push(Group { texts: texts_of(profile), job: true });
            corpus.documents.extend(profile.faq.iter().map(|f| document(f, group, Some(&f.topic))));
        }
        for topic in catalogue.topics() {
            let group = corpus.groups.len();
            corpus.groups.push(Group { texts: vec![&topic.title], job: false });
            corpus.documents.extend(topic.faq.iter().map(|f| document(f, group, None)));
        }
        let first = catalogue.profiles().len();
        for words in &catalogue.first_words().topic {
            let place = |id: &String| catalogue.topics().iter().position(|t| t.id == *id);
            let groups =
                words.topics.iter().filter_map(place).filter_map(|at| u32::try_from(first + at).ok());
            corpus.topics.extend(words.words.iter().map(|word| (word.as_str(), corpus.groups_of.len())));
            corpus.groups_of.push(groups.collect());
        }
        corpus
    }
}

fn document<'a>(faq: &'a Faq, group: usize, intent: Option<&'a str>) -> Document<'a> {
    Document {
        id: &faq.id,
        question: &faq.question,
        phrasings: faq.asked_as.iter().map(String::as_str).collect(),
        answer: &faq.answer,
        group: Some(group),
        intent,
    }
}

/// What tells one job from another beside its questions: names, summary, tasks, skills, tools. Income and law read alike everywhere.
fn texts_of(profile: &Profile) -> Vec<&str> {
    let (work, skills) = (&profile.work, &profile.skills);
    let single = [&profile.name, &profile.name_en, &profile.reading, &profile.summary];
    let lists = [
        &profile.aliases,
        &profile.tags,
        &work.tasks,
        &work.features,
        &work.style,
        &skills.needed,
        &skills.tools,
        &skills.measures,
        &skills.risks,
    ];
    single.into_iter().chain(lists.into_iter().flatten()).map(String::as_str).collect()
}
