//! Pictures.
use fukugyo::advice::{Experience, Priorities, Wishes, recommend};
use fukugyo::profile::{Axis, DataSource, Hours, Range, Yen, load};
use fukugyo::view::chart::{Chart, Charts, IncomeRanges, Radar, Ranking};

#[test]
fn look() {
    let c = load(DataSource::Embedded.files().unwrap()).into_result().unwrap();
    let p = |s: &str| c.profile(s).unwrap();
    let w = Wishes {
        hours: Some(Hours(10.0)),
        goal: Some(Yen(50_000)),
        experience: Some(Experience::None),
        priority: Priorities::new(Some(Axis::Profitability), None),
        ..Wishes::default()
    };
    let charts = Charts::default();
    let specs = [
        ("radar1", Chart::Radar(Radar::new(&[p("backend")]))),
        ("radar2", Chart::Radar(Radar::new(&[p("web-writing"), p("graphic-design")]))),
        ("radar3", Chart::Radar(Radar::new(&[p("backend"), p("resale"), p("food-delivery")]))),
        ("income1", Chart::Income(IncomeRanges::new(p("backend"), None, None))),
        (
            "income2",
            Chart::Income(IncomeRanges::new(
                p("web-writing"),
                Some(Range { low: Yen(10_000), high: Yen(32_000) }),
                Some(Yen(50_000)),
            )),
        ),
        (
            "income3",
            Chart::Income(IncomeRanges::new(
                p("affiliate-blog"),
                Some(Range { low: Yen(0), high: Yen(4_400) }),
                Some(Yen(3_000)),
            )),
        ),
        ("ranking", Chart::Ranking(Ranking::new(&recommend(&c, &w)))),
        ("ranking2", Chart::Ranking(Ranking::new(&recommend(&c, &Wishes { goal: Some(Yen(500_000)), ..w })))),
    ];
    for (n, s) in specs {
        let t = std::time::Instant::now();
        let b = charts.draw(&s).unwrap();
        println!("{n} {} bytes {:?} {}", b.len(), t.elapsed(), s.alt());
        std::fs::write(format!("/tmp/look-{n}.svg"), s.svg()).unwrap();
        std::fs::write(format!("/tmp/look-{n}.png"), &b).unwrap();
    }
}
