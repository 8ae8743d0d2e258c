//! What the operator must set right is one sentence and exit code 2; Discord being away is no reason not to answer.

use std::net::{Ipv4Addr, TcpListener};

use super::standin::bot::{Bot, Launch, launch};
use super::standin::signed::{Endpoint, Signed};
use super::standin::{Fault, Standin, fixture};
use super::{TOKEN, assert_secretive, discord, fukugyo, listening, score, stop};

/// The endpoint with exactly these variables.
fn with(env: &[(&str, &str)]) -> Launch {
    let launch = launch(env!("CARGO_BIN_EXE_fukugyo")).args(["endpoint"]);
    env.iter().fold(launch, |launch, (name, value)| launch.env(name, value))
}

/// The one sentence with which it does not start.
async fn refusal(mut bot: Bot) -> String {
    let code = bot.exit_code().await;
    let output = bot.output();
    assert_eq!(code, 2, "{output}");
    assert_secretive(&output);
    output
}

#[tokio::test]
async fn a_key_or_token_that_is_missing_or_none_is_one_sentence() {
    let key = Signed::public_key();
    let no_point = format!("02{}", "0".repeat(62));
    for bad in ["abc", &key[..62], &format!("zz{}", &key[2..]), &no_point] {
        let sentence = refusal(with(&[("DISCORD_TOKEN", TOKEN), ("DISCORD_PUBLIC_KEY", bad)]).start()).await;
        assert_eq!(sentence.lines().count(), 1, "{sentence}");
        assert!(sentence.starts_with("DISCORD_PUBLIC_KEY: ") && sentence.contains("General Information"));
        assert!(!sentence.contains(bad), "{sentence}");
    }
    let sentence = refusal(with(&[("DISCORD_TOKEN", TOKEN)]).start()).await;
    assert_eq!(sentence.lines().count(), 1, "{sentence}");
    assert!(sentence.contains("set DISCORD_PUBLIC_KEY"), "{sentence}");
    let sentence = refusal(with(&[("DISCORD_PUBLIC_KEY", &key)]).start()).await;
    assert_eq!(sentence.lines().count(), 1, "{sentence}");
    assert!(sentence.contains("DISCORD_TOKEN"), "{sentence}");
}

#[tokio::test]
async fn a_port_that_is_taken_is_one_sentence() {
    let standin = discord();
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let env = [
        ("DISCORD_TOKEN", TOKEN),
        ("DISCORD_PUBLIC_KEY", &Signed::public_key()),
        ("DISCORD_API_BASE", &standin.base()),
        ("FUKUGYO_ENDPOINT_LISTEN", &address),
        ("FUKUGYO_LOG", "warn"),
    ];
    let sentence = refusal(with(&env).start()).await;
    assert_eq!(sentence.lines().count(), 1, "{sentence}");
    assert!(sentence.starts_with(&format!("Cannot listen on {address}")), "{sentence}");
    assert!(sentence.contains("FUKUGYO_ENDPOINT_LISTEN"), "{sentence}");
}

#[tokio::test]
async fn a_wrong_token_and_a_key_of_another_application_end_it() {
    let standin = Standin::builder().token("another").start();
    let sentence = refusal(fukugyo(&standin).start()).await;
    assert!(sentence.contains("Discord refused the bot token"), "{sentence}");
    let other = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    let standin = Standin::builder().token(TOKEN).public_key(other).start();
    let sentence = refusal(fukugyo(&standin).start()).await;
    assert!(sentence.contains("DISCORD_PUBLIC_KEY belongs to another application"), "{sentence}");
}

#[tokio::test]
async fn a_discord_that_does_not_answer_keeps_nobody_from_being_answered() {
    let standin = discord();
    standin.fail("GET /applications/@me", Fault::Hang, 100);
    let mut bot = fukugyo(&standin).start();
    let endpoint = Endpoint::at(listening(&mut bot).await);
    assert_eq!(endpoint.interact(&standin, &score()).await.kind, 4);
    stop(bot).await;
}

#[tokio::test]
async fn commands_are_registered_and_mentioned_by_their_ids() {
    let standin = discord();
    let mut bot = fukugyo(&standin).start();
    let endpoint = Endpoint::at(listening(&mut bot).await);
    bot.line("commands registered").await;
    let id = standin.look(|state| {
        let score = state.commands[&None].iter().find(|command| command["name"] == "score").unwrap();
        score["id"].as_str().unwrap().to_owned()
    });
    let help = endpoint.interact(&standin, &fixture::slash("help").build()).await;
    assert!(help.data.to_string().contains(&format!("</score:{id}>")), "{}", help.data);
    stop(bot).await;
}
