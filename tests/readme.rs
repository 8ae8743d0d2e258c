//! The README's tables say what the code says.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use fukugyo::command::COMMANDS;
use fukugyo::config::KEYS;
use fukugyo::profile::DataSource;

fn readme() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("README.md is there")
}

fn assert_holds_exactly(heading: &str, rows: &[String]) {
    let readme = readme();
    let section = readme.split_once(heading).unwrap_or_else(|| panic!("README has no {heading}")).1;
    let shown: Vec<&str> = section
        .lines()
        .skip_while(|l| !l.starts_with("|---"))
        .skip(1)
        .take_while(|l| l.starts_with('|'))
        .collect();
    assert_eq!(shown, rows, "{heading}");
}

#[test]
fn the_command_table_is_the_code_s() {
    let rows: Vec<String> = COMMANDS
        .iter()
        .map(|c| {
            let options: Vec<String> = c
                .options
                .iter()
                .map(|o| if o.required { format!("`{}`", o.name) } else { format!("[`{}`]", o.name) })
                .collect();
            format!(
                "| `{}` / {} | {} | {} | `{}` |",
                c.name,
                c.name_ja,
                options.join(" "),
                c.description,
                c.example
            )
        })
        .collect();
    assert_holds_exactly("## Commands", &rows);
}

#[test]
fn it_counts_jobs_and_questions_as_the_data_does() {
    let catalogue = DataSource::Embedded.load("2026-11-26".parse().unwrap()).catalogue.unwrap();
    let (jobs, questions) = (catalogue.profiles().len(), catalogue.entries().count());
    let general: usize = catalogue.topics().iter().map(|topic| topic.faq.len()).sum();
    for claim in
        [format!("{jobs} side jobs"), format!("{questions} questions"), format!("{general} of them general")]
    {
        assert!(readme().contains(&claim), "{claim}");
    }
}

#[test]
fn the_settings_table_is_the_code_s() {
    let rows: Vec<String> = KEYS
        .iter()
        .map(|k| format!("| `{}` | `{}` | {} | {} |", k.path, k.env, k.default(), k.help))
        .collect();
    assert_holds_exactly("## Settings", &rows);
}
