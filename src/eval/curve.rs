//! Risk against coverage: how often the first hit is wrong, when only the surest share of the lines is answered.

use std::fmt::Write as _;
use std::io::Write;

/// Width of the drawing.
const WIDTH: f64 = 640.0;
/// Height of the drawing.
const HEIGHT: f64 = 400.0;
/// Room around the drawing for its words.
const MARGIN: f64 = 50.0;

/// A risk-coverage curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Curve {
    /// (coverage, risk, confidence), the surest first.
    points: Vec<(f64, f64, f64)>,
}

impl Curve {
    /// From (confidence, right) of each line.
    pub(super) fn of(lines: impl IntoIterator<Item = (f64, bool)>) -> Self {
        let mut lines: Vec<(f64, bool)> = lines.into_iter().collect();
        lines.sort_by(|a, b| b.0.total_cmp(&a.0));
        let total = count(lines.len());
        let mut wrong = 0.0;
        let points = lines.iter().enumerate().map(|(i, (confidence, right))| {
            wrong += if *right { 0.0 } else { 1.0 };
            (count(i + 1) / total, wrong / count(i + 1), *confidence)
        });
        Self { points: points.collect() }
    }

    /// Mean risk over all coverages; less is better.
    #[must_use]
    pub(super) fn area(&self) -> f64 {
        self.points.iter().map(|p| p.1).sum::<f64>() / count(self.points.len())
    }

    /// Risk at every tenth of coverage, and the area.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub(super) fn print(&self, out: &mut impl Write) -> std::io::Result<()> {
        if self.points.is_empty() {
            return Ok(());
        }
        writeln!(out, "coverage  risk   confidence")?;
        for tenth in 1..=10 {
            let at = (self.points.len() * tenth / 10).max(1) - 1;
            if let Some((coverage, risk, confidence)) = self.points.get(at) {
                writeln!(out, "{coverage:>8.2}{risk:>7.3}{confidence:>10.3}")?;
            }
        }
        writeln!(out, "area under the curve {:.4}", self.area())
    }

    /// The curve as a drawing.
    #[must_use]
    pub(super) fn svg(&self) -> String {
        let (w, h) = (WIDTH - 2.0 * MARGIN, HEIGHT - 2.0 * MARGIN);
        let x = |coverage: f64| MARGIN + w * coverage;
        let y = |risk: f64| HEIGHT - MARGIN - h * risk;
        let mut path = String::new();
        for (coverage, risk, _) in &self.points {
            let _ = write!(path, "{:.1},{:.1} ", x(*coverage), y(*risk));
        }
        let mut marks = String::new();
        for tenth in (0..=10).step_by(2) {
            let share = f64::from(tenth) / 10.0;
            let _ = write!(
                marks,
                "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{share:.1}</text><text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{share:.1}</text><line x1=\"{:.0}\" x2=\"{:.0}\" y1=\"{:.0}\" y2=\"{:.0}\" stroke=\"#ddd\"/>",
                x(share),
                HEIGHT - MARGIN + 18.0,
                MARGIN - 8.0,
                y(share) + 4.0,
                MARGIN,
                WIDTH - MARGIN,
                y(share),
                y(share),
            );
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>{marks}<polyline fill=\"none\" stroke=\"#06c\" stroke-width=\"2\" points=\"{path}\"/><text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">coverage</text><text x=\"{MARGIN}\" y=\"30\">risk (share of wrong first hits); area {:.4}, {} lines</text></svg>\n",
            WIDTH / 2.0,
            HEIGHT - 12.0,
            self.area(),
            self.points.len(),
        )
    }
}

#[expect(clippy::cast_precision_loss, reason = "files have thousands of lines")]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn risk_is_that_of_the_surest_lines_up_to_each_coverage() {
        let curve = Curve::of([(0.9, true), (0.2, false), (0.5, true), (0.4, false)]);
        let risks: Vec<f64> = curve.points.iter().map(|p| p.1).collect();
        assert_eq!(risks, [0.0, 0.0, 1.0 / 3.0, 0.5]);
        assert!(curve.svg().contains("area 0.2083"));
    }
}
