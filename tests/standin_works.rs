//! The stand-in itself: a bare serenity bot lives on it as on Discord, its faults are what they say,
//! and what breaks a rule is found.

#[allow(dead_code, unreachable_pub, reason = "an example with a main of its own")]
#[path = "../examples/bare_bot.rs"]
mod bare_bot;
mod standin;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use serenity::all::{Interaction, Message};
use standin::{APPLICATION, CHANNEL, Fault, Login, Standin, bot, fixture};
use tokio::task::JoinHandle;

type Run = JoinHandle<Result<(), serenity::Error>>;

/// Starts the bare bot and waits until it is logged in.
async fn bare(standin: &Standin) -> Run {
    let run = start(standin, standin.token());
    standin.ready(1).await;
    run
}

fn start(standin: &Standin, token: &str) -> Run {
    let (base, token) = (standin.base(), token.to_owned());
    tokio::spawn(async move { bare_bot::run(&base, &token, bare_bot::Answer::default()).await })
}

/// A raw request with the right token.
async fn send(standin: &Standin, method: Method, path: &str, body: &Value) -> reqwest::Result<(u16, Value)> {
    let response = reqwest::Client::new()
        .request(method, format!("{}/api/v10{path}", standin.base()))
        .header("Authorization", format!("Bot {}", standin.token()))
        .header("User-Agent", "DiscordBot (tests, 0)")
        .header("Content-Type", "application/json")
        .body(if body.is_null() { String::new() } else { body.to_string() })
        .send()
        .await?;
    let status = response.status().as_u16();
    let text = response.text().await?;
    Ok((status, serde_json::from_str(&text).unwrap_or_default()))
}

#[tokio::test]
async fn a_bare_bot_answers_everything() {
    let standin = Standin::start();
    let _run = bare(&standin).await;
    for interaction in [
        fixture::slash("score").option("job", "backend").build(),
        fixture::slash("score").dm().build(),
        fixture::press("v1:x").build(),
        fixture::modal("v1:y").input("name", "花子").build(),
        fixture::message_command("調べる", &fixture::message("バレる？").build()).build(),
    ] {
        let call = standin.interact(&interaction).await;
        assert_eq!((call.kind, &call.data["content"]), (4, &json!(bare_bot::WORDS)));
    }
    standin.look(|state| {
        assert_eq!(state.identifies.len(), 1);
        assert_eq!((state.identifies[0].shard, state.identifies[0].intents), ((0, 1), 1));
    });
    standin.finish();
}

#[tokio::test]
async fn compressed_payloads_are_read_by_serenity() {
    let standin = Standin::builder().compress().start();
    let _run = bare(&standin).await;
    assert_eq!(standin.interact(&fixture::slash("score").build()).await.kind, 4);
}

#[tokio::test]
async fn what_was_missed_is_replayed_after_a_dropped_socket() {
    let standin = Standin::start();
    let _run = bare(&standin).await;
    standin.drop_sockets();
    let call = standin.interact(&fixture::slash("score").build()).await;
    assert_eq!(call.kind, 4);
    standin.resumed(1).await;
    assert_eq!(standin.look(|state| state.identifies.len()), 1);
}

#[tokio::test]
async fn a_wrong_token_and_refused_intents_end_the_login() {
    let standin = Standin::start();
    let wrong = start(&standin, "wrong").await.unwrap().unwrap_err();
    assert!(wrong.to_string().contains("authentication"), "{wrong}");
    assert!(standin.look(|state| state.requests.iter().all(|r| r.path == "/gateway")));
    standin.logins([Login::Close(4014)]);
    let refused = start(&standin, "x").await.unwrap().unwrap_err();
    assert!(refused.to_string().to_lowercase().contains("intents"), "{refused}");
    // Two bots that know nothing of each other, as two processes without turns: the second logged in too soon.
    let violations = standin.take_violations();
    assert!(violations.len() == 1 && violations[0].starts_with("IDENTIFY of shard 0"), "{violations:?}");
}

#[tokio::test]
async fn heartbeats_are_answered() {
    let standin = Standin::builder().heartbeat(Duration::from_millis(50)).start();
    let _run = bare(&standin).await;
    standin.wait("three heartbeats", |state| (state.heartbeats >= 3).then_some(())).await;
    assert_eq!(standin.look(|state| state.connections.len()), 1);
}

#[tokio::test]
async fn faults_are_what_they_say_and_then_over() {
    let standin = Standin::start();
    let path = "/users/@me";
    let get = || send(&standin, Method::GET, path, &Value::Null);
    standin.fail("GET /users/@me", Fault::RateLimited(0.25), 1);
    let (status, body) = get().await.unwrap();
    assert_eq!((status, body["retry_after"].as_f64()), (429, Some(0.25)));
    standin.fail("GET /users/@me", Fault::Status(503), 2);
    assert_eq!(get().await.unwrap().0, 503);
    assert_eq!(get().await.unwrap().0, 503);
    standin.fail("GET /users/*", Fault::Reset, 1);
    assert!(get().await.unwrap_err().is_request());
    standin.fail("GET /users/*", Fault::ResetAfter, 1);
    assert!(get().await.unwrap_err().is_request());
    standin.fail("GET /users/*", Fault::Delay(Duration::from_millis(20)), 1);
    assert_eq!(get().await.unwrap().0, 200);
    assert_eq!(standin.count("GET /users/@me"), 6);
    let statuses: Vec<u16> = standin.look(|state| state.requests.iter().map(|r| r.status).collect());
    assert_eq!(statuses, [429, 503, 503, 0, 0, 200]);
}

#[tokio::test]
async fn connections_are_refused_until_it_listens() {
    let mut standin = Standin::builder().start_deaf();
    assert!(send(&standin, Method::GET, "/gateway", &Value::Null).await.unwrap_err().is_connect());
    standin.listen();
    assert_eq!(send(&standin, Method::GET, "/gateway", &Value::Null).await.unwrap().0, 200);
}

#[tokio::test]
async fn a_wrong_token_is_unauthorised_but_callbacks_need_none() {
    let standin = Standin::builder().token("right").start();
    let base = standin.base();
    let wrong = reqwest::Client::new()
        .get(format!("{base}/api/v10/users/@me"))
        .header("Authorization", "Bot wrong")
        .send()
        .await
        .unwrap();
    assert_eq!(wrong.status(), 401);
    let callback = reqwest::Client::new().post(format!("{base}/api/v10/interactions/1/t/callback"));
    assert_eq!(callback.send().await.unwrap().status(), 404);
    // The second came without a User-Agent, which Discord refuses.
    assert_eq!(standin.take_violations().len(), 1);
}

#[tokio::test]
async fn callbacks_are_taken_once_and_only_for_what_was_dispatched() {
    let standin = Standin::start();
    let _run = bare(&standin).await;
    let interaction = fixture::slash("score").build();
    standin.interact(&interaction).await;
    let path = |token: &Value| {
        format!("/interactions/{}/{}/callback", interaction["id"].as_str().unwrap(), token.as_str().unwrap())
    };
    let body = json!({"type": 4, "data": {"content": "twice", "allowed_mentions": {"parse": []}}});
    let (status, error) = send(&standin, Method::POST, &path(&interaction["token"]), &body).await.unwrap();
    assert_eq!((status, &error["code"]), (400, &json!(40060)));
    let (status, error) = send(&standin, Method::POST, &path(&json!("other")), &body).await.unwrap();
    assert_eq!((status, &error["code"]), (404, &json!(10062)));
}

#[tokio::test]
async fn registered_commands_come_back_as_discord_shows_them() {
    let standin = Standin::start();
    let path = format!("/applications/{APPLICATION}/commands");
    let command = json!({
        "name": "score", "description": "Five scores", "name_localizations": {"ja": "スコア"},
        "options": [{"type": 3, "name": "job", "description": "Job", "required": true, "autocomplete": false}],
    });
    let (status, _) = send(&standin, Method::PUT, &path, &json!([command])).await.unwrap();
    assert_eq!(status, 200);
    let (_, plain) = send(&standin, Method::GET, &path, &Value::Null).await.unwrap();
    assert!(plain[0]["id"].is_string() && plain[0]["name_localizations"].is_null(), "{plain}");
    assert!(plain[0]["options"][0]["autocomplete"].is_null());
    let (_, full) =
        send(&standin, Method::GET, &format!("{path}?with_localizations=true"), &Value::Null).await.unwrap();
    assert_eq!(full[0]["name_localizations"]["ja"], "スコア");
    let bad = json!([{"name": "Score", "description": "", "options": [
        {"type": 3, "name": "a", "description": "a"},
        {"type": 3, "name": "b", "description": "b", "required": true},
    ]}]);
    assert_eq!(send(&standin, Method::PUT, &path, &bad).await.unwrap().0, 400);
    assert_eq!(standin.take_violations().len(), 3);
}

#[tokio::test]
async fn a_violation_fails_the_test_when_the_standin_goes() {
    let standin = Standin::start();
    let message = json!({"content": "あ".repeat(2_001)});
    let (status, _) =
        send(&standin, Method::POST, &format!("/channels/{CHANNEL}/messages"), &message).await.unwrap();
    assert_eq!(status, 400);
    let outcome = catch_unwind(AssertUnwindSafe(|| drop(standin)));
    let panic = *outcome.unwrap_err().downcast::<String>().unwrap();
    assert!(panic.contains("content has 2001 characters") && panic.contains("allowed_mentions"), "{panic}");
}

#[tokio::test]
async fn a_message_with_a_known_nonce_is_not_posted_again() {
    let standin = Standin::start();
    let post = async |nonce: &str| {
        let message = json!({
            "content": "答え", "nonce": nonce, "enforce_nonce": true, "allowed_mentions": {"parse": []},
        });
        let path = format!("/channels/{CHANNEL}/messages");
        let (status, message) = send(&standin, Method::POST, &path, &message).await.unwrap();
        assert_eq!(status, 200);
        message["id"].clone()
    };
    let first = post("1").await;
    assert_eq!(post("1").await, first);
    assert_ne!(post("2").await, first);
    assert_eq!(standin.look(|state| state.posted.len()), 2);
    standin.finish();
}

#[tokio::test]
async fn a_limit_is_told_in_headers_and_beyond_it_is_a_429() {
    let standin = Standin::start();
    standin.limit("GET /users/*", 2, Duration::from_mins(1));
    let get = || reqwest::Client::new().get(format!("{}/api/v10/users/@me", standin.base())).bearer_auth("");
    for (remaining, status) in [("1", 401), ("0", 401), ("0", 429)] {
        let response = get().send().await.unwrap();
        let headers = response.headers();
        assert_eq!(headers["x-ratelimit-remaining"], remaining);
        let reset: f64 = headers["x-ratelimit-reset-after"].to_str().unwrap().parse().unwrap();
        assert!((50.0..=60.0).contains(&reset), "{reset}");
        assert_eq!(response.status(), status);
    }
}

#[test]
fn messages_are_checked_to_the_last_character() {
    let button = |id: &str| json!({"type": 2, "style": 1, "label": "押す", "custom_id": id});
    let row = |children: &[Value]| json!({"type": 1, "components": children});
    let field = |name: &str| json!({"name": name, "value": "v", "inline": false});
    let option = |v: &str| json!({"label": "l", "value": v});
    let select = |options: &[Value]| json!({"type": 3, "custom_id": "s", "options": options});
    let embed = |embed: Value| json!({"embeds": [embed]});
    let long = |n: usize| "字".repeat(n);
    let cases: &[(Value, Option<&str>)] = &[
        (json!({"content": long(2_000)}), None),
        (json!({"content": long(2_001)}), Some("content")),
        (json!({"content": " "}), Some("empty message")),
        (embed(json!({"title": long(256)})), None),
        (embed(json!({"title": long(257)})), Some("title")),
        (embed(json!({"description": long(4_096)})), None),
        (embed(json!({"description": long(4_097)})), Some("description")),
        (embed(json!({"fields": vec![field("n"); 25]})), None),
        (embed(json!({"fields": vec![field("n"); 26]})), Some("fields")),
        (embed(json!({"fields": [field(" ")]})), Some("empty name")),
        (embed(json!({})), Some("shows nothing")),
        (embed(json!({"title": "t", "image": {"url": "attachment://a.png"}})), Some("not attached")),
        (json!({"embeds": vec![json!({"description": long(600)}); 10]}), None),
        (json!({"embeds": vec![json!({"description": long(601)}); 10]}), Some("embeds:")),
        (json!({"components": [row(&[button("a"), button("b")])]}), None),
        (json!({"components": [row(&[button("a")]), row(&[button("a")])]}), Some("twice")),
        (json!({"components": [row(&[button(&long(101))])]}), Some("custom_id")),
        (json!({"components": vec![row(&[]); 1]}), Some("is empty")),
        (json!({"components": [row(&[select(&[option("a"), option("b")])])]}), None),
        (json!({"components": [row(&[select(&[option("a"), option("a")])])]}), Some("twice")),
        (json!({"components": [row(&[select(&[])])]}), Some("without options")),
        (json!({"content": "x", "flags": 64}), None),
        (json!({"content": "x", "flags": 2}), Some("flags")),
    ];
    for (body, expected) in cases {
        let mut body = body.clone();
        body["allowed_mentions"] = json!({"parse": []});
        let found = standin::check::message(&body, &[], standin::check::Use::New);
        match expected {
            None => assert!(found.is_empty(), "{found:?} in {body}"),
            Some(part) => {
                assert!(found.iter().any(|f| f.to_lowercase().contains(part)), "{part:?} not in {found:?}");
            }
        }
    }
}

#[test]
fn every_fixture_parses_as_serenitys_model() {
    let message = fixture::message("副業はバレる？").mention_bot().build();
    let reply = fixture::message("続き").reply_to(&message).build();
    let interactions = [
        fixture::slash("income").option("job", "backend").option("hours", 2).option("rate", 1.5).build(),
        fixture::slash("help").dm().build(),
        fixture::slash("help").user_app().build(),
        fixture::slash("help").private_channel().locale("en-US").build(),
        fixture::autocomplete("score", "job", "ばっく").option("section", "faq").build(),
        fixture::press("v1:a").on(&message).build(),
        fixture::press("v1:a").values(&["one"]).dm().build(),
        fixture::message_command("FAQで調べる", &message).build(),
        fixture::modal("v1:m").input("q", "質問").build(),
    ];
    for json in interactions {
        let parsed: Interaction =
            serde_json::from_value(json.clone()).unwrap_or_else(|e| panic!("{e}: {json}"));
        assert_eq!(parsed.id().to_string(), json["id"]);
    }
    let messages = [
        message,
        reply,
        fixture::message("dm").dm().build(),
        fixture::message("hook").webhook().build(),
        fixture::message("bot").author(fixture::bot_user()).content_withheld().build(),
        fixture::message("old").edited("new").build(),
    ];
    for json in messages {
        let parsed: Message = serde_json::from_value(json.clone()).unwrap_or_else(|e| panic!("{e}: {json}"));
        assert_eq!(parsed.id.to_string(), json["id"]);
    }
}

#[tokio::test]
async fn a_child_process_is_heard_and_signalled() {
    // The trap first: the signal may come as soon as the line was read.
    let script = "trap 'echo stopping; exit 7' TERM; echo started >&2; while :; do :; done";
    let mut child = bot::launch("/bin/sh").args(["-c", script]).env("X", "1").start();
    assert_eq!(child.line("start").await, "started");
    assert!(child.running());
    child.signal("TERM").await;
    assert_eq!(child.exit_code().await, 7);
    assert!(child.output().ends_with("stopping"));
}
