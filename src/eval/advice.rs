//! How well 診断 serves people: personas written down by those who do not see the code, and random answers.
//!
//! A persona holds when at least one of the jobs it names must be among the first three and none that must not be. One that is
//! impossible also needs the headline to say so, and one that is not needs it not to.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use serde::Deserialize;

use super::{EvalError, percent};
use crate::advice::{
    Advice, Adviser, Company, First, Headline, Label, Labour, PlaceWish, Wishes, Within, random_wishes,
};
use crate::profile::{Catalogue, DayPart, Demand, Equipment, Expertise, Hours, Set, Stretch, Yen};

/// How many jobs a persona is judged by.
const JUDGED: usize = 3;

/// A file of personas.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Personas {
    persona: Vec<Persona>,
}

/// A person, and what a good adviser would name them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Persona {
    /// Stable name.
    pub id: String,
    /// As the person says it.
    pub text: String,
    hours_per_week: Option<f64>,
    stretch_minutes: Option<i64>,
    when: Set<DayPart>,
    goal_yen: Option<i64>,
    within: Option<Within>,
    have: Option<Set<Equipment>>,
    knows: Option<Set<Expertise>>,
    people: Option<Company>,
    effort: Option<Labour>,
    place: Option<PlaceWish>,
    /// What the person cannot or will not do: `voice`, `hearing`, `face`, `standing`, `driving`, `town`, `public`. Who does not hear
    /// has `hearing` and, when they say that they do not telephone either, `voice`.
    cannot: Set<Demand>,
    first: Option<First>,
    /// At least one of these must be among the first three.
    pub must_any: Vec<String>,
    /// None of these may be.
    pub must_not: Vec<String>,
    /// Nothing reaches what the person wants, and the headline must say so.
    pub impossible: bool,
    /// What a good adviser would say.
    pub says: String,
}

/// How 診断 did for one persona.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// The first three jobs.
    pub first: Vec<String>,
    /// Whether a wanted job is among them.
    pub wanted: bool,
    /// The unwanted ones among them.
    pub unwanted: Vec<String>,
    /// Whether the headline says what it should.
    pub headline: bool,
}

impl Served {
    /// Whether the persona holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.wanted && self.unwanted.is_empty() && self.headline
    }
}

impl Persona {
    /// The persona's wishes.
    #[must_use]
    pub fn wishes(&self) -> Wishes {
        Wishes {
            hours: self.hours_per_week.map(Hours),
            stretch: self.stretch_minutes.map(Stretch),
            when: self.when,
            goal: self.goal_yen.map(Yen),
            within: self.within,
            have: self.have,
            knows: self.knows,
            people: self.people,
            effort: self.effort,
            place: self.place,
            cannot: self.cannot,
            first: self.first,
        }
    }

    /// How 診断 does for it.
    #[must_use]
    pub fn served(&self, advice: &Advice<'_>) -> Served {
        let first: Vec<String> =
            advice.jobs.iter().take(JUDGED).map(|j| j.profile.slug.to_string()).collect();
        let wanted = self.must_any.iter().any(|slug| first.contains(slug));
        let unwanted = self.must_not.iter().filter(|slug| first.contains(slug)).cloned().collect();
        Served { first, wanted, unwanted, headline: self.impossible == (advice.headline != Headline::Found) }
    }
}

/// The personas of a file.
///
/// # Errors
/// When it cannot be read or is not in the format of `tests/eval/personas-dev.toml`.
pub fn read_personas(path: &Path) -> Result<Vec<Persona>, EvalError> {
    let text =
        fs::read_to_string(path).map_err(|source| EvalError::File { path: path.to_owned(), source })?;
    let personas: Personas = toml::from_str(&text).map_err(|e| EvalError::Format {
        path: path.to_owned(),
        line: e.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1)),
        message: e.message().to_owned(),
    })?;
    Ok(personas.persona)
}

/// Reports how the personas of a file are served.
pub(super) fn run(catalogue: &Catalogue, file: &Path, out: &mut impl Write) -> Result<(), EvalError> {
    let personas = read_personas(file)?;
    let adviser = Adviser::of(catalogue);
    let mut held = 0;
    for persona in &personas {
        let advice = adviser.recommend(catalogue, &persona.wishes());
        let served = persona.served(&advice);
        if served.holds() {
            held += 1;
            continue;
        }
        let mut why = Vec::new();
        if !served.wanted {
            why.push(format!("none of {}", persona.must_any.join(", ")));
        }
        if !served.unwanted.is_empty() {
            why.push(format!("has {}", served.unwanted.join(", ")));
        }
        if !served.headline {
            why.push(format!("impossible: {}, but says {:?}", persona.impossible, advice.headline));
        }
        let shown: Vec<String> =
            advice.jobs.iter().map(|j| format!("{} {}", j.profile.slug, j.points)).collect();
        writeln!(out, "{}\t{}\n\t{}\n\t{}", persona.id, persona.text, shown.join(", "), why.join("; "))?;
    }
    #[expect(clippy::cast_precision_loss, reason = "personas are counted in tens")]
    let share = f64::from(held) / personas.len() as f64;
    writeln!(out, "{held} of {} personas hold: {}", personas.len(), percent(share))?;
    Ok(())
}

/// What random answers show.
#[derive(Clone, Debug, Default)]
pub struct Spread {
    /// How many were asked.
    pub asked: usize,
    /// How many found five jobs.
    pub five: usize,
    /// How often each job was named.
    pub named: BTreeMap<String, usize>,
    /// How often each job was first.
    pub first: BTreeMap<String, usize>,
    /// Of those with two jobs or more, how many had 3 points or more between the first two.
    pub apart: usize,
    /// How many had two jobs or more.
    pub two: usize,
    /// Points between the first and the fifth, of those with five, sorted.
    pub spreads: Vec<i64>,
    /// The most that were called ぴったり at once.
    pub perfect: usize,
    /// How long each took, sorted.
    pub times: Vec<Duration>,
    /// How many had each headline: found, nothing fits, goal beyond.
    pub headlines: [usize; 3],
}

/// Asks 診断 all of these.
#[must_use]
pub fn spread(catalogue: &Catalogue, all: &[Wishes]) -> Spread {
    let mut found = Spread { asked: all.len(), ..Spread::default() };
    let adviser = Adviser::of(catalogue);
    for wishes in all {
        let start = Instant::now();
        let advice = adviser.recommend(catalogue, wishes);
        found.times.push(start.elapsed());
        let headline = match advice.headline {
            Headline::Found => 0,
            Headline::NothingFits(_) => 1,
            Headline::GoalBeyond(_) => 2,
        };
        found.headlines[headline] += 1;
        for job in &advice.jobs {
            *found.named.entry(job.profile.slug.to_string()).or_default() += 1;
        }
        if let [first, second, ..] = advice.jobs.as_slice() {
            found.two += 1;
            found.apart += usize::from(first.points - second.points >= 3);
        }
        if let Some(first) = advice.jobs.first() {
            *found.first.entry(first.profile.slug.to_string()).or_default() += 1;
        }
        if let [first, _, _, _, fifth] = advice.jobs.as_slice() {
            found.five += 1;
            found.spreads.push(first.points - fifth.points);
        }
        let perfect = advice.jobs.iter().filter(|j| j.label == Label::Perfect).count();
        found.perfect = found.perfect.max(perfect);
    }
    found.times.sort();
    found.spreads.sort_unstable();
    found
}

impl Spread {
    /// Points between the first and the fifth at the median.
    #[must_use]
    pub fn median_spread(&self) -> i64 {
        self.spreads.get(self.spreads.len() / 2).copied().unwrap_or_default()
    }

    /// Share of answers whose first two jobs are 3 points or more apart.
    #[must_use]
    pub fn share_apart(&self) -> f64 {
        share(self.apart, self.two)
    }

    /// The job that is first most often, and in which share.
    #[must_use]
    pub fn most_often_first(&self) -> (String, f64) {
        let most = self.first.iter().max_by_key(|(_, count)| **count);
        most.map(|(slug, count)| (slug.clone(), share(*count, self.asked))).unwrap_or_default()
    }

    /// The 99th percentile of the times.
    #[must_use]
    pub fn p99(&self) -> Duration {
        self.times.get(self.times.len() * 99 / 100).copied().unwrap_or_default()
    }
}

fn share(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "answers are counted in thousands")]
    let share = part as f64 / whole.max(1) as f64;
    share
}

/// Reports what random answers show.
pub(super) fn run_random(
    catalogue: &Catalogue,
    count: usize,
    seed: u64,
    out: &mut impl Write,
) -> Result<(), EvalError> {
    let found = spread(catalogue, &random_wishes(seed, count));
    let jobs = catalogue.profiles().len();
    writeln!(out, "{} answers: {} jobs of {jobs} named", found.asked, found.named.len())?;
    let (slug, most) = found.most_often_first();
    writeln!(out, "most often first: {slug}, {}", percent(most))?;
    let mut first: Vec<_> = found.first.iter().collect();
    first.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let often: Vec<String> = first
        .iter()
        .take(8)
        .map(|(slug, n)| format!("{slug} {}", percent(share(**n, found.asked))))
        .collect();
    writeln!(out, "first: {}", often.join(", "))?;
    let mut named: Vec<_> = found.named.iter().collect();
    named.sort_by_key(|(_, n)| **n);
    let seldom: Vec<String> = named.iter().take(6).map(|(slug, n)| format!("{slug} {n}")).collect();
    writeln!(out, "seldom named: {}", seldom.join(", "))?;
    writeln!(out, "first two 3 points or more apart: {}", percent(found.share_apart()))?;
    writeln!(
        out,
        "first to fifth at the median: {} points ({} with five)",
        found.median_spread(),
        found.five
    )?;
    writeln!(out, "most called ぴったり at once: {}", found.perfect)?;
    writeln!(out, "found, nothing fits, goal beyond: {:?}", found.headlines)?;
    writeln!(out, "p99: {:?}", found.p99())?;
    Ok(())
}
