//! What systemd is told, over a socket as it makes one.

use std::path::PathBuf;
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::UnixDatagram;
use tokio::time::timeout;

use super::standin::{Standin, WAIT};
use super::{TOKEN, discord, fukugyo};

/// A service manager's end.
struct Manager {
    socket: UnixDatagram,
    path: PathBuf,
    heard: Vec<String>,
    _folder: TempDir,
}

impl Manager {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        Self { socket: UnixDatagram::bind(&path).unwrap(), path, heard: Vec::new(), _folder: folder }
    }

    /// Hears until this is said.
    async fn hear(&mut self, what: &str) -> String {
        let heard = timeout(WAIT, async {
            loop {
                let mut buffer = [0; 1_024];
                let n = self.socket.recv(&mut buffer).await.unwrap();
                let said = String::from_utf8(buffer[..n].to_vec()).unwrap();
                self.heard.push(said.clone());
                if said.starts_with(what) {
                    return said;
                }
            }
        });
        heard.await.unwrap_or_else(|_| panic!("no {what} among {:?}", self.heard))
    }
}

#[tokio::test]
async fn it_is_told_when_the_bot_is_ready_that_it_lives_and_when_it_stops() {
    let (standin, mut manager) = (discord(), Manager::new());
    let mut bot = fukugyo(&standin)
        .env("NOTIFY_SOCKET", manager.path.to_str().unwrap())
        .env("WATCHDOG_USEC", "400000")
        .args(["gateway"])
        .start();
    manager.hear("READY=1").await;
    standin.ready(1).await;
    assert!(manager.heard.iter().any(|said| said.starts_with("STATUS=not ready: ")), "{:?}", manager.heard);
    for _ in 0..3 {
        // Half of the watchdog's time, and what a loaded machine adds.
        timeout(Duration::from_secs(5), manager.hear("WATCHDOG=1")).await.unwrap();
    }
    assert_eq!(manager.heard.iter().filter(|said| *said == "STATUS=ready").count(), 1);
    bot.signal("TERM").await;
    manager.hear("STATUS=not ready: stopping").await;
    manager.hear("STOPPING=1").await;
    assert_eq!(manager.heard.iter().filter(|said| *said == "READY=1").count(), 1);
    assert_eq!(bot.exit_code().await, 0);
    standin.finish();
}

#[tokio::test]
async fn a_discord_that_is_away_is_no_reason_to_be_killed() {
    let (mut standin, mut manager) = (Standin::builder().token(TOKEN).start_deaf(), Manager::new());
    let mut bot = fukugyo(&standin)
        .env("NOTIFY_SOCKET", manager.path.to_str().unwrap())
        .env("WATCHDOG_USEC", "200000")
        .args(["gateway"])
        .start();
    manager.hear("EXTEND_TIMEOUT_USEC=").await;
    for _ in 0..10 {
        manager.hear("WATCHDOG=1").await;
    }
    assert!(!manager.heard.iter().any(|said| said == "READY=1"), "{:?}", manager.heard);
    standin.listen();
    manager.hear("READY=1").await;
    bot.signal("TERM").await;
    assert_eq!(bot.exit_code().await, 0, "{}", bot.output());
    standin.finish();
}
