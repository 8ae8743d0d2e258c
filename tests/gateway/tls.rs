//! The way to Discord is TLS: the same bot, at an address whose certificate only a root of the settings vouches for.

use super::standin::{Standin, fixture};
use super::{POST, TOKEN, fukugyo, score, stop};

/// A stand-in that speaks TLS, and its root in a file.
fn discord() -> (Standin, tempfile::NamedTempFile) {
    let standin = Standin::builder().token(TOKEN).tls().start();
    assert!(standin.base().starts_with("https://"), "{}", standin.base());
    assert!(standin.gateway_url().starts_with("wss://"), "{}", standin.gateway_url());
    let root = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(root.path(), standin.root()).unwrap();
    (standin, root)
}

#[tokio::test]
async fn commands_and_messages_go_through_tls() {
    let (standin, root) = discord();
    let path = root.path().to_str().unwrap();
    let bot = fukugyo(&standin).args(["gateway"]).env("DISCORD_API_CA", path).start();
    standin.ready(1).await;
    standin.request("PUT /applications/*/commands", 1).await;
    let call = standin.interact(&score()).await;
    assert_eq!(call.kind, 4);
    let question = fixture::message("副業が会社にバレない方法はありますか？").mention_bot().build();
    standin.dispatch("MESSAGE_CREATE", &question);
    standin.request(POST, 1).await;
    stop(bot).await;
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_not_talked_to() {
    let (standin, _root) = discord();
    let mut bot = fukugyo(&standin).args(["gateway"]).start();
    bot.line("Discord cannot be reached").await;
    stop(bot).await;
    assert_eq!(standin.look(|state| state.requests.len()), 0);
}

#[tokio::test]
async fn a_root_that_cannot_be_used_is_said_and_ends_with_code_2() {
    let (standin, root) = discord();
    std::fs::write(root.path(), "no certificate").unwrap();
    for path in [root.path().to_str().unwrap(), "/no/such/file"] {
        let mut bot = fukugyo(&standin).args(["gateway"]).env("DISCORD_API_CA", path).start();
        assert_eq!(bot.exit_code().await, 2, "{}", bot.output());
        let output = bot.output();
        assert!(output.contains("discord.api_ca (DISCORD_API_CA)") && output.contains(path), "{output}");
    }
    assert_eq!(standin.look(|state| state.requests.len()), 0);
}
