//! What is said over the gateway socket (<https://discord.com/developers/docs/events/gateway-events>): reading what Discord sends,
//! writing the four payloads that a bot without voice needs.
//!
//! Events are serenity's; the payloads around them are read here, so that a connection can tell what ended it.

use std::borrow::Cow;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use serenity::all::{ApplicationId, Event, GatewayIntents};

/// Opcodes (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway>).
mod opcode {
    pub(super) const DISPATCH: u8 = 0;
    pub(super) const HEARTBEAT: u8 = 1;
    pub(super) const IDENTIFY: u8 = 2;
    pub(super) const RESUME: u8 = 6;
    pub(super) const RECONNECT: u8 = 7;
    pub(super) const INVALID_SESSION: u8 = 9;
    pub(super) const HELLO: u8 = 10;
    pub(super) const HEARTBEAT_ACK: u8 = 11;
}

/// Heartbeats are never sent more often, whatever HELLO says.
const SHORTEST_HEARTBEAT: Duration = Duration::from_millis(100);

/// A payload from Discord.
#[derive(Debug)]
pub(super) enum Payload {
    /// An event, with its number in the session.
    Dispatch { seq: u64, dispatch: Box<Dispatch> },
    /// Discord wants a heartbeat now.
    Heartbeat,
    /// The connection is to be made anew, and the session resumed.
    Reconnect,
    /// The session is refused.
    InvalidSession { resumable: bool },
    /// The first payload of a connection: how often a heartbeat is due.
    Hello { heartbeat: Duration },
    /// A heartbeat has arrived.
    HeartbeatAck,
    /// An opcode that does not concern us.
    Other,
}

/// An event, and what the connection itself must know of it.
#[derive(Debug)]
pub(super) enum Dispatch {
    Ready(Ready, Event),
    Resumed(Event),
    Other(Event),
    /// The event has no shape at all. What has a shape that serenity does not know is [`Event::Unknown`].
    Unreadable(String),
}

/// What a connection keeps of READY.
#[derive(Debug, Deserialize)]
pub(super) struct Ready {
    pub(super) session_id: String,
    pub(super) resume_gateway_url: String,
    pub(super) application: Application,
}

/// The application in READY.
#[derive(Debug, Deserialize)]
pub(super) struct Application {
    pub(super) id: ApplicationId,
}

#[derive(Deserialize)]
struct Header<'a> {
    op: u8,
    s: Option<u64>,
    #[serde(borrow)]
    t: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Body<T> {
    d: T,
}

#[derive(Deserialize)]
struct Hello {
    heartbeat_interval: u64,
}

/// Reads a payload.
///
/// # Errors
/// Text that is no payload. The error must not be logged: it may quote what somebody typed.
pub(super) fn read(text: &str) -> Result<Payload, serde_json::Error> {
    let header: Header<'_> = serde_json::from_str(text)?;
    Ok(match header.op {
        opcode::DISPATCH => Payload::Dispatch {
            seq: header.s.unwrap_or(0),
            dispatch: Box::new(read_dispatch(text, header.t.unwrap_or_default())),
        },
        opcode::HEARTBEAT => Payload::Heartbeat,
        opcode::RECONNECT => Payload::Reconnect,
        opcode::INVALID_SESSION => {
            Payload::InvalidSession { resumable: serde_json::from_str::<Body<bool>>(text).is_ok_and(|b| b.d) }
        }
        opcode::HELLO => {
            let interval = serde_json::from_str::<Body<Hello>>(text)?.d.heartbeat_interval;
            Payload::Hello { heartbeat: Duration::from_millis(interval).max(SHORTEST_HEARTBEAT) }
        }
        opcode::HEARTBEAT_ACK => Payload::HeartbeatAck,
        _ => Payload::Other,
    })
}

fn read_dispatch(text: &str, name: Cow<'_, str>) -> Dispatch {
    let Ok(event) = serde_json::from_str::<Event>(text) else {
        return Dispatch::Unreadable(name.into_owned());
    };
    match name.as_ref() {
        "READY" => match serde_json::from_str::<Body<Ready>>(text) {
            Ok(ready) => Dispatch::Ready(ready.d, event),
            Err(_) => Dispatch::Unreadable(name.into_owned()),
        },
        "RESUMED" => Dispatch::Resumed(event),
        _ => Dispatch::Other(event),
    }
}

/// A heartbeat, with the number of the last event.
pub(super) fn heartbeat(seq: Option<u64>) -> String {
    json!({"op": opcode::HEARTBEAT, "d": seq}).to_string()
}

/// A login: a session begins. Costs one of the day's session starts.
pub(super) fn identify(token: &str, intents: GatewayIntents, shard: u32, total: u32) -> String {
    let product = env!("CARGO_PKG_NAME");
    let data = json!({
        "token": token,
        "intents": intents.bits(),
        "shard": [shard, total],
        "compress": true,
        "properties": {"os": std::env::consts::OS, "browser": product, "device": product},
    });
    json!({"op": opcode::IDENTIFY, "d": data}).to_string()
}

/// Takes a session up again: Discord sends the events after `seq`. Costs nothing.
pub(super) fn resume(token: &str, session: &str, seq: u64) -> String {
    json!({"op": opcode::RESUME, "d": {"token": token, "session_id": session, "seq": seq}}).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_of_an_unknown_kind_is_no_error() {
        assert!(matches!(read(r#"{"op":99,"s":null,"t":null,"d":null}"#), Ok(Payload::Other)));
        assert!(read("no payload").is_err());
    }

    #[test]
    fn an_event_that_serenity_does_not_know_keeps_its_number() {
        let text = r#"{"op":0,"s":7,"t":"SOMETHING_NEW","d":{"a":1}}"#;
        let Ok(Payload::Dispatch { seq: 7, dispatch }) = read(text) else { panic!("no dispatch") };
        assert!(matches!(*dispatch, Dispatch::Other(Event::Unknown(event)) if event.kind == "SOMETHING_NEW"));
        let text = r#"{"op":0,"s":8,"t":"INTERACTION_CREATE"}"#;
        let Ok(Payload::Dispatch { seq: 8, dispatch }) = read(text) else { panic!("no dispatch") };
        assert!(matches!(*dispatch, Dispatch::Unreadable(name) if name == "INTERACTION_CREATE"));
    }

    #[test]
    fn a_heartbeat_interval_of_zero_is_not_taken_at_its_word() {
        let hello = read(r#"{"op":10,"s":null,"t":null,"d":{"heartbeat_interval":0}}"#);
        assert!(matches!(hello, Ok(Payload::Hello { heartbeat }) if heartbeat == SHORTEST_HEARTBEAT));
    }

    #[test]
    fn an_invalid_session_without_a_word_on_resuming_cannot_be_resumed() {
        let read = |text| matches!(read(text), Ok(Payload::InvalidSession { resumable: true }));
        assert!(read(r#"{"op":9,"d":true}"#));
        assert!(!read(r#"{"op":9,"d":false}"#));
        assert!(!read(r#"{"op":9,"d":null}"#));
    }
}
