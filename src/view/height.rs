//! How high a reply stands on a phone of 390 px, reckoned before it is sent, so that what does not fit goes behind a press.
//!
//! The figures are those of the playground's page (`message.css`), which follows Discord's; `tests/playground.rs` measures the real
//! thing. Non-goal: exactness. A line is reckoned a little too full rather than not.

use super::message::Embed;

/// The embeds of a first reply may be so high, in px: 700, less the name above and menus and buttons below.
pub(super) const FIRST_REPLY: usize = 420;
/// The same for what 診断 found.
pub(super) const RESULT: usize = 415;
/// The same for an answer, whose buttons take more room.
pub(super) const ANSWER: usize = 300;
/// The same for an answer that nobody asked for: 350 in all.
pub(super) const UNASKED: usize = 165;

/// A line of text, and the gap between fields.
const LINE: usize = 22;
const SMALL_LINE: usize = 19;
const GAP: usize = 10;
/// Full-width characters of a line, in small print, and in a title.
const FULL: usize = 18;
const FULL_SMALL: usize = 21;
const FULL_TITLE: usize = 16;
/// The same of a field's name, which is bold.
const FULL_NAME: usize = 17;

/// How high an embed is without its picture, in px.
#[must_use]
pub(super) fn embed(embed: &Embed) -> usize {
    let footer = embed.footer.as_ref().map_or(0, |f| GAP + lines(&f.text, FULL_SMALL) * SMALL_LINE);
    let fields: usize = embed.fields.iter().map(|f| field(&f.name, &f.value)).sum();
    let title = if embed.title.is_empty() { 0 } else { lines(&embed.title, FULL_TITLE) * LINE + 6 };
    30 + title + text(&embed.description) + fields + footer
}

/// How high a field is with the gap above it.
fn field(name: &str, value: &str) -> usize {
    GAP + lines(name, FULL_NAME) * LINE + text(value)
}

/// How high a text in Discord's markdown is.
#[must_use]
pub(super) fn text(text: &str) -> usize {
    let line = |line: &str| match line.strip_prefix("-# ") {
        Some(small) => lines(small, FULL_SMALL) * SMALL_LINE,
        None => lines(line, FULL).max(1) * LINE,
    };
    if text.is_empty() { 0 } else { text.split('\n').map(line).sum() }
}

/// Lines of so many full-width characters that a text takes, without what markdown hides.
fn lines(text: &str, full: usize) -> usize {
    let mut halves = 0_usize;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if matches!(c, '*' | '`' | '[') {
            rest = &rest[1..];
            continue;
        }
        if let Some(end) = rest.strip_prefix("](").and_then(|address| address.find(')')) {
            rest = &rest[(end + 3).min(rest.len())..];
            continue;
        }
        halves += if c.is_ascii() { 1 } else { 2 };
        rest = &rest[c.len_utf8()..];
    }
    halves.div_ceil(2 * full)
}

/// The embed in pages that are at most so high, broken between fields; a field that is higher stands alone. The title is on every
/// page, the small print on the last.
#[must_use]
pub(super) fn pages(whole: Embed, most: usize) -> Vec<Embed> {
    if embed(&whole) <= most {
        return vec![whole];
    }
    let Embed { title, description, color, fields, footer, image } = whole;
    let blank = || Embed { title: title.clone(), color, ..Embed::default() };
    let mut pages = vec![Embed { description, image, ..blank() }];
    for field in fields {
        let Some(page) = pages.last_mut() else { break };
        page.fields.push(field);
        let some = page.fields.len() > 1 || !page.description.is_empty();
        if some && embed(page) > most {
            let moved = page.fields.pop();
            pages.push(Embed { fields: moved.into_iter().collect(), ..blank() });
        }
    }
    if let Some(last) = pages.last_mut() {
        last.footer = footer;
    }
    pages
}

/// The beginning of a text that is at most so high, cut after a paragraph or else a sentence; the whole when it is low enough.
#[must_use]
pub(super) fn beginning(whole: &str, most: usize) -> &str {
    if text(whole) <= most {
        return whole;
    }
    let ends = whole.char_indices().filter(|(_, c)| *c == '。').map(|(at, c)| at + c.len_utf8());
    let mut best = None;
    for end in ends {
        if best.is_some() && text(&whole[..end]) > most {
            break;
        }
        best = Some(end);
    }
    best.map_or(whole, |end| &whole[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_marks_take_no_room() {
        assert_eq!(lines("**ああ**[あ](https://example.com/very/long/address)", 3), 1);
        assert_eq!(text(&"あ".repeat(19)), 2 * LINE);
        assert_eq!(text("あ\n\nい"), 3 * LINE);
    }

    #[test]
    fn pages_keep_every_field_and_none_is_empty() {
        let long = Embed { title: "題".into(), ..Embed::default() };
        let long = (0..6).fold(long, |e, i| e.field(format!("{i}"), "あ".repeat(100))).footer("終わり");
        let pages = pages(long, 400);
        assert!(pages.len() > 1);
        assert_eq!(pages.iter().map(|p| p.fields.len()).sum::<usize>(), 6);
        assert!(pages.iter().all(|p| embed(p) <= 400 + 2 * LINE && !p.fields.is_empty()));
        assert!(pages.last().unwrap().footer.is_some());
    }

    #[test]
    fn a_beginning_ends_with_a_sentence() {
        let sentence = format!("{}。", "あ".repeat(30));
        let text = sentence.repeat(5);
        assert_eq!(beginning(&text, 5 * LINE), sentence.repeat(2));
        assert_eq!(beginning(&text, 1), sentence);
        assert_eq!(beginning(&sentence, 500), sentence);
    }
}
