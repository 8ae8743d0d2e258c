//! The real binary as a child process: started, listened to, signalled, and killed on drop.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::state::WAIT;

/// Environment variables a child may inherit; everything else is set by the test, so that a
/// developer's own `DISCORD_TOKEN` never gets in.
const INHERITED: [&str; 6] =
    ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "LLVM_PROFILE_FILE", "RUST_BACKTRACE"];

/// How often a log in a file is looked at while a line of it is waited for.
const LOOK: Duration = Duration::from_millis(10);

/// A child process in the making.
pub struct Launch {
    command: Command,
    state: TempDir,
    log: Option<PathBuf>,
}

/// Prepares to start a binary, e.g. `env!("CARGO_BIN_EXE_fukugyo")`.
pub fn launch(binary: impl AsRef<Path>) -> Launch {
    let mut command = Command::new(PathBuf::from(binary.as_ref()));
    command.env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    for name in INHERITED {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    // Its store is its own, and gone with it.
    let state = tempfile::tempdir().expect("a folder for its state");
    command.env("STATE_DIRECTORY", state.path());
    Launch { command, state, log: None }
}

impl Launch {
    /// Adds arguments.
    pub fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        self.command.args(args);
        self
    }

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Has stderr go to a file: a line an interaction, read as it comes, would be a good part of what a bench's load costs.
    pub fn log_to_file(mut self) -> Self {
        let path = self.state.path().join("log");
        self.command.stderr(File::create(&path).expect("a file for its log"));
        self.log = Some(path);
        self
    }

    /// Starts the process.
    pub fn start(mut self) -> Bot {
        let mut child = self.command.spawn().expect("the binary starts");
        let output = Output { log: self.log, ..Output::default() };
        let pipes = [
            child.stdout.take().map(|pipe| output.read(pipe)),
            child.stderr.take().map(|pipe| output.read(pipe)),
        ];
        let readers = pipes.into_iter().flatten().collect();
        Bot { child, output, readers, _state: self.state }
    }
}

/// A token of the usual form, which must never be seen anywhere.
pub const TOKEN: &str = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.Gsecret.do-not-show-this-token";

/// Stops a bot and waits for its end; what it never did by now it did not do. Returns what it printed, which holds no secret.
pub async fn stop(mut bot: Bot) -> String {
    bot.signal("TERM").await;
    let code = bot.exit_code().await;
    let output = bot.output();
    assert_eq!(code, 0, "{output}");
    assert_secretive(&output);
    output
}

/// Nothing secret, and nothing a user typed, is in the output.
pub fn assert_secretive(output: &str) {
    for secret in [TOKEN, "do-not-show", "aW50ZXJhY3Rpb246", "バレ"] {
        assert!(!output.contains(secret), "{secret} in\n{output}");
    }
}

/// A running child process and what it has printed.
pub struct Bot {
    child: Child,
    output: Output,
    readers: Vec<JoinHandle<()>>,
    _state: TempDir,
}

impl Bot {
    /// Waits for a line, of stdout or stderr, that holds `part`; returns the line.
    pub async fn line(&mut self, part: &str) -> String {
        let mut bell = self.output.bell.subscribe();
        let found = tokio::time::timeout(WAIT, async {
            loop {
                bell.borrow_and_update();
                if let Some(line) = self.output.lines().into_iter().find(|line| line.contains(part)) {
                    return line;
                }
                tokio::select! {
                    _ = bell.changed() => {}
                    () = tokio::time::sleep(LOOK), if self.output.log.is_some() => {}
                }
            }
        });
        let Ok(line) = found.await else {
            panic!("no line with {part:?} within {WAIT:?}:\n{}", self.output());
        };
        line
    }

    /// Waits until the process has ended and everything it printed has been read.
    pub async fn exit(&mut self) -> ExitStatus {
        let ended = tokio::time::timeout(WAIT, async {
            let status = self.child.wait().await.expect("the child can be waited for");
            for reader in &mut self.readers {
                let _ = reader.await;
            }
            status
        });
        let Ok(status) = ended.await else {
            panic!("still running after {WAIT:?}:\n{}", self.output());
        };
        status
    }

    /// Waits for the end and returns the exit code; a signal's death fails the test.
    pub async fn exit_code(&mut self) -> i32 {
        let status = self.exit().await;
        status.code().unwrap_or_else(|| panic!("ended by {status}:\n{}", self.output()))
    }

    /// Whether the process is still running.
    pub fn running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// The process id, for measuring.
    pub fn pid(&self) -> u32 {
        self.child.id().expect("the process runs")
    }

    /// User and system time of the process so far. Linux only, as is [`Bot::resident_kib`].
    pub fn cpu_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).expect("Linux with /proc");
        // The name in parentheses may hold spaces; utime and stime are the 12th and 13th fields after it.
        let (_, fields) = stat.rsplit_once(')').expect("a stat line");
        let ticks: u64 =
            fields.split_whitespace().skip(11).take(2).map(|n| n.parse::<u64>().expect("ticks")).sum();
        // USER_HZ is 100 on every Linux that Rust runs on.
        Duration::from_millis(ticks * 10)
    }

    /// How much memory the process holds, in KiB.
    pub fn resident_kib(&self) -> u64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.pid())).expect("Linux with /proc");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// Sends a signal, e.g. `"TERM"` or `"INT"`.
    pub async fn signal(&self, name: &str) {
        // The shell's own `kill`: there may be no program of that name.
        let status = Command::new("sh").arg("-c").arg(format!("kill -{name} {}", self.pid())).status().await;
        assert!(status.is_ok_and(|status| status.success()), "kill -{name} failed");
    }

    /// All lines so far, stdout and stderr, in the order they were read.
    pub fn output(&self) -> String {
        self.output.lines().join("\n")
    }
}

/// A test that fails says what its bot was doing: what was missing at the stand-in does not tell.
impl Drop for Bot {
    #[expect(clippy::print_stderr, reason = "the test's own report")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            let doing = match self.child.try_wait() {
                Ok(Some(status)) => format!("had ended by {status}"),
                _ => format!("was running{}", threads(self.child.id().unwrap_or_default())),
            };
            eprintln!("The bot {doing}; it had printed:\n{}", self.output());
        }
    }
}

/// What each thread of a process waits for. Linux only; elsewhere nothing.
fn threads(pid: u32) -> String {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let look = |task: fs::DirEntry| {
        let [name, wait, call] = ["comm", "wchan", "syscall"]
            .map(|file| fs::read_to_string(task.path().join(file)).unwrap_or_default());
        format!(", {} in {} ({})", name.trim(), wait.trim(), call.trim())
    };
    tasks.map(look).collect()
}

/// Lines as they come, with a bell.
#[derive(Clone, Default)]
struct Output {
    lines: Arc<Mutex<Vec<String>>>,
    bell: watch::Sender<()>,
    /// Where stderr goes, when it goes to a file.
    log: Option<PathBuf>,
}

impl Output {
    fn lines(&self) -> Vec<String> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(log) = &self.log {
            lines.extend(fs::read_to_string(log).expect("its log is text").lines().map(str::to_owned));
        }
        lines
    }

    fn read(&self, pipe: impl AsyncRead + Unpin + Send + 'static) -> JoinHandle<()> {
        let output = self.clone();
        tokio::spawn(async move {
            let mut lines = BufReader::new(pipe).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                output.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
                output.bell.send_replace(());
            }
        })
    }
}
