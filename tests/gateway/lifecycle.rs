//! Connections that end, sessions that end, and the end of the process.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::standin::{Connection, Fault, Standin};
use super::{CALLBACK, TOKEN, discord, fukugyo, running, score, stop};

#[tokio::test]
async fn a_dropped_socket_is_resumed_and_nothing_is_missed() {
    let standin = discord();
    let bot = running(&standin).await;
    for drops in 1..=2 {
        standin.drop_sockets();
        // Dispatched while nobody is connected: it comes with the replay.
        assert_eq!(standin.interact(&score()).await.kind, 4);
        standin.resumed(drops).await;
    }
    assert_eq!(standin.look(|state| state.identifies.len()), 1);
    stop(bot).await;
    assert_eq!(standin.count(CALLBACK), 2);
}

#[tokio::test]
async fn discord_asking_to_reconnect_is_followed() {
    let standin = discord();
    let bot = running(&standin).await;
    standin.ask_to_reconnect();
    standin.resumed(1).await;
    standin.invalidate(true);
    standin.resumed(2).await;
    standin.close_sockets(Some(4000));
    standin.resumed(3).await;
    assert_eq!(standin.interact(&score()).await.kind, 4);
    stop(bot).await;
}

#[tokio::test]
async fn an_empty_close_frame_is_survived() {
    let standin = discord();
    let bot = running(&standin).await;
    standin.close_sockets(None);
    standin.resumed(1).await;
    assert_eq!(standin.interact(&score()).await.kind, 4);
    stop(bot).await;
}

#[tokio::test]
async fn compressed_payloads_are_understood() {
    let standin = Standin::builder().token(TOKEN).compress().start();
    let bot = running(&standin).await;
    assert_eq!(standin.interact(&score()).await.kind, 4);
    stop(bot).await;
}

#[tokio::test]
async fn stopping_lets_what_was_begun_end() {
    for signal in ["TERM", "INT"] {
        let standin = discord();
        let mut bot = running(&standin).await;
        standin.fail(CALLBACK, Fault::Delay(Duration::from_millis(800)), 1);
        let call = standin.begin(&score());
        // The stand-in has the request, and keeps it, when the signal comes.
        standin.wait("the fault to be met", |state| state.faults.is_empty().then_some(())).await;
        bot.signal(signal).await;
        assert_eq!(bot.exit_code().await, 0, "{}", bot.output());
        assert_eq!(standin.answer(call).await.kind, 4);
        assert!(bot.output().contains("answered 1, apologised 0, lost 0"), "{}", bot.output());
        // Discord was told: the bot shows as offline at once.
        standin.look(|state| assert_eq!(state.connections, [Connection::Closed(Some(1000))]));
    }
}

#[tokio::test]
async fn stopping_waits_no_longer_than_it_may() {
    let standin = discord();
    let mut bot = fukugyo(&standin).args(["gateway"]).env("FUKUGYO_GATEWAY_DRAIN_SECONDS", "1").start();
    standin.ready(1).await;
    standin.fail(CALLBACK, Fault::Hang, 3);
    drop(standin.begin(&score()));
    standin.wait("the fault to be met", |state| (state.faults.left() < 3).then_some(())).await;
    bot.signal("TERM").await;
    assert_eq!(bot.exit_code().await, 0);
    // It says so only when the second was up before the callback, which hangs.
    assert!(bot.output().contains("stopped before everything had ended"), "{}", bot.output());
}

#[tokio::test]
async fn a_second_signal_ends_it_at_once() {
    let standin = discord();
    let mut bot = running(&standin).await;
    standin.fail(CALLBACK, Fault::Hang, 3);
    drop(standin.begin(&score()));
    standin.wait("the fault to be met", |state| (state.faults.left() < 3).then_some(())).await;
    bot.signal("TERM").await;
    bot.line("stopping").await;
    bot.signal("TERM").await;
    // Had it waited for what was begun, the code would be 0.
    assert_eq!(bot.exit_code().await, 130);
}

#[tokio::test]
async fn a_guild_full_of_events_that_are_not_for_us_changes_nothing() {
    let standin = discord();
    let bot = running(&standin).await;
    for n in 0..200 {
        standin.dispatch("TYPING_START", &json!({"channel_id": "1", "user_id": "2", "timestamp": n}));
        standin.dispatch("GUILD_CREATE", &json!({"id": "1", "unavailable": true}));
    }
    assert_eq!(standin.interact(&score()).await.kind, 4);
    stop(bot).await;
}

#[tokio::test]
async fn an_edit_of_the_data_is_answered_from_and_a_broken_one_is_refused_while_the_bot_runs() {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data")), folder.path());
    let backend = folder.path().join("profiles/backend.toml");
    let before = std::fs::read_to_string(&backend).unwrap();
    let standin = discord();
    let mut bot = fukugyo(&standin).args(["gateway", "--data", folder.path().to_str().unwrap()]).start();
    standin.ready(1).await;

    std::fs::write(&backend, before.replacen("ease = 40", "ease = 45", 1)).unwrap();
    bot.line("data replaced").await;
    let answer = standin.interact(&score()).await.data.to_string();
    assert!(answer.contains("**45** 始めやすさ"), "{answer}");

    std::fs::write(&backend, before.replacen("ease = 40", "ease = 400", 1)).unwrap();
    let refused = bot.line("data refused").await;
    assert!(refused.contains("profiles/backend.toml"), "{refused}");
    let answer = standin.interact(&score()).await.data.to_string();
    assert!(answer.contains("**45** 始めやすさ"), "the old data stays: {answer}");
    stop(bot).await;
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).map(drop).unwrap();
        }
    }
}
