//! One word for one thing in all replies, by the list that the data is held to (`data/wording.toml`).
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};

use fukugyo::app::App;
use fukugyo::command;
use fukugyo::config::Settings;
use fukugyo::front::interaction::{Stage, pressed, typed};
use fukugyo::profile::{Axis, Category, Wording};
use fukugyo::view::Section;
use serde_json::Value;

fn wording() -> Wording {
    toml::from_str(include_str!("../data/wording.toml")).unwrap()
}

fn app() -> App {
    App::load(Settings::default(), "2026-11-26".parse().unwrap()).expect("the built-in data loads")
}

/// Every text that a reader sees in a reply.
fn texts(body: &Value, found: &mut Vec<String>) {
    const SHOWN: [&str; 9] =
        ["title", "description", "name", "value", "text", "label", "placeholder", "content", "alt"];
    match body {
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(map) => {
            // The value of a menu's option is an id.
            let option = map.contains_key("label");
            for (key, value) in map {
                match value {
                    Value::String(text) if SHOWN.contains(&key.as_str()) && !(option && key == "value") => {
                        found.push(text.clone());
                    }
                    _ => texts(value, found),
                }
            }
        }
        _ => {}
    }
}

/// First replies of every kind, for every job.
fn lines(app: &App) -> Vec<String> {
    let knowledge = app.knowledge();
    let mut lines: Vec<String> =
        ["/help", "/faq", "/jobs", "/recommend", "/ask question:住民税", "/ask question:今日のランチ"]
            .map(str::to_owned)
            .into();
    lines.extend(Axis::ALL.map(|axis| format!("/jobs sort:{}", axis.key())));
    lines.extend(Category::ALL.map(|category| format!("/jobs category:{}", category.key())));
    let jobs: Vec<&str> = knowledge.catalogue.profiles().iter().map(|p| p.slug.as_str()).collect();
    for (at, job) in jobs.iter().enumerate() {
        lines.extend(["score", "income", "steps", "faq"].map(|command| format!("/{command} job:{job}")));
        lines.extend(Section::ALL.map(|s| format!("/profile job:{job} section:{}", s.key())));
        lines.push(format!("/income job:{job} goal:100000"));
        lines.push(format!("/compare job1:{job} job2:{}", jobs[(at + 1) % jobs.len()]));
    }
    lines
}

/// Names of laws and titles of sources are not ours, nor is what somebody typed.
fn is_ours(text: &str) -> bool {
    !text.contains("](http")
}

#[test]
fn no_reply_has_a_second_word_for_a_thing() {
    let (app, wording) = (app(), wording());
    let mut ids = BTreeMap::new();
    let mut bodies = Vec::new();
    for line in lines(&app) {
        bodies.push((
            line.clone(),
            command::respond(&app, &typed(&line, Stage::Sent).unwrap()).reply.payload().value(),
        ));
    }
    // And what one press of each kind of button leads to.
    for (line, body) in &bodies {
        for row in body["data"]["components"].as_array().into_iter().flatten() {
            for c in row["components"].as_array().into_iter().flatten() {
                let Some(id) = c["custom_id"].as_str() else { continue };
                let kind = id.split(':').nth(1).unwrap_or_default().to_owned();
                let value = c["options"][0]["value"].as_str().map(str::to_owned);
                ids.entry(kind).or_insert((line.clone(), id.to_owned(), value));
            }
        }
    }
    assert!(ids.len() > 10, "{ids:?}");
    for (line, id, value) in ids.into_values() {
        let values: Vec<String> = value.into_iter().collect();
        let reply = command::respond(&app, &pressed(&id, &values).unwrap()).reply;
        bodies.push((format!("{line} {id}"), reply.payload().value()));
    }
    let mut wrong = BTreeSet::new();
    let mut looked_at = 0;
    for (line, body) in &bodies {
        let mut found = Vec::new();
        texts(&body["data"], &mut found);
        looked_at += found.len();
        for text in found.iter().filter(|text| is_ours(text)) {
            if let Some((other, word)) = wording.other_word(text) {
                wrong.insert(format!("{line}: 「{other}」 for 「{word}」 in {text}"));
            }
        }
    }
    assert!(looked_at > 10_000, "{looked_at}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_entry_of_the_list_says_what_it_is_for_and_forbids_no_word_it_asks_for() {
    let wording = wording();
    for entry in &wording.word {
        assert!(!entry.why.is_empty() && !entry.instead_of.is_empty(), "{}", entry.write);
        assert_eq!(wording.other_word(&entry.write), None);
    }
    assert_eq!(wording.other_word("クライアントに聞きます。"), Some(("クライアント", "依頼者")));
}
