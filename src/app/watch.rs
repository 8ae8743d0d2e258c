//! Live data: an edit in the data folder is swapped in whole; a broken edit is refused, logged, and the old data stays.
//!
//! Polling compares the texts themselves, so it also works on network and container mounts, and never misses an edit within the
//! clock's grain. A change is loaded once it has held still for one interval: half-written files are rarely looked at.
//! Invariant: a reply sees either all of the old data or all of the new. Non-goal: settings, which need a restart.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tracing::{error, info};

use super::App;
use crate::profile::{DataFile, DataSource, Day, Report, load};

/// Time between two looks at the folder; an edit is live after at most two of them and the load, well within two seconds.
const INTERVAL: Duration = Duration::from_millis(400);

/// How the folder stands.
#[derive(Clone, Debug, Default)]
pub struct LiveData {
    /// How often new data was swapped in since the start.
    pub swaps: u64,
    /// Why the folder, as it is now, is not what answers come from.
    pub refused: Option<Arc<Report>>,
}

/// Watches a folder that has just been loaded into `app`. The future never ends: drop it to stop. The receiver tells how the folder stands.
pub fn watch(
    app: Arc<App>,
    folder: PathBuf,
) -> (watch::Receiver<LiveData>, impl Future<Output = ()> + Send + 'static) {
    let (sender, receiver) = watch::channel(LiveData::default());
    // Taken now, not when the future first runs: an edit in between must not be missed.
    let loaded = Seen::now(&folder).fingerprint;
    (receiver, poll(app, folder, loaded, sender))
}

async fn poll(app: Arc<App>, folder: PathBuf, mut loaded: u64, state: watch::Sender<LiveData>) {
    let mut before = loaded;
    loop {
        tokio::time::sleep(INTERVAL).await;
        let look = folder.clone();
        let Ok(seen) = tokio::task::spawn_blocking(move || Seen::now(&look)).await else { continue };
        let fingerprint = seen.fingerprint;
        if fingerprint != loaded && fingerprint == before {
            loaded = fingerprint;
            let app = Arc::clone(&app);
            let swap = tokio::task::spawn_blocking(move || {
                let catalogue = seen.files.and_then(|files| load(files, Day::today()).into_result())?;
                app.replace(catalogue);
                Ok(())
            });
            tell(&state, swap.await.unwrap_or_else(|_| Err(Report::default())));
        }
        before = fingerprint;
    }
}

fn tell(state: &watch::Sender<LiveData>, swapped: Result<(), Report>) {
    match swapped {
        Ok(()) => {
            info!("data replaced");
            state.send_modify(|live| *live = LiveData { swaps: live.swaps + 1, refused: None });
        }
        Err(report) => {
            for problem in &report.problems {
                error!(file = problem.file, line = problem.line, "data refused: {}", problem.message);
            }
            state.send_modify(|live| live.refused = Some(Arc::new(report)));
        }
    }
}

struct Seen {
    files: Result<Vec<DataFile>, Report>,
    fingerprint: u64,
}

impl Seen {
    fn now(folder: &std::path::Path) -> Self {
        let files = DataSource::Folder(folder.to_owned()).files();
        let mut hasher = DefaultHasher::new();
        match &files {
            Ok(files) => files.iter().for_each(|f| (&f.path, &f.text).hash(&mut hasher)),
            Err(report) => report.to_string().hash(&mut hasher),
        }
        Self { files, fingerprint: hasher.finish() }
    }
}
