//! A bare serenity bot that answers every interaction with the same words.
//!
//! Purpose: the yardstick. What this costs is what serenity and Discord's protocol cost; a bench runs
//! it beside the real bot, and the stand-in's own tests run it to prove the stand-in.
//!
//! `DISCORD_TOKEN=x DISCORD_API_BASE=http://127.0.0.1:PORT cargo run --release --example bare_bot`

use serenity::all::{
    ClientBuilder, Context, CreateAllowedMentions, CreateInteractionResponse,
    CreateInteractionResponseMessage, EventHandler, GatewayIntents, HttpBuilder, Interaction,
};

/// What the bot says to everything.
pub const WORDS: &str = "副業";

struct Bare;

#[serenity::async_trait]
impl EventHandler for Bare {
    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        let message = CreateInteractionResponseMessage::new()
            .content(WORDS)
            .allowed_mentions(CreateAllowedMentions::new());
        let response = CreateInteractionResponse::Message(message);
        let sent = match &interaction {
            Interaction::Command(command) => command.create_response(&ctx, response).await,
            Interaction::Component(component) => component.create_response(&ctx, response).await,
            Interaction::Modal(modal) => modal.create_response(&ctx, response).await,
            _ => return,
        };
        // A yardstick has nobody to tell; the stand-in sees what is missing.
        drop(sent);
    }
}

/// Runs the bot until its connection ends for good.
///
/// # Errors
/// Whatever ends serenity's client: a wrong token, refused intents.
pub async fn run(base: &str, token: &str) -> Result<(), serenity::Error> {
    let http = HttpBuilder::new(token).proxy(base).ratelimiter_disabled(true).build();
    ClientBuilder::new_with_http(http, GatewayIntents::GUILDS).event_handler(Bare).await?.start().await
}

/// Reads the address and the token from the environment, and runs.
#[tokio::main]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let base = std::env::var("DISCORD_API_BASE")?;
    let token = std::env::var("DISCORD_TOKEN")?;
    Ok(run(&base, &token).await?)
}
