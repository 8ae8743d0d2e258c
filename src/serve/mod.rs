//! The one way through: an interaction or a message in; bytes, pictures, a follow-up, effects and an outcome out.
//!
//! Every front hands Discord's own JSON, read by serenity, to a [`Server`], sends what comes back, and says how that went. Here it is
//! guarded (a panic, in the handler or while the body is made, is an apology with a number), answered, drawn, cut to Discord's limits,
//! serialised once, timed, counted and logged. Invariants: what is said to a person is decided before anything is sent; an answer that
//! came too late counts as lost; neither texts nor tokens are logged. Non-goal: transport.

mod counts;
mod guard;
mod nonce;
mod served;
mod subject;

use std::sync::Arc;
use std::time::{Duration, Instant};

use serenity::all::{Interaction, Message};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout_at;

use crate::app::{App, BodyKey, Effect, Knowledge, StoreRequest, Stored};
use crate::chat::{self, Place, Response};
use crate::command::{self, Answer, Then};
use crate::picture::PATIENCE;
use crate::profile::Day;
use crate::store::Insights;
use crate::view::server::{Checkup, checkup, digest};
use crate::view::{Payload, Reply};

use guard::guarded;
use nonce::{Purpose, digest_nonce, nonce};
use served::Decided;
use subject::Subject;

pub use counts::{Counts, Decisions, Interactions, Messages};
pub use served::{Delivery, FollowUp, Outcome, Served};
pub use subject::Undecodable;

/// Discord waits three seconds for the first response
/// (<https://discord.com/developers/docs/interactions/receiving-and-responding>), less what the way there and the clock may take.
pub const ANSWER_WITHIN: Duration = Duration::from_millis(2_900);

/// Who answers: the command table and the chat, unless a test says otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Responders {
    /// Under what an interaction's answer is kept while the data stands.
    pub body_key: fn(&App, &Knowledge, &Interaction) -> Option<BodyKey>,
    /// What must be asked of the store before an interaction can be answered.
    pub store_request: fn(&App, &Interaction) -> Option<StoreRequest>,
    /// The answer to an interaction, with what came of that.
    pub interaction: fn(&App, &Interaction, Option<&Stored>) -> Answer,
    /// The response to a message.
    pub message: fn(&App, &Message, Place) -> Response,
    /// The body of an interaction's answer.
    pub reply_body: fn(Reply) -> Payload,
    /// The body of a message, with its nonce.
    pub message_body: fn(crate::view::Message, &str) -> Payload,
}

impl Default for Responders {
    fn default() -> Self {
        Self {
            body_key: command::body_key,
            store_request: command::store_request,
            interaction: command::respond_with,
            message: chat::respond,
            reply_body: Reply::payload,
            message_body: crate::view::Message::payload,
        }
    }
}

/// Serves interactions and messages from one [`App`].
#[derive(Debug)]
pub struct Server {
    app: Arc<App>,
    responders: Responders,
    counts: Counts,
    /// How many interactions, and how many messages, may be worked on at once: what floods one cannot starve the other. A permit is
    /// held while an answer is made, not while it is sent.
    interactions: Semaphore,
    messages: Semaphore,
}

impl Server {
    /// Serves from this app.
    #[must_use]
    pub fn new(app: Arc<App>) -> Self {
        Self::with_responders(app, Responders::default())
    }

    /// Serves from this app with other answers than its own.
    #[must_use]
    pub fn with_responders(app: Arc<App>, responders: Responders) -> Self {
        let most =
            usize::try_from(app.settings().max_tasks).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS);
        Self {
            app,
            responders,
            counts: Counts::default(),
            interactions: Semaphore::new(most),
            messages: Semaphore::new(most),
        }
    }

    /// What answers come from.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// What has happened so far.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Answers an interaction that arrived at `since`. Waits for its picture, at most [`PATIENCE`], and for room to work.
    pub async fn interaction(&self, interaction: &Interaction, since: Instant) -> Served {
        let subject = Subject::of(interaction, since);
        let Some(_permit) = permit(&self.interactions, since + ANSWER_WITHIN).await else {
            return Served::silent(subject, Outcome::Lost("too much to do at once".into()));
        };
        let knowledge = self.app.knowledge();
        // Guarded like the rest: whatever reads what a person sent may have a fault.
        let key =
            guarded(|| (self.responders.body_key)(&self.app, &knowledge, interaction)).unwrap_or_default();
        if let Some(payload) = key.as_ref().and_then(|key| knowledge.body(key)) {
            return Served::new(subject, payload, Outcome::Answered);
        }
        let stored = match guarded(|| (self.responders.store_request)(&self.app, interaction)) {
            Ok(Some(request)) => Some(self.app.ask_store(request).await),
            Ok(None) => None,
            Err(place) => return apologise(subject, format!("panic at {place}")),
        };
        let answer = match guarded(|| (self.responders.interaction)(&self.app, interaction, stored.as_ref()))
        {
            Ok(answer) => answer,
            Err(place) => return apologise(subject, format!("panic at {place}")),
        };
        let is_removal = answer.reply == Reply::Remove;
        let (reply, whole) = self.with_picture(answer.reply).await;
        let follow_up = || match answer.then {
            Some(Then::Post { channel, message }) => {
                let nonce = nonce(interaction.id().get(), Purpose::Greeting);
                Some(FollowUp::Post { channel, payload: (self.responders.message_body)(message, &nonce) })
            }
            Some(Then::CheckUp { guild, channels }) => Some(FollowUp::CheckUp { guild, channels }),
            None => is_removal.then_some(FollowUp::DeleteOriginal),
        };
        match guarded(|| ((self.responders.reply_body)(reply), follow_up())) {
            Ok((payload, follow_up)) => {
                if let Some(key) = key.filter(|_| whole) {
                    knowledge.keep_body(key, payload.clone());
                }
                Served {
                    follow_up,
                    effects: answer.effects,
                    decided: answer.upshot.map(|upshot| Decided { upshot, addressed: true }),
                    ..Served::new(subject, payload, Outcome::Answered)
                }
            }
            Err(place) => apologise(subject, format!("panic at {place}")),
        }
    }

    /// Answers an interaction that serenity could not read.
    pub fn undecodable(&self, interaction: &Undecodable, since: Instant) -> Served {
        apologise(interaction.subject(since), "it cannot be decoded".into())
    }

    /// What is sent instead when Discord refuses an answer.
    pub fn instead(&self, refused: Served, cause: String) -> Served {
        let Served { subject, effects, .. } = refused;
        self.undo(effects);
        apologise(subject, cause)
    }

    /// Answers a message, or keeps silent.
    pub async fn message(&self, message: &Message, place: Place) -> Served {
        let subject = Subject::of_message(message, place.now);
        // It closes only with the process.
        let _permit = self.messages.acquire().await;
        self.app.knowledge().prepared().await;
        let (said, effects, decided) = match guarded(|| (self.responders.message)(&self.app, message, place))
        {
            Ok(Response::Answer { message: said, effects, upshot }) => {
                let addressed = chat::is_addressed(message, place.me);
                (said, effects, Decided { upshot, addressed })
            }
            Ok(Response::Silence(silence)) => return Served::silent(subject, Outcome::Silent(silence)),
            // Nobody waits for what was not asked of the bot.
            Err(at) if !chat::is_addressed(message, place.me) => {
                return Served::silent(subject, Outcome::Lost(format!("panic at {at}")));
            }
            Err(at) => return apologise(subject, format!("panic at {at}")),
        };
        match guarded(|| (self.responders.message_body)(said, &nonce(message.id.get(), Purpose::Answer))) {
            Ok(payload) => {
                let decided = Some(decided);
                Served { effects, decided, ..Served::new(subject, payload, Outcome::Answered) }
            }
            Err(at) => {
                self.undo(effects);
                apologise(subject, format!("panic at {at}"))
            }
        }
    }

    /// What replaces a reply once the check-up it announced is done.
    #[must_use]
    pub fn checked_up(&self, found: &Checkup) -> Payload {
        checkup(found).edit()
    }

    /// The week of a server, for the channel it chose; `None` when there is nothing to tell.
    #[must_use]
    pub fn digest(&self, guild: u64, insights: &Insights, today: Day) -> Option<Payload> {
        let message = digest(&self.app.knowledge().catalogue, guild, insights)?;
        Some(message.payload(&digest_nonce(guild, today)))
    }

    /// What was to be done when the answer had arrived is not: it never will.
    fn undo(&self, effects: Vec<Effect>) {
        for effect in effects {
            self.app.run(effect, false);
        }
    }

    /// Ends the service: runs the effects, counts, and writes the one line of the log.
    pub fn finish(&self, mut served: Served, delivery: Delivery) {
        let arrived = matches!(delivery, Delivery::Sent | Delivery::AlreadyAnswered);
        for effect in std::mem::take(&mut served.effects) {
            self.app.run(effect, arrived);
        }
        self.counts.count(&served, &delivery);
        served.log(&delivery);
    }

    /// The reply with its picture, and whether it has all it should have.
    async fn with_picture(&self, reply: Reply) -> (Reply, bool) {
        let Some(chart) = reply.chart() else { return (reply, true) };
        match self.app.pictures().file(chart, PATIENCE).await {
            Some(file) => (reply.with_picture(file), true),
            None => (reply, false),
        }
    }
}

async fn permit(permits: &Semaphore, until: Instant) -> Option<SemaphorePermit<'_>> {
    timeout_at(until.into(), permits.acquire()).await.ok()?.ok()
}

fn apologise(subject: Subject, cause: String) -> Served {
    let number = subject.number();
    let payload = subject.apology(&number);
    Served::new(subject, payload, Outcome::Apologised { cause, number })
}
