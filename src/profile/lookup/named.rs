//! Job names that stand in a sentence.
//!
//! A name counts only where it is a word of its own. Katakana must not go on in katakana on either side (タイミー is not in
//! タイミング), nor Latin letters in Latin letters (VA is not in N-VAN). A name found in a run of hiragana must fill it, up to
//! particles and common endings (せどりで, not はたらいた), and long marks count: ライバー is not in 「らいば」. Kanji may go on: 翻訳者
//! holds 翻訳. The longest name at a place wins. Non-goal: slips; those are for [`super::NameIndex`].

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::kana;

/// What may stand before a name in a run of hiragana.
const BEFORE: &[&str] = &[
    "は", "が", "の", "を", "に", "で", "と", "も", "や", "か", "へ", "って", "とか", "から", "より", "だけ",
    "ので", "けど", "お",
];
/// What may begin the rest of a run of hiragana after a name.
const AFTER: &[&str] = &[
    "は",
    "が",
    "の",
    "を",
    "に",
    "で",
    "と",
    "も",
    "や",
    "か",
    "へ",
    "って",
    "だけ",
    "する",
    "した",
    "して",
    "しよう",
    "したい",
    "なら",
    "より",
    "から",
    "だと",
    "だった",
    "です",
    "ます",
    "さん",
    "やり",
    "やる",
    "やっ",
    "じゃ",
    "まで",
    "ばかり",
    "くらい",
    "っぽい",
    "いくら",
    "どう",
];

/// A job's name where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The number that the name was given.
    pub number: usize,
    /// First character of the searched text, counted in characters of [`NamesInText::readable`].
    pub from: usize,
    /// One past the last character.
    pub to: usize,
}

/// Finds names in sentences.
#[derive(Debug, Default)]
pub struct NamesInText {
    automaton: Option<AhoCorasick>,
    numbers: Vec<usize>,
    /// A name in hiragana may stand anywhere in a run.
    anywhere: bool,
}

impl NamesInText {
    /// Over names, each with any number (several names may share one).
    #[must_use]
    pub fn new<'a>(names: impl IntoIterator<Item = (&'a str, usize)>) -> Self {
        Self::of(names, false)
    }

    fn of<'a>(names: impl IntoIterator<Item = (&'a str, usize)>, anywhere: bool) -> Self {
        let mut keys: Vec<String> = Vec::new();
        let mut numbers = Vec::new();
        for (name, number) in names {
            let key = folded(&Self::readable(name));
            let joined: String = key.chars().filter(|c| *c != ' ').collect();
            // サーバ is written as often as サーバー.
            let short = joined.strip_suffix('ー').filter(|s| s.chars().count() >= 3).map(str::to_owned);
            for key in [Some(key), Some(joined), short].into_iter().flatten() {
                let single = key.chars().nth(1).is_none();
                if (!single || anywhere && key.chars().all(kana::is_kanji))
                    && !key.is_empty()
                    && !keys.contains(&key)
                {
                    keys.push(key);
                    numbers.push(number);
                }
            }
        }
        let automaton = (!keys.is_empty())
            .then(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&keys).ok())
            .flatten();
        Self { automaton, numbers, anywhere }
    }

    /// The same for words that are no names: in hiragana they may stand anywhere, since endings follow them (はじめたい), and one kanji
    /// may be a word.
    #[must_use]
    pub fn anywhere<'a>(words: impl IntoIterator<Item = (&'a str, usize)>) -> Self {
        Self::of(words, true)
    }

    /// The form of a text that is searched: NFKC, lower case, each stretch of other characters one blank.
    #[must_use]
    pub fn readable(text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in kana::normalised(text.chars()) {
            if c == 'ー' || c.is_alphanumeric() || matches!(c, '+' | '#') {
                out.push(c);
            } else if !out.is_empty() && !out.ends_with(' ') && !matches!(c, '\u{3099}' | '\u{309a}') {
                out.push(' ');
            }
        }
        out.truncate(out.trim_end().len());
        out
    }

    /// The names in a text of the form [`Self::readable`], in their order.
    #[must_use]
    pub fn find(&self, readable: &str) -> Vec<Named> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let chars: Vec<char> = readable.chars().collect();
        let folded = folded(readable);
        let (mut byte, mut at) = (0, 0);
        let mut out = Vec::new();
        let mut start = 0;
        while let Some(found) = folded.get(start..).and_then(|rest| automaton.find(rest)) {
            let (from_byte, to_byte) = (start + found.start(), start + found.end());
            at += folded.get(byte..from_byte).map_or(0, |s| s.chars().count());
            let from = at;
            let to = from + folded.get(from_byte..to_byte).map_or(0, |s| s.chars().count());
            byte = from_byte;
            if stands_alone(&chars, from, to, self.anywhere) {
                if let Some(&number) = self.numbers.get(found.pattern().as_usize()) {
                    out.push(Named { number, from, to });
                }
                start = to_byte;
            } else {
                // A shorter or later name may still stand here.
                start = from_byte
                    + folded.get(from_byte..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8);
            }
        }
        out
    }
}

fn folded(text: &str) -> String {
    text.chars().map(kana::fold).collect()
}

fn stands_alone(chars: &[char], from: usize, to: usize, anywhere: bool) -> bool {
    let (Some(&first), Some(&last)) = (chars.get(from), to.checked_sub(1).and_then(|i| chars.get(i))) else {
        return false;
    };
    let before = from.checked_sub(1).and_then(|i| chars.get(i)).copied();
    let after = chars.get(to).copied();
    let goes_on = |c: char, neighbour: Option<char>| {
        neighbour.is_some_and(|n| {
            kana::is_katakana(c) && kana::is_katakana(n)
                || c.is_ascii_alphanumeric() && (n.is_ascii_alphanumeric() || matches!(n, '+' | '#'))
        })
    };
    if goes_on(first, before) || goes_on(last, after) {
        return false;
    }
    if anywhere {
        // One kanji is a word only by itself: 税, not 課税.
        let alone = |c: Option<char>| c.is_none_or(|c| !kana::is_kanji(c) && !kana::is_katakana(c));
        let fills_run = !before.is_some_and(kana::is_hiragana) && !after.is_some_and(kana::is_hiragana);
        // Two hiragana stand inside everything: they are a word where they fill their run.
        if to - from <= 2 && kana::is_hiragana(first) && kana::is_hiragana(last) {
            return fills_run;
        }
        return to - from > 1 || !kana::is_kanji(first) || alone(before) && alone(after);
    }
    if kana::is_hiragana(first) {
        let run: String = chars[..from].iter().rev().take_while(|c| kana::is_hiragana(**c)).collect();
        let run: String = run.chars().rev().collect();
        if !run.is_empty() && !BEFORE.iter().any(|p| run.ends_with(p)) {
            return false;
        }
    }
    if kana::is_hiragana(last) && chars[from..to].iter().all(|&c| kana::is_hiragana(c)) {
        let run: String = chars[to..].iter().take_while(|c| kana::is_hiragana(**c)).collect();
        if !run.is_empty() && !AFTER.iter().any(|p| run.starts_with(p)) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&'static str> {
        const NAMES: [&str; 13] = [
            "ライバー",
            "ライター",
            "タイミー",
            "VA",
            "コーダー",
            "ナレーター",
            "イラレ",
            "せどり",
            "動画編集",
            "翻訳",
            "Web ライター",
            "占い",
            "サーバー",
        ];
        let names = NamesInText::new(NAMES.iter().copied().zip(0..));
        let readable = NamesInText::readable(text);
        names.find(&readable).into_iter().map(|n| NAMES[n.number]).collect()
    }

    #[test]
    fn a_name_inside_another_word_is_none() {
        for text in [
            "ライバル会社の仕事を手伝ったら訴えられる？",
            "たくさんはたらいた",
            "始めるタイミング",
            "N-VANで配達",
            "場所にはこだわらない",
            "すっかりなれた",
            "じっとしていられない",
            "なせどりい",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_name_of_its_own_is_found_in_any_script() {
        let table: [(&str, &[&str]); 8] = [
            ("せどりで月3万", &["せどり"]),
            ("副業でせどりをやりたい", &["せどり"]),
            ("ｾﾄﾞﾘは違法？", &["せどり"]),
            ("動画編集者になるには", &["動画編集"]),
            ("webライターと翻訳どっち", &["Web ライター", "翻訳"]),
            ("らいばーって稼げる", &["ライバー"]),
            ("サーバの仕事", &["サーバー"]),
            ("VAってなに", &["VA"]),
        ];
        for (text, names) in table {
            assert_eq!(found(text), names, "{text}");
        }
    }
}
