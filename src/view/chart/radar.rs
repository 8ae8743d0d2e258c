//! The five scores of one to three jobs as a radar.

use super::svg::{Anchor, GRID, INK, LOOKS, Look, MARGIN, SMALL, SOFT, Svg, TEXT, WIDTH, fit};
use crate::profile::{Axis, Profile, Score};

const CENTRE: (f64, f64) = (400.0, 290.0);
const RADIUS: f64 = 186.0;
/// Where the legend begins.
const LEGEND: i32 = 512;
const LEGEND_ROW: i32 = 46;

/// A radar of one to three jobs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Radar {
    jobs: Vec<(String, [i64; 5], i64)>,
}

impl Radar {
    /// A radar of these jobs; those after the third are left out.
    #[must_use]
    pub fn new(jobs: &[&Profile]) -> Self {
        let job = |p: &&Profile| {
            let scores = Axis::ALL.map(|axis| p.scores.get(axis).get().clamp(0, Score::MAX));
            (p.name.clone(), scores, p.scores.total().get())
        };
        Self { jobs: jobs.iter().take(LOOKS.len()).map(job).collect() }
    }

    pub(super) fn alt(&self) -> String {
        let one = |(name, scores, total): &(String, [i64; 5], i64)| {
            let scores: Vec<String> = Axis::ALL
                .iter()
                .zip(scores)
                .map(|(axis, score)| format!("{}{score}点", axis.name()))
                .collect();
            format!("{name}: {}、総合{total}点", scores.join("、"))
        };
        let jobs: Vec<String> = self.jobs.iter().map(one).collect();
        format!("5つのスコアのレーダーチャート。{}。", jobs.join("。"))
    }

    pub(super) fn svg(&self) -> String {
        let rows = i32::try_from(self.jobs.len()).unwrap_or(0);
        let mut svg = Svg::new(LEGEND + LEGEND_ROW * rows + 14);
        for ring in [25.0, 50.0, 75.0, 100.0] {
            svg.outline(&[0, 1, 2, 3, 4].map(|i| corner(i, ring)), GRID, if ring < 100.0 { 1 } else { 2 });
        }
        for i in 0..5 {
            let (x, y) = corner(i, 100.0);
            #[expect(clippy::cast_possible_truncation, reason = "pixels")]
            svg.line(
                (CENTRE.0 as i32, CENTRE.1 as i32),
                (x.round() as i32, y.round() as i32),
                GRID,
                1,
                "none",
            );
        }
        #[expect(clippy::cast_precision_loss, reason = "scores are at most 100")]
        let corners = |scores: &[i64; 5]| [0, 1, 2, 3, 4].map(|i| corner(i, scores[i] as f64));
        for ((_, scores, _), look) in self.jobs.iter().zip(LOOKS) {
            svg.shape(&corners(scores), look);
        }
        // After all shapes, so that no filling dims a marker.
        for ((_, scores, _), look) in self.jobs.iter().zip(LOOKS) {
            for &(x, y) in &corners(scores) {
                svg.marker(x, y, look);
            }
        }
        self.labels(&mut svg);
        let mut y = LEGEND + 20;
        for ((name, _, total), look) in self.jobs.iter().zip(LOOKS) {
            svg.sample(MARGIN, y, look);
            let x = MARGIN + 94;
            let space = WIDTH - MARGIN - x - 130;
            svg.bold(x, y + 9, TEXT, INK, Anchor::Start, &fit(name, TEXT, space));
            svg.text(WIDTH - MARGIN, y + 9, SMALL, SOFT, Anchor::End, &format!("総合 {total}"));
            y += LEGEND_ROW;
        }
        svg.finish()
    }

    /// Each axis's name and below it the scores, in the jobs' order and colours.
    fn labels(&self, svg: &mut Svg) {
        const PLACES: [(i32, i32, Anchor); 5] = [
            (400, 46, Anchor::Middle),
            (594, 212, Anchor::Start),
            (534, 442, Anchor::Start),
            (266, 442, Anchor::End),
            (206, 212, Anchor::End),
        ];
        for (i, (axis, (x, y, anchor))) in Axis::ALL.iter().zip(PLACES).enumerate() {
            svg.text(x, y, TEXT, INK, anchor, axis.name());
            let score = |((_, scores, _), look): (&(String, [i64; 5], i64), Look)| {
                format!(r#"<tspan fill="{}">{}</tspan>"#, look.colour, scores[i])
            };
            let scores: Vec<String> = self.jobs.iter().zip(LOOKS).map(score).collect();
            // The slash's own attributes keep it narrow: three scores of 100 still fit beside the radar.
            let slash = format!(r#"<tspan fill="{SOFT}" font-size="{SMALL}" font-weight="400"> / </tspan>"#);
            let scores = scores.join(&slash);
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            svg.push(&format!(
                r#"<text x="{x}" y="{}" font-size="{TEXT}" font-weight="700" text-anchor="{anchor}">{scores}</text>"#,
                y + 34
            ));
        }
    }
}

/// The place of a score on axis `i`, the first straight up, clockwise.
fn corner(i: usize, score: f64) -> (f64, f64) {
    #[expect(clippy::cast_precision_loss, reason = "five axes")]
    let angle = std::f64::consts::TAU * (i as f64) / 5.0 - std::f64::consts::FRAC_PI_2;
    let distance = RADIUS * score / 100.0;
    (CENTRE.0 + distance * angle.cos(), CENTRE.1 + distance * angle.sin())
}
