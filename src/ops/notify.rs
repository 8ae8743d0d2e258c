//! What the service manager is told, in systemd's protocol (`sd_notify(3)`): datagrams of `KEY=value` lines to the socket that
//! `NOTIFY_SOCKET` names. Without one, as on any other system, there is nobody to tell.

use std::time::Duration;

use crate::config::Env;

/// How long a start may take from each time it is said that it goes on: Discord may be away for hours.
const START_GOES_ON: &str = "EXTEND_TIMEOUT_USEC=60000000";

/// Who is told.
#[derive(Debug)]
pub struct Notify {
    #[cfg(unix)]
    socket: std::os::unix::net::UnixDatagram,
    watchdog: Option<Duration>,
}

impl Notify {
    /// The service manager, when one started this process and wants to be told.
    #[must_use]
    pub fn from_env(env: Env<'_>) -> Option<Self> {
        #[cfg(unix)]
        {
            let socket = connect(&env("NOTIFY_SOCKET")?)
                .inspect_err(
                    |error| tracing::warn!(%error, "the service manager cannot be told: NOTIFY_SOCKET"),
                )
                .ok()?;
            Some(Self { socket, watchdog: watchdog(env) })
        }
        #[cfg(not(unix))]
        {
            let _ = env;
            None
        }
    }

    /// Within which time it wants a sign of life, if it does.
    #[must_use]
    pub fn watchdog(&self) -> Option<Duration> {
        self.watchdog
    }

    pub(super) fn start_goes_on(&self) {
        self.tell(START_GOES_ON);
    }

    pub(super) fn ready(&self) {
        self.tell("READY=1");
    }

    pub(super) fn stopping(&self) {
        self.tell("STOPPING=1");
    }

    pub(super) fn alive(&self) {
        self.tell("WATCHDOG=1");
    }

    /// One line for `systemctl status`.
    pub(super) fn status(&self, line: &str) {
        self.tell(&format!("STATUS={line}"));
    }

    fn tell(&self, what: &str) {
        #[cfg(unix)]
        // A manager that does not listen is no reason to fail.
        let _ = self.socket.send(what.as_bytes());
        #[cfg(not(unix))]
        let _ = what;
    }
}

/// A socket in the file system or, with `@`, in Linux's abstract name space.
#[cfg(unix)]
fn connect(name: &str) -> std::io::Result<std::os::unix::net::UnixDatagram> {
    let socket = std::os::unix::net::UnixDatagram::unbound()?;
    socket.set_nonblocking(true)?;
    #[cfg(target_os = "linux")]
    if let Some(name) = name.strip_prefix('@') {
        use std::os::linux::net::SocketAddrExt;
        socket.connect_addr(&std::os::unix::net::SocketAddr::from_abstract_name(name)?)?;
        return Ok(socket);
    }
    socket.connect(name)?;
    Ok(socket)
}

/// `WATCHDOG_USEC`, unless `WATCHDOG_PID` says that it is meant for another process (`sd_watchdog_enabled(3)`).
#[cfg(unix)]
fn watchdog(env: Env<'_>) -> Option<Duration> {
    let ours = env("WATCHDOG_PID").is_none_or(|pid| pid == std::process::id().to_string());
    let within = env("WATCHDOG_USEC")?.parse().ok().map(Duration::from_micros);
    within.filter(|within| ours && !within.is_zero())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::net::UnixDatagram;

    use super::*;

    fn told(socket: &UnixDatagram) -> String {
        let mut buffer = [0; 256];
        let n = socket.recv(&mut buffer).unwrap();
        String::from_utf8(buffer[..n].to_vec()).unwrap()
    }

    #[test]
    fn a_socket_that_is_named_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let socket = UnixDatagram::bind(&path).unwrap();
        let notify =
            Notify::from_env(&|name| (name == "NOTIFY_SOCKET").then(|| path.display().to_string())).unwrap();
        notify.ready();
        notify.status("ready");
        assert_eq!((told(&socket).as_str(), told(&socket).as_str()), ("READY=1", "STATUS=ready"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_abstract_socket_is_told_too() {
        use std::os::linux::net::SocketAddrExt;
        let name = format!("fukugyo-test-{}", std::process::id());
        let address = std::os::unix::net::SocketAddr::from_abstract_name(&name).unwrap();
        let socket = UnixDatagram::bind_addr(&address).unwrap();
        let notify = Notify::from_env(&|key| (key == "NOTIFY_SOCKET").then(|| format!("@{name}"))).unwrap();
        notify.alive();
        assert_eq!(told(&socket), "WATCHDOG=1");
    }

    #[test]
    fn without_a_socket_nobody_is_told() {
        assert!(Notify::from_env(&|_| None).is_none());
        assert!(
            Notify::from_env(&|name| (name == "NOTIFY_SOCKET").then(|| "/nowhere/at/all".into())).is_none()
        );
    }

    #[test]
    fn a_watchdog_of_another_process_is_not_ours() {
        let within = |usec: &str, pid: &str| {
            watchdog(&|name| match name {
                "WATCHDOG_USEC" => Some(usec.to_owned()),
                _ => Some(pid.to_owned()),
            })
        };
        let own = std::process::id().to_string();
        assert_eq!(within("30000000", &own), Some(Duration::from_secs(30)));
        assert_eq!(within("30000000", "1"), None);
        assert_eq!(within("0", &own), None);
        assert_eq!(within("soon", &own), None);
    }
}
