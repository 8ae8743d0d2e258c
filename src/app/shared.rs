//! Which private answers were shared: 「公開する」 posts once, however often it is pressed.
//!
//! Only the ids of the last private messages are kept, for as long as the process lives; nothing of what they say.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many messages are remembered; a button that is older than so many others is seldom pressed again.
const REMEMBERED: usize = 1_000;

/// The private messages whose answer was shared, oldest first.
#[derive(Debug, Default)]
pub(super) struct Shared(Mutex<VecDeque<u64>>);

impl Shared {
    /// Whether this one was not shared yet; it is from now on.
    pub(super) fn claim(&self, message: u64) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.contains(&message) {
            return false;
        }
        if known.len() == REMEMBERED {
            known.pop_front();
        }
        known.push_back(message);
        true
    }

    /// It was not shared after all.
    pub(super) fn release(&self, message: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|known| *known != message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_shared_once_unless_it_did_not_arrive_and_the_oldest_is_forgotten() {
        let shared = Shared::default();
        assert!(shared.claim(1) && !shared.claim(1));
        shared.release(1);
        assert!(shared.claim(1));
        for message in 2..=REMEMBERED as u64 + 1 {
            assert!(shared.claim(message));
        }
        assert!(shared.claim(1));
    }
}
