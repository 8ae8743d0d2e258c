//! What of a message's text is words: Discord's markup taken out before anything is searched.

/// The words of a message: without mentions, custom emoji (`<…>`), code and links, in one line.
///
/// ```
/// use fukugyo::faq::markup::plain_text;
/// assert_eq!(plain_text("<@42> これ https://example.com/a どう思う？"), "これ どう思う？");
/// ```
#[must_use]
pub fn plain_text(content: &str) -> String {
    without_markup(content).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_markup(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(c) = rest.chars().next() {
        let skipped = if let Some(code) = rest.strip_prefix("```") {
            code.find("```").map_or(rest.len(), |end| end + 6)
        } else if rest.starts_with("<@")
            || rest.starts_with("<#")
            || rest.starts_with("<:")
            || rest.starts_with("<a:")
        {
            rest.find('>').map_or(0, |end| end + 1)
        } else if rest.starts_with("http://") || rest.starts_with("https://") {
            rest.find(|c: char| c.is_whitespace() || !c.is_ascii()).unwrap_or(rest.len())
        } else {
            0
        };
        if skipped > 0 {
            out.push(' ');
            rest = &rest[skipped..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_no_part_of_a_question() {
        let table = [
            ("<@42> 会社にバレる？", "会社にバレる？"),
            ("<@!42>確定申告　いくらから", "確定申告 いくらから"),
            ("これ https://example.com/a?b=c どう思う？", "これ どう思う？"),
            ("<:smile:123> 単価は？", "単価は？"),
            ("```rust\nfn main() {}\n``` これは？", "これは？"),
            ("閉じない ```code", "閉じない"),
        ];
        for (content, text) in table {
            assert_eq!(plain_text(content), text, "{content}");
        }
    }
}
