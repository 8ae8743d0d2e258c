//! The page's HTTP server: like `axum::serve`, but a request that never ends does not stay open.

use std::io;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};
use tracing::{debug, warn};

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timeouts {
    /// From the connection, or the last answer, to the end of the next request's headers.
    pub(super) headers: Duration,
    /// From there to the answer, the request's body included.
    pub(super) answer: Duration,
    /// From the stop signal until open requests are cut off.
    pub(super) drain: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { headers: seconds(10), answer: seconds(30), drain: seconds(3) }
    }
}

/// Serves `router` until `shutdown`; then what has begun is answered.
///
/// # Errors
/// When the listener is of no use any more.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    timeouts: Timeouts,
    shutdown: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    let in_time = middleware::from_fn(move |request: Request, next: Next| async move {
        timeout(timeouts.answer, next.run(request)).await.unwrap_or_else(|_| too_slow())
    });
    let service = TowerToHyperService::new(router.layer(in_time));
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(timeouts.headers);
    let open = GracefulShutdown::new();
    tokio::pin!(shutdown);
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Most likely too many open files: those that end make room.
                    warn!(%error, "connection not accepted");
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            () = &mut shutdown => break,
        };
        let connection = open.watch(server.serve_connection(TokioIo::new(stream), service.clone()));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                debug!(%error, "connection ended");
            }
        });
    }
    drop(listener);
    if timeout(timeouts.drain, open.shutdown()).await.is_err() {
        warn!("requests that did not end were cut off");
    }
    Ok(())
}

fn too_slow() -> Response {
    (StatusCode::REQUEST_TIMEOUT, "The request took too long.\n").into_response()
}

#[cfg(test)]
mod tests {
    use axum::routing::post;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    /// What the server answers to these bytes, the last of a client that neither goes on nor hangs up.
    async fn answer_to(begun: &str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let short = Duration::from_millis(200);
        let timeouts = Timeouts { headers: short, answer: short, drain: short };
        let router = Router::new().route("/", post(async |body: String| body));
        tokio::spawn(serve(listener, router, timeouts, std::future::pending()));
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(begun.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let ended = timeout(Duration::from_secs(20), client.read_to_string(&mut answer)).await;
        ended.expect("the connection is closed").unwrap();
        answer
    }

    #[tokio::test]
    async fn a_connection_on_which_nothing_comes_is_closed() {
        answer_to("").await;
    }

    #[tokio::test]
    async fn headers_that_never_end_are_given_up() {
        answer_to("POST / HTTP/1.1\r\nHost: localhost\r\n").await;
    }

    #[tokio::test]
    async fn a_body_that_never_ends_is_given_up() {
        let answer = answer_to("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc").await;
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    }

    #[tokio::test]
    async fn a_stop_does_not_wait_for_a_request_that_never_ends() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let timeouts = Timeouts { drain: Duration::from_millis(100), ..Timeouts::default() };
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let stopped = async { drop(stopped.await) };
        let serving = tokio::spawn(serve(listener, Router::new(), timeouts, stopped));
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(b"POST / HTTP/1.1\r\n").await.unwrap();
        stop.send(()).unwrap();
        timeout(Duration::from_secs(20), serving).await.expect("it stops").unwrap().unwrap();
    }
}
