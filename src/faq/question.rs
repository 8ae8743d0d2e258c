//! Does a message ask for something? Only matters where the bot was not addressed.
//!
//! People ask in channels without a question mark (「〜知りたい」「〜わからん」) and use one where nothing is asked of the bot
//! (「地震？」). So this gives marks, not a verdict; [`super::decide`] weighs them. Rules over surface forms, no dictionary.

use super::normalise::plain;

/// The marks of a request in a message.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks, each a feature of the decision")]
pub struct Marks {
    /// A question mark stands in it.
    pub mark: bool,
    /// A stretch of it ends like a question: 〜ですか, 〜かな, 〜の, 〜っけ.
    pub ending: bool,
    /// It holds a word that asks: いくら, どう, なぜ, どこ.
    pub asking: bool,
    /// It names a need: 教えて, 知りたい, わからない, したい.
    pub need: bool,
    /// It ends like a report or a reaction: 〜ました, 〜だわ, 〜ね, 〜よ.
    pub report: bool,
    /// It speaks to one person, or is about the channel and its people.
    pub chatter: bool,
}

/// How a stretch of a question ends, in plain form.
const ENDINGS: &[&str] = &[
    "か",
    "かな",
    "かね",
    "かしら",
    "っけ",
    "の",
    "ん",
    "かい",
    "だろう",
    "でしょう",
    "だろ",
    "もん",
    "べき",
    "ですかね",
    "なんで",
    "って",
    "とは",
    "には",
    "方法",
    "やり方",
    "手順",
    "理由",
    "違い",
    "コツ",
];

/// Words that ask.
const ASKING: &[&str] = &[
    "いくら",
    "なんぼ",
    "どう",
    "どの",
    "どれ",
    "どこ",
    "どっち",
    "どちら",
    "なぜ",
    "なんで",
    "何で",
    "いつ",
    "誰",
    "だれ",
    "何を",
    "何が",
    "何から",
    "なに",
    "何円",
    "何時間",
    "何割",
    "何日",
    "何ヶ月",
    "何か月",
    "何件",
    "何人",
    "何点",
    "どんな",
    "方法",
    "やり方",
    "ikura",
];

/// Words that name a need.
const NEED: &[&str] = &[
    "教えて",
    "おしえて",
    "教え下さい",
    "知りたい",
    "しりたい",
    "わからん",
    "わからない",
    "分からない",
    "分からん",
    "わかんない",
    "困って",
    "困った",
    "悩んで",
    "悩み中",
    "迷って",
    "迷う",
    "迷い中",
    "不安",
    "怖い",
    "心配",
    "したい",
    "やりたい",
    "始めたい",
    "たいんですが",
    "たいんだけど",
    "たいのですが",
    "どうすれば",
    "どうしたら",
    "どうしよ",
    "助けて",
    "アドバイス",
    "相談",
    "求む",
];

/// How a report or a reaction ends, in plain form, where no question mark follows.
const REPORT: &[&str] = &[
    "ました",
    "ましたー",
    "わ",
    "です",
    "ます",
    "よ",
    "ね",
    "ぞ",
    "た",
    "たー",
    "だ",
    "だー",
    "てる",
    "すぎ",
    "しよ",
    "ください",
    "感謝",
    "最高",
    "つらい",
    "ー",
    "〜",
    "とく",
    "にする",
    "った",
    "なう",
    "中",
    "う",
    "る",
    "い",
    "笑",
];

const CHATTER: &[&str] = &[
    "みなさん",
    "皆さん",
    "みんな元気",
    "さっき",
    "昨日の",
    "きのうの",
    "この前",
    "今日の",
    "例の",
    "さん、",
    "君",
    "おはよ",
    "こんにちは",
    "こんばんは",
    "おつかれ",
    "お疲れ",
    "おめでと",
    "ありがと",
    "よろしく",
    "はじめまして",
    "ただいま",
    "おかえり",
    "おやすみ",
    "いってら",
    "誤爆",
    "ボット",
    "bot",
    "通話",
    "ボイチャ",
    "vc",
    "ロール",
    "discord",
    "ディスコード",
    "チャンネル登録して",
    "貼って",
];

impl Marks {
    /// Reads the marks off a message.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mark = text.contains(['?', '？', '⁇', '❓', '❔']);
        let plain = plain(text);
        let last = plain.split(' ').rfind(|w| !w.is_empty()).unwrap_or_default();
        let has = |list: &[&str]| list.iter().any(|w| plain.contains(w));
        let ends = |word: &str, list: &[&str]| list.iter().any(|w| word.ends_with(w));
        let ending = plain.split(' ').any(|stretch| ends(stretch, ENDINGS));
        Self {
            mark,
            ending,
            asking: has(ASKING),
            need: has(NEED),
            report: !mark && ends(last, REPORT),
            chatter: has(CHATTER),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_show_it_in_one_way_or_another() {
        for text in [
            "いくらから申告？",
            "申告っていつまでですか",
            "始め方がわからない",
            "経費の範囲を知りたい",
            "どこで登録するの",
        ] {
            let marks = Marks::of(text);
            assert!(marks.mark || marks.ending || marks.asking || marks.need, "{text}: {marks:?}");
        }
    }

    #[test]
    fn reports_do_not_ask() {
        for text in ["確定申告おわりました", "今日も配達してきたよ", "住民税高すぎ"]
        {
            let marks = Marks::of(text);
            assert!(marks.report && !marks.mark, "{text}: {marks:?}");
        }
    }
}
