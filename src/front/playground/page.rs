//! The page's files, built into the binary. A debug build reads them from the source folder, so that work on the page needs no build.

use std::borrow::Cow;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

macro_rules! files {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("page/", $name)))),*] };
}

const FILES: &[(&str, &str)] = files![
    "index.html",
    "app.css",
    "message.css",
    "icon.svg",
    "app.js",
    "autocomplete.js",
    "composer.js",
    "discord.js",
    "dom.js",
    "inspector.js",
    "markdown.js",
    "menu.js",
    "message.js",
    "modal.js",
    "select.js",
    "slash.js",
    "words.js",
];

pub(super) async fn index() -> Response {
    serve("index.html")
}

pub(super) async fn file(Path(name): Path<String>) -> Response {
    serve(&name)
}

fn serve(name: &str) -> Response {
    let Some((name, text)) = FILES.iter().find(|(n, _)| *n == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    ([(CONTENT_TYPE, media_type(name))], current(name, text)).into_response()
}

fn current(name: &str, built_in: &'static str) -> Cow<'static, str> {
    if cfg!(debug_assertions) {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/front/playground/page/");
        if let Ok(text) = std::fs::read_to_string(format!("{path}{name}")) {
            return Cow::Owned(text);
        }
    }
    Cow::Borrowed(built_in)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    }
}
