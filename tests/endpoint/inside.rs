//! What cannot be provoked from outside the process: the front runs in the test, with responders of the test's.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use fukugyo::app::App;
use fukugyo::command::Answer;
use fukugyo::config::{self, Settings};
use fukugyo::front::Error;
use fukugyo::front::endpoint::{self, Patience, run};
use fukugyo::ops::Ops;
use fukugyo::serve::{Responders, Server};
use fukugyo::view::{Message, Reply};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::standin::signed::{Endpoint, Signed};
use super::standin::{Standin, WAIT, fixture};
use super::{TOKEN, discord, score};

/// An endpoint in this process, and the way to stop it.
struct Inside {
    stop: oneshot::Sender<()>,
    run: JoinHandle<Result<(), Error>>,
    server: Arc<Server>,
    endpoint: Endpoint,
}

impl Inside {
    async fn start(standin: &Standin, responders: Responders, patience: Patience) -> Self {
        let settings = Settings {
            api_base: Some(standin.base()),
            register: false,
            leave_seconds: 0,
            ..Settings::default()
        };
        let token =
            config::token(&|name| (name == config::TOKEN_ENV).then(|| TOKEN.into())).unwrap().unwrap();
        let app = Arc::new(App::load(settings, "2026-11-26".parse().unwrap()).unwrap());
        let server = Arc::new(Server::with_responders(app, responders));
        let key = Signed::public_key().parse().unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let endpoint = Endpoint::at(listener.local_addr().unwrap());
        let bot =
            endpoint::Endpoint { server: Arc::clone(&server), token, key, patience, ops: Ops::default() };
        let (stop, stopped) = oneshot::channel::<()>();
        let run = tokio::spawn(run(bot, listener, async { drop(stopped.await) }));
        Self { stop, run, server, endpoint }
    }

    /// Stops it; the counts of interactions.
    async fn stop(self) -> String {
        self.stop.send(()).unwrap();
        self.run.await.unwrap().unwrap();
        self.server.counts().interactions.to_string()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_that_panics_apologises() {
    let responders = Responders { interaction: |_, _, _| panic!("on purpose"), ..Responders::default() };
    let standin = discord();
    let bot = Inside::start(&standin, responders, Patience::default()).await;
    for _ in 0..2 {
        let call = bot.endpoint.interact(&standin, &score()).await;
        assert_eq!((call.kind, &call.data["flags"]), (4, &json!(64)));
        assert!(call.data["content"].as_str().unwrap().contains("番号"), "{}", call.data);
    }
    let typed = bot.endpoint.interact(&standin, &fixture::autocomplete("score", "job", "ば").build()).await;
    assert_eq!((typed.kind, &typed.data["choices"]), (8, &json!([])));
    assert_eq!(bot.stop().await, "answered 0, apologised 3, lost 0");
}

/// Set when an answer to the one who will hang up is being made, and when it may be.
static BEGUN: AtomicBool = AtomicBool::new(false);
static MAY_END: AtomicBool = AtomicBool::new(false);

/// Makes the first answer only when it is told to.
fn held_up() -> Responders {
    Responders {
        body_key: |_, _, _| None,
        interaction: |_, _, _| {
            BEGUN.store(true, Ordering::SeqCst);
            while !MAY_END.load(Ordering::SeqCst) {
                std::thread::yield_now();
            }
            Answer::from(Reply::ephemeral(Message::text("はい")))
        },
        ..Responders::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_to_somebody_who_hung_up_is_lost_and_what_was_begun_is_counted_once() {
    let standin = discord();
    let bot = Inside::start(&standin, held_up(), Patience::default()).await;
    let mut stream = TcpStream::connect(bot.endpoint.address).await.unwrap();
    stream.write_all(&Signed::now(score().to_string()).raw()).await.unwrap();
    let begun = async {
        while !BEGUN.load(Ordering::SeqCst) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(WAIT, begun).await.expect("it begins");
    drop(stream);
    // By the answers to others, the news of it has come in.
    for _ in 0..5 {
        assert_eq!(bot.endpoint.send(&Signed::now("{}")).await.unwrap().status().as_u16(), 400);
    }
    MAY_END.store(true, Ordering::SeqCst);
    assert_eq!(bot.endpoint.interact(&standin, &score()).await.kind, 4);
    assert_eq!(bot.stop().await, "answered 1, apologised 0, lost 1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_nobody_takes_is_given_up() {
    let responders = Responders {
        body_key: |_, _, _| None,
        interaction: |_, _, _| {
            // More than the buffers of two sockets hold.
            let bytes: Arc<[u8]> = vec![0; 32 << 20].into();
            let file = fukugyo::view::File { name: "large.png".into(), alt: "図".into(), bytes };
            Answer::from(Reply::Message(Message { files: vec![file], ..Message::text("図") }))
        },
        ..Responders::default()
    };
    let standin = discord();
    let patience = Patience { write: Duration::from_millis(300), ..Patience::default() };
    let bot = Inside::start(&standin, responders, patience).await;
    let mut stream = TcpStream::connect(bot.endpoint.address).await.unwrap();
    stream.write_all(&Signed::now(score().to_string()).raw()).await.unwrap();
    let lost = async {
        while bot.server.counts().interactions.lost() == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(WAIT, lost).await.expect("given up");
    drop(stream);
    assert_eq!(bot.stop().await, "answered 0, apologised 0, lost 1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_has_its_time_and_the_pause_between_two_requests_another() {
    let standin = discord();
    let patience =
        Patience { head: Duration::from_millis(200), idle: Duration::from_secs(2), ..Patience::default() };
    let bot = Inside::start(&standin, Responders::default(), patience).await;
    let closed_after = async |begun: Option<&str>| {
        let mut stream = TcpStream::connect(bot.endpoint.address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let mut answer = [0; 4_096];
        assert!(stream.read(&mut answer).await.unwrap() > 0);
        if let Some(begun) = begun {
            stream.write_all(begun.as_bytes()).await.unwrap();
        }
        let since = std::time::Instant::now();
        let mut rest = Vec::new();
        let _ = tokio::time::timeout(WAIT, stream.read_to_end(&mut rest)).await.expect("it is closed");
        since.elapsed()
    };
    let begun = closed_after(Some("GET / HT")).await;
    assert!(begun < Duration::from_millis(1_500), "{begun:?}");
    let idle = closed_after(None).await;
    assert!(idle > Duration::from_millis(1_500), "{idle:?}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_connections_than_there_is_room_for_are_served_at_once() {
    let standin = discord();
    let patience = Patience { connections: 2, head: Duration::from_millis(500), ..Patience::default() };
    let bot = Inside::start(&standin, Responders::default(), patience).await;
    let mut silent = Vec::new();
    for _ in 0..2 {
        silent.push(TcpStream::connect(bot.endpoint.address).await.unwrap());
    }
    // It waits until the silent ones are cut off.
    let since = std::time::Instant::now();
    assert_eq!(bot.endpoint.interact(&standin, &score()).await.kind, 4);
    assert!(since.elapsed() > Duration::from_millis(300), "{:?}", since.elapsed());
    bot.stop().await;
}
