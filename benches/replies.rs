//! The first reply, in process: interaction JSON in, reply JSON out, for every command and every profile.
//!
//! `cargo bench --bench replies`. With a picture: drawn the first time, then from the cache.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints, and has nobody to apologise to"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use fukugyo::app::App;
use fukugyo::command::{COMMANDS, CommandKind, respond};
use fukugyo::config::Settings;
use fukugyo::front::interaction::{Stage, typed, typed_json};
use fukugyo::serve::{Delivery, Server};
use serenity::all::Interaction;

/// Times each interaction is answered.
const RUNS: usize = 20;

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let server =
        Server::new(Arc::new(App::load(Settings::default(), "2026-11-26".parse().unwrap()).unwrap()));
    let app = server.app();
    let lines = lines(app);
    let bodies: Vec<String> =
        lines.iter().map(|line| typed_json(line, Stage::Sent).unwrap().to_string()).collect();
    let mut times = Vec::new();
    for body in &bodies {
        for _ in 0..RUNS {
            let start = Instant::now();
            let interaction: Interaction = serde_json::from_str(body).unwrap();
            let reply = respond(app, &interaction).reply.payload().json;
            times.push(start.elapsed());
            assert!(!reply.is_empty());
        }
    }
    report("reply without picture", times);

    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let scores: Vec<Interaction> = lines
        .iter()
        .filter(|line| line.starts_with("/score"))
        .map(|line| typed(line, Stage::Sent).unwrap())
        .collect();
    for pass in ["radar drawn for the first time", "radar from the cache"] {
        let mut times = Vec::new();
        for interaction in &scores {
            let start = Instant::now();
            let mut service = runtime.block_on(server.interaction(interaction, start));
            times.push(start.elapsed());
            assert_eq!(service.payload.take().map(|payload| payload.files.len()), Some(1));
            server.finish(service, Delivery::Sent);
        }
        report(pass, times);
    }
}

/// Every command for every profile it can be about.
fn lines(app: &App) -> Vec<String> {
    let knowledge = app.knowledge();
    let slugs: Vec<&str> = knowledge.catalogue.profiles().iter().map(|p| p.slug.as_str()).collect();
    let mut lines = Vec::new();
    for command in COMMANDS.iter().filter(|c| c.kind == CommandKind::Slash) {
        match command.name {
            "ask" => lines
                .extend(knowledge.catalogue.entries().map(|e| format!("/ask question:{}", e.faq().question))),
            "compare" => lines.extend(
                slugs.iter().zip(slugs.iter().skip(1)).map(|(a, b)| format!("/compare job1:{a} job2:{b}")),
            ),
            name if command.options.iter().all(|option| !option.required) && name != "faq" => {
                lines.push(format!("/{name}"));
            }
            name => lines.extend(slugs.iter().map(|slug| format!("/{name} job:{slug}"))),
        }
    }
    lines
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    println!("{what}: {} runs, p50 {:?}, p99 {:?}", times.len(), at(50), at(99));
}
