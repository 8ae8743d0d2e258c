//! Two small optimisers: a logistic model, and weights that rank the right one first.
//!
//! Plain and complete: no crate with linear algebra is worth its weight for matrices of 40 numbers. Both minimise log-loss plus a
//! quadratic penalty (L2), and both end where they began for the same input: nothing is random here.

/// One example of a logistic model.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its features.
    pub features: Vec<f64>,
    /// Whether it holds.
    pub holds: bool,
    /// How much it counts.
    pub weight: f64,
}

/// Coefficients of the logistic model, by Newton's method. The first feature is the constant and bears no penalty.
#[must_use]
pub fn logistic(examples: &[Example], penalty: f64) -> Vec<f64> {
    let n = examples.first().map_or(0, |e| e.features.len());
    let mut coefficients = vec![0.0; n];
    for _ in 0..30 {
        let mut gradient = vec![0.0; n];
        let mut hessian = vec![vec![0.0; n]; n];
        for e in examples {
            let p = probability(&coefficients, &e.features);
            let error = (p - f64::from(u8::from(e.holds))) * e.weight;
            let curve = (p * (1.0 - p)).max(1e-6) * e.weight;
            for (i, &x) in e.features.iter().enumerate().filter(|(_, x)| **x != 0.0) {
                gradient[i] += error * x;
                for (h, &y) in hessian[i].iter_mut().zip(&e.features) {
                    *h += curve * x * y;
                }
            }
        }
        for i in 0..n {
            let l2 = if i == 0 { 1e-6 } else { penalty };
            gradient[i] += l2 * coefficients[i];
            hessian[i][i] += l2;
        }
        let step = solve(hessian, gradient);
        coefficients.iter_mut().zip(&step).for_each(|(c, s)| *c -= s);
        if step.iter().all(|s| s.abs() < 1e-6) {
            break;
        }
    }
    coefficients
}

/// The probability of a logistic model.
#[must_use]
pub fn probability(coefficients: &[f64], features: &[f64]) -> f64 {
    let sum: f64 = coefficients.iter().zip(features).map(|(c, f)| c * f).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Solves `a x = b` for a symmetric positive matrix, by elimination with pivots.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for i in 0..n {
        let pivot = (i..n).max_by(|&x, &y| a[x][i].abs().total_cmp(&a[y][i].abs())).unwrap_or(i);
        a.swap(i, pivot);
        b.swap(i, pivot);
        if a[i][i].abs() < 1e-12 {
            continue;
        }
        for row in i + 1..n {
            let factor = a[row][i] / a[i][i];
            let (above, below) = a.split_at_mut(row);
            below[0][i..].iter_mut().zip(&above[i][i..]).for_each(|(x, y)| *x -= factor * y);
            b[row] -= factor * b[i];
        }
    }
    let mut x = vec![0.0; n];
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|j| a[i][j] * x[j]).sum();
        x[i] = if a[i][i].abs() < 1e-12 { 0.0 } else { (b[i] - known) / a[i][i] };
    }
    x
}

/// A question with its candidates, to learn an order from.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The candidates' features.
    pub candidates: Vec<Vec<f64>>,
    /// Which of them are right; at least one.
    pub right: Vec<bool>,
    /// How much it counts.
    pub weight: f64,
}

/// Weights under which the right candidates are likely, from `start`, by Adam. `least[i]` is the least a weight may be; the penalty
/// is on the distance from `start`. `progress` hears the loss now and then.
#[must_use]
pub fn choose(
    choices: &[Choice],
    start: &[f64],
    least: &[f64],
    penalty: f64,
    rounds: u32,
    mut progress: impl FnMut(u32, f64),
) -> Vec<f64> {
    const RATE: f64 = 0.05;
    let n = start.len();
    let total: f64 = choices.iter().map(|c| c.weight).sum::<f64>().max(1.0);
    let (mut weights, mut first, mut second) = (start.to_vec(), vec![0.0; n], vec![0.0; n]);
    for round in 1..=rounds {
        let mut gradient = vec![0.0; n];
        let mut loss = 0.0;
        for choice in choices {
            loss += choice.weight * choice_gradient(choice, &weights, &mut gradient);
        }
        for i in 0..n {
            gradient[i] = gradient[i] / total + penalty * (weights[i] - start[i]);
        }
        let t = f64::from(round);
        // The rate falls, so that the end is an end.
        let rate = RATE * (1.0 - t / f64::from(rounds + 1)).max(0.02) * 4.0;
        for i in 0..n {
            first[i] = 0.9 * first[i] + 0.1 * gradient[i];
            second[i] = 0.999 * second[i] + 0.001 * gradient[i] * gradient[i];
            let (m, v) = (first[i] / (1.0 - 0.9f64.powf(t)), second[i] / (1.0 - 0.999f64.powf(t)));
            weights[i] = (weights[i] - rate * m / (v.sqrt() + 1e-8)).max(least[i]);
        }
        if round % 50 == 0 || round == rounds {
            progress(round, loss / total);
        }
    }
    weights
}

/// Adds the gradient of one choice; gives its loss.
fn choice_gradient(choice: &Choice, weights: &[f64], gradient: &mut [f64]) -> f64 {
    let dot = |x: &Vec<f64>| weights.iter().zip(x).map(|(w, x)| w * x).sum::<f64>();
    let scores: Vec<f64> = choice.candidates.iter().map(dot).collect();
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let likely: Vec<f64> = scores.iter().map(|s| (s - most).exp()).collect();
    let all: f64 = likely.iter().sum();
    let right: f64 = likely.iter().zip(&choice.right).filter(|(_, r)| **r).map(|(l, _)| l).sum();
    for ((x, l), &is_right) in choice.candidates.iter().zip(&likely).zip(&choice.right) {
        let pull = l / all - if is_right { l / right.max(1e-12) } else { 0.0 };
        gradient.iter_mut().zip(x).for_each(|(g, x)| *g += choice.weight * pull * x);
    }
    -(right.max(1e-12) / all).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logistic_model_finds_the_coefficients_that_made_the_data() {
        let mut examples = Vec::new();
        for i in 0..40 {
            let x = f64::from(i) / 10.0 - 2.0;
            let p = probability(&[0.5, 2.0], &[1.0, x]);
            examples.push(Example { features: vec![1.0, x], holds: true, weight: p });
            examples.push(Example { features: vec![1.0, x], holds: false, weight: 1.0 - p });
        }
        let found = logistic(&examples, 1e-6);
        assert!((found[0] - 0.5).abs() < 0.01 && (found[1] - 2.0).abs() < 0.01, "{found:?}");
    }

    #[test]
    fn what_tells_the_right_one_gains_weight_and_what_misleads_stays_at_its_least() {
        let choice = |good: f64, bad: f64| Choice {
            candidates: vec![vec![good, 0.0], vec![0.0, bad]],
            right: vec![true, false],
            weight: 1.0,
        };
        let choices: Vec<Choice> = (1..20).map(|i| choice(f64::from(i) / 10.0, 0.5)).collect();
        let found = choose(&choices, &[0.5, 0.5], &[0.0, 0.0], 0.001, 300, |_, _| {});
        assert!(found[0] > 1.0 && found[1] < 0.05, "{found:?}");
    }
}
