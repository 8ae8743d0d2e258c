//! What is not Discord's is refused, with the status that says why.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::StatusCode;
use serde_json::json;

use super::standin::signed::{Endpoint, Signed};
use super::standin::{APPLICATION, fixture};
use super::{discord, running, score, stop};

fn seconds_from_now(seconds: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().cast_signed();
    (now + seconds).to_string()
}

async fn status(endpoint: &Endpoint, signed: &Signed) -> u16 {
    endpoint.send(signed).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn only_what_discord_signed_just_now_is_answered_and_that_once() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    let body = || score().to_string();
    let good = Signed::now(body());
    assert_eq!(status(&endpoint, &good).await, 200);
    assert_eq!(status(&endpoint, &good).await, 409, "replayed");
    assert_eq!(
        status(&endpoint, &Signed::now(good.body.clone())).await,
        409,
        "signed anew, the same interaction"
    );
    for (what, signed) in [
        ("by another key", Signed::by(&[8; 32], &seconds_from_now(0), body())),
        ("for another time", Signed { timestamp: seconds_from_now(-1), ..Signed::now(body()) }),
        ("for another body", Signed { body: body().into_bytes(), ..Signed::now(body()) }),
        ("old", Signed::at(&seconds_from_now(-310), body())),
        ("of the future", Signed::at(&seconds_from_now(310), body())),
        ("without a time", Signed::at("", body())),
        ("at no time", Signed::at("yesterday", body())),
        ("without a signature", Signed { signature: String::new(), ..Signed::now(body()) }),
        ("with half a signature", Signed { signature: "ab".repeat(32), ..Signed::now(body()) }),
        ("with a signature of zeros", Signed { signature: "0".repeat(128), ..Signed::now(body()) }),
    ] {
        assert_eq!(status(&endpoint, &signed).await, 401, "{what}");
    }
    for near in [-290, 290] {
        assert_eq!(status(&endpoint, &Signed::at(&seconds_from_now(near), body())).await, 200);
    }
    let output = stop(bot).await;
    assert!(
        output
            .contains("requests=ok 3, unsigned 4, forged 4, stale 2, replayed 2, too_large 0, unreadable 0"),
        "{output}"
    );
    let loud = output.lines().filter(|line| line.contains("refused") && !line.contains("DEBUG"));
    assert_eq!(loud.count(), 0, "{output}");
}

#[tokio::test]
async fn what_is_signed_and_no_interaction_is_refused() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    for body in
        ["", "{", "[]", "null", "{}", r#"{"type": 2}"#, r#"{"type": 99, "id": "1", "token": "t"}"#, "\u{0}"]
    {
        assert_eq!(status(&endpoint, &Signed::now(body)).await, 400, "{body}");
    }
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(status(&endpoint, &Signed::now(nested)).await, 400);
    let large = fixture::slash("score").option("job", "あ".repeat(400_000)).build();
    assert_eq!(status(&endpoint, &Signed::now(large.to_string())).await, 413);
    // And life goes on.
    assert_eq!(status(&endpoint, &Signed::now(score().to_string())).await, 200);
    let output = stop(bot).await;
    assert!(output.contains("too_large 1, unreadable 9"), "{output}");
}

#[tokio::test]
async fn there_is_one_path_and_one_method() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let at = |path: &str| format!("http://{}{path}", endpoint.address);
    for path in ["/", "/interactions/", "/interactions/1", "/Interactions", "//interactions", "/metrics"] {
        assert_eq!(client.post(at(path)).send().await.unwrap().status(), StatusCode::NOT_FOUND, "{path}");
    }
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let request = client.request(method.parse().unwrap(), at("/interactions"));
        assert_eq!(request.send().await.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
    let unsigned = client.post(at("/interactions")).body("{}").send().await.unwrap();
    assert_eq!(unsigned.status(), StatusCode::UNAUTHORIZED);
    stop(bot).await;
}

#[tokio::test]
async fn the_portals_check_passes() {
    let standin = discord();
    let (bot, endpoint) = running(&standin).await;
    // A ping that is signed, and one that is not Discord's: https://discord.com/developers/docs/interactions/overview.
    let ping =
        json!({"id": "1", "application_id": APPLICATION.to_string(), "type": 1, "version": 1, "token": "t"});
    assert_eq!(status(&endpoint, &Signed::now(ping.to_string())).await, 200);
    let forged = Signed::by(&[9; 32], &seconds_from_now(0), ping.to_string());
    assert_eq!(status(&endpoint, &forged).await, 401);
    stop(bot).await;
}
