//! From documents to flat postings.
//!
//! Every field of every document is a unit with a number; all units share one space, so a search fills one array of sums. Postings
//! carry finished BM25 impacts: a search only multiplies by the weight of the term in the question and adds.

use rustc_hash::FxHashMap;

use super::terms::{Analyser, Kind, Term};
use super::weights::{FIELDS, Field, Weights};

/// Characters of an answer that are indexed.
const ANSWER_MAX: usize = 2_000;

/// A question with its answer, to be indexed.
#[derive(Clone, Debug, Default)]
pub struct Document<'a> {
    /// What a hit names.
    pub id: &'a str,
    /// The question as shown.
    pub question: &'a str,
    /// How people ask it.
    pub phrasings: Vec<&'a str>,
    /// The answer.
    pub answer: &'a str,
    /// The job or topic it belongs to, an index into the groups.
    pub group: Option<usize>,
    /// What kind of question it is, by any name.
    pub intent: Option<&'a str>,
}

/// A job or topic.
#[derive(Clone, Debug, Default)]
pub struct Group<'a> {
    /// Texts about it beside its questions and answers.
    pub texts: Vec<&'a str>,
    /// Whether it is a job.
    pub job: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    pub(super) unit: u32,
    pub(super) impact: f32,
}

/// Units of one field: the half-open range of their numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Span {
    pub(super) from: u32,
    pub(super) to: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct TermInfo {
    pub(super) from: u32,
    pub(super) to: u32,
    /// Inverse document frequency among entries.
    pub(super) idf: f32,
}

/// What all of a document's units are found by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slots {
    pub(super) group: u32,
    pub(super) intent: u32,
    /// First phrasing; the next document's first is one past the last.
    pub(super) phrasings: u32,
    pub(super) job: bool,
}

/// No group, no intent.
pub(super) const NONE: u32 = u32::MAX;

/// The postings of all fields.
#[derive(Debug, Default)]
pub(super) struct Postings {
    pub(super) terms: FxHashMap<u64, u32>,
    /// The kind of each term; of two kinds that share a key, the one met first.
    pub(super) kinds: Vec<Kind>,
    pub(super) infos: Vec<TermInfo>,
    pub(super) flat: Vec<Posting>,
    pub(super) spans: [Span; FIELDS],
    pub(super) slots: Vec<Slots>,
    /// The document of each phrasing.
    pub(super) owner: Vec<u32>,
    /// What each phrasing adds up to when all of it is said.
    pub(super) whole: Vec<f32>,
    pub(super) units: usize,
    pub(super) idf_max: f32,
}

/// Terms of a unit with their counts, as `(term, count)` appended to a flat list.
#[derive(Default)]
struct Bags {
    flat: Vec<(u32, u32)>,
    /// One past the last entry of each unit in `flat`.
    ends: Vec<usize>,
    lengths: Vec<u32>,
}

impl Bags {
    fn push(&mut self, ids: &mut [u32]) {
        ids.sort_unstable();
        for run in ids.chunk_by(|a, b| a == b) {
            self.flat.push((run[0], count(run.len())));
        }
        self.ends.push(self.flat.len());
        self.lengths.push(count(ids.len()));
    }

    fn unit(&self, i: usize) -> &[(u32, u32)] {
        let from = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.flat[from..self.ends[i]]
    }

    fn len(&self) -> usize {
        self.ends.len()
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub(super) fn build(
    documents: &[Document<'_>],
    groups: &[Group<'_>],
    other: &[&str],
    analyser: &Analyser,
    weights: &Weights,
) -> Postings {
    let mut out = Postings::default();
    let mut terms: Vec<Term> = Vec::new();
    let mut bags: [Bags; FIELDS] = Default::default();
    let mut intents: Vec<&str> = Vec::new();
    let mut group_ids: Vec<Vec<u32>> = vec![Vec::new(); groups.len()];
    let mut intent_ids: Vec<Vec<u32>> = Vec::new();
    let mut vocabulary: FxHashMap<u64, u32> = FxHashMap::default();
    let mut kinds: Vec<Kind> = Vec::new();
    let mut ids = Vec::new();
    let mut intern = |text: &str, limit: usize, ids: &mut Vec<u32>| {
        analyser.analyse(text, limit, &mut terms);
        ids.clear();
        ids.extend(terms.iter().map(|t| {
            let next = count(vocabulary.len());
            *vocabulary.entry(t.key).or_insert_with(|| {
                kinds.push(t.kind);
                next
            })
        }));
    };
    for (at, document) in (0u32..).zip(documents) {
        let intent = document.intent.map(|name| {
            intents.iter().position(|&n| n == name).unwrap_or_else(|| {
                intents.push(name);
                intent_ids.push(Vec::new());
                intents.len() - 1
            })
        });
        out.slots.push(Slots {
            group: document.group.map_or(NONE, count),
            intent: intent.map_or(NONE, count),
            phrasings: count(bags[Field::Phrasing as usize].len()),
            job: document.group.and_then(|g| groups.get(g)).is_some_and(|g| g.job),
        });
        let mut all = Vec::new();
        for text in std::iter::once(document.question).chain(document.phrasings.iter().copied()) {
            intern(text, super::normalise::TEXT_MAX, &mut ids);
            all.extend_from_slice(&ids);
            bags[Field::Phrasing as usize].push(&mut ids);
            out.owner.push(at);
        }
        if let Some(intent) = intent {
            intent_ids[intent].extend_from_slice(&all);
        }
        intern(document.answer, ANSWER_MAX, &mut ids);
        if let Some(group) = document.group.and_then(|g| group_ids.get_mut(g)) {
            group.extend_from_slice(&all);
            group.extend_from_slice(&ids);
        }
        if document.phrasings.is_empty() {
            // Without phrasings, question and answer together make the entry.
            all.extend_from_slice(&ids);
        }
        bags[Field::Answer as usize].push(&mut ids);
        bags[Field::Entry as usize].push(&mut all);
    }
    for (group, all) in groups.iter().zip(&mut group_ids) {
        for text in &group.texts {
            intern(text, ANSWER_MAX, &mut ids);
            all.extend_from_slice(&ids);
        }
        bags[Field::Group as usize].push(all);
    }
    for all in &mut intent_ids {
        bags[Field::Intent as usize].push(all);
    }
    for text in other {
        intern(text, super::normalise::TEXT_MAX, &mut ids);
        bags[Field::Other as usize].push(&mut ids);
    }
    out.terms = vocabulary;
    out.kinds = kinds;
    let within = within_groups(documents, groups.len(), &bags[Field::Entry as usize]);
    fill(&mut out, &bags, &within, weights);
    out
}

/// How many entries of each group hold a term, and how many entries each group has.
#[derive(Default)]
struct Within {
    sizes: Vec<u32>,
    counts: FxHashMap<(u32, u32), u32>,
}

fn within_groups(documents: &[Document<'_>], groups: usize, entries: &Bags) -> Within {
    let mut out = Within { sizes: vec![0; groups], counts: FxHashMap::default() };
    for (at, document) in documents.iter().enumerate() {
        let Some(group) = document.group else { continue };
        if let Some(size) = out.sizes.get_mut(group) {
            *size += 1;
        }
        for &(term, _) in entries.unit(at) {
            *out.counts.entry((count(group), term)).or_default() += 1;
        }
    }
    out
}

impl Within {
    /// How much a term tells the entries of a group apart, from 0 (in all) to 1 (in one).
    fn telling(&self, group: u32, term: u32) -> f32 {
        if group == NONE {
            return 1.0;
        }
        let with = self.counts.get(&(group, term)).copied().unwrap_or(1);
        if with <= 1 {
            return 1.0;
        }
        let size = self.sizes.get(group as usize).copied().unwrap_or(1) as usize;
        inverse_frequency(size, with) / inverse_frequency(size, 1)
    }
}

/// BM25's inverse document frequency, always positive.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^24")]
fn inverse_frequency(units: usize, with: u32) -> f32 {
    let (n, d) = (units as f32, with as f32);
    (1.0 + (n - d + 0.5) / (d + 0.5)).ln()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^24")]
fn fill(out: &mut Postings, bags: &[Bags; FIELDS], within: &Within, weights: &Weights) {
    let terms = out.terms.len();
    let mut frequencies: Vec<Vec<u32>> = Vec::with_capacity(FIELDS);
    let mut sizes = vec![0u32; terms + 1];
    for bag in bags {
        let mut frequency = vec![0u32; terms];
        for &(term, _) in &bag.flat {
            frequency[term as usize] += 1;
            sizes[term as usize + 1] += 1;
        }
        frequencies.push(frequency);
    }
    for i in 0..terms {
        sizes[i + 1] += sizes[i];
    }
    let total = sizes[terms] as usize;
    out.flat = vec![Posting { unit: 0, impact: 0.0 }; total];
    let mut next = sizes.clone();
    let entries = bags[Field::Entry as usize].len();
    let mut base = 0u32;
    for (field, bag) in Field::ALL.into_iter().zip(bags) {
        out.spans[field as usize] = Span { from: base, to: base + count(bag.len()) };
        let numbers = weights.fields[field as usize];
        let average = bag.lengths.iter().map(|&l| l as f32).sum::<f32>() / bag.len().max(1) as f32;
        // A phrasing's words are as telling as the entries that use them, not as the phrasings.
        let (reference, among) = match field {
            Field::Phrasing | Field::Other => (&frequencies[Field::Entry as usize], entries),
            _ => (&frequencies[field as usize], bag.len()),
        };
        let frequencies: Vec<f32> = reference.iter().map(|&with| inverse_frequency(among, with)).collect();
        for unit in 0..bag.len() {
            let length = bag.lengths[unit] as f32;
            let norm = numbers.k1 * (1.0 - numbers.b + numbers.b * length / average.max(1.0));
            let group = match field {
                Field::Phrasing => {
                    out.owner.get(unit).and_then(|&d| out.slots.get(d as usize)).map_or(NONE, |s| s.group)
                }
                Field::Entry | Field::Answer => out.slots.get(unit).map_or(NONE, |s| s.group),
                _ => NONE,
            };
            let mut whole = 0.0;
            for &(term, times) in bag.unit(unit) {
                let telling = 1.0 - weights.within + weights.within * within.telling(group, term);
                let idf = telling * frequencies[term as usize];
                let times = times as f32;
                let impact = idf * times * (numbers.k1 + 1.0) / (times + norm);
                if field == Field::Phrasing {
                    let kind = out.kinds.get(term as usize).copied().unwrap_or(Kind::Word);
                    whole += impact * numbers.kinds[kind as usize];
                }
                let slot = &mut next[term as usize];
                out.flat[*slot as usize] = Posting { unit: base + count(unit), impact };
                *slot += 1;
            }
            if field == Field::Phrasing {
                out.whole.push(whole);
            }
        }
        base += count(bag.len());
    }
    out.units = base as usize;
    out.idf_max = inverse_frequency(entries, 0);
    out.infos = (0..terms)
        .map(|i| TermInfo {
            from: sizes[i],
            to: sizes[i + 1],
            idf: inverse_frequency(entries, frequencies[Field::Entry as usize][i]),
        })
        .collect();
}

impl Postings {
    /// Whether a unit holds a term.
    pub(super) fn holds(&self, term: u32, unit: u32) -> bool {
        let Some(info) = self.infos.get(term as usize) else { return false };
        self.flat[info.from as usize..info.to as usize].binary_search_by_key(&unit, |p| p.unit).is_ok()
    }
}
