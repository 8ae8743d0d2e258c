//! What a server sets, over the wire: the channel is greeted, listened in from then on, and checked.

use serde_json::json;

use super::standin::{CHANNEL, Call, Standin, fixture};
use super::{CALLBACK, discord, running, stop};

/// A question that is certainly in the data.
const QUESTION: &str = "副業はいくらから確定申告が必要ですか？";
/// `SEND_MESSAGES`, `EMBED_LINKS`.
const SPEAKING: u64 = 1 << 11 | 1 << 14;

async fn choose_channel(standin: &Standin) -> Call {
    let panel = standin.interact(&fixture::slash("settings").guild().build()).await;
    let on = fixture::message_of(&panel);
    let press = fixture::press("v1:server:channels").guild().on(&on);
    let press = press.with("/data/component_type", 8).with("/data/values", json!([CHANNEL.to_string()]));
    standin.interact(&press.build()).await
}

#[tokio::test]
async fn a_chosen_channel_is_greeted_and_questions_in_it_are_answered() {
    let standin = discord();
    let bot = running(&standin).await;
    let panel = choose_channel(&standin).await;
    assert_eq!(panel.kind, 7, "the panel, in place: {}", panel.data);
    let greeting = standin.posted(1).await;
    assert_eq!(greeting.channel, CHANNEL.to_string());
    assert!(greeting.json["content"].as_str().unwrap().contains("副業の質問に答えます"));
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).channel(CHANNEL).build());
    let answer = standin.posted(2).await;
    assert!(answer.json["message_reference"]["message_id"].is_string());
    stop(bot).await;
    standin.finish();
}

#[tokio::test]
async fn a_check_up_names_the_permissions_that_are_missing() {
    let standin = discord();
    let bot = running(&standin).await;
    let panel = choose_channel(&standin).await;
    standin.posted(1).await;
    standin.deny(CHANNEL, SPEAKING);
    let checking = standin.press(&panel, "v1:server:check", &[]).await;
    assert_eq!(checking.kind, 7);
    let found = standin.request("PATCH /webhooks/*/*/messages/@original", 1).await;
    let text = found.json["embeds"][0]["description"].as_str().unwrap();
    assert!(text.contains("「メッセージを送信」「埋め込みリンク」の権限がありません"), "{text}");
    stop(bot).await;
    assert_eq!(standin.count(CALLBACK), 3);
    standin.finish();
}
