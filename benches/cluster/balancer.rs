//! A load balancer in short.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use super::standin::WAIT;

/// Between two looks at whether an endpoint is ready.
const LOOK: Duration = Duration::from_millis(200);

/// An endpoint.
pub(crate) struct Upstream {
    pub(crate) address: SocketAddr,
    ops: SocketAddr,
    ready: AtomicBool,
    removed: AtomicBool,
    killed: AtomicBool,
}

impl Upstream {
    pub(crate) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Relaxed)
    }

    /// Whether a connection to it may break. Asking it would not tell: its connections end before its listener does.
    pub(crate) fn is_killed(&self) -> bool {
        self.killed.load(Ordering::Relaxed)
    }

    /// It does not even take connections.
    pub(crate) fn is_away(&self) {
        self.ready.store(false, Ordering::Relaxed);
    }
}

/// The endpoints, and which of them are ready.
#[derive(Default)]
pub(crate) struct Balancer {
    upstreams: Mutex<Vec<Arc<Upstream>>>,
    next: AtomicUsize,
}

impl Balancer {
    /// Looks after one more endpoint, until it is removed.
    pub(crate) fn add(&self, address: SocketAddr, ops: SocketAddr) {
        let upstream = Arc::new(Upstream {
            address,
            ops,
            ready: AtomicBool::new(false),
            removed: AtomicBool::new(false),
            killed: AtomicBool::new(false),
        });
        self.upstreams.lock().unwrap().push(Arc::clone(&upstream));
        tokio::spawn(async move {
            while !upstream.removed.load(Ordering::Relaxed) {
                let ready = timeout(Duration::from_secs(1), is_ready(upstream.ops)).await;
                upstream.ready.store(matches!(ready, Ok(Ok(true))), Ordering::Relaxed);
                sleep(LOOK).await;
            }
        });
    }

    /// Says before it is done that this one is killed.
    pub(crate) fn kills(&self, ops: SocketAddr) {
        let upstreams = self.upstreams.lock().unwrap();
        upstreams.iter().filter(|u| u.ops == ops).for_each(|u| u.killed.store(true, Ordering::Relaxed));
    }

    pub(crate) fn remove(&self, ops: SocketAddr) {
        self.upstreams.lock().unwrap().retain(|upstream| {
            let gone = upstream.ops == ops;
            if gone {
                upstream.removed.store(true, Ordering::Relaxed);
                upstream.is_away();
            }
            !gone
        });
    }

    /// The next endpoint that is ready; waits for one.
    pub(crate) async fn pick(&self) -> Arc<Upstream> {
        let until = Instant::now() + WAIT;
        loop {
            {
                let upstreams = self.upstreams.lock().unwrap();
                let ready: Vec<_> = upstreams.iter().filter(|upstream| upstream.is_ready()).collect();
                if !ready.is_empty() {
                    return Arc::clone(ready[self.next.fetch_add(1, Ordering::Relaxed) % ready.len()]);
                }
            }
            assert!(Instant::now() < until, "no endpoint is ready");
            sleep(Duration::from_millis(10)).await;
        }
    }

    /// Where all endpoints are.
    pub(crate) fn addresses(&self) -> Vec<SocketAddr> {
        let upstreams = self.upstreams.lock().unwrap();
        upstreams.iter().filter(|upstream| upstream.is_ready()).map(|upstream| upstream.address).collect()
    }

    /// Waits until so many are ready.
    pub(crate) async fn ready(&self, count: usize) {
        self.until(|upstreams| upstreams.iter().filter(|u| u.is_ready()).count() >= count).await;
    }

    /// Waits until this one is.
    pub(crate) async fn ready_at(&self, ops: SocketAddr) {
        self.until(|upstreams| upstreams.iter().any(|u| u.ops == ops && u.is_ready())).await;
    }

    async fn until(&self, holds: impl Fn(&[Arc<Upstream>]) -> bool) {
        let until = Instant::now() + WAIT;
        while !holds(&self.upstreams.lock().unwrap()) {
            assert!(Instant::now() < until, "an endpoint does not become ready");
            sleep(Duration::from_millis(10)).await;
        }
    }
}

async fn is_ready(ops: SocketAddr) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(ops).await?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: ops\r\nConnection: close\r\n\r\n").await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(answer.starts_with(b"HTTP/1.1 200"))
}
