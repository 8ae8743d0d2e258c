//! Finds the font that charts are lettered in, so that a picture is the same on every machine with no font installed.
//!
//! The crate `mplusfonts-macros` ships M PLUS 1 (SIL Open Font License 1.1) in its sources. Cargo has unpacked them before this
//! runs: in its registry folder, or, when sources are vendored or patched, where `cargo metadata` says.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const CARRIER: &str = "mplusfonts-macros";
const VERSION: &str = "0.3.4";
const FONT: &str = "fonts/MPLUS1[wght].ttf";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let font = match registry() {
        Some(font) => font,
        None => metadata()?,
    };
    let out = PathBuf::from(env::var("OUT_DIR")?).join("chart-font.ttf");
    fs::copy(&font, out).map_err(|e| format!("{}: {e}", font.display()))?;
    Ok(())
}

/// The font in cargo's registry folder: quick, and there even when crates that only tests need were never downloaded.
fn registry() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| {
        Some(PathBuf::from(env::var_os("HOME").or(env::var_os("USERPROFILE"))?).join(".cargo"))
    })?;
    let indices = fs::read_dir(home.join("registry/src")).ok()?;
    indices
        .flatten()
        .map(|index| index.path().join(format!("{CARRIER}-{VERSION}")).join(FONT))
        .find(|font| font.is_file())
}

/// The font where cargo says the carrier is.
fn metadata() -> Result<PathBuf, Box<dyn std::error::Error>> {
    let output = Command::new(env::var("CARGO")?)
        .args(["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform"])
        .arg(env::var("HOST")?)
        .arg("--manifest-path")
        .arg(Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("Cargo.toml"))
        .output()?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata lists no packages")?;
    packages
        .iter()
        .find(|p| p["name"] == CARRIER)
        .and_then(|p| Some(Path::new(p["manifest_path"].as_str()?).parent()?.join(FONT)))
        .ok_or_else(|| format!("{CARRIER} is not among the dependencies").into())
}
