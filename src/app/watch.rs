//! Live data: an edit in the data folder is swapped in whole; a broken edit is refused, logged, and the old data stays.
//!
//! Polling works on network and container mounts too. A look compares sizes and times; texts are read only of files written so
//! lately that the clock's grain could hide an edit. A change is loaded once it has held still for one interval: half-written
//! files are rarely looked at.
//! Invariants: a reply sees either all of the old data or all of the new; whatever lies in the folder, the watch goes on and the
//! process can be stopped. Non-goal: settings, which need a restart.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{sleep, timeout};
use tracing::{error, info};

use super::App;
use crate::profile::{
    DataSource, Day, Finding, Language, Listing, Loaded, Problem, Report, Severity, Stamp, printable,
};

/// Time between two looks at the folder; an edit is live after at most two of them and the load, well within two seconds.
const INTERVAL: Duration = Duration::from_millis(400);
/// Time after which a folder that does not answer (a lost network mount) is reported.
const PATIENCE: Duration = Duration::from_secs(10);

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
    watch_with(app, folder, |source| source.load(Day::today()), PATIENCE)
}

fn watch_with(
    app: Arc<App>,
    folder: PathBuf,
    load: impl Fn(&DataSource) -> Loaded + Clone + Send + 'static,
    patience: Duration,
) -> (watch::Receiver<LiveData>, impl Future<Output = ()> + Send + 'static) {
    let (state, receiver) = watch::channel(LiveData::default());
    // Taken now, not when the future first runs: an edit in between must not be missed.
    let loaded = Look::at(&folder);
    let watch = Watch { folder, patience, state };
    (receiver, watch.poll(app, loaded, load))
}

struct Watch {
    folder: PathBuf,
    patience: Duration,
    state: watch::Sender<LiveData>,
}

impl Watch {
    async fn poll(
        self,
        app: Arc<App>,
        loaded: Look,
        load: impl Fn(&DataSource) -> Loaded + Clone + Send + 'static,
    ) {
        let mut before = loaded.clone();
        let mut loaded = Some(loaded);
        loop {
            sleep(INTERVAL).await;
            let folder = self.folder.clone();
            let (look, late) = self.finished(spawn_blocking(move || Look::at(&folder))).await;
            if late {
                loaded = None;
            }
            let Some(look) = look else { continue };
            if look.is_same(&before) && !loaded.as_ref().is_some_and(|loaded| look.is_same(loaded)) {
                let (app, load) = (Arc::clone(&app), load.clone());
                let source = DataSource::Folder(self.folder.clone());
                let swap = spawn_blocking(move || {
                    app.replace(load(&source).into_result()?);
                    Ok(())
                });
                if let (Some(swapped), _) = self.finished(swap).await {
                    self.tell(swapped);
                }
                loaded = Some(look.clone());
            }
            before = look;
        }
    }

    /// What the task came to (nothing when it panicked), and whether it was late: then the folder was reported meanwhile.
    async fn finished<T>(&self, mut task: JoinHandle<T>) -> (Option<T>, bool) {
        let in_time = timeout(self.patience, &mut task).await.ok();
        let late = in_time.is_none();
        let result = if let Some(result) = in_time {
            result
        } else {
            self.refuse(self.whole_folder(Finding::NoAnswer));
            task.await
        };
        if result.is_err() {
            self.refuse(self.whole_folder(Finding::LoadingFailed));
        }
        (result.ok(), late)
    }

    fn whole_folder(&self, finding: Finding) -> Report {
        let folder = printable(&self.folder.display().to_string());
        Report { problems: vec![Problem::of_file(folder, 1, Severity::Error, finding)] }
    }

    fn tell(&self, swapped: Result<(), Report>) {
        match swapped {
            Ok(()) => {
                info!("data replaced");
                self.state.send_modify(|live| *live = LiveData { swaps: live.swaps + 1, refused: None });
            }
            Err(report) => self.refuse(report),
        }
    }

    fn refuse(&self, report: Report) {
        for problem in &report.problems {
            error!(
                file = problem.file,
                line = problem.line,
                "data refused: {}",
                problem.message(Language::English)
            );
        }
        self.state.send_modify(|live| live.refused = Some(Arc::new(report)));
    }
}

/// The folder as it was at a moment.
#[derive(Clone, Debug)]
struct Look {
    files: Vec<SeenFile>,
    problems: Vec<Problem>,
}

#[derive(Clone, Debug)]
struct SeenFile {
    name: String,
    stamp: Stamp,
    /// A hash of its text, if it was written just before.
    text: Option<u64>,
}

impl Look {
    fn at(folder: &Path) -> Self {
        let Listing { found, problems } = Listing::of(folder);
        let now = SystemTime::now();
        let files = found.into_iter().map(|file| SeenFile {
            text: file.stamp.is_fresh(now).then(|| {
                let mut hasher = DefaultHasher::new();
                // One that cannot be read is reported by the load that follows.
                file.text(&mut u64::MAX.clone()).ok().hash(&mut hasher);
                hasher.finish()
            }),
            name: file.name,
            stamp: file.stamp,
        });
        Self { files: files.collect(), problems }
    }

    fn is_same(&self, other: &Self) -> bool {
        let same_file = |(a, b): (&SeenFile, &SeenFile)| {
            let same_text = a.text.is_none() || b.text.is_none() || a.text == b.text;
            a.name == b.name && a.stamp == b.stamp && same_text
        };
        self.problems == other.problems
            && self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(same_file)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::atomic::{AtomicBool, Ordering};

    use tempfile::TempDir;

    use super::*;
    use crate::config::Settings;

    /// A watched folder with one file that is touched to be loaded again.
    struct Scene {
        folder: TempDir,
        live: watch::Receiver<LiveData>,
    }

    impl Scene {
        /// A watch whose loads, all of good data, are preceded by `before`.
        fn new(patience: Duration, before: impl Fn() + Clone + Send + 'static) -> Self {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("a.toml"), "").unwrap();
            let app = Arc::new(App::load(Settings::default(), Day::today()).unwrap());
            let load = move |_: &DataSource| {
                before();
                DataSource::Embedded.load(Day::today())
            };
            let (live, watching) = watch_with(app, folder.path().to_owned(), load, patience);
            tokio::spawn(watching);
            Self { folder, live }
        }

        fn edit(&self, text: &str) {
            fs::write(self.folder.path().join("a.toml"), text).unwrap();
        }

        /// Waits for the folder to stand like this.
        async fn until(&mut self, stands: impl FnMut(&LiveData) -> bool) {
            timeout(Duration::from_secs(30), self.live.wait_for(stands)).await.expect("in time").unwrap();
        }
    }

    fn refused_for(live: &LiveData, reason: &str) -> bool {
        live.refused.as_ref().is_some_and(|report| report.to_string().contains(reason))
    }

    #[tokio::test]
    async fn a_panic_while_loading_is_a_refusal_and_the_watch_goes_on() {
        let broken = Arc::new(AtomicBool::new(true));
        let is_broken = Arc::clone(&broken);
        let mut scene = Scene::new(PATIENCE, move || {
            if is_broken.load(Ordering::Relaxed) {
                // A panic without the hook that prints it.
                std::panic::resume_unwind(Box::new("broken"));
            }
        });
        scene.edit("1");
        scene.until(|live| refused_for(live, "the program failed over it")).await;
        broken.store(false, Ordering::Relaxed);
        scene.edit("22");
        scene.until(|live| live.refused.is_none() && live.swaps == 1).await;
    }

    #[tokio::test]
    async fn a_folder_that_does_not_answer_is_reported_until_it_does() {
        let (answer, wait) = std::sync::mpsc::channel::<()>();
        let wait = Arc::new(std::sync::Mutex::new(wait));
        let mut scene = Scene::new(Duration::from_millis(50), move || {
            let _ = wait.lock().unwrap().recv_timeout(Duration::from_secs(30));
        });
        scene.edit("1");
        scene.until(|live| refused_for(live, "does not answer")).await;
        answer.send(()).unwrap();
        scene.until(|live| live.refused.is_none() && live.swaps == 1).await;
    }

    /// A look at a folder whose one file has this text and was last written at this time.
    fn look_at(text: &str, modified: SystemTime) -> Look {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(&path, text).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        Look::at(folder.path())
    }

    #[test]
    fn an_edit_of_the_same_size_within_the_clocks_grain_is_seen() {
        let just_now = SystemTime::now() + Duration::from_mins(1);
        let (before, mut after) = (look_at("1", just_now), look_at("2", just_now));
        after.files[0].stamp = before.files[0].stamp.clone();
        assert!(!after.is_same(&before));
    }

    #[test]
    fn a_file_that_was_left_alone_is_not_read() {
        let long_ago = SystemTime::now() - Duration::from_mins(1);
        assert_eq!(look_at("1", long_ago).files[0].text, None);
    }
}
