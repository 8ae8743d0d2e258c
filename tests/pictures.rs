//! Pictures as a user gets them: like the committed ones, small, fully lettered, and never waited for too long.
//!
//! `UPDATE_PICTURES=1 cargo test --test pictures` writes the references in `tests/pictures/` anew; look at them before committing.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use fukugyo::advice::{Adviser, First, PlaceWish, Wishes};
use fukugyo::app::App;
use fukugyo::config::Settings;
use fukugyo::front::interaction::{Stage, pressed, typed};
use fukugyo::picture::Pictures;
use fukugyo::profile::{Axis, Catalogue, DataSource, Hours, Income, Profile, Range, Yen, load};
use fukugyo::serve::{Delivery, Server};
use fukugyo::view::chart::{Chart, IncomeRanges, Radar, Ranking};

/// Discord shows a picture in an embed at up to this size; ours stay within.
const LARGEST: (usize, usize) = (1_000, 700);
const BYTES: usize = 80_000;
/// Side of the squares that are compared.
const BLOCK: usize = 8;
/// Mean difference of a square, of 255, that no rounding of edges reaches and every missing letter does.
const TOLERANCE: u32 = 10;

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        load(DataSource::Embedded.files().unwrap(), "2026-11-26".parse().unwrap()).into_result().unwrap()
    })
}

fn pictures() -> &'static Pictures {
    static PICTURES: OnceLock<Pictures> = OnceLock::new();
    PICTURES.get_or_init(Pictures::default)
}

/// Grey levels, row by row.
struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Picture {
    fn read(bytes: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        assert_eq!(info.color_type, png::ColorType::Rgb);
        let luma = |p: &[u8]| {
            let weighted = 299 * u32::from(p[0]) + 587 * u32::from(p[1]) + 114 * u32::from(p[2]);
            u8::try_from(weighted / 1_000).unwrap()
        };
        let grey = data[..info.buffer_size()].chunks_exact(3).map(luma).collect();
        Self { width: info.width as usize, height: info.height as usize, grey }
    }

    fn drawn(chart: &Chart) -> Self {
        Self::read(&pictures().draw(chart).unwrap())
    }

    /// The worst mean difference of any square; the largest there is when the sizes differ.
    fn difference(&self, other: &Self) -> u32 {
        if (self.width, self.height) != (other.width, other.height) {
            return u32::from(u8::MAX);
        }
        let mut worst = 0;
        for top in (0..self.height).step_by(BLOCK) {
            for left in (0..self.width).step_by(BLOCK) {
                let (mut sum, mut count) = (0, 0);
                for y in top..(top + BLOCK).min(self.height) {
                    for x in left..(left + BLOCK).min(self.width) {
                        let at = y * self.width + x;
                        sum += u32::from(self.grey[at].abs_diff(other.grey[at]));
                        count += 1;
                    }
                }
                worst = worst.max(sum / count);
            }
        }
        worst
    }

    /// Bright pixels inside a rectangle: letters, not the scale.
    fn ink(&self, (left, top): (usize, usize), (width, height): (usize, usize)) -> usize {
        let rows = (top..top + height).map(|y| y * self.width);
        rows.map(|row| self.grey[row + left..row + left + width].iter().filter(|&&g| g > 150).count()).sum()
    }

    /// The same without what is in a rectangle.
    fn blanked(mut self, (left, top): (usize, usize), (width, height): (usize, usize)) -> Self {
        let ground = self.grey[0];
        for y in top..top + height {
            let row = y * self.width;
            self.grey[row + left..row + left + width].fill(ground);
        }
        self
    }
}

fn wishes() -> Wishes {
    Wishes {
        hours: Some(Hours(10.0)),
        goal: Some(Yen(50_000)),
        first: Some(First::Money),
        place: Some(PlaceWish::Home),
        ..Wishes::default()
    }
}

fn references() -> Vec<(&'static str, Chart)> {
    let c = catalogue();
    let adviser = Adviser::of(c);
    let p = |slug: &str| c.profile(slug).unwrap();
    let own = |low, high| ("あなたの条件".to_owned(), Range { low: Yen(low), high: Yen(high) });
    let radar = |slugs: &[&str]| Chart::Radar(Radar::new(&slugs.iter().map(|s| p(s)).collect::<Vec<_>>()));
    vec![
        ("radar-one", radar(&["backend"])),
        ("radar-two", radar(&["web-writing", "graphic-design"])),
        ("radar-three", radar(&["backend", "resale", "food-delivery"])),
        ("income", Chart::Income(IncomeRanges::new(p("backend"), &[], None))),
        (
            "income-goal",
            Chart::Income(IncomeRanges::new(p("web-writing"), &[own(10_000, 32_000)], Some(Yen(50_000)))),
        ),
        ("ranking", Chart::Ranking(Ranking::new(&adviser.recommend(c, &wishes()).jobs))),
        (
            "ranking-conditional",
            Chart::Ranking(Ranking::new(
                &adviser.recommend(c, &Wishes { goal: Some(Yen(900_000)), ..wishes() }).jobs,
            )),
        ),
    ]
}

#[test]
fn each_kind_of_chart_looks_like_its_reference() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    let update = std::env::var_os("UPDATE_PICTURES").is_some();
    for (name, chart) in references() {
        let path = folder.join(format!("{name}.png"));
        let bytes = pictures().draw(&chart).unwrap();
        if update {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &bytes).unwrap();
        }
        let difference = Picture::read(&bytes).difference(&Picture::read(&std::fs::read(&path).unwrap()));
        assert!(difference < TOLERANCE, "{name} differs by {difference}: see {}", path.display());
    }
}

#[test]
fn one_missing_label_is_more_than_the_tolerance() {
    // A label of each kind of chart: its place and size.
    let labels = [
        ("radar-one", "the score of an axis", (360, 55), (80, 30)),
        ("radar-three", "a job in the legend", (130, 515), (260, 40)),
        ("income-goal", "the goal", (180, 75), (200, 34)),
        ("income-goal", "an amount of the scale", (30, 440), (40, 50)),
        ("ranking", "the mark of a fit", (600, 85), (50, 36)),
    ];
    let references = references();
    for (name, label, at, size) in labels {
        let (_, chart) = references.iter().find(|(n, _)| *n == name).unwrap();
        let whole = Picture::drawn(chart);
        assert!(whole.ink(at, size) > 20, "{name}: {label} is where this test looks");
        let difference = Picture::drawn(chart).blanked(at, size).difference(&whole);
        assert!(difference >= 2 * TOLERANCE, "{name}: without {label} it differs by {difference} only");
    }
}

fn nameless(profile: &Profile) -> Profile {
    Profile { name: String::new(), ..profile.clone() }
}

#[test]
fn every_job_is_lettered_in_every_chart_within_size_and_bytes() {
    let catalogue = catalogue();
    for profile in catalogue.profiles() {
        let radar = Chart::Radar(Radar::new(&[profile, profile, profile]));
        let income = |p: &Profile| Chart::Income(IncomeRanges::new(p, &[], Some(Yen(50_000))));
        for chart in [&radar, &income(profile)] {
            let bytes = pictures().draw(chart).unwrap();
            let picture = Picture::read(&bytes);
            assert!(bytes.len() <= BYTES, "{}: {} bytes", profile.slug, bytes.len());
            assert!(picture.width <= LARGEST.0 && picture.height <= LARGEST.1, "{}", profile.slug);
        }
        // A letter has 60 bright pixels or more.
        let name = 40 * profile.name.chars().count();
        let radar = Picture::drawn(&radar);
        assert!(radar.ink((130, 512), (480, 44)) > name, "{}: no name in the radar", profile.slug);
        let (with, without) = (Picture::drawn(&income(profile)), Picture::drawn(&income(&nameless(profile))));
        let title = |picture: &Picture| picture.ink((0, 20), (picture.width, 50));
        assert!(title(&with) > title(&without) + name, "{}: no name over the income", profile.slug);
        for (what, at) in [("収益性", (350, 15)), ("リスクの低さ", (40, 185)), ("継続性", (530, 415))]
        {
            let ink = radar.ink(at, (160, 36));
            assert!(ink > 100, "{}: {what} is missing", profile.slug);
        }
    }
}

#[test]
fn the_font_has_every_character_that_a_chart_shows() {
    let catalogue = catalogue();
    let mut letters: BTreeSet<char> = catalogue.profiles().iter().flat_map(|p| p.name.chars()).collect();
    let bands = catalogue.profiles().iter().flat_map(|p| &p.income.bands);
    letters.extend(bands.flat_map(|b| b.name.chars()));
    letters.extend(Axis::ALL.iter().flat_map(|a| a.name().chars()));
    letters.extend("目標あなたの時間×条件総合位月円万点満合い具ぴったりよさそうつき0123456789,.〜/…".chars());
    let drawn = |letter: char| {
        let name = letter.to_string();
        let job = Profile { name, income: Income::default(), ..Profile::default() };
        Picture::drawn(&Chart::Income(IncomeRanges::new(&job, &[], None)))
    };
    // A private character that no font has shows what a missing one looks like.
    let missing = drawn('\u{E000}');
    for letter in letters.into_iter().filter(|c| !c.is_whitespace()) {
        assert!(drawn(letter).difference(&missing) > TOLERANCE, "{letter} is not in the font");
    }
}

#[test]
fn the_same_chart_always_has_the_same_bytes() {
    for (name, chart) in references() {
        assert_eq!(Pictures::default().draw(&chart).unwrap(), pictures().draw(&chart).unwrap(), "{name}");
    }
}

#[test]
fn whatever_a_chart_shows_also_stands_in_the_reply() {
    let app = App::load(Settings::default(), "2026-11-26".parse().unwrap()).unwrap();
    let sent = |line: &str| typed(line, Stage::Sent).unwrap();
    let press = |id: &str| pressed(id, &[]).unwrap();
    for (line, interaction) in [
        ("score", sent("/score job:backend")),
        ("compare", press("v1:figures:backend,resale")),
        ("income", sent("/income job:backend")),
        ("why", press("v1:why:h10_g50000")),
    ] {
        let reply = fukugyo::command::respond(&app, &interaction).reply;
        let alt = reply.chart().unwrap_or_else(|| panic!("{line} has a chart")).alt();
        let text = reply.payload().value().to_string();
        let figures = alt.split(|c: char| !c.is_ascii_digit() && c != ',').filter(|f| f.len() > 1);
        for figure in figures {
            assert!(text.contains(figure), "{line}: {figure} of 「{alt}」 is not in the text");
        }
        assert!(alt.chars().count() <= 1_024, "{line}: {alt}");
    }
}

#[tokio::test]
async fn a_reply_comes_with_its_picture_and_alt_text() {
    let server =
        Server::new(Arc::new(App::load(Settings::default(), "2026-11-26".parse().unwrap()).unwrap()));
    let interaction = pressed("v1:figures:backend,resale", &[]).unwrap();
    // The board may still be cold on a busy machine: the picture comes at the latest when it was drawn once.
    let deadline = Instant::now() + Duration::from_secs(20);
    let payload = loop {
        let mut service = server.interaction(&interaction, Instant::now()).await;
        let payload = service.payload.take().unwrap();
        server.finish(service, Delivery::Sent);
        if !payload.files.is_empty() || Instant::now() > deadline {
            break payload;
        }
    };
    let body = payload.value();
    assert_eq!(body["type"], 7, "in place");
    assert_eq!(body["data"]["embeds"][0]["image"]["url"], "attachment://scores.png");
    assert_eq!(body["data"]["attachments"][0]["filename"], "scores.png");
    assert!(body["data"]["attachments"][0]["description"].as_str().unwrap().contains("収益性90点"));
}

#[tokio::test]
async fn a_reply_goes_without_its_picture_when_that_takes_too_long() {
    let pictures = Arc::new(Pictures::default());
    let (_, chart) = references().swap_remove(2);
    assert!(pictures.file(&chart, Duration::ZERO).await.is_none());
}
