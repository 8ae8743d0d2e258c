//! What is sent back over a connection: a sentence, JSON, or JSON with pictures.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::http::header::{CONNECTION, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::discord::Multipart;
use crate::view::Payload;

use super::line::{Line, Receipt};

/// The body of a response. It is never empty, so that its end is always seen.
pub(super) struct Outgoing {
    content: Content,
    line: Line,
    receipt: Option<Receipt>,
}

enum Content {
    Whole(Bytes),
    Parts(Multipart),
}

impl Outgoing {
    /// An answer as Discord takes it: JSON, or a form when there are pictures
    /// (<https://discord.com/developers/docs/interactions/receiving-and-responding>).
    pub(super) fn answer(payload: Payload, line: Line, receipt: Receipt) -> Response<Self> {
        let (kind, content) = if payload.files.is_empty() {
            ("application/json", Content::Whole(payload.json))
        } else {
            (Multipart::CONTENT_TYPE, Content::Parts(Multipart::of(&payload)))
        };
        response(StatusCode::OK, kind, Self { content, line, receipt: Some(receipt) })
    }

    /// A sentence for whoever reads it.
    pub(super) fn sentence(status: StatusCode, sentence: &'static str, line: Line) -> Response<Self> {
        let content = Content::Whole(Bytes::from_static(sentence.as_bytes()));
        response(status, "text/plain; charset=utf-8", Self { content, line, receipt: None })
    }
}

/// Asks the other side to send its next request over another connection.
pub(super) fn closing(mut response: Response<Outgoing>) -> Response<Outgoing> {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

fn response(status: StatusCode, kind: &'static str, body: Outgoing) -> Response<Outgoing> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let frame = match &mut self.content {
            Content::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Content::Parts(parts) => Pin::new(parts).poll_frame(cx),
        };
        if self.is_end_stream() {
            let receipt = self.receipt.take();
            self.line.leaving(receipt);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Whole(bytes) => bytes.is_empty(),
            Content::Parts(parts) => parts.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Parts(parts) => parts.size_hint(),
        }
    }
}
