//! The numbers of the ranking, in the form a search needs them.
//!
//! They come from `data/engine.toml` ([`Engine`]) and are fitted by `fukugyo eval fit`: no fitted number stands in the code.

use crate::profile::engine::{self, Engine};

use super::terms::{KINDS, Kind};

/// Classes of units that are scored side by side, in the order of [`engine::FIELDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Field {
    /// The question as it is shown.
    Question,
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
pub const FIELDS: usize = engine::FIELDS.len();

impl Field {
    /// All fields, in the order of their numbers.
    pub const ALL: [Self; FIELDS] =
        [Self::Question, Self::Entry, Self::Answer, Self::Group, Self::Intent, Self::Other];
}

/// The numbers of one field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FieldWeight {
    /// By [`Kind`]: what a term of this kind adds.
    pub kinds: [f32; KINDS],
    /// Saturation of repeated terms (BM25).
    pub k1: f32,
    /// Influence of length (BM25).
    pub b: f32,
}

/// All numbers of the ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// By [`Field`].
    pub fields: [FieldWeight; FIELDS],
    /// How much a term that many entries of one job share loses in telling them apart, from 0 to 1.
    pub within: f32,
    /// Weight of what is said beside the question itself, from 0 to 1.
    pub circumstances: f32,
    /// Added for what the question names or does not, in the order of [`engine::NAMING`].
    pub naming: [f32; engine::NAMING.len()],
    /// Sharpness with which scores become likelihoods.
    pub sharpness: f32,
    /// What the first hits are ordered anew by, in the order of [`engine::SECOND`].
    pub second: [f32; engine::SECOND.len()],
}

impl Weights {
    /// The weight of a kind of term in a field.
    #[must_use]
    pub fn of_kind(&self, field: Field, kind: Kind) -> f32 {
        self.fields[field as usize].kinds[kind as usize]
    }

    /// The weights of a kind of term by field.
    #[must_use]
    pub(super) fn by_field(&self, kind: Kind) -> [f32; FIELDS] {
        self.fields.map(|field| field.kinds[kind as usize])
    }

    /// For data of others, which has a question and an answer but no phrasings, groups or intents.
    #[must_use]
    pub fn foreign() -> Self {
        let kinds = [0.5, 0.8, 0.3, 0.25];
        let field = |weight: f32, k1, b| FieldWeight { kinds: kinds.map(|k| k * weight), k1, b };
        let none = FieldWeight { kinds: [0.0; KINDS], k1: 1.0, b: 0.5 };
        Self {
            fields: [
                field(1.23, 3.0, 0.8),
                field(0.625, 1.2, 0.31),
                field(0.48, 0.97, 0.5),
                none,
                none,
                none,
            ],
            within: 0.0,
            circumstances: 1.0,
            naming: [0.0; engine::NAMING.len()],
            sharpness: 1.0,
            second: [0.0; engine::SECOND.len()],
        }
    }
}

impl From<&Engine> for Weights {
    /// Numbers that are absent count as 0: data that was checked lacks none.
    fn from(engine: &Engine) -> Self {
        let field = |name: &str| {
            let numbers = engine.field.get(name).cloned().unwrap_or_default();
            let mut kinds = [0.0; KINDS];
            kinds.iter_mut().zip(&numbers.kinds).for_each(|(to, from)| *to = *from);
            FieldWeight { kinds, k1: numbers.k1, b: numbers.b }
        };
        let ranking = &engine.ranking;
        Self {
            fields: engine::FIELDS.map(field),
            within: ranking.within,
            circumstances: ranking.circumstances,
            naming: engine::NAMING.map(|name| ranking.naming.get(name).copied().unwrap_or_default()),
            sharpness: ranking.sharpness,
            second: engine::SECOND.map(|name| ranking.second.get(name).copied().unwrap_or_default()),
        }
    }
}
