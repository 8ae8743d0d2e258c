//! What the repository holds beside code: nothing left over, nothing owed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sources of one test target: `tests/NAME.rs`, or all files of `tests/NAME/`.
fn sources(target: &str) -> String {
    let single = root().join(format!("tests/{target}.rs"));
    let mut folders = vec![root().join("tests").join(target)];
    let mut text = fs::read_to_string(single).unwrap_or_default();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                text.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    text
}

#[test]
fn every_snapshot_is_named_by_a_test() {
    let mut left_over = Vec::new();
    let mut seen = 0;
    for entry in fs::read_dir(root().join("tests/snapshots")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        seen += 1;
        let name = file.strip_suffix(".snap").and_then(|name| name.split_once("__"));
        let named = name.is_some_and(|(target, name)| sources(target).contains(&format!("\"{name}\"")));
        if !named {
            left_over.push(file);
        }
    }
    assert!(seen > 0, "there are snapshots");
    assert!(left_over.is_empty(), "no test names these snapshots; delete them: {left_over:#?}");
}

#[test]
fn the_font_in_the_binary_comes_with_its_licence() {
    let notices = fs::read_to_string(root().join("NOTICES.md")).unwrap();
    for part in [
        "Copyright 2021 The M+ FONTS Project Authors",
        "SIL OPEN FONT LICENSE Version 1.1",
        "PERMISSION & CONDITIONS",
    ] {
        assert!(notices.contains(part), "{part}");
    }
    let manifest: toml::Table =
        toml::from_str(&fs::read_to_string(root().join("Cargo.toml")).unwrap()).unwrap();
    let packed = manifest["package"]["include"].as_array().unwrap();
    for file in ["LICENSE", "NOTICES.md"] {
        assert!(packed.iter().any(|f| f.as_str() == Some(file)), "{file} is not in the package");
    }
}

#[test]
fn every_advisory_that_is_passed_over_says_why_and_is_still_needed() {
    let deny: toml::Table = toml::from_str(&fs::read_to_string(root().join("deny.toml")).unwrap()).unwrap();
    let passed_over = deny["advisories"]["ignore"].as_array().unwrap();
    let silent: Vec<_> = passed_over
        .iter()
        .filter(|one| one.get("reason").and_then(|r| r.as_str()).is_none_or(str::is_empty))
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let needed = lock.contains("name = \"rustls-webpki\"\nversion = \"0.102.");
    assert!(
        needed || passed_over.is_empty(),
        "rustls-webpki 0.102 is gone: the exceptions in deny.toml can go too"
    );
}

#[test]
fn serenitys_own_connections_are_not_in_the_program() {
    let manifest: toml::Table =
        toml::from_str(&fs::read_to_string(root().join("Cargo.toml")).unwrap()).unwrap();
    let features = manifest["dependencies"]["serenity"]["features"].as_array().unwrap();
    for own in ["client", "gateway", "http"] {
        assert!(
            features.iter().all(|f| f.as_str() != Some(own)),
            "{own}: it brings rustls-webpki 0.102 into use"
        );
    }
}
