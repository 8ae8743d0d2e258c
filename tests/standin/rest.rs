//! How every REST request is treated: read, recorded, met by a fault or carried out, and answered.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, State as Extract};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::faults::Fault;
use super::http::ResetConnection;
use super::limits::Spent;
use super::routes;
use super::state::{Recorded, Shared, UploadedFile};

/// Discord's own ceiling for a request body is well above this; a bot's replies are far below.
const BODY_MAX: usize = 30 * 1024 * 1024;

/// The answer to a request: a status and a JSON body.
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    pub fn ok(body: Value) -> Self {
        Self { status: 200, body }
    }

    pub fn empty() -> Self {
        Self { status: 204, body: Value::Null }
    }

    /// An error in Discord's shape
    /// (<https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>).
    pub fn error(status: u16, code: u32, message: &str) -> Self {
        Self { status, body: json!({"code": code, "message": message}) }
    }
}

/// The entry of all paths but the gateway's.
pub async fn handle(Extract(shared): Extract<Arc<Shared>>, request: Request<Body>) -> Response {
    let (method, uri) = (request.method().to_string(), request.uri().clone());
    let headers = request.headers().clone();
    let body = read(request).await;
    let path = uri.path().strip_prefix("/api/v10").map(str::to_owned);
    let mut record = Recorded {
        at: Instant::now(),
        method,
        path: path.unwrap_or_else(|| format!("(outside /api/v10) {}", uri.path())),
        query: uri.query().unwrap_or_default().to_owned(),
        headers,
        json: Value::Null,
        files: Vec::new(),
        status: 0,
    };
    match body {
        Ok((json, files)) => (record.json, record.files) = (json, files),
        Err(problem) => shared.change(|state| state.violations.push(format!("{}: {problem}", record.path))),
    }

    let fault = shared.change(|state| state.faults.take(&record.method, &record.path));
    let spent = match fault {
        None => shared.change(|state| state.limits.spend(&record.method, &record.path, record.at)),
        Some(_) => None,
    };
    let answer = match fault {
        None if spent.as_ref().is_some_and(|spent| spent.exceeded) => {
            record.status = 429;
            keep(&shared, record);
            let wait = spent.as_ref().map_or(0.0, |spent| spent.reset_after.as_secs_f64());
            return with_limit(failure(&Fault::RateLimited(wait)).await, spent.as_ref());
        }
        None => carry_out(&shared, &record),
        Some(Fault::Delay(late)) => {
            tokio::time::sleep(late).await;
            carry_out(&shared, &record)
        }
        Some(Fault::DelayAfter(late)) => {
            let answer = carry_out(&shared, &record);
            tokio::time::sleep(late).await;
            answer
        }
        Some(fault @ (Fault::ResetAfter | Fault::StatusAfter(_))) => {
            carry_out(&shared, &record);
            record.status = status_of(&fault);
            keep(&shared, record);
            return failure(&fault).await;
        }
        Some(fault) => {
            record.status = status_of(&fault);
            keep(&shared, record);
            return failure(&fault).await;
        }
    };
    record.status = answer.status;
    keep(&shared, record);
    let status = StatusCode::from_u16(answer.status).expect("a valid status");
    let response = if answer.status == 204 {
        status.into_response()
    } else {
        (status, Json(answer.body)).into_response()
    };
    with_limit(response, spent.as_ref())
}

/// The response with the headers that tell of its route's limit
/// (<https://discord.com/developers/docs/topics/rate-limits#header-format>).
fn with_limit(mut response: Response, spent: Option<&Spent>) -> Response {
    let Some(spent) = spent else { return response };
    for (name, value) in [
        ("x-ratelimit-bucket", spent.bucket.clone()),
        ("x-ratelimit-limit", spent.limit.to_string()),
        ("x-ratelimit-remaining", spent.remaining.to_string()),
        // Rounded up: who waits for as long as it says must not come too early.
        ("x-ratelimit-reset-after", format!("{:.3}", (spent.reset_after.as_secs_f64() * 1e3).ceil() / 1e3)),
    ] {
        response.headers_mut().insert(name, value.parse().expect("a header's value"));
    }
    response
}

fn keep(shared: &Shared, record: Recorded) {
    shared.change(|state| {
        if shared.config.keep_records {
            state.requests.push(record);
        }
    });
}

fn carry_out(shared: &Shared, record: &Recorded) -> Answer {
    let open = record.path.starts_with("/interactions/")
        || record.path.starts_with("/webhooks/")
        || record.path == "/gateway";
    if !open && !authorised(shared, &record.headers) {
        return Answer::error(401, 0, "401: Unauthorized");
    }
    shared.change(|state| {
        let (answer, mut violations) = routes::answer(&shared.config, state, record);
        if !record.headers.contains_key(header::USER_AGENT) {
            violations.push("no User-Agent".into());
        }
        let at = format!("{} {}", record.method, record.path);
        state.violations.extend(violations.iter().map(|v| format!("{at}: {v}")));
        answer
    })
}

fn authorised(shared: &Shared, headers: &HeaderMap) -> bool {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bot "))
        .is_some_and(|token| token == shared.config.token)
}

fn status_of(fault: &Fault) -> u16 {
    match fault {
        Fault::Status(status) | Fault::Error(status, _) | Fault::StatusAfter(status) => *status,
        Fault::RateLimited(_) | Fault::GloballyLimited(_) => 429,
        Fault::Reset | Fault::ResetAfter | Fault::Delay(_) | Fault::DelayAfter(_) | Fault::Hang => 0,
    }
}

/// The response a fault gives instead of the real one.
pub async fn failure(fault: &Fault) -> Response {
    let (code, body) = match *fault {
        Fault::Error(status, code) => (status, json!({"code": code, "message": "ordered by the test"})),
        Fault::RateLimited(seconds) | Fault::GloballyLimited(seconds) => {
            let global = matches!(fault, Fault::GloballyLimited(_));
            let body =
                json!({"message": "You are being rate limited.", "retry_after": seconds, "global": global});
            let retry = [(header::RETRY_AFTER, seconds.ceil().to_string())];
            return (StatusCode::TOO_MANY_REQUESTS, retry, Json(body)).into_response();
        }
        Fault::Status(status) | Fault::StatusAfter(status) => {
            (status, json!({"code": 0, "message": format!("{status}: ordered by the test")}))
        }
        Fault::Hang => {
            // Longer than any deadline of a test; ends when the stand-in does.
            tokio::time::sleep(Duration::from_mins(10)).await;
            (504, Value::Null)
        }
        Fault::Reset | Fault::ResetAfter | Fault::Delay(_) | Fault::DelayAfter(_) => {
            let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
            response.extensions_mut().insert(ResetConnection);
            return response;
        }
    };
    (StatusCode::from_u16(code).expect("a valid status"), Json(body)).into_response()
}

/// Reads a JSON or multipart body; says what is wrong with one that Discord would not read either.
pub async fn read(request: Request<Body>) -> Result<(Value, Vec<UploadedFile>), String> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    if kind.starts_with("multipart/form-data") {
        return read_multipart(request).await;
    }
    let bytes = axum::body::to_bytes(request.into_body(), BODY_MAX).await.map_err(|e| e.to_string())?;
    if bytes.is_empty() {
        return Ok((Value::Null, Vec::new()));
    }
    if !kind.starts_with("application/json") {
        return Err(format!("a body of content type {kind:?}"));
    }
    let json = serde_json::from_slice(&bytes).map_err(|e| format!("body is not JSON: {e}"))?;
    Ok((json, Vec::new()))
}

/// Multipart as Discord defines it: `payload_json` and `files[n]`
/// (<https://discord.com/developers/docs/reference#uploading-files>).
async fn read_multipart(request: Request<Body>) -> Result<(Value, Vec<UploadedFile>), String> {
    let (mut json, mut files) = (Value::Null, Vec::new());
    let mut parts = Multipart::from_request(request, &()).await.map_err(|e| e.to_string())?;
    while let Some(part) = parts.next_field().await.map_err(|e| e.to_string())? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "payload_json" {
            let text = part.text().await.map_err(|e| e.to_string())?;
            json = serde_json::from_str(&text).map_err(|e| format!("payload_json is not JSON: {e}"))?;
        } else if let Some(id) = name.strip_prefix("files[").and_then(|n| n.strip_suffix(']')) {
            files.push(UploadedFile {
                id: id.parse().map_err(|_| format!("part {name} has no number"))?,
                name: part.file_name().unwrap_or_default().to_owned(),
                content_type: part.content_type().unwrap_or_default().to_owned(),
                bytes: part.bytes().await.map_err(|e| e.to_string())?.to_vec(),
            });
        } else {
            return Err(format!("multipart has a part {name:?}"));
        }
    }
    Ok((json, files))
}
