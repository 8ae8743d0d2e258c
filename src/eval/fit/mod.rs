//! `eval fit`: the engine's numbers from files, reproducibly.
//!
//! Searches are taken apart ([`super::sets`]): once with the numbers there are, and again with what was fitted on those, since the
//! candidates depend on the weights. No value may depend on the weights in any other way: the field of the best phrasing did, its
//! phrasing being chosen by the very weights to be fitted, and a fit came out worse than it had measured itself. The ranking's weights are those under which right entries are likely
//! ([`choose`]). The decision is a logistic model of whether the first hit is right. Thresholds are read off predictions that
//! each came from a model fitted without the entries asked for. The same cross-validation says how good it is, and what each feature
//! buys. Nothing here reads the clock or draws by chance other than by the seed.

mod report;
mod written;

use std::io::Write;
use std::path::PathBuf;

use super::EvalError;
use super::labelled::{Line, read_labelled};
use super::optimise::{Choice, Example, choose, logistic, probability};
use super::sets::{Bench, Case, Origin, PARTS};
use crate::faq::Weights;
use crate::faq::decide::{Mode, Models};
use crate::profile::Catalogue;
use crate::profile::engine::{FEATURES, NAMING, SECOND, UNASKED};

/// Phrasings taken out of the index and asked.
const PHRASINGS: u64 = 1_500;
/// Phrasings of entries taken out of the index and asked.
const UNANSWERABLE: u64 = 1_500;
/// Penalty on the distance of the ranking's weights from those before.
const RANKING_PENALTY: f64 = 2e-5;
/// Penalty on the coefficients of the decision.
const DECISION_PENALTY: f64 = 1.0;
/// Share of all lines that may be answered wrongly when the bot was spoken to, and share of what nothing answers that may be answered.
const ADDRESSED: (f64, f64) = (0.05, 0.11);
/// Precision of answers that nobody asked the bot for, and share of what nothing answers that may be answered.
const PASSIVE: (f64, f64) = (0.95, 0.025);
/// The same for a server that wants the bot more careful, and more eager.
const CAREFUL: (f64, f64) = (0.99, 0.01);
const EAGER: (f64, f64) = (0.80, 0.08);
/// Share of right candidates that may be lost by offering none.
const LOST: f64 = 0.005;

/// How much more a line counts that nothing answers, when the bot was spoken to: answering such a line is what bounds how much may be
/// answered at all. Cross-validated, right at once with 11% of these answered: 31.8% at 1, 34.3% at 3, 35.3% at 4.
const UNCOVERED: f64 = 4.0;

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
    let unasked = FEATURES.len() - UNASKED;
    (0..FEATURES.len()).map(|i| Some(i) != without && (i < unasked || mode == Mode::Passive)).collect()
}

fn decision(judged: &[Judged<'_>], mode: Mode, without: Option<usize>) -> Vec<f64> {
    let used = used(mode, without);
    let keep =
        |features: &[f64]| features.iter().zip(&used).map(|(f, u)| if *u { *f } else { 0.0 }).collect();
    let examples: Vec<Example> = judged
        .iter()
        .filter(|j| mode == Mode::Passive || j.case.origin != Origin::Talk)
        .map(|j| {
            let nothing = mode == Mode::Addressed && j.case.gold.is_empty();
            let weight = weight(j.case.origin) * if nothing { UNCOVERED } else { 1.0 };
            Example { features: keep(&j.features), holds: j.right, weight }
        })
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
    let naming = start.len() - SECOND.len() - NAMING.len()..start.len() - SECOND.len();
    let least: Vec<f64> = (0..start.len()).map(|i| if naming.contains(&i) { -100.0 } else { 0.0 }).collect();
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
    let unanswerable = lines.iter().filter(|p| p.case.gold.is_empty()).count();
    let addressed = threshold(|t| {
        let wrong = lines.iter().filter(|p| p.addressed >= t && !p.right).count();
        let claimed = lines.iter().filter(|p| p.addressed >= t && p.case.gold.is_empty()).count();
        share(wrong, lines.len()) <= ADDRESSED.0 && share(claimed, unanswerable) <= ADDRESSED.1
    });
    let near: Vec<f64> = lines.iter().filter(|p| p.near).map(|p| p.addressed).collect();
    let suggest = (1..=50)
        .map(|step| f64::from(step) / 200.0)
        .take_while(|&t| share(near.iter().filter(|&&p| p < t).count(), near.len()) <= LOST)
        .last()
        .unwrap_or(0.01);
    (addressed, suggest, unasked(predicted, PASSIVE).0)
}

/// The least threshold for answers unasked of which so large a share is right, and so small a share of what has no answer is answered;
/// and, in percent, how many of the answers it gives are right, and how many of the questions with an answer get one.
fn unasked(predicted: &[Predicted<'_>], (precise, idle): (f64, f64)) -> (f64, [u8; 2]) {
    let open: Vec<&Predicted<'_>> =
        predicted.iter().filter(|p| matches!(p.case.origin, Origin::Line | Origin::Talk)).collect();
    let count = |holds: &dyn Fn(&Predicted<'_>) -> bool| open.iter().filter(|p| holds(p)).count();
    let none = count(&|p| p.case.gold.is_empty());
    let precision = |t: f64| share(count(&|p| p.passive >= t && p.right), count(&|p| p.passive >= t));
    let at = threshold(|t| {
        precision(t) >= precise && share(count(&|p| p.passive >= t && p.case.gold.is_empty()), none) <= idle
    });
    let coverage = share(count(&|p| p.passive >= at && p.right), open.len() - none);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share in percent")]
    let percent = |share: f64| (share * 100.0).round() as u8;
    (at, [percent(precision(at)), percent(coverage)])
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
    let models = Models::from(catalogue.engine());
    let mut before = Weights::from(catalogue.engine());
    // Which candidates a search brings depends on the weights: first they are fitted on what the old ones bring.
    let first = searches(catalogue, &before, options.seed, &lines, out)?;
    before = before.clone().with_flat(&ranking(&first.iter().collect::<Vec<_>>(), &before.flat(), |_, _| {}));
    drop(first);
    let cases = searches(catalogue, &before, options.seed, &lines, out)?;
    let start = before.flat();
    writeln!(out, "cross-validation by entry:")?;
    let predicted = cross_validated(&cases, &start, models, out)?;
    let (answer, suggest, passive) = thresholds(&predicted);
    report::report(&predicted, (answer, passive), out)?;
    if let Some(path) = &options.details {
        report::details(&predicted, path)?;
    }
    writeln!(out, "all cases:")?;
    let all: Vec<&Case> = cases.iter().collect();
    let mut said = Vec::new();
    let fitted = fit(&all, &start, models, |round, loss| said.push((round, loss)));
    for (round, loss) in said {
        writeln!(out, "  round {round}: loss {loss:.4}")?;
    }
    if options.features {
        report::bought(&all, &fitted, models, out)?;
    }
    let eagerness = [CAREFUL, PASSIVE, EAGER].map(|wanted| unasked(&predicted, wanted));
    let text =
        written::written(&before.with_flat(&fitted.ranking), &fitted, [answer, suggest, passive], eagerness);
    std::fs::write(&options.to, text)
        .map_err(|source| EvalError::File { path: options.to.clone(), source })?;
    writeln!(out, "written to {}; `cargo build` puts it into the program", options.to.display())?;
    Ok(())
}

/// All searches to fit on, with candidates as these weights bring them.
fn searches(
    catalogue: &Catalogue,
    weights: &Weights,
    seed: u64,
    lines: &[Line],
    out: &mut impl Write,
) -> Result<Vec<Case>, EvalError> {
    let bench = Bench { catalogue, weights, seed };
    let mut cases = bench.lines(&bench.index(), lines);
    writeln!(out, "{} of them are questions or talk", cases.len())?;
    cases.extend(bench.phrasings(PHRASINGS));
    writeln!(out, "{} with phrasings taken out of the index", cases.len())?;
    cases.extend(bench.unanswerable(UNANSWERABLE));
    writeln!(out, "{} with entries taken out of the index", cases.len())?;
    out.flush()?;
    Ok(cases)
}
