//! Turns that strangers swore at, each as the kind of turn it is: what the bot says must fit the kind, not the line.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod talk_support;

use fukugyo::advice::{PlaceWish, Wishes};
use fukugyo::profile::{Equipment, Hours, Yen};
use fukugyo::understand::Outcome;
use talk_support::{KNOWLEDGE, outcome, reply};

fn told(text: &str) -> Wishes {
    match outcome(text) {
        Outcome::Recommend(wishes) => wishes,
        other => panic!("{text}: {:?} {:?}", other.labels(), other.offers(&KNOWLEDGE.catalogue)),
    }
}

#[test]
fn who_tells_two_things_about_themselves_gets_the_questions_with_these_filled_in() {
    let said = told("在宅で月3万、スマホだけ");
    assert_eq!((said.place, said.goal), (Some(PlaceWish::Home), Some(Yen(30_000))));
    assert!(said.have.is_some_and(|have| have.has(Equipment::Phone) && !have.has(Equipment::Pc)));
    let said = told("エンジニアです。週10時間で月10万いけますか");
    assert_eq!((said.hours, said.goal), (Some(Hours(10.0)), Some(Yen(100_000))));
    assert_eq!(told("子育て中、1日1時間、家でできるやつ").hours, Some(Hours(5.0)));
    for text in [
        "土日だけ、車あります、月5万くらい",
        "夜に1時間、パソコン持ってます",
        "看護師です。人と話すのは好き、月2万ほしい",
        "人見知りで在宅がいい、週5時間",
        "腰が痛いので座ってできるの、月3万円",
        "英語が得意です。家で、顔出しなしで",
    ] {
        assert!(told(text).count() >= 2, "{text}");
    }
}

#[test]
fn a_question_about_tax_or_one_job_is_no_wish_however_much_is_told() {
    for text in [
        "在宅で月3万稼いだら税金いくら？",
        "週5時間で月3万、確定申告いる？",
        "動画編集で週10時間、月5万いける？",
    ] {
        assert!(!matches!(outcome(text), Outcome::Recommend(_)), "{text}");
    }
}

#[test]
fn a_topics_word_with_a_question_is_a_question_and_no_menu() {
    for (text, entry) in [
        ("会社にバレる？", "resident-tax-1"),
        ("会社にばれますか", "resident-tax-1"),
        ("確定申告って何日まで？", "how-to-file-2"),
        ("確定申告いつまで", "how-to-file-2"),
        ("確定申告の締め切りは？", "how-to-file-2"),
    ] {
        let outcome = outcome(text);
        let shown =
            outcome.labels().into_iter().chain(outcome.offers(&KNOWLEDGE.catalogue).into_iter().take(3));
        assert!(!matches!(outcome, Outcome::Topic(..)), "{text}: {:?}", outcome.labels());
        assert!(
            shown.into_iter().any(|id| KNOWLEDGE.catalogue.same(entry, &id) || id == entry),
            "{text}: {:?}",
            outcome.labels()
        );
    }
}

#[test]
fn a_bare_topic_shows_six_questions_and_keeps_the_rest_in_the_menu() {
    for text in ["税金", "税金は？", "確定申告", "契約書"] {
        assert!(matches!(outcome(text), Outcome::Topic(..)), "{text}: {:?}", outcome(text).labels());
    }
    let body = reply("税金");
    let description = body["embeds"][0]["description"].as_str().unwrap();
    assert_eq!(description.matches('・').count(), 6, "{description}");
    let options = body["components"][0]["components"][0]["options"].as_array().unwrap().len();
    assert!(options > 6 && description.contains(&format!("ほかの{}件", options - 6)), "{description}");
}

#[test]
fn what_points_at_nothing_is_told_so_kindly() {
    for text in [
        "もっと詳しく",
        "もっと詳しくお願いします",
        "それって1日どれくらい？",
        "それっていくら稼げるの？",
        "それはどうやってするの",
        "他には？",
        "これっていつまで？",
    ] {
        assert!(matches!(outcome(text), Outcome::Unreferred), "{text}: {:?}", outcome(text).labels());
        let body = reply(text).to_string();
        assert!(body.contains("返信") && body.contains("診断"), "{text}: {body}");
    }
    for text in ["その他の副業は？", "これから始めたい", "それなりに稼ぎたい", "この副業は詐欺ですか？"]
    {
        assert!(!matches!(outcome(text), Outcome::Unreferred), "{text}");
    }
}

#[test]
fn who_takes_their_leave_is_let_go() {
    for text in [
        "やっぱりやめとく",
        "やっぱやめます",
        "また今度にします",
        "考えときます",
        "やっぱりいいや",
        "今日はいいです",
    ] {
        assert_eq!(outcome(text).labels(), ["courtesy"], "{text}");
    }
    for text in ["副業やめとくべき？", "廃業届は出す？", "せどりやめたい"] {
        assert!(!matches!(outcome(text), Outcome::Leaving), "{text}");
    }
}

#[test]
fn who_is_asked_for_money_or_lured_is_warned_before_anything_else() {
    for text in [
        "登録料3万って言われた",
        "先払いって言われた",
        "教材費を請求されました",
        "入会金5万円かかるって言われたんだけど",
        "仕事始めるのに保証金払えって",
    ] {
        let body = reply(text);
        assert!(
            body["embeds"][0]["description"].as_str().unwrap_or_default().contains("払わ"),
            "{text}: {body}"
        );
        assert!(outcome(text).labels().iter().all(|l| l.starts_with("scam") || l == "fraud"), "{text}");
    }
    for text in
        ["LINEで副業に勧誘された", "インスタのDMで副業に誘われた", "知らない人から稼げるってメッセージきた"]
    {
        let first = outcome(text).labels();
        assert!(
            first.iter().all(|l| l.starts_with("scam") || l == "fraud") && !first.is_empty(),
            "{text}: {first:?}"
        );
    }
    for text in ["登録料は経費になる？", "友達に誘われてWebライターを始めた", "LINEスタンプを売りたい"]
    {
        assert!(
            outcome(text).labels().iter().all(|l| !l.starts_with("scam-7") && !l.starts_with("scam-6")),
            "{text}"
        );
    }
}

#[test]
fn who_is_drawn_into_a_crime_is_told_that_it_is_one() {
    for text in [
        "闇バイトに応募してしまった",
        "口座を貸してと言われた",
        "荷物を受け取って送り直すだけの仕事",
        "友だちが お金を おくって もらって、わたしが おくります。これ しごと いいですか",
        "携帯を契約して渡すバイトに誘われた",
    ] {
        let labels = outcome(text).labels();
        assert!(labels.iter().any(|l| l == "scam-4" || l == "fraud"), "{text}: {labels:?}");
    }
}

#[test]
fn only_who_is_being_deceived_now_gets_the_numbers_to_call() {
    for text in [
        "診断というのは何ですか。何か買わされるのですか",
        "むかし情報商材で30万円だまし取られました。こんどは失敗したくないです。見分け方を教えてください",
        "昔だまされたことがあります",
        "だまされたくない",
    ] {
        assert!(!matches!(outcome(text), Outcome::Fraud(_)), "{text}");
    }
    for text in ["20万円だまし取られました", "騙されたかも。さっき振り込んでしまった"]
    {
        assert!(matches!(outcome(text), Outcome::Fraud(_)), "{text}");
    }
}

#[test]
fn jobs_stand_beside_candidates_only_when_they_are_named_or_described() {
    for text in [
        "年金生活者ですが家でできる仕事",
        "許可してもらえなかった場合はもう諦めるしかないんでしょうか",
        "普通徴収にしたのに会社に通知がいくことはありますか",
        "登録者100人で月いくら",
        "誰が作っているのですか",
    ] {
        let ways = outcome(text).offers(&KNOWLEDGE.catalogue);
        let jobs: Vec<&String> =
            ways.iter().filter(|w| w.starts_with("profile:") || w.starts_with("legal:")).collect();
        assert!(jobs.is_empty(), "{text}: {ways:?}");
    }
    let ways =
        outcome("せどりで許可がいるのは中古だけなのか新品もなのか教えてほしい").offers(&KNOWLEDGE.catalogue);
    assert!(ways.is_empty() || ways.iter().any(|w| w.ends_with(":resale")), "{ways:?}");
}

#[test]
fn a_job_named_in_a_sentence_leads_to_that_job_alone() {
    for (text, slug) in [
        ("ハンドメイドのアクセサリー売りたい", "handmade"),
        ("イラスト描いて売りたい", "illustration"),
        ("休みの日に動画編集やってみたい", "video-editing"),
    ] {
        let outcome = outcome(text);
        let ways: Vec<String> =
            outcome.labels().into_iter().chain(outcome.offers(&KNOWLEDGE.catalogue)).collect();
        let jobs: Vec<&String> = ways.iter().filter(|way| way.starts_with("profile:")).collect();
        assert_eq!(jobs, [&format!("profile:{slug}")], "{text}: {ways:?}");
    }
}

#[test]
fn the_field_alone_is_no_job() {
    for text in ["副業って…", "副業って", "副業とは…"] {
        assert!(
            !outcome(text).labels().iter().any(|l| l.contains("spot-work")),
            "{text}: {:?}",
            outcome(text).labels()
        );
    }
}
