//! What of a message's text is a question: mentions, code and links taken out, chatter recognised.

use crate::faq::markup::plain_text;

/// The text of an unaddressed message if it may hold a question: not code, not a command of another bot, not a link alone, not
/// shorter than `min_chars`.
pub(super) fn asked(content: &str, min_chars: u64) -> Option<String> {
    let trimmed = content.trim_start();
    let command = trimmed.starts_with(['!', '/', '.', '$', '%', '&', '?', '>', ';', '-', '+', '=', '~', '^']);
    if command || content.contains('`') {
        return None;
    }
    let text = plain_text(content);
    let letters = u64::try_from(text.chars().filter(|c| c.is_alphanumeric()).count()).unwrap_or(u64::MAX);
    (letters >= min_chars).then_some(text)
}

/// What to say to thanks, greetings and empty mentions; `None` when something is asked.
pub(super) fn courtesy(text: &str) -> Option<&'static str> {
    const THANKS: [&str; 8] =
        ["ありがと", "あざす", "あざっす", "サンキュ", "助かりました", "助かった", "thanks", "thank you"];
    const GREETINGS: [&str; 7] =
        ["こんにちは", "こんばんは", "おはよう", "はじめまして", "よろしく", "hello", "やあ"];
    let lower = text.to_lowercase();
    let short = text.chars().count() <= 16;
    if text.chars().filter(|c| c.is_alphanumeric()).count() == 0 {
        Some("お呼びでしょうか。")
    } else if short && THANKS.iter().any(|t| lower.contains(t)) {
        Some("どういたしまして。")
    } else if short && GREETINGS.iter().any(|g| lower.starts_with(g)) {
        Some("こんにちは。")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_a_question_is_not_looked_at() {
        for content in [
            "!help 副業",
            "/score backend",
            "https://example.com/",
            "`code` は何ですか",
            "へえ",
            "www",
            "😀😀😀😀😀😀😀",
        ] {
            assert_eq!(asked(content, 6), None, "{content}");
        }
        assert_eq!(asked("副業は会社にバレますか", 6).as_deref(), Some("副業は会社にバレますか"));
    }

    #[test]
    fn thanks_and_greetings_get_a_courtesy_and_questions_do_not() {
        assert_eq!(courtesy("ありがとう！"), Some("どういたしまして。"));
        assert_eq!(courtesy("こんばんは"), Some("こんにちは。"));
        assert_eq!(courtesy(""), Some("お呼びでしょうか。"));
        assert_eq!(courtesy("確定申告はいくらから必要ですか"), None);
        assert_eq!(courtesy("ありがとう、では住民税はどうなりますか教えてください"), None);
    }
}
