//! People by lot: answers that anybody might give, the same for the same seed.

use super::wishes::Wishes;
use crate::profile::{Equipment, Expertise, Hours, Set, Stretch, Word, Yen};

/// Numbers by lot, the same for the same seed (SplitMix64).
struct Lot(u64);

impl Lot {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count.max(1) as u64).unwrap_or_default()
    }

    /// True in so many of a hundred.
    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }
}

/// Random answers, the same for the same seed: each thing is said in half of them.
#[must_use]
pub fn random_wishes(seed: u64, count: usize) -> Vec<Wishes> {
    fn one<T: Word>(lot: &mut Lot) -> Option<T> {
        lot.percent(50).then(|| T::ALL[lot.below(T::ALL.len())])
    }
    fn some<T: Word>(lot: &mut Lot, chance: usize) -> Set<T> {
        T::ALL.iter().copied().filter(|_| lot.percent(chance)).collect()
    }
    fn of<T: Copy>(lot: &mut Lot, list: &[T]) -> Option<T> {
        lot.percent(50).then(|| list[lot.below(list.len())])
    }
    let lot = &mut Lot(seed);
    (0..count)
        .map(|_| Wishes {
            hours: of(lot, &[2.0, 5.0, 8.0, 10.0, 15.0, 20.0]).map(Hours),
            stretch: of(lot, &Stretch::ALL),
            when: if lot.percent(50) { some(lot, 40) } else { Set::default() },
            goal: of(lot, &[5_000, 10_000, 30_000, 50_000, 100_000, 200_000, 300_000]).map(Yen),
            within: one(lot),
            have: lot.percent(50).then(|| {
                let have: Set<Equipment> = some(lot, 25);
                if lot.percent(70) { have.with(Equipment::Pc) } else { have }
            }),
            // One to three fields, as people name them.
            knows: lot.percent(50).then(|| {
                let count = lot.below(4);
                (0..count).map(|_| Expertise::ALL[lot.below(Expertise::ALL.len())]).collect()
            }),
            people: one(lot),
            effort: one(lot),
            place: one(lot),
            cannot: if lot.percent(20) { some(lot, 25) } else { Set::default() },
            first: one(lot),
        })
        .collect()
}
