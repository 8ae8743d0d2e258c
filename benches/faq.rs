//! Time of a search for a question, with the real data and with 100,000 synthetic questions. `cargo bench --bench faq`.
//!
//! Before divan's table it prints how long an index takes to build, and median and p99 over all development questions.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says by printing why it compares nothing"
)]

use std::io::Write as _;
use std::time::{Duration, Instant};

use divan::Bencher;
use fukugyo::faq::{Corpus, Document, FaqIndex};
use fukugyo::profile::{Catalogue, DataSource, Day, load};

const QUESTIONS: &str = include_str!("../tests/eval/dev-questions.tsv");
const SYNTHETIC: usize = 100_000;

fn questions() -> Vec<&'static str> {
    QUESTIONS.lines().filter_map(|line| line.split('\t').next()).collect()
}

fn catalogue() -> Catalogue {
    load(DataSource::Embedded.files().unwrap_or_default(), Day::today())
        .into_result()
        .unwrap_or_else(|report| panic!("the data has errors:\n{report}"))
}

/// Questions put together from the beginning of one real phrasing and the end of another.
fn synthetic(catalogue: &Catalogue) -> Vec<String> {
    let real: Vec<Vec<char>> =
        catalogue.entries().flat_map(|e| &e.faq().asked_as).map(|p| p.chars().collect()).collect();
    let mut state = 88_172_645_463_325_252_u64;
    let mut below = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % n as u64).unwrap_or_default()
    };
    (0..SYNTHETIC)
        .map(|_| {
            let (a, b) = (&real[below(real.len())], &real[below(real.len())]);
            let (head, tail) = (below(a.len()) + 1, below(b.len()));
            a[..head].iter().chain(&b[tail..]).collect()
        })
        .collect()
}

fn index_of(catalogue: &Catalogue, texts: &[String]) -> FaqIndex {
    let documents: Vec<Document<'_>> =
        texts.iter().map(|text| Document { id: text, question: text, ..Document::default() }).collect();
    FaqIndex::new(&Corpus { documents, ..Corpus::default() }, &[], catalogue.synonyms(), catalogue.engine())
}

fn percentiles(name: &str, build: impl Fn() -> FaqIndex) {
    let start = Instant::now();
    let index = build();
    let indexing = start.elapsed();
    let (mut all, mut quickest) = (Vec::new(), Vec::new());
    for question in questions() {
        let runs: [Duration; 7] = std::array::from_fn(|_| {
            let start = Instant::now();
            divan::black_box(index.search(divan::black_box(question)));
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
        "{name}: indexing in {indexing:?}, search p50 {median:?}, p99 {slow:?}, p99 of the quickest of seven runs {quiet:?}"
    );
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn main() {
    let catalogue = catalogue();
    let texts = synthetic(&catalogue);
    percentiles("real data", || FaqIndex::of(&catalogue));
    percentiles("100,000 synthetic questions", || index_of(&catalogue, &texts));
    divan::main();
}

/// One question of each kind.
const KINDS: [&str; 4] = [
    "副業って会社にばれますか",
    "かくていしんこく いくらから",
    "動画編集で月いくらになるか知りたい",
    "友人に頼まれたんだけど、お金の話を切り出しにくくて、いくらって言えばいいのか分からない",
];

#[divan::bench(args = KINDS)]
fn real_data(bencher: Bencher, question: &str) {
    let index = FaqIndex::of(&catalogue());
    bencher.bench_local(|| index.search(divan::black_box(question)).hits.len());
}

#[divan::bench(args = KINDS)]
fn hundred_thousand(bencher: Bencher, question: &str) {
    let catalogue = catalogue();
    let index = index_of(&catalogue, &synthetic(&catalogue));
    bencher.bench_local(|| index.search(divan::black_box(question)).hits.len());
}
