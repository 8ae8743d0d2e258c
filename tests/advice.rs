//! Advice as a user gets it: comparisons, recommendations and plans, within the limits and by the rules they state.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at the first surprise")]

#[path = "standin/mod.rs"]
mod standin;

use std::sync::OnceLock;

use fukugyo::advice::{Experience, Fit, PlaceWish, Priorities, Weights, Wishes, rank, recommend};
use fukugyo::app::App;
use fukugyo::command;
use fukugyo::config::Settings;
use fukugyo::front::interaction::{Stage, pressed, typed};
use fukugyo::profile::{Axis, Category, Hours, Yen};
use proptest::prelude::*;
use serde_json::Value;

fn app() -> &'static App {
    static APP: OnceLock<App> = OnceLock::new();
    APP.get_or_init(|| {
        App::load(Settings::default(), "2026-11-26".parse().unwrap()).expect("the built-in data loads")
    })
}

fn say(line: &str) -> Value {
    command::respond(app(), &typed(line, Stage::Sent).unwrap()).reply.payload().value()
}

fn press(custom_id: &str, values: &[&str]) -> Value {
    let values: Vec<String> = values.iter().map(|&v| v.to_owned()).collect();
    command::respond(app(), &pressed(custom_id, &values).unwrap()).reply.payload().value()
}

fn assert_allowed(kind: u64, what: &str, body: &Value) {
    let violations = standin::check::callback(kind, body, &[]);
    assert!(violations.is_empty(), "{what}: {violations:?}\n{body:#}");
}

#[test]
fn advice_looks_like_this() {
    let lines = [
        ("compare_two", "/compare job1:バックエンド job2:Webライティング"),
        ("compare_three", "/compare job1:backend job2:resale job3:food-delivery"),
        ("compare_unsure", "/compare job1:backend job2:LP制作 job3:せどり"),
        ("compare_same", "/compare job1:backend job2:サーバーサイド"),
        ("compare_missing", "/compare job1:backend"),
        (
            "recommend_all",
            "/recommend hours:10 goal:50000 experience:none priority:profitability priority2:ease place:home",
        ),
        ("recommend_category", "/recommend place:home category:gig"),
        ("recommend_nothing_reaches", "/recommend hours:2 goal:3000000"),
        ("recommend_first_question", "/recommend"),
        ("recommend_out_of_range", "/recommend hours:100"),
        ("income_goal", "/income job:backend goal:100000"),
        ("income_goal_and_own", "/income job:affiliate-blog goal:50000 hours:1"),
    ];
    for (name, line) in lines {
        let body = say(line);
        assert_allowed(2, line, &body);
        insta::assert_json_snapshot!(name, body);
    }
}

#[test]
fn every_ordered_pair_compares_within_the_limits_with_two_or_three_differences() {
    let knowledge = app().knowledge();
    let catalogue = &knowledge.catalogue;
    let mut pairs = 0;
    for a in catalogue.profiles() {
        for b in catalogue.profiles().iter().filter(|b| b.slug != a.slug) {
            let line = format!("/compare job1:{} job2:{}", a.slug, b.slug);
            let body = say(&line);
            assert_allowed(2, &line, &body);
            let description = body["data"]["embeds"][0]["description"].as_str().unwrap();
            let differences = description.lines().filter(|l| l.starts_with('・')).count();
            assert!((2..=3).contains(&differences), "{line}: {description}");
            pairs += 1;
        }
    }
    assert_eq!(pairs, 45 * 44);
}

#[test]
fn an_unsure_name_keeps_the_other_jobs_until_all_are_clear() {
    let body = say("/compare job1:LP制作 job2:backend job3:LP制作");
    let id = body["data"]["components"][0]["components"][0]["custom_id"].as_str().unwrap().to_owned();
    let body = press(&id, &[]);
    let second = body["data"]["components"][0]["components"][1]["custom_id"].as_str().unwrap().to_owned();
    let names = press(&second, &[])["data"]["embeds"][0]["description"].as_str().unwrap().to_owned();
    for name in ["Webデザイン", "バックエンド開発", "Webサイト制作"] {
        assert!(names.contains(name), "{names}");
    }
}

#[test]
fn five_taps_lead_to_a_recommendation_and_their_answers_live_in_the_ids_alone() {
    let mut body = say("/recommend");
    let mut taps = 0;
    while body["data"]["components"][0]["components"][0]["type"] == 3 {
        let menu = &body["data"]["components"][0]["components"][0];
        let id = menu["custom_id"].as_str().unwrap().to_owned();
        let value = menu["options"][0]["value"].as_str().unwrap().to_owned();
        body = press(&id, &[&value]);
        assert_allowed(3, &id, &body);
        taps += 1;
    }
    assert_eq!(taps, 5);
    assert_eq!(body["data"]["embeds"][0]["fields"].as_array().map(Vec::len), Some(5));
}

fn hours() -> [Option<Hours>; 3] {
    [None, Some(Hours(1.0)), Some(Hours(20.0))]
}

fn goals() -> [Option<Yen>; 3] {
    [None, Some(Yen(1_000)), Some(Yen(3_000_000))]
}

fn priorities() -> Vec<Priorities> {
    let axes = || std::iter::once(None).chain(Axis::ALL.into_iter().map(Some));
    axes().flat_map(|first| axes().map(move |second| Priorities::new(first, second))).collect()
}

fn optional<T: Copy>(all: &[T]) -> impl Iterator<Item = Option<T>> {
    std::iter::once(None).chain(all.iter().copied().map(Some))
}

fn every_combination() -> Vec<Wishes> {
    let mut all = Vec::new();
    for hours in hours() {
        for goal in goals() {
            for experience in optional(&Experience::ALL) {
                for priority in priorities() {
                    for place in optional(&PlaceWish::ALL) {
                        for category in optional(&Category::ALL) {
                            all.push(Wishes { hours, goal, experience, priority, place, category });
                        }
                    }
                }
            }
        }
    }
    all
}

#[test]
fn every_combination_of_options_recommends_five_jobs() {
    let knowledge = app().knowledge();
    let catalogue = &knowledge.catalogue;
    for wishes in &every_combination() {
        let fits = recommend(catalogue, wishes);
        assert_eq!(fits.len(), 5, "{wishes:?}");
    }
}

#[test]
fn broken_conditions_come_last_and_labels_never_rise_down_the_list() {
    let knowledge = app().knowledge();
    let catalogue = &knowledge.catalogue;
    for wishes in every_combination().iter().step_by(7) {
        let fits = rank(catalogue, wishes, &Weights::of(wishes));
        let order: Vec<_> = fits.iter().map(|f| (f.label, std::cmp::Reverse(f.points))).collect();
        let conditions = wishes.place.is_some() || wishes.category.is_some();
        assert!(conditions || order.is_sorted(), "{wishes:?}");
        assert!(fits.iter().map(|f| f.label).is_sorted(), "{wishes:?}");
    }
}

fn any_wishes() -> impl Strategy<Value = Wishes> {
    let axis = || prop::option::of(prop::sample::select(&Axis::ALL[..]));
    (
        prop::option::of((1u32..=60).prop_map(|h| Hours(f64::from(h)))),
        prop::option::of((1_000i64..=3_000_000).prop_map(Yen)),
        prop::option::of(prop::sample::select(&Experience::ALL[..])),
        (axis(), axis()),
        prop::option::of(prop::sample::select(&PlaceWish::ALL[..])),
        prop::option::of(prop::sample::select(&Category::ALL[..])),
    )
        .prop_map(|(hours, goal, experience, (first, second), place, category)| Wishes {
            hours,
            goal,
            experience,
            priority: Priorities::new(first, second),
            place,
            category,
        })
}

fn place_of(fits: &[Fit<'_>], slug: &str) -> usize {
    fits.iter().position(|f| f.profile.slug.as_str() == slug).expect("every job is ranked")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn raising_an_axis_never_moves_a_job_below_one_that_is_no_better_in_it(
        wishes in any_wishes(), axis in prop::sample::select(&Axis::ALL[..]), more in 1i64..40,
    ) {
        let knowledge = app().knowledge();
    let catalogue = &knowledge.catalogue;
        let weights = Weights::of(&wishes);
        let mut raised = weights;
        raised.axes[Axis::ALL.iter().position(|&a| a == axis).unwrap()] += more;
        let (before, after) = (rank(catalogue, &wishes, &weights), rank(catalogue, &wishes, &raised));
        for (i, above) in before.iter().enumerate() {
            for below in &before[i + 1..] {
                if above.profile.scores.get(axis) >= below.profile.scores.get(axis) {
                    let (a, b) = (above.profile.slug.as_str(), below.profile.slug.as_str());
                    prop_assert!(place_of(&after, a) < place_of(&after, b), "{a} fell below {b}");
                }
            }
        }
    }

    #[test]
    fn the_same_wishes_always_rank_alike_and_each_wish_is_explained(wishes in any_wishes()) {
        let knowledge = app().knowledge();
    let catalogue = &knowledge.catalogue;
        let named = |fits: &[Fit<'_>]| fits.iter().map(|f| (f.profile.slug.clone(), f.points)).collect::<Vec<_>>();
        let fits = recommend(catalogue, &wishes);
        prop_assert_eq!(named(&fits), named(&recommend(catalogue, &wishes)));
        let wished = usize::from(wishes.hours.is_some()) + usize::from(wishes.goal.is_some())
            + usize::from(wishes.experience.is_some()) + wishes.priority.iter().count()
            + usize::from(wishes.place == Some(PlaceWish::Home)) + usize::from(wishes.category.is_some());
        for fit in &fits {
            prop_assert_eq!(fit.reasons.len(), wished);
        }
    }
}
