//! Kana and kanji, character by character: the one place that says how spellings of a sound meet.
//!
//! Both look-ups (names, questions) fold with these tables. Invariant: folding maps one character to one. Non-goal: reading kanji.

use unicode_normalization::UnicodeNormalization;

/// NFKC and lower case. A voiced mark that stands by itself (「テ゛ータ」, U+309B and U+309C) joins the kana before it: plain NFKC
/// would make a blank and a combining mark of it.
pub fn normalised(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let joining = |c| match c {
        '\u{309b}' => '\u{3099}',
        '\u{309c}' => '\u{309a}',
        _ => c,
    };
    chars.map(joining).nfkc().flat_map(char::to_lowercase)
}

/// The hiragana of a katakana character; any other character unchanged.
#[must_use]
pub fn to_hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    }
}

/// The form in which spellings meet: hiragana, small kana as large ones, ゔ as ぶ. Long marks stay.
///
/// ```
/// use fukugyo::profile::kana::fold;
/// assert_eq!("チャッヴー".chars().map(fold).collect::<String>(), "ちやつぶー");
/// ```
#[must_use]
pub fn fold(c: char) -> char {
    match to_hiragana(c) {
        'ぁ' => 'あ',
        'ぃ' => 'い',
        'ぅ' => 'う',
        'ぇ' => 'え',
        'ぉ' => 'お',
        'っ' => 'つ',
        'ゃ' => 'や',
        'ゅ' => 'ゆ',
        'ょ' => 'よ',
        'ゎ' => 'わ',
        'ゕ' => 'か',
        'ゖ' => 'け',
        'ゔ' => 'ぶ',
        c => c,
    }
}

/// Whether the character is hiragana or katakana, long mark included.
#[must_use]
pub fn is_kana(c: char) -> bool {
    is_hiragana(c) || is_katakana(c)
}

/// Whether the character is hiragana.
#[must_use]
pub fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

/// Whether the character is katakana or a long mark.
#[must_use]
pub fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

/// Whether the character is a kanji (or 々).
#[must_use]
pub fn is_kanji(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '々' | '〆')
}

/// Whether the character is Japanese writing.
#[must_use]
pub fn is_japanese(c: char) -> bool {
    is_kana(c) || is_kanji(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voiced_mark_of_its_own_joins_its_kana() {
        let text: String = normalised("サーハ゛ーサイト゛ハ゜".chars()).collect();
        assert_eq!(text, "サーバーサイドパ");
    }
}
