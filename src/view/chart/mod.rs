//! Charts as plain data: what to show, its words for those who cannot see it, its shapes as SVG.
//!
//! [`crate::picture`] draws them. Invariants: nothing is told by colour alone; whatever a chart shows also stands in the reply's text,
//! so a reply may go without. Non-goal: charts of anything but what `/score`, `/income`, `/compare`, `/recommend` and `/insights` answer.

mod income;
mod radar;
mod ranking;
mod svg;
mod weeks;

pub use income::IncomeRanges;
pub use radar::Radar;
pub use ranking::Ranking;
pub use weeks::Weeks;

/// What to draw.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Chart {
    /// The five scores of one to three jobs.
    Radar(Radar),
    /// Monthly income as ranges.
    Income(IncomeRanges),
    /// Recommended jobs as bars.
    Ranking(Ranking),
    /// What was asked in four weeks.
    Weeks(Weeks),
}

impl Chart {
    /// The file's name, of ASCII letters so that `attachment://NAME` finds it.
    #[must_use]
    pub fn file_name(&self) -> &'static str {
        match self {
            Self::Radar(_) => "scores.png",
            Self::Income(_) => "income.png",
            Self::Ranking(_) => "ranking.png",
            Self::Weeks(_) => "weeks.png",
        }
    }

    /// What the picture shows, in words and figures.
    #[must_use]
    pub fn alt(&self) -> String {
        match self {
            Self::Radar(radar) => radar.alt(),
            Self::Income(income) => income.alt(),
            Self::Ranking(ranking) => ranking.alt(),
            Self::Weeks(weeks) => weeks.alt(),
        }
    }

    /// The picture as SVG.
    #[must_use]
    pub fn svg(&self) -> String {
        match self {
            Self::Radar(radar) => radar.svg(),
            Self::Income(income) => income.svg(),
            Self::Ranking(ranking) => ranking.svg(),
            Self::Weeks(weeks) => weeks.svg(),
        }
    }
}
