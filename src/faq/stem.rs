//! From a segment to the word that is compared: endings off, function words out.
//!
//! Japanese inflects at the end, and what inflects is written in hiragana. So a segment that begins with kanji is cut at its
//! okurigana (稼げる, 稼いで → 稼), and one in hiragana alone loses the endings below. Rules, no dictionary: a stem only has to be
//! the same for the forms of one word, it does not have to be a word.

/// Segments that say nothing about the subject, in comparison form (small kana are large, long marks gone).
const STOP: &[&str] = &[
    "が", "の", "を", "に", "へ", "と", "で", "は", "も", "や", "か", "ね", "よ", "な", "わ", "さ", "ぞ", "て", "た", "だ", "し", "れ",
    "る", "う", "い", "ん", "つ", "ら", "り", "から", "まで", "より", "だけ", "ほど", "など", "とか", "って", "つて", "なら", "でも",
    "です", "ます", "まし", "ませ", "でし", "でした", "ました", "ません", "でしよう", "だろう", "ので", "のに", "けど", "けれど",
    "こと", "もの", "ところ", "とき", "ため", "よう", "そう", "する", "して", "した", "され", "さん", "しよう", "せる", "れる", "られる",
    "ある", "あり", "あつ", "ある", "いる", "いつ", "いて", "いた", "おり", "なる", "なつ", "なり", "なに", "なん", "この", "その", "あの",
    "どの", "これ", "それ", "あれ", "どれ", "ここ", "そこ", "どこ", "こんな", "そんな", "どんな", "という", "といつ", "いう", "言う", "的",
    "かな", "よね", "じや", "じやあ", "ちよつと", "ください", "下さい", "くださ", "教え", "教えて", "おしえて", "お願い", "すみません",
    "みたい", "思う", "思い", "思つ", "について", "つい", "において", "どう", "もらえ", "ほしい", "たい", "たら", "れば", "ば", "だつ", "です",
    "んです", "のです", "ですか", "ますか", "のか", "んで", "には", "では", "とは", "にも", "への", "との", "での", "また", "もう",
    "まだ", "やつぱ", "やはり", "もし", "例え", "例えば", "一応", "普通", "場合", "為", "事", "物", "方", "私", "僕", "俺", "自分",
];

/// Endings of verbs and adjectives in hiragana, longest first.
const ENDINGS: &[&str] = &[
    "ませんでした", "なければ", "られません", "られます", "なくても", "なかつた", "られない", "させられ", "ちやつた", "てしまう",
    "ています", "ません", "ました", "られる", "させる", "られた", "なくて", "ている", "ちやう", "ますか", "たくない", "ければ", "かつた",
    "なきや", "ないと", "たい", "ない", "ます", "れる", "せる", "れた", "てる", "てた", "して", "する", "した", "くて", "って", "つて",
    "つた", "んで", "んだ", "いて", "いた", "える", "ける", "げる", "める", "べる", "ねる", "てる", "でる", "える", "て", "た", "る",
    "い", "く", "う", "つ", "む", "ぶ", "ぬ", "す", "ぐ",
];

/// Whether a segment carries nothing.
#[must_use]
pub fn is_stop(word: &str) -> bool {
    STOP.contains(&word)
}

/// The stem of a word of hiragana in comparison form; never shorter than two characters.
///
/// ```
/// use fukugyo::faq::stem::hiragana_stem;
/// assert_eq!(hiragana_stem("もらえない"), hiragana_stem("もらえます"));
/// ```
#[must_use]
pub fn hiragana_stem(word: &str) -> &str {
    let shortest = 'あ'.len_utf8() * 2;
    for ending in ENDINGS {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() >= shortest
        {
            return stem;
        }
    }
    word
}
