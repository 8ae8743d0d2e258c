//! The program as a person uses it in a terminal.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

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

/// The first title or text of a message that the bot would post.
fn said(output: &Output) -> String {
    let body = json(output);
    let title = body["embeds"][0]["title"].as_str().or(body["content"].as_str());
    title.unwrap_or_else(|| panic!("{body:#}")).to_owned()
}

#[test]
fn say_takes_messages_to_the_bot_in_a_channel_and_in_private() {
    assert!(said(&fukugyo(&["say", "@fukugyo 動画編集"])).contains("動画編集"));
    assert!(said(&fukugyo(&["say", "--dm", "診断"])).contains("副業診断"));
}

#[test]
fn say_prints_nothing_for_silence_and_tells_why_on_standard_error() {
    for (arguments, why) in [
        (["say", "--channel", "faq", "今日の天気どうかな？"], "unsure"),
        (["say", "--channel", "123", "副業って会社にバレますか？"], "not_listening"),
        (["say", "--channel", "faq", "うん"], "no_question"),
    ] {
        let output = fukugyo(&arguments);
        assert!(output.status.success() && output.stdout.is_empty(), "{arguments:?}: {output:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap().trim_end(), format!("silence: {why}"));
    }
    let heard = said(&fukugyo(&["say", "--channel", "faq", "副業が会社にバレない方法はありますか？"]));
    assert!(heard.contains("バレない方法"), "{heard}");
}

#[test]
fn say_explains_what_a_message_is_taken_for() {
    let why = json(&fukugyo(&["say", "--explain", "@fukugyo バックエンド いくら"]));
    assert_eq!(why["taken_for"], serde_json::json!(["income:backend"]), "{why:#}");
    assert_eq!(why["words"][0]["means"]["jobs"][0], "backend", "{why:#}");
    assert_eq!(why["words"][1]["means"], "income", "{why:#}");
    let why =
        json(&fukugyo(&["say", "--explain", "--dm", "去年の副業が30万円でした。住民税はどうなりますか？"]));
    let search = &why["search"];
    assert!(search["features"]["held_all"].is_number() && search["confidence"].is_number(), "{why:#}");
    assert!(search["candidates"][0]["words"].as_array().is_some_and(|words| !words.is_empty()), "{why:#}");
}

#[test]
fn say_refuses_what_cannot_be_said() {
    assert!(refused(&["say", "--channel", "faq", "@fukugyo 税金"]).contains("leave out --channel"));
    assert!(refused(&["say", "--channel", "here", "税金"]).contains("faq or a channel's id, not 「here」"));
    assert!(refused(&["say", "--explain", "/help"]).contains("--explain is for messages"));
}

#[test]
fn check_counts_what_it_read() {
    let output = fukugyo(&["check"]);
    assert!(output.status.success());
    let body = json(&fukugyo(&["check", "--format", "json"]));
    let (profiles, questions) = (body["profiles"].as_u64().unwrap(), body["questions"].as_u64().unwrap());
    assert!(profiles >= 45 && questions >= 346, "{body}");
    assert_eq!((&body["errors"], &body["problems"]), (&Value::from(0), &serde_json::json!([])));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.starts_with(&format!("副業{profiles}件、質問{questions}件：エラー0件、警告")), "{said}");
}

#[test]
fn broken_data_and_broken_settings_are_refused_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("profiles")).unwrap();
    std::fs::write(folder.path().join("profiles/x.toml"), "slug = 1\n").unwrap();
    let data = folder.path().to_str().unwrap();
    assert!(
        refused(&["--data", data, "say", "/help"])
            .contains("profiles/x.toml:1: error: slug: is a whole number. Write \"1\".")
    );
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

#[test]
fn check_takes_the_day_to_check_on() {
    let said = |day: &str| String::from_utf8(fukugyo(&["check", "--on", day]).stdout).unwrap();
    assert!(said("2032-01-01").contains("警告: updated: 最後に確かめてから"));
    assert!(said("2020-01-01").contains("エラー: updated: 2026-"));
    assert!(refused(&["check", "--on", "tomorrow"]).contains("is not a day. Write it as 2026-11-24"));
}

#[test]
fn a_port_that_is_taken_or_cannot_be_one_is_a_mistake_of_the_person_who_started_it() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    assert!(
        refused(&["playground", "--listen", &port]).contains(&format!("cannot listen on 127.0.0.1:{port}"))
    );
    assert!(refused(&["playground", "--listen", "port"]).contains("type a port (9345)"));
}

#[test]
fn a_variable_that_is_no_setting_is_said() {
    let output = Command::new(env!("CARGO_BIN_EXE_fukugyo"))
        .args(["check"])
        .env_clear()
        .env("FUKUGYO_FAQ_CHANEL", "1")
        .output()
        .unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "FUKUGYO_FAQ_CHANEL is set but is not a setting. Did you mean FUKUGYO_FAQ_CHANNELS?\n");
}

#[test]
fn check_refuses_a_log_filter_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("bot.toml");
    std::fs::write(&config, "[log]\nfilter = \"fukugyo=loud\"\n").unwrap();
    assert!(
        refused(&["--config", config.to_str().unwrap(), "check"]).contains("bot.toml:2: log.filter must be")
    );
}

#[test]
fn a_guild_that_can_be_no_id_is_refused_before_anything_is_sent() {
    assert!(refused(&["register", "--guild", "12"]).contains("17 to 20 digits"));
}

#[test]
fn policies_are_printed_with_the_operators_name_and_only_with_it() {
    assert!(refused(&["policy", "privacy"]).contains("operator.name (FUKUGYO_OPERATOR_NAME)"));
    for (page, lang) in [("privacy", "ja"), ("privacy", "en"), ("terms", "ja"), ("terms", "en")] {
        let output = Command::new(env!("CARGO_BIN_EXE_fukugyo"))
            .args(["policy", page, "--lang", lang])
            .env_clear()
            .env("FUKUGYO_OPERATOR_NAME", "山田商店")
            .env("FUKUGYO_OPERATOR_CONTACT", "https://example.jp/")
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            text.starts_with("# ") && text.contains("山田商店") && text.contains("https://example.jp/"),
            "{page} {lang}"
        );
        assert!(!text.contains('{'), "{page} {lang}: a gap is left");
    }
}
