//! From documents to flat postings.
//!
//! Every field of every document is a unit with a number; all units share one space, so a search fills one array of sums. Postings
//! carry finished BM25 impacts: a search only multiplies by the weight of the term in the question and adds.

use rustc_hash::FxHashMap;

use super::phrasings::Phrasings;
use super::terms::{Analyser, Term};
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
    pub(super) job: bool,
}

/// No group, no intent.
pub(super) const NONE: u32 = u32::MAX;

/// The postings of all fields.
#[derive(Debug, Default)]
pub(super) struct Postings {
    pub(super) terms: FxHashMap<u64, u32>,
    pub(super) infos: Vec<TermInfo>,
    pub(super) flat: Vec<Posting>,
    pub(super) spans: [Span; FIELDS],
    pub(super) slots: Vec<Slots>,
    pub(super) phrasings: Phrasings,
    pub(super) units: usize,
    pub(super) idf_max: f32,
}

/// Terms of a unit with their counts, as `(term, count)` appended to a flat list.
#[derive(Default)]
struct Bags {
    flat: Vec<(u32, Times)>,
    /// One past the last entry of each unit in `flat`.
    ends: Vec<usize>,
    lengths: Vec<u32>,
}

/// How often a term stands in a unit, and in how many units of the same group.
#[derive(Clone, Copy, Default)]
struct Times {
    here: u16,
    in_group: u16,
}

impl Bags {
    fn push(&mut self, ids: &mut [u32]) {
        ids.sort_unstable();
        for run in ids.chunk_by(|a, b| a == b) {
            let here = u16::try_from(run.len()).unwrap_or(u16::MAX);
            self.flat.push((run[0], Times { here, in_group: 1 }));
        }
        self.ends.push(self.flat.len());
        self.lengths.push(count(ids.len()));
    }

    fn range(&self, i: usize) -> std::ops::Range<usize> {
        let from = if i == 0 { 0 } else { self.ends[i - 1] };
        from..self.ends[i]
    }

    fn unit(&self, i: usize) -> &[(u32, Times)] {
        &self.flat[self.range(i)]
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
    let (mut ids, mut all) = (Vec::new(), Vec::new());
    let mut intern = |text: &str, limit: usize, ids: &mut Vec<u32>| {
        analyser.analyse(text, limit, &mut terms);
        ids.clear();
        ids.extend(terms.iter().map(|term| {
            let next = count(vocabulary.len());
            *vocabulary.entry(term.key).or_insert(next)
        }));
    };
    for document in documents {
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
            job: document.group.and_then(|g| groups.get(g)).is_some_and(|g| g.job),
        });
        all.clear();
        out.phrasings.begin();
        for (i, text) in
            std::iter::once(document.question).chain(document.phrasings.iter().copied()).enumerate()
        {
            intern(text, super::normalise::TEXT_MAX, &mut ids);
            all.extend_from_slice(&ids);
            if i == 0 {
                bags[Field::Question as usize].push(&mut ids);
            }
            out.phrasings.push(text, &mut ids);
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
    for (group, mut all) in groups.iter().zip(group_ids) {
        for text in &group.texts {
            intern(text, ANSWER_MAX, &mut ids);
            all.extend_from_slice(&ids);
        }
        bags[Field::Group as usize].push(&mut all);
    }
    for mut all in intent_ids {
        bags[Field::Intent as usize].push(&mut all);
    }
    for text in other {
        intern(text, super::normalise::TEXT_MAX, &mut ids);
        bags[Field::Other as usize].push(&mut ids);
    }
    vocabulary.shrink_to_fit();
    out.terms = vocabulary;
    let by_group = by_group(documents, groups.len());
    for field in [Field::Question, Field::Entry, Field::Answer] {
        count_in_groups(&mut bags[field as usize], &by_group, out.terms.len());
    }
    fill(&mut out, bags, &by_group, weights);
    out
}

/// The documents of each group.
fn by_group(documents: &[Document<'_>], groups: usize) -> Vec<Vec<usize>> {
    let mut out = vec![Vec::new(); groups];
    for (at, document) in documents.iter().enumerate() {
        if let Some(group) = document.group.and_then(|g| out.get_mut(g)) {
            group.push(at);
        }
    }
    out
}

/// Writes beside each term in how many units of its group it stands.
fn count_in_groups(bags: &mut Bags, by_group: &[Vec<usize>], terms: usize) {
    let mut with = vec![0u16; terms];
    for group in by_group {
        for &unit in group {
            bags.unit(unit)
                .iter()
                .for_each(|&(term, _)| with[term as usize] = with[term as usize].saturating_add(1));
        }
        for &unit in group {
            let range = bags.range(unit);
            for (term, times) in &mut bags.flat[range] {
                times.in_group = with[*term as usize];
            }
        }
        for &unit in group {
            bags.unit(unit).iter().for_each(|&(term, _)| with[term as usize] = 0);
        }
    }
}

/// How much a term tells the entries of a group apart that `with` of its `size` entries hold, from 0 (in all) to 1 (in one).
fn telling(size: usize, with: u16) -> f32 {
    if with <= 1 { 1.0 } else { inverse_frequency(size, u32::from(with)) / inverse_frequency(size, 1) }
}

/// BM25's inverse document frequency, always positive.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^24")]
fn inverse_frequency(units: usize, with: u32) -> f32 {
    let (n, d) = (units as f32, with as f32);
    (1.0 + (n - d + 0.5) / (d + 0.5)).ln()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^24")]
fn fill(out: &mut Postings, bags: [Bags; FIELDS], by_group: &[Vec<usize>], weights: &Weights) {
    let terms = out.terms.len();
    let mut sizes = vec![0u32; terms + 1];
    for bag in &bags {
        bag.flat.iter().for_each(|&(term, _)| sizes[term as usize + 1] += 1);
    }
    for i in 0..terms {
        sizes[i + 1] += sizes[i];
    }
    out.flat = vec![Posting { unit: 0, impact: 0.0 }; sizes[terms] as usize];
    let mut next = sizes.clone();
    let frequencies = |bag: &Bags| {
        let mut with = vec![0u32; terms];
        bag.flat.iter().for_each(|&(term, _)| with[term as usize] += 1);
        with
    };
    let entries = bags[Field::Entry as usize].len();
    let with_entries = frequencies(&bags[Field::Entry as usize]);
    let mut base = 0u32;
    for (field, bag) in Field::ALL.into_iter().zip(bags) {
        out.spans[field as usize] = Span { from: base, to: base + count(bag.len()) };
        let numbers = weights.fields[field as usize];
        let average = bag.lengths.iter().map(|&l| l as f32).sum::<f32>() / bag.len().max(1) as f32;
        // The words of a question or of other talk are as telling as the entries that use them.
        let own = matches!(field, Field::Answer | Field::Group | Field::Intent).then(|| frequencies(&bag));
        let (with, among) = own.as_ref().map_or((&with_entries, entries), |own| (own, bag.len()));
        for unit in 0..bag.len() {
            let length = bag.lengths[unit] as f32;
            let norm = numbers.k1 * (1.0 - numbers.b + numbers.b * length / average.max(1.0));
            let group = match field {
                Field::Question | Field::Entry | Field::Answer => {
                    out.slots.get(unit).map_or(NONE, |s| s.group)
                }
                _ => NONE,
            };
            let size = by_group.get(group as usize).map_or(1, Vec::len);
            for &(term, times) in bag.unit(unit) {
                let telling = 1.0 - weights.within + weights.within * telling(size, times.in_group);
                let idf = telling * inverse_frequency(among, with[term as usize]);
                let times = f32::from(times.here);
                let impact = idf * times * (numbers.k1 + 1.0) / (times + norm);
                let slot = &mut next[term as usize];
                out.flat[*slot as usize] = Posting { unit: base + count(unit), impact };
                *slot += 1;
            }
        }
        base += count(bag.len());
    }
    out.phrasings.finish(|term| inverse_frequency(entries, with_entries[term as usize]));
    out.units = base as usize;
    out.idf_max = inverse_frequency(entries, 0);
    out.infos = (0..terms)
        .map(|i| TermInfo {
            from: sizes[i],
            to: sizes[i + 1],
            idf: inverse_frequency(entries, with_entries[i]),
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
