//! What is counted.

/// Days that counts and links to messages are kept.
pub const KEPT_DAYS: i64 = 30;
/// Days between two digests at least.
pub(super) const DIGEST_DAYS: i64 = 7;

/// Something that is counted. It holds neither text nor a person's id; an entry that is none by its form is not counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody asked, and this is how it went.
    Asked {
        /// The bot was addressed; otherwise it answered by itself.
        addressed: bool,
        /// What the question got.
        kind: AnswerKind,
    },
    /// The entry of this id was given as the answer.
    Shown(String),
    /// Somebody found it helpful.
    Helpful(String),
    /// Somebody says it is wrong.
    Wrong(String),
    /// A question had no answer.
    Miss {
        /// The entry that came nearest.
        nearest: Option<String>,
        /// The message, which stays in Discord; a command has none.
        at: Option<Link>,
    },
}

/// What a question got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerKind {
    /// An answer.
    Answered,
    /// Candidates: one tap away.
    OneTap,
    /// Word that there is none.
    NoAnswer,
}

impl AnswerKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Answered, Self::OneTap, Self::NoAnswer];

    /// How the database and an export name it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::OneTap => "one-tap",
            Self::NoAnswer => "no-answer",
        }
    }

    /// The inverse of [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A message, as a link to it names it beside its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Its channel.
    pub channel: u64,
    /// Its id, which grows with time.
    pub message: u64,
}
