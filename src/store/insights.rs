//! What a server's administrators are shown of what is counted.

use crate::profile::Day;

use super::event::{AnswerKind, Link};
use super::tally::Tally;

/// Days of [`Insights`].
pub const SHOWN_DAYS: i64 = 28;
/// Entries listed.
const MOST_LISTED: usize = 5;
/// Links listed with an entry.
const MOST_LINKS: usize = 3;
const WEEK: i64 = 7;

/// Four weeks of one server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insights {
    /// The weeks, oldest first; the last one ends with today.
    pub weeks: [Week; 4],
    /// The entries most often wrong, those first; at most five.
    pub wrong: Vec<Judged>,
    /// What came nearest when there was no answer, most often first; at most five.
    pub nearest: Vec<Nearest>,
    /// The day of the last digest.
    pub digest: Option<Day>,
}

/// Seven days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// The first of them.
    pub first: Day,
    /// Questions: the sum of the next three.
    pub asked: u64,
    /// Those that were answered.
    pub answered: u64,
    /// Those that got candidates.
    pub one_tap: u64,
    /// Those that had no answer.
    pub no_answer: u64,
    /// Of all that were asked, those that addressed the bot.
    pub addressed: u64,
    /// Answers found helpful.
    pub helpful: u64,
    /// Answers said to be wrong.
    pub wrong: u64,
}

/// How an entry was judged in four weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The entry's id.
    pub entry: String,
    /// How often it was given.
    pub shown: u64,
    /// How often it was helpful.
    pub helpful: u64,
    /// How often it was wrong.
    pub wrong: u64,
}

/// An entry that came nearest when there was no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// The entry's id; `None` when nothing came near.
    pub entry: Option<String>,
    /// How often.
    pub times: u64,
    /// The latest of the messages, latest first; at most three.
    pub links: Vec<Link>,
}

impl Insights {
    /// What these counts show on this day.
    pub(super) fn of(tally: &Tally, today: Day, digest: Option<Day>) -> Self {
        let first = today.number() - SHOWN_DAYS + 1;
        let mut weeks: [Week; 4] = std::array::from_fn(|n| {
            let first = Day::from_number(first + WEEK * i64::try_from(n).unwrap_or(0));
            Week {
                first,
                asked: 0,
                answered: 0,
                one_tap: 0,
                no_answer: 0,
                addressed: 0,
                helpful: 0,
                wrong: 0,
            }
        });
        let week_of = |day: i64| usize::try_from((day - first).div_euclid(WEEK)).ok();
        for (&(day, addressed, kind), &n) in &tally.asked {
            let Some(week) = week_of(day).and_then(|week| weeks.get_mut(week)) else { continue };
            week.asked += n;
            week.addressed += if addressed { n } else { 0 };
            match kind {
                AnswerKind::Answered => week.answered += n,
                AnswerKind::OneTap => week.one_tap += n,
                AnswerKind::NoAnswer => week.no_answer += n,
            }
        }
        let mut judged: Vec<Judged> = Vec::new();
        for ((day, entry), verdict) in &tally.entries {
            let Some(week) = week_of(*day).and_then(|week| weeks.get_mut(week)) else { continue };
            week.helpful += verdict.helpful;
            week.wrong += verdict.wrong;
            let at = judged.iter().position(|judged| judged.entry == *entry).unwrap_or_else(|| {
                judged.push(Judged { entry: entry.clone(), shown: 0, helpful: 0, wrong: 0 });
                judged.len() - 1
            });
            judged[at].shown += verdict.shown;
            judged[at].helpful += verdict.helpful;
            judged[at].wrong += verdict.wrong;
        }
        judged.retain(|judged| judged.wrong > 0);
        judged.sort_by(|a, b| b.wrong.cmp(&a.wrong).then_with(|| a.entry.cmp(&b.entry)));
        judged.truncate(MOST_LISTED);
        Self { weeks, wrong: judged, nearest: nearest(tally, first, today), digest }
    }
}

fn nearest(tally: &Tally, first: i64, today: Day) -> Vec<Nearest> {
    let mut nearest: Vec<Nearest> = Vec::new();
    for ((day, entry), &times) in &tally.misses {
        if !(first..=today.number()).contains(day) {
            continue;
        }
        match nearest.iter_mut().find(|nearest| nearest.entry == *entry) {
            Some(nearest) => nearest.times += times,
            None => nearest.push(Nearest { entry: entry.clone(), times, links: Vec::new() }),
        }
    }
    nearest.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.entry.cmp(&b.entry)));
    nearest.truncate(MOST_LISTED);
    for nearest in &mut nearest {
        let links = tally.links.iter().filter(|(_, miss)| miss.entry == nearest.entry && miss.day >= first);
        nearest.links = links
            .rev()
            .take(MOST_LINKS)
            .map(|(&message, miss)| Link { channel: miss.channel, message })
            .collect();
    }
    nearest
}
