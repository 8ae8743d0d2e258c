//! The way to Postgres, to be cut.

use std::sync::Arc;

use fukugyo::config::StoreUrl;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the wire does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Carries everything.
    Open,
    /// Cuts every connection, and each new one.
    Cut,
    /// Holds everything back.
    Stalled,
    /// Carries everything until a `COMMIT`, then nothing back any more, and cuts.
    LoseCommit,
}

/// A wire from a port of its own to another one of this machine.
pub(super) struct Wire {
    port: u16,
    mode: Arc<watch::Sender<Mode>>,
}

impl Wire {
    async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own = listener.local_addr().unwrap().port();
        let mode = Arc::new(watch::Sender::new(Mode::Open));
        let modes = Arc::clone(&mode);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, port, modes.subscribe()));
            }
        });
        Self { port: own, mode }
    }

    /// A wire before this Postgres, and the address of the store at its near end.
    pub(super) async fn before(url: &StoreUrl) -> (Self, StoreUrl) {
        let StoreUrl::Postgres(mut url) = url.clone() else { panic!("SQLite has no wire") };
        let wire = Self::to(url.port().unwrap()).await;
        url.set_port(Some(wire.port)).unwrap();
        (wire, StoreUrl::Postgres(url))
    }

    pub(super) fn set(&self, mode: Mode) {
        self.mode.send_replace(mode);
    }
}

async fn carry(near: TcpStream, port: u16, mut mode: watch::Receiver<Mode>) {
    if *mode.borrow_and_update() == Mode::Cut {
        return;
    }
    let Ok(far) = TcpStream::connect(("127.0.0.1", port)).await else { return };
    let (near_in, near_out) = near.into_split();
    let (far_in, far_out) = far.into_split();
    let lost = Arc::new(watch::Sender::new(false));
    tokio::select! {
        () = forward(near_in, far_out, mode.clone(), Some(Arc::clone(&lost))) => {}
        () = backward(far_in, near_out, mode.clone(), lost.subscribe()) => {}
        _ = mode.wait_for(|mode| *mode == Mode::Cut) => {}
    }
}

async fn forward(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut mode: watch::Receiver<Mode>,
    lost: Option<Arc<watch::Sender<bool>>>,
) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(n @ 1..) = from.read(&mut bytes).await {
        let _ = mode.wait_for(|mode| *mode != Mode::Stalled).await;
        let commits = bytes[..n].windows(6).any(|window| window == b"COMMIT");
        if commits
            && *mode.borrow() == Mode::LoseCommit
            && let Some(lost) = &lost
        {
            lost.send_replace(true);
        }
        if to.write_all(&bytes[..n]).await.is_err() {
            return;
        }
    }
}

async fn backward(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut mode: watch::Receiver<Mode>,
    lost: watch::Receiver<bool>,
) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(n @ 1..) = from.read(&mut bytes).await {
        let _ = mode.wait_for(|mode| *mode != Mode::Stalled).await;
        // The answer is there, so it was done: and nobody hears of it.
        if *lost.borrow() || to.write_all(&bytes[..n]).await.is_err() {
            return;
        }
    }
}
