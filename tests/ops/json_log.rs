//! The log as JSON: one object a line, and as discreet as the text.

use serde_json::Value;

use super::standin::{Fault, fixture};
use super::{QUESTION, Told, discord, fukugyo, score, stop};

#[tokio::test]
async fn each_line_is_an_object_and_none_holds_a_token_or_what_somebody_typed() {
    let standin = discord();
    let mut bot = fukugyo(&standin)
        .env("FUKUGYO_LOG_FORMAT", "json")
        .env("FUKUGYO_LOG", "trace")
        .args(["gateway"])
        .start();
    let told = Told::by(&mut bot).await;
    told.ready().await;
    standin.interact(&score()).await;
    standin.interact(&fixture::autocomplete("score", "job", "ばっくえんど").build()).await;
    standin.interact(&fixture::slash("ask").option("question", QUESTION).build()).await;
    standin.fail("POST /channels/*/messages", Fault::Status(403), 1);
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).dm().build());
    bot.line("outcome\":\"lost").await;
    standin.send_raw("{\"op\": 0, \"t\": \"MESSAGE_CREATE\", \"d\": {\"content\": \"ひみつの質問\"}}");
    bot.line("cannot be decoded").await;
    let output = stop(bot).await;
    let lines: Vec<Value> = output.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    for line in &lines {
        for key in ["timestamp", "level", "target", "message"] {
            assert!(line[key].is_string(), "{key} in {line}");
        }
        let time = line["timestamp"].as_str().unwrap();
        assert!(time.len() >= 20 && time.as_bytes()[10] == b'T' && time.ends_with('Z'), "{time}");
    }
    let served = lines.iter().find(|line| line["message"] == "served" && line["name"] == "score").unwrap();
    assert_eq!((&served["kind"], &served["outcome"]), (&"command".into(), &"answered".into()));
    assert!(served["duration_ms"].is_u64(), "{served}");
    for secret in ["do-not-show", "aW50ZXJhY3Rpb246", "ばっく", "確定申告", "ひみつ"] {
        assert!(!output.contains(secret), "{secret} in\n{output}");
    }
    standin.finish();
}
