//! The data in the repository, and what loading says about broken data.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says by printing why it compares nothing"
)]

use fukugyo::profile::{DataFile, DataSource, Day, Loaded, Severity};

/// The data as it reads on the day of its last review.
fn load(files: Vec<DataFile>) -> Loaded {
    fukugyo::profile::load(files, Day::new(2026, 11, 26).unwrap())
}

fn files() -> Vec<DataFile> {
    DataSource::Embedded.files().unwrap()
}

/// The data with this change made to one file.
fn with(path: &str, change: impl FnOnce(&str) -> String) -> Loaded {
    let mut files = files();
    let file = files.iter_mut().find(|f| f.path == path).expect("the file is there");
    file.text = change(&file.text);
    load(files)
}

fn errors(loaded: &Loaded) -> Vec<String> {
    loaded.report.problems.iter().filter(|p| p.severity == Severity::Error).map(ToString::to_string).collect()
}

#[test]
fn the_data_has_45_profiles_and_348_questions_and_nothing_wrong() {
    let loaded = load(files());
    assert_eq!(loaded.report.to_string(), "");
    assert_eq!((loaded.profiles, loaded.questions), (45, 348));
    assert_eq!(loaded.catalogue.unwrap().entries().count(), 348);
}

#[test]
fn the_folder_and_the_built_in_data_are_the_same() {
    let folder = DataSource::Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/data").into());
    assert_eq!(folder.files().unwrap(), files());
}

#[test]
fn every_question_has_at_least_twelve_phrasings() {
    let catalogue = load(files()).catalogue.unwrap();
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
    let table: [(&str, &str, &str, &str); 10] = [
        (backend, "ease = 40", "ease = 140", "scores.ease: 140 is outside 0 to 100."),
        (backend, "ease = 40", "eese = 40", "scores.eese: is not a known key."),
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
        (backend, "name_en = \"Backend development\"", "name_en = \"Frontend development\"", "also names"),
        (backend, "id = \"backend-2\"", "id = \"backend-1\"", "「backend-1」 stands twice"),
        (backend, "updated = 2026-11-24", "", "updated: is missing or not a date"),
        (backend, "profitability = 90", "profitability = \"90\"", "invalid type: string"),
        ("ambiguous.toml", "\"web-production\"", "\"web-prod\"", "「web-prod」 is not a profile"),
    ];
    for (path, from, to, expected) in table {
        let found = errors(&with(path, replaced(from, to)));
        assert!(found.iter().any(|e| e.contains(expected)), "{from} → {to}: {found:#?}");
        assert!(found.iter().all(|e| e.contains(".toml:")), "{found:#?}");
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
    let found = errors(&load(files));
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
    let catalogue = load(files()).catalogue.unwrap();
    let phrasing = catalogue.entry("scam-1").unwrap().faq().asked_as[0].clone();
    let loaded =
        with("faq/unpaid.toml", |t| t.replacen("asked_as = [", &format!("asked_as = [\"{phrasing}\", "), 1));
    assert!(errors(&loaded).iter().any(|e| e.contains("also stands at")), "{}", loaded.report);
}

#[test]
fn a_missing_folder_is_one_clear_error() {
    let report = DataSource::Folder("/no/such/folder".into()).files().unwrap_err();
    assert_eq!(report.problems.len(), 1);
    assert!(report.to_string().starts_with("/no/such/folder:1: error: cannot be read"), "{report}");
}
