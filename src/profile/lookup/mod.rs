//! Which job a typed name means: by any spelling, half-typed, with typos, or not at all.
//!
//! Names of a profile: name, English name, reading, romaji, aliases, slug, and the shared names of `data/ambiguous.toml`. Each is
//! kept as it is written ([`name_key`](super::normalise::name_key)) and as it sounds: canonical romaji ([`super::romaji`]), with
//! the usual words of job names read from a table, so that 「けいりだいこう」 finds 「経理代行」. A query is compared in the same two
//! ways: whole, without filler words (「〜の仕事がしたい」), without particles between words, and word by word. Each profile keeps
//! its best signal.
//!
//! | reason | confidence |
//! |---|---|
//! | exact | 1; .99 without fillers, .96 when only the reading of kanji agrees |
//! | prefix | .74 to .97 by how much of the name was typed; three Latin letters .50 to .85, one kanji .46 to .69, less .20 to .45 |
//! | contains (the query holds a name) | .35 to .85 by how much of the query it is: decides only when little else was said |
//! | substring | .50 to .80 by how much of the name was typed |
//! | typo | by edit distance over length; short Latin words at most .62: a suggestion |
//! | typo in a half-typed name | a little less |
//! | words (names begin with words of the query: 「検索で上に出すやつ」) | .35 to .73 by how much of the query they are |
//! | subsequence (fuzzy-matcher), only when nothing else is worth suggesting | .35 to .50 |
//!
//! What the reading of kanji finds, other than a whole name, counts .88 of this. How many characters may be wrong depends on what was
//! really typed: a kana word that is short stays short in romaji. A match is acted upon from [`CONFIDENT`] with a lead of [`MARGIN`],
//! offered from [`SUGGESTABLE`], and otherwise shown by autocomplete alone.
//!
//! Ties break by confidence, then reason, then how short the name is, then the order in `data/ambiguous.toml`, then slug: a total
//! order, so results never wobble. Non-goal: meaning. A word nobody listed as an alias is found only if its spelling is near one.

mod distance;
mod index;
mod measure;
mod named;
mod query;
mod readings;
mod words;

use super::units::Slug;

pub use index::NameIndex;
pub use named::{Named, NamesInText};

/// From here on a match is acted upon, if it also leads by [`MARGIN`].
pub const CONFIDENT: f64 = 0.70;
/// From here on a match is worth suggesting.
pub const SUGGESTABLE: f64 = 0.48;
/// Lead over the next job that a decision needs.
pub const MARGIN: f64 = 0.05;
/// Most jobs that 「もしかして」 offers.
pub const SUGGESTIONS: usize = 5;

/// Why a name matched, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The whole name.
    Exact,
    /// The name begins with what was typed.
    Prefix,
    /// What was typed holds the whole name.
    Contains,
    /// The name holds what was typed.
    Substring,
    /// The name with a few wrong characters.
    Typo,
    /// The beginning of the name with a few wrong characters.
    PrefixTypo,
    /// Names begin with some of its words.
    Words,
    /// The typed characters occur in this order.
    Subsequence,
}

/// Which of a profile's names matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// The Japanese name.
    Name,
    /// The slug.
    Slug,
    /// The reading, or its romaji.
    Reading,
    /// The English name.
    English,
    /// An alias.
    Alias,
    /// A name that several jobs share.
    Shared,
}

/// A job that a query may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The job.
    pub slug: Slug,
    /// How sure, from 0 to 1.
    pub confidence: f64,
    /// Why.
    pub reason: Reason,
    /// Which name matched.
    pub kind: NameKind,
    /// The matching name as it stands in the data.
    pub name: String,
}

/// What to do with a typed name.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Sure enough to act.
    Match(Match),
    /// Not sure: ask 「もしかして」, best first, at most [`SUGGESTIONS`].
    Suggest(Vec<Match>),
    /// Nothing is near.
    Nothing,
}

/// Decides from ranked matches (best first).
#[must_use]
pub fn decide(mut matches: Vec<Match>) -> Decision {
    matches.retain(|m| m.confidence >= SUGGESTABLE);
    let Some(best) = matches.first() else { return Decision::Nothing };
    let next = matches.get(1).map_or(0.0, |m| m.confidence);
    if best.confidence >= CONFIDENT && best.confidence - next >= MARGIN {
        return Decision::Match(matches.swap_remove(0));
    }
    // A whole name beats a longer one that begins with it, and one that is whole only without fillers or by its reading; a name
    // that two jobs share does not.
    let as_whole = |m: &Match| m.reason == Reason::Exact && m.confidence >= best.confidence;
    if best.reason == Reason::Exact && !matches.get(1).is_some_and(as_whole) {
        return Decision::Match(matches.swap_remove(0));
    }
    matches.truncate(SUGGESTIONS);
    Decision::Suggest(matches)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(slug: &str, confidence: f64, reason: Reason) -> Match {
        Match { slug: Slug::from(slug), confidence, reason, kind: NameKind::Alias, name: slug.into() }
    }

    #[test]
    fn a_lead_decides_and_a_tie_asks() {
        assert!(matches!(
            decide(vec![matched("a", 0.9, Reason::Prefix), matched("b", 0.84, Reason::Typo)]),
            Decision::Match(_)
        ));
        assert!(matches!(
            decide(vec![matched("a", 0.9, Reason::Prefix), matched("b", 0.86, Reason::Prefix)]),
            Decision::Suggest(_)
        ));
        assert!(matches!(
            decide(vec![matched("a", 1.0, Reason::Exact), matched("b", 0.97, Reason::Prefix)]),
            Decision::Match(_)
        ));
        assert!(matches!(
            decide(vec![matched("a", 1.0, Reason::Exact), matched("b", 1.0, Reason::Exact)]),
            Decision::Suggest(_)
        ));
        assert!(matches!(decide(vec![matched("a", 0.55, Reason::Typo)]), Decision::Suggest(_)));
        assert_eq!(decide(vec![matched("a", 0.3, Reason::Subsequence)]), Decision::Nothing);
        assert_eq!(decide(Vec::new()), Decision::Nothing);
    }
}
