//! The sections of a profile.

/// A section of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant's Japanese name is its documentation: see `name`")]
pub enum Section {
    Overview,
    Score,
    Income,
    Work,
    Skills,
    Ai,
    Steps,
    Pitfalls,
    Legal,
    Faq,
    Services,
}

impl Section {
    /// All sections in the order they are offered.
    pub const ALL: [Self; 11] = [
        Self::Overview,
        Self::Score,
        Self::Income,
        Self::Work,
        Self::Skills,
        Self::Ai,
        Self::Steps,
        Self::Pitfalls,
        Self::Legal,
        Self::Faq,
        Self::Services,
    ];

    /// The key in options and ids.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Score => "score",
            Self::Income => "income",
            Self::Work => "work",
            Self::Skills => "skills",
            Self::Ai => "ai",
            Self::Steps => "steps",
            Self::Pitfalls => "pitfalls",
            Self::Legal => "legal",
            Self::Faq => "faq",
            Self::Services => "services",
        }
    }

    /// The section with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }

    /// The Japanese name as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "概要",
            Self::Score => "スコア",
            Self::Income => "収入",
            Self::Work => "仕事内容",
            Self::Skills => "スキルとツール",
            Self::Ai => "AI活用",
            Self::Steps => "始め方",
            Self::Pitfalls => "つまずき",
            Self::Legal => "法律と届出",
            Self::Faq => "よくある質問",
            Self::Services => "関連サービス",
        }
    }
}
