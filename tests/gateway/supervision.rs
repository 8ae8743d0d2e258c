//! Logins that lead nowhere are counted, slowed and given up; a network that is away, and a session that is resumed, are not.

use std::time::{Duration, Instant};

use fukugyo::front::Error;
use fukugyo::front::gateway::Patience;
use fukugyo::ops::Stage;
use fukugyo::serve::Responders;

use super::inside::Inside;
use super::standin::{Fault, Login, Standin};
use super::{TOKEN, discord, fukugyo, score, stop};

const GATEWAY: &str = "GET /gateway/bot";

/// The defaults with pauses that a test can wait out, in the same order of size.
fn short() -> Patience {
    Patience {
        first_pause: Duration::from_millis(50),
        longest_pause: Duration::from_millis(200),
        connecting: Duration::from_millis(600),
        login_gap: Duration::from_millis(20),
        first_login_pause: Duration::from_millis(100),
        longest_login_pause: Duration::from_millis(400),
        resume_pause: Duration::from_millis(50),
        ..Patience::default()
    }
}

fn start(standin: &Standin, patience: Patience, max_restarts: u64) -> Inside {
    Inside::start(standin, Responders::default(), patience, max_restarts)
}

/// Runs a bot whose every login gets `answer`, with four allowed.
async fn refused(answer: Login) {
    let standin = discord();
    standin.logins([answer; 20]);
    let error = start(&standin, short(), 4).run.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::GaveUp(4)), "{answer:?}: {error}");
    assert_eq!(error.exit_code(), 3);
    let logins: Vec<Instant> = standin.look(|state| state.identifies.iter().map(|login| login.at).collect());
    assert_eq!(logins.len(), 4, "{answer:?}: logins");
    for (pair, pause) in logins.windows(2).zip([100, 200, 400]) {
        let gap = pair[1] - pair[0];
        assert!(gap >= Duration::from_millis(pause), "{answer:?}: {gap:?} is less than {pause} ms");
    }
    assert!(standin.count(GATEWAY) >= 4, "{answer:?}: Discord is asked how many logins are left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_refused_as_an_invalid_session_is_slowed_down_and_given_up() {
    refused(Login::Invalid(false)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_closed_again_and_again_is_slowed_down_and_given_up() {
    for code in [4003, 4010, 4011, 4000] {
        refused(Login::Close(code)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_that_is_never_answered_is_slowed_down_and_given_up() {
    refused(Login::Silence).await;
}

#[tokio::test]
async fn a_refused_login_is_told_in_the_log_and_the_next_waits_ten_seconds() {
    let standin = discord();
    standin.logins([Login::Invalid(false)]);
    let mut bot = fukugyo(&standin).args(["gateway"]).start();
    let line = bot.line("a new login is needed").await;
    assert!(line.contains("WARN") && line.contains("Discord refused the session"), "{line}");
    assert!(line.contains("retry_in=10s"), "{line}");
    // It can be stopped while it waits.
    stop(bot).await;
    assert_eq!(standin.look(|state| state.identifies.len()), 1);
}

#[tokio::test]
async fn logins_that_are_refused_too_often_end_the_process_with_code_3() {
    let standin = discord();
    standin.logins([Login::Invalid(false)]);
    let mut bot = fukugyo(&standin).args(["gateway"]).env("FUKUGYO_GATEWAY_MAX_RESTARTS", "1").start();
    assert_eq!(bot.exit_code().await, 3, "{}", bot.output());
    assert!(bot.output().contains("Giving up"), "{}", bot.output());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_login_is_sent_when_none_is_left_until_there_are_new_ones() {
    let standin = discord();
    let bot = start(&standin, short(), 10);
    standin.ready(1).await;
    standin.session_starts(0, Duration::ZERO);
    let asked = standin.count(GATEWAY);
    let since = Instant::now();
    standin.invalidate(false);
    standin.request(GATEWAY, asked + 3).await;
    assert!(since.elapsed() >= Duration::from_secs(2), "a wait of no time is not taken at its word");
    assert_eq!(standin.look(|state| state.identifies.len()), 1);
    standin.session_starts(1_000, Duration::ZERO);
    standin.ready(2).await;
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_discord_requires_more_shards_it_is_asked_how_many() {
    let standin = discord();
    standin.logins([Login::Close(4011)]);
    let bot = start(&standin, short(), 10);
    standin.wait("a login", |state| (!state.identifies.is_empty()).then_some(())).await;
    standin.recommend_shards(2);
    standin.ready(2).await;
    let mut shards: Vec<_> =
        standin.look(|state| state.sessions.iter().map(|session| session.shard).collect());
    shards.sort_unstable();
    assert_eq!(shards, [(0, 2), (1, 2)]);
    bot.stop().await;
}

#[tokio::test]
async fn shards_that_the_operator_chose_too_few_of_are_for_the_operator_to_set_right() {
    let standin = discord();
    standin.logins([Login::Close(4011)]);
    let mut bot = fukugyo(&standin).args(["gateway", "--shards", "0/1"]).start();
    assert_eq!(bot.exit_code().await, 2, "{}", bot.output());
    assert!(bot.output().contains("--shards"), "{}", bot.output());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_shard_whose_logins_fail_does_not_slow_another() {
    let standin = Standin::builder().token(TOKEN).shards(2, 1_000).start();
    // Far longer than this test waits for anything.
    let patience = Patience { first_login_pause: Duration::from_mins(10), ..short() };
    let bot = start(&standin, patience, 10);
    standin.ready(2).await;
    standin.forget_shard(1);
    standin.close_shard(1, 4000);
    standin
        .wait("the resume of shard 1 to be refused", |state| (!state.resumes.is_empty()).then_some(()))
        .await;
    for nth in 1..=3 {
        standin.close_shard(0, 4000);
        standin.resumed(nth).await;
        let call = standin.answer(standin.begin_on(Some(0), &score())).await;
        assert_eq!(call.kind, 4);
    }
    assert_eq!(standin.look(|state| state.identifies.len()), 2, "shard 1 waits still");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shards_log_in_one_after_the_other_with_a_gap() {
    let standin = Standin::builder().token(TOKEN).shards(4, 1_000).start();
    let gap = Duration::from_millis(300);
    let bot = start(&standin, Patience { login_gap: gap, ..short() }, 10);
    standin.ready(4).await;
    let logins: Vec<Instant> = standin.look(|state| state.identifies.iter().map(|login| login.at).collect());
    for pair in logins.windows(2) {
        // The gap is kept where they are sent; on the way it may shrink a little.
        let between = pair[1] - pair[0];
        assert!(between + Duration::from_millis(50) > gap, "{between:?}");
    }
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_resume_that_is_put_off_again_and_again_costs_no_login() {
    let standin = discord();
    let bot = start(&standin, short(), 1);
    standin.ready(1).await;
    standin.logins([Login::Invalid(true); 8]);
    standin.drop_sockets();
    standin.resumed(1).await;
    assert_eq!(standin.look(|state| (state.identifies.len(), state.resumes.len())), (1, 9));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_resume_that_is_never_answered_is_replaced_by_a_login() {
    let standin = discord();
    let bot = start(&standin, short(), 10);
    standin.ready(1).await;
    standin.logins([Login::Silence]);
    standin.drop_sockets();
    standin.ready(2).await;
    assert_eq!(standin.interact(&score()).await.kind, 4);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_that_fails_twice_under_sixteen_shards_is_no_failure() {
    let standin = Standin::builder().token(TOKEN).shards(16, 1_000).start();
    // One failure would be the last.
    let bot = start(&standin, short(), 1);
    standin.ready(16).await;
    for blip in 1..=2 {
        standin.drop_sockets();
        standin.resumed(16 * blip).await;
    }
    assert_eq!(standin.look(|state| state.identifies.len()), 16);
    let call = standin.answer(standin.begin_on(Some(15), &score())).await;
    assert_eq!(call.kind, 4);
    assert!(!bot.run.is_finished());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_that_is_away_is_waited_for_without_limit_and_the_session_kept() {
    let standin = discord();
    // A failure would be the last, and is looked for at every look.
    let bot = start(&standin, Patience { connecting: Duration::from_millis(100), ..short() }, 1);
    standin.ready(1).await;
    standin.fail(GATEWAY, Fault::Status(503), usize::MAX);
    standin.fail("GET /", Fault::Reset, 12);
    standin.drop_sockets();
    standin.resumed(1).await;
    assert!(standin.count(GATEWAY) > 1, "it was looked into");
    assert_eq!(standin.interact(&score()).await.kind, 4);
    assert_eq!(standin.look(|state| state.identifies.len()), 1);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_stays_away_although_discord_answers_is_given_up() {
    let standin = discord();
    standin.fail("GET /", Fault::Status(503), usize::MAX);
    let patience = Patience { connecting: Duration::from_millis(100), ..short() };
    let error = start(&standin, patience, 3).run.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::GaveUp(3)), "{error}");
    assert_eq!(standin.look(|state| state.identifies.len()), 0);
}

#[tokio::test]
async fn being_refused_the_gateways_address_is_an_error_for_the_operator() {
    let standin = discord();
    standin.fail(GATEWAY, Fault::Status(403), 1);
    let mut bot = fukugyo(&standin).args(["gateway"]).start();
    assert_eq!(bot.exit_code().await, 2, "{}", bot.output());
    assert!(bot.output().contains("403") && bot.output().contains("DISCORD_API_BASE"), "{}", bot.output());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn being_refused_later_does_not_end_a_bot_that_has_worked() {
    let standin = discord();
    let bot = start(&standin, short(), 10);
    standin.ready(1).await;
    standin.fail(GATEWAY, Fault::Status(403), 2);
    standin.invalidate(false);
    standin.ready(2).await;
    assert_eq!(standin.count(GATEWAY), 4);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invalid_session_is_replaced_by_a_new_one() {
    let standin = discord();
    let bot = start(&standin, short(), 10);
    standin.ready(1).await;
    standin.invalidate(false);
    standin.ready(2).await;
    assert_eq!(standin.interact(&score()).await.kind, 4);
    assert_eq!(standin.look(|state| state.resumes.len()), 0);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_discord_has_forgotten_is_replaced_after_the_resume_is_refused() {
    let standin = discord();
    let bot = start(&standin, short(), 10);
    standin.ready(1).await;
    standin.forget_sessions();
    standin.drop_sockets();
    standin.ready(2).await;
    assert_eq!(standin.interact(&score()).await.kind, 4);
    assert_eq!(standin.look(|state| state.resumes.len()), 1);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_shard_tells_how_it_is_doing() {
    let standin =
        Standin::builder().token(TOKEN).shards(2, 1_000).heartbeat(Duration::from_millis(200)).start();
    let bot = start(&standin, short(), 10);
    standin.ready(2).await;
    standin.wait("heartbeats", |state| (state.heartbeats >= 6).then_some(())).await;
    let statuses = bot.ops.shards.snapshot();
    assert_eq!(statuses.keys().copied().collect::<Vec<_>>(), [0, 1]);
    for status in statuses.values() {
        assert_eq!((status.stage, status.heartbeat), (Stage::Up, Some(Duration::from_millis(200))));
        assert!(status.last_ack.is_some_and(|ack| ack >= status.since));
    }
    let statuses = bot.ops.shards.clone();
    bot.stop().await;
    assert!(statuses.snapshot().values().all(|status| status.stage == Stage::Stopped));
}
