//! The rules between files: every link alive, every name and phrasing one owner.

use std::collections::{HashMap, HashSet};

use super::super::load::{Parsed, Raw};
use super::super::normalise::name_key;
use super::super::problem::{Problem, Severity};
use super::super::types::Faq;

/// A name or alias belongs to one job, unless `ambiguous.toml` lists it.
pub(super) fn names(raw: &Raw, problems: &mut Vec<Problem>) {
    let mut owners: HashMap<String, &str> = HashMap::new();
    for parsed in &raw.profiles {
        let p = &parsed.value;
        let names = [("name".to_owned(), &p.name), ("name_en".to_owned(), &p.name_en)];
        let aliases = p.aliases.iter().enumerate().map(|(i, a)| (format!("aliases.{i}"), a));
        for (path, name) in names.into_iter().chain(aliases) {
            let Some(owner) = owners.insert(name_key(name), p.slug.as_str()) else { continue };
            if owner != p.slug.as_str() {
                problems.push(parsed.problem(
                    Severity::Error,
                    &path,
                    format!("「{name}」 also names {owner}. Remove it from both and list it in ambiguous.toml, or give each its own."),
                ));
            }
        }
    }
    for parsed in &raw.ambiguous {
        for (i, name) in parsed.value.name.iter().enumerate() {
            if name.jobs.len() < 2 || name.text.is_empty() {
                problems.push(parsed.problem(
                    Severity::Error,
                    &format!("name.{i}"),
                    "needs text and at least two jobs.".into(),
                ));
            }
            if let Some(owner) = owners.get(&name_key(&name.text)) {
                let message = format!("「{}」 is also a name of {owner} alone. Remove it there.", name.text);
                problems.push(parsed.problem(Severity::Error, &format!("name.{i}.text"), message));
            }
        }
    }
}

/// A phrasing stands once in the whole data: twice would make two answers equally right.
pub(super) fn phrasings(raw: &Raw, problems: &mut Vec<Problem>) {
    let mut seen: HashMap<String, String> = HashMap::new();
    for parsed in &raw.profiles {
        file_phrasings(parsed, &parsed.value.faq, &mut seen, problems);
    }
    for parsed in &raw.topics {
        file_phrasings(parsed, &parsed.value.faq, &mut seen, problems);
    }
}

fn file_phrasings<T>(
    parsed: &Parsed<T>,
    faq: &[Faq],
    seen: &mut HashMap<String, String>,
    problems: &mut Vec<Problem>,
) {
    for (i, item) in faq.iter().enumerate() {
        let phrasings =
            item.asked_as.iter().enumerate().map(|(j, text)| (format!("faq.{i}.asked_as.{j}"), text));
        for (path, text) in std::iter::once((format!("faq.{i}.question"), &item.question)).chain(phrasings) {
            if let Some(other) = seen.insert(name_key(text), item.id.clone()) {
                let message = format!("「{text}」 also stands at {other}. Keep it where it fits best.");
                problems.push(parsed.problem(Severity::Error, &path, message));
            }
        }
    }
}

/// Every question named as saying the same exists; an id that was merged away belongs to one question and is no other's own.
pub(super) fn kinship(raw: &Raw, problems: &mut Vec<Problem>) {
    let all =
        raw.profiles.iter().flat_map(|p| &p.value.faq).chain(raw.topics.iter().flat_map(|t| &t.value.faq));
    let mut owners: HashMap<&str, &str> = all.map(|f| (f.id.as_str(), f.id.as_str())).collect();
    let ids: HashSet<&str> = owners.keys().copied().collect();
    for parsed in &raw.profiles {
        file_kinship(parsed, &parsed.value.faq, &ids, &mut owners, problems);
    }
    for parsed in &raw.topics {
        file_kinship(parsed, &parsed.value.faq, &ids, &mut owners, problems);
    }
}

fn file_kinship<'a, T>(
    parsed: &'a Parsed<T>,
    faq: &'a [Faq],
    ids: &HashSet<&str>,
    owners: &mut HashMap<&'a str, &'a str>,
    problems: &mut Vec<Problem>,
) {
    let mut error = |path: String, message: String| {
        problems.push(parsed.problem(Severity::Error, &path, message));
    };
    for (i, item) in faq.iter().enumerate() {
        for (j, id) in item.same_as.iter().enumerate() {
            if !ids.contains(id.as_str()) || *id == item.id {
                let message = format!("「{id}」 is not another question. Remove it or correct the id.");
                error(format!("faq.{i}.same_as.{j}"), message);
            }
        }
        for (j, old) in item.aliases.iter().enumerate() {
            if let Some(owner) = owners.insert(old, &item.id) {
                let message =
                    format!("「{old}」 already opens {owner}. An old id may open one question only.");
                error(format!("faq.{i}.aliases.{j}"), message);
            }
        }
    }
}

/// Every slug and every FAQ id that a file names exists.
pub(super) fn links(raw: &Raw, problems: &mut Vec<Problem>) {
    let slugs: HashSet<&str> = raw.profiles.iter().map(|p| p.value.slug.as_str()).collect();
    let general: HashSet<&str> =
        raw.topics.iter().flat_map(|t| t.value.faq.iter().map(|f| f.id.as_str())).collect();
    for parsed in &raw.profiles {
        let p = &parsed.value;
        for (i, slug) in p.related.iter().enumerate() {
            if !slugs.contains(slug.as_str()) || *slug == p.slug {
                let message = format!("「{slug}」 is not another profile. Remove it or correct the slug.");
                problems.push(parsed.problem(Severity::Error, &format!("related.{i}"), message));
            }
        }
        for (i, id) in p.general_faq.iter().enumerate() {
            if !general.contains(id.as_str()) {
                let message = format!("「{id}」 is not a question in faq/. Remove it or correct the id.");
                problems.push(parsed.problem(Severity::Error, &format!("general_faq.{i}"), message));
            }
        }
    }
    for parsed in &raw.topics {
        for (i, faq) in parsed.value.faq.iter().enumerate() {
            for (j, slug) in faq.related_jobs.iter().enumerate() {
                if !slugs.contains(slug.as_str()) {
                    let message = format!("「{slug}」 is not a profile. Remove it or correct the slug.");
                    problems.push(parsed.problem(
                        Severity::Error,
                        &format!("faq.{i}.related_jobs.{j}"),
                        message,
                    ));
                }
            }
        }
    }
    for parsed in &raw.ambiguous {
        for (i, name) in parsed.value.name.iter().enumerate() {
            for (j, slug) in name.jobs.iter().enumerate() {
                if !slugs.contains(slug.as_str()) {
                    let message = format!("「{slug}」 is not a profile. Remove it or correct the slug.");
                    problems.push(parsed.problem(Severity::Error, &format!("name.{i}.jobs.{j}"), message));
                }
            }
        }
    }
}
