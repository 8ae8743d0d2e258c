//! What `main` calls.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::app::App;
use crate::config::{Secret, StoreUrl};
use crate::front::error::Error;
use crate::front::process::{Process, run_process};
use crate::serve::Server;

use super::{Endpoint, Patience, PublicKey, run};

/// Runs the endpoint as [`run_process`] says.
///
/// # Errors
/// See [`run`] and [`run_process`]; also when the address cannot be listened on.
pub fn process(
    app: App,
    store: &StoreUrl,
    token: Secret,
    key: PublicKey,
    listen: SocketAddr,
) -> Result<u8, Error> {
    run_process(app, store, async |Process { app, stop, ops }| {
        let listener = TcpListener::bind(listen).await.map_err(|error| Error::Listen(listen, error))?;
        let server = Arc::new(Server::new(app));
        let endpoint = Endpoint { server, token, key, patience: Patience::default(), ops };
        run(endpoint, listener, stop.cancelled()).await
    })
}
