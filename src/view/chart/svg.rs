//! The drawing board of all charts: theme, text that fits, and the few shapes they share, written as SVG.
//!
//! Sizes are in pixels of the picture, [`WIDTH`] wide. A phone shows it at about 400, so letters are 24 or more: 12 there.

use std::fmt::Write;

/// Width of every chart. Half of it is what a phone shows.
pub(super) const WIDTH: i32 = 800;
/// Free space at the edges.
pub(super) const MARGIN: i32 = 36;
/// Letters that are read.
pub(super) const TEXT: i32 = 27;
/// Letters of scales.
pub(super) const SMALL: i32 = 24;

/// Discord's dark embed; the picture brings its own ground, so it reads the same in the light theme.
pub(super) const GROUND: &str = "#2b2d31";
/// Text on it: 12.4 to 1.
pub(super) const INK: &str = "#f2f3f5";
/// Less important text: 7.3 to 1.
pub(super) const SOFT: &str = "#c4c9d0";
/// Lines of scales; 3 to 1 is not asked of them, since every figure also stands as text.
pub(super) const GRID: &str = "#5c5f68";
/// Empty part of a bar.
pub(super) const TROUGH: &str = "#3f4248";

/// What tells the first, second and third job apart: colour, and without colour the dashes and the marker's shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) colour: &'static str,
    dashes: &'static str,
    marker: Marker,
}

#[derive(Clone, Copy, Debug)]
enum Marker {
    Circle,
    Square,
    Triangle,
}

/// The looks in order. All three stand at least 6.5 to 1 on the ground, and differ under every common colour blindness.
pub(super) const LOOKS: [Look; 3] = [
    Look { colour: "#6cb6ff", dashes: "none", marker: Marker::Circle },
    Look { colour: "#ffb84d", dashes: "16 9", marker: Marker::Square },
    Look { colour: "#ee9be0", dashes: "3 9", marker: Marker::Triangle },
];

/// The mark of a goal: white dashes.
pub(super) const GOAL: &str = "#ffffff";
/// The mark of one's own estimate.
pub(super) const OWN: &str = "#7ee0a1";

/// Where a text is held.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// An SVG in the making.
#[derive(Debug)]
pub(super) struct Svg {
    out: String,
}

impl Svg {
    /// An empty board of this height on the theme's ground.
    pub(super) fn new(height: i32) -> Self {
        let out = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" font-family="'M PLUS 1'"><rect width="{WIDTH}" height="{height}" fill="{GROUND}"/>"#
        );
        Self { out }
    }

    /// The finished document.
    pub(super) fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }

    /// Raw SVG; every text in it must come from this module.
    pub(super) fn push(&mut self, svg: &str) {
        self.out.push_str(svg);
    }

    /// A line of text whose baseline is at `y`.
    pub(super) fn text(&mut self, x: i32, y: i32, size: i32, colour: &str, anchor: Anchor, text: &str) {
        self.weighted(x, y, size, 500, colour, anchor, text);
    }

    /// The same in bold.
    pub(super) fn bold(&mut self, x: i32, y: i32, size: i32, colour: &str, anchor: Anchor, text: &str) {
        self.weighted(x, y, size, 700, colour, anchor, text);
    }

    #[expect(clippy::too_many_arguments, reason = "the attributes of one SVG element")]
    fn weighted(&mut self, x: i32, y: i32, size: i32, weight: i32, colour: &str, anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let text = escape(text);
        self.write(format_args!(
            r#"<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}" text-anchor="{anchor}">{text}</text>"#
        ));
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: (i32, i32), to: (i32, i32), colour: &str, width: i32, dashes: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.write(format_args!(
            r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dashes}"/>"#
        ));
    }

    /// A bar with round ends.
    pub(super) fn bar(&mut self, x: i32, y: i32, width: i32, height: i32, colour: &str) {
        let (width, radius) = (width.max(2), height.min(width.max(2)) / 2);
        self.write(format_args!(
            r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" fill="{colour}"/>"#
        ));
    }

    /// A closed outline without filling.
    pub(super) fn outline(&mut self, points: &[(f64, f64)], colour: &str, width: i32) {
        let points = list(points);
        self.write(format_args!(
            r#"<polygon points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"/>"#
        ));
    }

    /// A closed shape in a job's look: faint filling and its line.
    pub(super) fn shape(&mut self, points: &[(f64, f64)], look: Look) {
        let (corners, Look { colour, dashes, .. }) = (list(points), look);
        self.write(format_args!(
            r#"<polygon points="{corners}" fill="{colour}" fill-opacity="0.12" stroke="{colour}" stroke-width="4" stroke-linejoin="round" stroke-dasharray="{dashes}" stroke-linecap="round"/>"#
        ));
    }

    /// The marker of a look. The first is the largest, so that three on one spot are still three.
    pub(super) fn marker(&mut self, x: f64, y: f64, look: Look) {
        let fill = look.colour;
        match look.marker {
            Marker::Circle => self.write(format_args!(
                r#"<circle cx="{x:.1}" cy="{y:.1}" r="13" fill="{fill}" stroke="{GROUND}" stroke-width="2"/>"#
            )),
            Marker::Square => self.write(format_args!(
                r#"<rect x="{:.1}" y="{:.1}" width="17" height="17" fill="{fill}" stroke="{GROUND}" stroke-width="2"/>"#,
                x - 8.5,
                y - 8.5
            )),
            Marker::Triangle => {
                let corners = list(&[(x, y - 10.0), (x - 9.0, y + 6.5), (x + 9.0, y + 6.5)]);
                self.write(format_args!(
                    r#"<polygon points="{corners}" fill="{fill}" stroke="{GROUND}" stroke-width="2"/>"#
                ));
            }
        }
    }

    /// A sample of a look for a legend, 76 wide from `x`.
    pub(super) fn sample(&mut self, x: i32, y: i32, look: Look) {
        let Look { colour, dashes, .. } = look;
        self.write(format_args!(
            r#"<line x1="{x}" y1="{y}" x2="{}" y2="{y}" stroke="{colour}" stroke-width="4" stroke-dasharray="{dashes}" stroke-linecap="round"/>"#,
            x + 76
        ));
        self.marker(f64::from(x) + 38.0, f64::from(y), look);
    }

    /// A ring of this radius.
    pub(super) fn ring(&mut self, x: i32, y: i32, radius: i32) {
        self.write(format_args!(
            r#"<circle cx="{x}" cy="{y}" r="{radius}" fill="none" stroke="{INK}" stroke-width="3"/>"#
        ));
    }

    fn write(&mut self, args: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.out.write_fmt(args);
    }
}

fn list(points: &[(f64, f64)]) -> String {
    points.iter().fold(String::new(), |mut out, (x, y)| {
        let _ = write!(out, "{x:.1},{y:.1} ");
        out
    })
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // XML 1.0 has no way to write these.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// The width of a text at a size, a little on the safe side: M PLUS 1 sets kana and kanji on the full square, Latin on about 0.6 of it.
pub(super) fn width(text: &str, size: i32) -> i32 {
    let hundredths: i32 = text.chars().map(|c| if c.is_ascii() { 62 } else { 100 }).sum();
    hundredths * size / 100
}

/// The text, cut with 「…」 where it would be wider than `space`.
pub(super) fn fit(text: &str, size: i32, space: i32) -> String {
    if width(text, size) <= space {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if width(&out, size) + size > space {
            out.pop();
            break;
        }
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_too_wide_is_cut_and_shows_it() {
        assert_eq!(fit("あいう", 10, 30), "あいう");
        assert_eq!(fit("あいうえ", 10, 30), "あい…");
    }

    #[test]
    fn markup_in_a_name_is_shown_as_written() {
        assert_eq!(escape("A<b>&\u{0}"), "A&lt;b&gt;&amp; ");
    }
}
