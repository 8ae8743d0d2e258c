//! The program as a person uses it in a terminal.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says by printing why it compares nothing"
)]

use std::process::{Command, Output};

use serde_json::Value;

fn fukugyo(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fukugyo"))
        .args(arguments)
        .env_clear()
        .output()
        .expect("the program starts")
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON on standard output")
}

/// Exit code 2 and one message on standard error, nothing on standard output.
fn refused(arguments: &[&str]) -> String {
    let output = fukugyo(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn say_shows_backends_five_scores_and_71_for_an_everyday_name() {
    let body = json(&fukugyo(&["say", "/score job:サーバーサイド"]));
    let text = body["data"]["embeds"][0]["description"].as_str().unwrap();
    for part in [
        "**71** 総合",
        "**90** 収益性",
        "**40** 始めやすさ",
        "**90** 継続性",
        "**70** 時間の柔軟性",
        "**65** リスクの低さ",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn say_takes_japanese_names_a_bare_job_and_spaces() {
    for line in [
        "/スコア 副業名:バックエンド",
        "/score バックエンド 開発",
        "/score job:バックエンド 開発",
        " /score  job：backend ",
    ] {
        let body = json(&fukugyo(&["say", line]));
        assert_eq!(body["data"]["embeds"][0]["title"], "バックエンド開発：スコア", "{line}");
    }
}

#[test]
fn say_prints_choices_and_presses_buttons() {
    let body = json(&fukugyo(&["say", "--autocomplete", "/score job:ばっく"]));
    assert_eq!(body["data"]["choices"][0]["value"], "backend");
    let body = json(&fukugyo(&["say", "--press", "v1:section:backend", "--values", "income"]));
    assert_eq!(body["type"], 7, "the message changes in place");
}

#[test]
fn a_line_that_is_no_command_says_what_to_type() {
    assert!(refused(&["say", "score"]).contains("a command begins with /"));
    assert!(refused(&["say", "/scores backend"]).contains("there is no command /scores; there are: /ask"));
    assert!(
        refused(&["say", "/income job:backend ours:2"])
            .contains("/income has no option ours; it has: job, hours")
    );
    assert!(refused(&["say", "/income job:backend hours:two"]).contains("hours takes a number, not 「two」"));
}

#[test]
fn check_counts_what_it_read() {
    let output = fukugyo(&["check"]);
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "45 profiles, 348 questions: 0 errors, 0 warnings\n"
    );
    let body = json(&fukugyo(&["check", "--format", "json"]));
    assert_eq!((&body["profiles"], &body["errors"]), (&Value::from(45), &Value::from(0)));
}

#[test]
fn broken_data_and_broken_settings_are_refused_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("profiles")).unwrap();
    std::fs::write(folder.path().join("profiles/x.toml"), "slug = 1\n").unwrap();
    let data = folder.path().to_str().unwrap();
    assert!(refused(&["--data", data, "say", "/help"]).contains("profiles/x.toml:1: error: invalid type"));
    let output = fukugyo(&["--data", data, "check"]);
    assert_eq!(output.status.code(), Some(2));

    let config = folder.path().join("bot.toml");
    std::fs::write(&config, "[gateway]\nspeed = 1\n").unwrap();
    let config = config.to_str().unwrap();
    assert!(
        refused(&["--config", config, "say", "/help"])
            .contains("bot.toml:2: gateway.speed is not a known key")
    );
    assert!(refused(&["--config", "/no/such", "check"]).contains("/no/such: cannot be read"));
}
