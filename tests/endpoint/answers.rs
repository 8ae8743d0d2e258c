//! What is answered over HTTP is what the gateway would answer.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use fukugyo::command::{COMMANDS, CommandKind, OptionKind};
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::standin::bot::launch;
use super::standin::signed::Signed;
use super::standin::{APPLICATION, fixture, snowflake};
use super::{TOKEN, discord, running, score, stop};

/// A question that is certainly in the data.
const QUESTION: &str = "副業が会社にバレない方法はありますか？";
const WAIT: Duration = Duration::from_mins(1);

/// The same once more: an interaction of its own.
fn again(interaction: &Value) -> Value {
    let mut again = interaction.clone();
    again["id"] = json!(snowflake().to_string());
    again
}

/// Every command, with what it must be given, and what is pressed or typed.
fn everything() -> Vec<Value> {
    let mut asked: Vec<Value> = COMMANDS
        .iter()
        .map(|command| {
            let used = match command.kind {
                CommandKind::Slash => fixture::slash(command.name),
                CommandKind::Message => {
                    fixture::message_command(command.name, &fixture::message(QUESTION).build())
                }
            };
            let required = command.options.iter().filter(|option| option.required);
            let given = |job| if job { "backend" } else { QUESTION };
            required
                .fold(used, |used, o| used.option(o.name, given(matches!(o.kind, OptionKind::Job))))
                .build()
        })
        .collect();
    asked.extend([
        fixture::autocomplete("score", "job", "ばっくえn").build(),
        fixture::press("v1:section:backend").values(&["income"]).build(),
        fixture::press("v0:from-an-older-version").build(),
        fixture::modal("v1:unknown").build(),
        fixture::slash("no-such-command").build(),
        fixture::slash("score").option("job", "存在しない仕事の名前").dm().build(),
    ]);
    asked
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_answered_as_the_gateway_answers_it() {
    let standin = discord();
    let mut gateway = launch(env!("CARGO_BIN_EXE_fukugyo"))
        .args(["gateway"])
        .env("DISCORD_API_BASE", &standin.base())
        .env("DISCORD_TOKEN", TOKEN)
        .start();
    standin.ready(1).await;
    // Both know how to mention commands.
    gateway.line("commands registered").await;
    let (mut bot, endpoint) = running(&standin).await;
    bot.line("commands are registered already").await;
    for asked in everything() {
        let deadline = Instant::now() + WAIT;
        loop {
            let by_gateway = standin.interact(&again(&asked)).await;
            let by_endpoint = endpoint.interact(&standin, &again(&asked)).await;
            let files = |call: &super::standin::Call| {
                call.files.iter().map(|f| (f.name.clone(), f.bytes.clone())).collect::<Vec<_>>()
            };
            let same = (by_gateway.kind, &by_gateway.data) == (by_endpoint.kind, &by_endpoint.data);
            if same && files(&by_gateway) == files(&by_endpoint) {
                break;
            }
            // The first picture may come too late for its answer.
            assert!(Instant::now() < deadline, "{asked}:\n{}\n{}", by_gateway.data, by_endpoint.data);
        }
    }
    drop(gateway);
    stop(bot).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_come_in_the_form_that_discord_reads() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    let deadline = Instant::now() + WAIT;
    // The first may come too late for its answer.
    let call = loop {
        let call = endpoint.interact(&standin, &score()).await;
        if !call.files.is_empty() {
            break call;
        }
        assert!(Instant::now() < deadline, "no picture: {}", call.data);
    };
    let file = &call.files[0];
    assert_eq!((file.id, file.content_type.as_str()), (0, "image/png"));
    assert_eq!(file.bytes[..8], *b"\x89PNG\r\n\x1a\n");
    assert_eq!(call.data["attachments"][0]["filename"], file.name.as_str());
    assert_eq!(call.data["embeds"][0]["image"]["url"], format!("attachment://{}", file.name));
    stop(bot).await;
}

#[tokio::test]
async fn a_ping_is_answered_however_often_and_barely_it_is_put() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    let ping = json!({
        "id": snowflake().to_string(), "application_id": APPLICATION.to_string(), "type": 1, "version": 1, "token": "t",
        "user": fixture::user(), "entitlements": [],
    });
    for ping in [&ping, &ping, &json!({"type": 1})] {
        let answer = endpoint.send(&Signed::now(ping.to_string())).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "application/json");
        assert_eq!(serde_json::from_slice::<Value>(answer.body()).unwrap(), json!({"type": 1}));
    }
    stop(bot).await;
}

#[tokio::test]
async fn what_cannot_be_decoded_is_apologised_for() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    for (pointer, value) in
        [("/data/options/0/value", json!({"not": "a text"})), ("/member", json!({"user": null}))]
    {
        let broken = fixture::slash("score").option("job", "バレない仕事").with(pointer, value).build();
        let call = endpoint.interact(&standin, &broken).await;
        assert_eq!((call.kind, &call.data["flags"]), (4, &json!(64)));
        assert!(call.data["content"].as_str().unwrap().contains("番号"), "{}", call.data);
    }
    let typed = fixture::autocomplete("score", "job", "ば").with("/data/options/0/type", "text").build();
    let call = endpoint.interact(&standin, &typed).await;
    assert_eq!((call.kind, &call.data["choices"]), (8, &json!([])));
    let output = stop(bot).await;
    assert!(output.contains("undecodable=3"), "{output}");
    assert!(output.contains("answered 0, apologised 3, lost 0"), "{output}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_at_once_are_all_answered() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    let asked: Vec<Value> = (0..64).map(|_| score()).collect();
    let calls = join_all(asked.iter().map(|asked| endpoint.interact(&standin, asked))).await;
    assert!(calls.iter().all(|call| call.kind == 4));
    let output = stop(bot).await;
    assert!(output.contains("answered 64, apologised 0, lost 0"), "{output}");
    assert!(output.contains("requests=ok 64, unsigned 0"), "{output}");
}
