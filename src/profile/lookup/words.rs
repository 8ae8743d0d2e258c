//! What stands around a name and between its words: fillers, which are data (`data/first-words.toml`), and the words themselves.

use super::super::kana::{is_kana, is_kanji};
use super::super::normalise::name_key;
use super::super::spoken::NameFillers;

/// Words around names, in the forms they are compared in.
#[derive(Debug, Default)]
pub(super) struct Fillers {
    behind: Vec<Filler>,
    before: Vec<Filler>,
    empty: Vec<String>,
    grammar: Vec<String>,
}

/// A word as it is written and as a comparison key.
#[derive(Debug)]
struct Filler {
    written: String,
    key: String,
}

impl Fillers {
    pub(super) fn new(fillers: &NameFillers) -> Self {
        let forms = |texts: &[String]| {
            let form = |text: &String| Filler { written: text.to_lowercase(), key: name_key(text) };
            texts.iter().map(form).collect()
        };
        Self {
            behind: forms(&fillers.behind),
            before: forms(&fillers.before),
            empty: fillers.empty.iter().map(|text| name_key(text)).collect(),
            grammar: fillers.grammar.clone(),
        }
    }

    /// A comparison key without the fillers around it.
    pub(super) fn strip_key(&self, key: &str) -> String {
        let mut bare = key;
        loop {
            let before = bare.len();
            for filler in &self.behind {
                bare = bare.strip_suffix(filler.key.as_str()).unwrap_or(bare);
            }
            for filler in &self.before {
                bare = bare.strip_prefix(filler.key.as_str()).unwrap_or(bare);
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

    /// A text that keeps long marks and small kana without the fillers around it, as far as they are written alike.
    pub(super) fn strip_written(&self, text: &str) -> String {
        let mut bare = text.trim();
        for filler in &self.before {
            bare = bare.strip_prefix(filler.written.as_str()).unwrap_or(bare).trim_start();
        }
        for filler in &self.behind {
            bare = bare.strip_suffix(filler.written.as_str()).unwrap_or(bare).trim_end();
        }
        bare.to_owned()
    }

    /// Whether a word, as a comparison key, says nothing about which job.
    pub(super) fn is_empty_word(&self, key: &str) -> bool {
        self.empty.iter().any(|word| word == key)
    }

    /// Whether hiragana are a particle, an ending or a word of everyday talk.
    fn is_grammar(&self, hiragana: &str) -> bool {
        hiragana.chars().count() < 2 || self.grammar.iter().any(|word| word == hiragana)
    }
}

/// The kind of a character, as far as words of a name go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Kanji,
    Katakana,
    Hiragana,
    Latin,
    Other,
}

pub(super) fn script(c: char) -> Script {
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
pub(super) fn words(text: &str, fillers: &Fillers) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut start = 0;
    let mut last = Script::Other;
    let mut flush = |from: usize, to: usize, kind: Script| {
        let run = &text[from..to];
        let grammar = kind == Script::Other || kind == Script::Hiragana && fillers.is_grammar(run);
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
