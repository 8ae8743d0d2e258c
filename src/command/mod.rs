//! Slash commands, buttons and menus: from Discord's interaction to a reply.

use serenity::all::Interaction;

use crate::app::App;
use crate::view::{Message, Reply};

/// The answer to an interaction. Pure: it talks to nobody and never waits.
#[must_use]
pub fn respond(app: &App, interaction: &Interaction) -> Reply {
    let _ = app;
    match interaction {
        Interaction::Ping(_) => Reply::Pong,
        _ => Reply::ephemeral(Message::text("…")),
    }
}

/// The reply when something went wrong on our side; `id` is what the log shows beside the cause.
#[must_use]
pub fn apology(id: &str) -> Reply {
    Reply::ephemeral(Message::text(format!(
        "申し訳ありません。こちらの不具合で表示できませんでした。時間をおいてもう一度お試しください。（番号 {id}）"
    )))
}

/// The body of `PUT /applications/{id}/commands`: every command, from the one table.
#[must_use]
pub fn registration() -> serde_json::Value {
    serde_json::json!([])
}
