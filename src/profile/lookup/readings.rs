//! How the words of job names sound, so that 「けいりだいこう」 and `keiri daikou` find 「経理代行」.
//!
//! A table, not a dictionary: the words that names of side jobs are made of, longest first at every position. A text whose kanji are
//! not all covered has no reading here, and is compared as it is written. Latin words that people also write in kana (`web`, うぇぶ)
//! are here too. Non-goal: reading sentences.

use std::collections::HashMap;

use super::super::kana::{is_kanji, to_hiragana};

/// `word=reading`, separated by blanks.
const WORDS: &str = include_str!("readings.txt");

/// The table, ready for use.
#[derive(Debug)]
pub(super) struct Readings {
    words: HashMap<&'static str, &'static str>,
    /// Length of the longest word, in characters.
    longest: usize,
}

impl Readings {
    pub(super) fn new() -> Self {
        let words: HashMap<_, _> = WORDS.split_whitespace().filter_map(|pair| pair.split_once('=')).collect();
        let longest = words.keys().map(|word| word.chars().count()).max().unwrap_or_default();
        Self { words, longest }
    }

    /// The text with every known word replaced by its reading; `None` when nothing is known or a kanji stays unread.
    /// Expects NFKC and lower case.
    pub(super) fn read(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len() * 2);
        let mut rest = text;
        let mut changed = false;
        let mut inside_latin = false;
        while let Some(c) = rest.chars().next() {
            let latin = c.is_ascii_alphabetic();
            if (is_kanji(c) || latin && !inside_latin)
                && let Some((word, reading)) = self.longest_word(rest)
            {
                out.push_str(reading);
                rest = &rest[word..];
                changed = true;
                inside_latin = false;
                continue;
            }
            if is_kanji(c) {
                return None;
            }
            inside_latin = latin;
            out.push(to_hiragana(c));
            rest = &rest[c.len_utf8()..];
        }
        changed.then_some(out)
    }

    fn longest_word(&self, text: &str) -> Option<(usize, &'static str)> {
        let ends: [usize; 12] = {
            let mut ends = [0; 12];
            for (slot, (at, c)) in ends.iter_mut().zip(text.char_indices()) {
                *slot = at + c.len_utf8();
            }
            ends
        };
        ends[..self.longest.min(ends.len())].iter().rev().filter(|&&end| end > 0).find_map(|&end| {
            let reading = self.words.get(&text[..end])?;
            // A Latin word must end where the table's word ends: `line` is not the beginning of `linear`.
            let latin = text[..end].ends_with(|c: char| c.is_ascii_alphabetic());
            let goes_on = text[end..].starts_with(|c: char| c.is_ascii_alphabetic());
            (!(latin && goes_on)).then_some((end, *reading))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_are_read_and_others_leave_the_text_unread() {
        let readings = Readings::new();
        let table = [
            ("経理代行", Some("けいりだいこう")),
            ("web制作", Some("うぇぶせいさく")),
            ("動画を編集する", Some("どうがをへんしゅうする")),
            ("webinar制作", Some("webinarせいさく")),
            ("魑魅魍魎", None),
            ("せどり", None),
        ];
        for (text, reading) in table {
            assert_eq!(readings.read(text).as_deref(), reading, "{text}");
        }
    }
}
