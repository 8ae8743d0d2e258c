//! How common each job would be among the first, were nothing done about it.
//!
//! Many jobs are open to almost anybody, and of nearly equal ones the same two or three would always stand first: that is no advice.
//! So people by lot who name no field are asked beforehand, and a job that comes first with too many of them gives up some of its
//! share, until they take turns. What one may give up is bounded: only nearly equal jobs change places.

use super::real;
use crate::profile::weighing::CommonNumbers;

/// Rounds of asking; the mean of the later half is taken, since the last one may have gone too far.
const ROUNDS: i64 = 30;
/// How much of what is too often is given up in a round.
const STEP: f64 = 0.15;

/// What each of `jobs` jobs gives up, as a share from 0 to `numbers.most`. `people` are the shares of the jobs that are possible for
/// each person: (job, share).
pub(super) fn given_up(people: &[Vec<(usize, f64)>], jobs: usize, numbers: &CommonNumbers) -> Vec<f64> {
    let mut given = vec![0.0; jobs];
    let mut later = vec![0.0; jobs];
    for round in 0..ROUNDS {
        let mut first = vec![0_i64; jobs];
        for shares in people {
            let left = |&(job, share): &(usize, f64)| share - given[job];
            if let Some((job, _)) =
                shares.iter().max_by(|a, b| left(a).total_cmp(&left(b)).then(b.0.cmp(&a.0)))
            {
                first[*job] += 1;
            }
        }
        let all = real(i64::try_from(people.len()).unwrap_or(i64::MAX).max(1));
        for job in 0..jobs {
            let too_often = real(first[job]) / all - numbers.often;
            given[job] = (given[job] + STEP * too_often).clamp(0.0, numbers.most);
            if round >= ROUNDS / 2 {
                later[job] += given[job];
            }
        }
    }
    later.iter().map(|sum| sum / real(ROUNDS - ROUNDS / 2)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBERS: CommonNumbers = CommonNumbers { asked: 0, often: 0.5, most: 0.2 };

    #[test]
    fn of_nearly_equal_jobs_the_one_always_first_gives_way_and_a_far_better_one_never_does() {
        // Everybody's first is job 0, by a little more from one to the next.
        let near: Vec<_> = (1..=10).map(|i| vec![(0, 0.60), (1, 0.60 - 0.01 * real(i))]).collect();
        let given = given_up(&near, 2, &NUMBERS);
        let still = near.iter().filter(|p| p[0].1 - given[0] > p[1].1 - given[1]).count();
        assert!((1..10).contains(&still), "{still}: {given:?}");
        let far = vec![vec![(0, 0.9), (1, 0.5)]; 10];
        let given = given_up(&far, 2, &NUMBERS);
        assert!(0.9 - given[0] > 0.5 - given[1], "{given:?}");
    }

    #[test]
    fn who_is_seldom_first_gives_up_nothing() {
        let people = vec![vec![(0, 0.6), (1, 0.5)], vec![(0, 0.5), (1, 0.6)]];
        assert_eq!(given_up(&people, 2, &NUMBERS), [0.0, 0.0]);
    }
}
