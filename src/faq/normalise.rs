//! What a person typed, made comparable: NFKC, lower case, kana folded, decoration removed.
//!
//! Two forms come out. [`plain`] keeps katakana, because the segmenter's dictionary needs it. [`fold`] maps one character of the
//! plain form to the comparison form (katakana → hiragana, small kana → large, long marks dropped), so that バレる, ばれる and
//! ﾊﾞﾚﾙ meet. Invariant: folding never makes two characters out of one. Non-goal: reading kanji.

use crate::profile::kana::{self, is_kanji, normalised};

/// Longest text that is looked at, in characters. A question fits many times over; what follows is never read.
pub const TEXT_MAX: usize = 600;

/// The kind of a character, as far as matching cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Kanji.
    Kanji,
    /// Katakana.
    Katakana,
    /// Hiragana.
    Hiragana,
    /// Latin letters and those of any other alphabet.
    Letter,
    /// Digits.
    Digit,
    /// Everything else: separates words.
    Gap,
}

impl Script {
    /// The kind of a character of the plain form.
    #[must_use]
    pub fn of(c: char) -> Self {
        match c {
            'ぁ'..='ゖ' => Self::Hiragana,
            'ァ'..='ヺ' | 'ー' => Self::Katakana,
            '0'..='9' => Self::Digit,
            'a'..='z' => Self::Letter,
            c if is_kanji(c) => Self::Kanji,
            c if c.is_alphanumeric() => Self::Letter,
            _ => Self::Gap,
        }
    }
}

/// The plain form: NFKC, lower case, everything that is neither letter nor digit a single space, laughter gone.
///
/// ```
/// use fukugyo::faq::normalise::plain;
/// assert_eq!(plain("ﾌｸｷﾞｮｳ、ﾊﾞﾚﾏｽｶ？？ｗｗｗ"), "フクギョウ バレマスカ");
/// ```
#[must_use]
pub fn plain(text: &str) -> String {
    plain_up_to(text, TEXT_MAX)
}

/// The plain form of the first `limit` characters.
#[must_use]
pub fn plain_up_to(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit * 3));
    let mut written = 0;
    // NFKC expands at most 18-fold; the cap afterwards bounds the work of every later step.
    for c in normalised(text.chars().take(limit)) {
        if written >= limit {
            break;
        }
        if keeps(c) {
            out.push(c);
            written += 1;
        } else if c == '%' || c == '+' || c == '#' {
            // 10.21%, C++ and C# mean something.
            out.push(c);
            written += 1;
        } else if !is_mark(c) && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
            written += 1;
        }
    }
    strip_laughter(&mut out);
    out
}

fn keeps(c: char) -> bool {
    c == 'ー' || Script::of(c) != Script::Gap
}

/// Combining marks and joiners vanish instead of separating.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{3099}' | '\u{309a}')
}

/// 「w」「www」 and 「笑」 at the end of a stretch are laughter, not words.
fn strip_laughter(out: &mut String) {
    let laughs = |word: &str| word.chars().all(|c| c == 'w') || matches!(word, "笑" | "草" | "爆");
    if out.ends_with(['w', '笑', '草', ' ']) || out.contains("w ") || out.contains("笑 ") {
        let kept: Vec<&str> = out
            .split(' ')
            .filter(|word| !word.is_empty() && !laughs(word))
            .map(|word| {
                let bare = word.trim_end_matches(['w', '笑']);
                // 「show」 keeps its w: laughter follows kana or kanji.
                let after_japanese = bare.chars().next_back().is_some_and(|c| !c.is_ascii());
                if after_japanese { bare } else { word }
            })
            .collect();
        *out = kept.join(" ");
    }
}

/// The comparison form of a plain character; `None` for a long mark, which is dropped.
#[must_use]
pub fn fold(c: char) -> Option<char> {
    (c != 'ー').then(|| kana::fold(c))
}

/// The comparison form of a whole text.
///
/// ```
/// use fukugyo::faq::normalise::folded;
/// assert_eq!(folded("サーバー"), folded("さば"));
/// ```
#[must_use]
pub fn folded(text: &str) -> String {
    plain(text).chars().filter_map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoration_width_and_case_vanish() {
        let table = [
            ("副業、バレる？？", "副業 バレる"),
            ("ＡＢＣ　１２３", "abc 123"),
            ("ﾊﾞﾚﾏｽｶ", "バレマスカ"),
            ("草www", "草"),
            ("まじかwww", "まじか"),
            ("show", "show"),
            ("10.21%", "10 21%"),
            ("か\u{3099}くせい", "がくせい"),
            ("  \n\t", ""),
            ("👍副業👍", "副業"),
        ];
        for (text, expected) in table {
            assert_eq!(plain(text).trim(), expected, "{text}");
        }
    }

    #[test]
    fn spellings_of_one_word_fold_together() {
        for (one, other) in [("バレる", "ばれる"), ("サーバー", "サーバ"), ("チャッピー", "ちやつぴ")]
        {
            assert_eq!(folded(one), folded(other));
        }
    }

    #[test]
    fn no_more_than_the_limit_is_read() {
        assert_eq!(plain(&"ﷺ".repeat(1_000)).chars().count(), TEXT_MAX);
        assert_eq!(plain_up_to("あいうえお", 3), "あいう");
    }
}
