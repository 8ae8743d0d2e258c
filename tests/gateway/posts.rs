//! Messages into channels: posted once, however often they are sent; not into channels that refuse them.

use std::time::Duration;

use fukugyo::front::gateway::Patience;
use serde_json::json;

use super::inside::{Inside, talkative};
use super::standin::{CHANNEL, Fault, fixture};
use super::{POST, discord};

fn to(channel: u64) -> String {
    format!("POST /channels/{channel}/messages")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_fails_on_the_way_is_sent_again() {
    let standin = discord();
    let bot = Inside::speaking(&standin, talkative()).await;
    standin.fail(POST, Fault::RateLimited(0.1), 1);
    standin.fail(POST, Fault::Status(502), 1);
    standin.fail(POST, Fault::Reset, 1);
    standin.dispatch("MESSAGE_CREATE", &fixture::message("質問").dm().build());
    standin.posted(1).await;
    bot.stop().await;
    assert_eq!(standin.count(POST), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_discord_took_and_called_an_error_is_posted_once() {
    let standin = discord();
    let bot = Inside::speaking(&standin, talkative()).await;
    for (nth, fault) in
        [Fault::StatusAfter(502), Fault::StatusAfter(408), Fault::ResetAfter].into_iter().enumerate()
    {
        standin.fail(POST, fault.clone(), 1);
        let question = fixture::message("質問").mention_bot().build();
        standin.dispatch("MESSAGE_CREATE", &question);
        let again = standin.request(POST, 2 * nth + 2).await;
        assert_eq!((again.status, &again.json["enforce_nonce"]), (200, &json!(true)), "{fault:?}");
        let nonce = again.json["nonce"].as_str().unwrap();
        assert!(nonce.starts_with(question["id"].as_str().unwrap()), "{nonce}");
    }
    bot.stop().await;
    assert_eq!(standin.look(|state| state.posted.len()), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_two_processes_answer_is_answered_once() {
    let standin = discord();
    let question = fixture::message("質問").mention_bot().build();
    for process in 1..=2 {
        // The second is another process, with a store of its own: nothing spaces their logins.
        let patience = Patience { login_gap: Duration::ZERO, ..Patience::default() };
        let bot = Inside::start(&standin, talkative(), patience, 10);
        standin.ready(process).await;
        standin.dispatch("MESSAGE_CREATE", &question);
        assert_eq!(standin.request(POST, process).await.status, 200);
        bot.stop().await;
    }
    assert_eq!(standin.look(|state| state.posted.len()), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_refuses_or_is_gone_is_left_alone() {
    for (status, code) in [(403, 50_013), (404, 10_003)] {
        let standin = discord();
        let bot = Inside::speaking(&standin, talkative()).await;
        standin.fail(&to(CHANNEL), Fault::Error(status, code), 100);
        let say = |channel: u64| {
            standin
                .dispatch("MESSAGE_CREATE", &fixture::message("質問").channel(channel).mention_bot().build());
        };
        for nth in 1..=20 {
            say(CHANNEL);
            say(CHANNEL + 1);
            standin.request(&to(CHANNEL + 1), nth).await;
        }
        bot.stop().await;
        // The first refusal may come back after the second question was taken up, but not after many more.
        let refused = standin.count(&to(CHANNEL));
        assert!((1..=5).contains(&refused), "{status}: {refused} tries");
        assert_eq!(standin.count(&to(CHANNEL + 1)), 20, "{status}");
    }
}
