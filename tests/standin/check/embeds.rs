//! Embeds (<https://discord.com/developers/docs/resources/message#embed-object-embed-limits>).

use serde_json::{Value, json};
use twilight_model::channel::message::Embed;

/// Checks a message's `embeds`.
pub fn embeds(out: &mut Vec<String>, list: &Value) {
    let mut parsed = Vec::new();
    for (index, embed) in list.as_array().into_iter().flatten().enumerate() {
        // Discord takes any embed from a bot as rich; twilight insists on being told so.
        let mut embed = embed.clone();
        if embed["type"].is_null() {
            embed["type"] = json!("rich");
        }
        emptiness(out, index, &embed);
        match serde_json::from_value::<Embed>(embed) {
            Ok(embed) => parsed.push(embed),
            Err(error) => out.push(format!("embed {index} is malformed: {error}")),
        }
    }
    if let Err(error) = twilight_validate::message::embeds(&parsed) {
        out.push(format!("embeds: {:?}", error.kind()));
    }
}

/// What Discord refuses when empty, which twilight does not look at.
fn emptiness(out: &mut Vec<String>, index: usize, embed: &Value) {
    for field in embed["fields"].as_array().into_iter().flatten() {
        for part in ["name", "value"] {
            if field[part].as_str().is_none_or(|text| text.trim().is_empty()) {
                out.push(format!("embed {index} has a field with an empty {part}"));
            }
        }
    }
    let shows = |key: &str| !embed[key].is_null() && embed[key] != json!("") && embed[key] != json!([]);
    if !["title", "description", "fields", "author", "footer", "image", "thumbnail"].iter().any(|k| shows(k))
    {
        out.push(format!("embed {index} shows nothing"));
    }
    for (key, part) in [("footer", "text"), ("author", "name")] {
        if !embed[key].is_null() && embed[key][part].as_str().is_none_or(str::is_empty) {
            out.push(format!("embed {index} has an empty {key}"));
        }
    }
    for (key, part) in
        [("image", "url"), ("thumbnail", "url"), ("author", "icon_url"), ("footer", "icon_url")]
    {
        if let Some(url) = embed[key][part].as_str() {
            address(out, index, url);
        }
    }
    if let Some(url) = embed["url"].as_str() {
        address(out, index, url);
    }
}

fn address(out: &mut Vec<String>, index: usize, url: &str) {
    if !["https://", "http://", "attachment://"].iter().any(|scheme| url.starts_with(scheme)) {
        out.push(format!("embed {index} has {url:?} where an address belongs"));
    }
}
