//! The one way through: what is served for an interaction or a message, whatever happens on the way.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "standin/mod.rs"]
mod standin;

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use fukugyo::app::App;
use fukugyo::chat::{Place, Silence};
use fukugyo::config::Settings;
use fukugyo::front::interaction::{Stage, pressed, typed};
use fukugyo::picture::PATIENCE;
use fukugyo::profile::{DataSource, load};
use fukugyo::serve::{ANSWER_WITHIN, Delivery, FollowUp, Outcome, Responders, Served, Server, Undecodable};
use fukugyo::view::Payload;
use fukugyo::view::help::CommandIds;
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
        interaction: |_, _, _| panic!("on purpose"),
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
async fn a_panic_while_the_body_is_made_is_an_apology_too() {
    let server = server(Responders {
        reply_body: |_| panic!("on purpose"),
        message_body: |_, _| panic!("on purpose"),
        ..Responders::default()
    });
    let service = server.interaction(&interaction(slash("help").build()), Instant::now()).await;
    assert!(matches!(&service.outcome, Outcome::Apologised { cause, .. } if cause.contains("on purpose")));
    assert!(delivered(&server, service).unwrap().value()["data"]["content"].to_string().contains("番号"));
    let asked = said(&server, &message(QUESTION).mention_bot().build()).await;
    assert!(delivered(&server, asked).unwrap().value()["content"].to_string().contains("番号"));
}

#[tokio::test]
async fn a_panic_over_the_name_of_a_kept_answer_costs_only_the_keeping() {
    let server = server(Responders { body_key: |_, _, _| panic!("on purpose"), ..Responders::default() });
    let (first, again) =
        (answer(&server, "/steps job:backend").await, answer(&server, "/steps job:backend").await);
    assert_eq!(first.json, again.json);
    assert_ne!(first.json.as_ptr(), again.json.as_ptr(), "nothing was kept");
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
    let own = message("税金のことですね。").author(standin::fixture::bot_user()).build();
    let table = [
        (message(QUESTION).author(standin::fixture::bot_user()).build(), Silence::NotAPerson),
        (message(QUESTION).channel(7).build(), Silence::NotListening),
        (message(QUESTION).mentions(person(5, "someone")).build(), Silence::ToOthers),
        // A forwarded message.
        (
            message(QUESTION).with("/message_reference", json!({"type": 1, "channel_id": "7"})).build(),
            Silence::ToOthers,
        ),
        // A reply to the bot that mentions others: Discord sends its text to nobody without the Message Content intent.
        (message("").reply_to(&own).mentions(person(5, "someone")).build(), Silence::Withheld),
        // Five letters; six may be a question.
        (message("副業ばれる？").build(), Silence::NoQuestion),
        (message("副業ばれるか？").build(), Silence::Unsure),
        (message("今日も一日おつかれさまでした").build(), Silence::Unsure),
    ];
    let mut names = std::collections::HashMap::new();
    for (message, reason) in table {
        let service = said(&server, &message).await;
        assert_eq!(service.outcome, Outcome::Silent(reason), "{message}");
        let other = names.insert(reason.name(), reason);
        assert!(other.is_none_or(|other| other == reason) && reason.name().is_ascii(), "{reason:?}");
        server.finish(service, Delivery::Nothing);
    }
    let first = said(&server, &message(QUESTION).build()).await;
    assert!(delivered(&server, first).is_some());
    let second = said(&server, &message(QUESTION).build()).await;
    assert_eq!(second.outcome, Outcome::Silent(Silence::Cooldown));
    server.finish(second, Delivery::Nothing);
}

#[tokio::test]
async fn an_unasked_answer_that_discord_refused_does_not_use_the_cooldown_up() {
    let server = server(Responders::default());
    let refused = said(&server, &message(QUESTION).build()).await;
    assert_eq!(refused.outcome, Outcome::Answered);
    let apology = server.instead(refused, "Discord refused the request (400)".into());
    server.finish(apology, Delivery::Sent);
    assert_eq!(said(&server, &message(QUESTION).build()).await.outcome, Outcome::Answered);
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

/// How far the one interaction that is worked on has come: 1, it has begun; 2, it may go on.
static WORKING: (Mutex<u8>, Condvar) = (Mutex::new(0), Condvar::new());

fn reach(step: u8) {
    *WORKING.0.lock().unwrap() = step;
    WORKING.1.notify_all();
}

/// Waits for the step; fails instead of hanging when it is never reached.
fn wait_for(step: u8) {
    let held = WORKING.0.lock().unwrap();
    let waited = WORKING.1.wait_timeout_while(held, Duration::from_secs(30), |now| *now < step).unwrap();
    assert!(!waited.1.timed_out(), "step {step} was not reached");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interaction_waits_for_room_until_its_time_is_up_and_messages_have_room_of_their_own() {
    let blocking = Responders {
        interaction: |app, interaction, _stored| {
            if serde_json::to_value(interaction).unwrap()["data"]["name"] == "jobs" {
                reach(1);
                wait_for(2);
            }
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
    tokio::task::spawn_blocking(|| wait_for(1)).await.unwrap();
    let late =
        Instant::now().checked_sub(ANSWER_WITHIN.checked_sub(Duration::from_millis(50)).unwrap()).unwrap();
    let help = interaction(slash("help").build());
    let lost = server.interaction(&help, late).await;
    assert!(matches!(&lost.outcome, Outcome::Lost(why) if why.contains("too much")), "{:?}", lost.outcome);
    server.finish(lost, Delivery::Nothing);
    let asked = said(&server, &message(QUESTION).mention_bot().build()).await;
    assert!(delivered(&server, asked).is_some(), "a message does not wait for interactions");
    let mut in_time = std::pin::pin!(server.interaction(&help, Instant::now()));
    assert!(futures::poll!(in_time.as_mut()).is_pending());
    reach(2);
    assert!(first.await.unwrap().is_some(), "what was begun is answered");
    assert!(delivered(&server, in_time.await).is_some(), "and what waited for it");
}

#[tokio::test]
async fn help_that_was_kept_before_the_commands_ids_were_known_is_not_shown_after() {
    let server = server(Responders::default());
    let shown = |payload: Payload| payload.value()["data"]["embeds"][0]["description"].to_string();
    assert!(!shown(answer(&server, "/help").await).contains("</"));
    server.app().set_command_ids(CommandIds::read(&json!([{"id": "42", "name": "score"}])));
    assert!(shown(answer(&server, "/help").await).contains("</score:42>"));
}

/// What is written while `work` runs on this thread.
fn logged(work: impl FnOnce()) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let log = tracing_subscriber::fmt().with_ansi(false).with_max_level(tracing::Level::DEBUG);
    tracing::subscriber::with_default(log.with_writer(move || writer.clone()).finish(), work);
    let bytes = lines.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn each_service_is_one_line_in_the_log_without_what_was_typed() {
    let server = server(Responders::default());
    let typed = slash("score").option("job", "ばっくえんど").build();
    let table = [
        (typed.clone(), Delivery::Sent, r#"INFO .* kind="command" name="score" outcome="answered""#),
        (
            autocomplete("score", "job", "ばっく").build(),
            Delivery::Sent,
            r#"kind="autocomplete" name="score""#,
        ),
        (
            standin::fixture::press("v1:section:backend").values(&["faq"]).build(),
            Delivery::Sent,
            r#"kind="component" name="v1:section""#,
        ),
        (
            json!({"id": "4194304", "application_id": "1", "type": 1, "token": "t", "version": 1}),
            Delivery::Sent,
            r#"kind="ping""#,
        ),
        (typed.clone(), Delivery::AlreadyAnswered, r#"outcome="already_answered""#),
        (typed.clone(), Delivery::Expired, r#"WARN .* outcome="lost" cause="Discord no longer waited"#),
        (typed, Delivery::Failed("no connection".into()), r#"outcome="lost" cause="no connection""#),
    ];
    for (asked, delivery, expected) in table {
        let service = server.interaction(&interaction(asked.clone()), Instant::now()).await;
        let line = logged(|| server.finish(service, delivery));
        assert_eq!(line.lines().count(), 1, "{line}");
        assert!(expected.split(" .* ").all(|part| line.contains(part)), "{expected} in {line}");
        assert!(!line.contains("ばっく"), "{line}");
    }
    let silent = said(&server, &message("今日も一日おつかれさまでした").build()).await;
    let line = logged(|| server.finish(silent, Delivery::Nothing));
    assert!(
        line.contains("DEBUG") && line.contains(r#"kind="message" outcome="silent" reason="unsure""#),
        "{line}"
    );
    let broken = json!({"id": "20971527", "token": "t", "type": 2, "data": {"name": "score", "options": 7}});
    let service = server.undecodable(&Undecodable::of(&broken).unwrap(), Instant::now());
    let line = logged(|| server.finish(service, Delivery::Sent));
    assert!(line.contains("ERROR") && line.contains(r#"outcome="apologised" number="5007""#), "{line}");
}

#[tokio::test]
async fn a_reply_is_read_in_the_light_of_what_the_earlier_message_offers() {
    let server = server(Responders::default());
    let of_job = "バックエンド";
    let of_answer = "納品した作品の著作権";
    let table = [
        (3, "v1:section:backend", "収入は？", of_job),
        (2, "v1:profile:backend", "収入は？", of_job),
        (2, "v1:helpful:contract-2", "もっと詳しく", of_answer),
        (2, "v1:share:contract-2", "もっと詳しく", of_answer),
        (2, "v1:wrong:0:contract-2:", "もっと詳しく", of_answer),
    ];
    for (kind, custom_id, text, expected) in table {
        let mut component = json!({"type": kind, "custom_id": custom_id});
        match kind {
            2 => component["style"] = json!(2),
            _ => component["options"] = json!([{"label": "概要", "value": "overview"}]),
        }
        let own = message("前の答え").author(standin::fixture::bot_user());
        let own = own.with("/components", json!([{"type": 1, "components": [component]}])).build();
        let body =
            delivered(&server, said(&server, &message(text).reply_to(&own).build()).await).unwrap().value();
        assert!(body["embeds"][0]["title"].to_string().contains(expected), "{custom_id} {text}: {body}");
    }
}

#[tokio::test]
async fn who_asks_while_the_index_is_made_does_not_hold_up_who_needs_none() {
    let server = server(Responders::default());
    let over = Mutex::new(Vec::new());
    let asked = async {
        let service = said(&server, &message(QUESTION).mention_bot().build()).await;
        assert_eq!(service.outcome, Outcome::Answered);
        over.lock().unwrap().push("the question");
    };
    let used = async {
        answer(&server, "/help").await;
        over.lock().unwrap().push("the command");
    };
    // Both on one thread, the question first.
    tokio::join!(asked, used);
    assert_eq!(over.into_inner().unwrap(), ["the command", "the question"]);
}
