//! What `main` calls.

use std::sync::Arc;

use tracing::warn;

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
        if shards.is_some_and(|shards| shards.count() < shards.total) && !app.store().is_shared() {
            warn!(
                "This process holds a part of the shards, and its store is its own: logins are not spaced over the others, and what \
                 servers choose is not seen by them. Set store.url (FUKUGYO_STORE_URL) to one Postgres for all."
            );
        }
        let bot =
            Bot { server: Arc::new(Server::new(app)), token, shards, patience: Patience::default(), ops };
        run(bot, stop.cancelled()).await
    })
}
