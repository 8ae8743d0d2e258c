//! The figures in `data/` are those of the facts they were written from, and the sentences are our own.
//!
//! The facts lie beside the repository, in `../shared/facts`. Where that folder is missing, these tests say so and pass.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says by printing why it compares nothing"
)]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::path::{Path, PathBuf};

use fukugyo::profile::{Axis, Band, Catalogue, Category, DataFile, DataSource, Effect, Profile, load};
use serde::Deserialize;

/// Characters a text may share with the facts in a row, once hiragana is among them.
const SHARED: usize = 20;

/// Facts on one job (`SLUG.toml`), in so far as they carry over unchanged.
#[derive(Deserialize)]
struct JobFacts {
    slug: String,
    name: String,
    name_en: String,
    category: String,
    scores: BTreeMap<String, ScoreFacts>,
    income: IncomeFacts,
    ai: AiFacts,
    faq: FaqFacts,
}

#[derive(Deserialize)]
struct ScoreFacts {
    score: i64,
}

#[derive(Deserialize)]
struct IncomeFacts {
    entry: BandFacts,
    established: BandFacts,
    sources: Vec<SourceFacts>,
}

#[derive(Deserialize)]
struct BandFacts {
    hourly: (i64, i64),
    hours_per_day: (f64, f64),
}

#[derive(Deserialize)]
struct SourceFacts {
    url: String,
    /// 0 when the page shows no date.
    year: i64,
}

#[derive(Deserialize)]
struct AiFacts {
    score: i64,
    tasks: Vec<TaskFacts>,
}

#[derive(Deserialize)]
struct TaskFacts {
    effect: String,
}

#[derive(Deserialize)]
struct FaqFacts {
    items: Vec<QuestionFacts>,
}

#[derive(Deserialize)]
struct QuestionFacts {
    id: String,
}

/// Facts on the general questions (`general.toml`).
#[derive(Deserialize)]
struct GeneralFacts {
    topic: Vec<TopicFacts>,
}

#[derive(Deserialize)]
struct TopicFacts {
    id: String,
    needs_expert: bool,
    questions: Vec<QuestionFacts>,
}

/// The folder of facts, unless it is missing.
fn facts_folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/facts");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("{} is missing: nothing was compared with the facts", folder.display());
    None
}

/// The TOML files of the facts: name without ending, and text.
fn facts_files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the facts can be listed") {
        let path = entry.expect("the facts can be listed").path();
        if path.extension().is_some_and(|e| e == "toml") {
            let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).expect("the facts can be read")));
        }
    }
    files.sort();
    files
}

fn job_facts(folder: &Path) -> Vec<JobFacts> {
    let files = facts_files(folder).into_iter();
    let jobs = files.filter(|(name, _)| name != "general" && name != "synonyms");
    jobs.map(|(name, text)| toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"))).collect()
}

fn data_files() -> Vec<DataFile> {
    DataSource::Folder(concat!(env!("CARGO_MANIFEST_DIR"), "/data").into()).files().unwrap()
}

fn catalogue() -> Catalogue {
    load(data_files(), "2026-11-26".parse().unwrap()).into_result().unwrap()
}

/// Remembers a value of ours that is not that of the facts.
fn compare<T: PartialEq + Debug>(found: &mut Vec<String>, job: &str, what: &str, ours: T, facts: T) {
    if ours != facts {
        found.push(format!("{job}: {what} is {ours:?}, the facts say {facts:?}"));
    }
}

fn compare_band(found: &mut Vec<String>, job: &str, what: &str, ours: Option<&Band>, facts: &BandFacts) {
    let hourly = ours.map(|b| (b.hourly.low.0, b.hourly.high.0));
    compare(found, job, &format!("{what} hourly"), hourly, Some(facts.hourly));
    let hours = ours.map(|b| (b.hours_per_day.low.0, b.hours_per_day.high.0));
    compare(found, job, &format!("{what} hours a day"), hours, Some(facts.hours_per_day));
}

fn compare_job(found: &mut Vec<String>, ours: &Profile, facts: &JobFacts) {
    let job = facts.slug.as_str();
    compare(found, job, "name", ours.name.as_str(), facts.name.as_str());
    compare(found, job, "name_en", ours.name_en.as_str(), facts.name_en.as_str());
    compare(found, job, "category", ours.category.map(Category::key), Some(facts.category.as_str()));
    for axis in Axis::ALL {
        let score = facts.scores.get(axis.key()).map(|s| s.score);
        compare(found, job, axis.key(), Some(ours.scores.get(axis).get()), score);
    }
    compare(found, job, "number of bands", ours.income.bands.len(), 2);
    compare_band(found, job, "entry", ours.entry(), &facts.income.entry);
    compare_band(found, job, "established", ours.established(), &facts.income.established);

    // A source without a date has no year: 0 is never written.
    let sources: Vec<_> = ours.income.sources.iter().map(|s| (s.url.as_str(), s.year)).collect();
    let dated = |year| if year == 0 { None } else { Some(year) };
    let cited: Vec<_> = facts.income.sources.iter().map(|s| (s.url.as_str(), dated(s.year))).collect();
    compare(found, job, "sources", sources, cited);

    compare(found, job, "AI score", ours.ai.score.get(), facts.ai.score);
    let effects: Vec<_> = ours.ai.tasks.iter().map(|t| Effect::name(t.effect)).collect();
    let marked: Vec<_> = facts.ai.tasks.iter().map(|t| t.effect.as_str()).collect();
    compare(found, job, "AI effects", effects, marked);

    let ids: Vec<_> = ours.faq.iter().map(|f| f.id.as_str()).collect();
    let kept: Vec<_> = facts.faq.items.iter().map(|q| q.id.as_str()).collect();
    compare(found, job, "FAQ ids", ids, kept);
}

#[test]
fn the_figures_of_all_45_jobs_are_those_of_the_facts() {
    let Some(folder) = facts_folder() else { return };
    let catalogue = catalogue();
    let facts = job_facts(&folder);
    assert_eq!(facts.len(), 45);
    assert_eq!(catalogue.profiles().len(), 45);

    let mut found = Vec::new();
    for job in &facts {
        match catalogue.profile(&job.slug) {
            Some(profile) => compare_job(&mut found, profile, job),
            None => found.push(format!("{}: has no profile", job.slug)),
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_general_topics_and_questions_are_those_of_the_facts() {
    let Some(folder) = facts_folder() else { return };
    let text = std::fs::read_to_string(folder.join("general.toml")).expect("the facts can be read");
    let general: GeneralFacts = toml::from_str(&text).expect("the facts are TOML");
    let catalogue = catalogue();

    let ours: BTreeMap<String, (bool, Vec<String>)> = catalogue
        .topics()
        .iter()
        .map(|t| (t.id.clone(), (t.needs_expert, t.faq.iter().map(|f| f.id.clone()).collect())))
        .collect();
    let facts: BTreeMap<String, (bool, Vec<String>)> = general
        .topic
        .into_iter()
        .map(|t| (t.id, (t.needs_expert, t.questions.into_iter().map(|q| q.id).collect())))
        .collect();
    assert_eq!(ours, facts);
}

/// All texts of a TOML value, without addresses.
fn texts(value: &toml::Value, out: &mut Vec<String>) {
    match value {
        toml::Value::String(text) if !text.starts_with("http") => out.push(text.clone()),
        toml::Value::Array(items) => items.iter().for_each(|item| texts(item, out)),
        toml::Value::Table(table) => table.values().for_each(|item| texts(item, out)),
        _ => {}
    }
}

/// Runs of `SHARED` characters with hiragana among them: names and figures have none, sentences do.
fn runs(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let sentences = chars.windows(SHARED).filter(|run| run.iter().any(|c| ('ぁ'..='ゖ').contains(c)));
    sentences.map(|run| run.iter().collect()).collect()
}

#[test]
fn no_sentence_of_the_facts_stands_in_the_data() {
    let Some(folder) = facts_folder() else { return };
    let mut taken: HashMap<String, String> = HashMap::new();
    for (name, text) in facts_files(&folder) {
        let table: toml::Table = toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut lines: Vec<String> =
            text.lines().filter(|line| line.starts_with('#')).map(ToOwned::to_owned).collect();
        texts(&toml::Value::Table(table), &mut lines);
        for run in lines.iter().flat_map(|line| runs(line)) {
            taken.entry(run).or_insert_with(|| name.clone());
        }
    }
    assert!(taken.len() > 10_000, "the facts have sentences");

    // Whole lines of the files, so that comments are compared as well.
    let mut found = Vec::new();
    for file in data_files() {
        for (number, line) in file.text.lines().enumerate() {
            if let Some(run) = runs(line).into_iter().find(|run| taken.contains_key(run)) {
                found.push(format!("{}:{}: 「{run}」 stands in {}", file.path, number + 1, taken[&run]));
            }
        }
    }
    assert!(found.is_empty(), "write these in your own words:\n{}", found.join("\n"));
}
