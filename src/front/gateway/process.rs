//! What `main` calls: the runtime, the signals, and the exit code.

use std::io;
use std::sync::Arc;

use tokio::runtime::Builder;
use tokio::sync::watch;
use tracing::{info, warn};

use crate::app::watch::watch as watch_data;
use crate::app::{App, calendar};
use crate::config::{Secret, Settings, StoreUrl};
use crate::discord::Change;
use crate::profile::{DataSource, Day};
use crate::serve::Server;
use crate::store::Store;

use super::{Bot, Error, Patience, ShardStatuses, Shards, run};

/// The exit code after a second signal.
const FORCED: u8 = 130;
/// Runs the gateway until SIGINT or SIGTERM, and drains; a second signal ends it at once. Returns the process's exit code, with
/// which the caller must end the process: a task that was given up may still be running.
///
/// # Errors
/// See [`run`]; also when the store cannot be opened, and when the runtime or the signal handlers cannot be set up.
pub fn process(app: App, store: &StoreUrl, token: Secret, shards: Option<Shards>) -> Result<u8, Error> {
    let failed = |error: io::Error| Error::Client(error.to_string());
    let runtime = Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    let knowledge = app.knowledge();
    // Logging in does not wait for the index of questions.
    drop(runtime.spawn_blocking(move || {
        knowledge.prepare();
    }));
    let result = runtime.block_on(async {
        let app = Arc::new(app.with_store(Store::open(store).await?));
        info!(%store, "the store is open");
        let live = match &app.settings().data {
            DataSource::Folder(folder) => Some(watch_data(Arc::clone(&app), folder.clone()).1),
            DataSource::Embedded => None,
        };
        let live = async {
            match live {
                Some(live) => live.await,
                None => std::future::pending().await,
            }
        };
        let calendar = calendar::follow(Arc::clone(&app), calendar::INTERVAL, Day::today);
        let signals = Signals::listen().map_err(failed)?;
        let bot = Bot {
            server: Arc::new(Server::new(app)),
            token,
            shards,
            patience: Patience::default(),
            statuses: ShardStatuses::default(),
        };
        tokio::select! {
            result = run(bot, signals.nth(1)) => result.map(|()| 0),
            () = live => Err(Error::Client("the watch over the data folder ended".into())),
            () = calendar => Err(Error::Client("the watch over the calendar ended".into())),
            () = signals.nth(2) => {
                warn!("a second signal, ending at once");
                Ok(FORCED)
            }
        }
    });
    runtime.shutdown_background();
    result
}

/// [`register`](super::register) for a caller without a runtime.
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
        .map_err(|error| Error::Client(error.to_string()))?;
    runtime.block_on(super::register(settings, token, guild, clear))
}

/// Stop signals, counted.
struct Signals(watch::Receiver<u64>);

impl Signals {
    /// Starts to count SIGINT and SIGTERM (elsewhere Ctrl-C).
    fn listen() -> io::Result<Self> {
        let (counter, count) = watch::channel(0);
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let mut interrupt = signal(SignalKind::interrupt())?;
            let mut terminate = signal(SignalKind::terminate())?;
            tokio::spawn(async move {
                loop {
                    tokio::select! {
                        _ = interrupt.recv() => {}
                        _ = terminate.recv() => {}
                    }
                    counter.send_modify(|n| *n += 1);
                }
            });
        }
        #[cfg(not(unix))]
        tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                counter.send_modify(|n| *n += 1);
            }
        });
        Ok(Self(count))
    }

    /// Resolves at the `nth` signal.
    async fn nth(&self, nth: u64) {
        let mut count = self.0.clone();
        // It fails only when the counting task has ended, and that ends with the runtime.
        let _ = count.wait_for(|&n| n >= nth).await;
    }
}
