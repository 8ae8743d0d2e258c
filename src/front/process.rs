//! A process that serves Discord: the runtime, the store, live data, the calendar, the signals, and the exit code.

use std::io;
use std::sync::Arc;

use tokio::runtime::Builder;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::app::watch::watch as watch_data;
use crate::app::{App, calendar};
use crate::config::StoreUrl;
use crate::profile::{DataSource, Day};
use crate::store::Store;

use super::error::Error;

/// The exit code after a second signal.
const FORCED: u8 = 130;

/// What a front is started with.
#[derive(Debug)]
pub struct Process {
    /// The app, over the open store.
    pub app: Arc<App>,
    /// Cancelled by the first SIGINT or SIGTERM: the front is to end what it does.
    pub stop: CancellationToken,
}

/// Opens the store and runs a front until SIGINT or SIGTERM, after which it drains; a second signal ends it at once. Returns the
/// process's exit code, with which the caller must end the process: a task that was given up may still be running.
///
/// # Errors
/// The front's; also when the store cannot be opened, and when the runtime or the signal handlers cannot be set up.
pub fn run_process(
    app: App,
    store: &StoreUrl,
    front: impl AsyncFnOnce(Process) -> Result<(), Error>,
) -> Result<u8, Error> {
    let failed = |error: io::Error| Error::Failed(error.to_string());
    let runtime = Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    let knowledge = app.knowledge();
    // Nothing waits for the index of questions.
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
        let stop = CancellationToken::new();
        let first = async {
            signals.nth(1).await;
            stop.cancel();
            std::future::pending::<()>().await;
        };
        tokio::select! {
            result = front(Process { app, stop: stop.clone() }) => result.map(|()| 0),
            () = first => Ok(FORCED),
            () = live => Err(Error::Failed("the watch over the data folder ended".into())),
            () = calendar => Err(Error::Failed("the watch over the calendar ended".into())),
            () = signals.nth(2) => {
                warn!("a second signal, ending at once");
                Ok(FORCED)
            }
        }
    });
    runtime.shutdown_background();
    result
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
