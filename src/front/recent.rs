//! Ids seen lately: what Discord delivers again, or somebody sends again, is answered once.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use lru::LruCache;
use tracing::debug;

/// Ids seen lately, a bounded number of them.
pub(super) struct RecentIds(Mutex<LruCache<u64, ()>>);

impl RecentIds {
    /// Remembers the last `most` ids.
    pub(super) fn new(most: NonZeroUsize) -> Self {
        Self(Mutex::new(LruCache::sparse(most)))
    }

    /// Notes an id; whether it was new.
    pub(super) fn first_time(&self, id: u64) -> bool {
        let new = self.0.lock().unwrap_or_else(PoisonError::into_inner).put(id, ()).is_none();
        if !new {
            debug!(id, "delivered again");
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once_until_it_is_forgotten() {
        let seen = RecentIds::new(NonZeroUsize::new(2).unwrap());
        assert!(seen.first_time(1) && seen.first_time(2));
        assert!(!seen.first_time(1) && !seen.first_time(2));
        assert!(seen.first_time(3), "the third pushes the first out");
        assert!(seen.first_time(1));
        assert_eq!(seen.0.lock().unwrap().len(), 2);
    }
}
