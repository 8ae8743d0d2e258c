//! Bodies of replies that depend on data alone, kept for as long as that data stands.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use crate::view::Payload;

/// Bodies kept: at 6 KB each, about 1.5 MB; pictures are shared with those that are kept anyway.
const KEPT: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// What a body depends on beside the data, in words of the data and numbers: no text that somebody typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BodyKey(String);

impl BodyKey {
    /// A key of these words.
    #[must_use]
    pub fn new(words: String) -> Self {
        Self(words)
    }
}

/// The bodies.
#[derive(Debug)]
pub(super) struct Bodies(Mutex<LruCache<BodyKey, Payload>>);

impl Default for Bodies {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT)))
    }
}

impl Bodies {
    pub(super) fn get(&self, key: &BodyKey) -> Option<Payload> {
        self.lock().get(key).cloned()
    }

    pub(super) fn keep(&self, key: BodyKey, payload: Payload) {
        self.lock().put(key, payload);
    }

    fn lock(&self) -> MutexGuard<'_, LruCache<BodyKey, Payload>> {
        // A cache has no half-way state worth fearing.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
