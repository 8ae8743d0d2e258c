//! What comes too fast: it waits its turn, goes unanswered or is slowed down, and never holds up anybody else.

use std::time::Duration;

use futures::future::join_all;

use super::standin::{CHANNEL, Fault, Standin, fixture};
use super::{discord, fukugyo, running, score, stop};

const POST: &str = "POST /channels/*/messages";
const QUESTION: &str = "副業が会社にバレない方法はありますか？";

#[tokio::test]
async fn a_flooded_channel_whose_route_is_limited_delays_no_slash_command() {
    let standin = discord();
    let bot = running(&standin).await;
    // The first ones are slow, whatever is asked, and show how slow this machine is just now.
    standin.interact(&score()).await;
    let calm = slowest_of_200(&standin).await;
    standin.fail(POST, Fault::RateLimited(5.0), 1_000);
    for person in 0..500 {
        let author = fixture::person(7_000 + person, "someone");
        standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).author(author).mention_bot().build());
    }
    standin.request(POST, 1).await;
    let flooded = slowest_of_200(&standin).await;
    assert!(flooded < Duration::from_millis(300).max(calm * 2), "{flooded:?}, without the flood {calm:?}");
    drop(bot);
}

/// The slowest answer of 200 slash commands at once, in channels of their own.
async fn slowest_of_200(standin: &Standin) -> Duration {
    let elsewhere =
        |n: u64| fixture::slash("help").with("/channel_id", (CHANNEL + 1 + n).to_string()).build();
    let calls = join_all((0..200).map(|n| standin.answer(standin.begin(&elsewhere(n))))).await;
    calls.into_iter().map(|call| call.latency).max().unwrap()
}

#[tokio::test]
async fn in_one_channel_one_message_is_answered_at_a_time_and_too_many_go_unanswered() {
    let standin = discord();
    let bot = running(&standin).await;
    standin.fail(POST, Fault::RateLimited(2.0), 1);
    let from = |person: u64| {
        fixture::message(QUESTION).author(fixture::person(person, "someone")).mention_bot().build()
    };
    standin.dispatch("MESSAGE_CREATE", &from(7_000));
    standin.request(POST, 1).await;
    for person in 1..=30 {
        standin.dispatch("MESSAGE_CREATE", &from(7_000 + person));
    }
    // Another channel does not wait.
    let other = fixture::message(QUESTION)
        .channel(CHANNEL + 9)
        .author(fixture::person(8_000, "other"))
        .mention_bot()
        .build();
    standin.dispatch("MESSAGE_CREATE", &other);
    standin.request(&format!("POST /channels/{}/messages", CHANNEL + 9), 1).await;
    let output = stop(bot).await;
    // One being answered, whose first try was refused, and eight in line.
    assert_eq!(standin.count(&format!("POST /channels/{CHANNEL}/messages")), 10, "{output}");
    assert!(output.contains("dropped=22"), "{output}");
}

#[tokio::test]
async fn a_person_who_mentions_the_bot_again_and_again_is_told_once_to_wait() {
    let standin = discord();
    let bot = fukugyo(&standin).args(["gateway"]).env("FUKUGYO_CHAT_PER_MINUTE", "2").start();
    standin.ready(1).await;
    for nth in 1..=3 {
        standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).mention_bot().build());
        standin.request(POST, nth).await;
    }
    for _ in 0..5 {
        standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).mention_bot().build());
    }
    // Somebody else is answered all the same.
    let other = fixture::message(QUESTION).author(fixture::person(8_000, "other")).mention_bot().build();
    standin.dispatch("MESSAGE_CREATE", &other);
    let last = standin.request(POST, 4).await;
    assert_eq!(last.json["message_reference"]["message_id"], other["id"]);
    stop(bot).await;
    let texts = standin.look(|state| {
        let posts = state.requests.iter().filter(|r| r.is(POST));
        posts.map(|r| r.json["content"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    });
    assert_eq!(texts.len(), 4, "{texts:#?}");
    assert!(texts[2].contains("1分に2回まで"), "{texts:#?}");
    assert!(texts.iter().filter(|text| text.contains("1分に")).count() == 1);
}

#[tokio::test]
async fn an_unasked_answer_that_discord_refused_leaves_the_cooldown_as_it_was() {
    let standin = super::standin::Standin::builder().token(super::TOKEN).start();
    let bot = fukugyo(&standin).args(["gateway"]).env("FUKUGYO_FAQ_CHANNELS", &CHANNEL.to_string()).start();
    standin.ready(1).await;
    standin.fail(POST, Fault::Error(400, 50_035), 1);
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).build());
    standin.request(POST, 1).await;
    // The refusal has come back once a message in the same channel is looked at.
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).build());
    standin.request(POST, 2).await;
    stop(bot).await;
}

#[tokio::test]
async fn a_message_on_its_way_takes_no_room_from_the_next() {
    let standin = discord();
    let bot = fukugyo(&standin).args(["gateway"]).env("FUKUGYO_GATEWAY_MAX_TASKS", "1").start();
    standin.ready(1).await;
    standin.fail(&format!("POST /channels/{CHANNEL}/messages"), Fault::Delay(Duration::from_secs(2)), 1);
    standin.dispatch("MESSAGE_CREATE", &fixture::message(QUESTION).mention_bot().build());
    standin.wait("the fault to be met", |state| state.faults.is_empty().then_some(())).await;
    let author = fixture::person(8_000, "other");
    let other = fixture::message(QUESTION).channel(CHANNEL + 9).author(author).mention_bot().build();
    standin.dispatch("MESSAGE_CREATE", &other);
    assert_eq!(
        standin.posted(1).await.channel,
        (CHANNEL + 9).to_string(),
        "the one that is held up comes second"
    );
    stop(bot).await;
}

#[tokio::test]
async fn an_answer_on_its_way_takes_no_room_from_the_next() {
    let standin = discord();
    let bot = fukugyo(&standin).args(["gateway"]).env("FUKUGYO_GATEWAY_MAX_TASKS", "1").start();
    standin.ready(1).await;
    let (slow, quick) = (score(), score());
    let id = |interaction: &serde_json::Value| interaction["id"].as_str().unwrap().to_owned();
    let callback = format!("POST /interactions/{}/*/callback", id(&slow));
    standin.fail(&callback, Fault::Delay(Duration::from_secs(2)), 2);
    let _slow = standin.begin(&slow);
    standin.wait("the fault to be met", |state| (state.faults.left() < 2).then_some(())).await;
    standin.interact(&quick).await;
    let first = standin.wait("an answer", |state| state.calls.first().map(|call| call.interaction)).await;
    assert_eq!(first.to_string(), id(&quick), "it does not wait for the other's way to Discord");
    stop(bot).await;
}
