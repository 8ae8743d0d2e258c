//! One way to compare Japanese names: what a person typed and what a profile says become the same key.
//!
//! Steps: NFKC (half-width kana, full-width Latin), lower case, kana folded ([`super::kana`]), long marks and separators dropped. The order is fixed: a later step relies on the earlier ones. Non-goal: reading kanji.

use super::kana::{fold, normalised};

/// The comparison key of a name.
///
/// ```
/// use fukugyo::profile::normalise::name_key;
/// assert_eq!(name_key("サーバー・サイド"), name_key("ｻｰﾊﾞｰ さいど"));
/// ```
#[must_use]
pub fn name_key(text: &str) -> String {
    normalised(text.chars()).filter(|&c| !is_dropped(c)).map(fold).collect()
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
