//! Small pieces of product copy and the ways to join them, shared by all views.

use crate::profile::{Profile, Score, Source};

pub use crate::profile::weeks;

/// The colour of every embed's edge. It means nothing.
pub const COLOR: u32 = 0x2F_80_7A;

/// User text made harmless to echo: no markdown, no mentions, no links or invitations, one line, and nothing that hides or
/// reorders characters.
///
/// ```
/// use fukugyo::view::text::escape;
/// assert_eq!(escape("*太字* <@1>\n[x](y)"), "\\*太字\\* \\<\\@1\\> \\[x\\]\\(y\\)");
/// assert_eq!(escape("discord.gg/x"), "discord\\.gg\\/x");
/// assert_eq!(escape("a\u{202e}b\u{200b}c"), "abc");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| !is_format(c)) {
        match c {
            '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '<' | '[' | ']' | '(' | ')' | '#' | '@' | ':'
            | '-' | '.' | '/' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_whitespace() || c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Whether a character shows nothing itself and changes how others show: Unicode's category Cf, with the marks that only select
/// a glyph and the fillers that look like nothing.
fn is_format(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
        | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Lines as a bulleted list.
#[must_use]
pub fn bullets(items: &[String]) -> String {
    items.iter().map(|item| format!("・{item}")).collect::<Vec<_>>().join("\n")
}

/// As many whole lines as fit into `max` characters; says how many were left out.
#[must_use]
pub fn lines_within(lines: &[String], max: usize) -> String {
    let mut out = String::new();
    for (i, line) in lines.iter().enumerate() {
        let left_out = format!("\nほか{}件", lines.len() - i);
        let length = out.chars().count() + line.chars().count() + 1;
        let reserve = if i + 1 < lines.len() { left_out.chars().count() } else { 0 };
        if length + reserve > max {
            out.push_str(&left_out);
            break;
        }
        if i > 0 {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}

/// A long answer in paragraphs of about two sentences: a phone shows an unbroken block as a wall.
///
/// The data has no line breaks, so that a text reads well wherever it is shown.
#[must_use]
pub fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let (mut length, mut depth) = (0, 0_i32);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        length += 1;
        match c {
            '「' | '（' | '『' => depth += 1,
            '」' | '）' | '』' => depth -= 1,
            '。' if depth <= 0 && length >= PARAGRAPH && chars.peek().is_some() => {
                out.push_str("\n\n");
                length = 0;
            }
            _ => {}
        }
    }
    out
}

/// Characters after which a paragraph ends with its sentence: about three lines of a phone.
const PARAGRAPH: usize = 60;

/// A score as ten cells: readable without colour, and on any phone font.
#[must_use]
pub fn bar(score: Score) -> String {
    let filled = usize::try_from((score.get().clamp(0, Score::MAX) + 5) / 10).unwrap_or(0);
    format!("`{}{}`", "█".repeat(filled), "░".repeat(10 - filled))
}

/// Sources as links with their year, a line each.
#[must_use]
pub fn source_lines(sources: &[Source]) -> Vec<String> {
    let line = |s: &Source| {
        let year = s.year.map(|y| format!("（{y}年）")).unwrap_or_default();
        // Two of one name (「個人ブログ」) are told apart by their site.
        let twice = sources.iter().any(|o| o.publisher == s.publisher && host(&o.url) != host(&s.url));
        let site = if twice { format!("（{}）", host(&s.url)) } else { String::new() };
        format!("・[{}{site}]({}){year}", s.publisher.replace(['[', ']'], ""), s.url)
    };
    sources.iter().map(line).collect()
}

/// The site of an address: `example.com`.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default().trim_start_matches("www.")
}

/// The line about the day of the last check.
#[must_use]
pub fn checked_on(profile: &Profile) -> String {
    format!("{}に確認した内容です。", day(&profile.updated_text()))
}

/// `2026-11-24` as 「2026年11月24日」; anything else as it is.
#[must_use]
pub fn day(date: &str) -> String {
    let parts: Vec<&str> = date.split('-').collect();
    match parts.as_slice() {
        [year, month, day] => {
            format!("{year}年{}月{}日", month.trim_start_matches('0'), day.trim_start_matches('0'))
        }
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_answer_breaks_after_whole_sentences_only() {
        let sentence = format!("{}。", "あ".repeat(40));
        assert_eq!(paragraphs(&sentence.repeat(4)), format!("{sentence}{sentence}\n\n{sentence}{sentence}"));
        let quoted = format!("「{}」と書きます。続きます。", "い。".repeat(40));
        assert_eq!(paragraphs(&quoted).lines().count(), 3);
    }

    #[test]
    fn an_echo_holds_no_link_and_nothing_that_hides_or_reorders() {
        for hostile in
            ["\u{202e}", "\u{2066}", "\u{200b}", "\u{200d}", "\u{feff}", "\u{e0041}", "\u{ad}", "\u{3164}"]
        {
            assert_eq!(escape(&format!("副{hostile}業")), "副業", "{hostile:?}");
        }
        assert_eq!(escape("https://discord.gg/x"), "https\\:\\/\\/discord\\.gg\\/x");
    }

    #[test]
    fn bars_have_ten_cells() {
        for (score, cells) in [(0, "░░░░░░░░░░"), (65, "███████░░░"), (100, "██████████")]
        {
            assert_eq!(bar(Score::from(score)), format!("`{cells}`"));
        }
    }

    #[test]
    fn lines_that_do_not_fit_are_counted_not_broken() {
        let lines: Vec<String> = (0..5).map(|i| format!("{i}{}", "あ".repeat(9))).collect();
        assert_eq!(lines_within(&lines, 35), format!("{}\n{}\nほか3件", lines[0], lines[1]));
        assert_eq!(lines_within(&lines, 100), lines.join("\n"));
    }

    #[test]
    fn a_date_is_written_in_japanese() {
        assert_eq!(day("2026-11-04"), "2026年11月4日");
    }
}
