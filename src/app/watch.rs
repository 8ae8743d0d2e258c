//! Live data: an edit in the data folder is swapped in whole; a broken edit is refused, logged, and the old data stays.
//!
//! Polling works on network and container mounts too. A change is loaded once it has held still for one interval:
//! half-written files are rarely looked at.
//! Invariants: a reply sees either all of the old data or all of the new; whatever lies in the folder, the watch goes on and the
//! process can be stopped. Non-goal: settings, which need a restart.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{sleep, timeout};
use tracing::{error, info};

use super::App;
use super::look::Look;
use crate::profile::{DataSource, Day, Finding, Language, Loaded, Problem, Report, Severity, printable};

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

/// Watches the folder that `app` was loaded from, since before it was. The future never ends: drop it to stop. The receiver tells how the folder stands.
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
    // From before the data was read: an edit since then must not be missed.
    let loaded = app.seen().cloned().unwrap_or_else(|| Look::at(&folder));
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
    async fn an_edit_between_the_start_and_the_first_look_is_not_missed() {
        let folder = tempfile::tempdir().unwrap();
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let copied =
            std::process::Command::new("cp").arg("-r").arg(data.join(".")).arg(folder.path()).status();
        assert!(copied.unwrap().success());
        let source = DataSource::Folder(folder.path().to_owned());
        let app = App::load(Settings { data: source, ..Settings::default() }, Day::today()).unwrap();
        fs::write(folder.path().join("profiles/broken.toml"), "slug").unwrap();
        let (live, watching) = watch(Arc::new(app), folder.path().to_owned());
        tokio::spawn(watching);
        Scene { folder, live }.until(|live| live.refused.is_some()).await;
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
}
