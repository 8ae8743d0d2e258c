//! `fukugyo health`: what a container's health check runs.

use super::standin::Standin;
use super::standin::bot::launch;
use super::{TOKEN, Told, discord, fukugyo, running, stop};

/// Exit code and output of `fukugyo health`, asked at this address.
async fn health(address: Option<&str>) -> (i32, String) {
    let asked = launch(env!("CARGO_BIN_EXE_fukugyo")).args(["health"]);
    let asked = match address {
        Some(address) => asked.env("FUKUGYO_OPS_LISTEN", address),
        None => asked,
    };
    let mut asked = asked.start();
    let code = asked.exit_code().await;
    (code, asked.output())
}

#[tokio::test]
async fn it_prints_what_the_process_says_and_its_exit_code_is_the_judgement() {
    let standin = discord();
    let (bot, told) = running(&standin).await;
    let everywhere = told.address().replace("127.0.0.1", "0.0.0.0");
    for address in [told.address(), &everywhere] {
        assert_eq!(health(Some(address)).await, (0, "data ok\nstore ok\nshard 0 ok".into()));
    }
    let (code, said) = health(Some("0.0.0.0:1")).await;
    assert_eq!(code, 1);
    assert!(said.contains("Nobody says how it is at 0.0.0.0:1"), "{said}");
    stop(bot).await;
    standin.finish();
}

#[tokio::test]
async fn one_that_is_not_ready_is_1_and_no_address_is_a_sentence_and_2() {
    let standin = Standin::builder().token(TOKEN).start_deaf();
    let mut bot = fukugyo(&standin).args(["gateway"]).start();
    let told = Told::by(&mut bot).await;
    let (code, said) = health(Some(told.address())).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("gateway connecting"), "{said}");
    // By now it hears signals.
    bot.line("Discord cannot be reached").await;
    let (code, said) = health(None).await;
    assert_eq!(code, 2);
    assert!(said.contains("--ops-listen") && said.contains("FUKUGYO_OPS_LISTEN"), "{said}");
    stop(bot).await;
}
