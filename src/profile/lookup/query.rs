//! What was typed, in the forms that are compared: as written, as it sounds, without filler words, and in parts.

use std::borrow::Cow;

use super::super::kana::{is_kana, is_kanji, is_katakana, normalised};
use super::super::normalise::name_key;
use super::super::romaji;
use super::readings::Readings;

/// Longest query that is looked at, in characters.
pub(super) const QUERY_MAX: usize = 60;
/// Factor on what the reading of kanji finds.
const READ: f64 = 0.88;
/// Most parts of a query that are looked up.
const PARTS_MAX: usize = 6;
/// Most characters that a name can take of the text after the beginning of a word.
const ONWARDS_MAX: usize = 12;

/// Words behind a name that carry nothing: 「動画編集の仕事がしたい」. As comparison keys.
const BEHIND: [&str; 68] = [
    "についておしえて",
    "について教えて",
    "についてしりたい",
    "について知りたい",
    "をはじめたい",
    "を始めたい",
    "はじめたい",
    "始めたい",
    "のはじめかた",
    "の始め方",
    "始め方",
    "はじめ方",
    "がやりたい",
    "をやりたい",
    "やりたい",
    "がしたい",
    "をしたい",
    "したい",
    "をしてみたい",
    "してみたい",
    "やってみたい",
    "になりたい",
    "になるには",
    "って稼げる",
    "は稼げる",
    "で稼ぐ",
    "で稼ぎたい",
    "稼げる",
    "について",
    "つてどう",
    "つて何",
    "つてなに",
    "とは",
    "を教えて",
    "教えて",
    "する仕事",
    "やる仕事",
    "する人",
    "やる人",
    "してる人",
    "するやつ",
    "のやつ",
    "やつ",
    "とかの",
    "とか",
    "系の",
    "系",
    "関係",
    "の副業",
    "副業",
    "ふくぎよう",
    "ふくぎよ",
    "fukugyou",
    "fukugyo",
    "複業",
    "の仕事",
    "のしごと",
    "仕事",
    "しごと",
    "shigoto",
    "sigoto",
    "の案件",
    "案件",
    "のばいと",
    "ばいと",
    "の求人",
    "求人",
    "の人",
];
/// Words before a name that carry nothing, with the particles that follow them.
const BEFORE: [&str; 22] = [
    "副業で",
    "副業の",
    "副業に",
    "副業",
    "複業",
    "ふくぎようで",
    "ふくぎよう",
    "fukugyo",
    "在宅で",
    "在宅の",
    "在宅",
    "家で",
    "土日に",
    "土日の",
    "週末に",
    "週末の",
    "初心者の",
    "未経験の",
    "sidejob",
    "主婦の",
    "学生の",
    "夜だけ",
];

/// Words that say nothing about which job, as parts.
const EMPTY_PARTS: [&str; 26] = [
    "仕事",
    "副業",
    "人",
    "方",
    "方法",
    "在宅",
    "求人",
    "募集",
    "案件",
    "時間",
    "会社",
    "自分",
    "初心者",
    "未経験",
    "主婦",
    "学生",
    "土日",
    "週末",
    "何",
    "日本",
    "月",
    "円",
    "万円",
    "ばいと",
    "者",
    "行",
];

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
    pub(super) fn new(typed: &str, readings: &Readings) -> Self {
        let text: String = normalised(typed.trim().chars().take(QUERY_MAX)).take(QUERY_MAX).collect();
        let whole = name_key(&text);
        let bare = strip_fillers(&whole);
        let only_fillers = bare.is_empty();
        let words = words(&text);
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
        let spoken = strip_spoken(&text);
        for (i, source) in
            [Cow::Borrowed(text.as_str()), Cow::Owned(spoken), Cow::Owned(concat)].into_iter().enumerate()
        {
            if source.is_empty() || i > 0 && source == text {
                continue;
            }
            let length = name_key(&source).chars().count();
            sound(&source, length, source.chars().all(|c| c.is_ascii() || !c.is_alphanumeric()));
        }
        let parts = parts(&text, &words, readings);
        let one_word = text.chars().all(|c| c == 'ー' || is_katakana(c));
        Self { written, sounds, parts, only_fillers, one_word }
    }
}

fn parts(text: &str, words: &[(usize, String)], readings: &Readings) -> Vec<Part> {
    let whole: Vec<char> = name_key(text).chars().collect();
    let mut parts = Vec::new();
    for (at, word) in words {
        let key = name_key(word);
        if key.is_empty() || EMPTY_PARTS.contains(&key.as_str()) || key.chars().count() == whole.len() {
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

fn strip_fillers(key: &str) -> String {
    let mut bare = key;
    loop {
        let before = bare.len();
        for filler in BEHIND {
            bare = bare.strip_suffix(filler).unwrap_or(bare);
        }
        for filler in BEFORE {
            bare = bare.strip_prefix(filler).unwrap_or(bare);
        }
        // 「教える人」: someone who does it.
        if let Some(verb) = bare.strip_suffix('人').filter(|verb| verb.ends_with(is_kana)) {
            bare = verb;
        }
        if bare.len() == before {
            return bare.to_owned();
        }
    }
}

/// The same for text that keeps long marks and small kana, as far as its fillers are written alike.
fn strip_spoken(text: &str) -> String {
    const SPOKEN: [&str; 20] = [
        "の仕事",
        "の副業",
        "の案件",
        "の求人",
        "のバイト",
        "のお仕事",
        "がしたい",
        "をしたい",
        "やりたい",
        "ふくぎょう",
        "のしごと",
        " shigoto",
        " no shigoto",
        " fukugyo",
        " fukugyou",
        " baito",
        " no fukugyo",
        "の人",
        "のやつ",
        "やつ",
    ];
    let mut bare = text.trim();
    for start in ["副業 ", "副業で", "副業の", "副業", "在宅", "ふくぎょう"] {
        bare = bare.strip_prefix(start).unwrap_or(bare);
    }
    for end in SPOKEN {
        bare = bare.strip_suffix(end).unwrap_or(bare);
    }
    for end in ["副業", "仕事", "案件", "求人"] {
        bare = bare.strip_suffix(end).unwrap_or(bare);
    }
    bare.trim().to_owned()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Kanji,
    Katakana,
    Hiragana,
    Latin,
    Other,
}

fn script(c: char) -> Script {
    match c {
        'ー' => Script::Katakana,
        'ぁ'..='ゖ' => Script::Hiragana,
        _ if is_kana(c) => Script::Katakana,
        _ if is_kanji(c) => Script::Kanji,
        _ if c.is_ascii_alphanumeric() => Script::Latin,
        _ => Script::Other,
    }
}

/// The words of a text: runs of kanji, katakana and Latin letters, and hiragana runs that are not grammar.
fn words(text: &str) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut start = 0;
    let mut last = Script::Other;
    let mut flush = |from: usize, to: usize, kind: Script| {
        let run = &text[from..to];
        let grammar = kind == Script::Other || kind == Script::Hiragana && is_grammar(run);
        if !(run.is_empty() || grammar) {
            words.push((from, run.to_owned()));
        }
    };
    for (at, c) in text.char_indices() {
        let mut kind = script(c);
        if c == 'ー' && matches!(last, Script::Hiragana | Script::Katakana) {
            kind = last;
        }
        if kind != last {
            flush(start, at, last);
            start = at;
        }
        last = kind;
    }
    flush(start, text.len(), last);
    words
}

/// Particles, verb endings and words of everyday talk.
fn is_grammar(hiragana: &str) -> bool {
    const GRAMMAR: [&str; 40] = [
        "の",
        "を",
        "で",
        "に",
        "が",
        "と",
        "や",
        "は",
        "も",
        "へ",
        "って",
        "する",
        "した",
        "して",
        "したい",
        "やつ",
        "のやつ",
        "さん",
        "のお",
        "とか",
        "る",
        "り",
        "く",
        "き",
        "し",
        "い",
        "つくる",
        "をつくる",
        "かく",
        "かくやつ",
        "うる",
        "やる",
        "をやる",
        "がやりたい",
        "する人",
        "にのる",
        "くやつ",
        "に",
        "ぶやつ",
        "つ",
    ];
    GRAMMAR.contains(&hiragana) || hiragana.chars().count() < 2
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
