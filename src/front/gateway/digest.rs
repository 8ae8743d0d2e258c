//! The weekly digest: on Monday mornings in Japan, into the channels that servers chose for it.
//!
//! Each process sees to the servers of its shards; during a deploy two may, and the store gives each digest to one of them, once. Nothing
//! is posted where nobody asked anything. Invariant: a digest is claimed before it is posted, so it may be missed when the process dies in between,
//! and is never posted twice.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tracing::{info, warn};

use crate::profile::{Day, JAPAN_AHEAD};

use super::front::Front;

/// Time between two looks at the clock.
const INTERVAL: Duration = Duration::from_mins(5);
/// Digests are due from 9:00 to noon in Japan: a process that was away in the morning does not wake a channel at night.
const HOURS: std::ops::Range<i64> = 9..12;
const HOUR: i64 = 3_600;
/// 1 January 1970 was a Thursday.
const MONDAY: i64 = 4;

/// Posts what is due, again and again. The future never ends: drop it to stop.
pub(super) async fn follow(front: Arc<Front>) -> Infallible {
    loop {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
        if let Some(today) = due(i64::try_from(now).unwrap_or(i64::MAX)) {
            post_all(&front, today).await;
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

/// The day in Japan, if this is a time for digests (seconds since 1970).
fn due(now: i64) -> Option<Day> {
    let japan = now + JAPAN_AHEAD;
    let day = japan.div_euclid(24 * HOUR);
    let hour = japan.rem_euclid(24 * HOUR) / HOUR;
    (day.rem_euclid(7) == MONDAY && HOURS.contains(&hour)).then(|| Day::from_number(day))
}

async fn post_all(front: &Front, today: Day) {
    let store = front.app().store();
    for (guild, channel) in store.digest_channels() {
        if !front.holds(guild)
            || front.rest.is_closed(channel)
            || !matches!(store.claim_digest(guild, today).await, Ok(true))
        {
            continue;
        }
        // The week that ended on Sunday.
        let Ok(insights) = store.insights(guild, Day::from_number(today.number() - 1)).await else {
            continue;
        };
        let Some(payload) = front.server.digest(guild, &insights, today) else { continue };
        match front.rest.post(channel, &payload).await {
            Ok(()) => info!("digest posted"),
            Err(error) => warn!(%error, "digest not posted"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_due_on_monday_mornings_in_japan() {
        // Monday 30 November 2026, 0:00 in Japan.
        let monday = Day::new(2026, 11, 30).unwrap();
        let midnight = monday.number() * 24 * HOUR - JAPAN_AHEAD;
        assert_eq!(due(midnight + 9 * HOUR - 1), None);
        assert_eq!(due(midnight + 9 * HOUR), Some(monday));
        assert_eq!(due(midnight + 12 * HOUR - 1), Some(monday));
        assert_eq!(due(midnight + 12 * HOUR), None);
        assert_eq!(due(midnight + 33 * HOUR), None, "Tuesday");
    }
}
