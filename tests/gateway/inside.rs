//! What cannot be provoked from outside the process: the front runs in the test, with a voice of the test's.

use std::sync::Arc;
use std::time::Duration;

use fukugyo::app::App;
use fukugyo::config::{self, Settings};
use fukugyo::front::gateway::{Bot, Error, Patience, Voice, run};
use fukugyo::view::{Message, Reply};
use serde_json::json;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::standin::{BOT_USER, CHANNEL, Fault, Login, Standin, fixture};
use super::{CALLBACK, TOKEN, discord, score};

const POST: &str = "POST /channels/*/messages";

/// A bot in this process, and the way to stop it.
struct Inside {
    stop: oneshot::Sender<()>,
    run: JoinHandle<Result<(), Error>>,
}

impl Inside {
    fn start(standin: &Standin, voice: Voice, patience: Patience, max_restarts: u64) -> Self {
        let settings =
            Settings { api_base: Some(standin.base()), register: false, max_restarts, ..Settings::default() };
        let token =
            config::token(&|name| (name == config::TOKEN_ENV).then(|| TOKEN.into())).unwrap().unwrap();
        assert!(!format!("{token:?}").contains("do-not-show"));
        let app = Arc::new(App::load(settings, "2026-11-26".parse().unwrap()).unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let bot = Bot { app, token, shards: None, voice, patience };
        let run = tokio::spawn(run(bot, async { drop(stopped.await) }));
        Self { stop, run }
    }

    async fn speaking(standin: &Standin, voice: Voice) -> Self {
        let inside = Self::start(standin, voice, Patience::default(), 10);
        standin.ready(1).await;
        inside
    }

    /// Stops it; what it never did by now it did not do.
    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.run.await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_that_panics_apologises() {
    let voice = Voice { interaction: |_, _| panic!("on purpose"), ..Voice::default() };
    let standin = discord();
    let bot = Inside::speaking(&standin, voice).await;
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
    let voice = Voice {
        interaction: |_, _| {
            let bytes = std::sync::Arc::from(&b"PNG"[..]);
            let file = fukugyo::view::File { name: "radar.png".into(), alt: "五つの点数".into(), bytes };
            Reply::Message(Message { files: vec![file], ..Message::text("図") })
        },
        ..Voice::default()
    };
    let standin = discord();
    let bot = Inside::speaking(&standin, voice).await;
    // The second try must send the picture again.
    standin.fail(CALLBACK, Fault::Reset, 1);
    let call = standin.interact(&score()).await;
    assert_eq!(call.data["attachments"][0]["description"], "五つの点数");
    let file = &call.files[0];
    assert_eq!((file.id, file.name.as_str(), file.bytes.as_slice()), (0, "radar.png", &b"PNG"[..]));
    assert_eq!(file.content_type, "image/png");
    bot.stop().await;
}

/// Says the same to every message.
fn talkative() -> Voice {
    Voice {
        message: |_, _, _| Some(Reply::Message(Message::text("就業規則を確認しましょう。"))),
        ..Voice::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_delivered_twice_is_answered_once_and_bots_never() {
    let standin = discord();
    let bot = Inside::speaking(&standin, talkative()).await;
    let question = fixture::message("会社にバレる？").mention_bot().build();
    standin.dispatch("MESSAGE_CREATE", &fixture::message("自動").author(fixture::bot_user()).build());
    standin.dispatch("MESSAGE_CREATE", &fixture::message("自動").webhook().build());
    standin.dispatch("MESSAGE_CREATE", &question);
    standin.dispatch("MESSAGE_CREATE", &question);
    let post = standin.request(POST, 1).await;
    assert_eq!(post.json["content"], "就業規則を確認しましょう。");
    bot.stop().await;
    assert_eq!(standin.count(POST), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_refuses_is_left_alone() {
    let standin = discord();
    let bot = Inside::speaking(&standin, talkative()).await;
    let to = |channel: u64| format!("POST /channels/{channel}/messages");
    standin.fail(&to(CHANNEL), Fault::Error(403, 50_013), 100);
    let say =
        |channel: u64| standin.dispatch("MESSAGE_CREATE", &fixture::message("質問").channel(channel).build());
    for nth in 1..=20 {
        say(CHANNEL);
        say(CHANNEL + 1);
        standin.request(&to(CHANNEL + 1), nth).await;
    }
    bot.stop().await;
    // The first refusal may come back after the second question was taken up, but not after many more.
    let refused = standin.count(&to(CHANNEL));
    assert!((1..=5).contains(&refused), "{refused} tries");
    assert_eq!(standin.count(&to(CHANNEL + 1)), 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_fails_on_the_way_is_sent_again() {
    let standin = discord();
    let bot = Inside::speaking(&standin, talkative()).await;
    standin.fail(POST, Fault::RateLimited(0.1), 1);
    standin.fail(POST, Fault::Status(502), 1);
    standin.dispatch("MESSAGE_CREATE", &fixture::message("質問").dm().build());
    assert_eq!(standin.request(POST, 3).await.status, 200);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_that_is_never_answered_is_given_up() {
    let standin = discord();
    standin.logins([Login::Silence]);
    let patience = Patience { connecting: Duration::from_millis(600), ..Patience::default() };
    let bot = Inside::start(&standin, Voice::default(), patience, 2);
    let error = bot.run.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::GaveUp(2)), "{error}");
    assert_eq!(error.exit_code(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bots_own_id_reaches_whoever_speaks() {
    let voice = Voice {
        message: |_, _, place| Some(Reply::Message(Message::text(place.me.to_string()))),
        ..Voice::default()
    };
    let standin = discord();
    let bot = Inside::speaking(&standin, voice).await;
    standin.dispatch("MESSAGE_CREATE", &fixture::message("質問").build());
    assert_eq!(standin.request(POST, 1).await.json["content"], BOT_USER.to_string());
    bot.stop().await;
}
