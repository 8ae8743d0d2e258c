//! Ids seen lately: what Discord delivers again, or somebody sends again, is answered once.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use lru::LruCache;
use tracing::debug;

/// Ids seen lately, a bounded number of them.
pub(super) struct RecentIds {
    ids: Mutex<LruCache<u64, ()>>,
    again: AtomicU64,
}

impl RecentIds {
    /// Remembers the last `most` ids.
    pub(super) fn new(most: NonZeroUsize) -> Self {
        Self { ids: Mutex::new(LruCache::sparse(most)), again: AtomicU64::new(0) }
    }

    /// Notes an id; whether it was new.
    pub(super) fn first_time(&self, id: u64) -> bool {
        let new = self.ids.lock().unwrap_or_else(PoisonError::into_inner).put(id, ()).is_none();
        if !new {
            self.again.fetch_add(1, Ordering::Relaxed);
            debug!(id, "delivered again");
        }
        new
    }

    /// How often an id came again.
    pub(super) fn again(&self) -> u64 {
        self.again.load(Ordering::Relaxed)
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
        assert_eq!((seen.ids.lock().unwrap().len(), seen.again()), (2, 2));
    }
}
