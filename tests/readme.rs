//! The README's tables say what the code says.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use fukugyo::command::{COMMANDS, CommandKind, CommandOption};
use fukugyo::config::{KEYS, Key};
use fukugyo::profile::DataSource;

fn readme() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("README.md is there")
}

fn readme_ja() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.ja.md");
    std::fs::read_to_string(path).expect("README.ja.md is there")
}

/// The rows of the table below a heading.
fn rows_below<'a>(readme: &'a str, heading: &str) -> Vec<&'a str> {
    let section = readme.split_once(heading).unwrap_or_else(|| panic!("README has no {heading}")).1;
    let table = section.lines().skip_while(|l| !l.starts_with("|---")).skip(1);
    table.take_while(|l| l.starts_with('|')).collect()
}

fn assert_holds_exactly(heading: &str, rows: &[String]) {
    assert_eq!(rows_below(&readme(), heading), rows, "{heading}");
}

/// What `fukugyo say` prints for what somebody types, without marks of emphasis.
fn said(typed: &str) -> String {
    let output =
        std::process::Command::new(env!("CARGO_BIN_EXE_fukugyo")).args(["say", typed]).output().unwrap();
    assert!(output.status.success(), "{typed}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().replace(['`', '*'], "")
}

#[test]
fn what_the_first_examples_show_is_what_the_bot_says() {
    let readme = readme();
    let head = readme.split_once("## Try it").unwrap().0;
    let examples: Vec<&str> = head.split("```").skip(1).step_by(2).collect();
    assert!(examples.len() >= 3, "{examples:?}");
    for example in examples {
        let mut lines = example.lines().map(str::trim).filter(|line| !line.is_empty());
        let reply = said(lines.next().unwrap());
        // A field's name and value stand in one line, buttons in brackets.
        for part in
            lines.flat_map(|line| line.split(['　', '[', ']'])).map(str::trim).filter(|p| !p.is_empty())
        {
            assert!(reply.contains(part), "{part} is not in {reply}");
        }
    }
}

#[test]
fn the_japanese_command_table_is_the_code_s() {
    let rows: Vec<String> = COMMANDS
        .iter()
        .map(|c| {
            let option = |o: &CommandOption| {
                if o.required { format!("`{}`", o.name_ja) } else { format!("[`{}`]", o.name_ja) }
            };
            let options: Vec<String> = c.options.iter().map(option).collect();
            let called = if c.kind == CommandKind::Slash { "/" } else { "" };
            format!(
                "| `{called}{}` | {} | {} | `{}` |",
                c.name_ja,
                options.join(" "),
                c.description_ja,
                c.example
            )
        })
        .collect();
    assert_eq!(rows_below(&readme_ja(), "## コマンド"), rows);
}

#[test]
fn the_japanese_settings_table_has_the_codes_keys_variables_and_defaults() {
    let readme = readme_ja();
    let rows = rows_below(&readme, "## 設定");
    let expected = |key: &Key| format!("| `{}` | `{}` | {}", key.path, key.env, key.default());
    let expected: Vec<String> = KEYS.iter().map(expected).collect();
    let shown: Vec<&str> = rows.iter().map(|row| row.rsplit_once(" | ").unwrap().0).collect();
    assert_eq!(shown, expected);
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
