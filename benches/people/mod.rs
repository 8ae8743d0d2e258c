//! What people do all day, for benches: commands, choices while typing, presses and questions, one after the other.

#![allow(dead_code, reason = "no bench uses all of it")]

use serde_json::Value;

use super::standin::fixture::{self, Fixture};

const SLUGS: [&str; 6] = ["backend", "video-editing", "web-writing", "data-entry", "resale", "spot-work"];

/// What they ask, of the bot or in a channel.
pub(crate) const QUESTIONS: [&str; 4] =
    ["副業が会社にバレない方法はありますか？", "税金", "動画編集 いくら", "ありがとう"];

/// How many, unless this variable of the environment says otherwise.
pub(crate) fn size(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// One command with these options.
pub(crate) fn command(name: &str, options: &[(&str, &str)]) -> Value {
    let begun = fixture::slash(name);
    options.iter().fold(begun, |asked, (name, value)| asked.option(name, *value)).build()
}

/// The `n`th interaction.
pub(crate) fn interaction(n: usize) -> Fixture {
    let slug = SLUGS[n % SLUGS.len()];
    match n % 8 {
        0 => fixture::slash("help"),
        1 => fixture::slash("score").option("job", slug),
        2 => fixture::slash("steps").option("job", slug),
        3 => fixture::slash("income").option("job", slug).option("hours", (n % 16 + 1) as f64),
        4 => fixture::slash("profile").option("job", "動画編集"),
        5 => fixture::autocomplete("score", "job", "ばっく"),
        6 => fixture::press(&format!("v1:section:{slug}")).values(&["income"]),
        _ => fixture::slash("ask").option("question", QUESTIONS[n % QUESTIONS.len()]),
    }
}
