//! The HTTP server: an accept loop of our own, since a reset connection cannot be ordered from a
//! handler.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State as Extract;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::body::Incoming;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::faults::Fault;
use super::state::Shared;
use super::{gateway, rest};

/// Marks a response that must not be sent: the connection is reset instead.
#[derive(Clone, Copy)]
pub struct ResetConnection;

/// Serves connections until the task is aborted.
pub async fn serve(listener: TcpListener, tls: Option<TlsAcceptor>, shared: Arc<Shared>) {
    let router = Router::new().route("/", get(upgrade)).fallback(rest::handle).with_state(shared);
    let router = TowerToHyperService::new(router.into_service::<Body>());
    let mut connections = tokio::task::JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                connections.spawn(connection(stream, tls.clone(), router.clone()));
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection<S>(stream: TcpStream, tls: Option<TlsAcceptor>, router: S)
where
    S: Service<Request<Body>, Response = Response, Error = Infallible> + Send + 'static,
    S::Future: Send,
{
    let _ = stream.set_nodelay(true);
    // A second handle on the socket, to choose how it ends while hyper owns the first.
    let Ok((stream, handle)) = duplicate(stream) else { return };
    let service = service_fn(move |request: Request<Incoming>| {
        let answer = router.call(request.map(Body::new));
        let handle = Arc::clone(&handle);
        async move {
            let response = answer.await.unwrap_or_else(|never| match never {});
            if response.extensions().get::<ResetConnection>().is_some() {
                // With no lingering, closing sends RST rather than FIN.
                socket2::SockRef::from(&*handle).set_linger(Some(Duration::ZERO))?;
                return Err(io::Error::from(io::ErrorKind::ConnectionReset));
            }
            Ok(response)
        }
    });
    let http = hyper::server::conn::http1::Builder::new();
    let _ = match tls {
        None => http.serve_connection(TokioIo::new(stream), service).with_upgrades().await,
        Some(tls) => match tls.accept(stream).await {
            Ok(stream) => http.serve_connection(TokioIo::new(stream), service).with_upgrades().await,
            // A client that does not trust us.
            Err(_) => Ok(()),
        },
    };
}

fn duplicate(stream: TcpStream) -> io::Result<(TcpStream, Arc<std::net::TcpStream>)> {
    let stream = stream.into_std()?;
    let handle = Arc::new(stream.try_clone()?);
    Ok((TcpStream::from_std(stream)?, handle))
}

/// The gateway's address answers a websocket upgrade, unless a fault was ordered for `GET /`.
async fn upgrade(Extract(shared): Extract<Arc<Shared>>, upgrade: WebSocketUpgrade) -> Response {
    let fault = shared.change(|state| state.faults.take("GET", "/"));
    match fault {
        None => {}
        Some(Fault::Delay(late)) => tokio::time::sleep(late).await,
        Some(fault) => return rest::failure(&fault).await,
    }
    upgrade.on_upgrade(move |socket| gateway::serve(shared, socket)).into_response()
}
