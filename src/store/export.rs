//! Everything that is kept of a server, as JSON. Discord's ids are texts: JavaScript rounds them as numbers.

use serde_json::{Value, json};

use crate::profile::Day;

use super::server::ServerSettings;
use super::tally::Tally;

pub(super) fn export(guild: u64, settings: &ServerSettings, tally: &Tally, digest: Option<Day>) -> Value {
    let day = |number: i64| Day::from_number(number).to_string();
    let id = |id: u64| id.to_string();
    json!({
        "guild": id(guild),
        "settings": {
            "channels": settings.channels.iter().map(|&channel| id(channel)).collect::<Vec<_>>(),
            "eagerness": settings.eagerness.key(),
            "human_channel": settings.human_channel.map(id),
            "quiet_hours": settings.quiet_hours.map(|hours| json!({"from": hours.from(), "to": hours.to()})),
            "private_profiles": settings.private_profiles,
            "switched_off": settings.switched_off,
            "digest_channel": settings.digest_channel.map(id),
            "muted_until": settings.muted_until,
            "greeted": settings.greeted,
        },
        "last_digest": digest.map(|day| day.to_string()),
        "asked": tally.asked.iter().map(|(&(on, addressed, kind), n)| {
            json!({"day": day(on), "addressed": addressed, "kind": kind.key(), "n": n})
        }).collect::<Vec<_>>(),
        "entries": tally.entries.iter().map(|((on, entry), verdicts)| {
            json!({"day": day(*on), "entry": entry, "shown": verdicts.shown, "helpful": verdicts.helpful, "wrong": verdicts.wrong})
        }).collect::<Vec<_>>(),
        "misses": tally.misses.iter().map(|((on, entry), n)| {
            json!({"day": day(*on), "nearest": entry, "n": n})
        }).collect::<Vec<_>>(),
        "messages": tally.links.iter().map(|(&message, link)| {
            json!({"day": day(link.day), "nearest": link.entry, "channel": id(link.channel), "message": id(message)})
        }).collect::<Vec<_>>(),
    })
}
