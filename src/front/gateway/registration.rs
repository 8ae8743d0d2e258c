//! When commands are registered: at start, or because somebody asks for it. How is [`crate::discord::sync`]'s.

use std::sync::Arc;

use serde_json::json;
use tracing::{error, info};

use crate::command;
use crate::config::{Secret, Settings};
use crate::discord::{Change, Rest, RestError, sync};

use super::Error;
use super::front::Front;

/// Registers the commands, in the guild or everywhere, and removes them from the other scope where that is known; with `clear`
/// removes them all from the scope.
///
/// # Errors
/// A wrong token, no access to the guild, or a Discord that does not answer.
pub async fn register(
    settings: &Settings,
    token: &Secret,
    guild: Option<u64>,
    clear: bool,
) -> Result<Change, Error> {
    let rest = Rest::new(settings.api_base.as_deref(), settings.api_ca.as_deref(), token)?;
    let commands = if clear { json!([]) } else { command::registration() };
    let done = async { sync(&rest, rest.application().await?, guild, &commands).await };
    done.await.map_err(|error| match error {
        RestError::Unauthorised => Error::WrongToken,
        error => error.into(),
    })
}

/// Registers at start, in the background: a bot whose registration fails still answers.
pub(super) fn at_start(front: &Arc<Front>, application: u64) {
    let settings = front.app().settings();
    if !settings.register {
        return;
    }
    let guild = settings.guild;
    let task_front = Arc::clone(front);
    front.tasks.spawn(async move {
        match sync(&task_front.rest, application, guild, &command::registration()).await {
            Ok(Change::Unchanged) => info!("commands are registered already"),
            Ok(Change::Written) => info!("commands registered"),
            Err(error) => {
                error!(%error, "commands could not be registered; those registered before keep working");
            }
        }
    });
}
