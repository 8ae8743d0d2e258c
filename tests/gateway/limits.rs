//! Discord's rate limits: kept to before they are broken, and waited out, a bounded number of times, when they are.

use std::time::{Duration, Instant};

use super::inside::{Inside, talkative};
use super::standin::{CHANNEL, Fault, Recorded, Standin, fixture};
use super::{CALLBACK, POST, discord, running, score, stop};

/// All requests to a route so far.
fn requests(standin: &Standin, route: &str) -> Vec<Recorded> {
    standin.look(|state| state.requests.iter().filter(|request| request.is(route)).cloned().collect())
}

fn ask(standin: &Standin, channel: u64) {
    standin.dispatch("MESSAGE_CREATE", &fixture::message("質問").channel(channel).mention_bot().build());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channels_limit_is_kept_to_without_a_429_and_holds_no_other_channel_up() {
    let standin = discord();
    let bot = Inside::speaking(&standin, talkative()).await;
    let window = Duration::from_millis(1_500);
    standin.limit(POST, 2, window);
    for _ in 0..5 {
        ask(&standin, CHANNEL);
    }
    ask(&standin, CHANNEL + 1);
    standin.posted(6).await;
    bot.stop().await;
    let sent = requests(&standin, POST);
    assert!(sent.iter().all(|request| request.status == 200), "{:?}", sent.iter().map(|r| r.status));
    let (limited, other): (Vec<_>, Vec<_>) =
        sent.iter().partition(|request| request.path.contains(&CHANNEL.to_string()));
    assert!(limited[4].at - limited[0].at >= window * 2, "{:?}", limited[4].at - limited[0].at);
    assert!(other[0].at < limited[2].at, "the other channel does not wait");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_of_all_requests_holds_other_channels_up_but_no_callback() {
    let standin = discord();
    let bot = Inside::speaking(&standin, talkative()).await;
    standin.fail(POST, Fault::GloballyLimited(1.5), 1);
    ask(&standin, CHANNEL);
    let limited = standin.request(POST, 1).await.at;
    // The bot learns of the limit a moment after the stand-in has answered; its callback comes behind that.
    standin.interact(&score()).await;
    ask(&standin, CHANNEL + 1);
    let call = standin.interact(&score()).await;
    let called = Instant::now();
    standin.posted(2).await;
    bot.stop().await;
    assert_eq!(call.kind, 4);
    let sent = requests(&standin, POST);
    assert_eq!(sent.len(), 3);
    for request in &sent[1..] {
        assert!(request.at - limited >= Duration::from_millis(1_400), "{:?}", request.at - limited);
        assert!(called < request.at, "the callback did not wait");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_without_headers_holds_its_channel_up() {
    let standin = discord();
    let bot = Inside::speaking(&standin, talkative()).await;
    standin.fail(POST, Fault::RateLimited(1.0), 1);
    ask(&standin, CHANNEL);
    let limited = standin.request(POST, 1).await.at;
    ask(&standin, CHANNEL);
    standin.posted(2).await;
    bot.stop().await;
    let sent = requests(&standin, POST);
    assert_eq!(sent.len(), 3);
    assert!(sent[1].at - limited >= Duration::from_millis(900), "{:?}", sent[1].at - limited);
}

#[tokio::test]
async fn a_limit_that_says_zero_seconds_is_not_asked_again_at_once() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::RateLimited(0.0), 10_000);
    drop(standin.begin(&score()));
    bot.line("outcome=\"lost\"").await;
    stop(bot).await;
    let tries = requests(&standin, CALLBACK);
    assert!((2..=6).contains(&tries.len()), "{} tries", tries.len());
    assert!(tries[1].at - tries[0].at >= Duration::from_millis(50));
}
