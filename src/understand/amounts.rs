//! The amounts that a person says of their time and their goal: 「週5時間」「夜に30分ずつ」「月3万円」.
//!
//! Texts are small letters without blanks, as `wishes` hears them. An amount is taken where its unit says what it is of; what can be
//! read in two ways stays open or is the smaller one, since who is taken to have more time is advised wrongly.

use crate::profile::{Hours, Stretch, Yen};

/// Most yen a month that are taken for a goal.
const GOAL_MAX: f64 = 3_000_000.0;
/// Most hours a week that are taken for one's time.
const HOURS_MAX: f64 = 60.0;
/// Weeks of a month.
const WEEKS: f64 = 4.0;

/// What may stand between 「週」 or 「月」 and its hours.
const TO_HOURS: [&str; 13] =
    ["間", "に", "で", "は", "合計", "計", "全部", "合わせて", "トータル", "だいたい", "大体", "約", "、"];
/// Behind the time of one go.
const AT_A_GO: [&str; 8] =
    ["ずつ", "くらいずつ", "ほどずつ", "まとめて", "ぶっ通し", "続けて", "刻み", "単位"];
/// Before minutes that are a way and no work.
const WAY: [&str; 6] = ["で", "徒歩", "片道", "往復", "通勤", "車"];

/// A number with what stands before and behind it.
struct Amount<'a> {
    value: f64,
    before: &'a str,
    behind: &'a str,
}

/// 「30分ずつ」「15分だけ」「1回1時間」「2〜3時間まとめて」「半日」.
pub(super) fn stretch(text: &str) -> Option<Stretch> {
    let amounts = amounts(text);
    let at_a_go = |a: &Amount<'_>| {
        let behind = a.behind.strip_prefix("時間")?;
        let is_one = ["1回", "1回に", "一回", "一回に"].iter().any(|go| start(a.before).ends_with(go));
        (is_one || AT_A_GO.iter().any(|go| behind.starts_with(go))).then_some(a.value)
    };
    if let Some(hours) = amounts.iter().find_map(at_a_go) {
        return Some(Stretch(if hours < 3.0 { 60 } else { 240 }));
    }
    let is_work = |a: &&Amount<'_>| a.behind.starts_with('分') && !WAY.iter().any(|w| a.before.ends_with(w));
    match amounts.iter().find(is_work).map(|a| a.value) {
        Some(n) if (5.0..60.0).contains(&n) => Some(Stretch(if n < 30.0 { 15 } else { 30 })),
        None if text.contains("半日") => Some(Stretch(240)),
        _ => None,
    }
}

/// What stands before a range, when this is its end: 「1回2〜3時間」 of the 3.
fn start(before: &str) -> &str {
    before
        .strip_suffix(['〜', '~', '-', 'ー'])
        .map_or(before, |range| range.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.'))
}

/// 「月3万」「月に5千円」「3万稼ぎたい」.
pub(super) fn goal(text: &str) -> Option<Yen> {
    let aims = ["月", "稼", "かせ", "ほしい", "欲しい", "目標", "つくり", "作り"];
    if !aims.iter().any(|w| text.contains(w)) {
        return None;
    }
    let unit = |a: &Amount<'_>| match a.behind.chars().next()? {
        '万' => Some(a.value * 10_000.0),
        '千' => Some(a.value * 1_000.0),
        '円' => Some(a.value),
        _ => None,
    };
    let yen = amounts(text).iter().find_map(unit)?;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be small")]
    (1_000.0..=GOAL_MAX).contains(&yen).then_some(Yen(yen as i64))
}

/// 「週5時間」「月に10時間」, else 「週3回、1回2時間」, else 「1日2時間」（a week has five such days）「土日に3時間」（two）.
pub(super) fn hours(text: &str) -> Option<Hours> {
    let amounts = amounts(text);
    let of = |what: &str, unit: &str| {
        let found = amounts.iter().find(|a| {
            let mut before = start(a.before);
            while let Some(less) = TO_HOURS.iter().find_map(|between| before.strip_suffix(between)) {
                before = less;
            }
            a.behind.starts_with(unit) && before.ends_with(what)
        });
        found.map(|a| a.value)
    };
    let once = || amounts.iter().find(|a| a.behind.starts_with("時間")).map(|a| a.value);
    let times = || of("週", "回").or_else(|| of("週", "日"));
    let days = if ["土日", "休みの日", "週末"].iter().any(|w| text.contains(w)) { 2.0 } else { 5.0 };
    let hours = of("週", "時間")
        .or_else(|| of("月", "時間").map(|hours| hours / WEEKS))
        .or_else(|| Some(once()? * times().unwrap_or(days)))?;
    (1.0..=HOURS_MAX).contains(&hours).then_some(Hours(hours))
}

fn amounts(text: &str) -> Vec<Amount<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(from) = text[at..].find(|c: char| c.is_ascii_digit()).map(|found| at + found) {
        let length =
            text[from..].find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len() - from);
        at = from + length;
        if let Ok(value) = text[from..at].parse() {
            out.push(Amount { value, before: &text[..from], behind: &text[at..] });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_those_of_a_week() {
        for (text, expected) in [
            ("週5時間で月5千円", Some(5.0)),
            ("土日に3時間だけ", Some(6.0)),
            ("1日2時間", Some(10.0)),
            ("夜に1時間ずつ週7時間くらい", Some(7.0)),
            ("平日夜と土日に2〜3時間ずつ、週10時間を", Some(10.0)),
            ("1日1〜2時間(週8時間くらい)", Some(8.0)),
            ("週に合計で6時間", Some(6.0)),
            ("1週間に約4時間", Some(4.0)),
            ("週5〜10時間", Some(10.0)),
            ("週3回、1回2時間", Some(6.0)),
            ("3時間×週2回", Some(6.0)),
            ("週2日3時間なら", Some(6.0)),
            ("月に10時間くらい", Some(2.5)),
            ("週末だけ2時間", Some(4.0)),
            ("週100時間", None),
            ("来月までに", None),
        ] {
            assert_eq!(hours(text), expected.map(Hours), "{text}");
        }
    }

    #[test]
    fn a_stretch_is_what_one_can_do_at_a_go() {
        for (text, expected) in [
            ("夜に30分ずつ", Some(30)),
            ("15分だけ", Some(15)),
            ("夜に1時間ずつ週7時間", Some(60)),
            ("1回1時間", Some(60)),
            ("1回3時間ほど", Some(240)),
            ("1回2〜3時間なら", Some(240)),
            ("2〜3時間ぶっ通しで", Some(240)),
            ("半日ならまとめて", Some(240)),
            ("車で50分の店。平日の昼に1時間ずつ", Some(60)),
            ("駅まで徒歩15分", None),
            ("週10時間", None),
        ] {
            assert_eq!(stretch(text), expected.map(Stretch), "{text}");
        }
    }

    #[test]
    fn a_goal_is_a_sum_of_yen() {
        for (text, expected) in [
            ("月3万", Some(30_000)),
            ("月に5千円", Some(5_000)),
            ("1.5万稼ぎたい", Some(15_000)),
            ("年収103万の壁", None),
            ("月9億円", None),
        ] {
            assert_eq!(goal(text), expected.map(Yen), "{text}");
        }
    }
}
