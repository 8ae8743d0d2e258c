//! A new day: figures that begin or end with it are shown from midnight in Japan on, without a restart.
//!
//! The data is remade only on days on which a text changes, so the day costs nothing otherwise, and replies depend on the data alone.
//! Invariant: as with an edit, a reply sees either all of the old data or all of the new. When the folder cannot be used at that
//! moment, the old data stays and it is tried again. Non-goal: noticing edits, see [`super::watch`].

use std::sync::Arc;
use std::time::Duration;

use tracing::{error, info};

use crate::app::App;
use crate::profile::{Day, Report};

/// Time between two looks at the calendar: an answer is at most so much behind midnight.
pub const INTERVAL: Duration = Duration::from_secs(30);

/// Remakes the data of `app` whenever `today` is a day on which it reads otherwise. The future never ends: drop it to stop.
pub async fn follow(app: Arc<App>, every: Duration, today: impl Fn() -> Day) {
    let mut refused = None;
    loop {
        tokio::time::sleep(every).await;
        let day = today();
        if !app.knowledge().catalogue.changes_on(day) {
            continue;
        }
        let remade = Arc::clone(&app);
        let result = tokio::task::spawn_blocking(move || remake(&remade, day)).await;
        match result.unwrap_or_else(|_| Err(Report::default())) {
            Ok(()) => {
                refused = None;
                info!(%day, "figures replaced");
            }
            // Once a day: the folder's errors are logged by the watch over it.
            Err(report) if refused != Some(day) => {
                refused = Some(day);
                error!(%day, errors = report.problems.len(), "figures cannot be replaced, trying again");
            }
            Err(_) => {}
        }
    }
}

fn remake(app: &App, day: Day) -> Result<(), Report> {
    app.replace(app.settings().data.load(day).into_result()?);
    Ok(())
}
