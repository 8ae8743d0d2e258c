//! Finds the font that charts are lettered in, so that a picture is the same on every machine with no font installed.
//!
//! The crate `mplusfonts-macros` ships M PLUS 1 (SIL Open Font License 1.1) in its sources; cargo knows where they are.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const CARRIER: &str = "mplusfonts-macros";
const FONT: &str = "MPLUS1[wght].ttf";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let font = carrier()?.join("fonts").join(FONT);
    let out = PathBuf::from(env::var("OUT_DIR")?).join("chart-font.ttf");
    fs::copy(&font, out).map_err(|e| format!("{}: {e}", font.display()))?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=Cargo.lock");
    Ok(())
}

/// The folder of the carrier's sources, wherever cargo keeps them (registry, vendored, patched).
fn carrier() -> Result<PathBuf, Box<dyn std::error::Error>> {
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
        .and_then(|p| p["manifest_path"].as_str())
        .and_then(|path| Some(Path::new(path).parent()?.to_owned()))
        .ok_or_else(|| format!("{CARRIER} is not among the dependencies").into())
}
