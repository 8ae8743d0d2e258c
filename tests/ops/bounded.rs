//! Whatever people and Discord send, the number of series stays what it is.

use std::sync::Arc;
use std::time::Instant;

use fukugyo::app::App;
use fukugyo::chat::Place;
use fukugyo::config::Settings;
use fukugyo::ops::Ops;
use fukugyo::serve::{Delivery, Server};
use serde_json::Value;
use serenity::all::{Interaction, Message, UserId};

use super::open_metrics::Page;
use super::standin::{BOT_USER, fixture};

/// Servers that send something.
const SERVERS: u64 = 10_000;

/// Something that somebody might send to fill a memory, or to write into a page that others read.
fn hostile(n: u64) -> Value {
    let fixture = match n % 8 {
        0 => fixture::slash(&format!("cmd-{n}")),
        1 => fixture::slash(&format!("x\",outcome=\"{n}\"}} 1\n# EOF\n")),
        2 => fixture::press(&format!("v1:verb{n}:x")),
        3 => fixture::press(&format!("v{n}:help")),
        4 => fixture::press(&format!("v1:help\n{n}")),
        5 => fixture::autocomplete(&format!("score{n}"), &format!("job{n}"), "ばっく"),
        6 => fixture::modal(&format!("v1:form{n}")),
        _ => fixture::slash("score").option("job", format!("仕事{n}")),
    };
    let guild = (1_200_000_000_000_000_000 + n).to_string();
    fixture.with("/guild_id", guild.clone()).with("/guild/id", guild).build()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_names_and_ten_thousand_servers_add_no_series() {
    let app = Arc::new(App::load(Settings::default(), "2026-11-26".parse().unwrap()).unwrap());
    let (server, ops) = (Arc::new(Server::new(Arc::clone(&app))), Ops::default());
    ops.holds(app);
    ops.serves(Arc::clone(&server));
    let before = Page::read(&ops.metrics());
    for n in 0..SERVERS {
        let interaction: Interaction = serde_json::from_value(hostile(n)).unwrap();
        let answer = server.interaction(&interaction, Instant::now()).await;
        let delivery = if n % 3 == 0 { Delivery::Expired } else { Delivery::Sent };
        server.finish(answer, delivery);
        if n % 10 == 0 {
            let guild = (1_200_000_000_000_000_000 + n).to_string();
            let message = fixture::message(&format!("ありがとう{n}")).mention_bot();
            let message: Message = serde_json::from_value(message.with("/guild_id", guild).build()).unwrap();
            let place = Place { me: UserId::new(BOT_USER), parent: Some(n + 1), now: Instant::now() };
            let answer = server.message(&message, place).await;
            server.finish(answer, Delivery::Sent);
        }
    }
    let after = Page::read(&ops.metrics());
    assert!(after.samples.keys().eq(before.samples.keys()));
    assert!(after.samples.len() < 500, "{} series", after.samples.len());
    let total = |name: &str| after.counted(name).values().sum::<f64>();
    assert_eq!(total("fukugyo_interactions_total"), 10_000.0);
    assert_eq!(total("fukugyo_messages_total"), 1_000.0);
    let counted = after.counted("fukugyo_interactions_total");
    // Of four kinds the unknown ones, `/score`, and the help that some other version's id asks for; each answered, and lost.
    assert_eq!(counted.len(), 12, "{counted:#?}");
}
