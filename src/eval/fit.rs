//! `eval fit`: the engine's numbers from files, reproducibly.
//!
//! Searches are taken apart once ([`super::sets`]). The ranking's weights are those under which right entries are likely
//! ([`choose`]). The decision is a logistic model of whether the first hit is right. Thresholds are read off predictions that
//! each came from a model fitted without the entries asked for. The same cross-validation says how good it is, and what each feature
//! buys. Nothing here reads the clock or draws by chance other than by the seed.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::EvalError;
use super::labelled::{Line, read_labelled};
use super::optimise::{Choice, Example, choose, logistic, probability};
use super::sets::{Bench, Case, Origin, PARTS};
use crate::faq::Weights;
use crate::faq::decide::{Mode, Models};
use crate::profile::Catalogue;
use crate::profile::engine::{FEATURES, FIELDS, KINDS, MARKS, SECOND};

/// Phrasings taken out of the index and asked.
const PHRASINGS: u64 = 1_500;
/// Phrasings of entries taken out of the index and asked.
const UNANSWERABLE: u64 = 1_500;
/// Penalty on the distance of the ranking's weights from those before.
const RANKING_PENALTY: f64 = 2e-5;
/// Penalty on the coefficients of the decision.
const DECISION_PENALTY: f64 = 1.0;
/// Share of all lines that may be answered wrongly when the bot was spoken to.
const WRONG: f64 = 0.055;
/// Precision of answers that nobody asked the bot for, and share of what nothing answers that may be answered.
const PASSIVE: (f64, f64) = (0.95, 0.025);
/// Share of right candidates that may be lost by offering none.
const LOST: f64 = 0.015;

/// How much a case counts.
fn weight(origin: Origin) -> f64 {
    match origin {
        Origin::Line | Origin::Talk => 1.0,
        Origin::Phrasing => 0.15,
        Origin::Unanswerable => 0.2,
    }
}

/// What was fitted.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The ranking, in the order of [`Weights::flat`].
    pub ranking: Vec<f64>,
    /// The decision when the bot was spoken to, in the order of [`FEATURES`].
    pub addressed: Vec<f64>,
    /// The decision when it was not.
    pub passive: Vec<f64>,
}

/// A case as the decision sees it.
struct Judged<'a> {
    case: &'a Case,
    features: Vec<f64>,
    right: bool,
    /// The right one is among the first three.
    near: bool,
}

fn judged<'a>(cases: &[&'a Case], ranking: &[f64], models: Models) -> Vec<Judged<'a>> {
    let judge = |case: &&'a Case| {
        let found = case.evidence.found(ranking, models);
        let is_right = |id: &str| case.gold.iter().any(|g| g == id);
        Judged {
            case,
            features: found.features().iter().copied().map(f64::from).collect(),
            right: found.hits.first().is_some_and(|h| is_right(&h.id)),
            near: found.hits.iter().take(3).any(|h| is_right(&h.id)),
        }
    };
    cases.iter().map(judge).collect()
}

/// Which features a mode uses: marks of a request matter only where nobody addressed the bot.
fn used(mode: Mode, without: Option<usize>) -> Vec<bool> {
    let marks = FEATURES.len() - MARKS;
    (0..FEATURES.len()).map(|i| Some(i) != without && (i < marks || mode == Mode::Passive)).collect()
}

fn decision(judged: &[Judged<'_>], mode: Mode, without: Option<usize>) -> Vec<f64> {
    let used = used(mode, without);
    let keep =
        |features: &[f64]| features.iter().zip(&used).map(|(f, u)| if *u { *f } else { 0.0 }).collect();
    let examples: Vec<Example> = judged
        .iter()
        .filter(|j| mode == Mode::Passive || j.case.origin != Origin::Talk)
        .map(|j| Example { features: keep(&j.features), holds: j.right, weight: weight(j.case.origin) })
        .collect();
    logistic(&examples, DECISION_PENALTY)
}

fn ranking(cases: &[&Case], start: &[f64], progress: impl FnMut(u32, f64)) -> Vec<f64> {
    let choice = |case: &&Case| {
        let is_right = |id: &str| case.gold.iter().any(|g| g == id);
        let right: Vec<bool> = case.evidence.candidates.iter().map(|c| is_right(&c.hit.id)).collect();
        right.contains(&true).then(|| Choice {
            candidates: case
                .evidence
                .candidates
                .iter()
                .map(|c| c.values.iter().copied().map(f64::from).collect())
                .collect(),
            right,
            weight: weight(case.origin),
        })
    };
    let choices: Vec<Choice> = cases.iter().filter_map(choice).collect();
    // Sums must grow with what is shared: only naming may take away.
    let naming = start.len() - SECOND.len() - 3;
    let least: Vec<f64> =
        (0..start.len()).map(|i| if (naming..naming + 3).contains(&i) { -100.0 } else { 0.0 }).collect();
    choose(&choices, start, &least, RANKING_PENALTY, 300, progress)
}

fn fit(cases: &[&Case], start: &[f64], models: Models, progress: impl FnMut(u32, f64)) -> Fitted {
    let ranking = ranking(cases, start, progress);
    let judged = judged(cases, &ranking, models);
    Fitted {
        addressed: decision(&judged, Mode::Addressed, None),
        passive: decision(&judged, Mode::Passive, None),
        ranking,
    }
}

/// A case as a model judged it that was fitted without its entry.
struct Predicted<'a> {
    case: &'a Case,
    right: bool,
    near: bool,
    addressed: f64,
    passive: f64,
}

fn cross_validated<'a>(
    cases: &'a [Case],
    start: &[f64],
    models: Models,
    out: &mut impl Write,
) -> Result<Vec<Predicted<'a>>, EvalError> {
    let mut predicted = Vec::new();
    for part in 0..PARTS {
        let (rest, asked): (Vec<&Case>, Vec<&Case>) = {
            let rest = cases.iter().filter(|c| c.part != part).collect();
            (rest, cases.iter().filter(|c| c.part == part).collect())
        };
        let fitted = fit(&rest, start, models, |_, _| {});
        for j in judged(&asked, &fitted.ranking, models) {
            predicted.push(Predicted {
                case: j.case,
                right: j.right,
                near: j.near,
                addressed: probability(&fitted.addressed, &j.features),
                passive: probability(&fitted.passive, &j.features),
            });
        }
        writeln!(out, "  part {} of {PARTS}: fitted on {}, asked {}", part + 1, rest.len(), asked.len())?;
        out.flush()?;
    }
    Ok(predicted)
}

#[expect(clippy::cast_precision_loss, reason = "files have thousands of lines")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The least threshold for which `allowed` holds.
fn threshold(allowed: impl Fn(f64) -> bool) -> f64 {
    (1..=99).map(|step| f64::from(step) / 100.0).find(|&t| allowed(t)).unwrap_or(0.99)
}

/// (answer when spoken to, candidates from, answer unasked).
fn thresholds(predicted: &[Predicted<'_>]) -> (f64, f64, f64) {
    let lines: Vec<&Predicted<'_>> = predicted.iter().filter(|p| p.case.origin == Origin::Line).collect();
    let addressed = threshold(|t| {
        let wrong = lines.iter().filter(|p| p.addressed >= t && !p.right).count();
        share(wrong, lines.len()) <= WRONG
    });
    let near: Vec<f64> = lines.iter().filter(|p| p.near).map(|p| p.addressed).collect();
    let suggest = (1..=50)
        .map(|step| f64::from(step) / 200.0)
        .take_while(|&t| share(near.iter().filter(|&&p| p < t).count(), near.len()) <= LOST)
        .last()
        .unwrap_or(0.01);
    let open: Vec<&Predicted<'_>> =
        predicted.iter().filter(|p| matches!(p.case.origin, Origin::Line | Origin::Talk)).collect();
    let none = open.iter().filter(|p| p.case.gold.is_empty()).count();
    let passive = threshold(|t| {
        let given = open.iter().filter(|p| p.passive >= t).count();
        let right = open.iter().filter(|p| p.passive >= t && p.right).count();
        let idle = open.iter().filter(|p| p.passive >= t && p.case.gold.is_empty()).count();
        share(right, given) >= PASSIVE.0 && share(idle, none) <= PASSIVE.1
    });
    (addressed, suggest, passive)
}

/// Area under the curve of a probability against what holds.
#[must_use]
pub fn area(scored: &[(f64, bool)]) -> f64 {
    let mut sorted: Vec<&(f64, bool)> = scored.iter().collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Ties share their rank.
    let (mut ranks, mut at) = (0.0, 0);
    let holds = scored.iter().filter(|s| s.1).count();
    while at < sorted.len() {
        let end = at + sorted[at..].iter().take_while(|s| s.0.total_cmp(&sorted[at].0).is_eq()).count();
        #[expect(clippy::cast_precision_loss, reason = "files have thousands of lines")]
        let rank = (at + end + 1) as f64 / 2.0;
        ranks += rank * f64::from(u32::try_from(sorted[at..end].iter().filter(|s| s.1).count()).unwrap_or(0));
        at = end;
    }
    #[expect(clippy::cast_precision_loss, reason = "files have thousands of lines")]
    let (p, n) = (holds as f64, (scored.len() - holds) as f64);
    if p * n > 0.0 { (ranks - p * (p + 1.0) / 2.0) / (p * n) } else { f64::NAN }
}

/// Options of a fit.
#[derive(Clone, Debug)]
pub struct FitOptions {
    /// Labelled files.
    pub files: Vec<PathBuf>,
    /// Where the numbers go.
    pub to: PathBuf,
    /// The seed of every choice by lot.
    pub seed: u64,
    /// Also say what each feature buys.
    pub features: bool,
    /// Where to write what cross-validation made of each line.
    pub details: Option<PathBuf>,
}

/// Fits all numbers and writes them.
///
/// # Errors
/// When a file cannot be read or written, or a line is not in its format.
pub fn run(catalogue: &Catalogue, options: &FitOptions, out: &mut impl Write) -> Result<(), EvalError> {
    let mut lines: Vec<Line> = Vec::new();
    for file in &options.files {
        lines.extend(read_labelled(file)?.into_iter().filter(|line| !line.is_held_out()));
    }
    writeln!(out, "{} lines that are not held out", lines.len())?;
    let before = Weights::from(catalogue.engine());
    let models = Models::from(catalogue.engine());
    let bench = Bench { catalogue, weights: &before, seed: options.seed };
    let mut cases = bench.lines(&bench.index(), &lines);
    writeln!(out, "{} of them are questions or talk", cases.len())?;
    cases.extend(bench.phrasings(PHRASINGS));
    writeln!(out, "{} with phrasings taken out of the index", cases.len())?;
    cases.extend(bench.unanswerable(UNANSWERABLE));
    writeln!(out, "{} with entries taken out of the index", cases.len())?;
    out.flush()?;
    let start = before.flat();
    writeln!(out, "cross-validation by entry:")?;
    let predicted = cross_validated(&cases, &start, models, out)?;
    let (answer, suggest, passive) = thresholds(&predicted);
    report(&predicted, (answer, passive), out)?;
    if let Some(path) = &options.details {
        details(&predicted, path)?;
    }
    writeln!(out, "all cases:")?;
    let all: Vec<&Case> = cases.iter().collect();
    let mut said = Vec::new();
    let fitted = fit(&all, &start, models, |round, loss| said.push((round, loss)));
    for (round, loss) in said {
        writeln!(out, "  round {round}: loss {loss:.4}")?;
    }
    if options.features {
        bought(&all, &fitted, models, out)?;
    }
    let text = written(&before.with_flat(&fitted.ranking), &fitted, [answer, suggest, passive]);
    std::fs::write(&options.to, text)
        .map_err(|source| EvalError::File { path: options.to.clone(), source })?;
    writeln!(out, "written to {}; `cargo build` puts it into the program", options.to.display())?;
    Ok(())
}

fn report(
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

fn details(predicted: &[Predicted<'_>], path: &Path) -> Result<(), EvalError> {
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
fn bought(cases: &[&Case], fitted: &Fitted, models: Models, out: &mut impl Write) -> Result<(), EvalError> {
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

/// The numbers as the file has them.
fn written(weights: &Weights, fitted: &Fitted, [answer, suggest, passive]: [f64; 3]) -> String {
    let mut text = String::from(
        "# Numbers of the question engine. `fukugyo eval fit` writes this file; do not change it by hand.\n",
    );
    for (name, field) in FIELDS.iter().zip(&weights.fields) {
        let kinds: Vec<String> = field.kinds.iter().map(|k| format!("{k:.4}")).collect();
        let _ = write!(
            text,
            "\n[field.{name}] # {}\nkinds = [{}]\nk1 = {}\nb = {}\n",
            KINDS.join(", "),
            kinds.join(", "),
            field.k1,
            field.b
        );
    }
    let _ = write!(
        text,
        "\n[ranking]\nwithin = {}\ncircumstances = {}\nnamed = {:.4}\nunnamed = {:.4}\njobless = {:.4}\nsharpness = {}\n\n[ranking.second]\n",
        weights.within,
        weights.circumstances,
        weights.named,
        weights.unnamed,
        weights.jobless,
        weights.sharpness
    );
    for (name, value) in SECOND.iter().zip(weights.second) {
        let _ = writeln!(text, "{name} = {value:.4}");
    }
    for (name, coefficients, answer, suggest, mode) in [
        ("addressed", &fitted.addressed, answer, suggest, Mode::Addressed),
        ("passive", &fitted.passive, passive, 1.0, Mode::Passive),
    ] {
        let _ = write!(
            text,
            "\n[{name}]\nanswer = {answer:.3}\nsuggest = {suggest:.3}\n\n[{name}.coefficients]\n"
        );
        for ((feature, value), used) in FEATURES.iter().zip(coefficients).zip(used(mode, None)) {
            if used {
                let _ = writeln!(text, "{feature} = {value:.4}");
            }
        }
    }
    text
}
