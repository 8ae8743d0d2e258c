//! Messages in channels, over the wire: addressed, in FAQ channels and in the threads below them.

use serde_json::{Value, json};

use super::standin::bot::Bot;
use super::standin::{CHANNEL, DM_CHANNEL, Fault, GUILD, Recorded, Standin, fixture, snowflake};
use super::{CALLBACK, POST, TOKEN, discord, fukugyo, running, score, stop};

/// A question that is certainly in the data.
const QUESTION: &str = "副業が会社にバレない方法はありますか？";

/// A bot that answers unasked in [`CHANNEL`], at any pace.
async fn listening() -> (Standin, Bot) {
    let standin = Standin::builder().token(TOKEN).start();
    let bot = fukugyo(&standin)
        .args(["gateway"])
        .env("FUKUGYO_FAQ_CHANNELS", &CHANNEL.to_string())
        .env("FUKUGYO_FAQ_COOLDOWN_SECONDS", "0")
        .env("FUKUGYO_FAQ_REPEAT_SECONDS", "0")
        .start();
    standin.ready(1).await;
    (standin, bot)
}

fn thread(id: u64, parent: u64) -> Value {
    json!({
        "id": id.to_string(), "type": 11, "guild_id": GUILD.to_string(), "parent_id": parent.to_string(),
        "owner_id": "1", "name": "相談", "last_message_id": null, "message_count": 0, "member_count": 1,
        "rate_limit_per_user": 0, "flags": 0, "newly_created": true,
        "thread_metadata": {
            "archived": false, "auto_archive_duration": 1440, "archive_timestamp": "2026-11-24T10:00:00.000000+00:00",
            "locked": false, "create_timestamp": "2026-11-24T10:00:00.000000+00:00",
        },
    })
}

#[tokio::test]
async fn who_addresses_the_bot_is_answered() {
    let standin = discord();
    let bot = running(&standin).await;
    let mention = fixture::message(QUESTION).mention_bot().build();
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).build());
    standin.dispatch("MESSAGE_CREATE", &mention);
    let post = standin.request(POST, 1).await;
    assert_eq!(post.json["message_reference"]["message_id"], mention["id"]);
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).dm().build());
    assert_eq!(standin.request(POST, 2).await.path, format!("/channels/{DM_CHANNEL}/messages"));
    let output = stop(bot).await;
    assert_eq!(standin.count(POST), 2, "what was said to others is left alone");
    assert!(!output.contains("バレ"), "{output}");
}

#[tokio::test]
async fn questions_in_faq_channels_and_below_them_are_answered() {
    let (standin, bot) = listening().await;
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).build());
    standin.request(POST, 1).await;
    // A forum post: its first message, which has the post's id, comes right behind the news of it.
    let post = snowflake();
    standin.dispatch("THREAD_CREATE", &thread(post, CHANNEL));
    let first = fixture::message(QUESTION).channel(post).with("/id", post.to_string()).build();
    standin.dispatch("MESSAGE_CREATE", &first);
    let answer = standin.request(POST, 2).await;
    assert_eq!(answer.path, format!("/channels/{post}/messages"));
    // Threads of other channels are none of ours.
    let other = snowflake();
    standin.dispatch("THREAD_CREATE", &thread(other, CHANNEL + 1));
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).channel(other).build());
    stop(bot).await;
    assert_eq!(standin.count(POST), 2);
}

#[tokio::test]
async fn the_first_message_of_a_post_is_answered_although_it_came_before_the_news_of_the_post() {
    let (standin, bot) = listening().await;
    let post = snowflake();
    let first = fixture::message(QUESTION).channel(post).with("/id", post.to_string()).build();
    standin.dispatch("MESSAGE_CREATE", &first);
    standin.dispatch("THREAD_CREATE", &thread(post, CHANNEL));
    assert_eq!(standin.request(POST, 1).await.path, format!("/channels/{post}/messages"));
    stop(bot).await;
}

#[tokio::test]
async fn an_answer_can_be_dismissed_by_who_asked() {
    let standin = discord();
    let bot = running(&standin).await;
    let deleted = dismiss(&standin).await;
    assert_eq!(deleted.status, 204);
    assert_eq!(standin.interact(&score()).await.kind, 4);
    stop(bot).await;
    assert_eq!(standin.count(CALLBACK), 2);
}

#[tokio::test]
async fn an_answer_is_dismissed_although_the_word_of_discord_got_lost() {
    let standin = discord();
    let bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::ResetAfter, 1);
    let deleted = dismiss(&standin).await;
    assert_eq!(deleted.status, 204);
    let output = stop(bot).await;
    assert!(output.contains("answered 1, apologised 0, lost 0"), "{output}");
}

/// Has the bot answer a question and presses its button to dismiss the answer; the request that removes it.
async fn dismiss(standin: &Standin) -> Recorded {
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).mention_bot().build());
    let post = standin.request(POST, 1).await;
    let rows = post.json["components"].as_array().unwrap();
    let mut ids = rows
        .iter()
        .flat_map(|row| row["components"].as_array().unwrap())
        .filter_map(|c| c["custom_id"].as_str());
    let dismiss = ids.find(|id| id.contains("dismiss")).unwrap();
    let on = fixture::sent_message(&CHANNEL.to_string(), &post.json);
    let call = standin.interact(&fixture::press(dismiss).on(&on).build()).await;
    assert_eq!(call.kind, 6);
    let delete = standin.request("DELETE /webhooks/*/*/messages/*", 1).await;
    assert!(delete.path.contains(&call.token), "{}", delete.path);
    delete
}
