//! What the engine's numbers are fitted on: labelled lines, phrasings taken out of the index, and entries taken out of it.
//!
//! Each case is a search taken apart ([`Evidence`]) with what is right for it. Nothing of the held-out third is among them.

use std::collections::HashSet;

use super::labelled::{Line, hash, widen};
use crate::faq::decide::Models;
use crate::faq::{Corpus, Document, Evidence, FaqIndex, OTHER, Weights};
use crate::profile::Catalogue;

/// Candidates looked at for each question.
const DEPTH: usize = 30;
/// Parts that phrasings and entries are divided into.
pub const PARTS: u64 = 5;

/// Where a case comes from: it decides what it teaches and how much it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A line written or asked by a person.
    Line,
    /// Talk: teaches silence where nobody addressed the bot.
    Talk,
    /// A phrasing that was taken out of the index.
    Phrasing,
    /// A phrasing of an entry that was taken out of the index: a question of our field that nothing answers.
    Unanswerable,
}

/// A question with what is right for it.
#[derive(Clone, Debug)]
pub struct Case {
    /// Where it comes from.
    pub origin: Origin,
    /// Its text.
    pub text: String,
    /// The file it comes from; empty for what comes from the data.
    pub file: String,
    /// Right ids; empty when nothing answers it.
    pub gold: Vec<String>,
    /// The search.
    pub evidence: Evidence,
    /// The part it belongs to when cases are kept apart by entry (and by line where there is none).
    pub part: u64,
}

/// Catalogue and weights that searches run with.
#[derive(Clone, Copy, Debug)]
pub struct Bench<'a> {
    /// The data.
    pub catalogue: &'a Catalogue,
    /// The weights the candidates are found with.
    pub weights: &'a Weights,
    /// The seed of every choice by lot.
    pub seed: u64,
}

impl Bench<'_> {
    /// An index over all entries.
    #[must_use]
    pub fn index(&self) -> FaqIndex {
        self.index_of(|_| true, |_, _| true)
    }

    /// An index without some entries and some phrasings.
    #[must_use]
    pub fn index_of(&self, entry: impl Fn(&str) -> bool, phrasing: impl Fn(&str, &str) -> bool) -> FaqIndex {
        let mut corpus = Corpus::of(self.catalogue);
        corpus.documents.retain(|d| entry(d.id));
        for document in &mut corpus.documents {
            let Document { id, phrasings, .. } = document;
            phrasings.retain(|p| phrasing(id, p));
        }
        let other: Vec<&str> = OTHER.lines().collect();
        let models = Models::from(self.catalogue.engine());
        FaqIndex::with_weights(&corpus, &other, self.catalogue.synonyms(), self.weights.clone(), models)
    }

    /// Labelled lines as cases.
    #[must_use]
    pub fn lines(&self, index: &FaqIndex, lines: &[Line]) -> Vec<Case> {
        let known: HashSet<&str> = self.catalogue.entries().map(|e| e.faq().id.as_str()).collect();
        let case = |line: &Line| {
            let mut line = line.clone();
            widen(self.catalogue, &mut line);
            let gold: Vec<String> =
                line.gold.iter().filter(|id| known.contains(id.as_str())).cloned().collect();
            // Forms like `profile:backend` are not the search's to find; `silence` is talk.
            let chat = matches!(line.file.as_str(), "dev-chat" | "held-chat");
            let talk = line.label == "silence" || chat && line.gold.is_empty();
            if gold.is_empty() && !line.gold.is_empty() && !talk {
                return None;
            }
            Some(Case {
                origin: if talk { Origin::Talk } else { Origin::Line },
                evidence: index.evidence(&line.text, DEPTH, &gold),
                part: line.part(PARTS, self.seed),
                text: line.text.clone(),
                file: line.file.clone(),
                gold,
            })
        };
        lines.iter().filter_map(case).collect()
    }

    /// Phrasings that were taken out of the index, about `number` of them.
    #[must_use]
    pub fn phrasings(&self, number: u64) -> Vec<Case> {
        let all: u64 = self.catalogue.entries().map(|e| e.faq().asked_as.len() as u64).sum();
        let mut out = Vec::new();
        for part in 0..PARTS {
            let taken = |text: &str| hash(text, self.seed) % PARTS == part;
            let index = self.index_of(|_| true, |_, text| !taken(text));
            for entry in self.catalogue.entries() {
                for text in entry.faq().asked_as.iter().filter(|t| taken(t) && self.drawn(t, number, all)) {
                    let gold = vec![entry.faq().id.clone()];
                    out.push(Case {
                        origin: Origin::Phrasing,
                        evidence: index.evidence(text, DEPTH, &gold),
                        part: hash(&entry.faq().id, self.seed) % PARTS,
                        text: text.clone(),
                        file: String::new(),
                        gold,
                    });
                }
            }
        }
        out
    }

    /// Phrasings of entries that were taken out of the index, about `number` of them.
    #[must_use]
    pub fn unanswerable(&self, number: u64) -> Vec<Case> {
        let all: u64 = self.catalogue.entries().map(|e| e.faq().asked_as.len() as u64).sum();
        let mut out = Vec::new();
        for part in 0..PARTS {
            let taken = |id: &str| hash(id, self.seed) % PARTS == part;
            let index = self.index_of(|id| !taken(id), |_, _| true);
            for entry in self.catalogue.entries().filter(|e| taken(&e.faq().id)) {
                for text in entry.faq().asked_as.iter().filter(|t| self.drawn(t, number, all)) {
                    out.push(Case {
                        origin: Origin::Unanswerable,
                        evidence: index.evidence(text, DEPTH, &[]),
                        part: hash(&entry.faq().id, self.seed) % PARTS,
                        text: text.clone(),
                        file: String::new(),
                        gold: Vec::new(),
                    });
                }
            }
        }
        out
    }

    fn drawn(&self, text: &str, number: u64, all: u64) -> bool {
        hash(text, self.seed ^ 0x5eed) % all.max(1) < number
    }
}
