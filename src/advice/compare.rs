//! Jobs side by side: who leads where, and the differences in words.

use super::real;
use crate::profile::{Axis, Equipment, Profile, Range, Score, Word as _, Yen, weeks};

/// Differences of scores below this are not worth a sentence: two editors may differ by as much (data/RUBRIC.md).
const NOTABLE_SCORE: i64 = 5;
/// Differences of start-up costs below this are not worth a sentence, in yen.
const NOTABLE_COST: i64 = 10_000;
/// Most differences that are told.
const DIFFERENCES: usize = 3;

/// One figure of every compared job, in the order the jobs were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<T> {
    /// The figures.
    pub values: Vec<T>,
    /// Positions of those that lead; empty when all are equal.
    pub leaders: Vec<usize>,
}

impl<T: Copy> Line<T> {
    /// The leaders are those with the greatest `rank`.
    fn new<K: Ord>(values: Vec<T>, rank: impl Fn(T) -> K) -> Self {
        let best = values.iter().map(|&v| rank(v)).max();
        let leaders: Vec<usize> = (0..values.len()).filter(|&i| Some(rank(values[i])) == best).collect();
        let leaders = if leaders.len() == values.len() { Vec::new() } else { leaders };
        Self { values, leaders }
    }
}

/// What stands side by side.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    /// The jobs, as given.
    pub jobs: Vec<&'a Profile>,
    /// Total scores.
    pub total: Line<Score>,
    /// The five scores in [`Axis::ALL`]'s order.
    pub axes: Vec<(Axis, Line<Score>)>,
    /// Monthly income of the entry band; the highest upper end leads.
    pub entry: Line<Range<Yen>>,
    /// Monthly income of the established band; the highest upper end leads.
    pub established: Line<Range<Yen>>,
    /// Weeks to the first paid order, learning included; the shortest leads.
    pub first_order_weeks: Line<Range<i64>>,
    /// What starting costs; the least leads.
    pub startup: Line<Range<Yen>>,
    /// How much AI helps.
    pub ai: Line<Score>,
    /// Two or three sentences of difference, the largest first, computed from the figures above.
    pub differences: Vec<String>,
    /// Who each job is for, in the order of the jobs.
    pub suits: Vec<String>,
}

/// Compares jobs; two or three make sense, any number is safe.
#[must_use]
pub fn compare<'a>(jobs: &[&'a Profile]) -> Comparison<'a> {
    let scores = |score: &dyn Fn(&Profile) -> Score| {
        Line::new(jobs.iter().map(|p| score(p)).collect(), |s: Score| s.get())
    };
    let established = |p: &Profile| p.established().map(|b| p.income.monthly(b)).unwrap_or_default();
    let entry = |p: &Profile| p.entry().map(|b| p.income.monthly(b)).unwrap_or_default();
    let by_top = |range: Range<Yen>| (range.high, range.low);
    let by_least = |range: Range<i64>| std::cmp::Reverse((range.low + range.high, range.high));
    let mut comparison = Comparison {
        jobs: jobs.to_vec(),
        total: scores(&|p| p.scores.total()),
        axes: Axis::ALL.iter().map(|&axis| (axis, scores(&|p| *p.scores.get(axis)))).collect(),
        entry: Line::new(jobs.iter().map(|p| entry(p)).collect(), by_top),
        established: Line::new(jobs.iter().map(|p| established(p)).collect(), by_top),
        first_order_weeks: Line::new(jobs.iter().map(|p| p.first_order_weeks).collect(), by_least),
        startup: Line::new(jobs.iter().map(|p| p.startup_yen).collect(), |r: Range<Yen>| {
            by_least(Range { low: r.low.0, high: r.high.0 })
        }),
        ai: scores(&|p| p.ai.score),
        differences: Vec::new(),
        suits: jobs.iter().map(|p| suits(p)).collect(),
    };
    comparison.differences = comparison.sentences();
    comparison
}

impl Comparison<'_> {
    fn name(&self, position: usize) -> &str {
        self.jobs.get(position).map_or("", |p| p.name.as_str())
    }

    /// Two or three differences, the largest first: each with its share of the whole scale.
    fn sentences(&self) -> Vec<String> {
        if self.jobs.len() < 2 {
            return Vec::new();
        }
        let all = [
            self.scores(),
            self.time(),
            self.cost(),
            self.contact(),
            self.effort(),
            self.ai(),
            self.income(),
        ];
        let mut sized: Vec<(f64, String)> = all.into_iter().flatten().collect();
        sized.sort_by(|a, b| b.0.total_cmp(&a.0));
        // Three jobs take more room on a phone.
        let most = if self.jobs.len() > 2 { DIFFERENCES - 1 } else { DIFFERENCES };
        let mut sentences: Vec<String> = sized.into_iter().take(most).map(|(_, text)| text).collect();
        if sentences.len() < 2 {
            sentences.push("ほかの点に大きな差はありません。".to_owned());
        }
        if sentences.len() < 2 {
            sentences.insert(0, "5つのスコアに大きな差はありません。".to_owned());
        }
        sentences
    }

    /// The axis with the widest gap, and where another job leads most.
    fn scores(&self) -> Option<(f64, String)> {
        let gap = |line: &Line<Score>| {
            let of = |v: Option<Score>| v.map_or(0, Score::get);
            of(line.values.iter().copied().max()) - of(line.values.iter().copied().min())
        };
        // `max_by_key` keeps the last of equals; reversed, the first axis in the order shown wins.
        let widest = |not: Option<&[usize]>| {
            self.axes
                .iter()
                .rev()
                .filter(|(_, line)| line.leaders.len() == 1 && not.is_none_or(|l| line.leaders != l))
                .map(|(axis, line)| (*axis, line, gap(line)))
                .filter(|&(_, _, gap)| gap >= NOTABLE_SCORE)
                .max_by_key(|&(_, _, gap)| gap)
        };
        let (axis, line, points) = widest(None)?;
        let leader = self.name(line.leaders[0]);
        let second = widest(Some(&line.leaders))
            .map(|(other, line, more)| (other.name(), self.name(line.leaders[0]), more));
        let text = match (self.jobs.len(), second) {
            (2, None) => format!("{}は{leader}が{points}点高いです。", axis.name()),
            (2, Some((other, name, more))) => {
                format!("{}は{leader}が{points}点高く、{other}は{name}が{more}点高いです。", axis.name())
            }
            (_, None) => format!("{}は{leader}が最も高いです（最も低い仕事と{points}点差）。", axis.name()),
            (_, Some((other, name, more))) => format!(
                "{}は{leader}が最も高く（最も低い仕事と{points}点差）、{other}は{name}が最も高いです（{more}点差）。",
                axis.name()
            ),
        };
        Some((real(points) / 100.0, text))
    }

    fn time(&self) -> Option<(f64, String)> {
        let line = &self.first_order_weeks;
        let &leader = line.leaders.first()?;
        let names: Vec<&str> = line.leaders.iter().map(|&i| self.name(i)).collect();
        let text = format!(
            "最初の報酬までの目安は{}が短めで、{}です。",
            names.join("と"),
            weeks(line.values[leader])
        );
        let middles = || line.values.iter().map(|r| real(r.low + r.high) / 2.0);
        Some((ratio(middles(), 0.5, 52.0), text))
    }

    fn cost(&self) -> Option<(f64, String)> {
        let tops = || self.startup.values.iter().enumerate().map(|(i, r)| (r.high, i));
        let (least, cheap) = tops().min()?;
        let (most, dear) = tops().max()?;
        (most.0 - least.0 >= NOTABLE_COST).then(|| {
            let text = format!(
                "始める費用の目安は{}が{}、{}が{}です。",
                self.name(cheap),
                self.startup.values[cheap],
                self.name(dear),
                self.startup.values[dear]
            );
            (ratio(tops().map(|(yen, _)| real(yen.0)), 10_000.0, 50.0), text)
        })
    }

    /// Who meets people most and least, when that is two steps or more.
    fn contact(&self) -> Option<(f64, String)> {
        let level = |p: &Profile| p.fit.contact.0;
        let (few, many) = self.ends(level)?;
        let says = |p: &Profile| match level(p) {
            0 => "人とのやりとりがほとんどなく",
            1 => "メッセージのやりとりが中心で",
            _ => "打ち合わせがあり",
        };
        let most = if level(many) == 2 {
            "打ち合わせが定期的にあります"
        } else {
            "人と話すこと自体が仕事です"
        };
        let text = format!("{}は{}、{}は{most}。", few.name, says(few), many.name);
        Some((real(level(many) - level(few)) / 3.0, text))
    }

    /// Whose work is lightest and heaviest for the body, when that is two steps or more.
    fn effort(&self) -> Option<(f64, String)> {
        let level = |p: &Profile| p.fit.effort.0;
        let (light, heavy) = self.ends(level)?;
        let text = format!("{}は座って進み、{}は体を使います。", light.name, heavy.name);
        (level(light) == 0).then(|| (real(level(heavy) - level(light)) / 3.0, text))
    }

    /// The first jobs with the lowest and the highest step, when they are two steps or more apart.
    fn ends(&self, level: impl Fn(&Profile) -> i64) -> Option<(&Profile, &Profile)> {
        let low = self.jobs.iter().copied().min_by_key(|p| level(p))?;
        let high = self.jobs.iter().copied().max_by_key(|p| level(p))?;
        (level(high) - level(low) >= 2).then_some((low, high))
    }

    fn ai(&self) -> Option<(f64, String)> {
        let &leader = self.ai.leaders.first()?;
        let more = self.ai.values[leader].get() - self.ai.values.iter().min()?.get();
        let text = format!("AIを使える場面は{}のほうが多めです（{more}点差）。", self.name(leader));
        (more >= NOTABLE_SCORE).then(|| (real(more) / 100.0, text))
    }

    fn income(&self) -> Option<(f64, String)> {
        let &[leader] = self.established.leaders.as_slice() else { return None };
        let range = self.established.values[leader];
        let text = format!("慣れたあとの月収の幅は{}が上まで開いていて、{range}です。", self.name(leader));
        Some((ratio(self.established.values.iter().map(|r| real(r.high.0)), 1_000.0, 20.0), text))
    }
}

/// Who a job is for, in half a sentence: what one needs, knows and does.
fn suits(p: &Profile) -> String {
    let fit = &p.fit;
    let needs: Vec<String> = fit
        .needs
        .iter()
        .filter(|need| !need.0.has(Equipment::Phone))
        .map(|need| need.0.iter().map(Equipment::name).collect::<Vec<_>>().join("か"))
        .collect();
    let needs = if needs.is_empty() {
        "スマホだけで".to_owned()
    } else {
        format!("{}があり", needs.join("と"))
    };
    let with = match fit.contact.0 {
        0 => "一人で進めたい",
        1 => "やりとりはメッセージで済ませたい",
        2 => "打ち合わせもできる",
        _ => "人と話すのが好きな",
    };
    format!("{needs}、1回{}から、{with}人", fit.smallest_minutes)
}

/// How far the greatest stands from the least, from 0 to 1: by their ratio, where `whole` times as much is all of it. `floor` keeps
/// small figures from making large ratios.
fn ratio(values: impl Iterator<Item = f64>, floor: f64, whole: f64) -> f64 {
    let (least, most) = values.fold((f64::MAX, 0.0_f64), |(least, most), v| (least.min(v), most.max(v)));
    (((most + floor) / (least + floor)).ln() / f64::ln(whole)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{DataSource, load};

    #[test]
    fn nobody_leads_where_all_are_equal() {
        assert!(Line::new(vec![3, 3], |v| v).leaders.is_empty());
        assert_eq!(Line::new(vec![3, 4, 4], |v| v).leaders, [1, 2]);
    }

    #[test]
    fn every_sentence_is_computed_and_every_ordered_pair_has_two_or_three() {
        let catalogue =
            load(DataSource::Embedded.files().unwrap(), "2026-11-26".parse().unwrap()).into_result().unwrap();
        for a in catalogue.profiles() {
            for b in catalogue.profiles().iter().filter(|b| b.slug != a.slug) {
                let found = compare(&[a, b]).differences;
                assert!((2..=3).contains(&found.len()), "{} {}: {found:?}", a.slug, b.slug);
            }
        }
    }
}
