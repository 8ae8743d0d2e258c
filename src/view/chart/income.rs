//! Monthly income as ranges on one axis, with the person's own estimate and goal.

use super::svg::{
    Anchor, GOAL, GRID, GROUND, INK, LOOKS, MARGIN, OWN, SMALL, SOFT, Svg, TEXT, TROUGH, WIDTH, fit, width,
};
use crate::profile::{Profile, Range, Yen, decimal};

const LEFT: i32 = MARGIN;
const RIGHT: i32 = WIDTH - MARGIN;
const FIRST_ROW: i32 = 92;
const ROW: i32 = 100;
const BAR: i32 = 26;
/// Two bands, and each once more at the person's own hours.
const ROWS: usize = 4;

/// The bands of a job on one axis.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IncomeRanges {
    job: String,
    /// Name, lowest and highest yen a month.
    rows: Vec<(String, i64, i64)>,
    /// From this row on they are the person's own.
    own_from: usize,
    goal: Option<i64>,
}

impl IncomeRanges {
    /// A job's bands as the profile states them, the person's own estimates by name, and the goal.
    #[must_use]
    pub fn new(profile: &Profile, own: &[(String, Range<Yen>)], goal: Option<Yen>) -> Self {
        let row = |name: &str, range: Range<Yen>| (name.to_owned(), range.low.0.max(0), range.high.0.max(0));
        let mut rows: Vec<_> =
            profile.income.bands.iter().map(|b| row(&b.name, profile.income.monthly(b))).collect();
        let own_from = rows.len();
        rows.extend(own.iter().map(|(name, range)| row(name, *range)));
        rows.truncate(ROWS);
        Self { job: profile.name.clone(), rows, own_from, goal: goal.map(|g| g.0).filter(|&g| g > 0) }
    }

    pub(super) fn alt(&self) -> String {
        let rows: Vec<String> =
            self.rows.iter().map(|(name, low, high)| format!("{name} 月{}", range(*low, *high))).collect();
        let goal = self.goal.map(|g| format!("、目標 月{}", Yen(g))).unwrap_or_default();
        format!("{}の月収の幅のグラフ。{}{goal}。", self.job, rows.join("、"))
    }

    pub(super) fn svg(&self) -> String {
        let rows = i32::try_from(self.rows.len()).unwrap_or(0);
        let goal_room = if self.goal.is_some() { 44 } else { 0 };
        let first = FIRST_ROW + goal_room;
        let bottom = first + ROW * rows;
        let mut svg = Svg::new(bottom + 56);
        let title = format!("{}の月収の目安", self.job);
        svg.bold(LEFT, 54, TEXT, INK, Anchor::Start, &fit(&title, TEXT, RIGHT - LEFT));
        let scale = Scale::new(self.rows.iter().map(|r| r.2).chain(self.goal).max().unwrap_or(0));
        svg.line((LEFT, bottom), (RIGHT, bottom), SOFT, 2, "none");
        for tick in scale.ticks() {
            let x = scale.x(tick);
            svg.line((x, bottom - 4), (x, bottom + 6), SOFT, 2, "none");
            let anchor = match tick {
                0 => Anchor::Start,
                t if t == scale.top => Anchor::End,
                _ => Anchor::Middle,
            };
            svg.text(x, bottom + 36, SMALL, SOFT, anchor, &tick_text(tick, scale.top));
        }
        for (i, (name, low, high)) in self.rows.iter().enumerate() {
            let y = first + ROW * i32::try_from(i).unwrap_or(0);
            let colour = if i >= self.own_from { OWN } else { LOOKS[0].colour };
            svg.text(LEFT, y + 34, TEXT, INK, Anchor::Start, name);
            svg.bold(RIGHT, y + 34, TEXT, INK, Anchor::End, &range(*low, *high));
            svg.bar(LEFT, y + 50, RIGHT - LEFT, BAR, TROUGH);
            for tick in scale.ticks().skip(1).filter(|&t| t != scale.top) {
                let x = scale.x(tick);
                svg.line((x, y + 50), (x, y + 50 + BAR), GRID, 2, "none");
            }
            let (from, to) = (scale.x(*low), scale.x(*high));
            // A range of one amount still has to be seen.
            let (from, to) = if to - from < BAR { (to - BAR / 2, to + BAR / 2) } else { (from, to) };
            svg.bar(from.max(LEFT), y + 50, (to - from).min(RIGHT - from.max(LEFT)), BAR, colour);
        }
        if let Some(goal) = self.goal {
            let (x, text) = (scale.x(goal), format!("目標 {}", Yen(goal)));
            for i in 0..rows {
                let y = first + ROW * i;
                svg.line((x, y + 43), (x, y + 50 + BAR + 7), GROUND, 11, "none");
                svg.line((x, y + 44), (x, y + 50 + BAR + 6), GOAL, 5, "none");
            }
            let half = width(&text, TEXT) / 2 + 4;
            svg.line((x, FIRST_ROW + 22), (x, first + 4), GOAL, 3, "8 6");
            let middle = x.clamp(LEFT + half, (RIGHT - half).max(LEFT + half));
            svg.bold(middle, FIRST_ROW + 12, TEXT, GOAL, Anchor::Middle, &text);
        }
        svg.finish()
    }
}

fn range(low: i64, high: i64) -> String {
    Range { low: Yen(low), high: Yen(high) }.to_string()
}

/// An amount on the scale: in 万円 where the scale reaches that far.
fn tick_text(yen: i64, top: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a scale ends far below 2^52")]
    match yen {
        0 => "0".to_owned(),
        _ if top >= 20_000 => format!("{}万円", decimal(yen as f64 / 10_000.0)),
        _ => Yen(yen).to_string(),
    }
}

/// From yen to pixels, up to a round amount.
struct Scale {
    top: i64,
    step: i64,
}

impl Scale {
    /// Four steps or fewer of 1, 2, 2.5 or 5 times a power of ten reach `most`.
    fn new(most: i64) -> Self {
        let most = most.clamp(1_000, 1_000_000_000_000);
        let mut unit = 100;
        loop {
            for step in [unit, unit * 2, unit * 5 / 2, unit * 5] {
                if step * 4 >= most {
                    return Self { top: (most + step - 1) / step * step, step };
                }
            }
            unit *= 10;
        }
    }

    fn ticks(&self) -> impl Iterator<Item = i64> {
        (0..=self.top / self.step).map(|i| i * self.step)
    }

    fn x(&self, yen: i64) -> i32 {
        let share = yen.clamp(0, self.top) * i64::from(RIGHT - LEFT) / self.top.max(1);
        LEFT + i32::try_from(share).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_at_a_round_amount_at_or_above_the_largest() {
        for most in
            [0, 1, 999, 1_000, 4_400, 44_000, 154_000, 352_000, 1_234_567, 10_000_000, i64::MAX / 1_000]
        {
            let scale = Scale::new(most);
            assert!(scale.top >= most.min(1_000_000_000_000) && scale.ticks().count() <= 5, "{most}");
            assert_eq!(scale.ticks().last(), Some(scale.top));
        }
    }
}
