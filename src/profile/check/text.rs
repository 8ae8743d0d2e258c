//! The house's style in so far as a program can see it: length, characters, prices, promises, addresses.

use unicode_normalization::UnicodeNormalization as _;

use super::super::finding::Finding;

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

/// What is against the style in one text.
pub(super) fn style(text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(found) = text.chars().find(|c| matches!(c, '\u{ff61}'..='\u{ff9f}')) {
        findings.push(Finding::HalfWidthKana { found });
    }
    if let Some(found) = text.chars().find(|c| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')) {
        let instead = found.nfkc().next().unwrap_or(found);
        findings.push(Finding::FullWidthLetter { found, instead });
    }
    if text.contains(['¥', '￥', '\\']) {
        findings.push(Finding::YenSign);
    }
    if let Some(digits) = bare_thousands(text) {
        findings.push(Finding::NoComma { digits });
    }
    if text.chars().any(char::is_control) {
        findings.push(Finding::LineBreak);
    }
    if text.trim() != text {
        findings.push(Finding::OuterSpace);
    }
    if let Some(found) = ["**", "__", "~~", "||", "`"].into_iter().find(|mark| text.contains(mark)) {
        findings.push(Finding::Decoration { found: found.to_owned() });
    }
    if let Some(found) = text.chars().find(|&c| is_emoji(c)) {
        findings.push(Finding::Emoji { found });
    }
    findings
}

/// Whether a character is drawn as a picture. Arrows, ※ and ☆ are text.
fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{2604}' | '\u{260e}'..='\u{26ff}' | '\u{2702}'..='\u{27b0}'
        | '\u{2b50}' | '\u{2b55}' | '\u{231a}'..='\u{231b}' | '\u{23e9}'..='\u{23f3}' | '\u{fe0f}')
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

/// What makes income sound certain or easy.
const EASILY: [&str; 10] =
    ["必ず", "確実に", "絶対に", "絶対", "簡単に", "かんたんに", "楽に", "誰でも", "だれでも", "すぐに"];
/// What is then said to come.
const EARN: [&str; 5] = ["稼げ", "かせげ", "儲か", "もうか", "万円"];
/// What takes it back, behind it or around it: a denial, or somebody else's words.
const NOT_OURS: [&str; 15] = [
    "ない",
    "ません",
    "なく",
    "限り",
    "とは",
    "という",
    "といった",
    "と言",
    "とうた",
    "と誘",
    "などと",
    "詐欺",
    "疑",
    "注意",
    "」",
];

/// A promise of income in our own words: 「簡単に稼げる」, 「必ず月50万円」. Denied or quoted it is none.
pub(super) fn promise(text: &str) -> Option<String> {
    for sentence in text.split_inclusive(['。', '！', '!']) {
        for easily in EASILY {
            let Some(begin) = sentence.find(easily) else { continue };
            let after = &sentence[begin + easily.len()..];
            let near: String = after.chars().take(NEAR).collect();
            let earned = EARN.iter().filter_map(|earn| near.find(earn).map(|at| (at, *earn))).min();
            let Some((at, earn)) = earned else { continue };
            let end = begin + easily.len() + at + earn.len();
            if near[..at].contains('、') || NOT_OURS.iter().any(|word| sentence[end..].contains(word)) {
                continue;
            }
            return Some(sentence[begin..end].to_owned());
        }
    }
    None
}

/// Characters between the two halves of a promise.
const NEAR: usize = 10;

/// Whether an address is one that stands in instructions, not in the world (RFC 2606, RFC 6761).
pub(super) fn is_example(url: &str) -> bool {
    let host = url.split("://").nth(1).unwrap_or(url).split(['/', ':', '?', '#']).next().unwrap_or_default();
    let host = host.to_lowercase();
    ["example.com", "example.org", "example.net", "example.jp", "example.co.jp", "localhost"]
        .iter()
        .any(|name| host == *name || host.ends_with(&format!(".{name}")))
        || [".example", ".test", ".invalid"].iter().any(|ending| host.ends_with(ending))
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
        let good =
            ["時給1,500円です。", "月3万円（推定）", "2026年", "20,000〜150,000円", "99円", "★3つ、※1、A→B"];
        for text in good {
            assert_eq!(style(text), [], "{text}");
        }
        let bad = [
            "1500円",
            "¥1,500",
            "ｶﾅ",
            "１２",
            " 前の空白",
            "改\n行",
            "**太字**",
            "がんばろう💪",
            "`code`",
            "✅よい",
        ];
        for text in bad {
            assert_eq!(style(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_promise_of_income_is_seen_and_a_warning_against_one_is_none() {
        for text in [
            "簡単に稼げる！",
            "必ず月50万円",
            "誰でも月10万円が目指せます。",
            "この方法なら確実に儲かります。",
        ] {
            assert!(promise(text).is_some(), "{text}");
        }
        for text in [
            "必ず稼げるとは限りません。",
            "「簡単に稼げる」と言う広告は疑います。",
            "誰でも簡単に稼げるといった誘いは断ります。",
            "必ず契約書を作り、月3万円から始めます。",
            "確実に届く方法を選びます。",
            "すぐに月5万円になる仕事ではありません。",
        ] {
            assert_eq!(promise(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_of_instructions_are_no_sources() {
        for url in
            ["https://example.com/a", "https://www.example.jp", "http://localhost:8000/", "https://a.test/"]
        {
            assert!(is_example(url), "{url}");
        }
        for url in ["https://www.nta.go.jp/", "https://example-shop.jp/", "https://note.com/example"] {
            assert!(!is_example(url), "{url}");
        }
    }
}
