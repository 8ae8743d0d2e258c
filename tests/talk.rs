//! Talking to it: what a text is taken for, and that nothing it says is a dead end. The rows are those of the first users' report.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod talk_support;

use std::path::Path;

use fukugyo::chat::Silence;
use fukugyo::eval::questions::{Counts, judge};
use fukugyo::eval::read_labelled;
use fukugyo::faq::decide::Mode;
use fukugyo::understand::{Light, Outcome};
use serde_json::Value;
use talk_support::standin::fixture::{bot_user, message};
use talk_support::{KNOWLEDGE, label, outcome, reply, said, taken_for};

/// The texts of a message: content, titles, descriptions, fields.
fn words(body: &Value) -> String {
    body.to_string()
}

#[test]
fn who_wants_a_side_job_gets_the_questions_that_find_one() {
    for text in ["副業したいです", "おすすめの副業は？", "診断", "在宅で月3万", "一番簡単な副業は？"]
    {
        assert_eq!(taken_for(text), "recommend", "{text}");
    }
    assert!(words(&reply("診断")).contains("副業診断（1/6）"));
}

#[test]
fn what_was_said_is_filled_in() {
    let body = words(&reply("在宅で月3万"));
    assert!((body.contains("月3万円") || body.contains("月30,000円")) && body.contains("在宅だけ"), "{body}");
    assert!(body.contains("v1:advice:g30000_o0"), "{body}");
}

#[test]
fn what_one_knows_is_no_job_that_one_asks_about() {
    for text in [
        "膝を悪くして立ち仕事は無理。在宅で月3万、経理が得意です",
        "文章を書くのが得意です。家のパソコンで週5時間、月2万ほしい",
    ] {
        assert_eq!(taken_for(text), "recommend", "{text}");
    }
    // A wish beside the job alone is about the job.
    assert_ne!(taken_for("経理の副業で月3万"), "recommend");
}

#[test]
fn twenty_man_a_month_is_a_goal_and_not_the_line_of_a_tax_return() {
    for text in ["月20万、週2時間、スマホだけ", "月20万ほしい、週2時間"] {
        assert_eq!(taken_for(text), "recommend", "{text}");
    }
    assert_eq!(taken_for("20万円ルール"), taken_for("確定申告"));
}

#[test]
fn a_topics_word_gives_its_questions() {
    for (word, topic) in [
        ("税金", "topic:tax-200k"),
        ("住民税", "topic:resident-tax"),
        ("確定申告", "topic:tax-200k"),
        ("扶養", "topic:spouse-dependent"),
        ("インボイス", "topic:invoice"),
        ("契約", "topic:contract"),
        ("契約書", "topic:contract"),
    ] {
        assert!(taken_for(word).split(' ').any(|t| t == topic), "{word}: {}", taken_for(word));
    }
}

#[test]
fn a_jobs_name_gives_its_profile() {
    for (name, slug) in [
        ("動画編集", "video-editing"),
        ("データ入力", "data-entry"),
        ("YouTube", "youtube"),
        ("タイミー", "spot-work"),
        ("日払いのやつ", "spot-work"),
        ("どうがへんしゅう", "video-editing"),
        ("動画編集について教えて", "video-editing"),
    ] {
        assert_eq!(taken_for(name), format!("profile:{slug}"), "{name}");
    }
}

#[test]
fn a_job_and_what_is_wanted_of_it_gives_just_that() {
    for (text, expected) in [
        ("バックエンドのスコア", "score:backend"),
        ("バックエンド いくら", "income:backend"),
        ("Webライターの始め方", "steps:web-writing"),
        ("せどりの大変なところ", "pitfalls:resale"),
        ("翻訳のよくある質問", "faq:translation"),
    ] {
        assert_eq!(taken_for(text), expected, "{text}");
    }
    assert!(taken_for("動画編集とWebデザインを比較して").contains("compare:video-editing+web-design"));
    assert!(taken_for("せどりと翻訳どっちがいい？").contains("compare:resale+translation"));
}

#[test]
fn the_bots_own_examples_are_answered() {
    assert_eq!(taken_for("会社にバレますか？"), "resident-tax-1");
    assert_eq!(taken_for("動画編集はいくら稼げる？"), "income:video-editing");
}

#[test]
fn every_question_of_the_data_word_for_word_is_answered_by_its_entry() {
    let catalogue = &KNOWLEDGE.catalogue;
    let understanding = KNOWLEDGE.understanding();
    let mut lost = Vec::new();
    for entry in catalogue.entries() {
        let faq = entry.faq();
        for outcome in [
            understanding.addressed(&faq.question, &Light::default()).outcome,
            understanding.unasked(&faq.question).outcome,
        ] {
            if label(&outcome) != faq.id {
                lost.push(format!("{} 「{}」: {}", faq.id, faq.question, label(&outcome)));
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// What is shown or offered for a text.
fn ways(text: &str) -> Vec<String> {
    let outcome = outcome(text);
    outcome.labels().into_iter().chain(outcome.offers(&KNOWLEDGE.catalogue)).collect()
}

#[test]
fn who_sold_what_was_theirs_is_led_to_the_tax_free_case() {
    for text in [
        "メルカリの不用品が30万円になって会社員で妻の扶養もあるんですが…",
        "家電のいらないものをヤフオクで売って25万になりました。会社員です。確定申告は？",
        "引っ越しで家具や服をフリマアプリで売ったら20万円こえた、税金どうなる",
    ] {
        assert!(ways(text).iter().any(|way| way == "flea-market-1"), "{text}: {:?}", ways(text));
    }
}

#[test]
fn who_asks_of_the_tax_on_what_a_job_brings_is_not_shown_what_it_pays() {
    for text in ["メルカリで売ったお金税金かかる？", "動画編集で稼いだお金の税金は？"]
    {
        assert!(!taken_for(text).starts_with("income"), "{text}: {}", taken_for(text));
    }
}

#[test]
fn a_description_or_half_a_name_leads_to_the_job_beside_the_questions() {
    for (text, way) in [
        ("写真売るやつ どない始めるん", "steps:photography"),
        ("よその家に行って掃除するやつ", "profile:housekeeping"),
        ("リアクトのエンジニア", "profile:frontend"),
        ("Vietnamese translator job", "profile:translation"),
        ("typing up interviews", "profile:transcription"),
    ] {
        assert!(ways(text).iter().any(|known| known == way), "{text}: {:?}", ways(text));
    }
}

#[test]
fn who_asks_whether_they_may_have_a_side_job_is_not_asked_what_they_are_good_at() {
    for text in ["外国籍ですが副業できますか", "永住者ですが副業できますか"] {
        assert!(ways(text).iter().any(|way| way == "foreigners-1"), "{text}: {:?}", ways(text));
    }
    assert_eq!(taken_for("どんな副業ができますか"), "recommend");
}

#[test]
fn words_that_say_no_more_than_the_field_or_a_condition_are_no_question() {
    for (text, expected) in [
        ("副業", "courtesy help"),
        ("副業！", "courtesy help"),
        ("在宅", "recommend"),
        ("在宅の副業", "recommend"),
        ("在宅ワーク", "recommend"),
    ] {
        assert_eq!(taken_for(text), expected, "{text}");
    }
}

#[test]
fn a_first_word_with_a_slip_is_still_one() {
    for (text, outcome) in
        [("おすすね", "recommend"), ("ランキソグ", "jobs"), ("インボイヌ", "topic:invoice")]
    {
        assert_eq!(taken_for(text), outcome, "{text}");
    }
}

#[test]
fn a_part_of_a_job_without_a_job_gives_its_questions() {
    assert!(taken_for("単価").contains("topic:pricing"));
    assert_eq!(taken_for("スコア"), "jobs");
}

#[test]
fn two_names_in_one_phrase_are_not_compared() {
    assert!(!taken_for("LP作るデザイナー").contains("compare"), "{}", taken_for("LP作るデザイナー"));
    assert!(taken_for("せどりと翻訳").contains("compare:resale+translation"));
}

#[test]
fn english_gets_one_english_sentence_and_in_a_channel_silence() {
    for text in ["Do I have to pay tax on side income?", "I want to earn 50000 yen a month"] {
        let body = reply(text);
        assert!(words(&body).contains("Sorry, I can only answer in Japanese"), "{text}: {body}");
        let unasked = KNOWLEDGE.understanding().unasked(text).outcome;
        assert!(matches!(unasked, Outcome::Silence(_)), "{text}: {unasked:?}");
    }
}

#[test]
fn nothing_is_claimed_where_nothing_is_known() {
    for text in
        ["民泊", "夜だけ", "ぽよぽよ", "1+1", "今日の天気は？", "シール貼りの内職", "確定申告しないとだめ？"]
    {
        let outcome = outcome(text);
        let is_list = matches!(outcome, Outcome::Recommend(_) | Outcome::Topic(..));
        assert!(!outcome.is_sure() || is_list, "{text}: {}", label(&outcome));
    }
    // Since version 0.1 there are entries on this; the answer of another topic (労災) was what it got.
    let ill = taken_for("うつで休職中だけど副業していい？");
    assert!(ill.starts_with('?') || ill.starts_with("sickness-allowance-"), "{ill}");
    let paste = "議事録です。".repeat(500);
    let outcome = KNOWLEDGE.understanding().addressed(&paste, &Light::default()).outcome;
    assert!(!outcome.is_sure(), "{}", label(&outcome));
}

#[test]
fn who_is_in_danger_gets_numbers_to_call_and_nothing_else() {
    for text in ["死にたい", "もう消えたいです", "しにたい", "自殺の方法を教えて"] {
        assert_eq!(taken_for(text), "crisis", "{text}");
        let body = reply(text);
        for number in ["0120-061-338", "0120-279-338", "0120-783-556"] {
            assert!(words(&body).contains(number), "{text}: {number}");
        }
        assert!(body["components"].as_array().is_none_or(Vec::is_empty), "{text}: {body}");
    }
    for text in [
        "死ぬほど暇",
        "確定申告めんどくさすぎて死ぬww",
        "パソコンが死んだ 新しいの経費でいける?",
        "お話しにたいしての報酬は？",
    ] {
        assert_ne!(taken_for(text), "crisis", "{text}");
    }
}

#[test]
fn who_is_being_deceived_is_told_whom_to_call_first() {
    for text in
        ["情報商材買っちゃった", "副業詐欺でお金を振り込んでしまいました", "騙されたかも。20万円払いました"]
    {
        assert_eq!(taken_for(text), "fraud", "{text}");
        let body = words(&reply(text));
        assert!(body.contains("188") && body.contains("#9110"), "{text}: {body}");
    }
}

#[test]
fn help_is_help_and_a_list_is_a_list() {
    for text in ["ヘルプ", "使い方", "help", "何ができるの？"] {
        assert_eq!(taken_for(text), "help", "{text}");
    }
    for text in ["一覧", "副業ランキング", "どんな種類があるの"] {
        assert_eq!(taken_for(text), "jobs", "{text}");
    }
}

/// B8: 「ありがとう」 with a question behind it.
#[test]
fn a_courtesy_is_answered_as_one_only_when_nothing_else_is_said() {
    for text in ["ありがとう！", "こんばんは", "助かりました🙏", "お疲れ様です"] {
        assert_eq!(taken_for(text), "courtesy", "{text}");
    }
    for text in ["ありがとう、税金いくら？", "こんにちは、住民税は？", "経費で助かった人いる？"]
    {
        assert_ne!(taken_for(text), "courtesy", "{text}");
    }
}

/// B10: 「ライバル」 holds ライバー.
#[test]
fn a_job_is_not_named_by_a_piece_of_another_word() {
    let understanding = KNOWLEDGE.understanding();
    for text in [
        "ライバル会社の仕事を手伝ったら訴えられる？",
        "たくさんはたらいた",
        "始めるタイミングはいつ",
        "N-VANを買った",
        "場所にはこだわらない",
        "すっかりなれた",
        "じっとしていられない",
    ] {
        let named = understanding.faq.search(text).asked.named;
        assert!(!named, "{text}");
        assert!(understanding.vocabulary.parse(text).jobs().is_empty(), "{text}");
    }
    assert!(understanding.faq.search("ライバーって稼げる？").asked.named);
}

/// B7: a reply with its ping off, where Discord withholds the text.
#[test]
fn a_text_that_discord_withholds_is_met_with_silence() {
    let own = message("").author(bot_user()).build();
    let withheld = message("これは何？").reply_to(&own).content_withheld().build();
    assert_eq!(said(&withheld).unwrap_err(), Silence::Withheld);
    let called = message("").mention_bot().build();
    assert!(said(&called).is_ok(), "a bare mention is no withheld text");
}

#[test]
fn a_reply_is_read_in_the_light_of_what_was_answered() {
    let asked = reply("会社にバレますか？");
    let earlier = {
        let mut earlier = message("").author(bot_user()).build();
        earlier["components"] = asked["components"].clone();
        earlier
    };
    let answer = |text: &str| said(&message(text).reply_to(&earlier).build()).unwrap();
    let whole = words(&answer("もっと詳しく"));
    assert!(whole.contains("出典") && whole.contains("v1:answer:"), "{whole}");
    let near = words(&answer("それはどうやってするの"));
    assert!(near.contains("の続き") && near.contains("v1:choose:"), "{near}");
    let body = words(&answer("経費は？"));
    assert!(body.contains("経費"), "{body}");
}

#[test]
fn of_several_questions_the_first_is_answered_and_the_others_are_buttons() {
    let text = "副業はいくらから確定申告が必要ですか？あと、副業が会社にバレない方法はありますか？";
    let body = reply(text);
    let title = body["embeds"][0]["title"].as_str().unwrap_or_default();
    assert!(title.contains("確定申告"), "{body:#}");
    let labels: Vec<&str> = body["components"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|row| row["components"].as_array().into_iter().flatten())
        .filter_map(|b| b["label"].as_str())
        .collect();
    assert!(labels.iter().any(|l| l.contains("バレ")), "{labels:?}");
}

#[test]
fn no_answer_is_no_dead_end() {
    let body = words(&reply("ぽよぽよ"));
    for way in ["診断", "副業の一覧", "質問の一覧"] {
        assert!(body.contains(way), "{way}: {body}");
    }
    let outcome = KNOWLEDGE.understanding().addressed("準確定申告の期限を教えて", &Light::default()).outcome;
    let (Outcome::Nothing(referral) | Outcome::Candidates(_, _, referral)) = &outcome else {
        panic!("{}", label(&outcome))
    };
    assert!(referral.as_ref().is_some_and(|r| r.who.contains("税務署")), "{referral:?}");
}

#[test]
fn a_matter_of_another_office_offers_no_job_that_was_named_on_the_way() {
    let body = words(&reply(
        "亡くなった父のYouTubeチャンネルに毎月収益が入っています。動画編集は私がしていました。相続の手続きはどうすればいいですか",
    ));
    assert!(body.contains("「相続・準確定申告」は、税務署"), "{body}");
    for button in ["2つを比べる", "動画編集：", "YouTube・動画配信："] {
        assert!(!body.contains(button), "{button}: {body}");
    }
}

#[test]
fn unasked_only_a_sure_answer_speaks() {
    let understanding = KNOWLEDGE.understanding();
    for text in [
        "動画編集",
        "診断",
        "税金",
        "ヘルプ",
        "おすすめの副業は？",
        "死にたい",
        "確定申告って聞かれたけどスルーした",
    ] {
        let outcome = understanding.unasked(text).outcome;
        assert!(matches!(outcome, Outcome::Silence(_)), "{text}: {}", label(&outcome));
    }
}

fn lines(name: &str, mode: Mode) -> Counts {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/eval").join(name);
    let fitted = read_labelled(&path).unwrap().into_iter().filter(|line| !line.is_held_out());
    let understanding = KNOWLEDGE.understanding();
    let judged: Vec<_> = fitted.map(|line| judge(&understanding, line, mode)).collect();
    Counts::of(&judged)
}

#[test]
fn first_words_lead_where_they_should() {
    let counts = lines("lines/first-words.tsv", Mode::Addressed);
    assert!(counts.helped_share() >= 0.97, "{counts:?}");
    assert!(counts.wrong_share() <= 0.03, "{counts:?}");
}

#[test]
fn real_life_questions_are_seldom_answered_wrongly() {
    let counts = lines("lines/real.tsv", Mode::Addressed);
    assert!(counts.wrong_share() <= 0.10, "{counts:?}");
    // With three candidates; five would reach .85, and fourteen buttons.
    assert!(counts.helped_share() >= 0.80, "{counts:?}");
}

#[test]
fn talk_about_questions_is_met_with_silence() {
    let counts = lines("lines/about.tsv", Mode::Passive);
    assert!(counts.unclaimed_share() >= 0.98, "{counts:?}");
}
