//! The HTTP server: connections in a bounded number, requests one after the other on each.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::{Request, Response, StatusCode};
use futures_util::FutureExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout, timeout_at};
use tracing::{debug, warn};

use crate::ops::RequestResult;
use crate::serve::ANSWER_WITHIN;

use super::front::Front;
use super::line::{Line, Socket};
use super::outgoing::{Outgoing, closing};
use super::request::read;
use super::{Patience, answer};

/// How long a connection without a request stays open when the process ends: one may be on its way.
const LAST_WORD: Duration = Duration::from_millis(500);
/// The pause after a connection that could not be accepted.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Takes connections until the front closes, those included that wait in the line by then.
pub(super) async fn listen(front: &Arc<Front>, listener: TcpListener, patience: Patience) {
    let room = Arc::new(Semaphore::new(patience.connections));
    loop {
        let accepted = tokio::select! {
            // It closes only with the front.
            Ok(permit) = Arc::clone(&room).acquire_owned() => tokio::select! {
                accepted = listener.accept() => accepted.map(|(stream, _)| (stream, permit)),
                () = front.closing.cancelled() => break,
            },
            () = front.closing.cancelled() => break,
        };
        match accepted {
            Ok((stream, permit)) => spawn(front, stream, permit, patience),
            Err(error) => {
                // Most likely too many open files: those that end make room.
                warn!(%error, "connection not accepted");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    while let Ok(permit) = Arc::clone(&room).try_acquire_owned()
        && let Some(Ok((stream, _))) = listener.accept().now_or_never()
    {
        spawn(front, stream, permit, patience);
    }
}

fn spawn(front: &Arc<Front>, stream: TcpStream, permit: OwnedSemaphorePermit, patience: Patience) {
    let task = Arc::clone(front);
    front.connections.spawn(async move {
        connection(&task, stream, patience).await;
        drop(permit);
    });
}

/// Serves one connection to its end.
async fn connection(front: &Arc<Front>, stream: TcpStream, patience: Patience) {
    // An answer must not wait for the acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    let line = Line::default();
    let service = service_fn(|request| respond(Arc::clone(front), line.clone(), request));
    let socket = TokioIo::new(Socket::new(stream, line.clone(), patience));
    let mut served = pin!(http1::Builder::new().serve_connection(socket, service));
    let ended = tokio::select! {
        ended = &mut served => Some(ended),
        () = front.closing.cancelled() => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        // An answer that is given now closes its connection.
        None => loop {
            match timeout(LAST_WORD, &mut served).await {
                Ok(ended) => break ended,
                Err(_) if line.is_idle() => return,
                Err(_) => {}
            }
        },
    };
    if let Err(error) = ended {
        debug!(%error, "connection ended");
    }
}

/// Answers one request.
async fn respond(
    front: Arc<Front>,
    line: Line,
    request: Request<Incoming>,
) -> Result<Response<Outgoing>, Infallible> {
    line.answering();
    let since = Instant::now();
    let until = since + ANSWER_WITHIN;
    let response = match read(&front, request, until).await {
        Ok(asked) => {
            front.requests.count(RequestResult::Ok);
            match timeout_at(until.into(), answer::begin(&front, asked, since)).await {
                Ok(Ok((payload, receipt))) => Outgoing::answer(payload, line, receipt),
                _ => Outgoing::sentence(StatusCode::SERVICE_UNAVAILABLE, "There is too much to do.\n", line),
            }
        }
        Err(refusal) => {
            front.requests.count(refusal.result());
            debug!(?refusal, "refused");
            Outgoing::sentence(refusal.status(), refusal.sentence(), line)
        }
    };
    Ok(if front.leaving.is_cancelled() { closing(response) } else { response })
}
