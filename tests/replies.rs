//! What the bot says: whole bodies of each command, and every reply within Discord's limits, followed through every button.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "standin/mod.rs"]
mod standin;

use std::collections::HashSet;

use fukugyo::app::{App, Effect};
use fukugyo::command::{self, Access, COMMANDS, Command, CommandKind, OptionKind};
use fukugyo::config::Settings;
use fukugyo::front::interaction::{Stage, pressed, typed, typed_json};
use fukugyo::view::Section;
use proptest::prelude::*;
use serde_json::Value;

fn app() -> App {
    App::load(Settings::default(), "2026-11-26".parse().unwrap()).expect("the built-in data loads")
}

fn say(app: &App, line: &str) -> Value {
    command::respond(app, &typed(line, Stage::Sent).unwrap()).reply.payload().value()
}

fn press(app: &App, custom_id: &str, values: &[&str]) -> Value {
    let values: Vec<String> = values.iter().map(|&v| v.to_owned()).collect();
    command::respond(app, &pressed(custom_id, &values).unwrap()).reply.payload().value()
}

/// Every (custom_id, chosen values) that the person seeing this reply can send.
fn presses(body: &Value) -> Vec<(String, Vec<String>)> {
    let rows = body["data"]["components"].as_array().into_iter().flatten();
    let components = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    let mut out = Vec::new();
    for component in components {
        let Some(id) = component["custom_id"].as_str() else { continue };
        match component["options"].as_array() {
            Some(options) => out.extend(
                options
                    .iter()
                    .map(|o| (id.to_owned(), vec![o["value"].as_str().unwrap_or_default().to_owned()])),
            ),
            None if component["disabled"] == true => {}
            None => out.push((id.to_owned(), Vec::new())),
        }
    }
    out
}

fn assert_allowed(kind: u64, what: &str, body: &Value) {
    let violations = standin::check::callback(kind, body, &[]);
    assert!(violations.is_empty(), "{what}: {violations:?}\n{body:#}");
}

#[test]
fn each_command_looks_like_this() {
    let app = app();
    let lines = [
        ("profile", "/profile job:バックエンド"),
        ("profile_steps", "/profile job:backend section:steps"),
        ("score", "/score job:サーバーサイド"),
        ("income", "/income job:backend"),
        ("income_own_hours", "/income job:backend hours:2 days:20"),
        ("income_own_rate", "/income job:backend hours:1.5 hourly:3000"),
        ("steps", "/steps job:backend"),
        ("faq", "/faq job:データ入力"),
        ("faq_topics", "/faq"),
        ("faq_question", "/faq job:動画編集 question:パソコンのスペックはどのくらい必要？"),
        ("ask", "/ask question:副業って会社にバレますか？"),
        ("ask_unsure", "/ask question:住民税"),
        ("ask_nothing_near", "/ask question:ぽよぽよ"),
        ("jobs", "/jobs"),
        ("jobs_sorted", "/jobs category:writing sort:ease"),
        ("help", "/help"),
        ("unsure", "/income job:LP制作 hours:2"),
        ("nothing", "/score job:潜水艦"),
        ("hours_out_of_range", "/income job:backend hours:25"),
        ("missing_job", "/score"),
    ];
    for (name, line) in lines {
        insta::assert_json_snapshot!(name, say(&app, line));
    }
}

#[test]
fn each_component_looks_like_this() {
    let app = app();
    let ids: [(&str, &str, &[&str]); 18] = [
        ("press_section", "v1:section:backend", &["income"]),
        ("press_answer", "v1:answer:tax-200k-1", &[]),
        ("press_faq", "v1:faq:backend", &["backend-2"]),
        ("press_reasons", "v1:reasons:backend", &[]),
        ("press_next_page", "v1:jobs:-:ease:1", &[]),
        ("press_pick", "v1:pick:income:web-design:2,-,-", &[]),
        ("press_topic", "v1:topic-menu:0", &["scam"]),
        ("press_topic_question", "v1:topic:scam", &["scam-1"]),
        ("press_helpful", "v1:helpful:scam-1", &[]),
        ("press_wrong", "v1:wrong:2:tax-200k-1:tax-200k-2,resident-tax-4", &[]),
        ("press_choose", "v1:choose:2:tax-200k-2:tax-200k-1", &[]),
        ("press_whole", "v1:whole:2:tax-200k-2:tax-200k-1", &[]),
        ("press_page", "v1:page:backend:skills:1", &[]),
        ("press_figures", "v1:figures:backend,web-writing", &[]),
        ("press_about", "v1:about", &[]),
        ("press_share", "v1:share:scam-1", &[]),
        ("press_old", "v0:section:backend", &[]),
        ("press_gone", "v1:profile:no-such-job", &[]),
    ];
    for (name, id, values) in ids {
        insta::assert_json_snapshot!(name, press(&app, id, values));
    }
}

#[test]
fn autocomplete_offers_the_typed_job_first() {
    let app = app();
    for line in ["/score job:ばっく", "/score job:ばっくえn", "/score job:bakkuen", "/score job:バックエンド"]
    {
        let body = command::respond(&app, &typed(line, Stage::Typing).unwrap()).reply.payload().value();
        assert_eq!(body["data"]["choices"][0]["value"], "backend", "{line}");
        assert_allowed(4, line, &body);
    }
    let empty = command::respond(&app, &typed("/score job:", Stage::Typing).unwrap()).reply.payload().value();
    assert_eq!(empty["data"]["choices"].as_array().map(Vec::len), Some(25));
}

#[test]
fn numbers_that_make_no_sense_are_refused_privately_with_the_allowed_range() {
    let app = app();
    let table = [
        ("hours:0", "0.25〜16時間"),
        ("hours:25", "0.25〜16時間"),
        ("hours:-1", "0.25〜16時間"),
        ("days:0", "1〜31日"),
        ("days:40", "1〜31日"),
        ("days:-3", "1〜31日"),
        ("hourly:0", "100〜50,000円"),
        ("hourly:-500", "100〜50,000円"),
        ("hourly:9999999", "100〜50,000円"),
    ];
    for (option, range) in table {
        let body = say(&app, &format!("/income job:backend {option}"));
        assert_eq!(body["data"]["flags"], 64, "{option}");
        assert!(body["data"]["content"].as_str().unwrap().contains(range), "{option}: {body}");
    }
}

#[test]
fn a_name_two_jobs_share_asks_which_and_keeps_the_numbers() {
    let app = app();
    let body = say(&app, "/income job:LP制作 hours:2");
    assert_eq!(body["data"]["flags"], 64);
    let (id, _) = presses(&body).into_iter().find(|(id, _)| id.contains("web-design")).unwrap();
    let picked = press(&app, &id, &[]);
    assert!(picked["data"]["embeds"][0]["title"].as_str().unwrap().starts_with("Webデザイン"));
    assert!(picked.to_string().contains("1日2時間"), "the hours typed before are kept");
}

#[test]
fn promoted_services_are_marked_and_none_means_no_section() {
    use fukugyo::profile::{DataSource, load};
    let mut files = DataSource::Embedded.files().unwrap();
    let backend = files.iter_mut().find(|f| f.path == "profiles/backend.toml").unwrap();
    backend.text.push_str(
        "\n[[services]]\nname = \"例の講座\"\nurl = \"https://example.com/\"\ndescription = \"例です。\"\npromoted = true\n",
    );
    let frontend = files.iter_mut().find(|f| f.path == "profiles/frontend.toml").unwrap();
    let (first, after) =
        (frontend.text.find("[[services]]").unwrap(), frontend.text.find("[[faq]]").unwrap());
    frontend.text.replace_range(first..after, "");
    let app =
        App::new(load(files, "2026-11-26".parse().unwrap()).into_result().unwrap(), Settings::default());
    let shown = say(&app, "/profile job:backend section:services").to_string();
    assert!(shown.contains("【PR】[例の講座]"), "{shown}");
    let offered = |job: &str| {
        presses(&say(&app, &format!("/profile job:{job}"))).iter().any(|(_, values)| values == &["services"])
    };
    assert!(offered("backend"));
    assert!(!offered("frontend"));
}

#[test]
fn every_command_answers_for_every_profile_and_every_button_leads_on_within_the_limits() {
    let app = app();
    let knowledge = app.knowledge();
    let catalogue = &knowledge.catalogue;
    let mut queue: Vec<(String, Vec<String>)> = Vec::new();
    // Those of administrators need a server: tests/settings.rs.
    let everybodys = |c: &&Command| c.kind == CommandKind::Slash && c.access == Access::Everyone;
    for command in COMMANDS.iter().filter(everybodys) {
        let job_options: Vec<&str> = command
            .options
            .iter()
            .filter(|o| o.required && matches!(o.kind, OptionKind::Job))
            .map(|o| o.name)
            .collect();
        // A command of several jobs gets neighbours in the catalogue.
        let with = |i: usize| {
            let names = job_options.iter().enumerate().map(|(k, name)| {
                let profile = &catalogue.profiles()[(i + k) % catalogue.profiles().len()];
                format!(" {name}:{}", profile.slug)
            });
            names.collect::<String>()
        };
        let uses = if job_options.is_empty() { 1 } else { catalogue.profiles().len() };
        let jobs: Vec<String> = if command.name == "ask" {
            catalogue.entries().map(|e| format!(" question:{}", e.faq().question)).collect()
        } else {
            (0..uses).map(with).collect()
        };
        for job in jobs {
            let line = format!("/{}{job}", command.name);
            let body = say(&app, &line);
            assert_allowed(2, &line, &body);
            assert!(body["data"]["embeds"][0]["title"].is_string(), "{line} shows content: {body}");
            queue.extend(presses(&body));
        }
    }
    let mut seen: HashSet<(String, Vec<String>)> = queue.iter().cloned().collect();
    while let Some((id, values)) = queue.pop() {
        // 診断 carries its answers in its ids: from two answers on, the screens are the same with other words in them.
        let asking = ["screen", "tell", "go-on", "advice", "why", "change"];
        if id.split(':').nth(1).is_some_and(|kind| asking.contains(&kind)) && id.contains('_') {
            continue;
        }
        let chosen: Vec<&str> = values.iter().map(String::as_str).collect();
        let body = press(&app, &id, &chosen);
        let what = format!("{id} {values:?}");
        assert_allowed(3, &what, &body);
        assert!(
            !body["data"]["content"].as_str().unwrap_or_default().contains("古いバージョン"),
            "{what}: {body}"
        );
        for next in presses(&body) {
            if seen.insert(next.clone()) {
                queue.push(next);
            }
        }
    }
    assert!(seen.len() > 45 * 11, "followed {} presses", seen.len());
}

#[test]
fn a_menu_value_that_this_version_does_not_offer_is_an_older_version_and_not_all() {
    for menu in ["v1:jobs-category:-:-:0", "v1:jobs-sort:-:-:0"] {
        for values in [&["no-such-value"][..], &[]] {
            let body = press(shared_app(), menu, values);
            assert!(
                body["data"]["content"].as_str().unwrap().contains("古いバージョン"),
                "{menu} {values:?}: {body}"
            );
        }
        let body = press(shared_app(), menu, &["-"]);
        assert!(body["data"]["embeds"][0]["title"].as_str().unwrap().contains("すべて"), "{menu}: {body}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_as_a_job_name_is_answered_within_the_limits(text in "\\PC{1,300}") {
        let app = shared_app();
        let mut interaction = typed_json("/profile job:x", Stage::Sent).unwrap();
        interaction["data"]["options"][0]["value"] = text.clone().into();
        let interaction = serde_json::from_value(interaction).expect("serenity reads any text");
        let body = command::respond(app, &interaction).reply.payload().value();
        assert_allowed(2, &text, &body);
    }

    #[test]
    fn any_custom_id_is_answered_within_the_limits(id in "(v1:)?[a-z-]{0,12}(:[a-z0-9,.-]{0,20}){0,5}", value in "\\PC{0,20}") {
        let body = press(shared_app(), &id, &[&value]);
        assert_allowed(3, &id, &body);
    }
}

fn shared_app() -> &'static App {
    static APP: std::sync::OnceLock<App> = std::sync::OnceLock::new();
    APP.get_or_init(app)
}

#[test]
fn the_menu_of_sections_stays_under_every_page_and_every_opened_question() {
    let app = shared_app();
    let knowledge = app.knowledge();
    for profile in knowledge.catalogue.profiles() {
        let menu = format!("v1:section:{}", profile.slug);
        let has_menu = |body: &Value| presses(body).iter().any(|(id, _)| *id == menu);
        for section in Section::ALL {
            let first = press(app, &menu, &[section.key()]);
            assert!(has_menu(&first), "{} {}", profile.slug, section.key());
            let on = format!("v1:page:{}:{}:1", profile.slug, section.key());
            assert!(has_menu(&press(app, &on, &[])), "{on}");
        }
        for faq in &profile.faq {
            let body = press(app, &format!("v1:faq:{}", profile.slug), &[&faq.id]);
            assert!(has_menu(&body), "{}", faq.id);
        }
    }
}

#[test]
fn every_answer_leads_on() {
    let app = shared_app();
    let knowledge = app.knowledge();
    for entry in knowledge.catalogue.entries() {
        let body = press(app, &format!("v1:answer:{}", entry.faq().id), &[]);
        assert!(presses(&body).len() > 1, "{}: {body}", entry.faq().id);
    }
}

#[test]
fn an_answer_is_shared_once_however_often_the_button_is_pressed() {
    let app = app();
    assert_eq!(press(&app, "v1:share:scam-1", &[])["data"]["flags"], 0);
    let again = press(&app, "v1:share:scam-1", &[]);
    assert_eq!(
        (again["data"]["flags"].as_u64(), again["data"]["content"].as_str()),
        (Some(64), Some("この答えは、もう公開しました。"))
    );
}

#[test]
fn the_registration_is_one_that_discord_takes() {
    let body = command::registration();
    let violations = standin::check::commands(&body);
    assert!(violations.is_empty(), "{violations:?}");
    insta::assert_json_snapshot!("registration", body);
}

#[test]
fn only_an_answer_that_the_data_has_can_be_judged() {
    let judged = |id: &str| command::respond(shared_app(), &pressed(id, &[]).unwrap()).effects;
    let rated = |helpful| vec![Effect::Rated { entry: "tax-200k-1".into(), helpful, guild: None, person: 2 }];
    assert_eq!(judged("v1:wrong:2:tax-200k-1:tax-200k-2"), rated(false));
    assert_eq!(judged("v1:helpful:tax-200k-1"), rated(true));
    for id in ["v1:wrong:2:my-secret-words:tax-200k-2", "v1:wrong:2::", "v1:helpful:my-secret-words"] {
        assert_eq!(judged(id), [], "{id}");
    }
}

#[test]
fn what_was_typed_comes_back_without_links_and_hidden_marks() {
    let mut interaction = typed_json("/score job:x", Stage::Sent).unwrap();
    interaction["data"]["options"][0]["value"] = "潜水\u{202e}\u{200b}艦 discord.gg/x".into();
    let interaction = serde_json::from_value(interaction).unwrap();
    let body = command::respond(shared_app(), &interaction).reply.payload().value();
    let said = body["data"]["content"].as_str().unwrap();
    assert!(said.contains("潜水艦 discord\\.gg\\/x"), "{said}");
}
