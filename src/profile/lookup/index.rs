//! The index behind look-up: sorted lists for prefixes, character pairs for everything else.
//!
//! Names are kept in two fields, as written and as they sound. Pairs choose at most [`CANDIDATES`] keys of a field, rare pairs first
//! and at most [`BUDGET`] steps, and only those keys are measured: the cost of a query hardly grows with the number of profiles.

use std::cmp::Ordering;
use std::collections::HashMap;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::super::kana::is_kanji;
use super::super::normalise::name_key;
use super::super::romaji::canonical;
use super::super::spoken::AmbiguousName;
use super::super::spoken::NameFillers;
use super::super::types::Profile;
use super::super::units::Slug;
use super::measure::{Key, measure, prefix, share};
use super::query::{Form, Part, Query, heard};
use super::readings::Readings;
use super::words::Fillers;
use super::{Decision, Match, NameKind, Reason, SUGGESTABLE, decide};

/// Most keys of a field measured for one form of the query.
const CANDIDATES: usize = 64;
/// Most keys that begin with what was typed and are looked at.
const PREFIXED: usize = 160;
/// Most steps through lists of keys for one form of the query.
const BUDGET: usize = 4_000;
/// Most matches that a decision looks at.
const RANKED: usize = 8;
/// Factor for words left out or read in another way: what was typed as it stands comes first.
const REWRITTEN: f64 = 0.99;

/// The same where the reading of kanji is the whole name.
const READ_EXACT: f64 = 0.96;

#[derive(Debug)]
struct Name {
    text: String,
    kind: NameKind,
    /// Place of the job among those that share the name; 0 for a name of one's own.
    rank: usize,
}

/// Names in one form of comparison.
#[derive(Debug, Default)]
struct Field {
    /// Sorted by text.
    keys: Vec<Key>,
    /// Length of each key, in characters: apart from the keys, so that ranking thousands of them stays in the cache.
    lengths: Vec<u16>,
    pairs: HashMap<[char; 2], Vec<u32>>,
}

/// Look-up over the names of all profiles.
pub struct NameIndex {
    slugs: Vec<Slug>,
    names: Vec<Name>,
    written: Field,
    sounds: Field,
    readings: Readings,
    fillers: Fillers,
    matcher: SkimMatcherV2,
}

impl std::fmt::Debug for NameIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NameIndex")
            .field("slugs", &self.slugs.len())
            .field("names", &self.names.len())
            .finish_non_exhaustive()
    }
}

/// The best that is known about a job while a query runs.
#[derive(Clone, Copy, Debug)]
struct Found {
    job: u32,
    name: u32,
    /// Length of the matching key.
    length: usize,
    confidence: f64,
    reason: Reason,
}

impl NameIndex {
    /// Indexes the names of `profiles` and the names they share; `fillers` are words around names.
    #[must_use]
    pub fn new(profiles: &[Profile], ambiguous: &[AmbiguousName], fillers: &NameFillers) -> Self {
        let mut index = Self {
            slugs: profiles.iter().map(|p| p.slug.clone()).collect(),
            names: Vec::new(),
            written: Field::default(),
            sounds: Field::default(),
            readings: Readings::new(),
            fillers: Fillers::new(fillers),
            matcher: SkimMatcherV2::default(),
        };
        let mut shared: HashMap<&Slug, Vec<(usize, &str)>> = HashMap::new();
        for name in ambiguous {
            for (rank, slug) in name.jobs.iter().enumerate() {
                shared.entry(slug).or_default().push((rank, &name.text));
            }
        }
        for (job, p) in (0u32..).zip(profiles) {
            index.add(job, NameKind::Name, &p.name);
            index.add(job, NameKind::Slug, p.slug.as_str());
            index.add(job, NameKind::Reading, &p.reading);
            index.add(job, NameKind::English, &p.name_en);
            p.romaji.iter().for_each(|name| index.add(job, NameKind::Reading, name));
            p.aliases.iter().for_each(|name| index.add(job, NameKind::Alias, name));
            for &(rank, name) in shared.get(&p.slug).into_iter().flatten() {
                index.add_ranked(job, NameKind::Shared, name, rank);
            }
        }
        let Self { names, written, sounds, .. } = &mut index;
        written.finish(names);
        sounds.finish(names);
        index
    }

    fn add(&mut self, job: u32, kind: NameKind, text: &str) {
        self.add_ranked(job, kind, text, 0);
    }

    fn add_ranked(&mut self, job: u32, kind: NameKind, text: &str, rank: usize) {
        let name = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let key = name_key(text);
        let latin = key.is_ascii();
        let lower = text.to_lowercase();
        // A slug is an identifier: it is not read aloud.
        let heard =
            if kind == NameKind::Slug { vec![canonical(&lower)] } else { heard(&lower, &self.readings) };
        for sound in heard {
            self.sounds.push(sound, true, job, name);
        }
        self.written.push(key, latin, job, name);
        self.names.push(Name { text: text.to_owned(), kind, rank });
    }

    /// What to do with a typed name.
    #[must_use]
    pub fn decide(&self, query: &str) -> Decision {
        let typed = Query::new(query, &self.readings, &self.fillers);
        let found = self.find(&typed);
        if typed.only_fillers && found.first().is_none_or(|f| f.reason != Reason::Exact) {
            return Decision::Nothing;
        }
        decide(found.into_iter().take(RANKED).map(|f| self.to_match(&f)).collect())
    }

    /// Every job the query may mean, best first, each once.
    #[must_use]
    pub fn search(&self, query: &str) -> Vec<Match> {
        let typed = Query::new(query, &self.readings, &self.fillers);
        self.find(&typed).into_iter().map(|f| self.to_match(&f)).collect()
    }

    /// Jobs to offer while a name is being typed, best first, at most `limit`: every job that comes into question, however weakly.
    /// While nothing is typed, the first of `popular`.
    #[must_use]
    pub fn autocomplete<'a>(&'a self, typed: &str, limit: usize, popular: &'a [Slug]) -> Vec<&'a Slug> {
        if typed.trim().is_empty() {
            return popular.iter().take(limit).collect();
        }
        let query = Query::new(typed, &self.readings, &self.fillers);
        self.find(&query).into_iter().take(limit).map(|f| &self.slugs[f.job as usize]).collect()
    }

    fn find(&self, query: &Query) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::with_capacity(256);
        for (i, form) in query.written.iter().enumerate() {
            self.written.collect(form, if i == 0 { 1.0 } else { REWRITTEN }, &mut found);
        }
        for (i, form) in query.sounds.iter().enumerate() {
            self.sounds.collect(form, if i == 0 { 1.0 } else { REWRITTEN }, &mut found);
        }
        if query.one_word {
            found.retain(|f| f.reason != Reason::Contains || !self.begins(query, f));
        }
        self.by_parts(query, &mut found);
        if found.iter().all(|f| f.confidence < SUGGESTABLE) {
            query.written.iter().for_each(|form| self.written.subsequences(form, &self.matcher, &mut found));
        }
        found.sort_unstable_by(|a, b| {
            a.job
                .cmp(&b.job)
                .then(b.confidence.total_cmp(&a.confidence))
                .then(a.reason.cmp(&b.reason))
                .then(a.length.cmp(&b.length))
                .then(a.name.cmp(&b.name))
        });
        found.dedup_by_key(|f| f.job);
        found.sort_unstable_by(|a, b| self.order(a, b));
        found
    }

    /// Whether a query begins with the name that was found, and goes on otherwise than with fillers.
    fn begins(&self, query: &Query, found: &Found) -> bool {
        let name = name_key(&self.names[found.name as usize].text);
        let bare = query.written.get(1).or(query.written.first());
        bare.is_some_and(|form| form.text.len() > name.len() && form.text.starts_with(&name))
    }

    fn order(&self, a: &Found, b: &Found) -> Ordering {
        b.confidence
            .total_cmp(&a.confidence)
            .then(a.reason.cmp(&b.reason))
            .then(a.length.cmp(&b.length))
            .then_with(|| self.names[a.name as usize].rank.cmp(&self.names[b.name as usize].rank))
            .then_with(|| self.slugs[a.job as usize].cmp(&self.slugs[b.job as usize]))
    }

    fn to_match(&self, found: &Found) -> Match {
        let name = &self.names[found.name as usize];
        Match {
            slug: self.slugs[found.job as usize].clone(),
            confidence: found.confidence,
            reason: found.reason,
            kind: name.kind,
            name: name.text.clone(),
        }
    }

    /// Jobs whose names begin with words of the query: 「検索で上に出すやつ」 holds 検索, which begins 「検索対策」.
    fn by_parts(&self, query: &Query, found: &mut Vec<Found>) {
        let total: usize = query.parts.iter().map(|part| part.counts).sum();
        let mut scores: Vec<Found> = Vec::new();
        let mut taken = 0;
        for part in &query.parts {
            if part.start < taken {
                continue;
            }
            let mut best: Vec<Found> = Vec::new();
            let longer = self.written.longest_beginning(part);
            let word = longer.as_ref().unwrap_or(&part.word);
            taken = part.start + word.chars.len();
            self.written.begin_with(&part.word, &mut best);
            if longer.is_some() {
                self.written.begin_with(word, &mut best);
            }
            if let Some(sound) = part.sound.as_ref().filter(|s| s.weight >= 4) {
                self.sounds.begin_with(sound, &mut best);
            }
            best.sort_unstable_by(|a, b| {
                a.job.cmp(&b.job).then(b.confidence.total_cmp(&a.confidence)).then(a.name.cmp(&b.name))
            });
            best.dedup_by_key(|f| f.job);
            let share = share(if longer.is_some() { word.weight } else { part.counts }, total).min(1.0);
            scores.extend(best.into_iter().map(|f| Found { confidence: f.confidence * share, ..f }));
        }
        scores.sort_unstable_by(|a, b| {
            a.job.cmp(&b.job).then(b.confidence.total_cmp(&a.confidence)).then(a.name.cmp(&b.name))
        });
        for job in scores.chunk_by(|a, b| a.job == b.job) {
            let covered = job.iter().map(|f| f.confidence).sum::<f64>().min(1.0);
            found.extend(job.first().map(|f| Found {
                confidence: 0.35 + 0.38 * covered,
                reason: Reason::Words,
                ..*f
            }));
        }
    }
}

impl Field {
    fn push(&mut self, text: String, latin: bool, job: u32, name: u32) {
        if !text.is_empty() {
            self.keys.push(Key { chars: text.chars().collect(), text: text.into(), latin, job, name });
        }
    }

    /// Sorts the keys, drops those a job has twice, and lists their pairs.
    fn finish(&mut self, names: &[Name]) {
        let kind = |key: &Key| names[key.name as usize].kind;
        self.keys.sort_by(|a, b| a.text.cmp(&b.text).then(a.job.cmp(&b.job)).then(kind(a).cmp(&kind(b))));
        self.keys.dedup_by(|b, a| a.text == b.text && a.job == b.job);
        self.lengths =
            self.keys.iter().map(|key| u16::try_from(key.chars.len()).unwrap_or(u16::MAX)).collect();
        for (at, key) in (0u32..).zip(&self.keys) {
            for pair in pairs(&key.chars) {
                self.pairs.entry(pair).or_default().push(at);
            }
        }
    }

    fn prefixed(&self, text: &str) -> impl Iterator<Item = &Key> {
        let start = self.keys.partition_point(|k| *k.text < *text);
        self.keys[start..].iter().take_while(move |k| k.text.starts_with(text)).take(PREFIXED)
    }

    fn collect(&self, form: &Form, factor: f64, found: &mut Vec<Found>) {
        let mut keep = |key: &Key, shared: usize| {
            if let Some((confidence, reason)) = measure(form, key, shared) {
                let confidence = confidence
                    * factor
                    * if reason == Reason::Exact { form.sure.max(READ_EXACT) } else { form.sure };
                found.push(Found {
                    job: key.job,
                    name: key.name,
                    length: key.chars.len(),
                    confidence,
                    reason,
                });
            }
        };
        self.prefixed(&form.text).for_each(|key| keep(key, usize::MAX / 8));
        self.candidates(form).into_iter().for_each(|(shared, at)| keep(&self.keys[at], shared));
    }

    /// The longest text from the beginning of a word that a name begins with, when it is longer than the word.
    fn longest_beginning(&self, part: &Part) -> Option<Form> {
        let word = part.word.chars.len();
        let (mut text, mut best) = (part.word.text.clone(), None);
        for end in word + 1..=part.onwards.len() {
            text.push(part.onwards[end - 1]);
            if self.prefixed(&text).next().is_none() {
                break;
            }
            best = Some(end);
        }
        best.map(|end| Form::new(part.onwards[..end].iter().collect(), Some(0)))
    }

    fn begin_with(&self, form: &Form, found: &mut Vec<Found>) {
        for key in self.prefixed(&form.text) {
            let exact = key.chars.len() == form.chars.len();
            // Two kana or Latin letters begin too many words to mean one.
            if !exact
                && form.chars.len() <= 2
                && form.weight <= 4
                && !form.chars.iter().copied().any(is_kanji)
            {
                continue;
            }
            let confidence = if exact { 1.0 } else { prefix(form, key) };
            found.push(Found {
                job: key.job,
                name: key.name,
                length: key.chars.len(),
                confidence,
                reason: Reason::Words,
            });
        }
    }

    /// The keys that share most pairs with the query, with how many they share at most.
    fn candidates(&self, form: &Form) -> Vec<(usize, usize)> {
        let mut lists: Vec<&[u32]> =
            pairs(&form.chars).filter_map(|pair| self.pairs.get(&pair).map(Vec::as_slice)).collect();
        lists.sort_unstable_by_key(|list| list.len());
        let mut shared = vec![0u8; self.keys.len()];
        let mut touched: Vec<u32> = Vec::new();
        let (mut left, mut skipped) = (BUDGET, 0);
        for list in lists {
            if left == 0 {
                skipped += 1;
                continue;
            }
            for &at in list.iter().take(left) {
                let count = &mut shared[at as usize];
                if *count == 0 {
                    touched.push(at);
                }
                *count += 1;
            }
            skipped += usize::from(list.len() > left);
            left = left.saturating_sub(list.len());
        }
        let mut ranked: Vec<(usize, u32)> = touched
            .into_iter()
            .map(|at| {
                let longer = usize::from(self.lengths[at as usize]).max(form.chars.len()) + 1;
                (usize::from(shared[at as usize]) * 1000 / longer, at)
            })
            .collect();
        if ranked.len() > CANDIDATES {
            ranked.select_nth_unstable_by(CANDIDATES - 1, |a, b| b.cmp(a));
            ranked.truncate(CANDIDATES);
        }
        ranked.into_iter().map(|(_, at)| (usize::from(shared[at as usize]) + skipped, at as usize)).collect()
    }

    /// Names that hold what was typed in its order, with other characters between (どへしゅ → どうがへんしゅう): the matcher's score
    /// says how well, over what the text itself would score. Never enough to act upon: it orders what is offered while one types.
    #[expect(clippy::cast_precision_loss, reason = "scores are small")]
    fn subsequences(&self, form: &Form, matcher: &SkimMatcherV2, found: &mut Vec<Found>) {
        const LEAST: usize = 3;
        let best = matcher.fuzzy_match(&form.text, &form.text).unwrap_or(0);
        if form.chars.len() < LEAST || form.weight < 6 || best <= 0 {
            return;
        }
        for (_, at) in self.candidates(form) {
            let key = &self.keys[at];
            let Some(score) = matcher.fuzzy_match(&key.text, &form.text) else { continue };
            let quality = (score as f64 / best as f64).clamp(0.0, 1.0);
            // Half by how well the characters stand, half by how much of the name was typed.
            let covered = share(form.chars.len(), key.chars.len());
            found.push(Found {
                job: key.job,
                name: key.name,
                length: key.chars.len(),
                confidence: 0.20 + 0.27 * (0.5 * quality + 0.5 * covered),
                reason: Reason::Subsequence,
            });
        }
    }
}

/// The character pairs of a text, each once, with a mark before the first character so that beginnings weigh more.
fn pairs(chars: &[char]) -> impl Iterator<Item = [char; 2]> {
    let first = chars.first().map(|&c| ['^', c]);
    let mut all: Vec<[char; 2]> = first.into_iter().chain(chars.windows(2).map(|w| [w[0], w[1]])).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}
