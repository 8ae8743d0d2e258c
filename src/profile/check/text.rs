//! The house's style in so far as a program can see it: characters and prices.

/// Findings about one text, each a sentence that says what to do.
pub(super) fn style(text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    if let Some(c) = text.chars().find(|c| matches!(c, '\u{ff61}'..='\u{ff9f}')) {
        findings
            .push(format!("has the half-width character 「{c}」. Write full-width kana and punctuation."));
    }
    if let Some(c) = text.chars().find(|c| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')) {
        findings.push(format!(
            "has the full-width character 「{c}」. Write digits and Latin letters half-width."
        ));
    }
    if text.contains(['¥', '￥', '\\']) {
        findings.push("writes a price with ¥. Write 「1,500円」.".into());
    }
    if let Some(digits) = bare_thousands(text) {
        findings.push(format!("writes 「{digits}円」 without a comma. Write 「1,500円」."));
    }
    if text.chars().any(char::is_control) {
        findings.push("has a line break or control character. Write one line.".into());
    }
    if text.trim() != text {
        findings.push("begins or ends with a space. Remove it.".into());
    }
    findings
}

/// Four or more digits without a comma right before 円.
fn bare_thousands(text: &str) -> Option<String> {
    for (at, _) in text.match_indices('円') {
        let head = &text[..at];
        let digits: String = head.chars().rev().take_while(char::is_ascii_digit).collect();
        if digits.len() >= 4 {
            return Some(digits.chars().rev().collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_and_characters_have_one_style() {
        let good = ["時給1,500円です。", "月3万円（推定）", "2026年", "20,000〜150,000円", "99円"];
        for text in good {
            assert_eq!(style(text), Vec::<String>::new(), "{text}");
        }
        let bad = ["1500円", "¥1,500", "ｶﾅ", "１２", " 前の空白", "改\n行"];
        for text in bad {
            assert_eq!(style(text).len(), 1, "{text}");
        }
    }
}
