//! From a question in anyone's words to the entry that answers it.

pub mod decide;
mod explain;
pub mod index;
pub mod normalise;
pub mod question;
mod search;
pub mod segment;
pub mod stem;
pub mod terms;
pub mod weights;

use aho_corasick::{AhoCorasick, MatchKind};

pub use index::{Document, Group};
use terms::Analyser;
pub use weights::Weights;

use crate::profile::{Catalogue, Profile, SynonymGroup};

/// A found entry and why.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// FAQ id.
    pub id: String,
    /// Sum over the fields; comparable within one search only.
    pub score: f32,
    /// Score over what a document would reach that holds every term of the question in every field.
    pub share: f32,
    /// The phrasing that matched best.
    pub phrasing: String,
    /// Share of the question's terms that this phrasing holds, by weight.
    pub phrasing_share: f32,
    /// Share of the question's content words that the entry holds, by weight.
    pub coverage: f32,
    /// Share of them that the phrasing holds.
    pub phrasing_coverage: f32,
    /// Words of the question that the entry holds.
    pub words: Vec<String>,
    /// Whether the entry belongs to a job.
    pub job: bool,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// The best entries, best first, at most [`search::HITS`].
    pub hits: Vec<Hit>,
    /// Whether the question names a job.
    pub named: bool,
    /// Share of the question's terms that the nearest line of [`OTHER`] holds, by weight.
    pub other_share: f32,
    /// How much content the question has: the sum of its words' inverse document frequencies.
    pub content: f32,
}

/// Talk of a channel that is none of ours: reports, small talk, questions about other things. One a line.
pub const OTHER: &str = include_str!("other.txt");

/// The searchable form of a set of documents.
#[derive(Debug)]
pub struct FaqIndex {
    analyser: Analyser,
    weights: Weights,
    postings: index::Postings,
    ids: Vec<String>,
    phrasings: Vec<String>,
    names: Option<AhoCorasick>,
    name_groups: Vec<usize>,
    groups: usize,
}

impl FaqIndex {
    /// Indexes the catalogue.
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        let (documents, groups, names) = documents_of(catalogue);
        let other: Vec<&str> = OTHER.lines().collect();
        Self::new(&documents, &groups, &names, &other, catalogue.synonyms(), Weights::default())
    }

    /// Indexes documents.
    #[must_use]
    pub fn new(
        documents: &[Document<'_>],
        groups: &[Group<'_>],
        names: &[(String, usize)],
        other: &[&str],
        synonyms: &[SynonymGroup],
        weights: Weights,
    ) -> Self {
        let analyser = Analyser::new(synonyms);
        let postings = index::build(documents, groups, other, &analyser, &weights);
        let ids = documents.iter().map(|d| d.id.to_owned()).collect();
        let phrasings = documents
            .iter()
            .flat_map(|d| std::iter::once(d.question).chain(d.phrasings.iter().copied()))
            .map(str::to_owned)
            .collect();
        let keys: Vec<(String, usize)> = names
            .iter()
            .map(|(n, g)| (normalise::folded(n), *g))
            .filter(|(n, _)| n.chars().count() >= 2)
            .collect();
        let automaton = (!keys.is_empty())
            .then(|| {
                AhoCorasick::builder()
                    .match_kind(MatchKind::LeftmostLongest)
                    .build(keys.iter().map(|k| &k.0))
                    .ok()
            })
            .flatten();
        Self {
            analyser,
            weights,
            postings,
            ids,
            phrasings,
            names: automaton,
            name_groups: keys.iter().map(|k| k.1).collect(),
            groups: groups.len(),
        }
    }

    /// The best `depth` ids with their scores, best first, unexplained.
    #[must_use]
    pub fn rank(&self, text: &str, depth: usize) -> Vec<(&str, f32)> {
        let mut terms = Vec::new();
        self.analyser.analyse(text, normalise::TEXT_MAX, &mut terms);
        let query = search::query_terms(&self.postings, &self.weights, &terms);
        let sums = search::accumulate(&self.postings, &query);
        let scale = search::possible(&query);
        let ranked = search::rank(&self.postings, &self.weights, &sums, &[], scale, depth);
        ranked.into_iter().map(|r| (self.ids[r.document as usize].as_str(), r.score)).collect()
    }

    /// The best entries for a question.
    #[must_use]
    pub fn search(&self, text: &str) -> Findings {
        let mut terms = Vec::new();
        let segmented = self.analyser.analyse(text, normalise::TEXT_MAX, &mut terms);
        let query = search::query_terms(&self.postings, &self.weights, &terms);
        let sums = search::accumulate(&self.postings, &query);
        let mut named = vec![false; self.groups];
        if let Some(names) = &self.names {
            let folded: String = segmented.chars.iter().collect();
            for found in names.find_iter(&folded) {
                named[self.name_groups[found.pattern().as_usize()]] = true;
            }
        }
        let scale = search::possible(&query);
        let ranked = search::rank(&self.postings, &self.weights, &sums, &named, scale, search::HITS);
        let explain = explain::Explainer::new(&self.postings, &query, &segmented);
        let hits = ranked
            .into_iter()
            .map(|r| {
                let reason = explain.reason(&self.postings, r);
                Hit {
                    id: self.ids[r.document as usize].clone(),
                    score: r.score,
                    share: r.score / scale.max(1.0),
                    phrasing: self.phrasings[r.phrasing as usize].clone(),
                    phrasing_share: sums[r.phrasing as usize] / scale.max(1.0),
                    coverage: reason.coverage,
                    phrasing_coverage: reason.phrasing_coverage,
                    words: reason.words,
                    job: self.postings.slots[r.document as usize].job,
                }
            })
            .collect();
        let other = self.postings.spans[weights::Field::Other as usize];
        let other = sums[other.from as usize..other.to as usize].iter().copied().fold(0.0, f32::max);
        Findings {
            hits,
            named: named.contains(&true),
            content: explain.content(),
            other_share: other / scale.max(1.0),
        }
    }
}

/// Catalogue → documents.
pub fn documents_of(catalogue: &Catalogue) -> (Vec<Document<'_>>, Vec<Group<'_>>, Vec<(String, usize)>) {
    let mut documents = Vec::new();
    let mut groups = Vec::new();
    let mut names = Vec::new();
    for (g, p) in catalogue.profiles().iter().enumerate() {
        for n in p.aliases.iter().chain([&p.name, &p.name_en, &p.reading]) {
            names.push((n.clone(), g));
        }
        groups.push(Group { texts: texts_of(p), job: true });
        for f in &p.faq {
            documents.push(Document {
                id: &f.id,
                question: &f.question,
                phrasings: f.asked_as.iter().map(String::as_str).collect(),
                answer: &f.answer,
                group: Some(g),
                intent: Some(&f.topic),
            });
        }
    }
    for t in catalogue.topics() {
        let g = groups.len();
        groups.push(Group { texts: vec![&t.title], job: false });
        for f in &t.faq {
            documents.push(Document {
                id: &f.id,
                question: &f.question,
                phrasings: f.asked_as.iter().map(String::as_str).collect(),
                answer: &f.answer,
                group: Some(g),
                intent: None,
            });
        }
    }
    (documents, groups, names)
}

fn texts_of(p: &Profile) -> Vec<&str> {
    let mut out: Vec<&str> = vec![&p.name, &p.name_en, &p.reading, &p.summary];
    out.extend(p.aliases.iter().map(String::as_str));
    out.extend(p.tags.iter().map(String::as_str));
    for list in [
        &p.work.tasks,
        &p.work.features,
        &p.work.style,
        &p.skills.needed,
        &p.skills.tools,
        &p.skills.measures,
        &p.skills.risks,
    ] {
        out.extend(list.iter().map(String::as_str));
    }
    out
}
