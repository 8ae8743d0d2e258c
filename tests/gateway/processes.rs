//! Several processes on one Postgres: an ordered set of four with four shards each, restarts, kills, and a database that is away.

use std::time::{Duration, Instant};

use fukugyo::config::StoreUrl;
use serde_json::{Value, json};

use super::standin::bot::{Bot, Launch};
use super::standin::{CHANNEL, GUILD, IDENTIFY_GAP, Standin, fixture, shard_of};
use super::wire::{Mode, Wire};
use super::{POST, TOKEN, assert_secretive, fukugyo, postgres, score, stop};

const PUT: &str = "PUT /applications/*/commands";
const GET: &str = "GET /applications/*/commands";
/// Shards of all processes together, and of each.
const TOTAL: u64 = 16;
const EACH: u64 = 4;

/// A guild of each shard, and one more.
fn guilds() -> Vec<u64> {
    let first = 286_102_294_912;
    (0..TOTAL).map(|shard| ((first + shard) << 22) | 1).chain([GUILD]).collect()
}

/// A Discord that lets so many shards log in at once, and a new database.
async fn world(concurrency: u64) -> Option<(Standin, String)> {
    let database = postgres::new_database().await?;
    let standin =
        Standin::builder().token(TOKEN).shards(TOTAL, 1_000).concurrency(concurrency).guilds(guilds());
    Some((standin.start(), database))
}

fn on(standin: &Standin, database: &str) -> Launch {
    fukugyo(standin).env("FUKUGYO_STORE_URL", database)
}

/// One process of the ordered set, as a StatefulSet starts it.
fn process(standin: &Standin, database: &str, number: u64) -> Bot {
    on(standin, database)
        .env("FUKUGYO_SHARDS_TOTAL", &TOTAL.to_string())
        .env("FUKUGYO_SHARDS_PER_PROCESS", &EACH.to_string())
        .env("FUKUGYO_PROCESS", &format!("fukugyo-gateway-{number}"))
        .args(["gateway"])
        .start()
}

fn shards_of(number: u64) -> std::ops::Range<u64> {
    number * EACH..(number + 1) * EACH
}

/// A question to the bot in this guild, by somebody who has asked nothing yet.
fn question(guild: u64) -> Value {
    let asker = super::standin::snowflake();
    fixture::message("副業はいくらから確定申告が必要ですか？")
        .mention_bot()
        .author(fixture::person(asker, "花子"))
        .channel(guild + 1)
        .with("/guild_id", guild.to_string())
        .build()
}

#[tokio::test]
async fn four_processes_start_together_no_login_is_too_early_and_one_registers() {
    // Two shards to a bucket, in different processes.
    let Some((standin, database)) = world(8).await else { return };
    let mut bots: Vec<Bot> = (0..4).map(|number| process(&standin, &database, number)).collect();
    standin.ready(16).await;
    let mut logins: Vec<_> = standin.look(|state| state.identifies.iter().map(|login| login.shard).collect());
    logins.sort_unstable();
    assert_eq!(logins, (0..TOTAL).map(|shard| (shard, TOTAL)).collect::<Vec<_>>(), "each shard once");
    for (number, bot) in (0..).zip(&mut bots) {
        let shards = shards_of(number);
        bot.line(&format!("shards={}..{}/{TOTAL}", shards.start, shards.end)).await;
    }
    // A guild's messages reach the process that holds its shard, and are answered there.
    for (nth, guild) in guilds().into_iter().enumerate() {
        standin.dispatch("MESSAGE_CREATE", &question(guild));
        standin.posted(nth + 1).await;
    }
    standin.request(GET, 4).await;
    for bot in bots {
        stop(bot).await;
    }
    assert_eq!(standin.count(PUT), 1, "those after the first find nothing to change");
    standin.finish();
}

#[tokio::test]
async fn a_process_that_is_killed_with_the_turn_leaves_it_to_the_next_and_its_login_counts() {
    let Some((standin, database)) = world(1).await else { return };
    for (round, shards) in ["0..2/4", "0/4"].into_iter().enumerate() {
        let before = standin.look(|state| state.identifies.len());
        let first = on(&standin, &database).args(["gateway", "--shards", shards]).start();
        standin.wait("its login", |state| (state.identifies.len() > before).then_some(())).await;
        // In the second round it is killed with the login on its way, in the first while it waits for the gap to pass.
        if round == 0 {
            standin.ready(1).await;
        }
        let mut next = on(&standin, &database).args(["gateway", "--shards", "3/4"]).start();
        if round == 0 {
            next.line("connecting").await;
        }
        first.signal("KILL").await;
        let killed = Instant::now();
        standin.sessions(1, [3]).await;
        assert!(killed.elapsed() < IDENTIFY_GAP * 4, "{:?}", killed.elapsed());
        stop(next).await;
    }
    // That no login came too early is looked at here.
    standin.finish();
}

#[tokio::test]
async fn a_postgres_that_goes_away_during_the_logins_stops_nobody() {
    let Some((standin, database)) = world(1).await else { return };
    let (wire, StoreUrl::Postgres(url)) = Wire::before(&database.parse().unwrap()).await else { panic!() };
    let start =
        |shards: &'static str| on(&standin, url.as_str()).args(["gateway", "--shards", shards]).start();
    let mut bots = [start("0..2/4"), start("2..4/4")];
    for bot in &mut bots {
        bot.line("connecting").await;
    }
    standin.ready(1).await;
    wire.set(Mode::Stalled);
    standin.sessions(1, 0..4).await;
    for bot in &mut bots {
        bot.line("logins are spaced within this process only").await;
    }
    // Each still spaced its own: whose shard it was tells whose login it was.
    let logins = standin.look(|state| state.identifies.clone());
    for own in [0..2, 2..4] {
        let own: Vec<_> =
            logins.iter().filter(|login| own.contains(&login.shard.0)).map(|login| login.at).collect();
        assert!(own[1] - own[0] >= IDENTIFY_GAP, "{:?}", own[1] - own[0]);
    }
    assert_eq!(standin.answer(standin.begin_on(Some(3), &score())).await.kind, 4);
    wire.set(Mode::Open);
    for bot in bots {
        let output = stop(bot).await;
        assert_eq!(output.matches("within this process only").count(), 1, "{output}");
    }
    // What two processes that cannot see each other do is not against the rule here.
    standin.take_violations();
}

#[tokio::test]
async fn processes_are_replaced_one_by_one_and_nothing_is_lost_or_said_twice() {
    let Some((standin, database)) = world(TOTAL).await else { return };
    let mut bots: Vec<Bot> = (0..4).map(|number| process(&standin, &database, number)).collect();
    standin.sessions(1, 0..TOTAL).await;
    let (mut asked, mut interactions) = (0, Vec::new());
    ask_everywhere(&standin, &mut asked, true).await;
    for (number, bot) in (0..).zip(&mut bots) {
        let new = process(&standin, &database, number);
        // Both hold the shards now, and both see and answer each message.
        standin.sessions(2, shards_of(number)).await;
        ask_everywhere(&standin, &mut asked, true).await;
        interactions.extend(guilds().into_iter().map(|guild| standin.begin(&help_in(guild))));
        let old = std::mem::replace(bot, new);
        old.signal("TERM").await;
        ask_everywhere(&standin, &mut asked, false).await;
        interactions.extend(guilds().into_iter().map(|guild| standin.begin(&help_in(guild))));
        stop_again(old).await;
        standin.sessions(1, shards_of(number)).await;
    }
    ask_everywhere(&standin, &mut asked, false).await;
    standin.wait("every answer", |state| (state.posted_count >= asked).then_some(())).await;
    for call in interactions {
        assert_eq!(standin.answer(call).await.kind, 4);
    }
    for bot in bots {
        stop(bot).await;
    }
    let (posted, doubled) = standin.look(|state| (state.posted_count, state.doubled));
    assert_eq!((posted, doubled), (asked, 0));
    assert!(standin.count(POST) > asked, "some were answered by two, and Discord kept one");
    standin.finish();
}

/// Asks a question in every guild, and waits, if told so, until every process that heard it has answered.
async fn ask_everywhere(standin: &Standin, asked: &mut usize, to_the_end: bool) {
    let before = standin.count(POST);
    let mut heard = 0;
    for guild in guilds() {
        let by = standin.route("MESSAGE_CREATE", &question(guild));
        assert!(by > 0, "every shard is held all the time");
        heard += by;
        *asked += 1;
    }
    if to_the_end {
        standin.request(POST, before + heard).await;
    }
}

/// `/help` in this guild.
fn help_in(guild: u64) -> Value {
    fixture::slash("help").with("/guild_id", json!(guild.to_string())).build()
}

/// Waits for the end of a bot that was told to stop.
async fn stop_again(mut bot: Bot) {
    assert_eq!(bot.exit_code().await, 0, "{}", bot.output());
    assert_secretive(&bot.output());
}

#[tokio::test]
async fn what_a_server_chooses_in_one_process_the_others_know_within_a_second() {
    let Some((standin, database)) = world(TOTAL).await else { return };
    let bots: Vec<Bot> = [0, 3].map(|number| process(&standin, &database, number)).into();
    let home = shard_of(GUILD, TOTAL);
    let others: Vec<u64> = [0, 15].into_iter().filter(|shard| *shard != home).collect();
    standin.sessions(1, [0, 15]).await;
    let settings = || fixture::slash("settings").guild().build();
    let panel = standin.answer(standin.begin_on(Some(0), &settings())).await;
    assert!(!panel.data.to_string().contains(&CHANNEL.to_string()), "{}", panel.data);
    let choice = fixture::press("v1:server:channels").guild().on(&fixture::message_of(&panel));
    let choice = choice.with("/data/component_type", 8).with("/data/values", json!([CHANNEL.to_string()]));
    let chosen = standin.answer(standin.begin_on(Some(0), &choice.build())).await;
    assert!(chosen.data.to_string().contains(&CHANNEL.to_string()), "{}", chosen.data);
    let since = Instant::now();
    for shard in others {
        loop {
            let seen = standin.answer(standin.begin_on(Some(shard), &settings())).await;
            if seen.data.to_string().contains(&CHANNEL.to_string()) {
                break;
            }
            assert!(since.elapsed() < Duration::from_secs(1), "{}", seen.data);
        }
    }
    for bot in bots {
        stop(bot).await;
    }
}

#[tokio::test]
async fn a_set_that_cannot_be_is_one_sentence_and_exit_code_2() {
    let standin = Standin::builder().token(TOKEN).start();
    let set = |total: &str, each: &str, process: &str| {
        fukugyo(&standin)
            .env("FUKUGYO_SHARDS_TOTAL", total)
            .env("FUKUGYO_SHARDS_PER_PROCESS", each)
            .env("FUKUGYO_PROCESS", process)
    };
    for (launch, named) in [
        (set("16", "4", "4"), "processes 0 to 3"),
        (set("16", "4", "fukugyo-gateway-7"), "FUKUGYO_SHARDS_TOTAL"),
        (set("", "4", "0"), "set FUKUGYO_SHARDS_TOTAL"),
        (set("16", "", "0"), "set FUKUGYO_SHARDS_PER_PROCESS"),
        (set("16", "4", ""), "set FUKUGYO_PROCESS"),
        (set("0", "4", "0"), "FUKUGYO_SHARDS_TOTAL: must be a whole number from 1"),
        (set("16", "0", "0"), "FUKUGYO_SHARDS_PER_PROCESS: must be a whole number from 1"),
        (set("16", "4", "fukugyo-gateway"), "FUKUGYO_PROCESS: must be a number from 0"),
    ] {
        let mut bot = launch.args(["gateway"]).start();
        assert_eq!(bot.exit_code().await, 2, "{}", bot.output());
        let output = bot.output();
        assert!(output.contains(named) && output.lines().count() == 1, "{output}");
    }
    assert_eq!(standin.look(|state| state.requests.len()), 0);
}

#[tokio::test]
async fn the_flag_wins_over_the_set_and_a_part_without_postgres_is_warned_of() {
    let standin = Standin::builder().token(TOKEN).start();
    let launch = fukugyo(&standin).env("FUKUGYO_SHARDS_TOTAL", "16").args(["gateway", "--shards", "1/2"]);
    let mut bot = launch.start();
    standin.sessions(1, [1]).await;
    assert!(bot.line("its store is its own").await.contains("FUKUGYO_STORE_URL"));
    stop(bot).await;
    assert_eq!(standin.look(|state| state.identifies[0].shard), (1, 2));
}

#[tokio::test]
async fn for_messages_only_it_registers_nothing_knows_the_ids_and_warns_once_of_interactions() {
    let standin = Standin::builder().token(TOKEN).start();
    standin.set_commands(None, fukugyo::command::registration().as_array().unwrap());
    let bot = fukugyo(&standin).args(["gateway", "--messages-only"]).start();
    standin.ready(1).await;
    standin.request(GET, 1).await;
    standin.dispatch("MESSAGE_CREATE", &question(GUILD));
    standin.posted(1).await;
    // The ids are there a moment after the answer that they came with.
    let asked = Instant::now();
    loop {
        let help = standin.interact(&fixture::slash("help").build()).await;
        if help.data.to_string().contains("</score:") {
            break;
        }
        assert!(asked.elapsed() < super::standin::WAIT, "{}", help.data);
    }
    assert_eq!(standin.interact(&score()).await.kind, 4);
    let output = stop(bot).await;
    let warned = output.lines().filter(|line| line.contains("Interactions Endpoint URL")).count();
    assert_eq!((warned, standin.count(PUT)), (1, 0), "{output}");
}
