//! When a process is to be relied on.

use std::time::{Duration, Instant};

use fukugyo::app::Knowledge;
use fukugyo::profile::{DataSource, Day};

use super::standin::{Fault, Login, Standin};
use super::{TOKEN, Told, discord, fukugyo, running, score, stop};

#[tokio::test]
async fn it_is_ready_once_all_its_shards_are_and_alive_before() {
    let standin = Standin::builder().token(TOKEN).shards(2, 1_000).start();
    // The second process follows at once, with a store of its own: nothing spaces the logins of the two.
    standin.pace_logins(Duration::ZERO);
    // The second login, whichever shard's it is, gets no answer for now.
    standin.logins([Login::Accept, Login::Silence]);
    let mut bot = fukugyo(&standin).args(["gateway"]).start();
    let told = Told::by(&mut bot).await;
    assert_eq!(told.get("/livez").await, (200, "ok\n".into()));
    let half = |status, body: &str| {
        status == 503 && body.contains("connecting") && body.matches(" ok\n").count() == 3
    };
    told.until("/readyz", "half ready", half).await;
    assert!(told.get("/metrics").await.1.contains("\nfukugyo_ready 0\n"));
    stop(bot).await;

    let mut bot = fukugyo(&standin).args(["gateway"]).start();
    let told = Told::by(&mut bot).await;
    let ready = told.ready().await;
    assert_eq!(ready, "data ok\nstore ok\nshard 0 ok\nshard 1 ok\n");
    assert_eq!(standin.look(|state| state.identifies.iter().filter(|login| login.accepted).count()), 3);
    stop(bot).await;
    standin.finish();
}

#[test]
fn data_stands_in_the_way_until_nobody_waits_for_its_index() {
    let knowledge = Knowledge::new(DataSource::Embedded.load(Day::today()).into_result().unwrap());
    assert!(!knowledge.is_prepared());
    knowledge.understanding();
    assert!(!knowledge.is_prepared(), "診断 would still be waited for");
    knowledge.prepare();
    assert!(knowledge.is_prepared());
}

#[tokio::test]
async fn a_shard_whose_heartbeats_go_unanswered_is_not_relied_on_until_they_are() {
    const INTERVAL: Duration = Duration::from_millis(500);
    let standin = Standin::builder().token(TOKEN).heartbeat(INTERVAL).start();
    let (bot, told) = running(&standin).await;
    let acked = "fukugyo_shard_heartbeat_ack_age_seconds{shard=\"0\"} ";
    told.until("/metrics", "acknowledged", |_, page| page.contains(acked)).await;
    standin.ignore_heartbeats(true);
    let since = Instant::now();
    told.not_ready("heartbeat ack").await;
    // Two intervals, one more look of ours, and what a loaded machine adds.
    assert!(since.elapsed() < 2 * INTERVAL + Duration::from_secs(1), "{:?}", since.elapsed());
    // New connections are made meanwhile, and prove nothing.
    standin.resumed(1).await;
    told.not_ready("heartbeat ack").await;
    standin.ignore_heartbeats(false);
    told.ready().await;
    stop(bot).await;
    standin.finish();
}

#[tokio::test]
async fn while_it_drains_it_is_alive_and_not_ready_and_ends_what_it_began() {
    let standin = discord();
    let (mut bot, told) = running(&standin).await;
    standin.fail("POST /interactions/*/*/callback", Fault::Delay(Duration::from_secs(1)), 1);
    let begun = standin.begin(&score());
    // It has arrived.
    standin.wait("a fault met", |state| state.faults.is_empty().then_some(())).await;
    bot.signal("TERM").await;
    let lines = told.not_ready("stopping").await;
    assert!(lines.starts_with("stopping\n"), "{lines}");
    assert_eq!(told.get("/livez").await.0, 200);
    assert_eq!(standin.answer(begun).await.kind, 4);
    assert_eq!(bot.exit_code().await, 0);
    standin.finish();
}

#[tokio::test]
async fn a_taken_port_is_one_sentence_before_anything_else() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let standin = discord();
    let mut bot = fukugyo(&standin).args(["gateway", "--ops-listen", &address]).start();
    assert_eq!(bot.exit_code().await, 2, "{}", bot.output());
    let output = bot.output();
    assert!(output.lines().count() == 1 && output.starts_with("Cannot listen on"), "{output}");
    assert!(output.contains(&address) && output.contains("--ops-listen"), "{output}");
    standin.look(|state| assert!(state.requests.is_empty()));
}

#[tokio::test]
async fn whoever_holds_connections_open_holds_up_nobody() {
    let standin = discord();
    let (bot, told) = running(&standin).await;
    let mut held = Vec::new();
    for _ in 0..300 {
        held.push(tokio::net::TcpStream::connect(told.address()).await.unwrap());
    }
    assert_eq!(standin.interact(&score()).await.kind, 4);
    told.ready().await;
    assert_eq!(told.get("/metrics").await.0, 200);
    drop(held);
    stop(bot).await;
    standin.finish();
}
