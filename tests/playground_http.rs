//! The playground's server, without a browser: who may talk to it, and that it passes Discord's JSON through.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod playground_support;

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use fukugyo::app::App;
use fukugyo::app::watch::LiveData;
use fukugyo::config::Settings;
use fukugyo::front::playground;
use playground_support::{Server, data_folder};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};

/// The built-in data, loaded once.
static APP: LazyLock<Arc<App>> = LazyLock::new(|| {
    Arc::new(App::load(Settings::default(), "2026-11-26".parse().unwrap()).expect("the data is valid"))
});

/// Serves the page within the test on a free port; `http://127.0.0.1:PORT`.
async fn serve() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let live = tokio::sync::watch::channel(LiveData::default()).1;
    tokio::spawn(playground::run(listener, Arc::clone(&APP), live, std::future::pending()));
    format!("http://{address}")
}

/// A command as the page sends it.
fn command(name: &str, options: Value) -> Value {
    let user = json!({ "id": "2", "username": "you", "discriminator": "0", "global_name": "あなた", "avatar": null });
    json!({
        "id": "7", "application_id": "1", "type": 2, "token": "playground", "version": 1, "channel_id": "4", "user": user, "locale": "ja",
        "data": { "id": "3", "name": name, "type": 1, "options": options }, "entitlements": [], "authorizing_integration_owners": {},
        "context": 1, "attachment_size_limit": 10_485_760, "app_permissions": "0",
    })
}

async fn post(address: &str, path: &str, body: &Value) -> Response {
    let request = Client::new().post(format!("{address}{path}")).header("content-type", "application/json");
    request.body(body.to_string()).send().await.unwrap()
}

async fn json_of(response: Response) -> Value {
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}

#[tokio::test]
async fn an_interaction_gets_the_body_of_its_callback() {
    let address = serve().await;
    let options = json!([{ "name": "job", "type": 3, "value": "backend" }]);
    let answer = json_of(post(&address, "/api/interactions", &command("steps", options)).await).await;
    assert_eq!(answer["type"], 4);
    assert_eq!(answer["data"]["allowed_mentions"], json!({ "parse": [] }));
    assert!(answer["data"]["embeds"][0]["title"].as_str().unwrap().starts_with("バックエンド開発"));
}

#[tokio::test]
async fn an_answer_with_a_picture_comes_as_multipart_like_discord_takes_it() {
    let address = serve().await;
    let options = json!([{ "name": "job", "type": 3, "value": "backend" }]);
    // On a busy machine the first answers may leave without it; the picture is kept for the next.
    let until = Instant::now() + Duration::from_mins(1);
    let answer = loop {
        let answer = post(&address, "/api/interactions", &command("score", options.clone())).await;
        let kind = answer.headers()["content-type"].to_str().unwrap();
        if kind.starts_with("multipart/form-data; boundary=") {
            break answer;
        }
        assert!(Instant::now() < until, "{kind}");
    };
    let length: usize = answer.headers()["content-length"].to_str().unwrap().parse().unwrap();
    let bytes = answer.bytes().await.unwrap();
    assert_eq!(bytes.len(), length);
    for part in [&b"name=\"payload_json\""[..], b"name=\"files[0]\"; filename=\"", b"\x89PNG\r\n\x1a\n"] {
        assert!(bytes.windows(part.len()).any(|w| w == part), "no {part:?}");
    }
}

#[tokio::test]
async fn json_that_is_no_interaction_is_refused_with_a_reason() {
    let address = serve().await;
    for path in ["/api/interactions", "/api/messages"] {
        let response = post(&address, path, &json!({ "type": 2 })).await;
        assert!(response.status().is_client_error(), "{path}");
        assert!(json_of(response).await["message"].as_str().unwrap().contains("missing field"), "{path}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_declared_as_json_is_refused() {
    let address = serve().await;
    // What a form of another site could send without asking the browser first.
    let request =
        Client::new().post(format!("{address}/api/interactions")).header("content-type", "text/plain");
    let response = request.body(command("help", json!([])).to_string()).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn other_names_and_other_origins_are_refused() {
    let address = serve().await;
    let port = address.rsplit(':').next().unwrap().to_owned();
    let table = [
        ("host", format!("127.0.0.1:{port}"), StatusCode::OK),
        ("host", format!("localhost:{port}"), StatusCode::OK),
        ("host", format!("rebound.example:{port}"), StatusCode::FORBIDDEN),
        ("origin", address.clone(), StatusCode::OK),
        ("origin", "https://evil.example".to_owned(), StatusCode::FORBIDDEN),
        ("origin", "null".to_owned(), StatusCode::FORBIDDEN),
    ];
    for (header, value, status) in table {
        for path in ["/", "/app.js", "/api/status", "/api/world"] {
            let request = Client::new().get(format!("{address}{path}")).header(header, &value);
            assert_eq!(request.send().await.unwrap().status(), status, "{header}: {value} {path}");
        }
    }
}

#[tokio::test]
async fn every_answer_carries_the_policy_and_nothing_is_inline() {
    let address = serve().await;
    for path in ["/", "/app.css", "/discord.js", "/icon.svg", "/api/world", "/missing"] {
        let response = reqwest::get(format!("{address}{path}")).await.unwrap();
        let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff", "{path}");
    }
    let page = reqwest::get(&address).await.unwrap().text().await.unwrap();
    for inline in ["<style", " style=", "<script>", " onclick=", "http://", "https://"] {
        assert!(!page.contains(inline), "{inline}");
    }
}

/// The status of the data, once it fits; fails after the two seconds within which an edit must be live, and some for a busy machine.
async fn status_once(server: &Server, fits: impl Fn(&Value) -> bool) -> Value {
    let deadline = Instant::now() + Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 2 });
    loop {
        let status = json_of(reqwest::get(format!("{}/api/status", server.address)).await.unwrap()).await;
        if fits(&status) {
            return status;
        }
        assert!(Instant::now() < deadline, "{status}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_valid_edit_is_swapped_in_and_a_broken_one_is_refused_with_file_and_line() {
    let folder = data_folder();
    let server = Server::start(Some(folder.path()));
    let path = folder.path().join("profiles/backend.toml");
    let good = std::fs::read_to_string(&path).unwrap();
    let before = status_once(&server, |_| true).await;
    assert_eq!((&before["swaps"], &before["problems"]), (&json!(0), &Value::Null));

    std::fs::write(&path, good.replacen("ease = ", "eese = ", 1)).unwrap();
    let refused = status_once(&server, |s| !s["problems"].is_null()).await;
    let line = 1 + good.lines().position(|l| l.starts_with("ease = ")).unwrap();
    let named = refused["problems"]
        .as_array()
        .unwrap()
        .iter()
        .any(|p| p["file"] == "profiles/backend.toml" && p["line"] == line);
    assert!(named, "{refused}");
    assert_eq!(
        (&refused["swaps"], &refused["profiles"]),
        (&json!(0), &before["profiles"]),
        "the old data stays"
    );

    std::fs::remove_file(folder.path().join("profiles/backend.toml")).unwrap();
    std::fs::write(&path, &good).unwrap();
    std::fs::write(folder.path().join("faq/.draft.toml"), "half = [").unwrap();
    status_once(&server, |s| s["problems"].is_null() && s["swaps"] == 1).await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_pipe_in_the_folder_stops_neither_live_data_nor_ctrl_c() {
    let folder = data_folder();
    let server = Server::start(Some(folder.path()));
    let pipe = folder.path().join("profiles/pipe.toml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let refused = status_once(&server, |s| !s["problems"].is_null()).await;
    assert_eq!(refused["problems"][0]["file"], "profiles/pipe.toml", "{refused}");
    std::fs::remove_file(&pipe).unwrap();
    status_once(&server, |s| s["problems"].is_null()).await;
    std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    status_once(&server, |s| !s["problems"].is_null()).await;
    assert!(server.interrupted().success());
}
