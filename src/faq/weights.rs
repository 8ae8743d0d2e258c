//! The numbers of the ranking, in one place.
//!
//! Found by coordinate ascent on development questions and on phrasings held out of the index together; a number that helps one
//! and hurts the other more was not taken. The optimum is flat: halving or doubling most of them moves first-1 by under a point.

use super::terms::{KINDS, Kind};

/// Classes of units that are scored side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Field {
    /// One phrasing, the question itself included; an entry keeps its best.
    Phrasing,
    /// All phrasings of an entry together.
    Entry,
    /// The answer.
    Answer,
    /// Everything known about the job or topic the entry belongs to.
    Group,
    /// All entries of the same intent (収入, 始め方, …) together.
    Intent,
    /// Talk that is none of ours: what the best entry competes with, never ranked.
    Other,
}

/// Number of fields.
pub const FIELDS: usize = 6;

/// BM25's two numbers and the share of one field in the sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FieldWeight {
    /// Share in the sum.
    pub weight: f32,
    /// Saturation of repeated terms.
    pub k1: f32,
    /// Influence of length.
    pub b: f32,
}

/// All numbers of the ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// By [`Field`].
    pub fields: [FieldWeight; FIELDS],
    /// By [`Kind`], on the side of the question.
    pub kinds: [f32; KINDS],
    /// Power of the inverse document frequency.
    pub idf_power: f32,
    /// How much a term that many entries of one job share loses in telling them apart, from 0 to 1.
    pub within: f32,
    /// Added for entries of a job that the question names.
    pub named: f32,
    /// Taken from entries of a job when no job, or only another, is named.
    pub unnamed: f32,
    /// Taken from entries of a job when no job is named.
    pub jobless: f32,
}

impl Weights {
    /// The weight of a kind of term.
    #[must_use]
    pub fn kind(&self, kind: Kind) -> f32 {
        self.kinds[kind as usize]
    }

    /// The numbers of a field.
    #[must_use]
    pub fn field(&self, field: Field) -> FieldWeight {
        self.fields[field as usize]
    }
}

impl Weights {
    /// For data of others, which has a question and an answer but no phrasings, groups or intents.
    #[must_use]
    pub fn foreign() -> Self {
        let field = |weight, k1, b| FieldWeight { weight, k1, b };
        let mut weights = Self::default();
        weights.fields[Field::Phrasing as usize] = field(1.23, 3.0, 0.8);
        weights.fields[Field::Entry as usize] = field(0.625, 1.2, 0.31);
        weights.fields[Field::Answer as usize] = field(0.48, 0.97, 0.5);
        weights.kinds = [0.5, 0.8, 0.2, 0.2, 0.063, 0.48];
        weights
    }
}

impl Default for Weights {
    fn default() -> Self {
        let field = |weight, k1, b| FieldWeight { weight, k1, b };
        Self {
            fields: [
                field(0.5, 2.5, 0.5),
                field(1.1, 0.8, 0.31),
                field(0.48, 0.75, 0.6),
                field(2.05, 6.4, 0.8),
                field(0.5, 0.96, 0.4),
                field(1.0, 2.5, 0.64),
            ],
            //      word concept bigram kana trigram kanji
            kinds: [0.5, 1.28, 0.2, 0.4, 0.125, 0.3],
            idf_power: 1.0,
            within: 0.5,
            named: 0.6,
            unnamed: 0.05,
            jobless: 0.2,
        }
    }
}
