//! Starting the playground from the command line: data, socket, live data, and what to tell the person who started it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch::channel;

use super::{ADDRESS, PORT, run, settings};
use crate::app::App;
use crate::app::calendar;
use crate::app::watch::{LiveData, watch};
use crate::config::{Settings, StoreUrl};
use crate::profile::{DataSource, Day, Language, Report};
use crate::store::{OpenError, Store};

/// Why the playground did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data cannot be used.
    #[error("{}", .0.in_language(Language::Japanese))]
    Data(#[from] Report),
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The address cannot be listened on.
    #[error("cannot listen on {0}: {1}. Another port: fukugyo playground --listen 127.0.0.1:{next}", next = .0.port().wrapping_add(1))]
    Listen(SocketAddr, std::io::Error),
    /// The runtime or the socket failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// The address that a person means by `127.0.0.1:9345`, `localhost:9345` or only a port.
///
/// # Errors
/// A sentence that says what to type.
pub fn address(text: &str) -> Result<SocketAddr, String> {
    let text = text.trim();
    let port = text.strip_prefix("localhost:").or_else(|| text.strip_prefix(':')).unwrap_or(text);
    if let Ok(port) = port.parse() {
        return Ok((Ipv4Addr::LOCALHOST, port).into());
    }
    text.parse().map_err(|_| format!("type a port (9345) or a number address with a port ({ADDRESS})"))
}

/// Serves the page until Ctrl-C. What servers choose and what is counted is kept in `store`, else in memory. Without an address it
/// takes the usual one, or any free port when that one is taken.
/// `tell` prints a line for the person who started it.
///
/// # Errors
/// When the data cannot be used or the socket fails.
pub async fn start(
    started_with: Settings,
    listen: Option<SocketAddr>,
    store: Option<&StoreUrl>,
    tell: &(dyn Fn(&str) + Sync),
) -> Result<(), StartError> {
    let folder = match &started_with.data {
        DataSource::Folder(folder) => Some(folder.clone()),
        DataSource::Embedded => None,
    };
    let mut app = App::load(settings(started_with), Day::today())?;
    if let Some(store) = store {
        app = app.with_store(Store::open(store).await?);
    }
    let app = Arc::new(app);
    let knowledge = app.knowledge();
    // The page opens before the questions are indexed.
    drop(tokio::spawn(async move { knowledge.prepared().await }));
    let usual = SocketAddr::from((Ipv4Addr::LOCALHOST, PORT));
    let listener = match (TcpListener::bind(listen.unwrap_or(usual)).await, listen) {
        (Ok(listener), _) => listener,
        (Err(error), Some(address)) => return Err(StartError::Listen(address, error)),
        (Err(_), None) => TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?,
    };
    let address = listener.local_addr()?;
    tell(&format!("Playground: http://{address}/  (Ctrl-C stops it)"));
    if listen.is_none() {
        tell("No DISCORD_TOKEN is set, so this is a Discord channel on this machine alone.");
    }
    tell("To go live on Discord: set DISCORD_TOKEN and start fukugyo again.");
    if !address.ip().is_loopback() {
        tell("Everyone who reaches this address can open it: there is no log-in.");
    }
    let stop = async { drop(tokio::signal::ctrl_c().await) };
    let calendar = calendar::follow(Arc::clone(&app), calendar::INTERVAL, Day::today);
    let kept = app.store().clone();
    let ended = match folder {
        None => tokio::select! {
            served = run(listener, app, channel(LiveData::default()).1, stop) => served,
            () = calendar => Ok(()),
        },
        Some(folder) => {
            let (live, watching) = watch(Arc::clone(&app), folder);
            tokio::select! {
                served = run(listener, app, live, stop) => served,
                () = watching => Ok(()),
                () = calendar => Ok(()),
            }
        }
    };
    kept.close().await;
    Ok(ended?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_alone_is_an_address_on_this_machine() {
        for text in ["9345", ":9345", "localhost:9345", "127.0.0.1:9345"] {
            assert_eq!(address(text).map(|a| a.to_string()), Ok("127.0.0.1:9345".into()), "{text}");
        }
        assert_eq!(address("[::1]:80").map(|a| a.to_string()), Ok("[::1]:80".into()));
        for text in ["", "99999", "example.org:80", "127.0.0.1"] {
            assert!(address(text).unwrap_err().starts_with("type a port (9345)"), "{text}");
        }
    }
}
