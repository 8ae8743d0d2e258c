//! The data in the repository, and what loading says about broken data.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::time::Instant;

use fukugyo::profile::{DataFile, DataSource, Day, Loaded, Severity, Subject, Word as _, load};

/// The day the newest date in the data names: what these tests say holds on it, whatever the calendar says when they run.
fn today() -> Day {
    let dated = |line: &str| {
        let (key, value) = line.split_once(" = ")?;
        ["updated", "as_of"].contains(&key).then(|| value.trim().parse::<Day>().ok())?
    };
    files().iter().flat_map(|file| file.text.lines().filter_map(dated)).max().expect("the data is dated")
}

fn files() -> Vec<DataFile> {
    DataSource::Embedded.files().unwrap()
}

/// The data with this change made to one file.
fn with(path: &str, change: impl FnOnce(&str) -> String) -> Loaded {
    let mut files = files();
    let file = files.iter_mut().find(|f| f.path == path).expect("the file is there");
    file.text = change(&file.text);
    load(files, today())
}

fn errors(loaded: &Loaded) -> Vec<String> {
    let found = loaded.report.problems.iter().chain(&loaded.outdated.problems);
    found.filter(|p| p.severity == Severity::Error).map(ToString::to_string).collect()
}

#[test]
fn the_data_has_nothing_wrong() {
    let loaded = load(files(), today());
    assert_eq!(loaded.report.to_string(), "");
    assert!(loaded.profiles >= 45 && loaded.questions >= 346, "nothing was lost");
    assert_eq!(loaded.catalogue.unwrap().entries().count(), loaded.questions);
}

#[test]
fn the_folder_and_the_built_in_data_are_the_same() {
    let folder = DataSource::Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/data").into());
    assert_eq!(folder.files().unwrap(), files());
}

#[test]
fn every_question_has_at_least_twelve_phrasings() {
    let catalogue = load(files(), today()).catalogue.unwrap();
    for entry in catalogue.entries() {
        assert!(entry.faq().asked_as.len() >= 12, "{}", entry.faq().id);
    }
}

#[test]
fn each_kind_of_mistake_is_named_with_its_line() {
    let replaced = |from: &'static str, to: &'static str| {
        move |text: &str| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        }
    };
    let backend = "profiles/backend.toml";
    let table: [(&str, &str, &str, &str); 24] = [
        (backend, "ease = 40", "ease = 140", "scores.ease: 140 is outside 0 to 100."),
        (backend, "ease = 40", "eese = 40", "scores.eese: is not a known key. Did you mean ease?"),
        (
            backend,
            "hourly = [2000, 3500]",
            "hourly = [3500, 2000]",
            "income.bands.0.hourly: [3500, 2000] must rise",
        ),
        (backend, "slug = \"backend\"", "slug = \"backent\"", "slug: 「backent」 must be the file's name"),
        (
            backend,
            "reading = \"ばっくえんどかいはつ\"",
            "reading = \"バックエンド\"",
            "reading: may hold hiragana and ー only.",
        ),
        (
            backend,
            "name_en = \"Backend development\"",
            "name_en = \"Frontend development\"",
            "names two jobs",
        ),
        (backend, "id = \"backend-2\"", "id = \"backend-1\"", "「backend-1」 stands twice"),
        (backend, "updated = ", "# updated = ", "updated: is missing or not a date"),
        (
            backend,
            "profitability = 90",
            "profitability = \"90\"",
            "scores.profitability: is a text in quotes. Write 90.",
        ),
        (
            backend,
            "demands = []",
            "demands = [\"voise\"]",
            "fit.demands.0: 「voise」 is not one of voice, hearing, face, standing, driving, town, public. Did you mean voice?",
        ),
        (
            backend,
            "demands = []",
            "demands = [\"standing\"]",
            "fit.demands: 「standing」 follows from effort. Remove it here.",
        ),
        (
            backend,
            "demands = []",
            "demands = [\"town\", \"driving\"]",
            "fit.demands: 「driving」 follows from needs. Remove it here.",
        ),
        (backend, "demands = []", "on_camera = true", "is not a known key"),
        (backend, "year = 2025", "year = 0", "0 is not a year"),
        (backend, "year = 2025", "year = 2035", "2035 is not a year"),
        (backend, "updated = 2026", "updated = 9999", "updated: 9999-"),
        (backend, "updated = ", "updated = 2026-02-30 # ", "is not TOML"),
        (
            backend,
            "first_order_weeks = [12, 26]",
            "first_order_weeks = [0, 9223372036854775807]",
            "first_order_weeks: [0, 9223372036854775807] must rise, from 0 to at most 260.",
        ),
        (
            backend,
            "startup_yen = [0, 20000]",
            "startup_yen = [0, 99999999999]",
            "startup_yen: [0, 99999999999] must rise, from 0 to at most 10,000,000.",
        ),
        (backend, "[[income.bands]]", "[[income.bands]]\n[[income.bands]]", "has 3 bands, needs two"),
        (backend, "url = \"https://", "url = \"https://a b", "must be a whole address"),
        (backend, "url = \"https://", LONG_URL, "characters, 300 fit"),
        ("faq/scam.toml", "as_of = 2026", "as_of = 2027", "is after today"),
        (
            "ambiguous.toml",
            "\"web-production\"",
            "\"web-prod\"",
            "「web-prod」 is not a profile. Did you mean web-production?",
        ),
    ];
    for (path, from, to, expected) in table {
        let found = errors(&with(path, replaced(from, to)));
        assert!(found.iter().any(|e| e.contains(expected)), "{from} → {to}: {found:#?}");
        assert!(found.iter().all(|e| e.contains(".toml:")), "{found:#?}");
    }
}

/// An address that never ends.
const LONG_URL: &str = concat!(
    "url = \"https://example.org/",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
);

#[test]
fn lists_have_an_end() {
    let service = "\n[[services]]\nname = \"名\"\nurl = \"https://example.org/\"\ndescription = \"説明。\"\n";
    let law = "\n[[legal]]\nlaw = \"法\"\npoint = \"点。\"\n";
    let source =
        "\n[[income.sources]]\npublisher = \"調査\"\nurl = \"https://www.nta.go.jp/\"\nnote = \"注。\"\n";
    for (added, count, expected) in
        [(service, 11, "services: "), (law, 30, "legal: "), (source, 13, "income.sources: ")]
    {
        let found = errors(&with("profiles/backend.toml", |t| format!("{t}{}", added.repeat(count))));
        assert!(found.iter().any(|e| e.contains(expected) && e.contains(" fit")), "{expected}: {found:#?}");
    }
}

#[test]
fn figures_are_old_after_24_months_and_not_a_day_before() {
    let on = |day: &str| load(files(), day.parse().unwrap()).report.to_string();
    assert!(!on("2028-11-30").contains("was last checked"));
    assert!(on("2028-12-01").contains("updated: was last checked 25 months ago"));
}

/// A file with so many mistakes.
type Faulty = fn(usize) -> String;

#[test]
fn a_check_takes_time_that_grows_with_the_number_of_mistakes_and_not_with_its_square() {
    let kinds: [(&str, Faulty); 3] = [
        ("unknown keys", |i| format!("unknown_{i} = 1\n")),
        ("broken lines", |_| "a\n".to_owned()),
        ("dead references", |i| format!("# {{fig:no-{i}}}\n")),
    ];
    for (what, line) in kinds {
        let check = |mistakes: usize| {
            let added: String = (0..mistakes).map(line).collect();
            let begun = Instant::now();
            let found = errors(&with("profiles/backend.toml", |text| format!("{added}{text}")));
            let took = begun.elapsed();
            assert!(found.len() >= mistakes, "{what}: {}", found.len());
            let last = &found[mistakes - 1];
            assert!(last.starts_with(&format!("profiles/backend.toml:{mistakes}: ")), "{what}: {last}");
            took
        };
        // The better of two: a neighbour on the machine must not be judged.
        let quickest = |mistakes| check(mistakes).min(check(mistakes));
        let (few, many) = (quickest(16_000), quickest(128_000));
        // Eight times as many; quadratic work takes 64 times as long.
        assert!(many < few * 16, "{what}, 16,000: {few:?}, 128,000: {many:?}");
    }
}

#[test]
fn a_score_is_reported_at_its_own_line() {
    let text = files().into_iter().find(|f| f.path == "profiles/backend.toml").unwrap().text;
    let line = 1 + text.lines().position(|l| l.starts_with("ease = 40")).unwrap();
    let found = errors(&with("profiles/backend.toml", |t| t.replacen("ease = 40", "ease = -1", 1)));
    assert_eq!(found, [format!("profiles/backend.toml:{line}: error: scores.ease: -1 is outside 0 to 100.")]);
}

#[test]
fn mistakes_in_several_places_come_all_at_once() {
    let mut files = files();
    for file in &mut files {
        file.text = match file.path.as_str() {
            "profiles/backend.toml" => file.text.replacen("ease = 40", "ease = 140", 1).replacen(
                "continuity = 90",
                "continuity = 190",
                1,
            ),
            "profiles/frontend.toml" => format!("surprise = 1\n{}", file.text),
            "faq/scam.toml" => "id = ".into(),
            _ => continue,
        };
    }
    let found = errors(&load(files, today()));
    for expected in [
        "scores.ease: 140",
        "scores.continuity: 190",
        "surprise: is not a known key",
        "faq/scam.toml:1: error: is not TOML",
    ] {
        assert!(found.iter().any(|e| e.contains(expected)), "{expected}: {found:#?}");
    }
}

#[test]
fn a_score_far_from_the_rubric_is_a_warning_not_an_error() {
    let loaded = with("profiles/backend.toml", |t| t.replacen("profitability = 90", "profitability = 60", 1));
    assert!(loaded.catalogue.is_some());
    assert!(loaded.report.to_string().contains("60 leaves RUBRIC.md, which gives 90"), "{}", loaded.report);
}

#[test]
fn a_phrasing_that_stands_twice_is_an_error() {
    let catalogue = load(files(), today()).catalogue.unwrap();
    let phrasing = catalogue.entry("scam-1").unwrap().faq().asked_as[0].clone();
    let loaded =
        with("faq/unpaid.toml", |t| t.replacen("asked_as = [", &format!("asked_as = [\"{phrasing}\", "), 1));
    assert!(
        errors(&loaded)
            .iter()
            .any(|e| e.contains("stands twice. Keep it where it fits best. The other is at faq/scam.toml:")),
        "{}",
        loaded.report
    );
}

#[test]
fn a_missing_folder_is_one_clear_error() {
    let report = DataSource::Folder("/no/such/folder".into()).files().unwrap_err();
    assert_eq!(report.problems.len(), 1);
    assert!(report.to_string().starts_with("/no/such/folder:1: error: cannot be read"), "{report}");
}

/// Each subject's topics stand in one menu, which holds 25 (Discord, "String Select"): a topic beyond them could not be found.
#[test]
fn every_topic_is_in_the_menu_of_its_subject() {
    let catalogue = DataSource::Embedded.load(today()).catalogue.unwrap();
    for subject in Subject::ALL {
        let topics = catalogue.topics().iter().filter(|t| t.subject == Some(*subject)).count();
        assert!(topics <= 25, "{subject:?}: {topics}");
    }
}
