//! `fukugyo say`: one command or message, served as the gateway serves it, and what would be sent.
#![expect(clippy::print_stderr, reason = "why nothing is said goes there")]

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use fukugyo::app::App;
use fukugyo::chat::Place;
use fukugyo::config::{Settings, StoreUrl};
use fukugyo::front::explain;
use fukugyo::front::interaction::{Stage, TypedError, pressed, typed};
use fukugyo::front::message::{self, BOT, CHANNEL, Said};
use fukugyo::profile::Day;
use fukugyo::serve::{Delivery, Outcome, Server};
use fukugyo::store::Store;
use serenity::all::{Interaction, Message};

use super::{FAILED, print_json, refuse};

/// Options of `fukugyo say`.
#[derive(Debug, Args)]
pub(super) struct SayArgs {
    /// A command, for example '/income job:backend hours:2', or a message to the bot: '@fukugyo 住民税は？'.
    #[arg(required_unless_present = "press", allow_hyphen_values = true)]
    text: Option<String>,
    /// Says the text in a direct message.
    #[arg(long, conflicts_with_all = ["press", "channel", "autocomplete"])]
    dm: bool,
    /// Says the text to nobody in a channel: `faq`, one the bot listens to, or a channel's id.
    #[arg(long, value_name = "faq|ID", conflicts_with_all = ["press", "autocomplete"])]
    channel: Option<String>,
    /// Prints what a message is taken for and why, instead of the reply.
    #[arg(long, conflicts_with_all = ["press", "autocomplete"])]
    explain: bool,
    /// Prints the choices for the last option, as if it were still being typed.
    #[arg(long, conflicts_with = "press")]
    autocomplete: bool,
    /// Presses the component with this custom_id instead.
    #[arg(long, value_name = "CUSTOM_ID", conflicts_with = "text")]
    press: Option<String>,
    /// The values chosen in the pressed menu.
    #[arg(long, value_delimiter = ',', requires = "press")]
    values: Vec<String>,
    /// What servers chose and what is counted is kept in this SQLite file or Postgres database, instead of nowhere.
    #[arg(long, value_name = "FILE|URL")]
    store: Option<StoreUrl>,
}

/// What was typed.
enum Typed {
    Command(Box<Interaction>),
    Message(Box<Message>, String),
}

impl SayArgs {
    /// What was typed; a channel that the bot shall listen to is put into the settings.
    fn typed(&self, settings: &mut Settings) -> Result<Typed, String> {
        let told = |error: TypedError| error.to_string();
        if let Some(custom_id) = &self.press {
            return Ok(Typed::Command(Box::new(pressed(custom_id, &self.values).map_err(told)?)));
        }
        let text = self.text.as_deref().unwrap_or_default();
        let (said, text) = match (&self.channel, message::addressed(text)) {
            (None, Some(rest)) if !self.dm => (Said::Mention, rest),
            (None, _) if self.dm => (Said::Direct, text),
            (Some(channel), None) => (Said::Channel(listening(channel, settings)?), text),
            (Some(_), Some(_)) => {
                return Err("a message with @fukugyo is answered in any channel; leave out --channel".into());
            }
            (None, _) if self.explain => {
                return Err("--explain is for messages: '@fukugyo …', --dm or --channel".into());
            }
            (None, _) => {
                let stage = if self.autocomplete { Stage::Typing } else { Stage::Sent };
                return Ok(Typed::Command(Box::new(typed(text, stage).map_err(told)?)));
            }
        };
        let message = message::message(text, said).map_err(told)?;
        Ok(Typed::Message(Box::new(message), text.to_owned()))
    }
}

/// The id of a channel to speak in; `faq` is one that the bot listens to.
fn listening(channel: &str, settings: &mut Settings) -> Result<u64, String> {
    if channel == "faq" {
        settings.faq_channels.push(CHANNEL);
        return Ok(CHANNEL);
    }
    channel
        .parse()
        .ok()
        .filter(|id| *id > 0)
        .ok_or_else(|| format!("--channel takes faq or a channel's id, not 「{channel}」"))
}

/// Serves what was typed as the gateway does, and prints what it would send.
pub(super) fn say(args: &SayArgs, mut settings: Settings) -> ExitCode {
    let typed = match args.typed(&mut settings) {
        Ok(typed) => typed,
        Err(error) => return refuse(&error),
    };
    let app = match App::load(settings, Day::today()) {
        Ok(app) => app,
        Err(report) => return refuse(&report.to_string()),
    };
    if let (true, Typed::Message(_, text)) = (args.explain, &typed) {
        return print_json(&explain::explained(&app.knowledge(), text, args.channel.is_none()));
    }
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(FAILED);
        }
    };
    let app = match &args.store {
        None => app,
        Some(url) => match runtime.block_on(Store::open(url)) {
            Ok(store) => app.with_store(store),
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::from(error.exit_code());
            }
        },
    };
    let store = app.store().clone();
    let server = Server::new(Arc::new(app));
    let place = Place { me: BOT, parent: None, now: Instant::now() };
    let mut answered = match &typed {
        Typed::Command(interaction) => runtime.block_on(server.interaction(interaction, Instant::now())),
        Typed::Message(message, _) => runtime.block_on(server.message(message, place)),
    };
    let payload = answered.payload.take();
    let silent = if let Outcome::Silent(why) = &answered.outcome { Some(why.name()) } else { None };
    server.finish(answered, if payload.is_some() { Delivery::Sent } else { Delivery::Nothing });
    runtime.block_on(store.close());
    match (payload, silent) {
        (Some(payload), _) => print_json(&payload.value()),
        (None, Some(why)) => {
            eprintln!("silence: {why}");
            ExitCode::SUCCESS
        }
        (None, None) => ExitCode::from(FAILED),
    }
}
