//! Jobs side by side: who leads where, and the differences in words.

use crate::profile::{Axis, Profile, Range, Score, Yen, weeks};

/// Differences of scores below this are not worth a sentence: two editors may differ by as much (data/RUBRIC.md).
const NOTABLE_SCORE: i64 = 5;
/// Differences of start-up costs below this are not worth a sentence, in yen.
const NOTABLE_COST: i64 = 10_000;

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
    /// Two or three sentences of difference, computed from the figures above.
    pub differences: Vec<String>,
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
    };
    comparison.differences = comparison.sentences();
    comparison
}

impl Comparison<'_> {
    fn name(&self, position: usize) -> &str {
        self.jobs.get(position).map_or("", |p| p.name.as_str())
    }

    fn sentences(&self) -> Vec<String> {
        if self.jobs.len() < 2 {
            return Vec::new();
        }
        let mut sentences = vec![self.score_sentence()];
        sentences.extend(self.time_sentence());
        sentences.extend(self.cost_sentence());
        if sentences.len() < 2 {
            sentences.extend(self.ai_sentence());
        }
        if sentences.len() < 2 {
            sentences.push(self.income_sentence());
        }
        sentences
    }

    /// The axis with the widest gap, and where another job leads most.
    fn score_sentence(&self) -> String {
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
        let Some((axis, line, points)) = widest(None) else {
            return "5つの点数に大きな差はありません。".to_owned();
        };
        let leader = self.name(line.leaders[0]);
        let second = widest(Some(&line.leaders))
            .map(|(other, line, more)| (other.name(), self.name(line.leaders[0]), more));
        match (self.jobs.len(), second) {
            (2, None) => format!("{}は{leader}が{points}点高いです。", axis.name()),
            (2, Some((other, name, more))) => {
                format!("{}は{leader}が{points}点高く、{other}は{name}が{more}点高いです。", axis.name())
            }
            (_, None) => format!("{}は{leader}が最も高いです（最も低い仕事と{points}点差）。", axis.name()),
            (_, Some((other, name, more))) => format!(
                "{}は{leader}が最も高く（最も低い仕事と{points}点差）、{other}は{name}が最も高いです（{more}点差）。",
                axis.name()
            ),
        }
    }

    fn time_sentence(&self) -> Option<String> {
        let line = &self.first_order_weeks;
        let &leader = line.leaders.first()?;
        let names: Vec<&str> = line.leaders.iter().map(|&i| self.name(i)).collect();
        Some(format!(
            "最初の報酬までの目安は{}が短めで、{}です。",
            names.join("と"),
            weeks(line.values[leader])
        ))
    }

    fn cost_sentence(&self) -> Option<String> {
        let tops = || self.startup.values.iter().enumerate().map(|(i, r)| (r.high, i));
        let (least, cheap) = tops().min()?;
        let (most, dear) = tops().max()?;
        (most.0 - least.0 >= NOTABLE_COST).then(|| {
            format!(
                "始める費用の目安は{}が{}、{}が{}です。",
                self.name(cheap),
                self.startup.values[cheap],
                self.name(dear),
                self.startup.values[dear]
            )
        })
    }

    fn ai_sentence(&self) -> Option<String> {
        let &leader = self.ai.leaders.first()?;
        let least = self.ai.values.iter().min()?.get();
        let more = self.ai.values[leader].get() - least;
        (more >= NOTABLE_SCORE)
            .then(|| format!("AIを使える場面は{}のほうが多めです（{more}点差）。", self.name(leader)))
    }

    fn income_sentence(&self) -> String {
        match self.established.leaders.as_slice() {
            &[leader] => format!(
                "慣れたあとの月収の幅は{}が上まで開いていて、{}です。",
                self.name(leader),
                self.established.values[leader]
            ),
            _ => "慣れたあとの月収の幅も、ほぼ同じです。".to_owned(),
        }
    }
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
