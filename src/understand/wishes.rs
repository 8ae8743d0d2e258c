//! What a person says about themselves: 「在宅で月3万、スマホだけ」「夜に30分ずつ、料理が得意」.

use super::amounts;
use super::cannot::cannot;
use crate::advice::{Company, First, Labour, PlaceWish, Wishes, Within};
use crate::profile::{DayPart, Equipment, Expertise, Set, kana};

/// What stands for a wish when a text holds it; written in the form of [`level`], so that no question has to level them anew.
type Words<T> = [(T, &'static [&'static str])];

const PLACES: &Words<PlaceWish> = &[
    (
        PlaceWish::Out,
        &[
            "在宅をやめ",
            "在宅やめ",
            "外で動",
            "外で働",
            "外で体",
            "外で週",
            "外に出",
            "在宅じゃなく",
            "出かけて",
        ],
    ),
    (
        PlaceWish::Home,
        &[
            "在宅",
            "家でで",
            "家でや",
            "家でし",
            "家から",
            "自宅",
            "おうちで",
            "家でも",
            "家で月",
            "家で、",
            "家で1",
            "家で2",
            "家で5",
            "家のパソコン",
            "家のpc",
        ],
    ),
];

const WITHIN: &Words<Within> = &[
    (Within::Month, &["今月", "今すぐお金", "すぐにお金", "すぐお金", "来週まで", "今週"]),
    (Within::HalfYear, &["半年", "ゆっくり", "じっくり"]),
];

const COMPANY: &Words<Company> = &[
    (
        Company::Alone,
        &[
            "人と話したくな",
            "人と話すのが苦手",
            "人と会いたくな",
            "人と関わりたくな",
            "人付き合いが苦手",
            "コミュ障",
            "一人で",
            "ひとりで",
            "黙々",
            "もくもく",
            "人見知り",
            "話すのが苦手",
            "人と話さな",
            "人に会わな",
            "人と会わな",
            "接客な",
            "接客のな",
        ],
    ),
    (
        Company::People,
        &[
            "人と話すのが好き",
            "人と話すの好き",
            "人と関わる仕事",
            "接客が好き",
            "人と会うのが好き",
            "話すのが好き",
        ],
    ),
];

const LABOUR: &Words<Labour> = &[
    (Labour::Desk, &["座って", "座りながら", "体力がな", "体力ない"]),
    (Labour::Body, &["体を動か", "からだを動か", "運動がてら", "運動しながら", "運動にな"]),
];

const FIRST: &Words<First> = &[
    (First::Ease, &["すぐ始め", "すぐ出来", "すぐでき", "かんたんな", "簡単な"]),
    (First::Steady, &["毎月", "安定し", "安定した", "コツコツ", "続けられる"]),
    (First::Freedom, &["好きな時間", "自由な時間", "すきま時間", "スキマ時間", "時間が不規則"]),
    (First::Safe, &["リスクな", "リスクの少な", "損したくな", "失敗したくな", "安全な"]),
    (
        First::Residual,
        &[
            "不労所得",
            "ほったらかし",
            "寝てる間",
            "寝ている間",
            "寝てても入",
            "寝ていても入",
            "放置で稼",
            "放置して稼",
            "印税",
            "積み上げ",
            "資産になる",
            "ストック型",
        ],
    ),
    (First::Money, &["稼げるだけ", "高収入", "高単価", "たくさん稼"]),
];

const WHEN: &Words<DayPart> = &[
    (DayPart::Early, &["早朝", "朝だけ", "朝の", "出勤前"]),
    (DayPart::Day, &["平日の昼", "平日昼", "日中", "昼間", "子どもが学校", "子供が学校"]),
    (
        DayPart::Evening,
        &[
            "夜だけ",
            "夜に",
            "夜の",
            "夜と",
            "夜か",
            "夜や",
            "夕方",
            "平日夜",
            "仕事のあと",
            "仕事帰り",
            "寝かしつけ",
        ],
    ),
    (DayPart::Night, &["深夜", "夜中", "夜勤明け"]),
    (DayPart::Weekend, &["土日", "週末", "休みの日", "休日"]),
];

const HAVE: &Words<Equipment> = &[
    (
        Equipment::Pc,
        &[
            "pcはあ",
            "pcあり",
            "pcがあ",
            "パソコンはあ",
            "パソコンあり",
            "パソコンがあ",
            "pcを持",
            "パソコンを持",
            "pc持",
            "パソコン持",
        ],
    ),
    (
        Equipment::Car,
        &["車があ", "車はあ", "車もあ", "車あり", "車を持", "車持", "マイカー", "車で", "軽バン"],
    ),
    (Equipment::Motorbike, &["バイクがあ", "バイクあり", "バイクを持", "バイク持", "原付"]),
    (Equipment::Bicycle, &["自転車"]),
    (Equipment::Camera, &["一眼", "カメラがあ", "カメラを持", "カメラあり", "カメラ持"]),
    (Equipment::Microphone, &["マイクがあ", "マイクを持", "マイクあり", "マイク持"]),
    (Equipment::Tablet, &["タブレット", "ipad"]),
    (Equipment::Sewing, &["ミシン"]),
];

/// A smartphone and nothing else.
const PHONE_ALONE: &[&str] = &[
    "スマホだけ",
    "スマホのみ",
    "スマホしか",
    "携帯だけ",
    "携帯しか",
    "スマホ1つ",
    "スマホ一つ",
    "パソコンな",
    "パソコンは苦手",
    "パソコンが苦手",
    "パソコン苦手",
    "パソコンを持ってな",
    "パソコン持ってな",
    "pcな",
    "pc苦手",
    "pcは苦手",
    "pcを持ってな",
    "pc持ってな",
    "スマホでできる",
    "スマホで出来る",
];

/// What one is good at; taken only beside a word that says so.
const KNOWS: &Words<Expertise> = &[
    (Expertise::Programming, &["プログラ", "コードが書", "エンジニア", "se", "開発"]),
    (Expertise::It, &["it", "エンジニア", "情シス", "パソコンに詳し"]),
    (Expertise::Design, &["デザイン", "デザイナー"]),
    (Expertise::Drawing, &["絵を描", "絵が", "イラスト", "お絵かき", "お絵描き"]),
    (Expertise::Writing, &["文章", "ブログ", "書くこと", "書くのが", "ライター", "編集者"]),
    (Expertise::Language, &["英語", "中国語", "韓国語", "外国語", "toeic", "帰国子女", "通訳"]),
    (Expertise::Teaching, &["教える", "教員", "教師", "塾講師", "元先生", "先生を"]),
    (Expertise::Accounting, &["経理", "簿記", "会計", "税理士事務所"]),
    (Expertise::Office, &["事務", "excel", "エクセル", "秘書"]),
    (Expertise::Sales, &["営業", "販売員", "接客"]),
    (Expertise::Marketing, &["マーケ", "広告", "snsの運用", "広報"]),
    (Expertise::Beauty, &["美容", "メイク", "ネイル", "コスメ"]),
    (Expertise::Care, &["看護", "介護", "医療"]),
    (Expertise::Childcare, &["保育", "子育て", "育児"]),
    (Expertise::Housework, &["家事", "掃除", "片付け", "片づけ", "洗濯"]),
    (Expertise::Cooking, &["料理", "調理", "お菓子作り", "栄養士"]),
    (
        Expertise::Handcraft,
        &["手芸", "ハンドメイド", "編み物", "裁縫", "洋裁", "アクセサリー", "工作", "diy"],
    ),
    (Expertise::Music, &["音楽", "作曲", "dtm", "ピアノ", "ギター", "楽器"]),
    (Expertise::Voice, &["声を", "声が", "朗読", "ナレーション", "アナウンス"]),
    (Expertise::Video, &["動画", "映像"]),
    (Expertise::Photo, &["写真", "撮影", "一眼"]),
    (Expertise::Animals, &["猫", "犬", "動物", "ペット", "トリマー"]),
    (Expertise::Driving, &["運転", "ドライバー", "トラック", "配達"]),
    (Expertise::Sports, &["スポーツ", "筋トレ", "ランニング", "自転車が趣味", "体力に自信"]),
    (Expertise::Law, &["法律", "行政書士", "法務", "司法書士"]),
    (Expertise::Games, &["ゲーム"]),
    (Expertise::Counselling, &["占い", "タロット", "相談に乗", "カウンセ", "話を聞くのが"]),
    (Expertise::Data, &["データ分析", "統計", "sql", "データの分析"]),
    (Expertise::Shopping, &["買い物", "ショッピング", "せどり", "フリマ", "目利き"]),
];

/// Words that say that one is good at something, or does it.
const ABLE: &[&str] = &[
    "得意",
    "好き",
    "経験",
    "趣味",
    "できます",
    "出来ます",
    "できる",
    "資格",
    "級",
    "点",
    "してい",
    "描け",
    "書け",
    "弾け",
    "話せ",
    "でした",
    "わかる",
    "分かる",
    "してる",
    "してた",
    "やって",
    "勤め",
    "働いて",
    "元",
    "慣れ",
    "本業",
    "仕事は",
    "です",
];
const NOTHING: &[&str] = &[
    "未経験",
    "初心者",
    "経験なし",
    "経験ない",
    "経験がな",
    "スキルなし",
    "スキルない",
    "スキルがな",
    "はじめて",
    "初めて",
    "何もでき",
    "なんもでき",
    "特技がな",
    "取り柄",
];

/// The wishes that stand in a text; everything not said stays open.
#[must_use]
pub fn wishes(text: &str) -> Wishes {
    let text: String = level(text);
    let holds = |words: &[&str]| words.iter().any(|w| text.contains(w));
    // 「自転車で」 names no car.
    let without = text.replace("自転車", "");
    let named = |e: Equipment, words: &[&str]| match e {
        Equipment::Car => words.iter().any(|w| without.contains(w)),
        _ => holds(words),
    };
    let all: Set<Equipment> = HAVE.iter().filter(|(e, words)| named(*e, words)).map(|(e, _)| *e).collect();
    let have = if holds(PHONE_ALONE) {
        Some(all.without(std::iter::once(Equipment::Pc).collect()).with(Equipment::Phone))
    } else {
        // Who names a bicycle has not said that there is no PC; `Wishes::equipment` knows.
        (!all.is_empty()).then_some(all)
    };
    let fields: Set<Expertise> = KNOWS.iter().filter(|(_, words)| holds(words)).map(|(e, _)| *e).collect();
    let knows =
        if !fields.is_empty() && holds(ABLE) { Some(fields) } else { holds(NOTHING).then(Set::default) };
    Wishes {
        hours: amounts::hours(&text),
        stretch: amounts::stretch(&text),
        when: WHEN.iter().filter(|(_, words)| holds(words)).map(|(d, _)| *d).collect(),
        goal: amounts::goal(&text),
        within: first(WITHIN, holds),
        have,
        knows,
        people: first(COMPANY, holds),
        effort: first(LABOUR, holds),
        place: first(PLACES, holds),
        cannot: cannot(&text),
        first: first(FIRST, holds),
    }
}

fn first<T: Copy>(table: &Words<T>, holds: impl Fn(&[&str]) -> bool) -> Option<T> {
    table.iter().find(|(_, words)| holds(words)).map(|(wish, _)| *wish)
}

/// The form in which words are looked for: NFKC, lower case, no blanks.
fn level(text: &str) -> String {
    kana::normalised(text.chars()).filter(|c| !matches!(c, ' ' | ',')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Demand, Hours, Stretch, Yen};

    fn set<T: crate::profile::Word>(words: &[T]) -> Set<T> {
        words.iter().copied().collect()
    }

    #[test]
    fn words_stand_in_the_form_they_are_looked_for_in() {
        let own = [PHONE_ALONE, ABLE, NOTHING];
        let tables = [PLACES.iter().map(|w| w.1).collect::<Vec<_>>(), HAVE.iter().map(|w| w.1).collect()];
        let more = [KNOWS.iter().map(|w| w.1).collect::<Vec<_>>(), WHEN.iter().map(|w| w.1).collect()];
        let rest = [COMPANY.iter().map(|w| w.1).collect::<Vec<_>>(), LABOUR.iter().map(|w| w.1).collect()];
        let last = [FIRST.iter().map(|w| w.1).collect::<Vec<_>>(), WITHIN.iter().map(|w| w.1).collect()];
        let tables = tables.into_iter().chain(more).chain(rest).chain(last).flatten();
        for word in own.into_iter().chain(tables).flatten() {
            assert_eq!(level(word), **word);
        }
    }

    #[test]
    fn what_was_said_is_taken_and_the_rest_stays_open() {
        let said = wishes("在宅で月３万、未経験でもできるやつ");
        assert_eq!((said.goal, said.place), (Some(Yen(30_000)), Some(PlaceWish::Home)));
        assert_eq!(said.knows, Some(Set::default()));
        assert_eq!((said.hours, said.have, said.within), (None, None, None));
        assert_eq!(wishes("週5時間で月5千円").hours, Some(Hours(5.0)));
        assert_eq!(wishes("週5時間で月5千円").goal, Some(Yen(5_000)));
        assert_eq!(wishes("土日に3時間だけ").hours, Some(Hours(6.0)));
        assert_eq!(wishes("おすすめの副業は？"), Wishes::default());
        assert_eq!(wishes("年収103万の壁").goal, None);
    }

    #[test]
    fn things_times_and_knowledge_are_heard() {
        let said = wishes("在宅でスマホだけ、夜に30分ずつ、料理が得意です");
        assert_eq!(said.have, Some(set(&[Equipment::Phone])));
        assert_eq!((said.stretch, said.when), (Some(Stretch(30)), set(&[DayPart::Evening])));
        assert_eq!(said.knows, Some(set(&[Expertise::Cooking])));
        let said = wishes("人と話すのが苦手です。今月5千円ほしい。顔出しなしで");
        assert_eq!((said.people, said.within), (Some(Company::Alone), Some(Within::Month)));
        assert_eq!(said.cannot, set(&[Demand::Face]));
        // A bicycle says nothing about a PC.
        let said = wishes("自転車で体を動かしたい");
        assert_eq!((said.effort, said.have), (Some(Labour::Body), Some(set(&[Equipment::Bicycle]))));
        assert!(said.equipment().is_some_and(|all| all.has(Equipment::Pc)));
    }
}
