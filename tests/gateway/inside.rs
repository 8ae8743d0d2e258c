//! What cannot be provoked from outside the process: the front runs in the test, with responders of the test's.

use std::sync::Arc;

use fukugyo::app::App;
use fukugyo::chat::Response;
use fukugyo::command::Answer;
use fukugyo::config::{self, Settings};
use fukugyo::front::Error;
use fukugyo::front::gateway::{Bot, Patience, run};
use fukugyo::ops::Ops;
use fukugyo::serve::{Responders, Server};
use fukugyo::understand::Upshot;
use fukugyo::view::{Message, Reply};
use serde_json::json;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::standin::{BOT_USER, Fault, Standin, fixture};
use super::{CALLBACK, POST, TOKEN, discord, score};

/// A bot in this process, and the way to stop it.
pub(super) struct Inside {
    stop: oneshot::Sender<()>,
    pub(super) run: JoinHandle<Result<(), Error>>,
    pub(super) ops: Ops,
}

impl Inside {
    pub(super) fn start(
        standin: &Standin,
        responders: Responders,
        patience: Patience,
        max_restarts: u64,
    ) -> Self {
        let settings =
            Settings { api_base: Some(standin.base()), register: false, max_restarts, ..Settings::default() };
        let token =
            config::token(&|name| (name == config::TOKEN_ENV).then(|| TOKEN.into())).unwrap().unwrap();
        assert!(!format!("{token:?}").contains("do-not-show"));
        // What counts is when they arrive: half is left for what a loaded machine does.
        standin.pace_logins(patience.login_gap / 2);
        let app = Arc::new(App::load(settings, "2026-11-26".parse().unwrap()).unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let ops = Ops::default();
        let bot = Bot {
            server: Arc::new(Server::with_responders(app, responders)),
            token,
            shards: None,
            patience,
            ops: ops.clone(),
        };
        let run = tokio::spawn(run(bot, async { drop(stopped.await) }));
        Self { stop, run, ops }
    }

    pub(super) async fn speaking(standin: &Standin, responders: Responders) -> Self {
        let inside = Self::start(standin, responders, Patience::default(), 10);
        standin.ready(1).await;
        inside
    }

    /// Stops it; what it never did by now it did not do.
    pub(super) async fn stop(self) {
        self.stop.send(()).unwrap();
        self.run.await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_that_panics_apologises() {
    let responders = Responders { interaction: |_, _, _| panic!("on purpose"), ..Responders::default() };
    let standin = discord();
    let bot = Inside::speaking(&standin, responders).await;
    for _ in 0..2 {
        let call = standin.interact(&score()).await;
        assert_eq!((call.kind, &call.data["flags"]), (4, &json!(64)));
        assert!(call.data["content"].as_str().unwrap().contains("番号"), "{}", call.data);
    }
    let typed = standin.interact(&fixture::autocomplete("score", "job", "ば").build()).await;
    assert_eq!((typed.kind, &typed.data["choices"]), (8, &json!([])));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_go_up_with_the_answer() {
    let responders = Responders {
        interaction: |_, _, _| {
            let bytes = std::sync::Arc::from(&b"PNG"[..]);
            let file = fukugyo::view::File { name: "radar.png".into(), alt: "五つの点数".into(), bytes };
            Answer::from(Reply::Message(Message { files: vec![file], ..Message::text("図") }))
        },
        ..Responders::default()
    };
    let standin = discord();
    let bot = Inside::speaking(&standin, responders).await;
    // The second try must send the picture again.
    standin.fail(CALLBACK, Fault::Reset, 1);
    let call = standin.interact(&score()).await;
    assert_eq!(call.data["attachments"][0]["description"], "五つの点数");
    let file = &call.files[0];
    assert_eq!((file.id, file.name.as_str(), file.bytes.as_slice()), (0, "radar.png", &b"PNG"[..]));
    assert_eq!(file.content_type, "image/png");
    let length = standin.look(|state| state.requests.last().unwrap().headers.contains_key("content-length"));
    assert!(length, "Discord need not take a body of unknown length");
    bot.stop().await;
}

fn said(text: &str) -> Response {
    Response::Answer { message: Message::text(text), effects: Vec::new(), upshot: Upshot::Answer }
}

/// Says the same to every message that concerns the bot.
pub(super) fn talkative() -> Responders {
    Responders { message: |_, _, _| said("就業規則を確認しましょう。"), ..Responders::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_delivered_twice_is_answered_once_and_bots_never() {
    let standin = discord();
    let bot = Inside::speaking(&standin, talkative()).await;
    let question = fixture::message("会社にバレる？").mention_bot().build();
    standin.dispatch(
        "MESSAGE_CREATE",
        &fixture::message("自動").mention_bot().author(fixture::bot_user()).build(),
    );
    standin.dispatch("MESSAGE_CREATE", &fixture::message("自動").mention_bot().webhook().build());
    standin.dispatch("MESSAGE_CREATE", &question);
    standin.dispatch("MESSAGE_CREATE", &question);
    let post = standin.request(POST, 1).await;
    assert_eq!(post.json["content"], "就業規則を確認しましょう。");
    bot.stop().await;
    assert_eq!(standin.count(POST), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bots_own_id_reaches_whoever_speaks() {
    let responders =
        Responders { message: |_, _, place| said(&place.me.to_string()), ..Responders::default() };
    let standin = discord();
    let bot = Inside::speaking(&standin, responders).await;
    standin.dispatch("MESSAGE_CREATE", &fixture::message("質問").mention_bot().build());
    assert_eq!(standin.request(POST, 1).await.json["content"], BOT_USER.to_string());
    bot.stop().await;
}
