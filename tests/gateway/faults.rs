//! Callbacks that fail on the way: tried again while Discord waits, never lost while they can arrive.

use std::time::{Duration, Instant};

use super::standin::{Fault, fixture};
use super::{CALLBACK, POST, discord, fukugyo, running, score, stop};

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
    let bot = running(&standin).await;
    for (nth, fault) in [Fault::ResetAfter, Fault::StatusAfter(502)].into_iter().enumerate() {
        standin.fail(CALLBACK, fault, 1);
        assert_eq!(standin.interact(&score()).await.kind, 4);
        standin.request(CALLBACK, 2 * nth + 2).await;
    }
    let output = stop(bot).await;
    assert!(output.contains("answered 2, apologised 0, lost 0"), "{output}");
    assert_eq!(output.lines().filter(|line| line.contains("outcome=\"answered\"")).count(), 2, "{output}");
}

#[tokio::test]
async fn an_answer_of_another_process_is_not_an_error() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::Error(400, 40_060), 1);
    drop(standin.begin(&score()));
    let line = bot.line("already_answered").await;
    assert!(line.contains("INFO"), "{line}");
    stop(bot).await;
    assert_eq!(standin.count(CALLBACK), 1);
}

#[tokio::test]
async fn callbacks_that_discord_takes_slowly_are_all_answered() {
    // One after another: on a busy machine the bot needs its own time as well.
    for millis in [1_000, 1_500, 2_000, 2_500] {
        let standin = discord();
        let bot = running(&standin).await;
        standin.fail(CALLBACK, Fault::Delay(Duration::from_millis(millis)), 10_000);
        let _waiting: Vec<_> = (0..200).map(|_| standin.begin(&fixture::slash("help").build())).collect();
        standin
            .wait(&format!("200 answers after {millis} ms each"), |state| {
                (state.calls.len() == 200).then_some(())
            })
            .await;
        let output = stop(bot).await;
        assert!(output.contains("answered 200, apologised 0, lost 0"), "after {millis} ms\n{output}");
    }
}

#[tokio::test]
async fn a_callback_that_discord_took_and_answers_late_is_answered_by_the_second() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::DelayAfter(Duration::from_millis(2_700)), 1);
    assert_eq!(standin.interact(&score()).await.kind, 4);
    let line = bot.line("outcome=\"answered\"").await;
    let millis: u64 = line.split("duration_ms=").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!((1_200..2_700).contains(&millis), "{line}");
    stop(bot).await;
}

#[tokio::test]
async fn a_line_that_is_broken_for_long_is_tried_until_time_is_nearly_up() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::Status(503), 100);
    drop(standin.begin(&score()));
    bot.line("outcome=\"lost\"").await;
    stop(bot).await;
    let times: Vec<Instant> =
        standin.look(|state| state.requests.iter().filter(|r| r.is(CALLBACK)).map(|r| r.at).collect());
    let span = *times.last().unwrap() - times[0];
    assert!(span > Duration::from_secs(2), "the last try came after {span:?}");
    assert!(times.len() <= 6, "{} tries", times.len());
}

#[tokio::test]
async fn a_connection_that_has_died_silently_leaves_time_for_another() {
    let standin = discord();
    let bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::Hang, 1);
    let call = standin.interact(&score()).await;
    // Begun beside the first, which is still open; after three seconds the stand-in takes none.
    assert_eq!(call.kind, 4);
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
    assert!((4..=6).contains(&tries), "{tries} tries");
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

#[tokio::test]
async fn a_token_that_is_refused_while_the_bot_runs_ends_it_with_code_2() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.request("PUT /applications/*/commands", 1).await;
    standin.fail(POST, Fault::Status(401), 100);
    let question = || fixture::message("副業が会社にバレない方法はありますか？").dm().build();
    for _ in 0..20 {
        standin.dispatch("MESSAGE_CREATE", &question());
    }
    assert_eq!(bot.exit_code().await, 2, "{}", bot.output());
    let output = bot.output();
    assert!(output.contains("Discord refused the bot token. Copy it again"), "{output}");
    assert_eq!(standin.count(POST), 1, "it is not tried again");
}

#[tokio::test]
async fn a_token_that_is_refused_when_commands_are_registered_ends_it_with_code_2() {
    let standin = discord();
    standin.fail("GET /applications/*/commands", Fault::Status(401), 100);
    let mut bot = fukugyo(&standin).args(["gateway"]).start();
    assert_eq!(bot.exit_code().await, 2, "{}", bot.output());
    assert!(bot.output().contains("Discord refused the bot token. Copy it again"), "{}", bot.output());
    assert_eq!(standin.count("GET /applications/*/commands"), 1);
}

#[tokio::test]
async fn an_interactions_token_that_has_run_out_says_nothing_of_the_bots() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::Error(401, 50_027), 2);
    drop(standin.begin(&score()));
    bot.line("50027").await;
    assert_eq!(standin.interact(&score()).await.kind, 4);
    stop(bot).await;
}
