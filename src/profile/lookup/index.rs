//! The index behind look-up: a sorted list for prefixes, bigrams for everything else.
//!
//! Bigrams choose at most [`CANDIDATES`] keys, and only those are measured, so the cost of a query hardly grows with the number of
//! profiles.

use std::cmp::Ordering;
use std::collections::HashMap;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::super::catalogue::AmbiguousName;
use super::super::normalise::{is_kanji, name_key};
use super::super::romaji;
use super::super::types::Profile;
use super::super::units::Slug;
use super::distance::distance;
use super::{Decision, Match, NameKind, Reason, decide};

/// Most keys measured for one query.
const CANDIDATES: usize = 160;
/// Longest query that is looked at, in characters.
const QUERY_MAX: usize = 60;

/// Words around a name that carry nothing: 「動画編集の仕事がしたい」. As comparison keys, longest first.
const FILLERS: [&str; 34] = [
    "についておしえて",
    "についてしりたい",
    "をはじめたい",
    "のはじめかた",
    "がやりたい",
    "をやりたい",
    "がしたい",
    "をしたい",
    "について",
    "ってどう",
    "の副業",
    "の仕事",
    "のしごと",
    "の案件",
    "のばいと",
    "のふくぎよう",
    "系の",
    "副業",
    "複業",
    "ふくぎよう",
    "fukugyo",
    "sidejob",
    "仕事",
    "しごと",
    "案件",
    "あんけん",
    "ばいと",
    "在宅",
    "求人",
    "する人",
    "やりたい",
    "したい",
    "教えて",
    "の人",
];

#[derive(Debug)]
struct Key {
    chars: Vec<char>,
    text: String,
    latin: bool,
    job: usize,
    kind: NameKind,
    name: String,
}

/// Look-up over the names of all profiles.
#[derive(Debug)]
pub struct NameIndex {
    slugs: Vec<Slug>,
    /// Sorted by text.
    keys: Vec<Key>,
    bigrams: HashMap<[char; 2], Vec<u32>>,
}

impl NameIndex {
    /// Indexes the names of `profiles` and the names they share.
    #[must_use]
    pub(crate) fn new(profiles: &[Profile], ambiguous: &[AmbiguousName]) -> Self {
        let slugs: Vec<Slug> = profiles.iter().map(|p| p.slug.clone()).collect();
        let mut keys = Vec::new();
        for (job, p) in profiles.iter().enumerate() {
            add(&mut keys, job, NameKind::Name, &p.name);
            add(&mut keys, job, NameKind::Slug, p.slug.as_str());
            add(&mut keys, job, NameKind::Reading, &p.reading);
            add(&mut keys, job, NameKind::English, &p.name_en);
            p.romaji.iter().for_each(|name| add(&mut keys, job, NameKind::Reading, name));
            p.aliases.iter().for_each(|name| add(&mut keys, job, NameKind::Alias, name));
            let shared = ambiguous.iter().filter(|a| a.jobs.contains(&p.slug));
            shared.for_each(|a| add(&mut keys, job, NameKind::Shared, &a.text));
        }
        keys.sort_by(|a, b| a.text.cmp(&b.text).then(a.job.cmp(&b.job)).then(a.kind.cmp(&b.kind)));
        keys.dedup_by(|b, a| a.text == b.text && a.job == b.job);
        let mut bigrams: HashMap<[char; 2], Vec<u32>> = HashMap::new();
        for (at, key) in (0u32..).zip(&keys) {
            let mut own: Vec<[char; 2]> = grams(&key.chars).collect();
            own.sort_unstable();
            own.dedup();
            own.into_iter().for_each(|gram| bigrams.entry(gram).or_default().push(at));
        }
        Self { slugs, keys, bigrams }
    }

    /// What to do with a typed name.
    #[must_use]
    pub fn decide(&self, query: &str) -> Decision {
        decide(self.search(query))
    }

    /// Every job the query may mean, best first, each once.
    #[must_use]
    pub fn search(&self, query: &str) -> Vec<Match> {
        let short: String = query.chars().take(QUERY_MAX).collect();
        let key = name_key(&short);
        let bare = strip_fillers(&key);
        if bare.is_empty() {
            return Vec::new();
        }
        let mut best: HashMap<usize, Found> = HashMap::new();
        for form in [Some(&key), (bare != key).then_some(&bare)].into_iter().flatten() {
            self.collect(form, false, &mut best);
            if let Some(latin) = latin_key(form) {
                self.collect(&latin, true, &mut best);
            }
        }
        let mut found: Vec<Found> = best.into_values().collect();
        found.sort_by(|a, b| self.order(a, b));
        found.into_iter().map(|f| self.to_match(&f)).collect()
    }

    fn order(&self, a: &Found, b: &Found) -> Ordering {
        let (x, y) = (&self.keys[a.key], &self.keys[b.key]);
        b.confidence
            .total_cmp(&a.confidence)
            .then(a.reason.cmp(&b.reason))
            .then(x.chars.len().cmp(&y.chars.len()))
            .then_with(|| self.slugs[x.job].cmp(&self.slugs[y.job]))
    }

    fn to_match(&self, found: &Found) -> Match {
        let key = &self.keys[found.key];
        Match {
            slug: self.slugs[key.job].clone(),
            confidence: found.confidence,
            reason: found.reason,
            kind: key.kind,
            name: key.name.clone(),
        }
    }

    fn collect(&self, text: &str, latin: bool, best: &mut HashMap<usize, Found>) {
        let query: Vec<char> = text.chars().collect();
        let mut keep = |at: usize, (confidence, reason): (f64, Reason)| {
            let key = &self.keys[at];
            let found = Found { key: at, confidence, reason };
            let slot = best.entry(key.job).or_insert(found);
            let better =
                confidence > slot.confidence || confidence == slot.confidence && reason < slot.reason;
            if better {
                *slot = found;
            }
        };
        let start = self.keys.partition_point(|k| k.text.as_str() < text);
        let prefixed = self.keys[start..].iter().take_while(|k| k.text.starts_with(text)).take(CANDIDATES);
        for (i, key) in prefixed.enumerate() {
            if key.latin == latin
                && let Some(found) = measure(&query, text, key)
            {
                keep(start + i, found);
            }
        }
        for at in self.candidates(&query, latin) {
            if let Some(found) = measure(&query, text, &self.keys[at]) {
                keep(at, found);
            }
        }
    }

    /// The keys that share most bigrams with the query, by share of both.
    fn candidates(&self, query: &[char], latin: bool) -> Vec<usize> {
        let mut shared = vec![0u16; self.keys.len()];
        for gram in grams(query) {
            for &at in self.bigrams.get(&gram).into_iter().flatten() {
                shared[at as usize] += 1;
            }
        }
        let mut ranked: Vec<(u16, usize)> = shared
            .iter()
            .enumerate()
            .filter(|&(at, &count)| count > 0 && self.keys[at].latin == latin)
            .map(|(at, &count)| {
                let longer =
                    u16::try_from(self.keys[at].chars.len().max(query.len()) + 1).unwrap_or(u16::MAX);
                (count.saturating_mul(1000) / longer, at)
            })
            .collect();
        if ranked.len() > CANDIDATES {
            ranked.select_nth_unstable_by(CANDIDATES - 1, |a, b| b.cmp(a));
            ranked.truncate(CANDIDATES);
        }
        ranked.into_iter().map(|(_, at)| at).collect()
    }
}

#[derive(Clone, Copy, Debug)]
struct Found {
    key: usize,
    confidence: f64,
    reason: Reason,
}

fn add(keys: &mut Vec<Key>, job: usize, kind: NameKind, name: &str) {
    let mut push = |text: String, latin: bool| {
        if !text.is_empty() {
            keys.push(Key { chars: text.chars().collect(), text, latin, job, kind, name: name.to_owned() });
        }
    };
    let key = name_key(name);
    if let Some(latin) = latin_key(name) {
        push(latin, true);
    }
    push(key, false);
}

/// The canonical romaji of a text without kanji.
fn latin_key(text: &str) -> Option<String> {
    (!text.chars().any(is_kanji)).then(|| romaji::canonical(text)).filter(|latin| !latin.is_empty())
}

fn strip_fillers(key: &str) -> String {
    let mut bare = key.to_owned();
    loop {
        let before = bare.len();
        for filler in FILLERS {
            if let Some(head) = bare.strip_suffix(filler) {
                bare.truncate(head.len());
            } else if let Some(tail) = bare.strip_prefix(filler) {
                bare = tail.strip_prefix(['で', 'の']).unwrap_or(tail).to_owned();
            }
        }
        if bare.len() == before {
            return bare;
        }
    }
}

/// Character pairs, with a mark before the first character so that beginnings weigh more.
fn grams(chars: &[char]) -> impl Iterator<Item = [char; 2]> {
    let first = chars.first().map(|&c| ['^', c]);
    first.into_iter().chain(chars.windows(2).map(|w| [w[0], w[1]]))
}

#[expect(clippy::cast_precision_loss, reason = "lengths of names are tiny")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// How surely `query` means `key`, and why.
fn measure(query: &[char], text: &str, key: &Key) -> Option<(f64, Reason)> {
    let (q, k) = (query.len(), key.chars.len());
    if key.text == text {
        return Some((1.0, Reason::Exact));
    }
    // A latin letter says less than a kana, and a kana less than a kanji.
    let weight = |chars: &[char]| -> usize {
        chars
            .iter()
            .map(|&c| {
                if is_kanji(c) {
                    4
                } else if c.is_ascii() {
                    1
                } else {
                    2
                }
            })
            .sum()
    };
    let typed = weight(query);
    if key.text.starts_with(text) && typed >= 3 {
        let confidence = if typed < 4 { 0.50 } else { 0.74 };
        return Some((confidence + (0.97 - confidence) * share(q, k), Reason::Prefix));
    }
    if text.contains(&key.text) && weight(&key.chars) >= 6 {
        return Some((0.60 + 0.35 * share(k, q), Reason::Contains));
    }
    if key.text.contains(text) && typed >= 4 {
        return Some((0.50 + 0.30 * share(q, k), Reason::Substring));
    }
    typo(query, key).or_else(|| subsequence(text, key, typed))
}

/// Wrong characters that a name of this length may have. Kanji and kana carry more each than Latin letters.
fn tolerance(length: usize, latin: bool) -> usize {
    match (latin, length) {
        (false, 0..=2) | (true, 0..=3) => 0,
        (false, 3..=5) | (true, 4..=6) => 1,
        (false, 6..=9) | (true, 7..=11) => 2,
        _ => 3,
    }
}

fn typo(query: &[char], key: &Key) -> Option<(f64, Reason)> {
    let d = distance(query, &key.chars)?;
    let longer = query.len().max(key.chars.len());
    let allowed = tolerance(query.len().min(key.chars.len()), key.latin);
    if d.whole <= allowed {
        // The first character is rarely wrong.
        let same_start = if query.first() == key.chars.first() { 0.0 } else { 0.08 };
        return Some((0.98 - 1.3 * share(d.whole, longer) - same_start, Reason::Typo));
    }
    if query.len() >= 4
        && query.len() < key.chars.len()
        && d.prefix <= tolerance(query.len(), key.latin).min(2)
    {
        let typed = share(query.len(), key.chars.len());
        return Some((0.80 - 1.3 * share(d.prefix, query.len()) + 0.12 * typed, Reason::PrefixTypo));
    }
    None
}

fn subsequence(text: &str, key: &Key, typed: usize) -> Option<(f64, Reason)> {
    if typed < 6 {
        return None;
    }
    SkimMatcherV2::default().fuzzy_match(&key.text, text)?;
    let covered = share(text.chars().count(), key.chars.len());
    (covered >= 0.5).then_some((0.20 + 0.30 * covered, Reason::Subsequence))
}
