//! Keeps other web pages out. The server has no log-in: what protects it is that only its own page may talk to it.
//!
//! - `Host` must be `localhost` or a number address: a page of another site that points its own name at this machine
//!   (DNS rebinding) is refused. The port is free, so that port forwarding works.
//! - `Origin`, when there is one, must be that same host: no cross-site requests.
//! - The content security policy lets the page load nothing from elsewhere and run no inline script or style.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderValue, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// Refuses requests that are not for or from the page itself, and adds the protecting headers to every answer.
pub(super) async fn check(request: Request, next: Next) -> Response {
    let mut response = match refusal(request.headers()) {
        Some(reason) => (StatusCode::FORBIDDEN, reason).into_response(),
        None => next.run(request).await,
    };
    response.headers_mut().extend(HEADERS);
    response
}

fn refusal(headers: &HeaderMap) -> Option<&'static str> {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(&HOST).unwrap_or_default();
    if !is_local_name(host) {
        return Some("Open the playground by its number address or as localhost.\n");
    }
    let own = |origin: &str| origin.split_once("://").is_some_and(|(_, rest)| rest == host);
    match text(&ORIGIN) {
        Some(origin) if !own(origin) => Some("Other pages may not talk to the playground.\n"),
        _ => None,
    }
}

/// Whether no foreign name server can have brought the request here.
fn is_local_name(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host();
    let number = name.trim_start_matches('[').trim_end_matches(']');
    !host.contains('@') && (name.eq_ignore_ascii_case("localhost") || number.parse::<IpAddr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_localhost_and_number_addresses_are_hosts() {
        for host in
            ["localhost", "localhost:8787", "127.0.0.1:8787", "[::1]:8787", "192.168.0.7:80", "LOCALHOST:1"]
        {
            assert!(is_local_name(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:8787",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "a@localhost",
            "[::1",
        ] {
            assert!(!is_local_name(host), "{host}");
        }
    }

    #[test]
    fn an_origin_must_be_the_host_itself() {
        let table = [
            (None, true),
            (Some("http://127.0.0.1:8787"), true),
            (Some("https://127.0.0.1:8787"), true),
            (Some("http://127.0.0.1:9999"), false),
            (Some("http://localhost:8787"), false),
            (Some("https://evil.example"), false),
            (Some("null"), false),
            (Some(""), false),
        ];
        for (origin, welcome) in table {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static("127.0.0.1:8787"));
            if let Some(origin) = origin {
                headers.insert(ORIGIN, HeaderValue::from_static(origin));
            }
            assert_eq!(refusal(&headers).is_none(), welcome, "{origin:?}");
        }
    }
}
