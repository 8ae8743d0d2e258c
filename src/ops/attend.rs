//! The main loop's pulse: that it turns, and what the service manager is told.
//!
//! Polled in the loop that also polls the front: when that hangs, this does too, and both watchdog and `/livez` notice. That Discord is
//! away is no reason to stop: it is said in the status, and a start that waits for it goes on.

use std::convert::Infallible;
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval};

use super::Ops;
use super::notify::Notify;

/// Time between two beats, unless the watchdog wants more.
const BEAT: Duration = Duration::from_secs(1);
/// No watchdog is fed faster.
const FASTEST: Duration = Duration::from_millis(10);
/// Time between two words that the start goes on.
const START_WORD: Duration = Duration::from_secs(15);

/// Beats until it is dropped.
pub async fn attend(ops: Ops, notify: Option<Notify>) -> Infallible {
    let watchdog = notify.as_ref().and_then(Notify::watchdog);
    let mut beats = interval(watchdog.map_or(BEAT, |within| (within / 2).clamp(FASTEST, BEAT)));
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told = Told::default();
    // Heard of at once, and once: it stays true.
    let mut stopping = false;
    loop {
        tokio::select! {
            _ = beats.tick() => {}
            () = ops.state.stopping.cancelled(), if !stopping => stopping = true,
        }
        ops.turn();
        if let Some(notify) = &notify {
            told.tell(&ops, notify);
        }
    }
}

/// What the service manager knows.
#[derive(Debug, Default)]
struct Told {
    status: String,
    ready: bool,
    stopping: bool,
    start_goes_on: Option<Instant>,
}

impl Told {
    fn tell(&mut self, ops: &Ops, notify: &Notify) {
        let readiness = ops.readiness();
        let status =
            readiness.in_the_way().map_or_else(|| "ready".into(), |cause| format!("not ready: {cause}"));
        if status != self.status {
            notify.status(&status);
            self.status = status;
        }
        if !self.ready && readiness.is_ready() {
            self.ready = true;
            notify.ready();
        }
        if !self.stopping && ops.state.stopping.is_cancelled() {
            self.stopping = true;
            notify.stopping();
        }
        if !self.ready && !self.stopping && self.start_goes_on.is_none_or(|at| at.elapsed() >= START_WORD) {
            self.start_goes_on = Some(Instant::now());
            notify.start_goes_on();
        }
        if notify.watchdog().is_some() {
            notify.alive();
        }
    }
}
