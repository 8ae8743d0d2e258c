//! A bare serenity bot that answers every interaction with the same bytes.
//!
//! Purpose: the yardstick. What this costs is what serenity and Discord's protocol cost; a bench runs
//! it beside the real bot, and the stand-in's own tests run it to prove the stand-in.
//!
//! `DISCORD_TOKEN=x DISCORD_API_BASE=http://127.0.0.1:PORT cargo run --release --example bare_bot`;
//! `BARE_BOT_BODY` names a file with the callback's JSON, `BARE_BOT_PICTURE` one to upload with it.

use std::path::Path;

use serde_json::value::RawValue;
use serenity::all::{
    ClientBuilder, Context, CreateAttachment, EventHandler, GatewayIntents, HttpBuilder, Interaction,
};

/// What the bot says to everything, unless told otherwise.
pub const WORDS: &str = "副業";

/// What is sent.
pub struct Answer {
    body: Box<RawValue>,
    picture: Option<CreateAttachment>,
}

impl Default for Answer {
    fn default() -> Self {
        let text =
            format!(r#"{{"type":4,"data":{{"content":"{WORDS}","allowed_mentions":{{"parse":[]}}}}}}"#);
        Self { body: RawValue::from_string(text).unwrap_or_default(), picture: None }
    }
}

impl Answer {
    /// From the files that the environment names.
    ///
    /// # Errors
    /// When a file cannot be read or the body is not JSON.
    pub fn from_env() -> Result<Self, Box<dyn std::error::Error>> {
        let Some(body) = std::env::var_os("BARE_BOT_BODY") else { return Ok(Self::default()) };
        let body = RawValue::from_string(std::fs::read_to_string(body)?)?;
        let picture = match std::env::var_os("BARE_BOT_PICTURE") {
            Some(path) => {
                let name = Path::new(&path).file_name().unwrap_or_default().to_string_lossy().into_owned();
                Some(CreateAttachment::bytes(std::fs::read(path)?, name))
            }
            None => None,
        };
        Ok(Self { body, picture })
    }
}

#[serenity::async_trait]
impl EventHandler for Answer {
    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        let files = self.picture.iter().cloned().collect();
        let sent = ctx
            .http
            .create_interaction_response(interaction.id(), interaction.token(), &self.body, files)
            .await;
        // A yardstick has nobody to tell; the stand-in sees what is missing.
        drop(sent);
    }
}

/// Runs the bot until its connection ends for good.
///
/// # Errors
/// Whatever ends serenity's client: a wrong token, refused intents.
pub async fn run(base: &str, token: &str, answer: Answer) -> Result<(), serenity::Error> {
    let http = HttpBuilder::new(token).proxy(base).ratelimiter_disabled(true).build();
    ClientBuilder::new_with_http(http, GatewayIntents::GUILDS).event_handler(answer).await?.start().await
}

/// Reads the address and the token from the environment, and runs.
#[tokio::main]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let base = std::env::var("DISCORD_API_BASE")?;
    let token = std::env::var("DISCORD_TOKEN")?;
    Ok(run(&base, &token, Answer::from_env()?).await?)
}
