//! What the bot answers, over the wire.

use std::time::{Duration, Instant};

use fukugyo::command::{COMMANDS, CommandKind, OptionKind};
use serde_json::{Value, json};

use super::standin::{Call, fixture};
use super::{CALLBACK, discord, running, score, stop};

/// A question that is certainly in the data.
const QUESTION: &str = "副業が会社にバレない方法はありますか？";

/// The values that the answer's menu with this custom_id offers; of its first menu, with the id, when none is named.
fn menu(call: &Call, custom_id: Option<&str>) -> (String, Vec<String>) {
    let rows = call.data["components"].as_array().unwrap();
    let menu = rows
        .iter()
        .flat_map(|row| row["components"].as_array().unwrap())
        .find(|c| c["type"] == 3 && custom_id.is_none_or(|id| c["custom_id"] == id))
        .unwrap_or_else(|| panic!("no menu {custom_id:?} in {}", call.data));
    let values = menu["options"].as_array().unwrap().iter().map(|o| o["value"].as_str().unwrap().to_owned());
    (menu["custom_id"].as_str().unwrap().to_owned(), values.collect())
}

/// The custom_ids of an answer's buttons that can be pressed.
fn buttons(call: &Call) -> Vec<String> {
    let rows = call.data["components"].as_array().unwrap();
    rows.iter()
        .flat_map(|row| row["components"].as_array().unwrap())
        .filter(|c| c["type"] == 2 && c["disabled"] != true)
        .filter_map(|c| c["custom_id"].as_str().map(str::to_owned))
        .collect()
}

/// Whether only the one who acted sees the answer.
fn is_private(call: &Call) -> bool {
    call.data["flags"].as_u64().unwrap_or(0) & 64 != 0
}

#[tokio::test]
async fn every_command_answers_everywhere_at_once() {
    let standin = discord();
    let bot = running(&standin).await;
    for command in COMMANDS {
        let mut used = match command.kind {
            CommandKind::Slash => fixture::slash(command.name),
            CommandKind::Message => {
                fixture::message_command(command.name, &fixture::message(QUESTION).build())
            }
        };
        for option in command.options.iter().filter(|option| option.required) {
            used = used.option(
                option.name,
                if matches!(option.kind, OptionKind::Job) { "backend" } else { QUESTION },
            );
        }
        let places = [
            used.clone(),
            used.clone().dm(),
            used.clone().user_app(),
            used.private_channel().locale("en-US"),
        ];
        for place in places {
            // Each use is an interaction of its own.
            let id = super::standin::snowflake().to_string();
            let call = standin.interact(&place.with("/id", id).build()).await;
            assert_eq!(call.kind, 4, "{}", command.name);
        }
    }
    let slowest = standin.look(|state| state.calls.iter().map(|call| call.latency).max().unwrap());
    // What Discord gives; how fast it is on a quiet machine is for the benches to say.
    assert!(slowest < Duration::from_secs(3), "{slowest:?}");
    let output = stop(bot).await;
    for command in COMMANDS {
        let name = command.name;
        let line = format!("kind=\"command\" name=\"{name}\" outcome=\"answered\" duration_ms=");
        assert_eq!(output.lines().filter(|l| l.contains(&line)).count(), 4, "{line}\n{output}");
    }
}

#[tokio::test]
async fn autocomplete_finds_a_half_typed_name() {
    let standin = discord();
    let bot = running(&standin).await;
    for (typed, first) in [("ばっくえn", Some("backend")), ("", None), ("ｗｅｂらいた", Some("web-writing"))]
    {
        let call = standin.interact(&fixture::autocomplete("score", "job", typed).build()).await;
        assert_eq!(call.kind, 8);
        let choices = call.data["choices"].as_array().unwrap();
        assert!(!choices.is_empty(), "{typed}");
        assert!(first.is_none_or(|first| choices[0]["value"] == first), "{typed}: {choices:?}");
    }
    let output = stop(bot).await;
    assert!(!output.contains("ばっく"), "what people type is not logged\n{output}");
}

#[tokio::test]
async fn a_menu_switches_the_section_in_place() {
    let standin = discord();
    let bot = running(&standin).await;
    let profile = standin.interact(&fixture::slash("profile").option("job", "backend").build()).await;
    let (custom_id, values) = menu(&profile, None);
    for value in &values {
        let section = standin.press(&profile, &custom_id, &[value]).await;
        assert_eq!(section.kind, 7, "{value}: {}", section.data);
        assert_eq!(menu(&section, Some(&custom_id)).1, values, "{value}");
    }
    stop(bot).await;
}

#[tokio::test]
async fn buttons_turn_pages_and_names_that_are_unsure_are_asked_about() {
    let standin = discord();
    let bot = running(&standin).await;
    let first = standin.interact(&fixture::slash("jobs").build()).await;
    let next = buttons(&first);
    let second = standin.press(&first, next.last().unwrap(), &[]).await;
    assert_eq!(second.kind, 7);
    assert_ne!(second.data["embeds"], first.data["embeds"]);
    let unsure = standin.interact(&fixture::slash("score").option("job", "web").build()).await;
    assert!(is_private(&unsure), "{}", unsure.data);
    let picked = standin.press(&unsure, &buttons(&unsure)[0], &[]).await;
    assert_eq!(picked.kind, 4, "{}", picked.data);
    stop(bot).await;
}

#[tokio::test]
async fn what_nobody_knows_is_answered_in_private() {
    let standin = discord();
    let bot = running(&standin).await;
    for interaction in [
        fixture::slash("score").option("job", "存在しない仕事の名前").build(),
        fixture::slash("no-such-command").build(),
        fixture::press("v0:from-an-older-version").build(),
        fixture::modal("v1:unknown").build(),
        fixture::message_command("知らないメニュー", &fixture::message("質問").build()).build(),
        fixture::slash("income").option("job", "backend").option("hours", 25).build(),
    ] {
        let call = standin.interact(&interaction).await;
        assert!(call.kind == 4 && is_private(&call), "{interaction}: {}", call.data);
    }
    stop(bot).await;
}

#[tokio::test]
async fn what_cannot_be_decoded_is_counted_and_apologised_for() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.dispatch("AN_EVENT_OF_NEXT_YEAR", &json!({"text": "会社にバレる？"}));
    standin.dispatch("MESSAGE_CREATE", &json!({"id": "not a number", "content": "会社にバレる？"}));
    standin.send_raw("会社にバレる？ is not JSON");
    standin.send_raw(r#"{"op": 99, "d": "会社にバレる？", "s": null, "t": null}"#);
    let malformed = |pointer: &str, value: Value| score_with(pointer, value);
    for broken in [
        malformed("/data/options/0/value", json!({"not": "a text"})),
        malformed("/data/options", json!("not a list")),
        malformed("/member", json!({"user": null})),
    ] {
        let call = standin.interact(&broken).await;
        assert!(call.kind == 4 && is_private(&call), "{}", call.data);
        assert!(call.data["content"].as_str().unwrap().contains("番号"), "{}", call.data);
    }
    let typed = fixture::autocomplete("score", "job", "ば").with("/data/options/0/type", "text").build();
    let call = standin.interact(&typed).await;
    assert_eq!((call.kind, &call.data["choices"]), (8, &json!([])));
    // And life goes on.
    assert_eq!(standin.interact(&score()).await.kind, 4);
    let line = bot.line("outcome=\"apologised\"").await;
    assert!(
        line.contains("ERROR") && line.contains("cannot be decoded") && line.contains("number="),
        "{line}"
    );
    let output = stop(bot).await;
    assert!(output.contains("undecodable=6"), "{output}");
    assert!(!output.contains("バレる"), "{output}");
}

fn score_with(pointer: &str, value: Value) -> Value {
    fixture::slash("score").option("job", "backend").with(pointer, value).build()
}

#[tokio::test]
async fn an_interaction_delivered_twice_is_answered_once() {
    let standin = discord();
    let bot = running(&standin).await;
    let twice = score();
    standin.interact(&twice).await;
    standin.dispatch("INTERACTION_CREATE", &twice);
    standin.interact(&score()).await;
    let output = stop(bot).await;
    assert_eq!(standin.count(CALLBACK), 2);
    assert!(output.contains("duplicates=1"), "{output}");
}

#[tokio::test]
async fn a_hundred_at_once_are_all_answered() {
    let standin = discord();
    let bot = running(&standin).await;
    let waiting: Vec<_> = (0..100).map(|_| standin.begin(&score())).collect();
    for call in waiting {
        assert_eq!(standin.answer(call).await.kind, 4);
    }
    stop(bot).await;
    assert_eq!(standin.count(CALLBACK), 100);
}

#[tokio::test]
async fn help_and_the_topics_mention_commands_by_the_ids_that_registration_gave() {
    let standin = discord();
    let bot = running(&standin).await;
    standin.request("PUT /applications/*/commands", 1).await;
    let deadline = Instant::now() + Duration::from_secs(30);
    for (command, mentioned) in [("help", "score"), ("faq", "faq")] {
        let id = standin.look(|state| {
            let global = &state.commands[&None];
            global.iter().find(|c| c["name"] == mentioned).unwrap()["id"].as_str().unwrap().to_owned()
        });
        let mention = format!("</{mentioned}:{id}>");
        // The bot learns the ids when it has read the answer to its registration.
        loop {
            let reply = standin.interact(&fixture::slash(command).build()).await;
            let text = reply.data["embeds"][0]["description"].as_str().unwrap().to_owned();
            if text.contains(&mention) {
                break;
            }
            assert!(Instant::now() < deadline, "{mention} is not in {text}");
        }
    }
    stop(bot).await;
}
