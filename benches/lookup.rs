//! Time of look-up by name, with the real data and with 10,000 synthetic profiles. `cargo bench --bench lookup`.
//!
//! Before divan's table it prints median and p99 over all queries, since a promise is about the slow ones.

use std::io::Write as _;
use std::time::{Duration, Instant};

use divan::Bencher;
use fukugyo::profile::lookup::NameIndex;
use fukugyo::profile::spoken::NameFillers;
use fukugyo::profile::{DataSource, Day, Profile, Slug, load};

const QUERIES: &str = include_str!("../tests/eval/dev-names.tsv");
/// Syllables that make the names of synthetic profiles differ.
const SYLLABLES: [&str; 12] =
    ["さく", "みら", "ほし", "とも", "かわ", "ゆき", "はや", "のぞ", "せい", "りん", "あお", "まつ"];

fn queries() -> Vec<&'static str> {
    QUERIES.lines().filter_map(|line| line.split('\t').next()).collect()
}

fn real() -> Vec<Profile> {
    let files = DataSource::Embedded.files().unwrap_or_default();
    load(files, Day::today()).into_result().map(|catalogue| catalogue.profiles().to_vec()).unwrap_or_default()
}

/// `count` profiles: the real ones again and again, each copy with another word in front of or behind its names.
fn synthetic(count: usize) -> Vec<Profile> {
    let real = real();
    let copies = (0usize..).flat_map(|round| real.iter().map(move |p| (round, p)));
    let varied = copies.take(count).map(|(round, p)| {
        let word: String = [round % 12, round / 12 % 12, round / 144 % 12].map(|i| SYLLABLES[i]).concat();
        let vary = |name: &String| {
            if round == 0 {
                name.clone()
            } else if round % 2 == 0 {
                format!("{name}{word}")
            } else {
                format!("{word}{name}")
            }
        };
        let mut p = p.clone();
        p.slug = Slug::from(format!("{}-{round}", p.slug).as_str());
        p.name = vary(&p.name);
        p.reading = vary(&p.reading);
        p.name_en = vary(&p.name_en);
        p.aliases = p.aliases.iter().map(vary).collect();
        p.romaji = p.romaji.iter().map(vary).collect();
        p
    });
    varied.collect()
}

fn percentiles(name: &str, profiles: &[Profile]) {
    let start = Instant::now();
    let index = NameIndex::new(profiles, &[], &NameFillers::default());
    let built = start.elapsed();
    // Every query several times: all runs, and the quickest of each, which a busy machine disturbs less.
    let (mut all, mut quickest) = (Vec::new(), Vec::new());
    for query in queries() {
        let runs: [Duration; 7] = std::array::from_fn(|_| {
            let start = Instant::now();
            divan::black_box(index.autocomplete(divan::black_box(query), 25, &[]));
            start.elapsed()
        });
        quickest.extend(runs.iter().min());
        all.extend(runs);
    }
    all.sort_unstable();
    quickest.sort_unstable();
    let at = |times: &[Duration], percent: usize| {
        times.get(times.len() * percent / 100).copied().unwrap_or_default()
    };
    let (median, slow, quiet) = (at(&all, 50), at(&all, 99), at(&quickest, 99));
    let line = format!(
        "{name}: {} profiles, built in {built:?}, autocomplete p50 {median:?}, p99 {slow:?}, p99 of the quickest of seven runs {quiet:?}",
        profiles.len()
    );
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn main() {
    percentiles("real data", &real());
    percentiles("synthetic", &synthetic(10_000));
    divan::main();
}

/// One query of each kind.
const KINDS: [&str; 6] =
    ["動", "ばっくえn", "dougahensyu", "イラトスレーター", "検索で上に出すやつ", "ｻｰﾊﾞｰｻｲﾄﾞ"];

#[divan::bench(args = KINDS)]
fn real_data(bencher: Bencher, query: &str) {
    let index = NameIndex::new(&real(), &[], &NameFillers::default());
    bencher.bench_local(|| index.autocomplete(divan::black_box(query), 25, &[]).len());
}

#[divan::bench(args = KINDS)]
fn ten_thousand(bencher: Bencher, query: &str) {
    let index = NameIndex::new(&synthetic(10_000), &[], &NameFillers::default());
    bencher.bench_local(|| index.autocomplete(divan::black_box(query), 25, &[]).len());
}
