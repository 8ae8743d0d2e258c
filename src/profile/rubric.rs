//! `data/RUBRIC.md` as code: what a score should be by its own basis, so that `fukugyo check` can warn about a distance.
//!
//! Only what can be computed is here: profitability, ease and the AI score. The other three are judgements.

use super::types::Effect;

/// How far a score may stand from the rubric before an editor is told.
pub(super) const TOLERANCE: i64 = 5;

/// (yen an hour, score), rising; between two rows the score is interpolated.
const PROFITABILITY: [(i64, i64); 11] = [
    (0, 15),
    (1_000, 20),
    (1_200, 25),
    (1_500, 30),
    (2_000, 40),
    (2_500, 50),
    (3_000, 55),
    (4_000, 65),
    (5_000, 75),
    (6_000, 80),
    (8_000, 90),
];

/// The profitability score of a top hourly rate of the established band.
#[must_use]
pub(super) fn profitability(hourly: i64) -> i64 {
    if hourly >= 10_000 {
        return 95;
    }
    if hourly < 1_000 {
        return 15;
    }
    let above = PROFITABILITY.iter().position(|&(rate, _)| rate > hourly);
    let Some(above) = above else { return 90 };
    let (low_rate, low) = PROFITABILITY[above.saturating_sub(1)];
    let (high_rate, high) = PROFITABILITY[above];
    low + (high - low) * (hourly - low_rate) / (high_rate - low_rate)
}

/// The ease score of a number of weeks to the first paid order, before anything is taken off.
#[must_use]
pub(super) fn ease(weeks: i64) -> i64 {
    match weeks {
        ..1 => 95,
        1 => 85,
        2..=4 => 70,
        5..=13 => 55,
        14..=26 => 40,
        27..=52 => 25,
        _ => 15,
    }
}

/// The AI score: the mean of the tasks' marks, rounded; `None` without tasks.
#[must_use]
pub(super) fn ai(effects: impl Iterator<Item = Effect>) -> Option<i64> {
    let marks: Vec<i64> = effects.map(Effect::mark).collect();
    let count = i64::try_from(marks.len()).ok().filter(|&n| n > 0)?;
    Some((2 * marks.iter().sum::<i64>() + count) / (2 * count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_profile_is_reproduced() {
        assert_eq!(profitability(8_000), 90);
        assert_eq!(
            ai([Effect::High, Effect::High, Effect::Medium, Effect::Medium, Effect::Medium].into_iter()),
            Some(78)
        );
        assert_eq!(ease(26), 40);
    }

    #[test]
    fn rates_between_two_rows_are_interpolated() {
        let table = [(999, 15), (1_300, 26), (3_500, 60), (7_000, 85), (9_999, 90), (12_000, 95)];
        for (rate, score) in table {
            assert_eq!(profitability(rate), score, "{rate}");
        }
    }
}
