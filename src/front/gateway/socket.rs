//! One websocket connection to the gateway: text out, text in, and how it ended.
//!
//! serenity's own connection can be read only by serenity's own runner, which hides why a connection ended, gives a session up for
//! any fault of the network, throws away what arrives while it closes, and waits five seconds before a shard comes back.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use flate2::read::ZlibDecoder;
use futures_util::{SinkExt, StreamExt};
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error as WsError, Message};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, connect_async_tls_with_config};

/// The gateway version that the events are read by.
const VERSION: u8 = 10;
/// How long saying goodbye to a connection that is given up may take.
const GOODBYE_WITHIN: Duration = Duration::from_secs(1);
/// The largest payload taken, unpacked. Discord's largest, a guild of hundreds of thousands, is far below.
const PAYLOAD_MAX: usize = 64 * 1024 * 1024;

/// Close codes that we send. The first ends the session, the second keeps it
/// (<https://discord.com/developers/docs/events/gateway#initiating-a-disconnect>).
pub(super) const GOING_OFFLINE: u16 = 1000;
/// Any code from 4000 up keeps the session.
pub(super) const COMING_BACK: u16 = 4000;

/// What came next.
#[derive(Debug)]
pub(super) enum Received {
    /// A payload.
    Text(String),
    /// A payload that cannot be unpacked or is no text.
    Garbled,
    /// Discord closed, with this code if it gave one.
    Closed(Option<u16>),
    /// The connection ended without a word.
    Dropped,
}

/// A connection.
pub(super) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Connects to the gateway at `base`, such as `wss://gateway.discord.gg`; `tls` is how, when the address asks for it.
    ///
    /// # Errors
    /// Why there is no connection, in words that hold no secret.
    pub(super) async fn connect(
        base: &str,
        tls: Arc<ClientConfig>,
        within: Duration,
    ) -> Result<Self, String> {
        let url = format!("{}/?v={VERSION}&encoding=json", base.trim_end_matches('/'));
        // A payload is one frame, so both limits are one: a payload that is refused would come again with each resume.
        let config =
            WebSocketConfig::default().max_message_size(Some(PAYLOAD_MAX)).max_frame_size(Some(PAYLOAD_MAX));
        let connector = Some(Connector::Rustls(tls));
        match timeout(within, connect_async_tls_with_config(url, Some(config), true, connector)).await {
            Ok(Ok((stream, _))) => Ok(Self(stream)),
            Ok(Err(error)) => Err(why(&error)),
            Err(_) => Err("no answer in time".into()),
        }
    }

    /// The next thing to arrive. Nothing is lost when this future is dropped.
    pub(super) async fn next(&mut self) -> Received {
        loop {
            return match self.0.next().await {
                Some(Ok(Message::Text(text))) => Received::Text(text.as_str().to_owned()),
                Some(Ok(Message::Binary(bytes))) => {
                    unpack(&bytes, PAYLOAD_MAX).map_or(Received::Garbled, Received::Text)
                }
                Some(Ok(Message::Close(frame))) => Received::Closed(frame.map(|frame| frame.code.into())),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
                Some(Err(_)) | None => Received::Dropped,
            };
        }
    }

    /// Sends a payload; false when the connection is broken.
    pub(super) async fn send(&mut self, text: String) -> bool {
        self.0.send(Message::Text(text.into())).await.is_ok()
    }

    /// Says that we close; what Discord has sent until it hears of it can still be read.
    pub(super) async fn close(&mut self, code: u16) {
        let frame = CloseFrame { code: code.into(), reason: "".into() };
        drop(timeout(GOODBYE_WITHIN, self.0.send(Message::Close(Some(frame)))).await);
    }
}

/// Payload compression: each payload is one zlib stream
/// (<https://discord.com/developers/docs/events/gateway#payload-compression>).
fn unpack(bytes: &[u8], most: usize) -> Option<String> {
    let mut text = String::new();
    ZlibDecoder::new(bytes).take(most as u64 + 1).read_to_string(&mut text).ok()?;
    (text.len() <= most).then_some(text)
}

fn why(error: &WsError) -> String {
    match error {
        WsError::Http(response) => format!("status {}", response.status().as_u16()),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::ZlibEncoder};

    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_payload_that_unpacks_to_more_than_allowed_is_not_taken() {
        let bytes = packed("0123456789");
        assert_eq!(unpack(&bytes, 10).as_deref(), Some("0123456789"));
        assert_eq!(unpack(&bytes, 9), None);
        assert_eq!(unpack(b"no zlib", 10), None);
    }

    #[tokio::test]
    async fn an_address_that_is_none_is_an_error_in_words() {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls =
            ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let tls = Arc::new(tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth());
        for address in ["", "ftp://127.0.0.1", "ws://[", "no address"] {
            let tls = Arc::clone(&tls);
            assert!(Socket::connect(address, tls, Duration::from_secs(30)).await.is_err(), "{address:?}");
        }
    }
}
