//! The handle a test holds: start it, dispatch to the bot, break things, wait, and see the end.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpSocket;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::faults::Fault;
use super::fixture;
use super::gateway::{Login, Order};
use super::http;
use super::signed::Signed;
use super::state::{Call, Interaction, Posted, Recorded, Session, Shared, State, WAIT};
use super::tls;

/// How many connections may wait to be accepted.
const BACKLOG: u32 = 1024;

/// How this stand-in behaves; fixed from its start.
#[derive(Clone, Debug)]
pub struct Config {
    pub token: String,
    pub heartbeat: Duration,
    /// Compress payloads for clients that ask for it, as Discord may.
    pub compress: bool,
    /// The privileged intents switched on in the developer portal, as bits.
    pub allowed_intents: u64,
    pub shards: u64,
    pub session_starts: u64,
    /// How many shards may log in at once.
    pub concurrency: u64,
    pub guilds: Vec<u64>,
    /// Where READY says that a session is to be resumed; `None` for this stand-in.
    pub resume_url: Option<String>,
    /// What it says is the application's public key.
    pub public_key: String,
    /// Off for long benches: nothing is kept of what was answered.
    pub keep_records: bool,
    address: SocketAddr,
    /// Where REST and the gateway speak TLS, if they do.
    tls_address: Option<SocketAddr>,
}

impl Config {
    pub fn gateway_url(&self) -> String {
        self.tls_address.map_or_else(|| format!("ws://{}", self.address), |tls| format!("wss://{tls}"))
    }

    pub fn token_is(&self, given: &Value) -> bool {
        given.as_str().is_some_and(|given| given.strip_prefix("Bot ").unwrap_or(given) == self.token)
    }
}

/// Settings of a stand-in before it starts.
#[derive(Clone, Debug)]
pub struct Builder(pub(super) Config);

impl Builder {
    /// The token that is accepted; `x` unless told otherwise.
    pub fn token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.0.token);
        self
    }

    /// The interval HELLO asks for. Discord's is 41.25 s.
    pub fn heartbeat(mut self, interval: Duration) -> Self {
        self.0.heartbeat = interval;
        self
    }

    /// Payloads go out zlib-compressed when the client asks for it.
    pub fn compress(mut self) -> Self {
        self.0.compress = true;
        self
    }

    /// Privileged intents that are switched on, in place of Message Content; asking for another is refused with 4014.
    pub fn allow_intents(mut self, bits: u64) -> Self {
        self.0.allowed_intents = bits;
        self
    }

    /// What `/gateway/bot` recommends, and how many session starts it says are left.
    pub fn shards(mut self, shards: u64, session_starts: u64) -> Self {
        (self.0.shards, self.0.session_starts) = (shards, session_starts);
        self
    }

    /// READY names this address for resuming.
    pub fn resume_url(mut self, url: &str) -> Self {
        self.0.resume_url = Some(url.to_owned());
        self
    }

    /// What it says is the application's public key, in place of the one it signs with.
    pub fn public_key(mut self, key: &str) -> Self {
        key.clone_into(&mut self.0.public_key);
        self
    }

    /// Nothing is recorded: for benches that send millions.
    pub fn forgetful(mut self) -> Self {
        self.0.keep_records = false;
        self
    }

    /// REST and the gateway are served over TLS, at a port of their own, with a certificate made for this stand-in: see
    /// [`Standin::root`].
    pub fn tls(mut self) -> Self {
        self.0.tls_address = Some(self.0.address);
        self
    }

    /// Starts listening, on the runtime of the calling task.
    pub fn start(self) -> Standin {
        let mut standin = self.start_deaf();
        standin.listen();
        standin
    }

    /// Takes a port, but refuses connections until [`Standin::listen`] is called.
    pub fn start_deaf(mut self) -> Standin {
        let (socket, address) = bind();
        self.0.address = address;
        let mut sockets = vec![(socket, None)];
        let identity = self.0.tls_address.is_some().then(tls::Identity::new);
        if let Some(identity) = &identity {
            let (socket, address) = bind();
            self.0.tls_address = Some(address);
            sockets.push((socket, Some(identity.acceptor.clone())));
        }
        Standin { shared: Arc::new(Shared::new(self.0)), sockets, identity, servers: Vec::new() }
    }
}

fn bind() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).expect("a free port");
    let address = socket.local_addr().expect("a bound socket has an address");
    (socket, address)
}

/// A running stand-in.
pub struct Standin {
    pub(super) shared: Arc<Shared>,
    /// Bound, and not listening yet.
    sockets: Vec<(TcpSocket, Option<TlsAcceptor>)>,
    identity: Option<tls::Identity>,
    servers: Vec<JoinHandle<()>>,
}

impl Standin {
    /// A stand-in with everything as usual: token `x`, one shard, no faults.
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// A stand-in to be configured.
    pub fn builder() -> Builder {
        Builder(Config {
            token: "x".into(),
            heartbeat: Duration::from_millis(41_250),
            compress: false,
            allowed_intents: 1 << 15,
            shards: 1,
            session_starts: 1_000,
            concurrency: 1,
            guilds: vec![super::GUILD],
            resume_url: None,
            public_key: Signed::public_key(),
            keep_records: true,
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            tls_address: None,
        })
    }

    /// Starts to accept connections, if it did not.
    pub fn listen(&mut self) {
        for (socket, tls) in self.sockets.drain(..) {
            let listener = socket.listen(BACKLOG).expect("the port is ours");
            self.servers.push(tokio::spawn(http::serve(listener, tls, Arc::clone(&self.shared))));
        }
    }

    /// The value for `DISCORD_API_BASE`.
    pub fn base(&self) -> String {
        let config = &self.shared.config;
        config
            .tls_address
            .map_or_else(|| format!("http://{}", config.address), |tls| format!("https://{tls}"))
    }

    /// Where the gateway is.
    pub fn gateway_url(&self) -> String {
        self.shared.config.gateway_url()
    }

    /// The root certificate, as PEM, that vouches for a stand-in with TLS.
    pub fn root(&self) -> &str {
        &self.identity.as_ref().expect("a stand-in with TLS").root
    }

    /// The token that is accepted.
    pub fn token(&self) -> &str {
        &self.shared.config.token
    }

    /// What requests, interactions and violations are noted in.
    pub(super) fn shared(&self) -> &Shared {
        &self.shared
    }

    // ---- looking and waiting

    /// Waits until `find` finds something in the state; `what` names it when it never comes.
    pub async fn wait<T>(&self, what: &str, find: impl FnMut(&mut State) -> Option<T>) -> T {
        self.shared.wait(what, find).await
    }

    /// Looks at the state as it is now.
    pub fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.shared.look())
    }

    /// Waits until `count` logins have been answered with READY, and all of them are connected.
    pub async fn ready(&self, count: usize) {
        self.wait(&format!("READY number {count}"), |state| {
            let ready = state.identifies.iter().filter(|i| i.accepted).count() >= count;
            (ready && state.sessions.iter().all(|s| s.socket.is_some())).then_some(())
        })
        .await;
    }

    /// Waits until `count` RESUMEs have been answered with RESUMED.
    pub async fn resumed(&self, count: usize) {
        self.wait(&format!("RESUMED number {count}"), |state| {
            (state.resumes.iter().filter(|r| r.accepted).count() >= count).then_some(())
        })
        .await;
    }

    /// Waits for the `nth` (from 1) request to `route`, e.g. `"PUT /applications/*/commands"`.
    pub async fn request(&self, route: &str, nth: usize) -> Recorded {
        self.wait(&format!("{route} number {nth}"), |state| {
            state.requests.iter().filter(|r| r.is(route)).nth(nth - 1).cloned()
        })
        .await
    }

    /// How many requests to `route` have come so far.
    pub fn count(&self, route: &str) -> usize {
        self.look(|state| state.requests.iter().filter(|r| r.is(route)).count())
    }

    /// Waits for the `nth` (from 1) message that is in a channel.
    pub async fn posted(&self, nth: usize) -> Posted {
        self.wait(&format!("message number {nth}"), |state| state.posted.get(nth - 1).cloned()).await
    }

    // ---- events

    /// Dispatches an event to the sessions of its guild's shard; of which there must be one.
    pub fn dispatch(&self, name: &str, data: &Value) {
        let (sessions, _) = self.shared.change(|state| state.route(name, data));
        assert!(sessions > 0, "an event needs a bot that is logged in");
    }

    /// Sends text down the sockets that need not be a payload at all.
    pub fn send_raw(&self, text: &str) {
        self.order(|| Order::Raw(text.to_owned()));
    }

    /// Dispatches an interaction; the receiver gets its first response.
    pub fn begin(&self, interaction: &Value) -> oneshot::Receiver<Call> {
        self.begin_on(None, interaction)
    }

    /// The same to the session of one shard; `None` for those of its guild's.
    pub fn begin_on(&self, shard: Option<u64>, interaction: &Value) -> oneshot::Receiver<Call> {
        let (waiter, response) = oneshot::channel();
        let (id, interaction_state) = Interaction::of(interaction, Some(waiter));
        self.shared.change(|state| {
            state.interactions.insert(id, interaction_state);
            let sessions = match shard {
                None => state.route("INTERACTION_CREATE", interaction).0,
                Some(shard) => {
                    let of_shard = |up: bool| {
                        let its_own = |s: &Session| s.shard.0 == shard && (!up || s.socket.is_some());
                        state.sessions.iter().position(its_own)
                    };
                    // A process that was killed leaves a session behind.
                    let session = of_shard(true).or_else(|| of_shard(false));
                    session.into_iter().map(|n| state.dispatch(n, "INTERACTION_CREATE", interaction)).count()
                }
            };
            assert!(sessions > 0, "an interaction needs a bot that is logged in");
        });
        response
    }

    /// Dispatches an interaction and waits for its first response.
    pub async fn interact(&self, interaction: &Value) -> Call {
        self.answer(self.begin(interaction)).await
    }

    /// The first response to an interaction that was begun.
    pub async fn answer(&self, begun: oneshot::Receiver<Call>) -> Call {
        match tokio::time::timeout(WAIT, begun).await {
            Ok(Ok(call)) => call,
            _ => panic!("no response within {WAIT:?}; {}", self.shared.summary()),
        }
    }

    /// Presses a button, or picks `values` in a select menu, of the message that `call` made.
    pub async fn press(&self, call: &Call, custom_id: &str, values: &[&str]) -> Call {
        let on = fixture::message_of(call);
        let press = fixture::press(custom_id).on(&on);
        let press = if values.is_empty() { press } else { press.values(values) };
        self.interact(&press.build()).await
    }

    // ---- breaking things

    /// Nobody may do this (permission bits) in the channel any more.
    pub fn deny(&self, channel: u64, denied: u64) {
        self.shared.change(|state| state.denied.insert(channel.to_string(), denied));
    }

    /// The next `times` requests to `route` meet `fault`. `GET /` is the gateway's websocket.
    pub fn fail(&self, route: &str, fault: Fault, times: usize) {
        self.shared.change(|state| state.faults.order(route, fault, times));
    }

    /// Allows `limit` requests to each path of `route` in `per`, told in headers as Discord does.
    pub fn limit(&self, route: &str, limit: u64, per: Duration) {
        self.shared.change(|state| state.limits.set(route, limit, per));
    }

    /// What the next IDENTIFYs or RESUMEs get, in order.
    pub fn logins(&self, answers: impl IntoIterator<Item = Login>) {
        self.shared.change(|state| state.logins.extend(answers));
    }

    /// Drops every socket with no close frame.
    pub fn drop_sockets(&self) {
        self.order(|| Order::Drop);
    }

    /// Closes every socket with a code, or with an empty close frame.
    pub fn close_sockets(&self, code: Option<u16>) {
        self.order(|| Order::Close(code));
    }

    /// Every socket stays open, but nothing is read from it or written to it any more.
    pub fn freeze_sockets(&self) {
        self.order(|| Order::Freeze);
    }

    /// Closes the socket of one shard with a code.
    pub fn close_shard(&self, shard: u64, code: u16) {
        self.shared.change(|state| {
            let of_shard = state.sessions.iter().filter(|session| session.shard.0 == shard);
            for socket in of_shard.filter_map(|session| session.socket.as_ref()) {
                let _ = socket.send(Order::Close(Some(code)));
            }
        });
    }

    /// What `/gateway/bot` says from now on about session starts: how many are left, and until when.
    pub fn session_starts(&self, left: u64, reset_after: Duration) {
        self.shared.change(|state| {
            (state.session_starts, state.reset_after) = (Some(left), Some(reset_after));
        });
    }

    /// How many shards `/gateway/bot` recommends from now on.
    pub fn recommend_shards(&self, shards: u64) {
        self.shared.change(|state| state.shards = Some(shards));
    }

    /// Sends INVALID_SESSION to every session; one that cannot be resumed is forgotten.
    pub fn invalidate(&self, resumable: bool) {
        let payload = serde_json::json!({"op": 9, "s": null, "t": null, "d": resumable}).to_string();
        self.shared
            .change(|state| state.sessions.iter_mut().for_each(|session| session.invalid = !resumable));
        self.order(|| Order::Payload(payload.clone()));
    }

    /// Forgets every session without a word: a RESUME of one is refused.
    pub fn forget_sessions(&self) {
        self.shared.change(|state| state.sessions.iter_mut().for_each(|session| session.invalid = true));
    }

    /// The same for the session of one shard.
    pub fn forget_shard(&self, shard: u64) {
        self.shared.change(|state| {
            let of_shard = state.sessions.iter_mut().filter(|session| session.shard.0 == shard);
            of_shard.for_each(|session| session.invalid = true);
        });
    }

    /// Sends RECONNECT (opcode 7) to every session.
    pub fn ask_to_reconnect(&self) {
        let payload = serde_json::json!({"op": 7, "s": null, "t": null, "d": null}).to_string();
        self.order(|| Order::Payload(payload.clone()));
    }

    /// Heartbeats go unanswered, or are answered again.
    pub fn ignore_heartbeats(&self, ignore: bool) {
        self.shared.change(|state| state.deaf_to_heartbeats = ignore);
    }

    /// What Discord already has registered.
    pub fn set_commands(&self, scope: Option<u64>, commands: &[Value]) {
        let commands = commands.iter().map(|c| fixture::registered(c, scope)).collect();
        self.shared.change(|state| state.commands.insert(scope, commands));
    }

    fn order(&self, order: impl Fn() -> Order) {
        self.shared.change(|state| {
            for socket in state.sessions.iter().filter_map(|session| session.socket.as_ref()) {
                let _ = socket.send(order());
            }
        });
    }

    // ---- the end

    /// Takes the violations found so far, for a test that is about them.
    pub fn take_violations(&self) -> Vec<String> {
        self.shared.change(|state| std::mem::take(&mut state.violations))
    }

    /// Ends the stand-in and fails if anything that arrived broke a rule. Dropping does the same.
    pub fn finish(self) {
        drop(self);
    }
}

impl Drop for Standin {
    fn drop(&mut self) {
        self.servers.iter().for_each(JoinHandle::abort);
        self.drop_sockets();
        let violations = self.take_violations();
        assert!(
            violations.is_empty() || std::thread::panicking(),
            "what the bot sent breaks rules:\n- {}",
            violations.join("\n- ")
        );
    }
}

impl Interaction {
    /// The id of an interaction's JSON, and what is kept of it.
    pub(super) fn of(json: &Value, waiter: Option<oneshot::Sender<Call>>) -> (u64, Self) {
        let id = json["id"].as_str().and_then(|id| id.parse().ok()).expect("an interaction has an id");
        let token = json["token"].as_str().expect("an interaction has a token").to_owned();
        let kind = json["type"].as_u64().expect("an interaction has a type");
        (id, Self { token, kind, since: std::time::Instant::now(), answered: false, waiter })
    }
}
