//! The end of the process: what was delivered is answered, and nothing that hangs holds it up.

use std::time::{Duration, Instant};

use super::standin::{Connection, Fault, Standin};
use super::{CALLBACK, TOKEN, discord, fukugyo, running, score};

/// How many interactions arrive at once in the test of what a stop loses.
const BURST: usize = 400;
/// How soon a process with nothing to finish must have ended after the signal.
const AT_ONCE: Duration = Duration::from_secs(2);

#[tokio::test]
async fn nothing_that_was_delivered_before_the_stop_is_lost() {
    for met in [0, 1, 50, 200] {
        let standin = discord();
        let mut bot = running(&standin).await;
        let calls: Vec<_> = (0..BURST).map(|_| standin.begin(&score())).collect();
        standin.wait("answers before the signal", |state| (state.calls.len() >= met).then_some(())).await;
        bot.signal("TERM").await;
        assert_eq!(bot.exit_code().await, 0, "{}", bot.output());
        let mut answered = 0;
        for mut call in calls {
            answered += usize::from(call.try_recv().is_ok());
        }
        assert_eq!(answered, BURST, "signal after {met} answers: {}", bot.output());
        assert!(bot.output().contains("answered 400, apologised 0, lost 0"), "{}", bot.output());
        standin.look(|state| assert_eq!(state.connections, [Connection::Closed(Some(1000))]));
    }
}

#[tokio::test]
async fn asking_for_the_gateway_does_not_hold_up_the_stop() {
    let standin = discord();
    standin.fail("GET /gateway/bot", Fault::Hang, 1);
    let mut bot = fukugyo(&standin).args(["gateway"]).start();
    standin.request("GET /gateway/bot", 1).await;
    ends_at_once(&mut bot).await;
}

#[tokio::test]
async fn connecting_does_not_hold_up_the_stop() {
    let standin = discord();
    standin.fail("GET /", Fault::Hang, 1);
    let mut bot = fukugyo(&standin).args(["gateway"]).start();
    standin.wait("the connection to hang", |state| state.faults.is_empty().then_some(())).await;
    ends_at_once(&mut bot).await;
}

#[tokio::test]
async fn registering_does_not_hold_up_the_stop() {
    let standin = discord();
    standin.fail("GET /applications/*/commands", Fault::Hang, 1);
    let mut bot = fukugyo(&standin).args(["gateway"]).start();
    standin.request("GET /applications/*/commands", 1).await;
    ends_at_once(&mut bot).await;
}

#[tokio::test]
async fn a_gateway_that_does_not_confirm_the_close_does_not_hold_up_the_stop_for_long() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.freeze_sockets();
    let signalled = Instant::now();
    bot.signal("TERM").await;
    assert_eq!(bot.exit_code().await, 0, "{}", bot.output());
    assert!(signalled.elapsed() < Duration::from_secs(6), "{:?}", signalled.elapsed());
    assert!(bot.output().contains("did not confirm the close"), "{}", bot.output());
}

#[tokio::test]
async fn what_is_left_when_the_time_is_up_counts_as_lost() {
    let standin = Standin::builder().token(TOKEN).start();
    let mut bot = fukugyo(&standin).args(["gateway"]).env("FUKUGYO_GATEWAY_DRAIN_SECONDS", "1").start();
    standin.ready(1).await;
    standin.fail(CALLBACK, Fault::Hang, 10);
    drop(standin.begin(&score()));
    standin.wait("the fault to be met", |state| (state.faults.left() < 10).then_some(())).await;
    bot.signal("TERM").await;
    assert_eq!(bot.exit_code().await, 0);
    assert!(bot.output().contains("answered 0, apologised 0, lost 1"), "{}", bot.output());
}

async fn ends_at_once(bot: &mut super::standin::bot::Bot) {
    let signalled = Instant::now();
    bot.signal("TERM").await;
    assert_eq!(bot.exit_code().await, 0, "{}", bot.output());
    let took = signalled.elapsed();
    assert!(took < AT_ONCE, "{took:?}: {}", bot.output());
}
