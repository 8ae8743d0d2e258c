//! The jobs of a recommendation as bars.

use super::svg::{Anchor, INK, LOOKS, MARGIN, SMALL, SOFT, Svg, TEXT, TROUGH, WIDTH, fit, width};
use crate::advice::{Label, Ranked};

const FIRST_ROW: i32 = 78;
const ROW: i32 = 100;
const BAR: i32 = 26;
const ROWS: usize = 5;

/// Recommended jobs, best first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ranking {
    /// Name, fit, points of 100.
    rows: Vec<(String, Label, i64)>,
}

impl Ranking {
    /// Bars for these jobs; those after the fifth are left out.
    #[must_use]
    pub fn new(jobs: &[Ranked<'_>]) -> Self {
        let row = |f: &Ranked<'_>| (f.profile.name.clone(), f.label, f.points.clamp(0, 100));
        Self { rows: jobs.iter().take(ROWS).map(row).collect() }
    }

    pub(super) fn alt(&self) -> String {
        let row = |(i, (name, label, points)): (usize, &(String, Label, i64))| {
            format!("{}位 {name} {} {points}点", i + 1, label.name())
        };
        let rows: Vec<String> = self.rows.iter().enumerate().map(row).collect();
        format!("条件との合い具合の棒グラフ。{}。", rows.join("、"))
    }

    pub(super) fn svg(&self) -> String {
        let rows = i32::try_from(self.rows.len()).unwrap_or(0);
        let mut svg = Svg::new(FIRST_ROW + ROW * rows + 16);
        svg.bold(MARGIN, 54, TEXT, INK, Anchor::Start, "条件との合い具合");
        svg.text(WIDTH - MARGIN, 54, SMALL, SOFT, Anchor::End, "100点満点");
        for (i, (name, label, points)) in self.rows.iter().enumerate() {
            let y = FIRST_ROW + ROW * i32::try_from(i).unwrap_or(0);
            let taken = width(label.name(), TEXT) + 44;
            let space = WIDTH - 2 * MARGIN - taken - 24;
            svg.bold(
                MARGIN,
                y + 36,
                TEXT,
                INK,
                Anchor::Start,
                &fit(&format!("{} {name}", i + 1), TEXT, space),
            );
            svg.text(WIDTH - MARGIN, y + 36, TEXT, INK, Anchor::End, label.name());
            mark(&mut svg, WIDTH - MARGIN - taken + 26, y + 26, *label);
            let full = WIDTH - 2 * MARGIN - 70;
            svg.bar(MARGIN, y + 52, full, BAR, TROUGH);
            let part = full * i32::try_from(*points).unwrap_or(0) / 100;
            svg.bar(MARGIN, y + 52, part, BAR, LOOKS[0].colour);
            svg.bold(WIDTH - MARGIN, y + 75, TEXT, INK, Anchor::End, &points.to_string());
        }
        svg.finish()
    }
}

/// The marks every Japanese reader knows, ◎ ○ △, so that the fit is not told by colour. Drawn, since the font lacks them.
fn mark(svg: &mut Svg, x: i32, y: i32, label: Label) {
    match label {
        Label::Perfect => {
            svg.ring(x, y, 12);
            svg.ring(x, y, 5);
        }
        Label::Good => svg.ring(x, y, 12),
        Label::Conditional => {
            let (x, y) = (f64::from(x), f64::from(y));
            svg.outline(&[(x, y - 12.0), (x - 13.0, y + 10.0), (x + 13.0, y + 10.0)], INK, 3);
        }
    }
}
