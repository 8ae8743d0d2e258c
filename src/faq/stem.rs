//! From a segment to the word that is compared: endings off, function words out.
//!
//! Japanese inflects at the end, and what inflects is written in hiragana. So a segment that begins with kanji is cut at its
//! okurigana (稼げる, 稼いで → 稼), and one in hiragana alone loses the endings below. Rules, no dictionary: a stem only has to be
//! the same for the forms of one word, it does not have to be a word.

/// Segments that say nothing about the subject, in comparison form (small kana are large, long marks gone), sorted.
const STOP: &[&str] = &[
    "あつ",
    "あの",
    "あり",
    "ある",
    "あれ",
    "い",
    "いう",
    "いた",
    "いつ",
    "いて",
    "いる",
    "う",
    "おしえて",
    "おり",
    "お願い",
    "か",
    "かな",
    "から",
    "が",
    "くださ",
    "ください",
    "けど",
    "けれど",
    "ここ",
    "こと",
    "この",
    "これ",
    "こんな",
    "さ",
    "され",
    "さん",
    "し",
    "した",
    "して",
    "しよう",
    "じや",
    "じやあ",
    "すみません",
    "する",
    "せる",
    "そう",
    "そこ",
    "その",
    "それ",
    "そんな",
    "ぞ",
    "た",
    "たい",
    "ため",
    "たら",
    "だ",
    "だけ",
    "だつ",
    "だろう",
    "ちよつと",
    "つ",
    "つい",
    "つて",
    "て",
    "で",
    "でし",
    "でした",
    "でしよう",
    "です",
    "ですか",
    "での",
    "では",
    "でも",
    "と",
    "という",
    "といつ",
    "とか",
    "とき",
    "ところ",
    "との",
    "とは",
    "どう",
    "どこ",
    "どの",
    "どれ",
    "どんな",
    "な",
    "なつ",
    "など",
    "なに",
    "なら",
    "なり",
    "なる",
    "なん",
    "に",
    "において",
    "について",
    "には",
    "にも",
    "ね",
    "の",
    "のか",
    "ので",
    "のです",
    "のに",
    "は",
    "ば",
    "へ",
    "への",
    "ほしい",
    "ほど",
    "まし",
    "ました",
    "ます",
    "ますか",
    "ませ",
    "ません",
    "また",
    "まだ",
    "まで",
    "みたい",
    "も",
    "もう",
    "もし",
    "もの",
    "もらえ",
    "や",
    "やつぱ",
    "やはり",
    "よ",
    "よう",
    "よね",
    "より",
    "ら",
    "られる",
    "り",
    "る",
    "れ",
    "れば",
    "れる",
    "わ",
    "を",
    "ん",
    "んで",
    "んです",
    "一応",
    "下さい",
    "事",
    "例え",
    "例えば",
    "俺",
    "僕",
    "場合",
    "思い",
    "思う",
    "思つ",
    "教え",
    "教えて",
    "方",
    "普通",
    "為",
    "物",
    "的",
    "私",
    "自分",
    "言う",
];

/// Endings of verbs and adjectives in hiragana, longest first.
const ENDINGS: &[&str] = &[
    "ませんでした",
    "なければ",
    "られません",
    "られます",
    "なくても",
    "なかつた",
    "られない",
    "させられ",
    "ちやつた",
    "てしまう",
    "ています",
    "ません",
    "ました",
    "られる",
    "させる",
    "られた",
    "なくて",
    "ている",
    "ちやう",
    "ますか",
    "たくない",
    "ければ",
    "かつた",
    "なきや",
    "ないと",
    "たい",
    "ない",
    "ます",
    "れる",
    "せる",
    "れた",
    "てる",
    "てた",
    "して",
    "する",
    "した",
    "くて",
    "って",
    "つて",
    "つた",
    "んで",
    "んだ",
    "いて",
    "いた",
    "える",
    "ける",
    "げる",
    "める",
    "べる",
    "ねる",
    "てる",
    "でる",
    "える",
    "て",
    "た",
    "る",
    "い",
    "く",
    "う",
    "つ",
    "む",
    "ぶ",
    "ぬ",
    "す",
    "ぐ",
];

/// English words that say nothing about the subject, sorted. Few entries have English phrasings: without this list any English text
/// would be about them.
const STOP_ENGLISH: &[&str] = &[
    "a", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do",
    "does", "doesn", "don", "for", "from", "get", "got", "had", "has", "have", "he", "her", "his", "how",
    "i", "if", "in", "into", "is", "isn", "it", "its", "just", "let", "ll", "m", "me", "my", "need", "no",
    "not", "of", "off", "ok", "on", "or", "our", "out", "please", "re", "s", "she", "should", "so", "some",
    "t", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to",
    "too", "up", "us", "ve", "want", "was", "we", "were", "what", "when", "where", "which", "while", "who",
    "whose", "why", "will", "with", "won", "would", "yes", "you", "your",
];

/// Whether a segment carries nothing.
#[must_use]
pub fn is_stop(word: &str) -> bool {
    STOP.binary_search(&word).is_ok() || STOP_ENGLISH.binary_search(&word).is_ok()
}

/// The stem of a word in Latin letters: without the ending of a plural or a verb form.
#[must_use]
pub fn latin_stem(word: &str) -> &str {
    const SHORTEST: usize = 4;
    for ending in ["ing", "ed", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() >= SHORTEST
            && !stem.ends_with('s')
        {
            return stem;
        }
    }
    word
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_verb_share_a_stem() {
        let table = [("もらえます", "もらえない"), ("はじめます", "はじめたい"), ("やめない", "やめたい")];
        for (one, other) in table {
            assert_eq!(hiragana_stem(one), hiragana_stem(other));
        }
    }

    #[test]
    fn short_words_stay_whole() {
        for word in ["する", "いる", "さぎ", ""] {
            assert_eq!(hiragana_stem(word), word);
        }
    }

    #[test]
    fn function_words_stop_and_content_words_do_not() {
        assert!(STOP.is_sorted() && STOP_ENGLISH.is_sorted(), "the lists are searched by halves");
        assert!(["が", "ですか", "つて"].iter().all(|w| is_stop(w)));
        assert!(!["副業", "ばれる", "確定申告"].iter().any(|w| is_stop(w)));
    }
}
