//! What an administrator does in a server, through the one way that every front takes: from the first press to the first unasked answer.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::time::Instant;

use fukugyo::app::App;
use fukugyo::chat::{Place, Silence};
use fukugyo::config::Settings;
use fukugyo::profile::Day;
use fukugyo::serve::{Delivery, FollowUp, Outcome, Server};
use fukugyo::store::{AnswerKind, Eagerness, Event};
use serde_json::{Value, json};
use serenity::all::{Interaction, Message, Permissions, UserId};

const TODAY: &str = "2026-11-26";
const GUILD: u64 = 900_000_000_000_000_100;
const FAQ: u64 = 900_000_000_000_000_301;
const OTHER: u64 = 900_000_000_000_000_302;
const ME: u64 = 900_000_000_000_000_001;
const MEMBER: u64 = 277_025_508_352;
/// 26 November 2026, 12:00 in Japan, as milliseconds since Discord's first second.
const NOON: u64 = (1_795_662_000_000) - 1_420_070_400_000;
const ASKED: &str = "副業はいくらから確定申告が必要ですか？";

fn server() -> Arc<Server> {
    server_with(Settings::default())
}

fn server_with(settings: Settings) -> Arc<Server> {
    let settings = Settings { faq_cooldown_seconds: 0, faq_repeat_seconds: 0, ..settings };
    Arc::new(Server::new(Arc::new(App::load(settings, TODAY.parse::<Day>().unwrap()).unwrap())))
}

fn body(kind: u8, data: Value, permissions: u64, at: u64) -> Value {
    let user = json!({ "id": "2", "username": "you", "discriminator": "0", "global_name": "あなた", "avatar": null });
    json!({
        "id": (at << 22).to_string(), "application_id": ME.to_string(), "type": kind, "token": "t", "version": 1, "data": data,
        "channel_id": OTHER.to_string(), "guild_id": GUILD.to_string(), "locale": "ja", "entitlements": [],
        "authorizing_integration_owners": {}, "context": 0, "attachment_size_limit": 10_485_760, "app_permissions": "0",
        "member": {
            "user": user, "roles": [], "joined_at": "2026-01-01T00:00:00Z", "deaf": false, "mute": false, "flags": 0, "pending": false,
            "permissions": permissions.to_string(), "nick": null, "avatar": null, "premium_since": null,
            "communication_disabled_until": null,
        },
    })
}

fn command(name: &str, permissions: u64) -> Interaction {
    let data = json!({ "id": "3", "name": name, "type": 1, "options": [] });
    serde_json::from_value(body(2, data, permissions, NOON)).unwrap()
}

fn press_by(custom_id: &str, kind: u8, values: &[&str], permissions: u64) -> Interaction {
    let mut data = json!({ "custom_id": custom_id, "component_type": kind });
    if kind != 2 {
        data["values"] = json!(values);
    }
    let mut body = body(3, data, permissions, NOON);
    body["message"] = json!({
        "id": "5", "channel_id": OTHER.to_string(), "content": "", "timestamp": "2026-11-26T03:00:00Z", "edited_timestamp": null,
        "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false,
        "type": 20, "flags": 64, "author": { "id": ME.to_string(), "username": "fukugyo", "discriminator": "0", "avatar": null, "bot": true },
    });
    serde_json::from_value(body).unwrap()
}

async fn answered(server: &Server, interaction: &Interaction) -> (Value, Option<FollowUp>) {
    let mut answer = server.interaction(interaction, Instant::now()).await;
    assert_eq!(answer.outcome, Outcome::Answered);
    let body = answer.payload.as_ref().unwrap().value();
    let follow_up = answer.follow_up.take();
    server.finish(answer, Delivery::Sent);
    (body, follow_up)
}

/// Presses a button, or chooses from a menu, on the administrator's own panel.
async fn press(server: &Server, custom_id: &str, values: &[&str]) -> (Value, Option<FollowUp>) {
    let kind = match (custom_id.rsplit(':').next().unwrap(), values) {
        ("channels" | "human" | "digest", _) => 8,
        (_, []) => 2,
        _ => 3,
    };
    answered(server, &press_by(&format!("v1:server:{custom_id}"), kind, values, u64::MAX >> 12)).await
}

fn message(content: &str, channel: u64, timestamp: &str, mentions_me: bool) -> Message {
    let me = json!({ "id": ME.to_string(), "username": "fukugyo", "discriminator": "0", "avatar": null, "bot": true });
    let mentions = if mentions_me { json!([me]) } else { json!([]) };
    serde_json::from_value(json!({
        "id": "77", "channel_id": channel.to_string(), "guild_id": GUILD.to_string(), "content": content, "timestamp": timestamp,
        "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": mentions, "mention_roles": [], "attachments": [],
        "embeds": [], "pinned": false, "type": 0,
        "author": { "id": "3", "username": "someone", "discriminator": "0", "avatar": null },
    }))
    .unwrap()
}

/// What becomes of a question that nobody in particular is asked.
async fn said_at(server: &Server, content: &str, channel: u64, timestamp: &str) -> Result<Value, Silence> {
    let place = Place { me: UserId::new(ME), parent: None, now: Instant::now() };
    let answer = server.message(&message(content, channel, timestamp, false), place).await;
    let said = match &answer.outcome {
        Outcome::Silent(silence) => Err(*silence),
        outcome => {
            assert_eq!(*outcome, Outcome::Answered);
            Ok(answer.payload.as_ref().unwrap().value())
        }
    };
    server.finish(answer, Delivery::Sent);
    said
}

async fn said(server: &Server, content: &str, channel: u64) -> Result<Value, Silence> {
    said_at(server, content, channel, "2026-11-26T03:00:00Z").await
}

async fn mentioned(server: &Server, content: &str) -> Value {
    let place = Place { me: UserId::new(ME), parent: None, now: Instant::now() };
    let answer = server.message(&message(content, OTHER, "2026-11-26T03:00:00Z", true), place).await;
    let said = answer.payload.as_ref().unwrap().value();
    server.finish(answer, Delivery::Sent);
    said
}

/// What is said to a text that replies to this message of the bot's.
async fn replied(server: &Server, content: &str, earlier: &Value) -> Value {
    let place = Place { me: UserId::new(ME), parent: None, now: Instant::now() };
    let own = json!({
        "author": { "id": ME.to_string(), "username": "fukugyo", "discriminator": "0", "avatar": null, "bot": true },
        "content": earlier["content"], "embeds": earlier["embeds"], "components": earlier["components"],
    });
    let mut said = serde_json::to_value(message(content, OTHER, "2026-11-26T03:00:00Z", true)).unwrap();
    said["referenced_message"] =
        serde_json::to_value(message("", OTHER, "2026-11-26T03:00:00Z", false)).unwrap();
    for (key, value) in own.as_object().unwrap() {
        said["referenced_message"][key] = value.clone();
    }
    let answer = server.message(&serde_json::from_value(said).unwrap(), place).await;
    let body = answer.payload.as_ref().unwrap().value();
    server.finish(answer, Delivery::Sent);
    body
}

/// The entry that a message lets people judge.
fn judged(body: &Value) -> String {
    let buttons = body["components"][0]["components"].as_array().unwrap().iter();
    let helpful = buttons.filter_map(|b| b["custom_id"].as_str()).find(|id| id.starts_with("v1:helpful:"));
    helpful.unwrap().rsplit(':').next().unwrap().to_owned()
}

fn text(body: &Value) -> String {
    let message = if body["data"].is_object() { &body["data"] } else { body };
    format!("{}\n{}", message["content"].as_str().unwrap_or_default(), message["embeds"])
}

#[tokio::test]
async fn a_server_is_answered_in_the_channel_it_chose_after_three_presses() {
    let server = server();
    assert_eq!(said(&server, ASKED, FAQ).await, Err(Silence::NotListening));
    // One: the command. Two: its menu. Three: the channel.
    let (panel, _) = answered(&server, &command("settings", u64::MAX >> 12)).await;
    assert_eq!(panel["data"]["flags"], 64, "private");
    let menu = &panel["data"]["components"][0]["components"][0];
    assert_eq!((&menu["type"], &menu["min_values"], &menu["max_values"]), (&json!(8), &json!(0), &json!(25)));
    assert_eq!(menu["custom_id"], "v1:server:channels");
    let (panel, then) = press(&server, "channels", &[&FAQ.to_string()]).await;
    assert!(text(&panel).contains("保存しました") && text(&panel).contains(&format!("<#{FAQ}>")), "{panel}");
    let default = &panel["data"]["components"][0]["components"][0]["default_values"];
    assert_eq!(
        *default,
        json!([{ "id": FAQ.to_string(), "type": "channel" }]),
        "the menu shows what is saved"
    );
    assert!(matches!(then, Some(FollowUp::Post { channel: FAQ, .. })), "one line greets the channel");
    assert!(said(&server, ASKED, FAQ).await.is_ok());
    assert_eq!(said(&server, ASKED, OTHER).await, Err(Silence::NotListening));
}

#[tokio::test]
async fn a_channel_is_greeted_the_first_time_only() {
    let server = server();
    press(&server, "channels", &[&FAQ.to_string()]).await;
    press(&server, "channels", &[]).await;
    let (_, then) = press(&server, "channels", &[&FAQ.to_string()]).await;
    assert_eq!(then, None);
}

#[tokio::test]
async fn what_the_host_set_goes_on_and_is_shown_as_the_hosts() {
    let server = server_with(Settings { faq_channels: vec![FAQ], ..Settings::default() });
    assert!(said(&server, ASKED, FAQ).await.is_ok());
    let (panel, _) = answered(&server, &command("settings", u64::MAX >> 12)).await;
    assert!(text(&panel).contains(&format!("運営者の設定：<#{FAQ}>")), "{panel}");
}

#[tokio::test]
async fn in_quiet_hours_and_while_muted_nothing_is_said_unasked_but_who_mentions_the_bot_is_answered() {
    let server = server();
    press(&server, "channels", &[&FAQ.to_string()]).await;
    press(&server, "quiet-from", &["22"]).await;
    let (page, _) = press(&server, "quiet-to", &["6"]).await;
    assert!(text(&page).contains("22時〜6時"), "{page}");
    let night = "2026-11-26T14:00:00Z";
    assert_eq!(said_at(&server, ASKED, FAQ, night).await, Err(Silence::Quiet));
    assert!(said(&server, ASKED, FAQ).await.is_ok(), "noon");
    press(&server, "quiet-from", &["none"]).await;
    assert!(said_at(&server, ASKED, FAQ, night).await.is_ok());
    let (panel, _) = press(&server, "mute:1", &[]).await;
    assert!(text(&panel).contains("自分からは話しません"), "{panel}");
    assert_eq!(said_at(&server, ASKED, FAQ, "2026-11-26T03:59:59Z").await, Err(Silence::Quiet));
    assert!(said_at(&server, ASKED, FAQ, "2026-11-26T04:00:00Z").await.is_ok(), "an hour later");
    assert!(text(&mentioned(&server, ASKED).await).contains("20万円"));
    press(&server, "mute:0", &[]).await;
    assert!(said(&server, ASKED, FAQ).await.is_ok());
}

#[tokio::test]
async fn only_moderators_mute_from_a_message_that_everybody_sees() {
    let server = server();
    press(&server, "channels", &[&FAQ.to_string()]).await;
    let (refused, _) = answered(&server, &press_by("v1:server:mute-here", 2, &[], MEMBER & !(1 << 13))).await;
    assert!(text(&refused).contains("モデレーターだけ"), "{refused}");
    assert!(said(&server, ASKED, FAQ).await.is_ok());
    let moderator = Permissions::MANAGE_MESSAGES.bits();
    let (muted, _) = answered(&server, &press_by("v1:server:mute-here", 2, &[], moderator)).await;
    assert_eq!(muted["data"]["flags"], 64);
    assert_eq!(said(&server, ASKED, FAQ).await, Err(Silence::Quiet));
}

#[tokio::test]
async fn an_entry_that_a_server_does_not_want_is_shown_nowhere_in_it_until_it_is_wanted_again() {
    let server = server();
    press(&server, "channels", &[&FAQ.to_string()]).await;
    let body = said(&server, ASKED, FAQ).await.unwrap();
    let entry = judged(&body);
    let (told, _) = press(&server, &format!("switch-off:{entry}"), &[]).await;
    assert!(text(&told).contains("出さないように"), "{told}");
    assert!(matches!(said(&server, ASKED, FAQ).await, Err(Silence::SwitchedOff | Silence::Unsure)));
    assert!(
        !mentioned(&server, ASKED).await.to_string().contains(&format!(":{entry}\"")),
        "not even as a candidate"
    );
    let open = press_by(&format!("v1:answer:{entry}"), 2, &[], MEMBER);
    assert!(text(&answered(&server, &open).await.0).contains("出さない設定"));
    let (page, _) = press(&server, "page:off", &[]).await;
    assert_eq!(page["data"]["components"][0]["components"][0]["options"][0]["value"], entry);
    press(&server, "switch-on", &[&entry]).await;
    assert!(said(&server, ASKED, FAQ).await.is_ok());
}

#[tokio::test]
async fn an_entry_that_a_server_does_not_want_is_no_set_reply_there_either() {
    let server = server();
    let asked = "ログには何が残る";
    let body = mentioned(&server, asked).await;
    let entry = judged(&body);
    press(&server, &format!("switch-off:{entry}"), &[]).await;
    let body = mentioned(&server, asked).await.to_string();
    assert!(!body.contains(&format!(":{entry}\"")) && !body.contains(&format!(":{entry}:")), "{body}");
}

#[tokio::test]
async fn a_person_who_says_again_and_again_that_an_answer_is_wrong_is_counted_once() {
    let server = server();
    let earlier = mentioned(&server, ASKED).await;
    for _ in 0..3 {
        replied(&server, "違う", &earlier).await;
    }
    let (shown, _) = answered(&server, &command("insights", u64::MAX >> 12)).await;
    assert!(text(&shown).contains("「違う」1回"), "{shown}");
}

#[tokio::test]
async fn a_list_to_choose_from_is_never_empty_however_much_a_server_switches_off() {
    let server = server();
    let choices = |body: &Value| -> Vec<String> {
        let rows = body["components"].as_array().unwrap().iter();
        let buttons = rows.flat_map(|row| row["components"].as_array().unwrap());
        let ids = buttons.filter_map(|b| b["custom_id"].as_str()?.strip_prefix("v1:choose:"));
        ids.map(|id| id.split(':').nth(1).unwrap().to_owned()).collect()
    };
    let mut lists = 0;
    loop {
        let body = mentioned(&server, "家の電気代とかネット代とかって").await;
        if !text(&body).contains("次のどれに近い") {
            break;
        }
        let entries = choices(&body);
        assert!(!entries.is_empty(), "{body}");
        for entry in entries {
            press(&server, &format!("switch-off:{entry}"), &[]).await;
        }
        lists += 1;
    }
    assert!(lists > 0, "the question is one with candidates");
}

#[tokio::test]
async fn people_are_sent_to_the_servers_own_helpers_after_a_wrong_answer_and_after_none() {
    let server = server();
    press(&server, "human", &[&OTHER.to_string()]).await;
    let wrong = answered(&server, &press_by("v1:wrong:0:tax-200k-1:", 2, &[], MEMBER)).await.0;
    assert!(text(&wrong).contains(&format!("<#{OTHER}>")), "{wrong}");
    let none = mentioned(&server, "ぽよぽよ").await;
    assert!(
        text(&none).contains("用意がありません") && text(&none).contains(&format!("<#{OTHER}>")),
        "{none}"
    );
}

#[tokio::test]
async fn replies_to_commands_are_private_where_a_server_says_so() {
    let server = server();
    let jobs = || command("jobs", MEMBER);
    assert_eq!(answered(&server, &jobs()).await.0["data"]["flags"], 0);
    press(&server, "private:1", &[]).await;
    assert_eq!(answered(&server, &jobs()).await.0["data"]["flags"], 64);
    press(&server, "private:0", &[]).await;
    assert_eq!(answered(&server, &jobs()).await.0["data"]["flags"], 0);
}

#[tokio::test]
async fn a_changed_eagerness_is_shown_as_chosen() {
    let server = server();
    for eagerness in Eagerness::ALL {
        let (panel, _) = press(&server, "eagerness", &[eagerness.key()]).await;
        let options = panel["data"]["components"][1]["components"][0]["options"].as_array().unwrap();
        let chosen: Vec<&Value> = options.iter().filter(|o| o["default"] == true).collect();
        assert_eq!(chosen.len(), 1);
        assert_eq!(chosen[0]["value"], eagerness.key());
    }
}

#[tokio::test]
async fn four_weeks_show_what_was_asked_and_where_no_answer_was_found() {
    let server = server();
    press(&server, "channels", &[&FAQ.to_string()]).await;
    said(&server, ASKED, FAQ).await.unwrap();
    mentioned(&server, "ぽよぽよ").await;
    answered(&server, &press_by("v1:helpful:tax-200k-1", 2, &[], MEMBER)).await;
    answered(&server, &press_by("v1:helpful:tax-200k-1", 2, &[], MEMBER)).await;
    let (shown, _) = answered(&server, &command("insights", u64::MAX >> 12)).await;
    let text = text(&shown);
    assert!(text.contains("質問：2件") && text.contains("すぐ答えた：1件（50%）"), "{text}");
    assert!(text.contains("「役に立った」1回・「違う」0回"), "one vote a person: {text}");
    assert!(text.contains(&format!("https://discord.com/channels/{GUILD}/{OTHER}/77")), "{text}");
    assert!(!text.contains("ぽよぽよ"), "no word of what was said");
}

#[tokio::test]
async fn everything_kept_of_a_server_is_gone_once_it_says_so() {
    let server = server();
    press(&server, "channels", &[&FAQ.to_string()]).await;
    said(&server, ASKED, FAQ).await.unwrap();
    let (asked, _) = press(&server, "erase", &[]).await;
    assert!(text(&asked).contains("消しますか"), "{asked}");
    assert!(said(&server, ASKED, FAQ).await.is_ok(), "not before it is confirmed");
    press(&server, "erase-now", &[]).await;
    assert_eq!(said(&server, ASKED, FAQ).await, Err(Silence::NotListening));
    let (shown, _) = answered(&server, &command("insights", u64::MAX >> 12)).await;
    assert!(text(&shown).contains("質問：0件"), "{shown}");
}

#[tokio::test]
async fn every_page_of_the_settings_leads_back_to_the_panel() {
    let server = server();
    for page in ["human", "quiet", "visibility", "off", "digest"] {
        let (shown, _) = press(&server, &format!("page:{page}"), &[]).await;
        assert_eq!(shown["type"], 7, "in place");
        assert!(shown.to_string().contains("v1:server:panel"), "{page}: {shown}");
    }
}

#[tokio::test]
async fn privacy_says_what_is_kept_and_who_runs_the_bot() {
    let named = Settings {
        operator_name: Some("山田商店".into()),
        operator_contact: Some("https://example.jp/contact".into()),
        ..Settings::default()
    };
    let (shown, _) = answered(&server_with(named), &command("privacy", MEMBER)).await;
    let shown = text(&shown);
    assert!(shown.contains("保存しません") && shown.contains("30日"), "{shown}");
    assert!(shown.contains("山田商店") && shown.contains("https://example.jp/contact"), "{shown}");
    assert!(!shown.contains("v1:server:erase"), "a member is not offered to delete");
}

#[tokio::test]
async fn the_digest_tells_the_last_week_and_says_nothing_of_a_week_in_which_nobody_asked() {
    let server = server();
    let store = server.app().store();
    let today: Day = TODAY.parse().unwrap();
    let insights = store.insights(GUILD, today).await.unwrap();
    assert_eq!(server.digest(GUILD, &insights, today), None);
    store.record(GUILD, today, Event::Asked { addressed: true, kind: AnswerKind::NoAnswer });
    store.record(GUILD, today, Event::Miss { nearest: Some("tax-200k-1".into()), at: None });
    let insights = store.insights(GUILD, today).await.unwrap();
    let digest = server.digest(GUILD, &insights, today).unwrap().value();
    let text = text(&digest);
    assert!(text.contains("質問：1件（前の週より+1件）"), "{text}");
    assert!(text.contains("答えの用意がなかった：1件（100%）") && text.contains("に近い質問：1件"), "{text}");
    let nonce = digest["nonce"].as_str().unwrap();
    assert!(nonce.len() <= 25 && digest["enforce_nonce"] == true, "posted once: {nonce}");
}
