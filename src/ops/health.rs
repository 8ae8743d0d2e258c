//! Asks a running process how it is: for a container's health check, which has neither shell nor curl.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// How long each step may take: a health check waits for 5 s or less, often.
const WITHIN: Duration = Duration::from_secs(2);
/// An answer is cut here: many shards make many lines.
const ANSWER_BYTES: u64 = 64 * 1_024;

/// What a process says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// It is to be relied on.
    pub ready: bool,
    /// One line a condition.
    pub lines: String,
}

/// Asks the process that listens at this address for operators; an address that stands for all of a machine's means this machine.
///
/// # Errors
/// When nobody answers there, or something else than this program.
pub fn ask(address: SocketAddr) -> io::Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&reachable(address), WITHIN)?;
    stream.set_read_timeout(Some(WITHIN))?;
    stream.set_write_timeout(Some(WITHIN))?;
    stream.write_all(b"GET /readyz HTTP/1.0\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(ANSWER_BYTES).read_to_string(&mut answer)?;
    read(&answer)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "what answers there is not fukugyo"))
}

fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
            SocketAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        });
    }
    address
}

fn read(answer: &str) -> Option<Answer> {
    let (head, lines) = answer.split_once("\r\n\r\n")?;
    let ready = match head.strip_prefix("HTTP/1.")?.split(' ').nth(1)? {
        "200" => true,
        "503" => false,
        _ => return None,
    };
    Some(Answer { ready, lines: lines.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_machines_addresses_mean_this_machine() {
        for (given, asked) in [
            ("0.0.0.0:9464", "127.0.0.1:9464"),
            ("[::]:9464", "[::1]:9464"),
            ("10.0.0.7:9464", "10.0.0.7:9464"),
        ] {
            assert_eq!(reachable(given.parse().unwrap()).to_string(), asked);
        }
    }

    #[test]
    fn an_answer_is_read_and_a_strangers_is_not() {
        let answer = |ready, lines: &str| Some(Answer { ready, lines: lines.into() });
        assert_eq!(read("HTTP/1.0 200 OK\r\na: b\r\n\r\ndata ok\n"), answer(true, "data ok\n"));
        assert_eq!(read("HTTP/1.0 503 Service Unavailable\r\n\r\nstopping\n"), answer(false, "stopping\n"));
        for other in ["", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 404 Not Found\r\n\r\n", "HTTP/1.1 200 OK\r\n"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
