//! A process that serves Discord: the runtime, the store, live data, the calendar, the signals, and the exit code.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::app::watch::watch as watch_data;
use crate::app::{App, calendar};
use crate::config::{StoreUrl, process_env};
use crate::ops::{self, Notify, Ops};
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
    /// Where the front shows how it is doing.
    pub ops: Ops,
}

/// Listens for operators, opens the store and runs a front until SIGINT or SIGTERM, after which it drains; a second signal ends it at
/// once. Returns the process's exit code, with which the caller must end the process: a task that was given up may still be running.
///
/// # Errors
/// The front's; also when the store cannot be opened, operators' address cannot be listened on, and when the runtime or the signal
/// handlers cannot be set up.
pub fn run_process(
    app: App,
    store: &StoreUrl,
    front: impl AsyncFnOnce(Process) -> Result<(), Error>,
) -> Result<u8, Error> {
    let failed = |error: io::Error| Error::Failed(error.to_string());
    let runtime = Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    let knowledge = app.knowledge();
    // Begun at once, beside the store and the login: only who asks waits for it, and whoever wants to know whether it is ready.
    drop(runtime.spawn(async move { knowledge.prepared().await }));
    let result = runtime.block_on(async {
        let ops = Ops::default();
        // First of all: an address that is taken is a slip to be mended, and whoever asks is told while a database is waited for.
        if let Some(address) = app.settings().ops_listen {
            tokio::spawn(ops::serve(listen(address).await?, ops.clone()));
        }
        let attended = ops::attend(ops.clone(), Notify::from_env(&process_env));
        tokio::select! {
            result = serve(app, store, ops, front) => result,
            never = attended => match never {},
        }
    });
    runtime.shutdown_background();
    result
}

/// Listens for operators.
async fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    let listener = TcpListener::bind(address).await.map_err(|error| Error::OpsListen(address, error))?;
    if let Ok(address) = listener.local_addr() {
        info!(%address, "health and metrics are served");
    }
    Ok(listener)
}

/// All of it, in the runtime.
async fn serve(
    app: App,
    store: &StoreUrl,
    ops: Ops,
    front: impl AsyncFnOnce(Process) -> Result<(), Error>,
) -> Result<u8, Error> {
    let failed = |error: io::Error| Error::Failed(error.to_string());
    let app = Arc::new(app.with_store(Store::open(store).await?));
    info!(%store, "the store is open");
    ops.holds(Arc::clone(&app));
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
        ops.stopping();
        stop.cancel();
        std::future::pending::<Infallible>().await
    };
    tokio::select! {
        result = front(Process { app, stop: stop.clone(), ops: ops.clone() }) => result.map(|()| 0),
        never = first => match never {},
        () = live => Err(Error::Failed("the watch over the data folder ended".into())),
        () = calendar => Err(Error::Failed("the watch over the calendar ended".into())),
        () = signals.nth(2) => {
            warn!("a second signal, ending at once");
            Ok(FORCED)
        }
    }
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
