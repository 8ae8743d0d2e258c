//! From the start of the process to a bot that is logged in and registered, or a clear end.

use std::time::Duration;

use serde_json::{Value, json};
use standin::{APPLICATION, Fault, GUILD, Login, Standin, bot::launch};

use super::{TOKEN, assert_secretive, discord, fukugyo, running, score, standin, stop};

const PUT: &str = "PUT /applications/*/commands";
const GET: &str = "GET /applications/*/commands";
const PUT_GUILD: &str = "PUT /applications/*/guilds/*/commands";

/// GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES.
const USUAL_INTENTS: u64 = 1 | 1 << 9 | 1 << 12;
const MESSAGE_CONTENT: u64 = 1 << 15;

#[tokio::test]
async fn it_logs_in_with_few_intents_and_registers_its_commands() {
    let standin = discord();
    let bot = running(&standin).await;
    let identify = standin.look(|state| state.identifies[0].clone());
    assert_eq!((identify.intents, identify.shard), (USUAL_INTENTS | MESSAGE_CONTENT, (0, 1)));
    let put = standin.request(PUT, 1).await;
    assert!(put.path.contains(&APPLICATION.to_string()));
    let names: Vec<&str> = put.json.as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    let table: Vec<&str> = fukugyo::command::COMMANDS.iter().map(|c| c.name).collect();
    assert_eq!(names, table);
    for command in put.json.as_array().unwrap() {
        let is_administrators = ["settings", "insights"].contains(&command["name"].as_str().unwrap());
        let permissions = if is_administrators { json!("32") } else { json!(null) };
        assert_eq!(command["default_member_permissions"], permissions);
        let places = if is_administrators { json!([[0], [0]]) } else { json!([[0, 1], [0, 1, 2]]) };
        assert_eq!(json!([command["integration_types"], command["contexts"]]), places);
        assert!(command["name_localizations"]["ja"].is_string());
    }
    let output = stop(bot).await;
    assert!(output.contains("ready") && output.contains("commands registered"), "{output}");
}

#[tokio::test]
async fn it_does_not_register_again_what_is_unchanged() {
    let standin = discord();
    standin.set_commands(None, fukugyo::command::registration().as_array().unwrap());
    let mut bot = running(&standin).await;
    bot.line("commands are registered already").await;
    stop(bot).await;
    assert_eq!((standin.count(GET), standin.count(PUT)), (1, 0));
}

#[tokio::test]
async fn a_changed_command_is_registered_again() {
    let standin = discord();
    let mut commands = fukugyo::command::registration().as_array().unwrap().clone();
    commands[0]["description_localizations"]["ja"] = json!("以前の説明");
    standin.set_commands(None, &commands);
    let bot = running(&standin).await;
    standin.request(PUT, 1).await;
    stop(bot).await;
}

#[tokio::test]
async fn a_registration_that_fails_is_tried_again_and_never_stops_the_bot() {
    let standin = discord();
    standin.fail(GET, Fault::RateLimited(0.05), 1);
    standin.fail(GET, Fault::Status(502), 1);
    standin.fail(GET, Fault::Error(403, 50001), 1);
    let mut bot = running(&standin).await;
    bot.line("commands could not be registered").await;
    assert_eq!(standin.interact(&score()).await.kind, 4);
    stop(bot).await;
    assert_eq!((standin.count(GET), standin.count(PUT)), (3, 0));
}

#[tokio::test]
async fn register_writes_once_clears_and_keeps_to_one_scope() {
    let standin = discord();
    let register = async |args: &[&str]| {
        let args = std::iter::once("register").chain(args.iter().copied());
        let mut process = fukugyo(&standin).args(args).start();
        let code = process.exit_code().await;
        assert_eq!(code, 0, "{}", process.output());
        process.output()
    };
    let changed = "The commands were changed";
    assert!(register(&[]).await.contains(changed));
    assert!(register(&[]).await.contains("nothing was changed"));
    assert_eq!(standin.count(PUT), 1);
    let guild = GUILD.to_string();
    assert!(register(&["--guild", &guild]).await.contains(changed));
    assert_eq!((standin.count(PUT_GUILD), standin.count(PUT)), (1, 2));
    assert_eq!(standin.request(PUT, 2).await.json, json!([]), "the other scope is cleared");
    assert!(register(&["--guild", &guild, "--clear"]).await.contains(changed));
    assert_eq!(standin.request(PUT_GUILD, 2).await.json, json!([]));
    assert_eq!(standin.count(PUT), 2);
}

#[tokio::test]
async fn refused_message_content_is_said_and_done_without() {
    let standin = Standin::builder().token(TOKEN).allow_intents(0).start();
    let mut bot = fukugyo(&standin).args(["gateway"]).start();
    standin.ready(1).await;
    let line = bot.line("refused the Message Content intent").await;
    assert!(line.contains("WARN") && line.contains("developer portal"), "{line}");
    let intents: Vec<u64> = standin.look(|state| state.identifies.iter().map(|i| i.intents).collect());
    assert_eq!(intents, [USUAL_INTENTS | MESSAGE_CONTENT, USUAL_INTENTS]);
    assert_eq!(standin.interact(&score()).await.kind, 4);
    stop(bot).await;
}

/// Runs to its end; returns the exit code and what was said.
async fn ends(launch: standin::bot::Launch) -> (i32, String) {
    let mut bot = launch.args(["gateway"]).start();
    let code = bot.exit_code().await;
    assert_secretive(&bot.output());
    (code, bot.output())
}

#[tokio::test]
async fn a_wrong_token_is_one_clear_message_and_exit_code_2() {
    let standin = Standin::start();
    let (code, output) = ends(fukugyo(&standin)).await;
    assert_eq!(code, 2, "{output}");
    assert_eq!(output.lines().filter(|line| line.contains("token")).count(), 1, "{output}");
    assert!(output.contains("DISCORD_TOKEN"), "{output}");
    assert_eq!(standin.look(|state| state.connections.len()), 0);
    let mut register = fukugyo(&standin).args(["register"]).start();
    assert_eq!(register.exit_code().await, 2);
    assert_secretive(&register.output());
}

#[tokio::test]
async fn a_token_that_the_gateway_refuses_ends_it_too() {
    let standin = discord();
    standin.logins([Login::Close(4004)]);
    let (code, output) = ends(fukugyo(&standin)).await;
    assert_eq!(code, 2, "{output}");
    assert!(output.contains("refused the bot token"), "{output}");
}

#[tokio::test]
async fn a_missing_or_unusable_token_is_found_before_any_connection() {
    let standin = discord();
    for token in ["", "two words", "改行"] {
        let (code, output) = ends(fukugyo(&standin).env("DISCORD_TOKEN", token)).await;
        assert_eq!((code, output.lines().count()), (2, 1), "{output}");
        assert!(output.contains("DISCORD_TOKEN"), "{output}");
    }
    assert_eq!(standin.look(|state| state.requests.len()), 0);
}

#[tokio::test]
async fn the_token_may_come_from_a_file() {
    let standin = discord();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    std::fs::write(&path, format!("{TOKEN}\n")).unwrap();
    let bot = launch(env!("CARGO_BIN_EXE_fukugyo"))
        .args(["gateway"])
        .env("DISCORD_API_BASE", &standin.base())
        .env("DISCORD_TOKEN_FILE", path.to_str().unwrap())
        .start();
    standin.ready(1).await;
    stop(bot).await;
}

#[tokio::test]
async fn discord_being_down_at_the_start_is_waited_out_with_back_off() {
    let mut standin = Standin::builder().token(TOKEN).start_deaf();
    let mut bot = fukugyo(&standin).args(["gateway"]).start();
    let first = bot.line("retry_in=500ms").await;
    assert!(first.contains("Discord cannot be reached"), "{first}");
    bot.line("retry_in=1s").await;
    standin.fail("GET /gateway/bot", Fault::Status(503), 1);
    // The websocket comes up last: a refused upgrade is waited out as well.
    standin.fail("GET /", Fault::Status(503), 1);
    standin.listen();
    standin.ready(1).await;
    assert_eq!(standin.interact(&score()).await.kind, 4);
    let output = stop(bot).await;
    assert!(output.contains("503"), "{output}");
}

#[tokio::test]
async fn one_process_of_several_holds_its_shards_only() {
    let standin = Standin::builder().token(TOKEN).shards(4, 1_000).start();
    let bot = fukugyo(&standin).args(["gateway", "--shards", "1/2"]).start();
    standin.ready(1).await;
    assert_eq!(standin.look(|state| state.identifies[0].shard), (1, 2));
    standin.request(PUT, 1).await;
    let output = stop(bot).await;
    assert!(output.contains("fewer shards than Discord recommends"), "{output}");
    // Each process registers: whoever comes after the first finds nothing to change.
    assert_eq!((standin.count(GET), standin.count(PUT)), (1, 1));
}

#[tokio::test]
async fn shards_that_cannot_be_are_refused() {
    let standin = discord();
    let mut bot = fukugyo(&standin).args(["gateway", "--shards", "4..2/3"]).start();
    assert_eq!(bot.exit_code().await, 2);
    assert!(bot.output().contains("FIRST..END/TOTAL"), "{}", bot.output());
}

#[tokio::test]
async fn it_does_not_log_in_when_no_session_starts_are_left() {
    let standin = Standin::builder().token(TOKEN).shards(1, 0).start();
    let mut bot = fukugyo(&standin).args(["gateway"]).start();
    bot.line("no session starts left").await;
    // It can be stopped while it waits.
    stop(bot).await;
    assert_eq!(standin.look(|state| state.connections.len()), 0);
}

#[tokio::test]
async fn it_is_ready_quickly() {
    let standin = discord();
    let start = std::time::Instant::now();
    let bot = running(&standin).await;
    // The figure is 300 ms for an optimised build on an idle machine; this is neither.
    assert!(start.elapsed() < Duration::from_secs(30));
    let bodies: Vec<Value> = standin.look(|state| state.requests.iter().map(|r| r.json.clone()).collect());
    assert!(bodies.iter().all(|body| !body.to_string().contains("do-not-show")));
    stop(bot).await;
}
