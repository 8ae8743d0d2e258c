//! Turns of a conversation: what a text means as a reply to one of the bot's messages, what is not meant, what is asked about the
//! bot itself, and what asks nothing. The rows are what strangers said, and the same in other words.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod talk_support;

use fukugyo::advice::Company;
use fukugyo::profile::Demand;
use fukugyo::understand::Outcome;
use fukugyo::view::ask;
use serde_json::Value;
use talk_support::standin::fixture::{bot_user, message};
use talk_support::{KNOWLEDGE, outcome, said, taken_for};

/// What the bot says to a text: a direct message, as a reply to the bot's `earlier` message if there is one.
fn answer(text: &str, earlier: Option<&Value>) -> Value {
    let mut asked = message(text).dm();
    let own = earlier.map(|earlier| {
        let mut own = message("").author(bot_user()).build();
        for part in ["content", "embeds", "components"] {
            if !earlier[part].is_null() {
                own[part] = earlier[part].clone();
            }
        }
        own
    });
    if let Some(own) = &own {
        asked = asked.reply_to(own);
    }
    said(&asked.build()).unwrap_or_else(|silence| panic!("{text}: {silence:?}"))
}

/// What is said to `text` in reply to what was said to `first`.
fn turn(first: &str, text: &str) -> Value {
    answer(text, Some(&answer(first, None)))
}

fn title(body: &Value) -> &str {
    body["embeds"][0]["title"].as_str().unwrap_or_default()
}

/// What stands in a message to read: its text, titles, descriptions and fields.
fn words(body: &Value) -> String {
    let embed = &body["embeds"][0];
    let fields = embed["fields"].as_array().into_iter().flatten();
    let fields = fields.flat_map(|f| [f["name"].as_str(), f["value"].as_str()]).flatten();
    let own = [body["content"].as_str(), embed["title"].as_str(), embed["description"].as_str()];
    own.into_iter().flatten().chain(fields).collect::<Vec<_>>().join("\n")
}

/// Labels of the buttons, in their order.
fn buttons(body: &Value) -> Vec<String> {
    let rows = body["components"].as_array().into_iter().flatten();
    let all = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    all.filter_map(|button| button["label"].as_str().map(str::to_owned)).collect()
}

fn question(id: &str) -> String {
    KNOWLEDGE.catalogue.entry(id).expect("the entry is there").faq().question.clone()
}

/// Checks every row before it fails: which of them are not as they should be.
fn all_hold<T>(rows: impl IntoIterator<Item = T>, wrong: impl Fn(T) -> Option<String>) {
    let wrong: Vec<String> = rows.into_iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// ---- What is replied to ----

/// A list of questions to choose from.
fn candidates() -> Value {
    const TEXTS: [&str; 4] = [
        "家の電気代とかネット代とかって",
        "確定申告しないとだめ？",
        "外国の会社からもらうお金のやつ",
        "会社のルールがよくわからない",
    ];
    let lists = TEXTS.iter().map(|text| answer(text, None));
    lists.into_iter().find(|list| title(list).contains("次のどれに近い")).expect("one of them is unsure")
}

#[test]
fn a_place_in_a_list_opens_what_stands_there() {
    let list = candidates();
    let offered = buttons(&list);
    assert!(title(&list).contains("次のどれに近い"), "{list:#}");
    all_hold(
        [
            ("1番目", 0),
            ("2番目のやつ詳しく", 1),
            ("3つ目", 2),
            ("前者で", 0),
            ("2", 1),
            ("second one please", 1),
        ],
        |(text, at)| {
            let body = answer(text, Some(&list));
            let opened = title(&body).to_owned();
            let label = offered[at].trim_end_matches('…');
            (!opened.starts_with(label)).then(|| format!("{text}: {opened} for {label}"))
        },
    );
    let beyond = answer("9番目", Some(&list));
    assert!(title(&beyond).contains("どれ") || title(&beyond).contains("次のどれ"), "{beyond:#}");
}

#[test]
fn a_place_among_jobs_opens_the_job_or_the_part_asked_for() {
    let compared = answer("オンライン秘書とデータ入力どっちがいい？", None);
    assert_eq!(title(&answer("後者", Some(&compared))), "データ入力");
    assert_eq!(title(&answer("1番目の始め方", Some(&compared))), "オンライン秘書・事務代行：始め方");
    let one = answer("時給は？", Some(&compared));
    assert!(words(&one).contains("どの副業"), "both are meant: {one:#}");
}

/// A job that stood in a button beside questions is not what the conversation is about.
#[test]
fn a_job_in_a_button_of_candidates_is_no_subject() {
    let list = candidates();
    let jobs: Vec<String> = KNOWLEDGE.catalogue.profiles().iter().map(|p| format!("{}：", p.name)).collect();
    all_hold(
        ["いくらかかる？", "それは違法？", "どうやって始めるの", "時給は？"],
        |text| {
            let body = answer(text, Some(&list));
            let of_a_job = jobs.iter().any(|name| title(&body).starts_with(name.as_str()));
            of_a_job.then(|| format!("{text}: {}", title(&body)))
        },
    );
}

#[test]
fn a_turn_leads_on_from_a_job() {
    all_hold(
        [
            ("動画編集", "もっと詳しく", "動画編集：仕事内容"),
            ("動画編集 いくら", "もっと詳しく", "動画編集：収入の目安"),
            ("動画編集 いくら", "なんで？", "動画編集：収入の目安"),
            ("動画編集 いくら", "それにする", "動画編集：始め方"),
            ("データ入力の始め方", "もっと教えて", "データ入力：つまずきと対策"),
            ("データ入力のスコア", "なぜですか", "データ入力：スコアの理由"),
            ("動画編集 いくら", "他には？", "ほかの副業"),
            ("せどり", "ほかのは？", "ほかの副業"),
        ],
        |(first, text, expected)| {
            let body = turn(first, text);
            (title(&body) != expected).then(|| format!("{first} / {text}: {}", title(&body)))
        },
    );
}

#[test]
fn something_better_is_better_in_that_respect() {
    let pay = |slug: &str| KNOWLEDGE.catalogue.profile(slug).unwrap().entry().unwrap().hourly.high;
    let body = turn("アンケートモニター いくら", "時給60円て草。もっとマシなのないの");
    assert_eq!(title(&body), "ほかの副業", "{body:#}");
    let named: Vec<&str> = KNOWLEDGE
        .catalogue
        .profiles()
        .iter()
        .filter(|p| buttons(&body).contains(&p.name))
        .map(|p| p.slug.as_str())
        .collect();
    assert!(!named.is_empty(), "{body:#}");
    assert!(named.iter().all(|slug| pay(slug) > pay("survey-monitor")), "{named:?}");
    for text in ["めんどくさ。もっとラクなのないの", "もっと簡単なのある？", "もっと稼げるのは？"]
    {
        assert_eq!(taken_for(text), "recommend", "{text}");
    }
}

#[test]
fn a_turn_leads_on_from_a_comparison() {
    let compared = "オンライン秘書とデータ入力どっちがいい？";
    assert_eq!(title(&turn(compared, "もっと詳しく")), "副業の比較：数字");
    assert_eq!(title(&turn(compared, "なんで？")), "副業の比較：数字");
    let chosen = turn(compared, "それにする");
    assert!(words(&chosen).contains("どの副業"), "either may be meant: {chosen:#}");
}

#[test]
fn a_turn_leads_on_from_an_answer() {
    let asked = "副業はいくらから確定申告が必要ですか？";
    let own = question("tax-200k-1");
    for text in ["もっと詳しく", "出典は", "本当に？"] {
        let body = turn(asked, text);
        assert_eq!(title(&body), own, "{text}");
        assert!(words(&body).contains("nta.go.jp"), "the whole has its sources: {text}: {body:#}");
    }
    assert_eq!(title(&turn(asked, "もう一回言って")), own);
    let brief = turn(asked, "簡単に言うと？");
    assert!(words(&brief).contains("超えると原則必要です"), "{brief:#}");
    for text in ["他には？", "たとえば？"] {
        let body = turn(asked, text);
        assert!(title(&body).contains("の続き"), "{text}: {body:#}");
        assert!(!buttons(&body).contains(&own), "not in a circle: {text}: {body:#}");
    }
    assert!(!title(&turn(asked, "それは違法？")).contains("違う答え"));
    let again = turn("高校無償化に影響ある？", "高校無償化の所得制限の話です");
    assert!(words(&again).contains("160万円"), "asked again, the whole is opened: {again:#}");
    let not_it = turn(asked, "違う、そうじゃなくて");
    assert!(title(&not_it).contains("違う答え"), "{not_it:#}");
    assert!(words(&turn(asked, "ありがとう")).contains("どういたしまして"));
}

#[test]
fn a_question_that_replies_to_an_answer_is_asked_of_what_stands_near_it() {
    all_hold(
        [
            ("副業はいくらから確定申告が必要ですか？", "いつまで？", "how-to-file"),
            (
                "住民税の普通徴収とは何ですか",
                "それは確定申告のときにどこで選べばいいんですか",
                "resident-tax",
            ),
        ],
        |(first, text, topic)| {
            let earlier = answer(first, None);
            let body = answer(text, Some(&earlier));
            let ids = body.to_string();
            (!ids.contains(topic)).then(|| format!("{first} / {text}: {}", words(&body)))
        },
    );
}

#[test]
fn what_is_said_to_a_screen_of_advice_is_added_to_it() {
    let first = answer("家でできる仕事", None);
    let body = answer("夜に30分ずつ", Some(&first)).to_string();
    assert!(body.contains("v1:advice:") && body.contains("_o0"), "still at home: {body}");
    assert!(body.contains("s30"), "and in short stretches: {body}");
}

// ---- Cost, hour, day ----

#[test]
fn who_asks_what_it_costs_is_not_told_what_it_earns() {
    all_hold(
        [
            "動画編集っていくらかかる？",
            "ハンドメイドはいくらかかる？",
            "せどりの初期費用",
            "翻訳を始めるのにいくら必要？",
            "イラスト 元手",
        ],
        |text| {
            let body = answer(text, None);
            (!title(&body).ends_with("：始める費用")).then(|| format!("{text}: {}", words(&body)))
        },
    );
    assert_eq!(title(&turn("動画編集", "いくらかかる？")), "動画編集：始める費用");
}

#[test]
fn who_asks_for_an_hour_or_a_day_gets_figures_for_them() {
    all_hold(
        [
            ("データ入力 時給", None),
            ("動画編集 日給", None),
            ("え1日でいくら", Some("動画編集 いくら")),
            ("時給にすると？", Some("データ入力")),
        ],
        |(text, first)| {
            let body = first.map_or_else(|| answer(text, None), |first| turn(first, text));
            let said = words(&body);
            let good =
                title(&body).ends_with("：時給と1日の目安") && said.contains("時給") && said.contains("1日");
            (!good).then(|| format!("{text}: {said}"))
        },
    );
}

#[test]
fn a_rate_without_a_job_is_asked_back() {
    for text in ["1日いくら？", "時給", "時給は？"] {
        let body = answer(text, None);
        assert!(words(&body).contains("どの副業のことですか"), "{text}: {body:#}");
    }
}

// ---- What is not meant ----

#[test]
fn what_is_said_not_to_be_meant_is_not_what_comes() {
    all_hold(
        [
            ("障害はありません。ふつうの年金です", "disability"),
            ("公務員ではないです。副業していい？", "civil-servant"),
            ("動画編集はもういい、ほかは？", "video-editing"),
            ("プログラミング以外で", "programming"),
            ("せどり以外で家でできる仕事", "resale"),
            ("学生じゃないです。扶養はどうなりますか", "minors-students"),
            ("税金の話ではなくて、シルバー人材センターの入り方と収入が知りたい", "tax-"),
        ],
        |(text, unwanted)| {
            let outcome = outcome(text);
            let all: Vec<String> =
                outcome.labels().into_iter().chain(outcome.offers(&KNOWLEDGE.catalogue)).collect();
            all.iter().any(|id| id.contains(unwanted)).then(|| format!("{text}: {all:?}"))
        },
    );
}

#[test]
fn what_someone_does_not_want_becomes_a_wish() {
    let wished = |text: &str| match outcome(text) {
        Outcome::Recommend(wishes) => wishes,
        _ => panic!("{text}: {}", taken_for(text)),
    };
    assert_eq!(wished("人と話さない仕事").people, Some(Company::Alone));
    for text in ["電話なしの仕事", "電話対応のない副業がいい"] {
        assert!(wished(text).cannot.has(Demand::Voice), "{text}");
    }
}

#[test]
fn a_question_about_what_is_missing_is_still_asked() {
    assert_eq!(
        taken_for("マイナンバーカードがなくても申告できますか？"),
        taken_for("マイナンバーカードなしでも申告できますか？")
    );
    assert!(taken_for("副業禁止じゃない会社でも届け出はいりますか？") != "recommend");
}

// ---- The bot itself ----

#[test]
fn what_is_asked_about_the_bot_is_answered() {
    all_hold(
        [
            ("このボットはお金がかかるのでしょうか", 1),
            ("無料ですか", 1),
            ("まだ何も払っていません。このボットはお金がかかるのですか", 1),
            ("誰が作っているのですか", 2),
            ("運営は誰？", 2),
            ("AIですか", 3),
            ("お前AI？", 3),
            ("会話を保存していますか", 4),
            ("ログには何が残る？", 4),
            ("プライバシーは？", 4),
            ("間違った税金の答えで損したら誰の責任？", 5),
            ("雑談にも反応しますか", 6),
            ("botがうるさいんだけど", 6),
            ("特定のチャンネルだけで動かせますか", 7),
            ("コマンドを特定のロールだけに制限できますか", 7),
            ("違うボタンはどこに届くの", 8),
            ("出典は本物？違っていたらどこに言えばいい", 8),
            ("情報源は？", 9),
            ("やさしい日本語で はなして ください", 10),
            ("英語で話せる？", 10),
            ("勝手にDM来たりしない？", 11),
            ("診断というのは何ですか", 12),
            ("診断って怪しくない？", 12),
        ],
        |(text, number)| {
            let id = format!("about-bot-{number}");
            (!taken_for(text).split(' ').any(|label| label == id))
                .then(|| format!("{text}: {}", taken_for(text)))
        },
    );
    assert_eq!(taken_for("副業とはどういう意味ですか。年金の人も副業？"), "which-job-8");
    for text in ["Is this bot free?", "Are you AI?"] {
        let offers = outcome(text).offers(&KNOWLEDGE.catalogue);
        assert!(offers.iter().any(|id| id.starts_with("about-bot-")), "{text}: {offers:?}");
    }
}

#[test]
fn what_only_sounds_like_it_is_asked_about_something_else() {
    all_hold(
        [
            "タイミーの登録は無料ですか",
            "登録料だけ3000円と言われました",
            "動画のデータ保存はいつまで？",
            "納品物が間違ってたら誰の責任ですか",
            "YouTubeのチャンネルは誰が運営してもいい？",
            "英語でできる副業は？",
            "違うバイトをしてもいいですか",
        ],
        |text| taken_for(text).contains("about-bot").then(|| format!("{text}: {}", taken_for(text))),
    );
}

// ---- What asks nothing ----

#[test]
fn shrugs_teasing_and_feelings_get_one_line_and_ways_on() {
    all_hold(
        [
            "うんこ",
            "つまんな",
            "バカ",
            "もういい",
            "嘘だよww",
            "嘘だよww 本気にすんなし",
            "お前いくら稼いでんの",
            "お前は月いくら稼いでんの？",
            "めんどくさい",
            "おやすみ",
            "www",
            "だるい",
            "もう寝る",
            "好き",
            "疲れた",
            "やっぱいいや",
            "ふーん",
            "しょうもな",
            "冗談だよ",
        ],
        |text| {
            let body = answer(text, None);
            let plain = body["embeds"].as_array().is_none_or(Vec::is_empty);
            let good = plain && buttons(&body).iter().any(|label| label == "診断");
            (!good).then(|| format!("{text}: {}", words(&body)))
        },
    );
    assert!(!words(&answer("おやすみ", None)).contains("こんにちは"));
}

#[test]
fn who_needs_money_at_once_is_led_to_it_and_to_free_help() {
    all_hold(
        [
            "来週までに1万円いる",
            "明日までに5千円ほしい、お金が必要",
            "今週中に3万円つくりたい",
            "家賃が払えない",
        ],
        |text| {
            let outcome = outcome(text);
            let all: Vec<String> =
                outcome.labels().into_iter().chain(outcome.offers(&KNOWLEDGE.catalogue)).collect();
            let good = ["which-job-7", "living-on-side-jobs-2"].iter().all(|id| all.iter().any(|a| a == id));
            (!good).then(|| format!("{text}: {all:?}"))
        },
    );
}

// ---- What had no answer ----

#[test]
fn what_strangers_missed_has_an_answer() {
    all_hold(
        [
            ("許可してもらえなかった場合はもう諦めるしかないのでしょうか", "permission-1"),
            ("会社に副業の申請を却下されました", "permission-1"),
            ("許可が下りるまで返事を待つ間にアカウント登録をしたら違反ですか", "permission-2"),
            ("バイトやめたい。副業だけで食ってける？", "living-on-side-jobs-1"),
            ("断わったら、しつこく電話がかかってきます", "pushy-calls-1"),
            ("電話で契約してしまった", "pushy-calls-2"),
            ("188というのはお金がかかりますか", "pushy-calls-3"),
            ("シルバー人材センターの入り方を教えてください", "silver-centre-1"),
            ("シルバーは月いくらになりますか", "silver-centre-2"),
            ("親に内緒でいける？", "minors-students-2"),
            ("ママにバレたら怒られるかな", "minors-students-2"),
            ("チャトレ", "night-and-adult-work-1"),
            ("パパ活", "night-and-adult-work-2"),
            ("TikTokは？", "short-video-1"),
            ("インスタで稼げる？", "short-video-2"),
            ("企業年金のことですが、同じですか", "old-age-pension-8"),
            ("メルカリで売れるものって何？", "flea-market-3"),
            ("不用品売るのはメルカリでいいの？", "flea-market-2"),
            ("妻に内緒でやりたい", "spouse-secrecy-1"),
            ("わたしのような年寄りにむりだと思いますか", "which-job-by-life-2"),
        ],
        |(text, id)| {
            let outcome = outcome(text);
            let all: Vec<String> =
                outcome.labels().into_iter().chain(outcome.offers(&KNOWLEDGE.catalogue)).collect();
            (!all.iter().any(|label| label == id)).then(|| format!("{text}: {all:?}"))
        },
    );
}

// ---- What an answer shows at once ----

/// Sentences with their full stops; one inside a quotation ends none.
fn sentences(text: &str) -> Vec<String> {
    let (mut out, mut depth) = (vec![String::new()], 0);
    for c in text.chars() {
        let Some(last) = out.last_mut() else { break };
        last.push(c);
        match c {
            '「' | '（' | '『' => depth += 1,
            '」' | '）' | '』' => depth -= 1,
            '。' if depth <= 0 => out.push(String::new()),
            _ => {}
        }
    }
    out.retain(|s| !s.is_empty());
    out
}

/// For every phrasing of every entry: of the answer's sentences, one that holds most of the words asked that are not in the entry's
/// question is shown before 「続きを読む」 is pressed, and so is the first.
#[test]
fn the_short_form_holds_the_sentence_that_answers() {
    let understanding = KNOWLEDGE.understanding();
    let mut wrong = Vec::new();
    for entry in KNOWLEDGE.catalogue.entries() {
        let faq = entry.faq();
        let all = sentences(&faq.answer);
        for phrasing in faq.asked_as.iter().chain([&faq.question]) {
            let found = understanding.faq.search(phrasing);
            let Some(hit) = found.hits.first().filter(|hit| hit.id == faq.id) else { continue };
            let hiragana = |w: &str| w.chars().all(|c| ('ぁ'..='ゟ').contains(&c));
            let told = hit.words.iter().filter(|w| !hiragana(w) && !faq.question.contains(w.as_str()));
            let holding = |word: &str| all.iter().filter(|s| s.contains(word)).count();
            let words: Vec<(&String, usize)> = told.map(|w| (w, holding(w).max(1))).collect();
            let weight = |s: &String| -> usize {
                // In 27,720ths, so that fractions compare exactly.
                words.iter().filter(|(w, _)| s.contains(w.as_str())).map(|(_, n)| 27_720 / n).sum()
            };
            let most = all.iter().map(weight).max().unwrap_or_default();
            let shown = ask::answer(&KNOWLEDGE.catalogue, &found.hits, &[], ask::Audience::Private).unwrap();
            let shown: String = words_of(&shown).chars().filter(|c| *c != '\n').collect();
            let tells = most == 0 || all.iter().any(|s| weight(s) == most && shown.contains(s.as_str()));
            if !tells || !shown.contains(all[0].as_str()) {
                wrong.push(format!("{}「{phrasing}」: {shown}", faq.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them, first: {}", wrong.len(), wrong[0]);
}

fn words_of(message: &fukugyo::view::Message) -> String {
    message.embeds.first().map(|embed| embed.description.clone()).unwrap_or_default()
}

#[test]
fn the_short_form_does_not_say_the_opposite() {
    for text in ["妻の扶養や、高校の授業料の支援金に影響しますか", "高校無償化に影響ある？"]
    {
        let body = answer(text, None);
        assert!(words(&body).contains("高校の就学支援金"), "{text}: {body:#}");
    }
}
