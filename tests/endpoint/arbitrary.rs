//! Whatever bytes come, nothing panics, and nobody is told that it is our fault.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

use super::standin::WAIT;
use super::standin::signed::{Endpoint, Signed};
use super::{discord, running, score, stop};

/// What is sent: bytes, or a request whose parts are anything.
#[derive(Clone, Debug)]
enum Sent {
    Bytes(Vec<u8>),
    Request { path: String, headers: Vec<(String, Vec<u8>)>, body: Vec<u8>, length: Option<usize> },
    Signed(Vec<u8>),
    Changed { at: usize, to: u8 },
}

fn sent() -> impl Strategy<Value = Sent> {
    let bytes = || prop::collection::vec(any::<u8>(), 0..2_000);
    let name = prop_oneof![
        Just("X-Signature-Ed25519".to_owned()),
        Just("X-Signature-Timestamp".to_owned()),
        Just("Content-Type".to_owned()),
        Just("Transfer-Encoding".to_owned()),
        Just("Connection".to_owned()),
        Just("Expect".to_owned()),
        "[A-Za-z-]{1,20}",
    ];
    let value = prop_oneof![
        "[0-9a-f]{128}".prop_map(String::into_bytes),
        "[0-9]{1,20}".prop_map(String::into_bytes),
        Just(b"chunked".to_vec()),
        prop::collection::vec(any::<u8>(), 0..200),
    ];
    let headers = prop::collection::vec((name, value), 0..12);
    let length = prop::option::of(0_usize..3_000);
    let path = prop_oneof![Just("/interactions".to_owned()), "/\\PC{0,20}"];
    // JSON that is almost an interaction, too.
    let json = "\\{\"type\": ?[0-9]{1,3}(,\"(id|token|data|member)\": ?(\"\\PC{0,8}\"|[0-9]{1,20}|null|\\[\\]|\\{\\}))*\\}";
    prop_oneof![
        bytes().prop_map(Sent::Bytes),
        (path, headers, bytes(), length).prop_map(|(path, headers, body, length)| Sent::Request {
            path,
            headers,
            body,
            length
        }),
        prop_oneof![bytes(), json.prop_map(String::into_bytes)].prop_map(Sent::Signed),
        (any::<usize>(), any::<u8>()).prop_map(|(at, to)| Sent::Changed { at, to }),
    ]
}

impl Sent {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes.clone(),
            Self::Request { path, headers, body, length } => {
                let mut bytes = format!("POST {path} HTTP/1.1\r\nHost: x\r\n").into_bytes();
                for (name, value) in headers {
                    bytes.extend_from_slice(format!("{name}: ").as_bytes());
                    bytes.extend_from_slice(value);
                    bytes.extend_from_slice(b"\r\n");
                }
                let length = length.unwrap_or(body.len());
                bytes.extend_from_slice(format!("Content-Length: {length}\r\n\r\n").as_bytes());
                bytes.extend_from_slice(body);
                bytes
            }
            Self::Signed(body) => Signed::now(body.clone()).raw(),
            Self::Changed { at, to } => {
                let mut bytes = Signed::now(score().to_string()).raw();
                let at = at % bytes.len();
                bytes[at] = *to;
                bytes
            }
        }
    }
}

/// Everything that is answered to these bytes, the last of somebody who says so.
async fn answer(endpoint: &Endpoint, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(endpoint.address).await.expect("it listens");
    // It may be refused before it was all taken.
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(WAIT, stream.read_to_end(&mut answer)).await.expect("the connection ends");
    answer
}

#[test]
fn arbitrary_bytes_never_panic_and_are_never_our_fault() {
    let runtime = Runtime::new().unwrap();
    let standin = runtime.block_on(async { discord() });
    let (bot, endpoint) = runtime.block_on(running(&standin));
    let mut runner = TestRunner::new(Config { cases: 1_500, failure_persistence: None, ..Config::default() });
    let run = runner.run(&sent(), |sent| {
        let answer = runtime.block_on(answer(&endpoint, &sent.bytes()));
        let status = answer.strip_prefix(b"HTTP/1.1 ").and_then(|rest| rest.first());
        prop_assert!(answer.is_empty() || status.is_some(), "{}", String::from_utf8_lossy(&answer));
        prop_assert!(status != Some(&b'5'), "{}", String::from_utf8_lossy(&answer));
        Ok(())
    });
    run.unwrap();
    let output = runtime.block_on(async {
        assert_eq!(endpoint.interact(&standin, &score()).await.kind, 4);
        stop(bot).await
    });
    assert!(!output.contains("panic"), "{output}");
    drop(runtime.enter());
}
