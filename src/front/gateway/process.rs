//! What `main` calls.

use std::sync::Arc;

use crate::app::App;
use crate::config::{Secret, StoreUrl};
use crate::front::error::Error;
use crate::front::process::{Process, run_process};
use crate::serve::Server;

use super::{Bot, Patience, Shards, run};

/// Runs the gateway as [`run_process`] says.
///
/// # Errors
/// See [`run`] and [`run_process`].
pub fn process(app: App, store: &StoreUrl, token: Secret, shards: Option<Shards>) -> Result<u8, Error> {
    run_process(app, store, async |Process { app, stop, ops }| {
        let bot =
            Bot { server: Arc::new(Server::new(app)), token, shards, patience: Patience::default(), ops };
        run(bot, stop.cancelled()).await
    })
}
