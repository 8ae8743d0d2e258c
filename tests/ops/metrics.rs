//! The metrics page: complete, strict, and right to the last count.

use std::collections::BTreeMap;

use serde_json::json;

use super::open_metrics::Page;
use super::standin::fixture;
use super::{QUESTION, Told, discord, running, score, stop};

/// Every family there is: dashboards and alerts name them.
const FAMILIES: [(&str, &str); 27] = [
    ("fukugyo_interactions", "counter"),
    ("fukugyo_interaction_seconds", "histogram"),
    ("fukugyo_messages", "counter"),
    ("fukugyo_message_seconds", "histogram"),
    ("fukugyo_decisions", "counter"),
    ("fukugyo_rest_requests", "counter"),
    ("fukugyo_rest_seconds", "histogram"),
    ("fukugyo_shard_up", "gauge"),
    ("fukugyo_shard_heartbeat_ack_age_seconds", "gauge"),
    ("fukugyo_logins", "counter"),
    ("fukugyo_resumes", "counter"),
    ("fukugyo_redelivered", "counter"),
    ("fukugyo_undecodable", "counter"),
    ("fukugyo_channel_dropped", "counter"),
    ("fukugyo_endpoint_requests", "counter"),
    ("fukugyo_store_up", "gauge"),
    ("fukugyo_store_waiting", "gauge"),
    ("fukugyo_data", "info"),
    ("fukugyo_data_questions", "gauge"),
    ("fukugyo_data_age_seconds", "gauge"),
    ("fukugyo_figures_expiring", "gauge"),
    ("fukugyo_figures_expired", "gauge"),
    ("fukugyo_ready", "gauge"),
    ("fukugyo_build", "info"),
    ("process_resident_memory_bytes", "gauge"),
    ("process_cpu_seconds", "counter"),
    ("process_start_time_seconds", "gauge"),
];

async fn scraped(told: &Told) -> Page {
    let (status, text) = told.get("/metrics").await;
    assert_eq!(status, 200);
    Page::read(&text)
}

/// Scrapes until this series has the value.
async fn until(told: &Told, series: &str, value: f64) -> Page {
    let line = format!("{series} {value}\n");
    Page::read(&told.until("/metrics", &line, |_, page| page.contains(&line)).await)
}

#[tokio::test]
async fn every_metric_of_the_contract_is_there_from_the_start_and_the_page_is_open_metrics() {
    let standin = discord();
    let (bot, told) = running(&standin).await;
    let page = scraped(&told).await;
    let expected: BTreeMap<String, String> =
        FAMILIES.iter().map(|(n, t)| ((*n).into(), (*t).into())).collect();
    assert_eq!(page.families, expected);
    for (series, value) in [
        ("fukugyo_ready", 1.0),
        ("fukugyo_store_up", 1.0),
        ("fukugyo_shard_up{shard=\"0\"}", 1.0),
        ("fukugyo_logins_total", 1.0),
        ("fukugyo_interactions_total{kind=\"command\",command=\"score\",outcome=\"lost\"}", 0.0),
        ("fukugyo_endpoint_requests_total{result=\"forged\"}", 0.0),
        ("fukugyo_rest_requests_total{route=\"GET /gateway/bot\",status=\"200\"}", 1.0),
    ] {
        assert_eq!(page.value(series), value, "{series}");
    }
    assert!(page.value("fukugyo_data_questions") > 500.0);
    assert!(page.value("process_resident_memory_bytes") > 1e7);
    assert!(page.samples.keys().any(|series| series.starts_with("fukugyo_data_info{version=\"20")));
    let answer = told.client.get(format!("{}/metrics", told.base)).send().await.unwrap();
    let kind = answer.headers()["content-type"].to_str().unwrap();
    assert_eq!(kind, "application/openmetrics-text; version=1.0.0; charset=utf-8");
    stop(bot).await;
    standin.finish();
}

#[tokio::test]
async fn after_a_known_script_exactly_these_counts_stand_there() {
    let standin = discord();
    let (bot, told) = running(&standin).await;
    // Interactions: known, unknown, typed, pressed, hostile, and one that comes twice.
    for _ in 0..3 {
        standin.interact(&score()).await;
    }
    standin.interact(&fixture::slash("ask").option("question", QUESTION).build()).await;
    standin.interact(&fixture::slash("'; DROP TABLE guild").build()).await;
    standin.interact(&fixture::autocomplete("score", "job", "ばっく").build()).await;
    standin.interact(&fixture::press("v1:help").build()).await;
    standin.interact(&fixture::press("v9:秘密\n{x=\"y\"}").build()).await;
    let twice = fixture::slash("jobs").build();
    standin.interact(&twice).await;
    standin.dispatch("INTERACTION_CREATE", &twice);
    // Messages: to the bot, to nobody, by a bot.
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).dm().build());
    standin.posted(1).await;
    standin.dispatch("MESSAGE_CREATE", &fixture::message("こんにちは").dm().build());
    standin.posted(2).await;
    standin
        .dispatch("MESSAGE_CREATE", &fixture::message("ズンドコベロンチョのピヨピヨ").mention_bot().build());
    standin.posted(3).await;
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).build());
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).author(fixture::bot_user()).build());
    standin.dispatch("MESSAGE_CREATE", &json!({"id": 7}));
    standin.drop_sockets();
    standin.resumed(1).await;
    until(&told, "fukugyo_resumes_total", 1.0).await;
    until(&told, "fukugyo_redelivered_total", 1.0).await;
    until(&told, "fukugyo_undecodable_total", 1.0).await;
    until(&told, "fukugyo_messages_total{outcome=\"ignored\"}", 1.0).await;
    until(&told, "fukugyo_messages_total{outcome=\"answered\"}", 3.0).await;
    let page = until(
        &told,
        "fukugyo_interactions_total{kind=\"command\",command=\"jobs\",outcome=\"answered\"}",
        1.0,
    )
    .await;
    let interactions = [
        (r#"fukugyo_interactions_total{kind="autocomplete",command="score",outcome="answered"}"#, 1.0),
        (r#"fukugyo_interactions_total{kind="command",command="ask",outcome="answered"}"#, 1.0),
        (r#"fukugyo_interactions_total{kind="command",command="jobs",outcome="answered"}"#, 1.0),
        (r#"fukugyo_interactions_total{kind="command",command="score",outcome="answered"}"#, 3.0),
        (r#"fukugyo_interactions_total{kind="command",command="unknown",outcome="answered"}"#, 1.0),
        (r#"fukugyo_interactions_total{kind="component",command="help",outcome="answered"}"#, 1.0),
        (r#"fukugyo_interactions_total{kind="component",command="unknown",outcome="answered"}"#, 1.0),
    ];
    assert_eq!(page.counted("fukugyo_interactions_total"), BTreeMap::from(interactions));
    let seconds = [
        (r#"fukugyo_interaction_seconds_count{kind="autocomplete"}"#, 1.0),
        (r#"fukugyo_interaction_seconds_count{kind="command"}"#, 6.0),
        (r#"fukugyo_interaction_seconds_count{kind="component"}"#, 2.0),
    ];
    assert_eq!(page.counted("fukugyo_interaction_seconds_count"), BTreeMap::from(seconds));
    let messages = [
        (r#"fukugyo_messages_total{outcome="answered"}"#, 3.0),
        (r#"fukugyo_messages_total{outcome="ignored"}"#, 1.0),
    ];
    assert_eq!(page.counted("fukugyo_messages_total"), BTreeMap::from(messages));
    assert_eq!(page.value("fukugyo_message_seconds_count"), 3.0);
    let decisions = [
        (r#"fukugyo_decisions_total{kind="answer",addressed="true"}"#, 2.0),
        (r#"fukugyo_decisions_total{kind="first_words",addressed="true"}"#, 1.0),
        (r#"fukugyo_decisions_total{kind="no_answer",addressed="true"}"#, 1.0),
        (r#"fukugyo_decisions_total{kind="silence_not_listening",addressed="false"}"#, 1.0),
    ];
    assert_eq!(page.counted("fukugyo_decisions_total"), BTreeMap::from(decisions));
    let callbacks =
        r#"fukugyo_rest_requests_total{route="POST /interactions/{id}/{token}/callback",status="204"}"#;
    let posts = r#"fukugyo_rest_requests_total{route="POST /channels/{id}/messages",status="200"}"#;
    assert_eq!((page.value(callbacks), page.value(posts)), (9.0, 3.0));
    assert_eq!((page.value("fukugyo_logins_total"), page.value("fukugyo_channel_dropped_total")), (1.0, 0.0));
    let (_, text) = told.get("/metrics").await;
    for secret in ["DROP", "秘密", "ばっく", "ズンドコ", "aW50", "do-not-show", "1100000000000000"] {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }
    stop(bot).await;
    standin.finish();
}
