//! Callbacks that fail on the way: tried again while Discord waits, never lost while they can arrive.

use std::time::Duration;

use super::standin::Fault;
use super::{CALLBACK, discord, running, score, stop};

#[tokio::test]
async fn a_callback_that_fails_is_tried_again() {
    let standin = discord();
    let bot = running(&standin).await;
    for (fault, times) in
        [(Fault::RateLimited(0.2), 1), (Fault::Status(500), 3), (Fault::Status(503), 1), (Fault::Reset, 2)]
    {
        standin.fail(CALLBACK, fault.clone(), times);
        let before = standin.count(CALLBACK);
        let call = standin.interact(&score()).await;
        assert_eq!(call.kind, 4, "{fault:?}");
        assert_eq!(standin.count(CALLBACK) - before, times + 1, "{fault:?}");
        if let Fault::RateLimited(seconds) = fault {
            assert!(call.latency >= Duration::from_secs_f64(seconds), "{:?}", call.latency);
        }
    }
    let output = stop(bot).await;
    assert!(output.contains("answered 4, apologised 0, lost 0"), "{output}");
}

#[tokio::test]
async fn an_answer_that_got_through_unnoticed_is_not_an_error() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::ResetAfter, 1);
    assert_eq!(standin.interact(&score()).await.kind, 4);
    let line = bot.line("already_answered").await;
    assert!(line.contains("INFO"), "{line}");
    stop(bot).await;
    assert_eq!(standin.count(CALLBACK), 2);
}

#[tokio::test]
async fn a_connection_that_has_died_silently_leaves_time_for_another() {
    let standin = discord();
    let bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::Hang, 1);
    let call = standin.interact(&score()).await;
    assert!(call.kind == 4 && call.latency < Duration::from_secs(3), "{:?}", call.latency);
    stop(bot).await;
}

#[tokio::test]
async fn when_discord_no_longer_waits_it_counts_as_lost_with_one_line_and_no_retry() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::Error(404, 10_062), 1);
    drop(standin.begin(&score()));
    let line = bot.line("10062").await;
    assert!(line.contains("WARN") && line.contains("outcome=\"lost\""), "{line}");
    let output = stop(bot).await;
    assert_eq!(standin.count(CALLBACK), 1);
    assert!(output.contains("answered 0, apologised 0, lost 1"), "{output}");
}

#[tokio::test]
async fn when_all_three_seconds_fail_it_is_logged_as_lost_and_life_goes_on() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::Status(503), 100);
    drop(standin.begin(&score()));
    let line = bot.line("outcome=\"lost\"").await;
    assert!(line.contains("WARN") && line.contains("503"), "{line}");
    let tries = standin.count(CALLBACK);
    assert!((4..=20).contains(&tries), "{tries} tries");
    for _ in tries..100 {
        standin
            .wait("a fault to take", |state| state.faults.take("POST", "/interactions/1/t/callback"))
            .await;
    }
    assert_eq!(standin.interact(&score()).await.kind, 4);
    let output = stop(bot).await;
    assert!(output.contains("answered 1, apologised 0, lost 1"), "{output}");
}

#[tokio::test]
async fn a_limit_longer_than_discord_waits_is_not_waited_for() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::RateLimited(60.0), 1);
    drop(standin.begin(&score()));
    assert!(bot.line("outcome=\"lost\"").await.contains("limiting the rate"));
    stop(bot).await;
    assert_eq!(standin.count(CALLBACK), 1);
}

#[tokio::test]
async fn an_answer_that_discord_refuses_becomes_an_apology() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::Error(400, 50_035), 1);
    let call = standin.interact(&score()).await;
    assert!(call.data["content"].as_str().unwrap().contains("番号"), "{}", call.data);
    let line = bot.line("outcome=\"apologised\"").await;
    assert!(line.contains("50035") && line.contains("ERROR"), "{line}");
    stop(bot).await;
}
