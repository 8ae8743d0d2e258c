//! When commands are registered: at start, or because somebody asks for it. How is [`crate::discord::sync`]'s.

use std::time::Duration;

use serde_json::json;
use tokio::runtime::Builder;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use crate::app::App;
use crate::command;
use crate::config::{Secret, Settings};
use crate::discord::{Change, Rest, RestError, sync};
use crate::view::help::CommandIds;

use super::error::Error;

/// How long a registration that is under way may go on when the process is to stop.
const STOP_WITHIN: Duration = Duration::from_secs(1);

/// Registers the commands, in the guild or everywhere, and removes them from the other scope where that is known; with `clear`
/// removes them all from the scope.
///
/// # Errors
/// A wrong token, no access to the guild, or a Discord that does not answer.
async fn register(
    settings: &Settings,
    token: &Secret,
    guild: Option<u64>,
    clear: bool,
) -> Result<Change, Error> {
    let rest = Rest::new(settings, token)?;
    let commands = if clear { json!([]) } else { command::registration() };
    let done = async { sync(&rest, rest.application().await?, guild, &commands).await };
    done.await.map(|(change, _)| change).map_err(|error| match error {
        RestError::Unauthorised => Error::WrongToken,
        error => error.into(),
    })
}

/// `register` for a caller without a runtime.
///
/// # Errors
/// As there, and when the runtime cannot be set up.
pub fn register_blocking(
    settings: &Settings,
    token: &Secret,
    guild: Option<u64>,
    clear: bool,
) -> Result<Change, Error> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Failed(error.to_string()))?;
    runtime.block_on(register(settings, token, guild, clear))
}

/// Registers at start, beside the connection: a bot whose registration fails still answers. When the process is to stop, it is
/// given a moment to end.
pub(super) async fn at_start(app: &App, rest: &Rest, application: u64, stop: CancellationToken) {
    let settings = app.settings();
    if !settings.register {
        return;
    }
    let commands = command::registration();
    let time_up = async {
        stop.cancelled().await;
        tokio::time::sleep(STOP_WITHIN).await;
    };
    let result = tokio::select! {
        result = sync(rest, application, settings.guild, &commands) => result,
        () = time_up => return warn!("stopped before it was known whether the commands are registered"),
    };
    if let Ok((_, commands)) = &result {
        app.set_command_ids(CommandIds::read(commands));
    }
    match result {
        Ok((Change::Unchanged, _)) => info!("commands are registered already"),
        Ok((Change::Written, _)) => info!("commands registered"),
        Err(error) => {
            error!(%error, "commands could not be registered; those registered before keep working");
        }
    }
}
