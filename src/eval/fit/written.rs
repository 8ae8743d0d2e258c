//! The fitted numbers as `data/engine.toml` has them.

use std::fmt::Write as _;

use super::{Fitted, used};
use crate::faq::Weights;
use crate::faq::decide::Mode;
use crate::profile::engine::{EAGERNESS, FEATURES, FIELDS, KINDS, NAMING, SECOND};

/// The numbers as the file has them.
pub(super) fn written(
    weights: &Weights,
    fitted: &Fitted,
    [answer, suggest, passive]: [f64; 3],
    eagerness: [(f64, [u8; 2]); 3],
) -> String {
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
        "\n[ranking]\nwithin = {}\ncircumstances = {}\nsharpness = {}\n\n[ranking.naming]\n",
        weights.within, weights.circumstances, weights.sharpness
    );
    for (name, value) in NAMING.iter().zip(weights.naming) {
        let _ = writeln!(text, "{name} = {value:.4}");
    }
    text.push_str("\n[ranking.second]\n");
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
    text.push_str("\n# Answers unasked: from which probability on; percent of them right, percent of the questions answered (cross-validated).\n");
    for (name, (answer, [precision, coverage])) in EAGERNESS.iter().zip(eagerness) {
        let _ = writeln!(
            text,
            "\n[eagerness.{name}]\nanswer = {answer:.3}\nprecision = {precision}\ncoverage = {coverage}"
        );
    }
    text
}
