//! What is known about side jobs: types, loading, checking, look-up by name, income and score arithmetic.
//!
//! Everything comes from TOML files (`data/`), embedded in the binary or read from a folder. A [`Catalogue`] exists only when every
//! file passed every check, so its readers never check again. This room knows no other room.

mod catalogue;
pub mod check;
mod day;
pub mod engine;
mod figures;
mod files;
mod finding;
pub mod fit;
pub mod kana;
mod load;
pub mod lookup;
pub mod normalise;
mod problem;
mod raw;
pub mod romaji;
mod rubric;
mod schema;
mod scores;
mod skeleton;
pub mod spoken;
mod syntax;
mod topic;
mod types;
mod units;
pub mod weighing;
mod wording;
mod words;

pub use catalogue::{Catalogue, Entry};
pub use day::{Day, JAPAN_AHEAD, NotADay};
pub use figures::{Figure, FigureFile, FigureValue, Figures, Standing};
pub use files::{DataFile, DataSource};
pub(crate) use files::{Listing, Stamp};
pub(crate) use finding::Finding;
pub use fit::{DayPart, Demand, Equipment, Expertise, Fields, Fit, Level, Need, Set, Stretch, Word};
pub use load::{Loaded, load};
pub(crate) use problem::printable;
pub use problem::{Problem, Report, Severity};
pub use scores::{Axis, Scores};
pub use skeleton::{Skeleton, SkeletonError};
pub use spoken::{Ambiguous, AmbiguousName, SynonymGroup, Synonyms};
pub use topic::{Subject, Topic};
pub use types::{
    Ai, AiTask, Band, Category, Effect, Faq, Income, Legal, Pitfall, Place, Profile, Service, Skills, Source,
    Step, Work,
};
pub use units::{Hours, Range, Score, Slug, Yen, decimal, monthly, weeks};
pub use wording::{OneWord, Wording};
pub use words::Language;
