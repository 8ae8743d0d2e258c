//! The form of a [`Payload`] on the wire when there are files: multipart with `payload_json` and `files[n]`
//! (<https://discord.com/developers/docs/reference#uploading-files>).

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::view::Payload;

/// Separates the parts. It stands between line breaks, which JSON escapes inside of texts, and no PNG of ours holds it.
macro_rules! boundary {
    () => {
        "fukugyo-7f2c91d0a4be"
    };
}

/// A payload as a multipart body of known length. A clone shares JSON and pictures, so that a retry copies neither.
#[derive(Clone, Debug)]
pub struct Multipart {
    chunks: VecDeque<Bytes>,
    left: u64,
}

impl Multipart {
    /// The content type of every such body.
    pub const CONTENT_TYPE: &str = concat!("multipart/form-data; boundary=", boundary!());

    /// The payload's body.
    #[must_use]
    pub fn of(payload: &Payload) -> Self {
        let mut chunks = VecDeque::with_capacity(2 * payload.files.len() + 3);
        chunks.push_back(Bytes::from_static(
            concat!(
                "--",
                boundary!(),
                "\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n"
            )
            .as_bytes(),
        ));
        chunks.push_back(payload.json.clone());
        for (n, file) in payload.files.iter().enumerate() {
            let name = &file.name;
            let head = format!(
                "\r\n--{}\r\nContent-Disposition: form-data; name=\"files[{n}]\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n",
                boundary!()
            );
            chunks.push_back(head.into());
            chunks.push_back(Bytes::from_owner(file.bytes.clone()));
        }
        chunks.push_back(Bytes::from_static(concat!("\r\n--", boundary!(), "--\r\n").as_bytes()));
        let left = chunks.iter().map(|chunk| chunk.len() as u64).sum();
        Self { chunks, left }
    }
}

impl Body for Multipart {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let chunk = self.chunks.pop_front();
        self.left -= chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
        Poll::Ready(chunk.map(|chunk| Ok(Frame::data(chunk))))
    }

    fn is_end_stream(&self) -> bool {
        self.chunks.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::view::File;

    fn file(name: &str, bytes: &[u8]) -> File {
        File { name: name.into(), alt: "図".into(), bytes: Arc::from(bytes) }
    }

    #[test]
    fn the_parts_stand_between_boundaries_and_the_length_is_told_beforehand() {
        let files = vec![file("a.png", b"one"), file("b.png", b"two")];
        let body = Multipart::of(&Payload { json: Bytes::from_static(b"{}"), files });
        let text: Vec<u8> = body.chunks.iter().flatten().copied().collect();
        let expected = "--B\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n{}\
            \r\n--B\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\none\
            \r\n--B\r\nContent-Disposition: form-data; name=\"files[1]\"; filename=\"b.png\"\r\nContent-Type: image/png\r\n\r\ntwo\
            \r\n--B--\r\n";
        assert_eq!(String::from_utf8(text).unwrap(), expected.replace('B', boundary!()));
        let mut left = body;
        while !left.is_end_stream() {
            let told = left.size_hint().exact().unwrap();
            let chunk = left.chunks[0].len() as u64;
            let mut context = Context::from_waker(std::task::Waker::noop());
            assert!(Pin::new(&mut left).poll_frame(&mut context).is_ready());
            assert_eq!(left.size_hint().exact(), Some(told - chunk));
        }
        assert_eq!(left.size_hint().exact(), Some(0));
    }

    #[test]
    fn neither_json_nor_pictures_are_copied() {
        let payload = Payload { json: Bytes::from(vec![b'x'; 9]), files: vec![file("a.png", b"PNG")] };
        let body = Multipart::of(&payload).clone();
        assert_eq!(body.chunks[1].as_ptr(), payload.json.as_ptr());
        assert_eq!(body.chunks[3].as_ptr(), payload.files[0].bytes.as_ptr());
    }
}
