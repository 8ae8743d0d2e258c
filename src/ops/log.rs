//! The log: one line an event, to standard error.
//!
//! What is never logged: tokens, of the bot or of an interaction; what users type; bodies of requests. Our own lines keep to that
//! by what they name. Other crates do not: serenity's and reqwest's finer lines hold addresses with tokens and whole events. So
//! whatever the filter in the settings says, other crates are heard from `warn` up, and a few places not at all.
//!
//! Levels: `error` needs a person, `warn` is unusual and dealt with, `info` is one line an interaction and what happens to the
//! process, `debug` is for development.

use std::fmt;
use std::io::IsTerminal;

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, FilterExt, ParseError};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Context, Filter, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::LogFormat;

/// This crate's own lines.
const OURS: &str = env!("CARGO_CRATE_NAME");

/// Places in other crates whose warnings quote what they were working on: a request's address, with the interaction's token.
const SILENT: [&str; 1] = ["serenity::http"];

/// The place in serenity whose one warning on a frame that cannot be decoded quotes values of that frame, and how it begins.
const QUOTING: (&str, &str) = ("serenity::gateway::shard", "Unhandled error: Json");

/// Starts the log with a filter in `EnvFilter` form. Does nothing when there is a log already, as in tests.
///
/// # Errors
/// When the filter cannot be read.
pub fn init(filter: &str, format: LogFormat) -> Result<(), ParseError> {
    let wanted = EnvFilter::builder().parse(filter)?;
    let lines = lines(format, std::io::stderr).with_filter(wanted.and(Discreet));
    let _ = tracing_subscriber::registry().with(lines).try_init();
    Ok(())
}

/// The layer that writes events. As JSON an event's fields stand beside its time (RFC 3339), level, target and message.
fn lines<S, W>(format: LogFormat, to: W) -> Box<dyn Layer<S> + Send + Sync>
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt::layer().with_writer(to);
    match format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).boxed(),
        LogFormat::Json => {
            let json = lines.with_ansi(false).json().flatten_event(true);
            json.with_current_span(false).with_span_list(false).boxed()
        }
    }
}

/// Lets through what may be logged, whatever the settings say.
struct Discreet;

impl<S> Filter<S> for Discreet {
    fn enabled(&self, metadata: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        allowed(metadata.target(), *metadata.level())
    }

    fn event_enabled(&self, event: &Event<'_>, _: &Context<'_, S>) -> bool {
        let (place, begins) = QUOTING;
        event.metadata().target() != place || !Said::by(event).contains(begins)
    }
}

/// An event's message.
#[derive(Default)]
struct Said(String);

impl Said {
    fn by(event: &Event<'_>) -> String {
        let mut said = Self::default();
        event.record(&mut said);
        said.0
    }
}

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

fn allowed(target: &str, level: Level) -> bool {
    let within = |place: &str| {
        target.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    within(OURS) || (level <= Level::WARN && !SILENT.iter().any(|place| within(place)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn other_crates_are_heard_only_when_something_is_wrong() {
        for (target, level, heard) in [
            ("fukugyo::front::gateway", Level::DEBUG, true),
            ("fukugyo", Level::TRACE, true),
            ("fukugyo_other", Level::INFO, false),
            ("serenity::model", Level::WARN, true),
            ("serenity::model", Level::INFO, false),
            ("serenity::http::client", Level::WARN, false),
            ("tungstenite::protocol", Level::TRACE, false),
            ("reqwest::connect", Level::DEBUG, false),
        ] {
            assert_eq!(allowed(target, level), heard, "{target} {level}");
        }
    }

    /// What is written of the events that this makes.
    fn written(format: LogFormat, events: impl FnOnce()) -> String {
        let log = tempfile::NamedTempFile::new().unwrap();
        let file = Arc::new(log.reopen().unwrap());
        let lines = lines(format, file).with_filter(Discreet);
        tracing::subscriber::with_default(tracing_subscriber::registry().with(lines), events);
        std::fs::read_to_string(log.path()).unwrap()
    }

    #[test]
    fn a_frame_that_cannot_be_decoded_is_not_quoted() {
        for format in [LogFormat::Text, LogFormat::Json] {
            let log = written(format, || {
                let warn = |why: &str| {
                    tracing::warn!(target: "serenity::gateway::shard", "[0] Unhandled error: {why}");
                };
                warn("Json(Error(\"invalid type: string \\\"my question\\\"\"))");
                warn("Tungstenite(ConnectionClosed)");
            });
            assert!(log.contains("Tungstenite") && !log.contains("my question"), "{log}");
        }
    }

    #[test]
    fn as_json_a_line_is_an_object_with_the_fields_beside_time_level_and_message() {
        let log = written(LogFormat::Json, || {
            tracing::info!(target: "fukugyo::serve", kind = "command", duration_ms = 7, "a \"line\"\nor two");
            tracing::info!(target: "hyper", "not heard");
            tracing::warn!(target: "fukugyo::ops", cause = %"away", "degraded");
        });
        let lines: Vec<serde_json::Value> =
            log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
        let [first, second] = lines.as_slice() else { panic!("{log}") };
        assert_eq!((&first["level"], &first["target"]), (&"INFO".into(), &"fukugyo::serve".into()));
        assert_eq!((&first["message"], &first["kind"]), (&"a \"line\"\nor two".into(), &"command".into()));
        assert_eq!((&first["duration_ms"], &second["cause"]), (&7.into(), &"away".into()));
        let time = first["timestamp"].as_str().unwrap();
        let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        assert!(shape.starts_with("0000-00-00T00:00:00") && shape.ends_with('Z'), "{time}");
    }

    #[test]
    fn a_filter_that_cannot_be_read_is_an_error() {
        assert!(init("fukugyo=loud", LogFormat::Text).is_err());
    }
}
