//! Edit distance for names: insertions, deletions, substitutions and swaps of neighbours each cost one.
//!
//! This is the optimal string alignment distance (Damerau 1964, restricted). One pass gives the distance to the whole key and to
//! its nearest prefix, so a half-typed name with a typo costs no second pass.

/// Longest text that is compared, in characters; names are shorter.
const MAX: usize = 48;

/// Distances of a query to a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Distance {
    /// To the whole key.
    pub(super) whole: usize,
    /// To the nearest prefix of the key.
    pub(super) prefix: usize,
}

/// The distances of `query` to `key`; `None` when either is too long to be a name.
#[must_use]
pub(super) fn distance(query: &[char], key: &[char]) -> Option<Distance> {
    if query.len() > MAX || key.len() > MAX {
        return None;
    }
    let (mut before, mut last, mut row) = ([0; MAX + 1], [0; MAX + 1], [0; MAX + 1]);
    for (j, cell) in last.iter_mut().enumerate().take(key.len() + 1) {
        *cell = j;
    }
    for i in 1..=query.len() {
        row[0] = i;
        for j in 1..=key.len() {
            let substitution = last[j - 1] + usize::from(query[i - 1] != key[j - 1]);
            let mut best = substitution.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && query[i - 1] == key[j - 2] && query[i - 2] == key[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row[j] = best;
        }
        before = last;
        last = row;
    }
    let whole = last[key.len()];
    let prefix = last[..=key.len()].iter().copied().min().unwrap_or(whole);
    Some(Distance { whole, prefix })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str, key: &str) -> (usize, usize) {
        let chars = |s: &str| s.chars().collect::<Vec<_>>();
        let d = distance(&chars(query), &chars(key)).unwrap();
        (d.whole, d.prefix)
    }

    #[test]
    fn edits_and_swaps_cost_one_and_prefixes_are_free() {
        let table = [
            ("どうが", "どうが", (0, 0)),
            ("どが", "どうが", (1, 1)),
            ("うどが", "どうが", (1, 1)),
            ("どうか", "どうが", (1, 1)),
            ("どう", "どうがへんしう", (5, 0)),
            ("とうが", "どうがへんしう", (5, 1)),
            ("", "あ", (1, 0)),
        ];
        for (query, key, distances) in table {
            assert_eq!(of(query, key), distances, "{query} / {key}");
        }
    }

    #[test]
    fn what_is_too_long_for_a_name_is_not_compared() {
        assert_eq!(distance(&['あ'; 49], &['あ']), None);
    }
}
