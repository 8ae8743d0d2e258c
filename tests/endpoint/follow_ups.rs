//! What follows an answer, by REST: Discord may not have read the answer yet.

use serde_json::{Value, json};

use super::standin::{CHANNEL, Fault, GUILD, USER, fixture};
use super::{discord, running, stop};

const ORIGINAL: &str = "/webhooks/*/*/messages/@original";

/// 「消す」 on an answer to the person who presses.
fn dismiss() -> Value {
    fixture::press(&format!("v1:dismiss:{USER}")).build()
}

#[tokio::test]
async fn a_message_is_removed_although_discord_knows_nothing_of_the_answer_at_first() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    let route = format!("DELETE {ORIGINAL}");
    standin.fail(&route, Fault::Error(404, 10_015), 2);
    standin.fail(&route, Fault::Error(404, 10_008), 1);
    assert_eq!(endpoint.interact(&standin, &dismiss()).await.kind, 6);
    let done = standin.request(&route, 4).await;
    assert_eq!(done.status, 204);
    let output = stop(bot).await;
    assert!(output.contains("answered 1, apologised 0, lost 0"), "{output}");
    assert_eq!(standin.count(&route), 4);
}

#[tokio::test]
async fn what_discord_never_finds_is_given_up_and_counts_as_removed_by_another() {
    let standin = discord();
    let (mut bot, endpoint) = running(&standin).await;
    let route = format!("DELETE {ORIGINAL}");
    standin.fail(&route, Fault::Error(404, 10_008), 100);
    endpoint.interact(&standin, &dismiss()).await;
    bot.line("name=\"v1:dismiss\" outcome=\"answered\"").await;
    stop(bot).await;
    assert_eq!(standin.count(&route), 6);
}

#[tokio::test]
async fn a_removal_that_discord_refuses_is_lost() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    standin.fail(&format!("DELETE {ORIGINAL}"), Fault::Status(403), 1);
    endpoint.interact(&standin, &dismiss()).await;
    let output = stop(bot).await;
    assert!(output.contains("answered 0, apologised 0, lost 1"), "{output}");
}

/// By somebody who manages the server.
fn admin(custom_id: &str, values: &[&str]) -> Value {
    let press = fixture::press(custom_id).with("/member/permissions", json!((1_u64 << 5).to_string()));
    match values {
        [] => press.build(),
        values => press.values(values).with("/data/component_type", 8).build(),
    }
}

#[tokio::test]
async fn a_channel_is_greeted_and_a_check_up_replaces_its_announcement() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    let settings = fixture::slash("settings").with("/member/permissions", (1_u64 << 5).to_string()).build();
    let panel = endpoint.interact(&standin, &settings).await;
    let rows = panel.data["components"].as_array().unwrap();
    let parts = || rows.iter().flat_map(|row| row["components"].as_array().unwrap());
    let menu = parts().find(|part| part["type"] == 8).expect("a menu of channels");
    let channel = CHANNEL.to_string();
    let chosen = admin(menu["custom_id"].as_str().unwrap(), &[&channel]);
    endpoint.interact(&standin, &chosen).await;
    let greeting = standin.posted(1).await;
    assert_eq!(greeting.channel, channel);
    let check_up = parts().find(|part| part["label"].as_str().is_some_and(|l| l.contains("動作チェック")));
    let route = format!("PATCH {ORIGINAL}");
    standin.fail(&route, Fault::Error(404, 10_015), 2);
    let press = admin(check_up.expect("a check-up")["custom_id"].as_str().unwrap(), &[]);
    endpoint.interact(&standin, &press).await;
    assert_eq!(standin.request(&route, 3).await.status, 200);
    let asked = standin.count(&format!("GET /guilds/{GUILD}"));
    assert_eq!(asked, 1);
    stop(bot).await;
}
