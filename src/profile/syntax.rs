//! From the words of the TOML reader to a [`Finding`] that says what to type instead.
//!
//! Editors write Japanese, so the usual slips are full-width digits, quotes and equals signs, and texts without quotes. They are
//! looked for in the line itself; the reader's own words are the last resort. Non-goal: the rules on values that can be read.

use serde_json::Value as Json;
use toml::de::DeValue;
use unicode_normalization::UnicodeNormalization as _;

use super::day::Day;
use super::finding::{Finding, Shape};
use crate::nearest::nearest;

/// What is wrong in this line, which the reader refused with this message.
pub(super) fn unreadable_line(line: &str, message: &str) -> Finding {
    let (key, value) = line.split_once(['=', '＝']).unwrap_or(("", line));
    let key = key.trim().to_owned();
    if let Some(typed) = full_width(line) {
        let instead = half_width(&typed);
        return Finding::FullWidth { typed, key, instead };
    }
    let value = value.trim();
    let is_bare_text = value.chars().next().is_some_and(|first| first.is_alphabetic() || first == '「')
        && !["true", "false"].contains(&value);
    if !key.is_empty() && is_bare_text {
        return Finding::NotQuoted { key };
    }
    Finding::NotToml { message: message.trim_end_matches('.').to_owned() }
}

/// The first run of full-width digits, letters or signs outside quotes and comments.
fn full_width(line: &str) -> Option<String> {
    let mut quoted = false;
    let mut run = String::new();
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            '#' if !quoted => break,
            _ if !quoted && half_width_of(c).is_some() => {
                run.push(c);
                continue;
            }
            _ => {}
        }
        if !run.is_empty() {
            break;
        }
    }
    Some(run).filter(|run| !run.is_empty())
}

/// The half-width form of what TOML itself is written with.
fn half_width_of(c: char) -> Option<char> {
    match c {
        '“' | '”' | '„' => Some('"'),
        '‘' | '’' => Some('\''),
        '、' => Some(','),
        '\u{3000}' => Some(' '),
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0),
        _ => None,
    }
}

fn half_width(text: &str) -> String {
    text.chars().map(|c| half_width_of(c).unwrap_or(c)).collect()
}

/// What is wrong with the shape of this value, which a type refused with this message.
pub(super) fn wrong_shape(message: &str, value: Option<&DeValue<'_>>) -> Finding {
    let message = message.trim_end_matches('.');
    if let Some((found, expected)) =
        message.strip_prefix("invalid type: ").and_then(|m| m.split_once(", expected "))
    {
        let (found, expected) = (shape_of(found), shape_of(expected));
        return Finding::WrongType { found, expected, instead: instead(value, expected) };
    }
    if message.starts_with("invalid length") {
        return Finding::WrongType { found: Shape::List, expected: Shape::Pair, instead: None };
    }
    if let Some((word, known)) =
        message.strip_prefix("unknown variant ").and_then(|m| m.split_once(", expected "))
    {
        let known: Vec<String> = quoted(known);
        let word = quoted(word).into_iter().next().unwrap_or_default();
        let meant = nearest(&word, known.iter().map(String::as_str)).map(ToOwned::to_owned);
        return Finding::UnknownWord { word, known, meant };
    }
    if let Some(key) = message.strip_prefix("missing field ") {
        return Finding::MissingKey { key: quoted(key).into_iter().next().unwrap_or_default() };
    }
    Finding::OtherShape { message: message.to_owned() }
}

/// The words between backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect()
}

/// What serde calls a value, or what it asks for.
fn shape_of(words: &str) -> Shape {
    let table = [
        ("integer", Shape::Whole),
        ("i64", Shape::Whole),
        ("u", Shape::Whole),
        ("f", Shape::Decimal),
        ("string", Shape::Text),
        ("a string", Shape::Text),
        ("bool", Shape::Flag),
        ("a bool", Shape::Flag),
        ("sequence", Shape::List),
        ("a sequence", Shape::List),
        ("a tuple", Shape::Pair),
        ("map", Shape::Table),
        ("a map", Shape::Table),
        ("struct", Shape::Table),
        ("a TOML datetime", Shape::Date),
        ("datetime", Shape::Date),
    ];
    table.iter().find(|(begins, _)| words.starts_with(begins)).map_or(Shape::Other, |&(_, shape)| shape)
}

/// The value written as it should be, where that can be told.
fn instead(value: Option<&DeValue<'_>>, expected: Shape) -> Option<String> {
    let text = match value? {
        DeValue::String(text) => text.nfkc().collect::<String>().trim().to_owned(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        _ => return None,
    };
    let plain = text.replace(',', "");
    match expected {
        Shape::Whole => plain.parse::<i64>().is_ok().then_some(plain),
        Shape::Decimal => plain.parse::<f64>().is_ok().then_some(plain),
        Shape::Flag => matches!(plain.as_str(), "true" | "false").then_some(plain),
        Shape::Date => plain.parse::<Day>().is_ok().then_some(plain),
        Shape::Text => Some(Json::from(text).to_string()),
        Shape::List => Some(format!("[{}]", Json::from(text))),
        Shape::Pair | Shape::Table | Shape::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_slips_of_a_japanese_keyboard_are_recognised() {
        let full = |typed: &str, key: &str, instead: &str| Finding::FullWidth {
            typed: typed.into(),
            key: key.into(),
            instead: instead.into(),
        };
        let table = [
            ("ease = ５５", full("５５", "ease", "55")),
            ("ease ＝ 55", full("＝", "ease", "=")),
            ("name = “動画編集”", full("“", "name", "\"")),
            ("tags = [\"a\"、\"b\"]", full("、", "tags", ",")),
            ("\u{3000}name = \"a\"", full("\u{3000}", "name", " ")),
            ("name = 動画編集", Finding::NotQuoted { key: "name".into() }),
            ("name = 「動画編集」", Finding::NotQuoted { key: "name".into() }),
            ("name = \"５５", Finding::NotToml { message: "why".into() }),
        ];
        for (line, finding) in table {
            assert_eq!(unreadable_line(line, "why"), finding, "{line}");
        }
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_written_anew_where_that_can_be_told() {
        let read = |value: &str| {
            let text = format!("x = {value}");
            let table = toml::de::DeTable::parse(&text).unwrap();
            let value = table.get_ref()["x"].get_ref();
            let date = wrong_shape("invalid type: string \"\", expected a TOML datetime", Some(value));
            let whole = wrong_shape("invalid type: string \"\", expected i64", Some(value));
            let instead = |finding| match finding {
                Finding::WrongType { instead, .. } => instead,
                _ => None,
            };
            (instead(whole), instead(date))
        };
        assert_eq!(read("\"５５\""), (Some("55".into()), None));
        assert_eq!(read("\"1,500\""), (Some("1500".into()), None));
        assert_eq!(read("\"many\""), (None, None));
        assert_eq!(read("\"2026-11-24\""), (None, Some("2026-11-24".into())));
    }
}
