//! Discord's side of interactions over HTTP: signs them, sends them to an endpoint, and reads its answers by the stand-in's rules.

use std::net::SocketAddr;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, Response, StatusCode};
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::Value;

use super::state::{Call, FIRST_RESPONSE, Interaction};
use super::{Standin, check, rest};

/// What Discord's key is made from here.
const SEED: [u8; 32] = [7; 32];

/// A body with its signature.
#[derive(Clone, Debug)]
pub struct Signed {
    pub signature: String,
    pub timestamp: String,
    pub body: Vec<u8>,
}

impl Signed {
    /// The value for `DISCORD_PUBLIC_KEY`.
    pub fn public_key() -> String {
        hex(SigningKey::from_bytes(&SEED).verifying_key().as_bytes())
    }

    /// Signed now.
    pub fn now(body: impl Into<Vec<u8>>) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        Self::at(&now.to_string(), body)
    }

    /// Signed at another time.
    pub fn at(timestamp: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::by(&SEED, timestamp, body)
    }

    /// Signed by a key of this seed.
    pub fn by(seed: &[u8; 32], timestamp: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let signature = SigningKey::from_bytes(seed).sign(&[timestamp.as_bytes(), &body].concat());
        Self { signature: hex(&signature.to_bytes()), timestamp: timestamp.to_owned(), body }
    }

    /// As bytes on the wire, for a connection that is used again.
    pub fn raw(&self) -> Vec<u8> {
        let mut raw = format!(
            "POST /interactions HTTP/1.1\r\nHost: endpoint\r\nUser-Agent: Discord-Interactions/1.0 (+https://discord.com)\r\n\
             Content-Type: application/json\r\nX-Signature-Ed25519: {}\r\nX-Signature-Timestamp: {}\r\nContent-Length: {}\r\n\r\n",
            self.signature,
            self.timestamp,
            self.body.len()
        )
        .into_bytes();
        raw.extend_from_slice(&self.body);
        raw
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// A way to an endpoint.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub address: SocketAddr,
    client: reqwest::Client,
}

impl Endpoint {
    /// To the endpoint that listens there.
    pub fn at(address: SocketAddr) -> Self {
        Self { address, client: reqwest::Client::builder().no_proxy().build().expect("a client") }
    }

    /// Sends what is signed; the answer as it is.
    ///
    /// # Errors
    /// When the connection fails.
    pub async fn send(&self, signed: &Signed) -> Result<Response<Vec<u8>>, reqwest::Error> {
        let request = self
            .client
            .post(format!("http://{}/interactions", self.address))
            .header("content-type", "application/json")
            .header("x-signature-ed25519", &signed.signature)
            .header("x-signature-timestamp", &signed.timestamp)
            .body(signed.body.clone());
        let answer = request.send().await?;
        let mut response = Response::new(Vec::new());
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        *response.body_mut() = answer.bytes().await?.to_vec();
        Ok(response)
    }

    /// Sends an interaction, and takes its answer in as Discord does.
    pub async fn interact(&self, standin: &Standin, interaction: &Value) -> Call {
        let (id, known) = Interaction::of(interaction, None);
        let (kind, token) = (known.kind, known.token.clone());
        standin.shared().change(|state| state.interactions.insert(id, known));
        let begun = Instant::now();
        let answer = self.send(&Signed::now(interaction.to_string())).await.expect("an answer");
        let latency = begun.elapsed();
        assert_eq!(answer.status(), StatusCode::OK, "{}", String::from_utf8_lossy(answer.body()));
        let mut violations = Vec::new();
        if latency > FIRST_RESPONSE {
            violations.push(format!("the answer came after {latency:?}"));
        }
        if !answer.headers().contains_key("content-length") {
            violations.push("an answer of unknown length".to_owned());
        }
        let kind_of_body = answer.headers()[CONTENT_TYPE].clone();
        let body = Request::builder().header(CONTENT_TYPE, kind_of_body).body(Body::from(answer.into_body()));
        let (json, files) = rest::read(body.expect("a body")).await.expect("a body that Discord can read");
        violations.extend(check::callback(kind, &json, &files));
        let call = Call {
            interaction: id,
            token,
            kind: json["type"].as_u64().unwrap_or(0),
            data: json["data"].clone(),
            files,
            latency,
        };
        standin.shared().change(|state| {
            state.violations.extend(violations.iter().map(|v| format!("HTTP answer: {v}")));
            if let Some(interaction) = state.interactions.get_mut(&id) {
                interaction.answered = true;
            }
            state.calls.push(call.clone());
        });
        call
    }
}
