//! From pixels to a small PNG: charts have few colours, so one byte a pixel with a palette packs three times faster than four.

use std::collections::HashMap;

use png::{BitDepth, ColorType, DeflateCompression, Encoder, EncodingError, Filter};
use resvg::tiny_skia::Pixmap;

/// The colours an indexed PNG can have.
const COLOURS: usize = 256;

/// Of 9: half the time of the usual 6, for pictures a twentieth larger (measured on all kinds of chart).
const LEVEL: u8 = 3;

type Rgb = [u8; 3];

/// The opaque picture as an indexed PNG. Beyond 256 colours the rarest, all of them edges of shapes, take the nearest of the others.
///
/// # Errors
/// Those of the PNG encoder.
pub(super) fn pack(pixmap: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    let pixels = || pixmap.data().chunks_exact(4).map(|p| [p[0], p[1], p[2]]);
    let palette = palette(pixels());
    let mut indices = Vec::with_capacity(pixmap.data().len() / 4);
    let mut known: HashMap<Rgb, u8> = HashMap::new();
    let mut last: (Rgb, u8) = (palette[0], 0);
    for colour in pixels() {
        if colour != last.0 {
            last = (colour, *known.entry(colour).or_insert_with(|| nearest(&palette, colour)));
        }
        indices.push(last.1);
    }
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, pixmap.width(), pixmap.height());
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_deflate_compression(DeflateCompression::Level(LEVEL));
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&indices)?;
    writer.finish()?;
    Ok(out)
}

/// The commonest colours, most common first; never empty.
fn palette(pixels: impl Iterator<Item = Rgb>) -> Vec<Rgb> {
    let mut counts: HashMap<Rgb, usize> = HashMap::new();
    let mut run: (Rgb, usize) = ([0; 3], 0);
    for colour in pixels {
        if colour != run.0 {
            *counts.entry(run.0).or_default() += run.1;
            run = (colour, 0);
        }
        run.1 += 1;
    }
    *counts.entry(run.0).or_default() += run.1;
    let mut colours: Vec<(Rgb, usize)> = counts.into_iter().collect();
    // The colour itself breaks ties, so that the same picture always packs to the same bytes.
    colours.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    colours.truncate(COLOURS);
    colours.into_iter().map(|(colour, _)| colour).collect()
}

fn nearest(palette: &[Rgb], colour: Rgb) -> u8 {
    let distance =
        |other: &Rgb| other.iter().zip(colour).map(|(&a, b)| u32::from(a.abs_diff(b)).pow(2)).sum::<u32>();
    let best = palette.iter().enumerate().min_by_key(|(_, other)| distance(other));
    best.and_then(|(i, _)| u8::try_from(i).ok()).unwrap_or(0)
}
