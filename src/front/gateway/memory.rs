//! What the front remembers for a while, bounded: ids it has seen.

use std::collections::{HashSet, VecDeque};

/// Ids seen lately. Discord may deliver an event again after a resume.
#[derive(Debug)]
pub(super) struct Seen {
    ids: HashSet<u64>,
    order: VecDeque<u64>,
    most: usize,
}

impl Seen {
    /// Remembers the last `most` ids.
    pub(super) fn new(most: usize) -> Self {
        Self { ids: HashSet::with_capacity(most), order: VecDeque::with_capacity(most), most }
    }

    /// Notes an id; whether it was new.
    pub(super) fn first_time(&mut self, id: u64) -> bool {
        if !self.ids.insert(id) {
            return false;
        }
        if self.order.len() == self.most
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
        self.order.push_back(id);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once_until_it_is_forgotten() {
        let mut seen = Seen::new(2);
        assert!(seen.first_time(1) && seen.first_time(2));
        assert!(!seen.first_time(1) && !seen.first_time(2));
        assert!(seen.first_time(3), "the third pushes the first out");
        assert!(seen.first_time(1));
        assert!(!seen.first_time(3));
        assert_eq!((seen.ids.len(), seen.order.len()), (2, 2));
    }
}
