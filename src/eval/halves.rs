//! How 診断 does for personas that its numbers were not chosen on: the numbers are chosen on one half, judged on the other, and the
//! halves change places.
//!
//! The search starts from equal weights, not from `data/advice.toml`, which was chosen on all of them. What it cannot undo: the rules
//! themselves were written with all of them in view. Only personas by authors who come later measure those.

use std::io::Write;
use std::path::PathBuf;

use super::advice::{Persona, read_personas};
use super::{EvalError, percent};
use crate::advice::Adviser;
use crate::profile::Catalogue;
use crate::profile::weighing::Weighing;

/// Where every weight starts.
const START: f64 = 2.0;
/// What a number is multiplied by to see whether it does better.
const STEPS: [f64; 4] = [0.25, 0.5, 2.0, 4.0];
/// Times every number is tried.
const PASSES: usize = 2;
/// People by lot during the search: fewer than in use, for time.
const ASKED: usize = 100;

/// The numbers that are searched: all weights, and how knowledge counts.
fn numbers(w: &mut Weighing) -> [&mut f64; 18] {
    let p = &mut w.weight;
    [
        &mut p.goal,
        &mut p.income,
        &mut p.soon,
        &mut p.soon_new,
        &mut p.soon_urgent,
        &mut p.soon_wait,
        &mut p.knowledge,
        &mut p.learning,
        &mut p.equipment,
        &mut p.when,
        &mut p.stretch,
        &mut p.people,
        &mut p.effort,
        &mut p.place,
        &mut p.first,
        &mut p.overall,
        &mut w.knowledge.helping,
        &mut w.knowledge.near,
    ]
}

/// Chooses on each half of the personas of these files, judges on the other, and reports.
pub(super) fn run(catalogue: &Catalogue, files: &[PathBuf], out: &mut impl Write) -> Result<(), EvalError> {
    let mut personas = Vec::new();
    for file in files {
        personas.extend(read_personas(file)?);
    }
    let half = |odd: usize| -> Vec<&Persona> { personas.iter().skip(odd).step_by(2).collect() };
    let mut held = 0;
    for odd in [0, 1] {
        let (chosen_on, judged) = (half(odd), half(1 - odd));
        let weighing = choose(catalogue, &chosen_on);
        let (own, other) =
            (holding(catalogue, &weighing, &chosen_on), holding(catalogue, &weighing, &judged));
        writeln!(
            out,
            "chosen on {} ({own} hold), judged on {}: {other} hold",
            chosen_on.len(),
            judged.len()
        )?;
        held += other;
    }
    #[expect(clippy::cast_precision_loss, reason = "personas are counted in tens")]
    let share = held as f64 / personas.len().max(1) as f64;
    writeln!(out, "cross-validated: {held} of {}, {}", personas.len(), percent(share))?;
    Ok(())
}

/// Each number in turn, kept where more personas hold or they hold more clearly.
fn choose(catalogue: &Catalogue, personas: &[&Persona]) -> Weighing {
    let mut best = catalogue.weighing().clone();
    best.common.asked = ASKED;
    let all = numbers(&mut best);
    let count = all.len();
    for (at, number) in all.into_iter().enumerate() {
        *number = if at < count - 2 { START } else { 0.5 };
    }
    let mut most = clearness(catalogue, &best, personas);
    for _ in 0..PASSES {
        for at in 0..count {
            for step in STEPS {
                let mut other = best.clone();
                let bound = if at < count - 2 { 100.0 } else { 1.0 };
                let number = &mut *numbers(&mut other)[at];
                *number = (*number * step).min(bound);
                let clear = clearness(catalogue, &other, personas);
                if clear > most {
                    (most, best) = (clear, other);
                }
            }
        }
    }
    best
}

fn holding(catalogue: &Catalogue, weighing: &Weighing, personas: &[&Persona]) -> usize {
    let adviser = Adviser::with(catalogue, weighing.clone());
    let holds = |p: &&&Persona| p.served(&adviser.recommend(catalogue, &p.wishes())).holds();
    personas.iter().filter(holds).count()
}

/// How many hold, and in the fraction how far up what they want stands.
fn clearness(catalogue: &Catalogue, weighing: &Weighing, personas: &[&Persona]) -> f64 {
    let adviser = Adviser::with(catalogue, weighing.clone());
    let of = |p: &&Persona| {
        let advice = adviser.recommend(catalogue, &p.wishes());
        let wanted =
            advice.jobs.iter().position(|j| p.must_any.iter().any(|slug| *slug == j.profile.slug.as_str()));
        let unwanted =
            |j: &&crate::advice::Ranked<'_>| p.must_not.iter().any(|slug| *slug == j.profile.slug.as_str());
        #[expect(clippy::cast_precision_loss, reason = "a list of five")]
        let (up, out) = (
            wanted.map_or(0.0, |at| 0.2 / (1.0 + at as f64)),
            advice.jobs.iter().filter(unwanted).count() as f64 * 0.05,
        );
        f64::from(p.served(&advice).holds()) + up - out
    };
    personas.iter().map(of).sum()
}
