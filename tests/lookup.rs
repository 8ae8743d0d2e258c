//! Which job a typed name finds, kind by kind, on the data of this project.

#![expect(clippy::expect_used, reason = "a test's data must be there")]

use std::io::sink;
use std::sync::LazyLock;

use fukugyo::eval::{eval_names, parse_names};
use fukugyo::profile::lookup::{Decision, NameIndex, Reason, SUGGESTIONS};
use fukugyo::profile::{Catalogue, DataSource, Slug, load};
use proptest::prelude::*;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let folder =
        std::env::var_os("FUKUGYO_TEST_DATA").map_or(DataSource::Embedded, |d| DataSource::Folder(d.into()));
    let files = folder.files().expect("data can be read");
    load(files, "2026-11-26".parse().expect("a day")).into_result().expect("data has no error")
});

fn names() -> &'static NameIndex {
    CATALOGUE.names()
}

/// What a name finds: the job when decided, otherwise what was done.
fn decided(text: &str) -> String {
    match names().decide(text) {
        Decision::Match(m) => m.slug.to_string(),
        Decision::Suggest(_) => "suggest".into(),
        Decision::Nothing => "nothing".into(),
    }
}

#[test]
fn every_way_to_write_a_name_finds_its_job_and_says_why() {
    let table = [
        ("バックエンド", "backend", Reason::Exact),
        ("ばっくえんど", "backend", Reason::Exact),
        ("ｂａｃｋｅｎｄ", "backend", Reason::Exact),
        ("ﾊﾞｯｸｴﾝﾄﾞ", "backend", Reason::Exact),
        ("bakkuendo", "backend", Reason::Exact),
        ("ばっくえn", "backend", Reason::Prefix),
        ("どうがへんs", "video-editing", Reason::Prefix),
        ("dougahensyu", "video-editing", Reason::Exact),
        ("dōgahenshū", "video-editing", Reason::Exact),
        ("動編集", "video-editing", Reason::Typo),
        ("イラトスレーター", "illustration", Reason::Typo),
        ("けいりだいこう", "bookkeeping", Reason::Exact),
        ("keiri daikou", "bookkeeping", Reason::Exact),
        ("てんばi", "resale", Reason::Exact),
        ("副業 ライター", "web-writing", Reason::Exact),
        ("動画編集の仕事がしたい", "video-editing", Reason::Exact),
        ("プログラミング教える人", "programming-tutor", Reason::Exact),
    ];
    let found = table.map(|(text, _, _)| {
        let best = names().search(text).into_iter().next();
        best.map(|m| (text, m.slug.to_string(), m.reason))
    });
    assert_eq!(found, table.map(|(text, slug, reason)| Some((text, slug.to_owned(), reason))));
}

#[test]
fn a_sure_name_is_acted_upon() {
    for (text, slug) in
        [("動画編集", "video-editing"), ("せどり", "resale"), ("でんわうらn", "fortune-telling")]
    {
        assert_eq!(decided(text), slug, "{text}");
    }
}

#[test]
fn a_name_that_jobs_share_asks_which_one_in_the_order_of_the_data() {
    let Decision::Suggest(offers) = names().decide("LP制作") else { panic!("LP制作 names two jobs") };
    let slugs: Vec<&str> = offers.iter().take(2).map(|m| m.slug.as_str()).collect();
    assert_eq!(slugs, ["web-production", "web-design"]);
}

#[test]
fn what_names_no_job_is_never_acted_upon() {
    for text in [
        "タクシー運転手",
        "コーヒー",
        "ゲームセンター",
        "軽井沢",
        "占領",
        "ネットフリックス",
        "web会議",
        "アフリカ",
        "家具",
        "保育士",
    ] {
        assert!(!matches!(names().decide(text), Decision::Match(_)), "{text}: {:?}", names().decide(text));
    }
}

#[test]
fn words_around_names_are_no_names() {
    for text in ["副業", "仕事", "副業の仕事", "、、、", "", "　", "ｗｗｗｗ", "a", "ー"] {
        assert_eq!(decided(text), "nothing", "{text}");
    }
}

#[test]
fn at_most_five_jobs_are_offered() {
    for text in ["web", "デザイン", "プログラミング", "エンジニア", "オンライン"] {
        let Decision::Suggest(offers) = names().decide(text) else { panic!("{text} is decided") };
        assert!(offers.len() <= SUGGESTIONS, "{text}: {}", offers.len());
    }
}

#[test]
fn every_profile_is_found_by_each_of_its_names() {
    let mut lost = Vec::new();
    for p in CATALOGUE.profiles() {
        let own = [p.name.as_str(), p.slug.as_str(), p.reading.as_str(), p.name_en.as_str()];
        for name in own.into_iter().chain(p.aliases.iter().map(String::as_str)) {
            match names().decide(name) {
                Decision::Match(m) if m.slug == p.slug && m.reason == Reason::Exact => {}
                other => lost.push(format!("{} 「{name}」: {other:?}", p.slug)),
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn an_empty_box_offers_the_popular_ones() {
    let popular = ["web-writing", "video-editing", "resale"].map(Slug::from);
    let offered = names().autocomplete("  ", 2, &popular);
    assert_eq!(offered, [&popular[0], &popular[1]]);
}

#[test]
fn one_character_is_enough_for_autocomplete() {
    for (typed, slug) in [
        ("翻", "translation"),
        ("せ", "resale"),
        ("占", "fortune-telling"),
        ("y", "youtube"),
        ("もj", "transcription"),
    ] {
        let offered = names().autocomplete(typed, 25, &[]);
        assert!(offered.iter().any(|s| s.as_str() == slug), "{typed}: {offered:?}");
    }
}

#[test]
fn quality_on_the_development_names_does_not_fall() {
    let cases = parse_names(include_str!("eval/dev-names.tsv")).expect("well-formed");
    let summary = eval_names(names(), &cases, &mut sink(), None).expect("written");
    let share = |part: usize, whole: usize| part * 1000 / whole;
    assert!(
        share(summary.first, summary.labelled) >= 975,
        "first: {} of {}",
        summary.first,
        summary.labelled
    );
    assert!(share(summary.five, summary.labelled) >= 990, "five: {} of {}", summary.five, summary.labelled);
    assert!(summary.wrong <= 2, "wrong matches: {}", summary.wrong);
    assert_eq!(summary.foreign_decided[0], 0, "texts without a job that were decided");
    assert!(
        share(summary.foreign_decided[2], summary.foreign) >= 850,
        "silence: {:?}",
        summary.foreign_decided
    );
}

/// Text of the kind that breaks look-ups: any Unicode, and long runs of what names are made of.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        prop::collection::vec(any::<char>(), 0..4_000).prop_map(String::from_iter),
        "[ぁ-んァ-ヶーａ-ｚa-z一-十動画編集webのをで 　]{0,80}",
        "(動画編集|ライター|の|を|ｱﾌﾟﾘ|web|n|っ|ー){0,600}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_ranking_that_is_total_and_the_same_each_time(text in typed()) {
        let found = names().search(&text);
        prop_assert_eq!(&found, &names().search(&text));
        for pair in found.windows(2) {
            prop_assert!(pair[0].confidence >= pair[1].confidence);
        }
        let mut slugs: Vec<&Slug> = found.iter().map(|m| &m.slug).collect();
        slugs.sort();
        slugs.dedup();
        prop_assert_eq!(slugs.len(), found.len(), "a job stands once");
        prop_assert!(found.iter().all(|m| (0.0..=1.0).contains(&m.confidence)));
        let _ = names().decide(&text);
        prop_assert!(names().autocomplete(&text, 25, &[]).len() <= 25);
    }
}
