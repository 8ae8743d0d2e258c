//! Advice and pictures: what a comparison, a recommendation, a plan and each kind of chart cost.
//!
//! `cargo bench --bench advice`. Sizes of the pictures are printed first.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints, and has nobody to apologise to"
)]

use std::hint::black_box;

use divan::Bencher;
use fukugyo::advice::{Adviser, First, PlaceWish, Wishes, compare, plan};
use fukugyo::picture::Pictures;
use fukugyo::profile::{Catalogue, DataSource, Hours, Profile, Range, Yen, load};
use fukugyo::view::chart::{Chart, IncomeRanges, Radar, Ranking};

fn main() {
    let catalogue = catalogue();
    let charts = Pictures::default();
    for (name, chart) in [
        ("radar of one", radar(&catalogue, 1)),
        ("radar of three", radar(&catalogue, 3)),
        ("income", income(&catalogue)),
        ("ranking", ranking(&catalogue)),
    ] {
        println!("{name}: {} bytes", charts.draw(&chart).unwrap().len());
    }
    divan::main();
}

fn catalogue() -> Catalogue {
    load(DataSource::Embedded.files().unwrap(), "2026-11-26".parse().unwrap()).into_result().unwrap()
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

fn radar(catalogue: &Catalogue, jobs: usize) -> Chart {
    Chart::Radar(Radar::new(&catalogue.profiles().iter().take(jobs).collect::<Vec<&Profile>>()))
}

fn income(catalogue: &Catalogue) -> Chart {
    let own = [("あなたの条件".to_owned(), Range { low: Yen(20_000), high: Yen(40_000) })];
    Chart::Income(IncomeRanges::new(&catalogue.profiles()[0], &own, Some(Yen(50_000))))
}

fn ranking(catalogue: &Catalogue) -> Chart {
    Chart::Ranking(Ranking::new(&Adviser::of(catalogue).recommend(catalogue, &wishes()).jobs))
}

#[divan::bench]
fn compare_three(bencher: Bencher<'_, '_>) {
    let catalogue = catalogue();
    let jobs: Vec<&Profile> = catalogue.profiles().iter().take(3).collect();
    bencher.bench_local(|| compare(black_box(&jobs)));
}

#[divan::bench]
fn recommend_for_all_wishes(bencher: Bencher<'_, '_>) {
    let catalogue = catalogue();
    let (adviser, wishes) = (Adviser::of(&catalogue), wishes());
    bencher.bench_local(|| adviser.recommend(&catalogue, black_box(&wishes)).jobs.len());
}

#[divan::bench]
fn plan_a_goal(bencher: Bencher<'_, '_>) {
    let catalogue = catalogue();
    let income = &catalogue.profiles()[0].income;
    bencher.bench_local(|| plan(black_box(income), Yen(50_000), Yen(200_000)).ways.len());
}

#[divan::bench(args = ["radar of one", "radar of three", "income", "ranking"])]
fn draw_for_the_first_time(bencher: Bencher<'_, '_>, kind: &str) {
    let catalogue = catalogue();
    let chart = match kind {
        "radar of one" => radar(&catalogue, 1),
        "radar of three" => radar(&catalogue, 3),
        "income" => income(&catalogue),
        _ => ranking(&catalogue),
    };
    // A new board each time: nothing cached, not even the font's directory.
    bencher.with_inputs(Pictures::default).bench_local_values(|charts| charts.draw(&chart).unwrap());
}

#[divan::bench]
fn draw_from_the_cache(bencher: Bencher<'_, '_>) {
    let charts = Pictures::default();
    let chart = radar(&catalogue(), 3);
    charts.draw(&chart).unwrap();
    bencher.bench_local(|| charts.draw(black_box(&chart)).unwrap());
}
