//! Messages in channels: who is answered, how, and when the bot holds its tongue.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says by printing why it compares nothing"
)]

#[path = "standin/mod.rs"]
mod standin;

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use fukugyo::app::App;
use fukugyo::chat::{self, Place, Response};
use fukugyo::command;
use fukugyo::config::Settings;
use fukugyo::profile::{Catalogue, DataSource, load};
use serde_json::{Value, json};
use serenity::all::UserId;
use standin::fixture::{MessageFixture, message, message_command, person, press};
use standin::{BOT_USER, CHANNEL, USER};

/// A question that is certainly in the data.
const QUESTION: &str = "副業が会社にバレない方法はありますか？";
/// A channel that the settings list.
const FAQ_CHANNEL: u64 = 1_300_000_000_000_000_009;

fn catalogue() -> Catalogue {
    load(DataSource::Embedded.files().unwrap(), "2026-11-26".parse().unwrap()).into_result().unwrap()
}

/// The one app of the tests that leave nothing behind: it never tires of speaking.
fn app() -> &'static App {
    static APP: OnceLock<App> = OnceLock::new();
    let settings = Settings {
        faq_channels: vec![FAQ_CHANNEL],
        faq_cooldown_seconds: 0,
        faq_repeat_seconds: 0,
        chat_per_minute: 1_000,
        ..Settings::default()
    };
    APP.get_or_init(|| App::new(catalogue(), settings))
}

fn place() -> Place {
    Place { me: UserId::new(BOT_USER), parent: None, now: Instant::now() }
}

/// The body of what is sent, checked against Discord's limits; `None` is silence.
fn body(app: &App, message: &Value, place: Place) -> Option<Value> {
    let received = serde_json::from_value(message.clone()).expect("serenity reads the message");
    let Response::Answer { message, .. } = chat::respond(app, &received, place) else { return None };
    let body = message.payload("1a").value();
    let violations = standin::check::message(&body, &[], standin::check::Use::New);
    assert!(violations.is_empty(), "{violations:?}\n{body:#}");
    Some(body)
}

fn is_answered(message: &Value) -> bool {
    body(app(), message, place()).is_some()
}

/// A reply without what differs from run to run: the ids of the messages.
fn settled(mut body: Value) -> Value {
    body["message_reference"]["message_id"] = json!("[id]");
    body
}

fn in_faq_channel(content: &str) -> Value {
    message(content).channel(FAQ_CHANNEL).build()
}

#[test]
fn each_kind_of_reply_looks_like_this() {
    let table = [
        ("chat_answer", message(QUESTION).mention_bot().build()),
        ("chat_suggestions", message("住民税").mention_bot().build()),
        ("chat_nothing_near", message("ぽよぽよ").mention_bot().build()),
        ("chat_courtesy", message("ありがとう！").dm().build()),
        ("chat_unasked", in_faq_channel(QUESTION)),
    ];
    for (name, message) in table {
        let body = body(app(), &message, place()).unwrap_or_else(|| panic!("{name}: silence"));
        insta::assert_json_snapshot!(name, settled(body));
    }
}

#[test]
fn whoever_speaks_to_the_bot_is_answered() {
    let own = message("").author(standin::fixture::bot_user()).build();
    let table = [
        ("a mention", message(QUESTION).mention_bot().build()),
        ("a direct message", message(QUESTION).dm().build()),
        ("a reply to the bot", message(QUESTION).reply_to(&own).build()),
        ("a mention that says nothing known", message("ぽよぽよ").mention_bot().build()),
        ("a mention alone", message("").mention_bot().build()),
    ];
    for (what, message) in table {
        assert!(is_answered(&message), "{what}");
    }
}

#[test]
fn an_answer_replies_to_the_message_and_pings_nobody() {
    let asked = message(QUESTION).mention_bot().build();
    let body = body(app(), &asked, place()).unwrap();
    assert_eq!(body["message_reference"]["message_id"], asked["id"]);
    assert_eq!(body["message_reference"]["fail_if_not_exists"], false);
    assert_eq!(body["allowed_mentions"], json!({ "parse": [], "replied_user": false }));
}

#[test]
fn a_clear_question_in_a_listed_channel_its_threads_and_posts_is_answered() {
    assert!(is_answered(&in_faq_channel(QUESTION)));
    let thread = message(QUESTION).channel(77).build();
    assert!(body(app(), &thread, Place { parent: Some(FAQ_CHANNEL), ..place() }).is_some());
    assert!(body(app(), &thread, Place { parent: Some(78), ..place() }).is_none());
}

#[test]
fn what_does_not_address_the_bot_is_met_with_silence() {
    let someone = person(5, "someone");
    let theirs = message("昨日の案件どうだった").author(someone.clone()).build();
    let bot = {
        let mut bot = person(6, "other bot");
        bot["bot"] = json!(true);
        bot
    };
    let table = [
        ("another channel", message(QUESTION).channel(CHANNEL).build()),
        ("another bot", message(QUESTION).channel(FAQ_CHANNEL).author(bot.clone()).build()),
        ("another bot that mentions this one", message(QUESTION).mention_bot().author(bot).build()),
        ("a webhook", message(QUESTION).channel(FAQ_CHANNEL).webhook().build()),
        ("a reply between people", message(QUESTION).channel(FAQ_CHANNEL).reply_to(&theirs).build()),
        ("a message to someone else", message(QUESTION).channel(FAQ_CHANNEL).mentions(someone).build()),
        (
            "a message to a role",
            message(QUESTION).channel(FAQ_CHANNEL).with("/mention_roles", json!(["9"])).build(),
        ),
        (
            "a message to everyone",
            message(QUESTION).channel(FAQ_CHANNEL).with("/mention_everyone", true).build(),
        ),
        ("a system message", message(QUESTION).channel(FAQ_CHANNEL).with("/type", 7).build()),
        ("code", in_faq_channel(&format!("```{QUESTION}```"))),
        ("inline code", in_faq_channel(&format!("`x` {QUESTION}"))),
        ("a link alone", in_faq_channel("https://example.com/副業は会社にバレますか")),
        ("a command of another bot", in_faq_channel(&format!("!ask {QUESTION}"))),
        ("under six characters", in_faq_channel("バレる？")),
        ("chatter", in_faq_channel("今日も一日おつかれさまでした")),
        ("a statement with the words", in_faq_channel("確定申告おわったー、つかれた")),
        ("withheld text", message(QUESTION).channel(FAQ_CHANNEL).content_withheld().build()),
    ];
    for (what, message) in table {
        assert!(!is_answered(&message), "{what}");
    }
}

#[test]
fn a_channel_hears_the_bot_unasked_at_most_once_a_minute_and_the_same_answer_once_in_ten() {
    let settings = Settings { faq_channels: vec![FAQ_CHANNEL], ..Settings::default() };
    let (app, start) = (App::new(catalogue(), settings), Instant::now());
    let ask = |channel: u64, seconds: u64| {
        let now = start + Duration::from_secs(seconds);
        let thread = Place { parent: Some(FAQ_CHANNEL), now, ..place() };
        body(&app, &message(QUESTION).channel(channel).build(), thread).is_some()
    };
    assert!(ask(FAQ_CHANNEL, 0));
    assert!(!ask(FAQ_CHANNEL, 30), "the channel's cooldown");
    assert!(!ask(FAQ_CHANNEL, 61), "the same answer again");
    assert!(ask(80, 61), "another channel");
    assert!(ask(FAQ_CHANNEL, 601), "ten minutes later");
    let addressed = message(QUESTION).channel(FAQ_CHANNEL).mention_bot().build();
    assert!(body(&app, &addressed, place()).is_some(), "who asks the bot itself never waits");
}

/// The interaction of a press on this button of a message of the bot.
fn pressed(app: &App, custom_id: &str, by: u64, moderator: bool) -> Value {
    let mut press = press(custom_id).guild().with("/member/user/id", by.to_string());
    if moderator {
        press = press.with("/member/permissions", "8192");
    } else {
        press = press.with("/member/permissions", "0");
    }
    let interaction = serde_json::from_value(press.build()).expect("serenity reads the press");
    let body = command::respond(app, &interaction).reply.payload().value();
    let violations = standin::check::callback(3, &body, &[]);
    assert!(violations.is_empty(), "{violations:?}\n{body:#}");
    body
}

fn button(body: &Value, label: &str) -> String {
    let rows = body["components"].as_array().into_iter().flatten();
    let mut buttons = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let found = buttons.find(|b| b["label"] == label).unwrap_or_else(|| panic!("no {label} in {body:#}"));
    found["custom_id"].as_str().unwrap().to_owned()
}

#[test]
fn the_asker_and_moderators_remove_an_answer_and_nobody_else() {
    let app = app();
    let answer = body(app, &message(QUESTION).mention_bot().build(), place()).unwrap();
    let dismiss = button(&answer, "消す");
    assert_eq!(pressed(app, &dismiss, USER, false)["type"], 6, "the asker");
    assert_eq!(pressed(app, &dismiss, 99, true)["type"], 6, "a moderator");
    let refused = pressed(app, &dismiss, 99, false);
    assert_eq!((&refused["type"], &refused["data"]["flags"]), (&json!(4), &json!(64)), "anyone else");
}

#[test]
fn wrong_shows_the_next_candidates_in_place_and_a_candidate_opens_there() {
    let app = app();
    let answer = body(app, &message(QUESTION).mention_bot().build(), place()).unwrap();
    let wrong = pressed(app, &button(&answer, "違う"), USER, false);
    assert_eq!(wrong["type"], 7);
    let next = wrong["data"]["components"][0]["components"][0]["custom_id"].as_str();
    let next = next.unwrap_or_else(|| panic!("no button in {wrong:#}")).to_owned();
    assert!(next.starts_with("v1:choose:"), "{next}");
    let chosen = pressed(app, &next, USER, false);
    assert_eq!(chosen["type"], 7);
    assert_ne!(chosen["data"]["embeds"][0]["title"], answer["embeds"][0]["title"]);
    let private = pressed(app, &button(&answer, "違う"), 99, false);
    assert_eq!(
        (&private["type"], &private["data"]["flags"]),
        (&json!(4), &json!(64)),
        "nobody changes another's answer"
    );
}

#[test]
fn wrong_names_the_channel_for_a_human_when_there_is_one() {
    let app = App::new(catalogue(), Settings { faq_human_channel: Some(42), ..Settings::default() });
    let answer = body(&app, &message(QUESTION).mention_bot().build(), place()).unwrap();
    let wrong = pressed(&app, &button(&answer, "違う"), USER, false);
    assert!(wrong.to_string().contains("<#42>"), "{wrong}");
}

/// Row 24: there is nobody else in a direct message.
#[test]
fn wrong_in_a_direct_message_speaks_of_no_channel() {
    let app = app();
    let answer = body(app, &message(QUESTION).dm().build(), place()).unwrap();
    let press = press(&button(&answer, "違う")).dm().with("/user/id", USER.to_string());
    let interaction = serde_json::from_value(press.build()).expect("serenity reads the press");
    let wrong = command::respond(app, &interaction).reply.payload().value().to_string();
    assert!(wrong.contains("質問の一覧") && !wrong.contains("このチャンネル"), "{wrong}");
}

#[test]
fn the_message_menu_answers_privately_whatever_the_message() {
    let app = app();
    for (content, title) in [(QUESTION, true), ("ぽよぽよ", false), ("", false)] {
        let target = message(content).author(person(5, "someone")).build();
        let interaction = message_command("Look up in FAQ", &target).guild().build();
        let body =
            command::respond(app, &serde_json::from_value(interaction).unwrap()).reply.payload().value();
        assert_eq!((&body["type"], &body["data"]["flags"]), (&json!(4), &json!(64)), "{content}");
        assert_eq!(body["data"]["embeds"][0]["title"].is_string(), title, "{content}: {body}");
    }
}

/// A message that passes another one on: it has no text of its own, the other's comes as a snapshot.
fn forwarded(content: &str) -> MessageFixture {
    let original = message(content).build();
    let reference = json!({"type": 1, "channel_id": original["channel_id"], "message_id": original["id"]});
    message("")
        .with("/message_reference", reference)
        .with("/message_snapshots", json!([{ "message": original }]))
}

#[test]
fn a_message_passed_on_in_a_listed_channel_is_between_others() {
    assert!(!is_answered(&forwarded(QUESTION).channel(FAQ_CHANNEL).build()));
    // Discord may let a comment stand beside it one day.
    let commented = forwarded(QUESTION).with("/content", QUESTION).channel(FAQ_CHANNEL).build();
    assert!(!is_answered(&commented));
}

#[test]
fn who_passes_a_message_on_to_the_bot_is_told_how_to_ask() {
    let body = body(app(), &forwarded(QUESTION).dm().build(), place()).unwrap();
    assert!(body["content"].as_str().unwrap().contains("ふだんの言葉で聞いてください"), "{body}");
}
