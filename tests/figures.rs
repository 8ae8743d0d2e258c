//! Figures that expire: what the data says on each day of the years ahead, and what an editor is told.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use fukugyo::app::App;
use fukugyo::app::calendar;
use fukugyo::config::Settings;
use fukugyo::profile::{Catalogue, DataFile, DataSource, Day, Loaded, Yen, load};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn files() -> Vec<DataFile> {
    DataSource::Embedded.files().unwrap()
}

fn on(text: &str) -> Catalogue {
    load(files(), day(text)).into_result().unwrap()
}

/// The data with this change made to one file, as it reads on a day.
fn with(path: &str, from: &str, to: &str, on: &str) -> Loaded {
    let mut files = files();
    let file = files.iter_mut().find(|f| f.path == path).expect("the file is there");
    assert!(file.text.contains(from), "{from}");
    file.text = file.text.replacen(from, to, 1);
    load(files, day(on))
}

#[test]
fn an_answer_is_true_on_the_day_it_is_given() {
    let table: [(&str, &[(&str, &str)]); 6] = [
        (
            "2026-11-26",
            &[
                ("invoice-2", "今は70%です（2026年10月から）"),
                ("invoice-3", "当面は売上の消費税の2割で済みます"),
                ("opening-notification-2", "最大65万円（2020年分から）"),
                ("spouse-dependent-4", "年178万円です（2026年分から）"),
                ("social-insurance-1", "51人以上の会社（国や自治体、労使の合意がある会社も）で週20時間以上"),
                ("minimum-wage-1", "沖縄1,023円"),
                ("how-to-file-1", "次の期間は2027年2月16日〜3月15日です"),
            ],
        ),
        ("2026-12-02", &[("minimum-wage-1", "沖縄1,086円"), ("minimum-wage-1", "熊本1,092円")]),
        (
            "2027-01-01",
            &[
                ("invoice-3", "当面は売上の消費税の3割で済みます"),
                ("opening-notification-2", "最大75万円（2027年分から）"),
                ("opening-notification-2", "紙の提出だとふつう10万円（2027年分から）"),
                ("spouse-dependent-1", "給与だけなら136万円以下"),
            ],
        ),
        ("2027-04-01", &[("how-to-file-1", "次の期間は2028年2月16日〜3月15日です")]),
        (
            "2027-10-01",
            &[
                ("social-insurance-1", "36人以上の会社（国や自治体、労使の合意がある会社も）で週20時間以上"),
                ("minimum-wage-1", "全国平均は1,177円（2027年9月30日まで）"),
            ],
        ),
        (
            "2028-01-01",
            &[
                ("spouse-dependent-4", "年168万円です（2028年分から）"),
                ("spouse-dependent-1", "給与だけなら131万円以下"),
                ("tax-200k-4", "基礎控除は最大99万円です（2028年分から。合計所得132万円以下の人）"),
                ("minors-students-3", "税は給与154万円まで"),
                ("insurance-2", "率0.3%（2027年3月31日まで）"),
            ],
        ),
    ];
    for (day, expected) in table {
        let catalogue = on(day);
        for (id, words) in expected {
            let answer = &catalogue.entry(id).unwrap().faq().answer;
            assert!(answer.contains(words), "{day} {id}: {words} is not in {answer}");
        }
    }
}

#[test]
fn no_day_keeps_the_bot_from_starting() {
    for year in 2027..=2036 {
        for month_day in ["01-01", "04-01", "10-01", "12-31"] {
            let day = format!("{year}-{month_day}");
            let loaded = load(files(), self::day(&day));
            let report = loaded.report.errors();
            assert_eq!(report.to_string(), "", "{day}");
        }
    }
}

#[test]
fn no_reference_is_left_in_any_text() {
    let catalogue = on("2026-11-26");
    for entry in catalogue.entries() {
        assert!(!entry.faq().answer.contains('{'), "{}", entry.faq().id);
    }
    for profile in catalogue.profiles() {
        assert!(!format!("{profile:?}").contains("{fig:"), "{}", profile.slug);
    }
}

#[test]
fn an_answer_fits_a_phone() {
    let catalogue = on("2026-11-26");
    // The list of all prefectures is a table, and as long as one.
    let answers = catalogue.entries().filter(|e| e.faq().id != "minimum-wage-1");
    let lengths = answers.map(|e| (e.faq().id.as_str(), e.faq().answer.chars().count()));
    let long: Vec<_> = lengths.filter(|(_, length)| *length > 300).collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn nothing_that_became_law_is_called_a_bill() {
    for entry in on("2026-11-26").entries() {
        for word in ["改正案", "大綱では", "見込みです。成立"] {
            assert!(!entry.faq().answer.contains(word), "{} says {word}", entry.faq().id);
        }
    }
}

#[test]
fn the_threshold_of_a_plan_is_the_figure_of_the_day() {
    assert_eq!(on("2026-11-26").filing_threshold(), Yen(200_000));
    let raised = with(
        "figures.toml",
        "value = \"20\"\nfrom = 2020-01-01\n",
        "value = \"20\"\nfrom = 2020-01-01\nto = 2026-12-31\nsource = { publisher = \"国税庁\", url = \"https://www.nta.go.jp/\" }\n[[figure.values]]\nvalue = \"30\"\nfrom = 2027-01-01\n",
        "2027-01-01",
    );
    let catalogue = raised.into_result().unwrap();
    assert_eq!(catalogue.filing_threshold(), Yen(300_000));
    assert!(catalogue.entry("tax-200k-1").unwrap().faq().answer.contains("年30万円を超える"));
}

#[test]
fn each_kind_of_mistake_with_a_figure_is_named_with_its_line() {
    let wage = "value = \"1,280\"\nfrom = 2026-10-01\n";
    let table = [
        (
            "faq/minimum-wage.toml",
            "{fig:minimum-wage-tokyo}",
            "{fig:minimum-wage-tokio}",
            "「{fig:minimum-wage-tokio}」 is no figure",
        ),
        ("faq/invoice.toml", "{year:invoice-deduction}", "{year invoice-deduction}", "is no figure"),
        ("figures.toml", wage, "value = \"1,280\"\n", "from: is missing or not a date"),
        (
            "figures.toml",
            wage,
            "value = \"1,280\"\nfrom = 2026-10-01\nto = 2026-09-30\n",
            "to: is not a date on or after from",
        ),
        ("figures.toml", wage, "value = \"1'280\"\nfrom = 2026-10-01\n", "may not hold quotes"),
        (
            "figures.toml",
            "from = 2026-12-02",
            "from = 2026-12-03",
            "must be the day after the value before it ends",
        ),
        (
            "figures.toml",
            "id = \"minimum-wage-osaka\"",
            "id = \"minimum-wage-tokyo\"",
            "「minimum-wage-tokyo」 stands twice",
        ),
        (
            "figures.toml",
            "id = \"side-income-filing\"",
            "id = \"side-income\"",
            "lacks the figure 「side-income-filing」",
        ),
        ("figures.toml", "unit = \"円\"", "unit = \"円\"\nuntil = 2027-01-01", "until: is not a known key"),
    ];
    for (path, from, to, expected) in table {
        let report = with(path, from, to, "2026-11-26").report.errors();
        let found = report.problems.iter().find(|p| p.to_string().contains(expected));
        let found = found.unwrap_or_else(|| panic!("{to}: {report}"));
        assert_eq!(found.file, path, "{to}");
    }
}

#[test]
fn a_dead_reference_is_reported_at_its_own_line() {
    let text = files().into_iter().find(|f| f.path == "faq/invoice.toml").unwrap().text;
    let line = 1 + text.lines().position(|l| l.contains("{fig:invoice-deduction}")).unwrap();
    let report =
        with("faq/invoice.toml", "{fig:invoice-deduction}", "{fig:gone}", "2026-11-26").report.errors();
    assert_eq!(report.problems.iter().map(|p| p.line).collect::<Vec<_>>(), [line], "{report}");
}

#[test]
fn a_figure_that_ends_soon_with_nothing_after_it_is_a_warning() {
    let warned = |on: &str| load(files(), day(on)).report.to_string();
    assert_eq!(warned("2026-11-26"), "");
    let report = warned("2027-01-01");
    let ending = [
        "フリーランスの労災特別加入の保険料率",
        "在職老齢年金で年金が止まり始める、給料と厚生年金の月の合計",
        "自転車やバイクの配達の労災特別加入の保険料率",
    ];
    for label in ending {
        assert!(report.contains(&format!("「{label}」 ends on 2027-03-31")), "{report}");
    }
    assert_eq!(report.lines().count(), ending.len(), "{report}");
}

#[test]
fn a_figure_past_its_last_day_is_an_error_to_an_editor_and_stops_no_bot() {
    let loaded = load(files(), day("2027-04-01"));
    let outdated = loaded.outdated.to_string();
    assert!(outdated.contains("「フリーランスの労災特別加入の保険料率」 ended on 2027-03-31"), "{outdated}");
    assert!(loaded.catalogue.is_some());
    assert_eq!(load(files(), day("2026-11-26")).outdated.to_string(), "");
}

#[test]
fn a_figure_that_no_text_uses_is_a_warning() {
    let report = with("faq/insurance.toml", "{fig:accident-special-rate}", "0.3%", "2026-11-26").report;
    assert!(report.to_string().contains("「accident-special-rate」 is used nowhere"), "{report}");
}

#[test]
fn entries_that_say_the_same_know_each_other_from_both_sides() {
    let catalogue = on("2026-11-26");
    for (one, other, same) in [
        ("spot-work-4", "spot-work-rules-1", true),
        ("spot-work-rules-1", "spot-work-4", true),
        ("spot-work-4", "spot-work-4", true),
        ("spot-work-4", "tax-200k-1", false),
        ("none", "spot-work-4", false),
    ] {
        assert_eq!(catalogue.same(one, other), same, "{one} {other}");
    }
}

#[test]
fn a_merged_question_opens_from_its_old_id() {
    let id = "id = \"minimum-wage-2\"\n";
    let aliased =
        |old: &str| with("faq/minimum-wage.toml", id, &format!("{id}aliases = [\"{old}\"]\n"), "2026-11-26");
    let catalogue = aliased("minimum-wage-9").into_result().unwrap();
    assert_eq!(catalogue.entry("minimum-wage-9").unwrap().faq().id, "minimum-wage-2");
    let report = aliased("minimum-wage-1").report.to_string();
    assert!(report.contains("「minimum-wage-1」 already opens minimum-wage-1"), "{report}");
}

#[test]
fn a_dead_link_between_questions_is_an_error() {
    let id = "id = \"minimum-wage-2\"\n";
    for dead in ["no-such-1", "minimum-wage-2"] {
        let to = format!("{id}same_as = [\"{dead}\"]\n");
        let report = with("faq/minimum-wage.toml", id, &to, "2026-11-26").report.to_string();
        assert!(report.contains(&format!("「{dead}」 is not another question")), "{report}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_bot_changes_its_answers_at_midnight_without_a_restart() {
    let app = Arc::new(App::load(Settings::default(), day("2027-12-31")).unwrap());
    let answer =
        |app: &App| app.knowledge().catalogue.entry("spouse-dependent-4").unwrap().faq().answer.clone();
    assert!(answer(&app).contains("年178万円"), "{}", answer(&app));
    let midnight = Arc::new(AtomicBool::new(false));
    let struck = Arc::clone(&midnight);
    let today = move || day(if struck.load(Ordering::SeqCst) { "2028-01-01" } else { "2027-12-31" });
    let follow = tokio::spawn(calendar::follow(Arc::clone(&app), Duration::from_millis(2), today));
    let before = Arc::as_ptr(&app.knowledge());
    midnight.store(true, Ordering::SeqCst);
    let deadline = Instant::now() + Duration::from_mins(1);
    while !answer(&app).contains("年168万円") {
        assert!(Instant::now() < deadline, "{}", answer(&app));
        tokio::task::yield_now().await;
    }
    assert_ne!(Arc::as_ptr(&app.knowledge()), before);
    follow.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_on_which_nothing_changes_costs_nothing() {
    let app = Arc::new(App::load(Settings::default(), day("2026-11-26")).unwrap());
    assert!(!app.knowledge().catalogue.changes_on(day("2026-11-30")));
    assert!(app.knowledge().catalogue.changes_on(day("2026-12-01")));
    let looks = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let counted = Arc::clone(&looks);
    let today = move || {
        counted.fetch_add(1, Ordering::SeqCst);
        day("2026-11-30")
    };
    let before = app.knowledge();
    let follow = tokio::spawn(calendar::follow(Arc::clone(&app), Duration::from_millis(1), today));
    let deadline = Instant::now() + Duration::from_mins(1);
    while looks.load(Ordering::SeqCst) < 3 {
        assert!(Instant::now() < deadline);
        tokio::task::yield_now().await;
    }
    follow.abort();
    assert!(Arc::ptr_eq(&before, &app.knowledge()));
}
