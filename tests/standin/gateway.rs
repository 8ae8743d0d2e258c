//! The gateway websocket: HELLO, IDENTIFY, READY, heartbeats, RESUME with replay, and the ways a
//! connection can end (<https://discord.com/developers/docs/events/gateway>).

use std::collections::VecDeque;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::fixture;
use super::ids::{APPLICATION, snowflake};
use super::sharding::{IDENTIFY_GAP, shard_of};
use super::state::{Connection, Identify, Resume, Session, Shared, State};

/// Close codes (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway>).
const NOT_AUTHENTICATED: u16 = 4003;
const AUTHENTICATION_FAILED: u16 = 4004;
const INVALID_SHARD: u16 = 4010;
const DISALLOWED_INTENTS: u16 = 4014;

/// Privileged intents: GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT.
const PRIVILEGED: u64 = (1 << 1) | (1 << 8) | (1 << 15);

/// How many dispatches a session keeps for a RESUME.
const REPLAY: usize = 1_000;

/// How long a closed connection may take to answer the close frame.
const CLOSE_WAIT: Duration = Duration::from_secs(1);

/// What an IDENTIFY or RESUME gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// READY or RESUMED, if token, shard and intents are right.
    Accept,
    /// The connection is closed with this code.
    Close(u16),
    /// INVALID_SESSION, resumable or not.
    Invalid(bool),
    /// Nothing at all.
    Silence,
}

/// What the test orders a live connection to do.
#[derive(Debug)]
pub enum Order {
    /// Send this payload, compressed if the client asked for it.
    Payload(String),
    /// Send this text as it is.
    Raw(String),
    /// Close with this code, or with an empty close frame.
    Close(Option<u16>),
    /// Drop the socket with no close frame.
    Drop,
    /// Keep the socket open, and neither read nor write any more.
    Freeze,
}

impl State {
    /// Adds a dispatch to a session and sends it if the session is connected; returns its `s`.
    pub fn dispatch(&mut self, session: usize, name: &str, data: &Value) -> u64 {
        let session = &mut self.sessions[session];
        session.seq += 1;
        let payload = json!({"op": 0, "s": session.seq, "t": name, "d": data}).to_string();
        if let Some(socket) = &session.socket {
            let _ = socket.send(Order::Payload(payload.clone()));
        }
        if session.log.len() == REPLAY {
            session.log.pop_front();
        }
        session.log.push_back((session.seq, payload));
        session.seq
    }
}

/// Serves one websocket connection until it ends.
pub async fn serve(shared: Arc<Shared>, mut socket: WebSocket) {
    let connection = shared.change(|state| {
        state.connections.push(Connection::Open);
        state.connections.len() - 1
    });
    let (orders, mut inbox) = mpsc::unbounded_channel();
    let mut client = Client { shared: Arc::clone(&shared), orders, session: None, compress: false };
    let end = client.converse(&mut socket, &mut inbox).await;
    shared.change(|state| {
        if let Some(session) = client.session.and_then(|id| find(state, &id)) {
            // Who says goodbye ends the session.
            if matches!(end, Connection::Closed(Some(1000 | 1001))) {
                state.sessions.remove(session);
                state.undelivered += std::iter::from_fn(|| inbox.try_recv().ok()).filter(is_message).count();
            } else {
                state.sessions[session].socket = None;
            }
        }
        state.connections[connection] = end;
    });
}

/// One connected client.
struct Client {
    shared: Arc<Shared>,
    orders: mpsc::UnboundedSender<Order>,
    session: Option<String>,
    compress: bool,
}

impl Client {
    async fn converse(
        &mut self,
        socket: &mut WebSocket,
        inbox: &mut mpsc::UnboundedReceiver<Order>,
    ) -> Connection {
        let interval = u64::try_from(self.shared.config.heartbeat.as_millis()).unwrap_or(u64::MAX);
        self.order(&json!({"op": 10, "s": null, "t": null, "d": {"heartbeat_interval": interval}}));
        loop {
            tokio::select! {
                biased;
                order = inbox.recv() => match order {
                    Some(Order::Payload(text)) => {
                        let message = if self.compress { deflate(&text) } else { Message::Text(text.into()) };
                        if socket.send(message).await.is_err() {
                            return Connection::Lost;
                        }
                    }
                    Some(Order::Raw(text)) => {
                        if socket.send(Message::Text(text.into())).await.is_err() {
                            return Connection::Lost;
                        }
                    }
                    Some(Order::Close(code)) => {
                        close(socket, code).await;
                        return Connection::Lost;
                    }
                    Some(Order::Freeze) => std::future::pending().await,
                    Some(Order::Drop) | None => return Connection::Lost,
                },
                message = socket.recv() => match message {
                    Some(Ok(Message::Text(text))) => self.receive(text.as_str()),
                    Some(Ok(Message::Close(frame))) => return Connection::Closed(frame.map(|f| f.code)),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return Connection::Lost,
                },
            }
        }
    }

    /// Queues a payload for this client.
    fn order(&self, payload: &Value) {
        let _ = self.orders.send(Order::Payload(payload.to_string()));
    }

    fn receive(&mut self, text: &str) {
        let Ok(payload) = serde_json::from_str::<Value>(text) else {
            let _ = self.orders.send(Order::Close(Some(4002)));
            return;
        };
        match payload["op"].as_u64() {
            Some(1) => self.heartbeat(),
            Some(2) => self.identify(&payload["d"]),
            Some(6) => self.resume(&payload["d"]),
            Some(3 | 4 | 8) if self.session.is_some() => {}
            Some(3 | 4 | 8) => {
                let _ = self.orders.send(Order::Close(Some(NOT_AUTHENTICATED)));
            }
            _ => {
                let _ = self.orders.send(Order::Close(Some(4001)));
            }
        }
    }

    fn heartbeat(&self) {
        let deaf = self.shared.change(|state| {
            state.heartbeats += 1;
            state.deaf_to_heartbeats
        });
        if !deaf {
            self.order(&json!({"op": 11, "s": null, "t": null, "d": null}));
        }
    }

    /// Whether the login goes on: a scripted answer, or a wrong token, ends it here.
    fn admit(&self, state: &mut State, login: &Value) -> bool {
        let scripted = state.logins.pop_front().unwrap_or(Login::Accept);
        let answer = match scripted {
            Login::Accept if !self.shared.config.token_is(&login["token"]) => {
                Login::Close(AUTHENTICATION_FAILED)
            }
            other => other,
        };
        match answer {
            Login::Accept => return true,
            Login::Close(code) => drop(self.orders.send(Order::Close(Some(code)))),
            Login::Invalid(resumable) => self.invalidate(resumable),
            Login::Silence => {}
        }
        false
    }

    fn invalidate(&self, resumable: bool) {
        self.order(&json!({"op": 9, "s": null, "t": null, "d": resumable}));
    }

    fn identify(&mut self, d: &Value) {
        let shared = Arc::clone(&self.shared);
        self.compress = shared.config.compress && d["compress"] == true;
        shared.change(|state| {
            let [number, total] = [0, 1].map(|i: usize| d["shard"][i].as_u64().unwrap_or(i as u64));
            let place = (number, total);
            let intents = d["intents"].as_u64().unwrap_or(0);
            let refused = if number >= total {
                Some(INVALID_SHARD)
            } else if intents & PRIVILEGED & !shared.config.allowed_intents != 0 {
                Some(DISALLOWED_INTENTS)
            } else {
                None
            };
            let accepted = match refused {
                Some(code) => {
                    let _ = self.orders.send(Order::Close(Some(code)));
                    false
                }
                None => self.admit(state, d),
            };
            let now = Instant::now();
            let gap = state.identify_gap.unwrap_or(IDENTIFY_GAP);
            state.note_identify(number, shared.config.concurrency, gap, now);
            state.identifies.push(Identify {
                at: now,
                shard: place,
                intents,
                compress: d["compress"] == true,
                accepted,
            });
            if accepted {
                let id = format!("session-{}", snowflake());
                self.session = Some(id.clone());
                let ready = self.ready(&id, place);
                // An old session of the shard goes on while somebody is connected to it: a new process takes over.
                state.sessions.retain(|session| session.shard != place || session.socket.is_some());
                state.sessions.push(Session {
                    id,
                    shard: place,
                    seq: 0,
                    log: VecDeque::new(),
                    socket: Some(self.orders.clone()),
                    invalid: false,
                });
                let index = state.sessions.len() - 1;
                state.dispatch(index, "READY", &ready);
            }
        });
    }

    fn ready(&self, session: &str, shard: (u64, u64)) -> Value {
        let guilds: Vec<Value> = self
            .shared
            .config
            .guilds
            .iter()
            .filter(|&&guild| shard_of(guild, shard.1) == shard.0)
            .map(|id| json!({"id": id.to_string(), "unavailable": true}))
            .collect();
        json!({
            "v": 10,
            "user": fixture::bot_user(),
            "guilds": guilds,
            "private_channels": [],
            "session_id": session,
            "resume_gateway_url": self.shared.config.resume_url.clone().unwrap_or(self.shared.config.gateway_url()),
            "shard": [shard.0, shard.1],
            "application": {"id": APPLICATION.to_string(), "flags": 0},
        })
    }

    fn resume(&mut self, d: &Value) {
        let shared = Arc::clone(&self.shared);
        self.compress = shared.config.compress;
        shared.change(|state| {
            let id = d["session_id"].as_str().unwrap_or_default().to_owned();
            let seq = d["seq"].as_u64().unwrap_or(0);
            let known =
                find(state, &id).filter(|&i| !state.sessions[i].invalid && seq <= state.sessions[i].seq);
            let accepted = self.admit(state, d) && {
                if known.is_none() {
                    self.invalidate(false);
                }
                known.is_some()
            };
            state.resumes.push(Resume { at: Instant::now(), session: id.clone(), seq, accepted });
            if let (true, Some(index)) = (accepted, known) {
                self.session = Some(id);
                let session = &mut state.sessions[index];
                session.socket = Some(self.orders.clone());
                for (_, payload) in session.log.iter().filter(|(s, _)| *s > seq) {
                    let _ = self.orders.send(Order::Payload(payload.clone()));
                }
                state.dispatch(index, "RESUMED", &json!({"_trace": []}));
            }
        });
    }
}

fn is_message(order: &Order) -> bool {
    matches!(order, Order::Payload(text) if text.contains("\"t\":\"MESSAGE_CREATE\""))
}

fn find(state: &State, id: &str) -> Option<usize> {
    state.sessions.iter().position(|session| session.id == id)
}

/// Sends a close frame and waits, briefly, until the client has seen it.
async fn close(socket: &mut WebSocket, code: Option<u16>) {
    let frame = code.map(|code| CloseFrame { code, reason: "".into() });
    if socket.send(Message::Close(frame)).await.is_err() {
        return;
    }
    let drained = async { while let Some(Ok(_)) = socket.recv().await {} };
    let _ = tokio::time::timeout(CLOSE_WAIT, drained).await;
}

/// Payload compression: one zlib stream a message
/// (<https://discord.com/developers/docs/events/gateway#payload-compression>).
fn deflate(text: &str) -> Message {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).expect("writing to memory");
    Message::Binary(encoder.finish().expect("writing to memory").into())
}
