//! What a fit says of itself: its cross-validation, line by line if wanted, and what each feature of the decision buys.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use super::{Fitted, Judged, Predicted, area, decision, judged, share, used};
use crate::eval::EvalError;
use crate::eval::optimise::probability;
use crate::eval::sets::{Case, Origin, PARTS};
use crate::faq::decide::{Mode, Models};
use crate::profile::engine::FEATURES;

pub(super) fn report(
    predicted: &[Predicted<'_>],
    (answer, passive): (f64, f64),
    out: &mut impl Write,
) -> Result<(), EvalError> {
    let mut groups: Vec<(String, Vec<&Predicted<'_>>)> = Vec::new();
    for p in predicted.iter().filter(|p| p.case.origin != Origin::Talk) {
        let name = match p.case.origin {
            Origin::Phrasing => "phrasings taken out",
            Origin::Unanswerable => "entries taken out",
            _ => &p.case.file,
        };
        let line = (p.case.origin == Origin::Line).then_some("all lines");
        for name in line.into_iter().chain([name]) {
            match groups.iter_mut().find(|(known, _)| known == name) {
                Some((_, group)) => group.push(p),
                None => groups.push((name.to_owned(), vec![p])),
            }
        }
    }
    writeln!(
        out,
        "answered from {answer:.2} on; of covered: first, first three, right at once; of all: wrong at once; of uncovered: answered"
    )?;
    for (name, of) in &groups {
        let covered = of.iter().filter(|p| !p.case.gold.is_empty()).count();
        let given = |p: &&&Predicted<'_>| p.addressed >= answer;
        let count = |test: &dyn Fn(&Predicted<'_>) -> bool| of.iter().filter(|p| test(p)).count();
        let scored: Vec<(f64, bool)> = of.iter().map(|p| (p.addressed, p.right)).collect();
        writeln!(
            out,
            "  {name:<20}{:>5} lines {covered:>5} covered  {:.3} {:.3} {:.3}  {:.3}  {:.3}  AUC {:.3}",
            of.len(),
            share(count(&|p| p.right), covered),
            share(count(&|p| p.near), covered),
            share(of.iter().filter(given).filter(|p| p.right).count(), covered),
            share(of.iter().filter(given).filter(|p| !p.right).count(), of.len()),
            share(of.iter().filter(given).filter(|p| p.case.gold.is_empty()).count(), of.len() - covered),
            area(&scored),
        )?;
    }
    let open: Vec<&Predicted<'_>> =
        predicted.iter().filter(|p| matches!(p.case.origin, Origin::Line | Origin::Talk)).collect();
    let covered = open.iter().filter(|p| !p.case.gold.is_empty()).count();
    for at in [passive, 0.5, 0.6, 0.7, 0.8, 0.9] {
        let given: Vec<&&Predicted<'_>> = open.iter().filter(|p| p.passive >= at).collect();
        let right = given.iter().filter(|p| p.right).count();
        let idle = given.iter().filter(|p| p.case.gold.is_empty()).count();
        writeln!(
            out,
            "  unasked at {at:.2}: precision {:.3}, right {:.3} of covered, answered {:.3} of the rest",
            share(right, given.len()),
            share(right, covered),
            share(idle, open.len() - covered),
        )?;
    }
    Ok(())
}

pub(super) fn details(predicted: &[Predicted<'_>], path: &Path) -> Result<(), EvalError> {
    let mut text = String::new();
    for p in predicted.iter().filter(|p| !p.case.file.is_empty()) {
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{}\t{}\t{:.4}\t{:.4}",
            p.case.file,
            p.case.text,
            p.case.gold.join(","),
            u8::from(p.right),
            u8::from(p.near),
            p.addressed,
            p.passive
        );
    }
    std::fs::write(path, text).map_err(|source| EvalError::File { path: path.to_owned(), source })
}

/// What each feature buys: the area under the curve without it, by cross-validation with the final ranking.
pub(super) fn bought(
    cases: &[&Case],
    fitted: &Fitted,
    models: Models,
    out: &mut impl Write,
) -> Result<(), EvalError> {
    let judged = judged(cases, &fitted.ranking, models);
    for mode in [Mode::Addressed, Mode::Passive] {
        let of = |without: Option<usize>| {
            let mut scored = Vec::new();
            for part in 0..PARTS {
                let (rest, asked): (Vec<_>, Vec<_>) = judged.iter().partition(|j| j.case.part != part);
                let rest: Vec<Judged<'_>> = rest
                    .into_iter()
                    .map(|j| Judged {
                        case: j.case,
                        features: j.features.clone(),
                        right: j.right,
                        near: j.near,
                    })
                    .collect();
                let model = decision(&rest, mode, without);
                let keep = used(mode, without);
                for j in asked {
                    let told = match mode {
                        Mode::Addressed => j.case.origin == Origin::Line,
                        Mode::Passive => matches!(j.case.origin, Origin::Line | Origin::Talk),
                    };
                    if told {
                        let features: Vec<f64> =
                            j.features.iter().zip(&keep).map(|(f, k)| if *k { *f } else { 0.0 }).collect();
                        scored.push((probability(&model, &features), j.right));
                    }
                }
            }
            area(&scored)
        };
        let whole = of(None);
        writeln!(out, "what each feature buys, {mode:?}: area {whole:.4} with all")?;
        for (i, name) in FEATURES.iter().enumerate().skip(1).filter(|(i, _)| used(mode, None)[*i]) {
            writeln!(out, "  {name:<22}{:+.4}", whole - of(Some(i)))?;
        }
        out.flush()?;
    }
    Ok(())
}
