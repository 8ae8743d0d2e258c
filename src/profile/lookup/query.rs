//! What was typed, in the forms that are compared: as written, as it sounds, without filler words, and in parts.

use std::borrow::Cow;

use super::super::kana::{is_kanji, is_katakana, normalised};
use super::super::normalise::name_key;
use super::super::romaji;
use super::readings::Readings;
use super::words::{Fillers, Script, script, words};

/// Longest query that is looked at, in characters.
pub(super) const QUERY_MAX: usize = 60;
/// Factor on what the reading of kanji finds.
const READ: f64 = 0.88;
/// Most parts of a query that are looked up.
const PARTS_MAX: usize = 6;
/// Most characters that a name can take of the text after the beginning of a word.
const ONWARDS_MAX: usize = 12;

/// One way to write what was typed.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) text: String,
    pub(super) chars: Vec<char>,
    /// How much the characters say: see [`weight`].
    pub(super) weight: usize,
    /// Factor on what it finds unless it is the whole name: kanji can be read in more than one way.
    pub(super) sure: f64,
    /// Edits that what was really typed allows. Romaji of a short kana word is long, but the word is still short.
    pub(super) edits: usize,
}

impl Form {
    pub(super) fn new(text: String, edits: Option<usize>) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let latin = chars.iter().all(char::is_ascii);
        let edits = edits.unwrap_or_else(|| tolerance(chars.len(), latin));
        Self { weight: weight(&chars), sure: 1.0, text, edits, chars }
    }
}

/// A word of a query.
#[derive(Debug)]
pub(super) struct Part {
    /// The word as written.
    pub(super) word: Form,
    /// As it sounds.
    pub(super) sound: Option<Form>,
    /// Where it begins in the key of the whole text, in characters.
    pub(super) start: usize,
    /// How much it counts: hiragana may be grammar, and counts half.
    pub(super) counts: usize,
    /// What the text goes on with: names may take more of it than the word (作り置きを from 作).
    pub(super) onwards: Vec<char>,
}

/// A query taken apart.
#[derive(Debug)]
pub(super) struct Query {
    /// As written: the whole, without fillers, without particles between words. The first is the whole.
    pub(super) written: Vec<Form>,
    /// As it sounds, in canonical romaji.
    pub(super) sounds: Vec<Form>,
    /// Words of it, when it has more than one word.
    pub(super) parts: Vec<Part>,
    /// Nothing is left without filler words.
    pub(super) only_fillers: bool,
    /// It is one word in katakana: what begins with a name and goes on is another word (スタンプラリー).
    pub(super) one_word: bool,
}

impl Query {
    pub(super) fn new(typed: &str, readings: &Readings, fillers: &Fillers) -> Self {
        let text: String = normalised(typed.trim().chars().take(QUERY_MAX)).take(QUERY_MAX).collect();
        let whole = name_key(&text);
        let bare = fillers.strip_key(&whole);
        let only_fillers = bare.is_empty();
        let words = words(&text, fillers);
        let concat: String = words.iter().map(|(_, word)| word.as_str()).collect();
        let joined = if words.len() > 1 { name_key(&concat) } else { String::new() };
        let mut written: Vec<Form> = Vec::with_capacity(3);
        for form in [whole, bare, joined] {
            if !form.is_empty() && written.iter().all(|f| f.text != form) {
                written.push(Form::new(form, None));
            }
        }
        let mut sounds: Vec<Form> = Vec::with_capacity(4);
        let mut sound = |source: &str, length: usize, latin: bool| {
            for form in heard(source, readings) {
                if sounds.iter().all(|f| f.text != form) {
                    // A slip in a short kana word is seen as written; by ear too many words are near.
                    let edits = if latin {
                        tolerance(length, true)
                    } else {
                        tolerance(length.saturating_sub(if length <= 4 { 2 } else { 1 }), false)
                    };
                    let sure = if source.chars().any(is_kanji) { READ } else { 1.0 };
                    sounds.push(Form { sure, ..Form::new(form, Some(edits)) });
                }
            }
        };
        // Long vowels matter to the sound of Latin letters only before normalisation, so the sound comes from the text itself.
        let spoken = fillers.strip_written(&text);
        for (i, source) in
            [Cow::Borrowed(text.as_str()), Cow::Owned(spoken), Cow::Owned(concat)].into_iter().enumerate()
        {
            if source.is_empty() || i > 0 && source == text {
                continue;
            }
            let length = name_key(&source).chars().count();
            sound(&source, length, source.chars().all(|c| c.is_ascii() || !c.is_alphanumeric()));
        }
        let parts = parts(&text, &words, readings, fillers);
        let one_word = text.chars().all(|c| c == 'ー' || is_katakana(c));
        Self { written, sounds, parts, only_fillers, one_word }
    }
}

fn parts(text: &str, words: &[(usize, String)], readings: &Readings, fillers: &Fillers) -> Vec<Part> {
    let whole: Vec<char> = name_key(text).chars().collect();
    let mut parts = Vec::new();
    for (at, word) in words {
        let key = name_key(word);
        if key.is_empty() || fillers.is_empty_word(&key) || key.chars().count() == whole.len() {
            continue;
        }
        let start = name_key(&text[..*at]).chars().count();
        let onwards = whole[start.min(whole.len())..].iter().copied().take(ONWARDS_MAX).collect();
        let sound = heard(word, readings).pop().map(|h| Form::new(h, Some(0)));
        let word = Form::new(key, Some(0));
        let counts = if text[*at..].starts_with(|c| script(c) == Script::Hiragana) {
            word.weight / 2
        } else {
            word.weight
        };
        parts.push(Part { word, sound, start, counts, onwards });
        if parts.len() == PARTS_MAX {
            break;
        }
    }
    parts
}

/// How a text sounds in canonical romaji: its Latin letters as they are, and with known words read. Neither when a kanji stays unread.
pub(super) fn heard(text: &str, readings: &Readings) -> Vec<String> {
    let mut forms = Vec::with_capacity(2);
    if !text.chars().any(is_kanji) {
        forms.push(romaji::canonical(text));
    }
    if let Some(read) = readings.read(text) {
        forms.push(romaji::canonical(&read));
    }
    forms.retain(|form| !form.is_empty());
    forms.dedup();
    forms
}

/// How much characters say: a Latin letter less than a kana, and a kana less than a kanji.
pub(super) fn weight(chars: &[char]) -> usize {
    let of = |c: char| match c {
        _ if is_kanji(c) => 4,
        _ if c.is_ascii() => 1,
        _ => 2,
    };
    chars.iter().map(|&c| of(c)).sum()
}

/// Wrong characters that a text of this length may have. Kanji and kana carry more each than Latin letters.
pub(super) fn tolerance(length: usize, latin: bool) -> usize {
    match (latin, length) {
        (false, 0..=2) | (true, 0..=3) => 0,
        (false, 3..=5) | (true, 4..=6) => 1,
        (false, 6..=9) | (true, 7..=11) => 2,
        _ => 3,
    }
}
