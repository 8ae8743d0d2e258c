//! `/livez`, `/readyz` and `/metrics` over HTTP.
//!
//! Invariant: whoever connects can hold up nobody. Connections are few and short; when one more comes, the oldest gives way.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{sleep, timeout};
use tracing::warn;

use super::Ops;

/// Connections at once.
const CONNECTIONS: usize = 32;
/// How long one may last, whatever is asked on it.
const CONNECTION: Duration = Duration::from_secs(10);
/// How long a request's headers may take.
const HEADERS: Duration = Duration::from_secs(3);
/// Bytes of a request's headers.
const HEADER_BYTES: usize = 16 * 1_024;

/// The type of what [`Ops::metrics`] returns.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Answers whoever asks how the process is, until it is dropped.
pub async fn serve(listener: TcpListener, ops: Ops) -> Infallible {
    serve_for(listener, ops, CONNECTION).await
}

async fn serve_for(listener: TcpListener, ops: Ops, most: Duration) -> Infallible {
    let service = TowerToHyperService::new(router(ops));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADERS.min(most)).max_buf_size(HEADER_BYTES);
    let mut connections = JoinSet::new();
    let mut open: VecDeque<AbortHandle> = VecDeque::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Most likely too many open files: those that end make room.
                    warn!(%error, "a connection to ops.listen was not accepted");
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            Some(_) = connections.join_next() => {
                open.retain(|connection| !connection.is_finished());
                continue;
            }
        };
        if open.len() >= CONNECTIONS
            && let Some(oldest) = open.pop_front()
        {
            oldest.abort();
        }
        let connection = timeout(most, http.serve_connection(TokioIo::new(stream), service.clone()));
        open.push_back(connections.spawn(async move { drop(connection.await) }));
    }
}

fn router(ops: Ops) -> Router {
    Router::new()
        .route("/livez", get(live))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(ops)
}

async fn live(State(ops): State<Ops>) -> impl IntoResponse {
    if ops.is_alive() {
        (StatusCode::OK, "ok\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the main loop is stuck\n")
    }
}

async fn ready(State(ops): State<Ops>) -> impl IntoResponse {
    let readiness = ops.readiness();
    let status = if readiness.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, readiness.to_string())
}

async fn metrics(State(ops): State<Ops>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, OPEN_METRICS)], ops.metrics())
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    async fn served(most: Duration) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve_for(listener, Ops::default(), most));
        address
    }

    /// What is answered to these bytes, of a client that neither goes on nor hangs up.
    async fn answer(address: SocketAddr, said: &str) -> String {
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(said.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let read = timeout(Duration::from_secs(20), client.read_to_end(&mut answer)).await;
        let _ = read.expect("the connection is closed in time");
        String::from_utf8(answer).unwrap()
    }

    #[tokio::test]
    async fn who_says_little_or_nothing_is_cut_off() {
        let address = served(Duration::from_millis(200)).await;
        answer(address, "").await;
        answer(address, "GET /metrics HTTP/1.1\r\nHost: x\r\n").await;
        let whole = answer(address, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").await;
        assert!(whole.starts_with("HTTP/1.1 200") && whole.ends_with("ok\n"), "{whole}");
    }

    #[tokio::test]
    async fn however_many_connect_and_say_nothing_the_next_is_answered() {
        let address = served(Duration::from_hours(1)).await;
        let mut idle = Vec::new();
        for _ in 0..3 * CONNECTIONS {
            idle.push(TcpStream::connect(address).await.unwrap());
        }
        let asked = answer(address, "GET /livez HTTP/1.0\r\n\r\n").await;
        assert!(asked.starts_with("HTTP/1.0 200"), "{asked}");
        let mut first = idle.swap_remove(0);
        let read = timeout(Duration::from_secs(20), first.read(&mut [0])).await;
        assert!(matches!(read.expect("it gave way"), Ok(0) | Err(_)));
    }

    #[tokio::test]
    async fn what_is_none_of_the_three_paths_is_refused() {
        let address = served(Duration::from_millis(500)).await;
        for (said, status) in [
            ("GET / HTTP/1.0\r\n\r\n", "404"),
            ("POST /metrics HTTP/1.0\r\nContent-Length: 0\r\n\r\n", "405"),
            ("\u{0}\u{1}\r\n\r\n", "400"),
        ] {
            let answer = answer(address, said).await;
            assert!(answer.split(' ').nth(1) == Some(status), "{said:?}: {answer}");
        }
        let endless = format!("GET /livez HTTP/1.1\r\nX: {}", "x".repeat(2 * HEADER_BYTES));
        let answer = answer(address, &endless).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    }
}
