//! The end of a front that serves Discord.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};
use tokio_util::task::TaskTracker;
use tracing::warn;

use crate::serve::Server;

/// How long the store may take to write what waits when the time to stop is over already.
const STORE_CLOSES_WITHIN: Duration = Duration::from_millis(1_500);

/// Lets the tasks end until then, counts those that do not as lost, and closes the store.
pub(super) async fn drain(tasks: &TaskTracker, server: &Server, until: Instant) {
    tasks.close();
    if timeout_at(until, tasks.wait()).await.is_err() {
        let left = tasks.len();
        warn!(left, "stopped before everything had ended");
        (0..left).for_each(|_| server.counts().interactions.lose());
    }
    // What was counted until now is written, even when there is no more time for anything else.
    let closed = timeout_at(until.max(Instant::now() + STORE_CLOSES_WITHIN), server.app().store().close());
    if closed.await.is_err() {
        warn!("the store did not close in time: the counts of the last moments are lost");
    }
}
