//! The rules between files: every link alive, every name and phrasing one owner.
//!
//! When two files have the same, one of them was most likely just added. It is the one that somebody works on (it differs from what
//! is built in), else the one that has more in common with others: a copy that was not finished. The finding stands there and names
//! the other place.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::finding::Finding;
use super::super::normalise::name_key;
use super::super::problem::{Place, Problem, Severity};
use super::super::raw::{Parsed, Raw};
use super::super::types::{Faq, Profile};
use crate::nearest::nearest;

/// A text that may stand once.
#[derive(Clone, Debug)]
struct Owned<'a> {
    file: &'a str,
    edited: bool,
    path: String,
    text: &'a str,
}

impl Owned<'_> {
    fn place(&self) -> Place {
        Place { file: self.file.to_owned(), line: 0, path: self.path.clone() }
    }

    fn problem(&self, finding: Finding, also: Place) -> Problem {
        let problem = Problem::of_file(self.file.to_owned(), 0, Severity::Error, finding);
        Problem { path: self.path.clone(), also: Some(also), ..problem }
    }
}

/// All texts by what they are compared by.
type ByKey<'a> = BTreeMap<String, Vec<Owned<'a>>>;

/// A problem for each text that stands more than once, at the place that was most likely added.
fn twice(texts: &ByKey<'_>, finding: impl Fn(String) -> Finding, problems: &mut Vec<Problem>) {
    let mut in_common: HashMap<&str, usize> = HashMap::new();
    let shared = || texts.values().filter(|places| places.len() > 1);
    for places in shared() {
        let files: HashSet<&str> = places.iter().map(|place| place.file).collect();
        for file in files {
            *in_common.entry(file).or_default() += 1;
        }
    }
    for places in shared() {
        let mut places: Vec<&Owned<'_>> = places.iter().collect();
        // The longest there first; within a file, what stands first.
        places.sort_by_key(|place| (place.edited, in_common.get(place.file), Reverse(place.file)));
        let Some((first, added)) = places.split_first() else { continue };
        problems
            .extend(added.iter().map(|place| place.problem(finding(place.text.to_owned()), first.place())));
    }
}

/// The names of a profile, one of each key.
fn names_of(parsed: &Parsed<Profile>) -> Vec<(String, Owned<'_>)> {
    let p = &parsed.value;
    let names = [("name".to_owned(), &p.name), ("name_en".to_owned(), &p.name_en)];
    let aliases = p.aliases.iter().enumerate().map(|(i, a)| (format!("aliases.{i}"), a));
    let mut seen = HashSet::new();
    names
        .into_iter()
        .chain(aliases)
        .map(|(path, text)| (name_key(text), Owned { file: &parsed.path, edited: parsed.edited, path, text }))
        .filter(|(key, _)| !key.is_empty() && seen.insert(key.clone()))
        .collect()
}

/// A name or alias belongs to one job, unless `ambiguous.toml` lists it.
pub(super) fn names(raw: &Raw, problems: &mut Vec<Problem>) {
    let mut owners = ByKey::new();
    for (key, name) in raw.profiles.iter().flat_map(names_of) {
        owners.entry(key).or_default().push(name);
    }
    twice(&owners, |name| Finding::NameTwice { name }, problems);
    for parsed in &raw.ambiguous {
        for (i, name) in parsed.value.name.iter().enumerate() {
            if name.jobs.len() < 2 || name.text.is_empty() {
                problems.push(parsed.problem(
                    Severity::Error,
                    &format!("name.{i}"),
                    Finding::AmbiguousIncomplete,
                ));
            }
            let path = format!("name.{i}.text");
            let here = Owned { file: &parsed.path, edited: parsed.edited, path, text: &name.text };
            for owned in owners.get(&name_key(&name.text)).into_iter().flatten() {
                let owner = owned.file.trim_start_matches("profiles/").trim_end_matches(".toml").to_owned();
                let finding = Finding::AmbiguousOwned { name: name.text.clone(), owner };
                let added_there = owned.edited && !here.edited;
                let (place, also) = if added_there { (owned, &here) } else { (&here, owned) };
                problems.push(place.problem(finding, also.place()));
            }
        }
    }
}

/// A phrasing stands once in the whole data: twice would make two answers equally right.
pub(super) fn phrasings(raw: &Raw, problems: &mut Vec<Problem>) {
    let mut all = ByKey::new();
    for parsed in &raw.profiles {
        file_phrasings(parsed, &parsed.value.faq, &mut all);
    }
    for parsed in &raw.topics {
        file_phrasings(parsed, &parsed.value.faq, &mut all);
    }
    twice(&all, |phrasing| Finding::PhrasingTwice { phrasing }, problems);
}

fn file_phrasings<'a, T>(parsed: &'a Parsed<T>, faq: &'a [Faq], all: &mut ByKey<'a>) {
    for (i, item) in faq.iter().enumerate() {
        let phrasings =
            item.asked_as.iter().enumerate().map(|(j, text)| (format!("faq.{i}.asked_as.{j}"), text));
        for (path, text) in std::iter::once((format!("faq.{i}.question"), &item.question)).chain(phrasings) {
            let key = name_key(text);
            if !key.is_empty() {
                all.entry(key).or_default().push(Owned {
                    file: &parsed.path,
                    edited: parsed.edited,
                    path,
                    text,
                });
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
    let mut error = |path: String, finding: Finding| {
        problems.push(parsed.problem(Severity::Error, &path, finding));
    };
    for (i, item) in faq.iter().enumerate() {
        for (j, id) in item.same_as.iter().enumerate() {
            if !ids.contains(id.as_str()) || *id == item.id {
                let meant = nearest(id, ids.iter().copied().filter(|known| known != id));
                let finding =
                    Finding::NotAnotherQuestion { id: id.clone(), meant: meant.map(ToOwned::to_owned) };
                error(format!("faq.{i}.same_as.{j}"), finding);
            }
        }
        for (j, old) in item.aliases.iter().enumerate() {
            if let Some(owner) = owners.insert(old, &item.id) {
                let finding = Finding::OldIdTwice { id: old.clone(), owner: owner.to_owned() };
                error(format!("faq.{i}.aliases.{j}"), finding);
            }
        }
    }
}

/// The slugs and ids that links may name.
struct Known<'a> {
    jobs: HashSet<&'a str>,
    questions: HashSet<&'a str>,
}

impl Known<'_> {
    fn job(&self, slug: &str) -> Option<Finding> {
        let meant = || nearest(slug, self.jobs.iter().copied()).map(ToOwned::to_owned);
        (!self.jobs.contains(slug)).then(|| Finding::NoSuchJob { slug: slug.to_owned(), meant: meant() })
    }

    fn question(&self, id: &str) -> Option<Finding> {
        let meant = || nearest(id, self.questions.iter().copied()).map(ToOwned::to_owned);
        (!self.questions.contains(id)).then(|| Finding::NoSuchQuestion { id: id.to_owned(), meant: meant() })
    }
}

/// Every slug and every FAQ id that a file names exists.
pub(super) fn links(raw: &Raw, problems: &mut Vec<Problem>) {
    let known = Known {
        jobs: raw.profiles.iter().map(|p| p.value.slug.as_str()).collect(),
        questions: raw.topics.iter().flat_map(|t| t.value.faq.iter().map(|f| f.id.as_str())).collect(),
    };
    let error = |path: String, finding: Option<Finding>| finding.map(|finding| (path, finding));
    for parsed in &raw.profiles {
        let p = &parsed.value;
        let related = p.related.iter().enumerate().filter_map(|(i, slug)| {
            let finding =
                if *slug == p.slug { Some(Finding::RelatedToItself) } else { known.job(slug.as_str()) };
            error(format!("related.{i}"), finding)
        });
        let general = p.general_faq.iter().enumerate();
        let general = general.filter_map(|(i, id)| error(format!("general_faq.{i}"), known.question(id)));
        problems.extend(
            related.chain(general).map(|(path, finding)| parsed.problem(Severity::Error, &path, finding)),
        );
    }
    for parsed in &raw.topics {
        for (i, faq) in parsed.value.faq.iter().enumerate() {
            for (j, slug) in faq.related_jobs.iter().enumerate() {
                if let Some(finding) = known.job(slug.as_str()) {
                    let path = format!("faq.{i}.related_jobs.{j}");
                    problems.push(parsed.problem(Severity::Error, &path, finding));
                }
            }
        }
    }
    for parsed in &raw.ambiguous {
        for (i, name) in parsed.value.name.iter().enumerate() {
            for (j, slug) in name.jobs.iter().enumerate() {
                if let Some(finding) = known.job(slug.as_str()) {
                    let path = format!("name.{i}.jobs.{j}");
                    problems.push(parsed.problem(Severity::Error, &path, finding));
                }
            }
        }
    }
}
