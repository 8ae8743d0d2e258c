//! Connections: used again, cut off when nothing comes, bounded in number.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::standin::WAIT;
use super::standin::signed::{Endpoint, Signed};
use super::{discord, running, score, stop};

/// What the endpoint says to these bytes until it closes the connection.
async fn to_the_end(endpoint: &Endpoint, begun: &[u8]) -> String {
    let mut stream = TcpStream::connect(endpoint.address).await.unwrap();
    stream.write_all(begun).await.unwrap();
    let mut answer = Vec::new();
    // A connection that is cut off may be reset.
    let ended = tokio::time::timeout(WAIT, stream.read_to_end(&mut answer)).await;
    let _ = ended.expect("the connection is closed");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_too_slowly_is_cut_off_and_holds_nobody_up() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    let signed = Signed::now(score().to_string()).raw();
    let body = signed.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    let begun = Instant::now();
    let slow = async {
        tokio::join!(
            to_the_end(&endpoint, b""),
            to_the_end(&endpoint, b"POST /inter"),
            to_the_end(&endpoint, &signed[..body - 2]),
            to_the_end(&endpoint, &signed[..body]),
            to_the_end(&endpoint, &signed[..signed.len() - 1]),
        )
    };
    let meanwhile = async {
        assert_eq!(endpoint.interact(&standin, &score()).await.kind, 4);
        begun.elapsed()
    };
    let ((silent, no_path, half_a_head, no_body, half_a_body), answered) = tokio::join!(slow, meanwhile);
    assert!(answered < Duration::from_secs(2), "{answered:?}");
    assert_eq!((silent.as_str(), no_path.as_str(), half_a_head.as_str()), ("", "", ""));
    for late in [no_body, half_a_body] {
        assert!(late.starts_with("HTTP/1.1 408"), "{late}");
    }
    let output = stop(bot).await;
    assert!(output.contains("requests=ok 1,") && output.contains("unreadable 2"), "{output}");
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    let mut stream = TcpStream::connect(endpoint.address).await.unwrap();
    for _ in 0..20 {
        stream.write_all(&Signed::now(score().to_string()).raw()).await.unwrap();
        let answer = one_answer(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 200") && !answer.contains("connection: close"), "{answer}");
    }
    stop(bot).await;
}

/// The head of the next answer; its body is read too.
async fn one_answer(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    let ended = tokio::time::timeout(WAIT, async {
        loop {
            assert_ne!(stream.read_buf(&mut read).await.unwrap(), 0, "the connection ended");
            let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(&read[..end]).into_owned();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            if read.len() == end + 4 + length.parse::<usize>().unwrap() {
                return head;
            }
        }
    });
    ended.await.expect("an answer")
}

#[tokio::test]
async fn what_comes_in_pieces_is_answered() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    let mut stream = TcpStream::connect(endpoint.address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    for piece in Signed::now(score().to_string()).raw().chunks(100) {
        stream.write_all(piece).await.unwrap();
        tokio::task::yield_now().await;
    }
    assert!(one_answer(&mut stream).await.starts_with("HTTP/1.1 200"));
    stop(bot).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_silent_connections_do_not_keep_discord_out_for_long() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    let mut silent = Vec::new();
    for _ in 0..1_100 {
        silent.push(TcpStream::connect(endpoint.address).await.unwrap());
    }
    let asked = score();
    let answered = tokio::time::timeout(WAIT, endpoint.send(&Signed::now(asked.to_string()))).await;
    assert_eq!(answered.expect("in the end").unwrap().status().as_u16(), 200);
    drop(silent);
    stop(bot).await;
}
