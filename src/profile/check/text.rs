//! The house's style in so far as a program can see it: length, characters and prices.

/// Characters of a text. Days beside figures outside their time (「（2027年9月30日まで）」) do not count: they come and go by
/// themselves, and no day may make data unusable that was usable the day before.
pub(super) fn length(text: &str) -> usize {
    let marks = text
        .split('（')
        .skip(1)
        .filter_map(|rest| rest.split_once('）'))
        .filter(|(inside, _)| is_mark(inside));
    text.chars().count() - marks.map(|(inside, _)| inside.chars().count() + 2).sum::<usize>()
}

fn is_mark(inside: &str) -> bool {
    let parts = inside.strip_suffix("まで").or_else(|| inside.strip_suffix("から"));
    let day = parts.and_then(|p| p.strip_suffix('日')).and_then(|p| p.split_once('年'));
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    day.and_then(|(year, rest)| Some((year, rest.split_once('月')?)))
        .is_some_and(|(year, (month, day))| number(year) && number(month) && number(day))
}

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
    fn days_beside_figures_do_not_count_as_length() {
        for (text, expected) in [
            ("時給1,177円（2027年9月30日まで）です", 10),
            ("1円（2027年9月30日まで）2円（2026年10月1日から）", 4),
            ("時給（税込）です", 8),
            ("（年月日まで）", 7),
            ("（2027年9月30日まで", 13),
        ] {
            assert_eq!(length(text), expected, "{text}");
        }
    }

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
