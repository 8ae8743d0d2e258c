//! The end of the process: no longer ready, still answering, then nothing new, and what was begun ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::net::TcpStream;

use super::standin::signed::{Endpoint, Signed};
use super::standin::{Fault, USER, fixture};
use super::{discord, fukugyo, listening, running, score, stop};

/// Clients at once in the test of what a stop loses.
const CLIENTS: usize = 16;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_under_load_loses_nothing_that_was_taken() {
    let standin = discord();
    let mut bot = fukugyo(&standin).env("FUKUGYO_ENDPOINT_LEAVE_SECONDS", "1").start();
    let address = listening(&mut bot).await;
    let (answered, refused) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let clients = (0..CLIENTS).map(|_| {
        let (answered, refused) = (Arc::clone(&answered), Arc::clone(&refused));
        tokio::spawn(async move {
            let endpoint = Endpoint::at(address);
            loop {
                match endpoint.send(&Signed::now(score().to_string())).await {
                    Ok(answer) => {
                        assert_eq!(answer.status().as_u16(), 200);
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                    // It listens no more: a balancer has sent people elsewhere for a second.
                    Err(error) if error.is_connect() => return refused.store(true, Ordering::Relaxed),
                    Err(error) => panic!("an answer was lost: {error:?}"),
                }
            }
        })
    });
    let clients: Vec<_> = clients.collect();
    bot.line("outcome=\"answered\"").await;
    let signalled = Instant::now();
    bot.signal("TERM").await;
    bot.line("no longer ready, still answering").await;
    for client in join_all(clients).await {
        client.expect("no answer was lost");
    }
    assert_eq!(bot.exit_code().await, 0, "{}", bot.output());
    assert!(signalled.elapsed() >= Duration::from_secs(1), "it left at once");
    assert!(refused.load(Ordering::Relaxed));
    let answered = answered.load(Ordering::Relaxed);
    let counted = format!("answered {answered}, apologised 0, lost 0");
    assert!(bot.output().contains(&counted), "{counted} not in {}", bot.output());
}

#[tokio::test]
async fn while_it_leaves_each_answer_closes_its_connection() {
    let standin = discord();
    let mut bot = fukugyo(&standin).env("FUKUGYO_ENDPOINT_LEAVE_SECONDS", "30").start();
    let endpoint = Endpoint::at(listening(&mut bot).await);
    let before = endpoint.send(&Signed::now(score().to_string())).await.unwrap();
    assert!(!before.headers().contains_key("connection"));
    bot.signal("TERM").await;
    bot.line("no longer ready, still answering").await;
    let after = endpoint.send(&Signed::now(score().to_string())).await.unwrap();
    assert_eq!((after.status().as_u16(), &after.headers()["connection"]), (200, &"close".parse().unwrap()));
    bot.signal("TERM").await;
    assert_eq!(bot.exit_code().await, 130, "a second signal ends it at once");
}

#[tokio::test]
async fn connections_without_a_request_do_not_hold_up_the_stop() {
    let standin = discord();
    let (mut bot, endpoint) = running(&standin).await;
    let silent = TcpStream::connect(endpoint.address).await.unwrap();
    endpoint.interact(&standin, &score()).await;
    let signalled = Instant::now();
    bot.signal("TERM").await;
    assert_eq!(bot.exit_code().await, 0, "{}", bot.output());
    assert!(signalled.elapsed() < Duration::from_secs(4), "{:?}", signalled.elapsed());
    drop(silent);
}

#[tokio::test]
async fn a_follow_up_that_was_begun_is_ended() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    let route = "DELETE /webhooks/*/*/messages/@original";
    standin.fail(route, Fault::Error(404, 10_015), 3);
    endpoint.interact(&standin, &fixture::press(&format!("v1:dismiss:{USER}")).build()).await;
    let output = stop(bot).await;
    assert!(output.contains("answered 1, apologised 0, lost 0"), "{output}");
    assert_eq!(standin.count(route), 4);
}

#[tokio::test]
async fn what_is_left_when_the_time_is_up_counts_as_lost() {
    let standin = discord();
    let mut bot = fukugyo(&standin).env("FUKUGYO_GATEWAY_DRAIN_SECONDS", "1").start();
    let endpoint = Endpoint::at(listening(&mut bot).await);
    standin.fail("DELETE /webhooks/*/*/messages/@original", Fault::Hang, 10);
    endpoint.interact(&standin, &fixture::press(&format!("v1:dismiss:{USER}")).build()).await;
    let output = stop(bot).await;
    assert!(output.contains("answered 0, apologised 0, lost 1"), "{output}");
}
