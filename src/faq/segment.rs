//! A text cut into comparable words, with the character sequence they stand in.
//!
//! The dictionary segmenter of ICU finds the boundaries (its data is compiled in: nothing is downloaded); [`super::stem`] makes
//! words of the pieces. Boundaries err, mostly in hiragana, which is why character n-grams stand beside the words.

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

use super::normalise::{Script, fold, plain_up_to};
use super::stem::{hiragana_stem, is_stop, latin_stem};

/// A text in comparison form.
#[derive(Clone, Debug, Default)]
pub struct Segmented {
    /// The characters; a gap between stretches is one space.
    pub chars: Vec<char>,
    /// The script each character had before folding.
    pub scripts: Vec<Script>,
    /// Whether a segment begins at this character.
    pub starts: Vec<bool>,
    /// The content words as ranges of `chars`, stemmed.
    pub words: Vec<(u32, u32)>,
}

impl Segmented {
    /// Puts another text behind this one, a gap between them; gives the place of its first character.
    pub fn append(&mut self, other: &Self) -> u32 {
        if !self.chars.is_empty() {
            self.chars.push(' ');
            self.scripts.push(Script::Gap);
            self.starts.push(true);
        }
        let from = index(self.chars.len());
        self.chars.extend_from_slice(&other.chars);
        self.scripts.extend_from_slice(&other.scripts);
        self.starts.extend_from_slice(&other.starts);
        self.words.extend(other.words.iter().map(|&(a, b)| (a + from, b + from)));
        from
    }

    /// The characters of a range as text.
    #[must_use]
    pub fn text(&self, from: u32, to: u32) -> String {
        self.chars.get(from as usize..to as usize).unwrap_or_default().iter().collect()
    }
}

/// Cuts a text of at most `limit` characters.
#[must_use]
pub fn segment(text: &str, limit: usize) -> Segmented {
    let plain = plain_up_to(text, limit);
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let mut out = Segmented::default();
    let room = plain.len() / 2 + 1;
    out.chars.reserve(room);
    out.scripts.reserve(room);
    out.starts.reserve(room);
    let mut word = String::new();
    let mut from = 0;
    for to in segmenter.segment_str(&plain) {
        if let Some(piece) = plain.get(from..to) {
            push(piece, &mut out, &mut word);
        }
        from = to;
    }
    out
}

fn push(piece: &str, out: &mut Segmented, word: &mut String) {
    let from = out.chars.len();
    for c in piece.chars() {
        if let Some(folded) = fold(c) {
            let script = match Script::of(c) {
                // %, + and # belong to the number or name before them.
                Script::Gap if c != ' ' => Script::Letter,
                script => script,
            };
            out.chars.push(if script == Script::Gap { ' ' } else { folded });
            out.scripts.push(script);
            out.starts.push(out.chars.len() == from + 1);
        }
    }
    let to = out.chars.len();
    let (Some(&first), false) = (out.scripts.get(from), from == to) else { return };
    if first == Script::Gap {
        return;
    }
    // A number and what it counts are one word: 20万, 28時間.
    if first == Script::Kanji
        && from > 0
        && out.scripts[from - 1] == Script::Digit
        && let Some(last) = out.words.last_mut()
        && last.1 as usize == from
    {
        last.1 = index(from + 1);
        return;
    }
    word.clear();
    word.extend(&out.chars[from..to]);
    if is_stop(word) {
        return;
    }
    let length = match first {
        // Okurigana inflects: the kanji before it is the stem.
        Script::Kanji => out.scripts[from..to].iter().take_while(|&&s| s != Script::Hiragana).count(),
        Script::Hiragana => hiragana_stem(word).chars().count(),
        Script::Letter => latin_stem(word).chars().count(),
        _ => to - from,
    };
    if first == Script::Hiragana && length < 2 {
        return;
    }
    out.words.push((index(from), index(from + length)));
}

/// Texts are cut to far fewer characters than `u32` counts.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let segmented = segment(text, 600);
        segmented.words.iter().map(|&(from, to)| segmented.text(from, to)).collect()
    }

    #[test]
    fn content_words_remain_without_endings() {
        let table: [(&str, &[&str]); 5] = [
            ("会社にバレますか", &["会社", "ばれ"]),
            ("副業で稼げるようになりたい", &["副業", "稼"]),
            ("20万円を超えたら", &["20万", "超"]),
            ("確定申告って必要？", &["確定", "申告", "必要"]),
            ("ですよね？", &[]),
        ];
        for (text, expected) in table {
            let found = words(text);
            for word in expected {
                assert!(found.iter().any(|w| w.starts_with(word)), "{text}: {found:?} lacks {word}");
            }
            assert!(found.len() <= expected.len() + 2, "{text}: {found:?}");
        }
    }

    #[test]
    fn forms_of_one_verb_are_one_word() {
        assert_eq!(words("払われない").first(), words("払ってくれない").first());
    }
}
