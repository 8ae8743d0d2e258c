//! `fukugyo policy`: the privacy policy and the terms as Markdown pages, with the operator's name filled in from the settings.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use fukugyo::config::Settings;

use super::{Spoken, print_line, refuse};

/// Options of `fukugyo policy`.
#[derive(Debug, Args)]
pub(super) struct PolicyArgs {
    /// Which page.
    #[arg(value_enum)]
    page: Page,
    /// Its language.
    #[arg(long, value_enum, default_value_t = Spoken::Ja)]
    lang: Spoken,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Page {
    /// The privacy policy.
    Privacy,
    /// The terms of service.
    Terms,
}

/// Prints the page.
pub(super) fn policy(args: &PolicyArgs, settings: &Settings) -> ExitCode {
    let text = match (args.page, args.lang) {
        (Page::Privacy, Spoken::Ja) => include_str!("../docs/policies/privacy.ja.md"),
        (Page::Privacy, Spoken::En) => include_str!("../docs/policies/privacy.en.md"),
        (Page::Terms, Spoken::Ja) => include_str!("../docs/policies/terms.ja.md"),
        (Page::Terms, Spoken::En) => include_str!("../docs/policies/terms.en.md"),
    };
    let (Some(name), Some(contact)) = (&settings.operator_name, &settings.operator_contact) else {
        return refuse(
            "The page names who runs the bot: set operator.name (FUKUGYO_OPERATOR_NAME) and operator.contact (FUKUGYO_OPERATOR_CONTACT).",
        );
    };
    print_line(text.replace("{operator}", name).replace("{contact}", contact).trim_end());
    ExitCode::SUCCESS
}
