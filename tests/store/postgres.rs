//! A real Postgres on a free port, in a temporary folder, as another user than root: started once for all tests, ended with them.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// Without it, tests that need Postgres pass over it where it is not installed. The gate sets it.
const REQUIRED: &str = "FUKUGYO_TESTS_REQUIRE_POSTGRES";
const START_WITHIN: Duration = Duration::from_mins(1);

/// The address of a new, empty database; `None` where Postgres is neither installed nor required.
pub(super) async fn new_database() -> Option<String> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let server = server()?;
    let name = format!("test{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let mut admin = PgConnection::connect(&server.url("postgres")).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut admin).await.unwrap();
    Some(server.url(&name))
}

/// A running Postgres.
pub(super) struct Server {
    pub(super) port: u16,
    /// Ends the server and deletes its folder when our end of its pipe is closed, however this process ends.
    keeper: Child,
}

impl Server {
    pub(super) fn url(&self, database: &str) -> String {
        format!("postgres://keeper:not-so-secret@127.0.0.1:{}/{database}", self.port)
    }
}

pub(super) fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(start).as_ref()
}

fn start() -> Option<Server> {
    let Some(programs) = programs() else {
        assert!(
            std::env::var_os(REQUIRED).is_none(),
            "Postgres is required and not installed (Debian: postgresql)"
        );
        eprintln!("NOT TESTED with Postgres: it is not installed");
        return None;
    };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let keeper = Command::new("sh")
        .args(["-c", include_str!("postgres.sh"), "postgres.sh"])
        .arg(&programs)
        .arg(port.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server { port, keeper };
    let start = Instant::now();
    while !answers(&programs, port) {
        assert!(start.elapsed() < START_WITHIN, "Postgres does not start");
        std::thread::sleep(Duration::from_millis(50));
    }
    Some(server)
}

fn answers(programs: &Path, port: u16) -> bool {
    let mut asking = Command::new(programs.join("pg_isready"));
    asking.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]);
    asking.status().is_ok_and(|status| status.success())
}

/// The folder with the newest version's programs; Debian keeps them out of the path.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.filter_map(|version| {
        let number: u32 = version.file_name().to_str()?.parse().ok()?;
        Some((number, version.path().join("bin"))).filter(|(_, bin)| bin.join("initdb").exists())
    });
    newest.max().map(|(_, bin)| bin)
}

#[test]
fn the_server_ends_with_its_tests() {
    let Some(Server { port, mut keeper }) = start() else { return };
    drop(keeper.stdin.take());
    let deadline = Instant::now() + START_WITHIN;
    while keeper.try_wait().unwrap().is_none() {
        assert!(Instant::now() < deadline, "it goes on");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}
