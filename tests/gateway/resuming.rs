//! Connections that end while the session lives: the bot is back at once, however often it happens, and no login is spent.

use std::time::{Duration, Instant};

use super::standin::{Connection, Standin};
use super::{TOKEN, discord, running, score, stop};

/// How soon the bot must be back, answering.
const BACK_WITHIN: Duration = Duration::from_secs(2);

#[tokio::test]
async fn the_twentieth_disconnect_in_a_row_is_mended_as_fast_as_the_first() {
    let standin = discord();
    let bot = running(&standin).await;
    let mut slowest = Duration::ZERO;
    for nth in 0..20 {
        let start = Instant::now();
        match nth % 5 {
            0 => standin.close_sockets(Some(4000)),
            1 => standin.close_sockets(Some(4008)),
            2 => standin.close_sockets(Some(1001)),
            3 => standin.drop_sockets(),
            _ => standin.ask_to_reconnect(),
        }
        standin.resumed(nth + 1).await;
        assert_eq!(standin.interact(&score()).await.kind, 4);
        slowest = slowest.max(start.elapsed());
    }
    assert!(slowest < BACK_WITHIN, "{slowest:?}");
    assert_eq!(standin.look(|state| state.identifies.len()), 1, "logins");
    let output = stop(bot).await;
    assert!(output.contains("with code 4008"), "{output}");
}

#[tokio::test]
async fn a_connection_without_heartbeat_acks_is_closed_and_resumed() {
    let standin = Standin::builder().token(TOKEN).heartbeat(Duration::from_millis(300)).start();
    let bot = running(&standin).await;
    standin.ignore_heartbeats(true);
    standin.resumed(1).await;
    standin.ignore_heartbeats(false);
    assert_eq!(standin.interact(&score()).await.kind, 4);
    standin.look(|state| {
        assert_eq!(state.identifies.len(), 1, "logins");
        assert_eq!(state.connections[0], Connection::Closed(Some(4000)));
    });
    stop(bot).await;
}

#[tokio::test]
async fn a_connection_that_has_gone_dead_without_a_word_is_left_and_resumed() {
    let standin = Standin::builder().token(TOKEN).heartbeat(Duration::from_millis(300)).start();
    let bot = running(&standin).await;
    standin.freeze_sockets();
    standin.resumed(1).await;
    assert_eq!(standin.interact(&score()).await.kind, 4);
    stop(bot).await;
}

#[tokio::test]
async fn when_nobody_answers_at_the_address_for_resuming_the_usual_one_is_taken() {
    let standin = Standin::builder().token(TOKEN).resume_url("ws://127.0.0.1:1").start();
    let bot = running(&standin).await;
    let start = Instant::now();
    standin.drop_sockets();
    standin.resumed(1).await;
    assert!(start.elapsed() < BACK_WITHIN, "{:?}", start.elapsed());
    stop(bot).await;
}
