//! What an operator is told: health, metrics, the log as JSON, systemd. The real binary against the Discord stand-in.
//!
//! Nothing here sleeps but between two looks at what is told, with a deadline.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests")]
#![allow(clippy::float_cmp, reason = "a page's numbers are floats, and counts are whole")]

mod bounded;
mod degraded;
mod health;
mod json_log;
mod metrics;
mod notify;
mod open_metrics;
mod ready;
#[path = "../standin/mod.rs"]
mod standin;

use std::time::{Duration, Instant};

use standin::bot::{Bot, Launch, TOKEN, launch, stop};
use standin::{Standin, WAIT, fixture};

/// A question that is certainly in the data.
const QUESTION: &str = "副業はいくらから確定申告が必要ですか？";

/// A stand-in that takes [`TOKEN`].
fn discord() -> Standin {
    Standin::builder().token(TOKEN).start()
}

/// The real binary, to be run against this stand-in, with a free port for operators.
fn fukugyo(standin: &Standin) -> Launch {
    launch(env!("CARGO_BIN_EXE_fukugyo"))
        .env("DISCORD_API_BASE", &standin.base())
        .env("DISCORD_TOKEN", TOKEN)
        .env("FUKUGYO_OPS_LISTEN", "127.0.0.1:0")
}

/// `/score` of the reference profile.
fn score() -> serde_json::Value {
    fixture::slash("score").option("job", "backend").build()
}

/// The bot, ready, and what it tells.
async fn running(standin: &Standin) -> (Bot, Told) {
    let mut bot = fukugyo(standin).args(["gateway"]).start();
    let told = Told::by(&mut bot).await;
    told.ready().await;
    (bot, told)
}

/// What a bot tells its operator.
struct Told {
    base: String,
    client: reqwest::Client,
}

impl Told {
    /// Finds the port, which the log names.
    async fn by(bot: &mut Bot) -> Self {
        let line = bot.line("health and metrics are served").await;
        let at = line.find("127.0.0.1:").unwrap_or_else(|| panic!("no address in {line}"));
        let address: String =
            line[at..].chars().take_while(|c| c.is_ascii_digit() || ".:".contains(*c)).collect();
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(10)).build().unwrap();
        Self { base: format!("http://{address}"), client }
    }

    /// Its address and port.
    fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// Status and body.
    async fn get(&self, path: &str) -> (u16, String) {
        let answer = self.client.get(format!("{}{path}", self.base)).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Asks until the answer is the one that is waited for; returns it.
    async fn until(&self, path: &str, what: &str, is_it: impl Fn(u16, &str) -> bool) -> String {
        let deadline = Instant::now() + WAIT;
        loop {
            let (status, body) = self.get(path).await;
            if is_it(status, &body) {
                return body;
            }
            assert!(Instant::now() < deadline, "{path} does not become {what}: {status}\n{body}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until it is ready.
    async fn ready(&self) -> String {
        self.until("/readyz", "ready", |status, _| status == 200).await
    }

    /// Waits until it is not ready, for this reason.
    async fn not_ready(&self, reason: &str) -> String {
        self.until("/readyz", reason, |status, body| status == 503 && body.contains(reason)).await
    }
}
