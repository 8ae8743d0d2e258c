//! What can be wrong with a data file. How it is said stands in [`super::words`], a file for each language.

use super::day::Day;

/// What is wrong, with what is needed to say so and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Finding {
    // Of files and folders.
    Unreadable {
        error: String,
    },
    NotRegular,
    TooLarge {
        most: u64,
    },
    TooMuch {
        most: u64,
    },
    TooManyEntries {
        most: usize,
    },
    TooDeep {
        most: usize,
    },
    NotUtf8,
    OtherEnding,
    NotADataFile,
    NoAnswer,
    LoadingFailed,

    // Of TOML and its shape.
    FullWidth {
        typed: String,
        key: String,
        instead: String,
    },
    NotQuoted {
        key: String,
    },
    NotToml {
        message: String,
    },
    WrongType {
        found: Shape,
        expected: Shape,
        instead: Option<String>,
    },
    UnknownWord {
        word: String,
        known: Vec<String>,
        meant: Option<String>,
    },
    MissingKey {
        key: String,
    },
    OtherShape {
        message: String,
    },
    UnknownKey {
        meant: Option<String>,
    },

    // Of texts and lists.
    Missing {
        most: usize,
    },
    TooLong {
        length: usize,
        most: usize,
    },
    PhrasingLength {
        length: usize,
        most: usize,
    },
    HalfWidthKana {
        found: char,
    },
    FullWidthLetter {
        found: char,
        instead: char,
    },
    YenSign,
    NoComma {
        digits: String,
    },
    LineBreak,
    OuterSpace,
    Decoration {
        found: String,
    },
    Emoji {
        found: char,
    },
    Promise {
        found: String,
    },
    OtherWord {
        found: String,
        write: String,
    },
    Count {
        count: usize,
        least: usize,
        most: usize,
    },
    TooMany {
        count: usize,
        most: usize,
    },

    // Of numbers, days, addresses and ids.
    BadAddress,
    ExampleAddress,
    NotHttps,
    AddressTooLong {
        length: usize,
        most: usize,
    },
    NotAYear {
        year: i64,
        last: u16,
    },
    NotADate,
    AfterToday {
        date: Day,
        today: Day,
    },
    Stale {
        months: i64,
    },
    OutsideRange {
        number: i64,
        low: i64,
        high: i64,
    },
    SaidElsewhere {
        word: String,
        from: String,
    },
    NotRising {
        low: String,
        high: String,
        least: String,
        most: String,
    },
    BadName {
        name: String,
        file: String,
        most: usize,
    },
    BadQuestionId {
        id: String,
        owner: String,
    },
    QuestionIdTwice {
        id: String,
    },
    FewPhrasings {
        count: usize,
        least: usize,
    },

    // Of profiles and topics.
    NotHiragana,
    NoCategory,
    NoPlace,
    NotATopic {
        word: String,
        known: String,
    },
    Bands {
        count: usize,
    },
    NoEstimateWord,
    NoIncomeSource,
    NoTopicSource,
    NoAiTask,
    Steps {
        count: usize,
    },
    Pitfalls {
        count: usize,
    },
    NoQuestion,
    TooManyQuestions {
        count: usize,
    },
    OffRubric {
        score: i64,
        expected: i64,
        tolerance: i64,
    },
    EaseOffRubric {
        score: i64,
        low: i64,
        high: i64,
    },

    // Between files.
    NameTwice {
        name: String,
    },
    PhrasingTwice {
        phrasing: String,
    },
    AmbiguousIncomplete,
    AmbiguousOwned {
        name: String,
        owner: String,
    },
    NoSuchJob {
        slug: String,
        meant: Option<String>,
    },
    RelatedToItself,
    NoSuchQuestion {
        id: String,
        meant: Option<String>,
    },
    NotAnotherQuestion {
        id: String,
        meant: Option<String>,
    },
    OldIdTwice {
        id: String,
        owner: String,
    },
    SynonymsAlone,
    SynonymTwice {
        word: String,
        group: usize,
    },

    // Of figures.
    NoSuchFigure {
        reference: String,
        meant: Option<String>,
    },
    BadFigureId {
        id: String,
        most: usize,
    },
    FigureTwice {
        id: String,
    },
    FigureUnused {
        id: String,
    },
    FigureNotInYen,
    FigureLacking {
        id: String,
    },
    FigureEnds {
        label: String,
        last: Day,
    },
    FigureEnded {
        label: String,
        last: Day,
    },
    FigureAhead {
        label: String,
        first: Day,
    },
    NoFigureValue,
    FigureQuotes,
    NoFirstDay,
    BadLastDay,
    FigureGap,

    /// Said in English alone: for a rule that has no entry of its own yet.
    Plain(String),
}

impl Finding {
    /// Whether it would not be wrong on another day.
    pub(crate) fn is_of_the_calendar(&self) -> bool {
        match self {
            Self::FigureEnded { .. } | Self::FigureAhead { .. } | Self::AfterToday { .. } => true,
            Self::NotAYear { year, last } => (i64::from(*last)..=YEAR_LAST).contains(year),
            _ => false,
        }
    }
}

/// No later year was ever meant.
const YEAR_LAST: i64 = 2100;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    Whole,
    Decimal,
    Text,
    Flag,
    Date,
    List,
    Pair,
    Table,
    Other,
}

impl From<&str> for Finding {
    fn from(message: &str) -> Self {
        Self::Plain(message.to_owned())
    }
}

impl From<&String> for Finding {
    fn from(message: &String) -> Self {
        Self::Plain(message.clone())
    }
}
