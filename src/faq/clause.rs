//! What of a message is asked, and what are the circumstances.
//!
//! People write two to four sentences with the point at the end: 「会社員です。去年からメルカリで売ってて、20万超えそう。申告いりますか？」.
//! A text is cut at the ends of sentences and after connectives (けど、ので、…); a stretch asks when it has a question mark, or, when
//! none has one, when it asks by its words, or else when it is the last. Rules over surface forms. Invariant: the stretches are in
//! order and together hold every letter of the text. Non-goal: grammar.

use super::question::Marks;

/// A stretch of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clause<'a> {
    /// Its text, with the mark it ends with.
    pub text: &'a str,
    /// Whether it asks; otherwise it tells circumstances.
    pub asked: bool,
}

/// Connectives that end a stretch when a comma or blank follows: what comes before them are circumstances.
const CONNECTIVES: &[&str] = &[
    "けど",
    "けれど",
    "けども",
    "けれども",
    "ですが",
    "ますが",
    "だが",
    "たが",
    "るが",
    "んだが",
    "ので",
    "のに",
    "のですが",
    "から",
];

/// Cuts a message into sentences, each with the mark it ends with.
#[must_use]
pub fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends = is_end(c);
        let next_ends = chars.peek().is_some_and(|&(_, next)| is_end(next));
        if ends && !next_ends {
            push(text, from, at + c.len_utf8(), &mut out);
            from = at + c.len_utf8();
        }
    }
    push(text, from, text.len(), &mut out);
    out
}

fn push<'a>(text: &'a str, from: usize, to: usize, out: &mut Vec<&'a str>) {
    let stretch = text.get(from..to).unwrap_or_default();
    if stretch.chars().any(char::is_alphanumeric) {
        out.push(stretch);
    }
}

fn is_end(c: char) -> bool {
    matches!(c, '。' | '．' | '｡' | '！' | '!' | '？' | '?' | '⁇' | '\n' | '♪' | '…')
}

/// Whether a sentence asks, and how plainly: 2 with a question mark, 1 by its words, 0 not.
#[must_use]
pub fn asks(sentence: &str) -> u8 {
    let marks = Marks::of(sentence);
    if marks.mark { 2 } else { u8::from(marks.asking || marks.need || asks_by_ending(sentence)) }
}

fn asks_by_ending(sentence: &str) -> bool {
    const ENDINGS: [&str; 12] = [
        "か",
        "かな",
        "かね",
        "かなあ",
        "かなぁ",
        "っけ",
        "でしょう",
        "ですかね",
        "だろう",
        "かしら",
        "のか",
        "べき",
    ];
    let bare = sentence.trim_end_matches(|c: char| !c.is_alphanumeric());
    ENDINGS.iter().any(|e| bare.ends_with(e))
}

/// Cuts a message into what is asked and circumstances.
#[must_use]
pub fn clauses(text: &str) -> Vec<Clause<'_>> {
    let sentences = sentences(text);
    let plainness: Vec<u8> = sentences.iter().map(|s| asks(s)).collect();
    let most = plainness.iter().copied().max().unwrap_or_default();
    let last = sentences.len().saturating_sub(1);
    let mut out = Vec::with_capacity(sentences.len() + 2);
    for (i, (sentence, plain)) in sentences.iter().zip(plainness).enumerate() {
        let asked = if most == 0 { i == last } else { plain == most };
        let mut rest: &str = sentence;
        while let Some(end) = connective(rest) {
            out.push(Clause { text: &rest[..end], asked: false });
            rest = &rest[end..];
        }
        out.push(Clause { text: rest, asked });
    }
    out
}

/// Where the first stretch that ends with a connective ends, when something follows.
fn connective(sentence: &str) -> Option<usize> {
    sentence.char_indices().filter(|&(_, c)| matches!(c, '、' | ',' | '，' | ' ' | '　')).find_map(
        |(at, c)| {
            let (before, after) = (&sentence[..at], &sentence[at + c.len_utf8()..]);
            let cuts = CONNECTIVES.iter().any(|end| before.ends_with(end));
            (cuts && after.chars().filter(|c| c.is_alphanumeric()).count() >= 4).then_some(at + c.len_utf8())
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Vec<&str> {
        clauses(text).into_iter().filter(|c| c.asked).map(|c| c.text.trim()).collect()
    }

    #[test]
    fn the_sentence_with_the_question_mark_is_what_is_asked() {
        assert_eq!(asked("会社員です。去年20万超えた。申告いりますか？"), ["申告いりますか？"]);
        assert_eq!(asked("扶養に入れる？今パートで月8万です。"), ["扶養に入れる？"]);
    }

    #[test]
    fn without_a_mark_the_words_tell_and_without_words_the_end() {
        assert_eq!(asked("会社員です。申告がいるのか知りたい。よろしく"), ["申告がいるのか知りたい。"]);
        assert_eq!(asked("会社員です。メルカリで30万。"), ["メルカリで30万。"]);
    }

    #[test]
    fn what_stands_before_a_connective_is_circumstance() {
        assert_eq!(asked("看護師で夜勤もあるんですけど、副業は何ができますか？"), ["副業は何ができますか？"]);
        assert_eq!(asked("けど、何？"), ["けど、何？"], "nothing is cut off where nothing would be left");
    }

    #[test]
    fn every_letter_stays() {
        for text in ["", "？", "あ。い！う？え", "税金", "…。\n"] {
            let kept: String =
                clauses(text).iter().flat_map(|c| c.text.chars()).filter(|c| c.is_alphanumeric()).collect();
            let all: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
            assert_eq!(kept, all);
        }
    }
}
