//! One way to compare Japanese names: what a person typed and what a profile says become the same key.
//!
//! Steps: NFKC (half-width kana, full-width Latin), lower case, katakana → hiragana, small kana folded to large ones, long marks
//! and separators dropped. The order is fixed: a later step relies on the earlier ones. Non-goal: reading kanji.

use unicode_normalization::UnicodeNormalization;

/// The comparison key of a name.
///
/// ```
/// use fukugyo::profile::normalise::name_key;
/// assert_eq!(name_key("サーバー・サイド"), name_key("ｻｰﾊﾞｰ さいど"));
/// ```
#[must_use]
pub fn name_key(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .map(to_hiragana)
        .filter(|&c| !is_dropped(c))
        .map(fold_small_kana)
        .collect()
}

/// The hiragana of a katakana character; any other character unchanged.
#[must_use]
pub fn to_hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    }
}

/// Whether the character is hiragana or katakana (after [`to_hiragana`] only the former occurs).
#[must_use]
pub fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー')
}

/// Whether the character is a kanji (or 々).
#[must_use]
pub fn is_kanji(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '々' | '〆')
}

fn fold_small_kana(c: char) -> char {
    match c {
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
        _ => c,
    }
}

/// Long marks, hyphens, separators, punctuation and control characters carry nothing in a name.
fn is_dropped(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            'ー' | '-' | '‐' | '‑' | '–' | '—' | '―' | '−' | '〜' | '~' | '～' | '・' | '･' | '/' | '_' | '.' | ',' | '、' | '。'
                | '!' | '?' | '(' | ')' | '[' | ']' | '「' | '」' | '『' | '』' | '【' | '】' | '"' | '\'' | '`' | '*' | '|' | ':' | ';'
                | '#' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{3099}' | '\u{309a}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        let table = [
            ("サーバーサイド", "さばさいど"),
            ("ｻｰﾊﾞｰｻｲﾄﾞ", "さばさいど"),
            ("ＢＡＣＫＥＮＤ", "backend"),
            ("Node.js 開発", "nodejs開発"),
            ("UI／UXデザイン", "uiuxでざいん"),
            ("チェック", "ちえつく"),
            ("  動画〜編集 ", "動画編集"),
        ];
        for (text, key) in table {
            assert_eq!(name_key(text), key, "{text}");
        }
    }
}
