//! What goes over the wire: the JSON body, made once, and the pictures beside it.

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use super::message::File;

/// A body ready to be sent, any number of times: copying it copies neither JSON nor pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct Payload {
    /// The JSON body.
    pub json: Bytes,
    /// Pictures to upload with it.
    pub files: Vec<File>,
}

impl Payload {
    /// The body as a tree, to be shown or looked at.
    #[must_use]
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.json).unwrap_or_default()
    }
}

/// A body as JSON. Bodies hold texts, numbers and lists alone, which are always JSON.
pub(super) fn json(body: &impl Serialize) -> Bytes {
    let mut json = Vec::with_capacity(4_096);
    // Writing to memory does not fail, and no map of ours has keys that are not texts.
    let _ = serde_json::to_writer(&mut json, body);
    json.into()
}
