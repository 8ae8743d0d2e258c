//! The rooms of the house: a room knows only the rooms above it in the list of `src/lib.rs`, and no two files of a room know each other.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file, with its text below the unit tests left out: those may know what they like.
fn files() -> Vec<(PathBuf, String)> {
    let mut folders = vec![src()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                let kept: Vec<&str> =
                    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                let code = kept.join("\n");
                files.push((path, code));
            }
        }
    }
    files.sort();
    files
}

/// The rooms, from the ground up, as the list of `src/lib.rs` has them.
fn rooms() -> Vec<String> {
    let text = fs::read_to_string(src().join("lib.rs")).unwrap();
    let listed = text.lines().filter_map(|line| line.strip_prefix("//! | [`")?.split('`').next());
    listed.map(str::to_owned).collect()
}

fn room_of(path: &Path) -> String {
    let below = path.strip_prefix(src()).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The names that follow `crate::` anywhere in the code, those in braces included.
fn rooms_used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        let names: Vec<&str> = match after.strip_prefix('{') {
            Some(group) => group.split(['}', ';']).next().unwrap_or_default().split(',').collect(),
            None => vec![after],
        };
        for name in names {
            let name: String =
                name.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            used.insert(name);
        }
    }
    used
}

#[test]
fn every_module_of_the_crate_is_a_room_in_the_list() {
    let text = fs::read_to_string(src().join("lib.rs")).unwrap();
    let modules: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect();
    assert_eq!(modules, rooms().into_iter().collect());
}

#[test]
fn a_room_knows_only_the_rooms_above_it() {
    let rooms = rooms();
    assert!(rooms.len() > 10, "{rooms:?}");
    let place = |room: &str| rooms.iter().position(|r| r == room);
    let mut wrong = Vec::new();
    for (path, code) in files() {
        let room = room_of(&path);
        let Some(own) = place(&room) else { continue };
        for used in rooms_used(&code) {
            if place(&used).is_some_and(|other| other > own) {
                wrong.push(format!("{} knows {used}, which is below {room}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Modules of one folder that a file names by `super::NAME`.
fn neighbours(code: &str) -> BTreeSet<String> {
    code.split("use super::")
        .skip(1)
        .map(|after| after.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect::<String>())
        .filter(|name| !name.is_empty() && name != "super")
        .collect()
}

#[test]
fn no_two_files_of_a_folder_know_each_other() {
    let mut folders: BTreeMap<PathBuf, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (path, code) in files() {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let folder = path.parent().unwrap().to_owned();
        if stem != "mod" && folder != src() {
            folders.entry(folder).or_default().insert(stem, neighbours(&code));
        }
    }
    let mut circles = BTreeSet::new();
    for (folder, files) in &folders {
        for (file, known) in files {
            for other in known {
                let back = files.get(other).is_some_and(|known| known.contains(file));
                // A command is defined by the handler it names, and a handler reads the definition: one circle, kept on purpose.
                let on_purpose = folder.ends_with("command");
                if back && file < other && !on_purpose {
                    circles.insert(format!("{}: {file} ↔ {other}", folder.display()));
                }
            }
        }
    }
    assert!(circles.is_empty(), "{circles:#?}");
}
