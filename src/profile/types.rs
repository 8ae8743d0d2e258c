//! What a side job's profile holds: the shape of `data/profiles/SLUG.toml`, field by field (`data/README.md` explains each).
//!
//! Missing texts load as empty ones, so that [`super::check`] can name everything that is missing at once. A profile inside a
//! [`Catalogue`](super::Catalogue) has no empty required field.

use serde::{Deserialize, Serialize};
use toml::value::Datetime;

use super::fit::Fit;
use super::scores::Scores;
use super::units::{Hours, Range, Score, Slug, Yen, monthly};

/// One side job.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Stable name; also the file's.
    pub slug: Slug,
    /// Japanese name as shown.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Reading of the name in hiragana.
    pub reading: String,
    /// Romaji spellings that the rule on `reading` would miss.
    pub romaji: Vec<String>,
    /// Other names people type for this job and for no other.
    pub aliases: Vec<String>,
    /// The kind of job.
    pub category: Option<Category>,
    /// One or two sentences.
    pub summary: String,
    /// The day the figures and texts were last checked.
    pub updated: Option<Datetime>,
    /// Short marks shown in the overview.
    pub tags: Vec<String>,
    /// Where the work is done.
    pub place: Option<Place>,
    /// Weeks a beginner needs to the first paid order, learning included.
    pub first_order_weeks: Range<i64>,
    /// What starting costs, in yen.
    pub startup_yen: Range<Yen>,
    /// Other profiles worth a look.
    pub related: Vec<Slug>,
    /// Ids of the general questions that matter most for this job.
    pub general_faq: Vec<String>,
    /// The five scores.
    pub scores: Scores<Score>,
    /// Why each score is what it is, a sentence each.
    pub score_reasons: Scores<String>,
    /// Hourly bands and their sources.
    pub income: Income,
    /// What the job asks of a person.
    pub fit: Fit,
    /// What the work is like.
    pub work: Work,
    /// What one needs, and how it develops.
    pub skills: Skills,
    /// Licences and laws that touch this job.
    pub legal: Vec<Legal>,
    /// How AI helps in it.
    pub ai: Ai,
    /// Three steps from no experience.
    pub steps: Vec<Step>,
    /// Usual mistakes and their fixes.
    pub pitfalls: Vec<Pitfall>,
    /// Questions asked about this job.
    pub faq: Vec<Faq>,
    /// Services a reader may need; shown only when there are any.
    pub services: Vec<Service>,
}

impl Profile {
    /// The entry band.
    #[must_use]
    pub fn entry(&self) -> Option<&Band> {
        self.income.bands.first()
    }

    /// The established band.
    #[must_use]
    pub fn established(&self) -> Option<&Band> {
        self.income.bands.last()
    }

    /// The day of the last check as `2026-11-24`.
    #[must_use]
    pub fn updated_text(&self) -> String {
        self.updated.map(|d| d.to_string()).unwrap_or_default()
    }
}

/// The kinds of job that `/jobs` filters by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each variant's Japanese name is its documentation: see `name`")]
pub enum Category {
    Development,
    Creative,
    Writing,
    Marketing,
    Office,
    Commerce,
    Teaching,
    Gig,
}

impl Category {
    /// All categories in the order they are listed.
    pub const ALL: [Self; 8] = [
        Self::Development,
        Self::Creative,
        Self::Writing,
        Self::Marketing,
        Self::Office,
        Self::Commerce,
        Self::Teaching,
        Self::Gig,
    ];

    /// The key in data files and `custom_id`s.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Creative => "creative",
            Self::Writing => "writing",
            Self::Marketing => "marketing",
            Self::Office => "office",
            Self::Commerce => "commerce",
            Self::Teaching => "teaching",
            Self::Gig => "gig",
        }
    }

    /// The category with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.key() == key)
    }

    /// The Japanese name as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Development => "開発・IT",
            Self::Creative => "デザイン・制作",
            Self::Writing => "文章・翻訳",
            Self::Marketing => "集客・発信",
            Self::Office => "事務・営業",
            Self::Commerce => "販売",
            Self::Teaching => "教える・相談",
            Self::Gig => "配達・暮らし・単発",
        }
    }
}

/// Where the work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// All from home.
    Home,
    /// Mostly from home, some visits.
    Mixed,
    /// One must go out.
    Outside,
}

impl Place {
    /// The Japanese name as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "在宅のみでできる",
            Self::Mixed => "在宅と外出の両方",
            Self::Outside => "外で働く",
        }
    }
}

/// Hourly bands; monthly ranges are computed from them, never stored.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Income {
    /// Days of work a month that the ranges assume.
    pub days_per_month: i64,
    /// What surveys say people really earn.
    pub typical: String,
    /// From entry to established.
    pub bands: Vec<Band>,
    /// Where the figures come from.
    pub sources: Vec<Source>,
}

impl Income {
    /// The monthly range of a band: lowest rate × fewest hours × days, to highest rate × most hours × days (data/RUBRIC.md).
    #[must_use]
    pub fn monthly(&self, band: &Band) -> Range<Yen> {
        #[expect(clippy::cast_precision_loss, reason = "days a month are at most 31")]
        let days = self.days_per_month as f64;
        Range {
            low: monthly(band.hourly.low, band.hours_per_day.low, days),
            high: monthly(band.hourly.high, band.hours_per_day.high, days),
        }
    }
}

/// An hourly range with what it assumes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Band {
    /// 「エントリー帯」 or 「中級〜継続帯」.
    pub name: String,
    /// Yen an hour.
    pub hourly: Range<Yen>,
    /// Hours a day.
    pub hours_per_day: Range<Hours>,
    /// The premise behind the rate.
    pub basis: String,
    /// The rate was worked out from prices and hours (推定).
    pub estimate: bool,
    /// Only a small minority reaches this band.
    pub minority: bool,
}

/// Where a figure or a rule comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Source {
    /// Who published it.
    pub publisher: String,
    /// Its address.
    pub url: String,
    /// The year it was published; absent when the page shows no date.
    pub year: Option<i64>,
    /// What the figure covers.
    pub note: String,
}

/// What the work is like.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Work {
    /// What marks this job, good and bad.
    pub features: Vec<String>,
    /// How people do it beside a main job.
    pub style: Vec<String>,
    /// Concrete tasks.
    pub tasks: Vec<String>,
}

/// What one needs, and how it develops.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Skills {
    /// Skills needed.
    pub needed: Vec<String>,
    /// Tools used.
    pub tools: Vec<String>,
    /// How results are measured.
    pub measures: Vec<String>,
    /// The path to a higher rate.
    pub rate_path: Vec<String>,
    /// What can go wrong.
    pub risks: Vec<String>,
    /// When results show.
    pub time_to_result: String,
    /// What starting costs, with its premise.
    pub startup_cost: String,
}

/// A licence or law that touches the job.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Legal {
    /// Name of the law or rule.
    pub law: String,
    /// What it asks, and where to check.
    pub point: String,
    /// The text of the law or an agency's page on it; empty while none was read.
    pub url: String,
}

/// How AI helps.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ai {
    /// Mean of the tasks' effects (data/RUBRIC.md).
    pub score: Score,
    /// What to be careful about.
    pub caution: String,
    /// Tasks where it helps.
    pub tasks: Vec<AiTask>,
}

/// A task where AI helps.
#[derive(Clone, Debug, Deserialize)]
pub struct AiTask {
    /// The task.
    pub task: String,
    /// How much it helps.
    pub effect: Effect,
}

/// How much AI helps in a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// 高.
    High,
    /// 中.
    Medium,
    /// 低.
    Low,
}

impl Effect {
    /// The mark that [`Ai::score`] averages (data/RUBRIC.md: 90, 70, 40).
    #[must_use]
    pub fn mark(self) -> i64 {
        match self {
            Self::High => 90,
            Self::Medium => 70,
            Self::Low => 40,
        }
    }

    /// The Japanese name as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "高",
            Self::Medium => "中",
            Self::Low => "低",
        }
    }
}

/// A step from no experience.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Step {
    /// What the step is.
    pub title: String,
    /// What to do.
    pub points: Vec<String>,
    /// Concrete examples.
    pub examples: Vec<String>,
}

/// A usual mistake and its fix.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pitfall {
    /// What goes wrong.
    pub problem: String,
    /// What to do about it.
    pub fix: String,
}

/// A question with its answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Faq {
    /// Stable id, `SLUG-N` or `TOPIC-N`.
    pub id: String,
    /// What it is about, in a word (profiles only).
    pub topic: String,
    /// The question as shown.
    pub question: String,
    /// The answer as shown.
    pub answer: String,
    /// How people ask it before they know the wording.
    pub asked_as: Vec<String>,
    /// Jobs a general question is chiefly about.
    pub related_jobs: Vec<Slug>,
    /// Ids of other questions whose answers say the same: either is right.
    pub same_as: Vec<String>,
    /// Ids of questions that were merged into this one: old buttons and links open it.
    pub aliases: Vec<String>,
}

/// A service a reader may need.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// What it does, in a sentence.
    pub description: String,
    /// Someone pays for this entry: shown as 「PR」 wherever it appears.
    pub promoted: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backend_earns_what_the_rubric_says() {
        let band = Band {
            hourly: Range { low: Yen(4000), high: Yen(8000) },
            hours_per_day: Range { low: Hours(1.0), high: Hours(2.0) },
            ..Band::default()
        };
        let income = Income { days_per_month: 22, ..Income::default() };
        assert_eq!(income.monthly(&band), Range { low: Yen(88_000), high: Yen(352_000) });
    }
}
