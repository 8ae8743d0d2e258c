//! One shard: connects, logs in or resumes, reads events, and begins again until it is told to stop or may not go on.
//!
//! Invariants: a session is resumed as long as Discord may still have it; every login waits for its turn; when told to stop, what
//! Discord has sent by then is read to the end.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serenity::all::GatewayIntents;
use tokio::time::{Interval, MissedTickBehavior, interval_at, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

use crate::config::Secret;
use crate::front::error::Error;
use crate::ops::{ShardStatuses, Stage};

use super::Patience;
use super::front::Front;
use super::handler;
use super::login::Logins;
use super::payload::{self, Dispatch, Payload};
use super::socket::{COMING_BACK, GOING_OFFLINE, Received, Socket};
use super::supervise::{Supervisor, Verdict};

/// How long connecting, and then HELLO, may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// How long Discord may take to confirm that we have closed.
const CLOSE_WITHIN: Duration = Duration::from_secs(3);

/// What all shards of a connection share.
pub(super) struct Link {
    pub(super) front: Arc<Front>,
    pub(super) token: Secret,
    pub(super) intents: GatewayIntents,
    /// How many shards there are in all processes together.
    pub(super) total: u32,
    pub(super) patience: Patience,
    pub(super) logins: Arc<Logins>,
    pub(super) statuses: ShardStatuses,
    pub(super) stop: CancellationToken,
}

/// What a shard needs to be resumed.
struct Session {
    id: String,
    seq: u64,
    /// Where Discord wants it resumed; given up when nobody answers there.
    url: Option<String>,
}

/// How a connection ended, or why there was none.
enum End {
    /// There was none; nothing was asked of Discord.
    Unreachable(String),
    /// It ended, and the session, if there is one, can be resumed.
    Lost(String),
    /// It ended, and the session with it.
    SessionOver(String),
    /// Going on is of no use.
    Fatal(Error),
    /// We closed it because we were told to stop.
    Stopped,
}

/// An open connection that has asked to log in or to resume.
struct Live {
    socket: Socket,
    heartbeat: Interval,
    acknowledged: bool,
    up: bool,
}

/// A shard.
pub(super) struct Shard {
    id: u32,
    link: Arc<Link>,
    session: Option<Session>,
    supervisor: Supervisor,
}

impl Shard {
    /// The shard of this number; it gives up after `most` failures.
    pub(super) fn new(id: u32, link: Arc<Link>, most: u64) -> Self {
        let supervisor = Supervisor::new(link.patience, most);
        Self { id, link, session: None, supervisor }
    }

    /// Holds the connection until it is told to stop.
    ///
    /// # Errors
    /// When going on is of no use.
    pub(super) async fn run(mut self) -> Result<(), Error> {
        let stop = self.link.stop.clone();
        let mut pause = Duration::ZERO;
        let end = loop {
            self.enter(Stage::Waiting);
            let opened = tokio::select! {
                biased;
                () = stop.cancelled() => break Ok(()),
                opened = async { sleep(pause).await; self.open().await } => opened,
            };
            let end = match opened {
                Ok(live) => self.hold(live).await,
                Err(end) => end,
            };
            pause = match end {
                End::Stopped => break Ok(()),
                End::Fatal(error) => break Err(error),
                end => tokio::select! {
                    biased;
                    () = stop.cancelled() => break Ok(()),
                    pause = self.judge(end) => match pause {
                        Ok(pause) => pause,
                        Err(error) => break Err(error),
                    },
                },
            };
        };
        self.enter(Stage::Stopped);
        end
    }

    fn enter(&self, stage: Stage) {
        self.link.statuses.enter(self.id, stage);
    }

    /// Connects and asks to resume or, in its turn, to log in.
    async fn open(&mut self) -> Result<Live, End> {
        let logins = Arc::clone(&self.link.logins);
        let mut turn = match self.session {
            Some(_) => None,
            None => Some(logins.turn(self.id).await.map_err(End::Fatal)?),
        };
        self.enter(Stage::Connecting);
        self.supervisor.trying(Instant::now());
        let url = self.session.as_mut().and_then(|session| session.url.take());
        let within = CONNECT_WITHIN.min(self.link.patience.connecting);
        let mut socket = Socket::connect(&url.clone().unwrap_or_else(|| logins.url()), logins.tls(), within)
            .await
            .map_err(End::Unreachable)?;
        let hello = tokio::time::timeout(within, socket.next()).await;
        let Ok(Received::Text(text)) = hello else { return Err(End::Unreachable("no HELLO".into())) };
        let Ok(Payload::Hello { heartbeat }) = payload::read(&text) else {
            return Err(End::Unreachable("something else than HELLO".into()));
        };
        if let Some(turn) = &mut turn
            && !turn.is_ours().await
        {
            return Err(End::Unreachable("the turn to log in was lost".into()));
        }
        self.link.statuses.connected(self.id, heartbeat);
        let token = self.link.token.reveal();
        let asked = match &mut self.session {
            Some(session) => {
                session.url = url;
                socket.send(payload::resume(token, &session.id, session.seq)).await
            }
            None => socket.send(payload::identify(token, self.link.intents, self.id, self.link.total)).await,
        };
        if let Some(turn) = turn {
            // Also when sending failed: Discord may have it.
            self.link.front.tasks.spawn(turn.taken());
            self.supervisor.logged_in();
            self.link.front.counts.logins.inc();
            debug!(shard = self.id, "logging in");
        }
        if !asked {
            return Err(End::Lost("the connection broke".into()));
        }
        // So that not all shards, nor all bots, send theirs at once after a fault of Discord's.
        let first = heartbeat.mul_f64(random());
        let mut heartbeat = interval_at(tokio::time::Instant::now() + first, heartbeat);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(Live { socket, heartbeat, acknowledged: true, up: false })
    }

    /// Reads until the connection ends.
    async fn hold(&mut self, mut live: Live) -> End {
        let stop = self.link.stop.clone();
        // To be up, and later to have closed.
        let mut deadline = tokio::time::Instant::now() + self.link.patience.connecting;
        let mut closing = false;
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled(), if !closing => {
                    // What Discord sends until it has read this is still answered.
                    live.socket.close(GOING_OFFLINE).await;
                    closing = true;
                    deadline = tokio::time::Instant::now() + CLOSE_WITHIN;
                }
                () = sleep_until(deadline), if closing || !live.up => {
                    if closing {
                        warn!(shard = self.id, "Discord did not confirm the close in time");
                        return End::Stopped;
                    }
                    live.socket.close(COMING_BACK).await;
                    return End::SessionOver("no answer to the login".into());
                }
                _ = live.heartbeat.tick(), if !closing => {
                    if let Some(end) = self.beat(&mut live).await {
                        return end;
                    }
                }
                received = live.socket.next() => match received {
                    Received::Text(text) => if let Some(end) = self.take(&mut live, &text).await && !closing {
                        return end;
                    },
                    Received::Garbled => handler::unreadable(&self.link.front, "a payload"),
                    Received::Closed(_) | Received::Dropped if closing => return End::Stopped,
                    Received::Closed(code) => return closed(code),
                    Received::Dropped => return End::Lost("the connection broke".into()),
                },
            }
        }
    }

    /// Sends a heartbeat; a connection whose last one was not acknowledged is dead, whatever TCP says.
    async fn beat(&self, live: &mut Live) -> Option<End> {
        if !live.acknowledged {
            live.socket.close(COMING_BACK).await;
            return Some(End::Lost("a heartbeat was not acknowledged".into()));
        }
        live.acknowledged = false;
        let seq = self.session.as_ref().map(|session| session.seq);
        let sent = live.socket.send(payload::heartbeat(seq)).await;
        (!sent).then(|| End::Lost("the connection broke".into()))
    }

    /// Takes a payload in; says so when it ends the connection.
    async fn take(&mut self, live: &mut Live, text: &str) -> Option<End> {
        let Ok(payload) = payload::read(text) else {
            handler::unreadable(&self.link.front, "a payload");
            return None;
        };
        match payload {
            Payload::Dispatch { seq, dispatch } => {
                self.dispatch(live, seq, *dispatch);
                None
            }
            Payload::HeartbeatAck => {
                live.acknowledged = true;
                self.link.statuses.acknowledged(self.id);
                None
            }
            Payload::Heartbeat => {
                live.acknowledged = true;
                live.heartbeat.reset();
                self.beat(live).await
            }
            Payload::Reconnect => {
                live.socket.close(COMING_BACK).await;
                Some(End::Lost("Discord asked to reconnect".into()))
            }
            Payload::InvalidSession { resumable: true } => {
                live.socket.close(COMING_BACK).await;
                Some(End::Lost("Discord did not take the session up".into()))
            }
            Payload::InvalidSession { resumable: false } => {
                live.socket.close(GOING_OFFLINE).await;
                Some(End::SessionOver("Discord refused the session".into()))
            }
            Payload::Hello { .. } | Payload::Other => None,
        }
    }

    fn dispatch(&mut self, live: &mut Live, seq: u64, dispatch: Dispatch) {
        let front = &self.link.front;
        if let Some(session) = &mut self.session {
            session.seq = session.seq.max(seq);
        }
        let event = match dispatch {
            Dispatch::Ready(ready, event) => {
                self.session =
                    Some(Session { id: ready.session_id, seq, url: Some(ready.resume_gateway_url) });
                self.supervisor.began(Instant::now());
                let _ = front.application.set(ready.application.id.get());
                live.up = true;
                self.enter(Stage::Up);
                info!(shard = self.id, "ready");
                event
            }
            Dispatch::Resumed(event) => {
                self.supervisor.came_up(Instant::now());
                live.up = true;
                self.enter(Stage::Up);
                front.counts.resumes.inc();
                info!(shard = self.id, "resumed");
                event
            }
            Dispatch::Other(event) => event,
            Dispatch::Unreadable(name) => return handler::unreadable(front, &name),
        };
        handler::on_event(front, event);
    }

    /// How long to wait before the next try.
    async fn judge(&mut self, end: End) -> Result<Duration, Error> {
        let shard = self.id;
        let now = Instant::now();
        let connected = !matches!(end, End::Unreachable(_));
        let (why, mut pause) = match end {
            End::Unreachable(why) => (why, self.supervisor.unreachable()),
            End::Lost(why) if self.session.is_some() => (why, self.supervisor.lost(now)),
            End::Lost(why) | End::SessionOver(why) => {
                self.session = None;
                let pause = give_up_or(self.supervisor.session_over(now))?;
                warn!(shard, why, retry_in = ?pause, "the gateway session ended, a new login is needed");
                return Ok(pause);
            }
            End::Fatal(error) => return Err(error),
            End::Stopped => return Ok(Duration::ZERO),
        };
        if self.supervisor.overdue(now) {
            if self.link.logins.discord_answers().await {
                pause = pause.max(give_up_or(self.supervisor.down_in_vain())?);
                // Resuming again and again leads nowhere: the session may be the cause.
                self.session = self.session.take().filter(|_| !connected);
            } else {
                self.supervisor.network_away();
            }
        }
        let resume = self.session.is_some();
        if pause.is_zero() {
            // Discord asks every bot to reconnect every few hours.
            info!(shard, why, resume, "the gateway connection ended, connecting again");
        } else {
            warn!(shard, why, retry_in = ?pause, resume, "the gateway connection does not last or cannot be made");
        }
        Ok(pause)
    }
}

fn give_up_or(verdict: Verdict) -> Result<Duration, Error> {
    match verdict {
        Verdict::Retry(pause) => Ok(pause),
        Verdict::GiveUp(failures) => Err(Error::GaveUp(failures)),
    }
}

/// What a close code means
/// (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes>).
fn closed(code: Option<u16>) -> End {
    let why = code.map_or("Discord closed the connection".into(), |code| {
        format!("Discord closed the connection with code {code}")
    });
    match code {
        Some(4004) => End::Fatal(Error::WrongToken),
        Some(4011) => End::Fatal(Error::ShardingRequired),
        Some(4013) => End::Fatal(Error::RefusedIntents("not valid (4013)".into())),
        Some(4014) => End::Fatal(Error::RefusedIntents("not allowed (4014)".into())),
        // Not authenticated, session no longer valid, invalid sequence, session timed out, invalid shard, invalid version.
        Some(4003 | 4006 | 4007 | 4009 | 4010 | 4012) => End::SessionOver(why),
        _ => End::Lost(why),
    }
}

/// A random part of one. The keys of std's hash maps are random; no more is needed.
fn random() -> f64 {
    let bits = u32::try_from(RandomState::new().hash_one(0) >> 32).unwrap_or(0);
    f64::from(bits) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_codes_that_keep_the_session_are_resumed_and_the_others_are_not() {
        for code in [None, Some(1000), Some(1001), Some(1006), Some(4000), Some(4001), Some(4008), Some(4999)]
        {
            assert!(matches!(closed(code), End::Lost(_)), "{code:?}");
        }
        for code in [4003, 4007, 4009, 4010, 4012] {
            assert!(matches!(closed(Some(code)), End::SessionOver(_)), "{code}");
        }
        assert!(matches!(closed(Some(4004)), End::Fatal(Error::WrongToken)));
        assert!(matches!(closed(Some(4014)), End::Fatal(Error::RefusedIntents(_))));
    }

    #[test]
    fn a_random_part_is_a_part() {
        assert!((0..1_000).map(|_| random()).all(|part| (0.0..=1.0).contains(&part)));
    }
}
