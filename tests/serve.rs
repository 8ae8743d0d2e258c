//! The one way through: what is served for an interaction or a message, whatever happens on the way.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "standin/mod.rs"]
mod standin;

use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use fukugyo::app::App;
use fukugyo::chat::{Place, Silence};
use fukugyo::config::Settings;
use fukugyo::front::interaction::{Stage, pressed, typed};
use fukugyo::picture::PATIENCE;
use fukugyo::profile::{DataSource, load};
use fukugyo::serve::{ANSWER_WITHIN, Delivery, FollowUp, Outcome, Responders, Served, Server, Undecodable};
use fukugyo::view::Payload;
use serde_json::{Value, json};
use serenity::all::{Interaction, Message, UserId};
use standin::fixture::{autocomplete, message, person, slash};
use standin::{BOT_USER, CHANNEL, USER};

/// The day that answers are given on here.
const TODAY: &str = "2026-11-26";
const QUESTION: &str = "副業が会社にバレない方法はありますか？";

fn server(responders: Responders) -> Server {
    let settings = Settings { faq_channels: vec![CHANNEL], ..Settings::default() };
    Server::with_responders(Arc::new(App::load(settings, TODAY.parse().unwrap()).unwrap()), responders)
}

fn interaction(json: Value) -> Interaction {
    serde_json::from_value(json).expect("serenity reads it")
}

fn place() -> Place {
    Place { me: UserId::new(BOT_USER), parent: None, now: Instant::now() }
}

async fn said(server: &Server, message: &Value) -> Served {
    let message: Message = serde_json::from_value(message.clone()).expect("serenity reads it");
    server.message(&message, place()).await
}

/// What is sent, handed over as if it had arrived.
fn delivered(server: &Server, mut service: Served) -> Option<Payload> {
    let payload = service.payload.take();
    server.finish(service, if payload.is_some() { Delivery::Sent } else { Delivery::Nothing });
    payload
}

async fn answer(server: &Server, line: &str) -> Payload {
    let service = server.interaction(&typed(line, Stage::Sent).unwrap(), Instant::now()).await;
    assert_eq!(service.outcome, Outcome::Answered);
    delivered(server, service).expect("an interaction is always answered")
}

#[tokio::test]
async fn a_panic_is_an_apology_with_the_number_that_the_log_shows() {
    let server = server(Responders {
        interaction: |_, _| panic!("on purpose"),
        message: |_, _, _| panic!("on purpose"),
        ..Responders::default()
    });
    let service = server.interaction(&interaction(slash("help").build()), Instant::now()).await;
    let Outcome::Apologised { cause, number } = service.outcome.clone() else {
        panic!("{:?}", service.outcome)
    };
    assert!(cause.contains("serve.rs") && cause.contains("on purpose"), "{cause}");
    let body = delivered(&server, service).unwrap().value();
    assert_eq!((&body["type"], &body["data"]["flags"]), (&json!(4), &json!(64)));
    assert!(body["data"]["content"].as_str().unwrap().contains(&number), "{body}");

    let service =
        server.interaction(&interaction(autocomplete("score", "job", "ば").build()), Instant::now()).await;
    assert_eq!(delivered(&server, service).unwrap().value(), json!({"type": 8, "data": {"choices": []}}));

    let asked = message(QUESTION).mention_bot().build();
    let body =
        delivered(&server, said(&server, &asked).await).expect("who addressed the bot is told").value();
    assert!(body["content"].as_str().unwrap().contains("番号"), "{body}");
    assert_eq!(body["message_reference"]["message_id"], asked["id"]);
    let unasked = said(&server, &message(QUESTION).build()).await;
    assert!(
        matches!(unasked.outcome, Outcome::Lost(_)) && unasked.payload.is_none(),
        "{:?}",
        unasked.outcome
    );
    server.finish(unasked, Delivery::Nothing);
    assert_eq!((server.counts().interactions.lost(), server.counts().messages.lost()), (0, 1));
}

#[tokio::test]
async fn what_cannot_be_decoded_or_is_refused_becomes_an_apology() {
    let server = server(Responders::default());
    let broken = json!({"id": "12", "token": "t", "type": 2, "data": {"name": "score", "options": 7}});
    let service = server.undecodable(&Undecodable::of(&broken).unwrap(), Instant::now());
    assert!(delivered(&server, service).unwrap().value()["data"]["content"].to_string().contains("番号"));
    let service = server.interaction(&interaction(slash("help").build()), Instant::now()).await;
    let service = server.instead(service, "Discord refused the request (400)".into());
    assert!(matches!(&service.outcome, Outcome::Apologised { cause, .. } if cause.contains("400")));
    server.finish(service, Delivery::Expired);
    assert_eq!(server.counts().interactions.lost(), 1, "an apology that came too late is lost");
}

#[tokio::test]
async fn a_message_and_its_apology_have_nonces_of_their_own_and_a_second_try_has_the_same() {
    let asked = message(QUESTION).mention_bot().build();
    let usual = server(Responders::default());
    let body = delivered(&usual, said(&usual, &asked).await).unwrap().value();
    let again = delivered(&usual, said(&usual, &asked).await).unwrap().value();
    assert_eq!((&body["nonce"], &body["enforce_nonce"]), (&again["nonce"], &json!(true)));
    assert!(body["nonce"].as_str().unwrap().len() <= 25);
    let failing = server(Responders { message: |_, _, _| panic!("on purpose"), ..Responders::default() });
    let apology = delivered(&failing, said(&failing, &asked).await).unwrap().value();
    assert_ne!(apology["nonce"], body["nonce"]);
}

#[tokio::test]
async fn silence_says_why() {
    let server = server(Responders::default());
    let table = [
        (message(QUESTION).author(standin::fixture::bot_user()).build(), Silence::NotAPerson),
        (message(QUESTION).channel(7).build(), Silence::NotListening),
        (message(QUESTION).mentions(person(5, "someone")).build(), Silence::ToOthers),
        // Five letters; six may be a question.
        (message("副業ばれる？").build(), Silence::NoQuestion),
        (message("副業ばれるか？").build(), Silence::Unsure),
        (message("今日も一日おつかれさまでした").build(), Silence::Unsure),
    ];
    for (message, reason) in table {
        let service = said(&server, &message).await;
        assert_eq!(service.outcome, Outcome::Silent(reason), "{message}");
        server.finish(service, Delivery::Nothing);
    }
    let first = said(&server, &message(QUESTION).build()).await;
    assert!(delivered(&server, first).is_some());
    let second = said(&server, &message(QUESTION).build()).await;
    assert_eq!(second.outcome, Outcome::Silent(Silence::Cooldown));
    server.finish(second, Delivery::Nothing);
}

#[test]
fn an_answer_that_waits_for_its_picture_is_still_in_discords_three_seconds() {
    let three_seconds = Duration::from_secs(3);
    assert!(ANSWER_WITHIN < three_seconds, "what is on its way at the deadline must still arrive");
    assert!(ANSWER_WITHIN > three_seconds * 9 / 10, "and no time is given away");
    assert!(PATIENCE * 10 < ANSWER_WITHIN, "a picture is no reason to be late");
}

#[tokio::test]
async fn what_is_private_to_somebody_changes_in_place_whoever_it_came_from() {
    let server = server(Responders::default());
    let mut press = standin::fixture::press("v1:jobs:-:-:1").guild().build();
    press["message"]["flags"] = json!(64);
    press["message"].as_object_mut().unwrap().remove("interaction_metadata");
    let service = server.interaction(&interaction(press), Instant::now()).await;
    assert_eq!(delivered(&server, service).unwrap().value()["type"], 7);
}

#[tokio::test]
async fn who_asks_too_often_is_told_once_to_wait_and_somebody_in_danger_is_always_answered() {
    let settings = Settings { chat_per_minute: 1, ..Settings::default() };
    let app = App::load(settings, TODAY.parse().unwrap()).unwrap();
    let server = Server::new(Arc::new(app));
    let ask = async |text: &str| {
        let service = said(&server, &message(text).mention_bot().build()).await;
        let outcome = service.outcome.clone();
        (outcome, delivered(&server, service).map(|payload| payload.value().to_string()).unwrap_or_default())
    };
    assert!(ask(QUESTION).await.1.contains("完全に隠せる方法はありません"));
    assert!(ask(QUESTION).await.1.contains("1分に1回まで"));
    assert_eq!(ask(QUESTION).await.0, Outcome::Silent(Silence::TooOften));
    assert!(ask("もう死にたい").await.1.contains("0120"));
    assert_eq!(ask(QUESTION).await.0, Outcome::Silent(Silence::TooOften));
}

#[tokio::test]
async fn a_dismissed_answer_is_removed_after_the_acknowledgement() {
    let server = server(Responders::default());
    let mut press = standin::fixture::press(&format!("v1:dismiss:{USER}")).guild().build();
    press["member"]["permissions"] = json!("0");
    let service = server.interaction(&interaction(press), Instant::now()).await;
    assert_eq!(service.follow_up, Some(FollowUp::DeleteOriginal));
    assert_eq!(delivered(&server, service).unwrap().value(), json!({ "type": 6 }));
}

#[tokio::test]
async fn what_depends_on_data_alone_is_made_once_and_anew_when_the_data_changes() {
    let server = server(Responders::default());
    let (first, again) =
        (answer(&server, "/steps job:backend").await, answer(&server, "/steps job:backend").await);
    assert_eq!(first.json.as_ptr(), again.json.as_ptr(), "the very same bytes");
    assert_ne!(answer(&server, "/steps job:frontend").await.json, first.json);
    assert_ne!(
        answer(&server, "/income job:backend hours:2").await.json,
        answer(&server, "/income job:backend hours:3").await.json
    );
    let mut files = DataSource::Embedded.files().unwrap();
    for file in &mut files {
        file.text = file.text.replace("小さなAPIの見本を公開する", "小さなAPIの見本を置く");
    }
    server.app().replace(load(files, TODAY.parse().unwrap()).into_result().unwrap());
    let new = answer(&server, "/steps job:backend").await;
    assert!(new.value().to_string().contains("見本を置く"), "{}", new.value());
}

#[tokio::test]
async fn what_somebody_typed_is_not_kept() {
    let server = server(Responders::default());
    for line in
        ["/steps job:サーバーサイド", "/ask question:会社にバレますか？", "/faq job:backend question:未経験"]
    {
        let (first, again) = (answer(&server, line).await, answer(&server, line).await);
        assert_ne!(first.json.as_ptr(), again.json.as_ptr(), "{line}");
        assert_eq!(first.json, again.json, "{line}");
    }
    let press = pressed("v1:section:backend", &["income".into()]).unwrap();
    let service = server.interaction(&press, Instant::now()).await;
    assert!(delivered(&server, service).is_some());
}

/// Where the one interaction that is worked on waits, and where it is let go.
static WORKING: Barrier = Barrier::new(2);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interaction_with_no_room_before_its_time_is_up_is_lost_and_messages_have_room_of_their_own() {
    let blocking = Responders {
        interaction: |app, interaction| {
            WORKING.wait();
            WORKING.wait();
            fukugyo::command::respond(app, interaction)
        },
        ..Responders::default()
    };
    let settings = Settings { max_tasks: 1, ..Settings::default() };
    let server = Arc::new(Server::with_responders(
        Arc::new(App::load(settings, TODAY.parse().unwrap()).unwrap()),
        blocking,
    ));
    let first = {
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            let asked = interaction(slash("jobs").option("sort", "ease").build());
            let service = server.interaction(&asked, Instant::now()).await;
            delivered(&server, service)
        })
    };
    tokio::task::spawn_blocking(|| WORKING.wait()).await.unwrap();
    let late =
        Instant::now().checked_sub(ANSWER_WITHIN.checked_sub(Duration::from_millis(50)).unwrap()).unwrap();
    let lost = server.interaction(&interaction(slash("jobs").build()), late).await;
    assert!(matches!(&lost.outcome, Outcome::Lost(why) if why.contains("too much")), "{:?}", lost.outcome);
    server.finish(lost, Delivery::Nothing);
    let asked = said(&server, &message(QUESTION).mention_bot().build()).await;
    assert!(delivered(&server, asked).is_some(), "a message does not wait for interactions");
    tokio::task::spawn_blocking(|| WORKING.wait()).await.unwrap();
    assert!(first.await.unwrap().is_some(), "what was begun is answered");
}
