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
}
