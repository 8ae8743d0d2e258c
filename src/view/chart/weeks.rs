//! Four weeks of questions as bars, each divided by how it went.

use super::svg::{Anchor, INK, LOOKS, MARGIN, SMALL, SOFT, Svg, TEXT, WIDTH};
use crate::store::Week;

const FIRST_ROW: i32 = 132;
const ROW: i32 = 84;
const BAR: i32 = 30;
/// Where bars begin: the dates stand before them, the numbers behind.
const LEFT: i32 = MARGIN + 130;
const RIGHT: i32 = WIDTH - MARGIN - 90;

/// What a part of a bar means, in the order of the parts. The marks tell them apart without colour.
const PARTS: [&str; 3] = ["すぐ答えた", "候補を出した", "用意なし"];

/// Weeks, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Weeks {
    /// The first day, and the questions by how they went.
    rows: Vec<(String, [u64; 3])>,
}

impl Weeks {
    /// Bars for these weeks.
    #[must_use]
    pub fn new(weeks: &[Week]) -> Self {
        let row = |w: &Week| {
            let day = w.first.to_string();
            let (month, day) = (&day[5..7], &day[8..]);
            let short = |n: &str| n.trim_start_matches('0').to_owned();
            (format!("{}/{}〜", short(month), short(day)), [w.answered, w.one_tap, w.no_answer])
        };
        Self { rows: weeks.iter().map(row).collect() }
    }

    pub(super) fn alt(&self) -> String {
        let row = |(day, [answered, one_tap, none]): &(String, [u64; 3])| {
            format!("{day} すぐ答えた{answered}件、候補{one_tap}件、用意なし{none}件")
        };
        let rows: Vec<String> = self.rows.iter().map(row).collect();
        format!("4週間の質問の棒グラフ。{}。", rows.join("。"))
    }

    pub(super) fn svg(&self) -> String {
        let rows = i32::try_from(self.rows.len()).unwrap_or(0);
        let mut svg = Svg::new(FIRST_ROW + ROW * rows);
        svg.bold(MARGIN, 54, TEXT, INK, Anchor::Start, "質問の数");
        let step = (WIDTH - 2 * MARGIN) / 3;
        for (i, (part, look)) in PARTS.iter().zip(LOOKS).enumerate() {
            let x = MARGIN + step * i32::try_from(i).unwrap_or(0);
            svg.marker(f64::from(x) + 14.0, 88.0, look);
            svg.text(x + 36, 97, SMALL, SOFT, Anchor::Start, part);
        }
        let most = self.rows.iter().map(|(_, parts)| parts.iter().sum::<u64>()).max().unwrap_or(0).max(1);
        for (i, (day, parts)) in self.rows.iter().enumerate() {
            let y = FIRST_ROW + ROW * i32::try_from(i).unwrap_or(0);
            svg.text(MARGIN, y + 40, SMALL, INK, Anchor::Start, day);
            let mut x = LEFT;
            for (n, look) in parts.iter().zip(LOOKS) {
                let wide = i32::try_from(n * u64::from((RIGHT - LEFT).unsigned_abs()) / most).unwrap_or(0);
                if *n == 0 {
                    continue;
                }
                svg.bar(x, y + 14, wide, BAR, look.colour);
                if wide > 40 {
                    svg.marker(f64::from(x) + 18.0, f64::from(y) + 29.0, look);
                }
                x += wide + 3;
            }
            svg.bold(WIDTH - MARGIN, y + 40, TEXT, INK, Anchor::End, &parts.iter().sum::<u64>().to_string());
        }
        svg.finish()
    }
}
