//! `eval beir`: the engine on any FAQ set in BEIR form, with the measures that retrieval papers print.
//!
//! `title` is indexed as the question, `text` as the answer. nDCG uses the grade as gain (as trec_eval does). Queries without a
//! relevant document are left out.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Deserialize;

use super::EvalError;
use super::latency::Latency;
use crate::faq::decide::Models;
use crate::faq::{Corpus, Document, FaqIndex, Weights};
use crate::profile::SynonymGroup;
use crate::profile::engine::Engine;

/// Hits a run holds for each query.
const DEPTH: usize = 100;
/// Where the measures cut.
const CUT: usize = 10;

#[derive(Debug, Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: Option<String>,
}

/// Means over the queries, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    /// Normalised discounted cumulative gain.
    pub ndcg: f64,
    /// Relevant documents found.
    pub recall: f64,
    /// One over the place of the first relevant document.
    pub mrr: f64,
    /// A relevant document stands first.
    pub hit: f64,
}

/// Measures of one ranking against the grades of its query.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "at most ten places")]
pub fn measure<S: BuildHasher>(ranking: &[&str], grades: &HashMap<String, f64, S>) -> Measures {
    let discount = |place: usize| 1.0 / ((place + 2) as f64).log2();
    let grade = |id: &str| grades.get(id).copied().unwrap_or(0.0).max(0.0);
    let top = &ranking[..ranking.len().min(CUT)];
    let gain: f64 = top.iter().enumerate().map(|(i, id)| grade(id) * discount(i)).sum();
    let mut ideal: Vec<f64> = grades.values().copied().filter(|&g| g > 0.0).collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let best: f64 = ideal.iter().take(CUT).enumerate().map(|(i, g)| g * discount(i)).sum();
    let found = top.iter().filter(|id| grade(id) > 0.0).count();
    let first = top.iter().position(|id| grade(id) > 0.0);
    Measures {
        ndcg: if best > 0.0 { gain / best } else { 0.0 },
        recall: found as f64 / ideal.len().max(1) as f64,
        mrr: first.map_or(0.0, |i| 1.0 / (i + 1) as f64),
        hit: if first == Some(0) { 1.0 } else { 0.0 },
    }
}

/// Measures the set in `dir`.
///
/// # Errors
/// When a file cannot be read or written, or a line is not in its format.
pub fn run(
    dir: &Path,
    synonyms: &[SynonymGroup],
    run: Option<&Path>,
    out: &mut impl Write,
) -> Result<(), EvalError> {
    let entries = rows(&dir.join("corpus.jsonl"))?;
    let queries = rows(&dir.join("queries.jsonl"))?;
    let relevant = judgements(&dir.join("qrels").join("test.tsv"))?;
    let documents: Vec<Document<'_>> = entries
        .iter()
        .map(|row| Document {
            id: &row.id,
            question: row.title.as_deref().unwrap_or_default(),
            answer: row.text.as_deref().unwrap_or_default(),
            ..Document::default()
        })
        .collect();
    let started = Instant::now();
    let corpus = Corpus { documents, ..Corpus::default() };
    // Whether a hit would be given as an answer is not measured here: the models only have to be there.
    let models = Models::from(&Engine::default());
    let index = FaqIndex::with_weights(&corpus, &[], synonyms, Weights::foreign(), models);
    let built = started.elapsed();
    let mut file = run.map(create).transpose()?;
    let mut latency = Latency::default();
    let (mut sum, mut count) = (Measures::default(), 0usize);
    for query in &queries {
        let Some(grades) = relevant.get(&query.id).filter(|g| g.values().any(|&v| v > 0.0)) else { continue };
        let started = Instant::now();
        let hits = index.rank(query.text.as_deref().unwrap_or_default(), DEPTH);
        latency.push(started.elapsed());
        let ids: Vec<&str> = hits.iter().map(|(id, _)| *id).collect();
        let one = measure(&ids, grades);
        sum.ndcg += one.ndcg;
        sum.recall += one.recall;
        sum.mrr += one.mrr;
        sum.hit += one.hit;
        count += 1;
        if let (Some(file), Some(path)) = (&mut file, run) {
            for (i, (id, score)) in hits.iter().enumerate() {
                writeln!(file, "{} Q0 {id} {} {score:.5} fukugyo", query.id, i + 1)
                    .map_err(|source| EvalError::File { path: path.to_owned(), source })?;
            }
        }
    }
    if let (Some(mut file), Some(path)) = (file, run) {
        file.flush().map_err(|source| EvalError::File { path: path.to_owned(), source })?;
    }
    #[expect(clippy::cast_precision_loss, reason = "query counts are small")]
    let n = count.max(1) as f64;
    writeln!(out, "{} documents, {count} queries with a relevant document", entries.len())?;
    writeln!(out, "nDCG@10    {:.4}", sum.ndcg / n)?;
    writeln!(out, "Recall@10  {:.4}", sum.recall / n)?;
    writeln!(out, "MRR@10     {:.4}", sum.mrr / n)?;
    writeln!(out, "hit@1      {:.4}", sum.hit / n)?;
    writeln!(out, "index      {} ms to build", built.as_millis())?;
    writeln!(out, "latency    {}", latency.summary())?;
    Ok(())
}

fn create(path: &Path) -> Result<BufWriter<std::fs::File>, EvalError> {
    std::fs::File::create(path)
        .map(BufWriter::new)
        .map_err(|source| EvalError::File { path: path.to_owned(), source })
}

fn lines(path: &Path) -> Result<Vec<String>, EvalError> {
    let fault = |source| EvalError::File { path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(fault)?;
    BufReader::new(file).lines().collect::<Result<_, _>>().map_err(fault)
}

fn format_fault(path: &Path, line: usize, message: String) -> EvalError {
    EvalError::Format { path: PathBuf::from(path), line: line + 1, message }
}

fn rows(path: &Path) -> Result<Vec<Row>, EvalError> {
    let lines = lines(path)?;
    let filled = lines.iter().enumerate().filter(|(_, l)| !l.trim().is_empty());
    filled
        .map(|(i, line)| serde_json::from_str(line).map_err(|e| format_fault(path, i, e.to_string())))
        .collect()
}

/// query id → document id → grade. A header line is skipped; each document counts once.
fn judgements(path: &Path) -> Result<HashMap<String, HashMap<String, f64>>, EvalError> {
    let mut out: HashMap<String, HashMap<String, f64>> = HashMap::new();
    let mut seen = HashSet::new();
    for (i, line) in lines(path)?.iter().enumerate() {
        let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
        let (query, document, grade) = match columns[..] {
            [query, document, grade] | [query, _, document, grade] => (query, document, grade),
            [""] => continue,
            _ => return Err(format_fault(path, i, "needs query-id, corpus-id and score".into())),
        };
        let Ok(grade) = grade.parse::<f64>() else {
            if i == 0 {
                continue;
            }
            return Err(format_fault(path, i, format!("「{grade}」 is not a number")));
        };
        if seen.insert((query.to_owned(), document.to_owned())) {
            out.entry(query.to_owned()).or_default().insert(document.to_owned(), grade);
        }
    }
    Ok(out)
}
