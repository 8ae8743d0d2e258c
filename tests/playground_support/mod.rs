//! What the playground's tests stand on: the real binary serving the page, and a real browser to use it.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test fixture: panicking is how it fails, and no test target uses all of it"
)]

pub mod browser;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The playground as a process of its own, on a free port; stopped when dropped.
pub struct Server {
    process: Child,
    /// `http://127.0.0.1:PORT`.
    pub address: String,
}

impl Server {
    /// Starts the binary with the data built into it, or with a folder.
    pub fn start(data: Option<&Path>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fukugyo"));
        command.args(["playground", "--listen", "127.0.0.1:0"]);
        if let Some(folder) = data {
            command.arg("--data").arg(folder);
        }
        // What a test provokes is no error of this run: the page is where it must show.
        command.env("FUKUGYO_LOG", "off");
        let mut process = command.stdout(Stdio::piped()).spawn().expect("the binary starts");
        let mut lines = BufReader::new(process.stdout.take().expect("stdout is piped")).lines();
        let first = lines.next().expect("it prints its address").expect("in UTF-8");
        let start = first.find("http://").expect("an address");
        let address = first[start..].split('/').take(3).collect::<Vec<_>>().join("/");
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address }
    }

    /// Presses Ctrl-C and waits for the end.
    pub fn interrupted(mut self) -> std::process::ExitStatus {
        // The shell's own `kill`: there may be no program of that name.
        let kill = Command::new("sh").arg("-c").arg(format!("kill -INT {}", self.process.id())).status();
        assert!(kill.expect("sh starts").success());
        let until = Instant::now() + Duration::from_mins(1);
        loop {
            if let Some(status) = self.process.try_wait().expect("the child can be waited for") {
                return status;
            }
            assert!(Instant::now() < until, "Ctrl-C does not end it");
            std::thread::yield_now();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A copy of `data/` that a test may edit.
pub fn data_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data")), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("can be made");
    for entry in std::fs::read_dir(from).expect("can be read") {
        let path = entry.expect("can be read").path();
        let target = to.join(path.file_name().expect("has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("can be copied");
        }
    }
}
