//! Latin spellings of Japanese names, so that Hepburn, wapuro and sloppy romaji, and half-typed IME input meet in one form.
//!
//! The canonical form is not a romanisation to show anyone. It is what is left when every choice a typist has is removed:
//! long vowels are short (`ou`, `oo`, `uu`, `ō` → one vowel), doubled consonants single, `si` = `shi`, `tu` = `tsu`, `ti` = `chi`,
//! `l` = `r`, ヴ = ブ, `nn` = `n`. Input that mixes kana and Latin (`ばっくえn`) goes through the same door.
//! Non-goal: kanji, which pass through unchanged.

use super::kana::{is_kana, normalised, to_hiragana};

/// The canonical Latin form of a text of kana and Latin letters; other characters pass through.
#[must_use]
pub fn canonical(text: &str) -> String {
    let folded: String = normalised(text.chars()).map(to_hiragana).collect();
    let mut latin = String::with_capacity(folded.len() * 2);
    let chars: Vec<char> = folded.chars().collect();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if is_kana(c) {
            let pair = chars.get(i + 1).and_then(|&next| digraph(c, next));
            if let Some(syllable) = pair {
                latin.push_str(syllable);
                i += 2;
                continue;
            }
            // A small っ doubles the next consonant; doubled consonants are single in the canonical form.
            if c != 'っ' && c != 'ー' {
                latin.push_str(monograph(c));
            }
        } else if c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_alphanumeric() {
            latin.push(plain_vowel(c));
        }
        i += 1;
    }
    simplify(&latin)
}

fn plain_vowel(c: char) -> char {
    match c {
        'ā' | 'â' => 'a',
        'ī' | 'î' => 'i',
        'ū' | 'û' => 'u',
        'ē' | 'ê' => 'e',
        'ō' | 'ô' => 'o',
        _ => c,
    }
}

/// Spellings of one sound, longest first. The right side is canonical, and no left side begins inside a right one.
const SOUNDS: &[(&str, &str)] = &[
    ("sshi", "shi"),
    ("cchi", "chi"),
    ("tchi", "chi"),
    ("ttsu", "tsu"),
    ("xtsu", ""),
    ("ltsu", ""),
    ("sya", "sha"),
    ("syu", "shu"),
    ("syo", "sho"),
    ("sye", "she"),
    ("tya", "cha"),
    ("tyu", "chu"),
    ("tyo", "cho"),
    ("tye", "che"),
    ("cya", "cha"),
    ("cyu", "chu"),
    ("cyo", "cho"),
    ("zya", "ja"),
    ("zyu", "ju"),
    ("zyo", "jo"),
    ("jya", "ja"),
    ("jyu", "ju"),
    ("jyo", "jo"),
    ("thi", "chi"),
    ("dhi", "ji"),
    ("sh", "sh"),
    ("ch", "ch"),
    ("ts", "ts"),
    ("th", "th"),
    ("ph", "ph"),
    ("wh", "wh"),
    ("xtu", ""),
    ("ltu", ""),
    ("xa", "a"),
    ("xi", "i"),
    ("xu", "u"),
    ("xe", "e"),
    ("xo", "o"),
    ("si", "shi"),
    ("ti", "chi"),
    ("tu", "tsu"),
    ("hu", "fu"),
    ("zi", "ji"),
    ("di", "ji"),
    ("du", "zu"),
    ("wo", "o"),
    ("l", "r"),
];

fn simplify(latin: &str) -> String {
    let mut out = String::with_capacity(latin.len());
    let mut rest = latin;
    'outer: while let Some(c) = rest.chars().next() {
        if c.is_ascii() {
            for (from, to) in SOUNDS {
                if let Some(tail) = rest.strip_prefix(from) {
                    out.push_str(to);
                    rest = tail;
                    continue 'outer;
                }
            }
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    shorten(&out)
}

/// Long vowels become short and doubled consonants single: `kouken` and `kooken` → `koken`, `bakku` → `baku`.
fn shorten(latin: &str) -> String {
    let mut out = String::with_capacity(latin.len());
    let mut last = None;
    for c in latin.chars() {
        let long_vowel = matches!((last, c), (Some('o'), 'u'));
        let doubled = last == Some(c) && c.is_ascii_alphabetic();
        if !(long_vowel || doubled) {
            // `m` before a labial is `n` (shimbun = shinbun).
            if matches!(c, 'b' | 'p' | 'm') && last == Some('m') {
                out.pop();
                out.push('n');
            }
            out.push(c);
        }
        if !long_vowel {
            last = Some(c);
        }
    }
    out
}

fn digraph(first: char, second: char) -> Option<&'static str> {
    Some(match (first, second) {
        ('き', 'ゃ') => "kya",
        ('き', 'ゅ') => "kyu",
        ('き', 'ょ') => "kyo",
        ('し', 'ゃ') => "sha",
        ('し', 'ゅ') => "shu",
        ('し', 'ょ') => "sho",
        ('し', 'ぇ') => "she",
        ('ち', 'ゃ') => "cha",
        ('ち', 'ゅ') => "chu",
        ('ち', 'ょ') => "cho",
        ('ち', 'ぇ') => "che",
        ('に', 'ゃ') => "nya",
        ('に', 'ゅ') => "nyu",
        ('に', 'ょ') => "nyo",
        ('ひ', 'ゃ') => "hya",
        ('ひ', 'ゅ') => "hyu",
        ('ひ', 'ょ') => "hyo",
        ('み', 'ゃ') => "mya",
        ('み', 'ゅ') => "myu",
        ('み', 'ょ') => "myo",
        ('り', 'ゃ') => "rya",
        ('り', 'ゅ') => "ryu",
        ('り', 'ょ') => "ryo",
        ('ぎ', 'ゃ') => "gya",
        ('ぎ', 'ゅ') => "gyu",
        ('ぎ', 'ょ') => "gyo",
        ('じ', 'ゃ') => "ja",
        ('じ', 'ゅ') => "ju",
        ('じ', 'ょ') => "jo",
        ('じ', 'ぇ') => "je",
        ('び', 'ゃ') => "bya",
        ('び', 'ゅ') => "byu",
        ('び', 'ょ') => "byo",
        ('ぴ', 'ゃ') => "pya",
        ('ぴ', 'ゅ') => "pyu",
        ('ぴ', 'ょ') => "pyo",
        ('ふ', 'ぁ') => "fa",
        ('ふ', 'ぃ') => "fi",
        ('ふ', 'ぇ') => "fe",
        ('ふ', 'ぉ') => "fo",
        ('て', 'ぃ') => "ti",
        ('で', 'ぃ') => "di",
        ('で', 'ゅ') => "dyu",
        ('と', 'ぅ') => "tu",
        ('う', 'ぃ') => "wi",
        ('う', 'ぇ') => "we",
        ('う', 'ぉ') => "wo",
        ('ゔ', 'ぁ') => "ba",
        ('ゔ', 'ぃ') => "bi",
        ('ゔ', 'ぇ') => "be",
        ('ゔ', 'ぉ') => "bo",
        _ => return None,
    })
}

fn monograph(c: char) -> &'static str {
    match c {
        'あ' | 'ぁ' => "a",
        'い' | 'ぃ' => "i",
        'う' | 'ぅ' => "u",
        'え' | 'ぇ' => "e",
        'お' | 'ぉ' | 'を' => "o",
        'か' | 'ゕ' => "ka",
        'き' => "ki",
        'く' => "ku",
        'け' | 'ゖ' => "ke",
        'こ' => "ko",
        'さ' => "sa",
        'し' => "shi",
        'す' => "su",
        'せ' => "se",
        'そ' => "so",
        'た' => "ta",
        'ち' => "chi",
        'つ' | 'っ' => "tsu",
        'て' => "te",
        'と' => "to",
        'な' => "na",
        'に' => "ni",
        'ぬ' => "nu",
        'ね' => "ne",
        'の' => "no",
        'は' => "ha",
        'ひ' => "hi",
        'ふ' => "fu",
        'へ' => "he",
        'ほ' => "ho",
        'ま' => "ma",
        'み' => "mi",
        'む' => "mu",
        'め' => "me",
        'も' => "mo",
        'や' | 'ゃ' => "ya",
        'ゆ' | 'ゅ' => "yu",
        'よ' | 'ょ' => "yo",
        'ら' => "ra",
        'り' => "ri",
        'る' => "ru",
        'れ' => "re",
        'ろ' => "ro",
        'わ' | 'ゎ' => "wa",
        'ん' => "n",
        'が' => "ga",
        'ぎ' => "gi",
        'ぐ' => "gu",
        'げ' => "ge",
        'ご' => "go",
        'ざ' => "za",
        'じ' | 'ぢ' => "ji",
        'ず' | 'づ' => "zu",
        'ぜ' => "ze",
        'ぞ' => "zo",
        'だ' => "da",
        'で' => "de",
        'ど' => "do",
        'ば' => "ba",
        'び' => "bi",
        'ぶ' | 'ゔ' => "bu",
        'べ' => "be",
        'ぼ' => "bo",
        'ぱ' => "pa",
        'ぴ' => "pi",
        'ぷ' => "pu",
        'ぺ' => "pe",
        'ぽ' => "po",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_type_a_name_meets_in_one_form() {
        let table = [
            ("ばっくえんど", "bakuendo"),
            ("bakkuendo", "bakuendo"),
            ("ばっくえn", "bakuen"),
            ("どうがへんしゅう", "dogahenshu"),
            ("dougahensyu", "dogahenshu"),
            ("dōgahenshū", "dogahenshu"),
            ("ホンヤク", "honyaku"),
            ("ｗｅｂ", "web"),
            ("しんぶん", "shinbun"),
            ("shimbun", "shinbun"),
            ("しゅっぱん", "shupan"),
            ("syuppan", "shupan"),
            ("ちゅうごく", "chugoku"),
            ("tyuugoku", "chugoku"),
            ("ディーティーエム", "jichiemu"),
            ("dhi-thi-emu", "jichiemu"),
            ("ヴォーカル", "bokaru"),
        ];
        for (text, form) in table {
            assert_eq!(canonical(text), form, "{text}");
        }
    }
}
