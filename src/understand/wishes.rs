//! What a person says about time, goal, place and experience: 「在宅で月3万、未経験」.

use crate::advice::{Experience, PlaceWish, Wishes};
use crate::profile::{Hours, Yen, kana};

/// Most yen a month that is taken for a goal.
const GOAL_MAX: f64 = 3_000_000.0;
/// Most hours a week that are taken for one's time.
const HOURS_MAX: f64 = 60.0;

/// The wishes that stand in a text; everything not said stays open.
#[must_use]
pub fn wishes(text: &str) -> Wishes {
    let text: String = kana::normalised(text.chars()).filter(|c| !matches!(c, ' ' | ',')).collect();
    let any = |words: &[&str]| words.iter().any(|w| text.contains(w));
    let place = if any(&["在宅をやめ", "在宅やめ", "外で動", "外でも", "在宅じゃなく", "出かけて"])
    {
        Some(PlaceWish::Any)
    } else if any(&["在宅", "家でで", "家でや", "家でし", "家から", "自宅", "おうちで", "家でも", "家で月"])
    {
        Some(PlaceWish::Home)
    } else {
        None
    };
    let experience = if any(&[
        "未経験",
        "初心者",
        "経験なし",
        "経験ない",
        "スキルなし",
        "スキルない",
        "はじめて",
        "初めて",
        "何もでき",
        "なんもでき",
    ]) {
        Some(Experience::None)
    } else {
        None
    };
    Wishes { hours: hours(&text), goal: goal(&text), experience, place, ..Wishes::default() }
}

/// 「月3万」「月に5千円」「3万稼ぎたい」.
fn goal(text: &str) -> Option<Yen> {
    let chars: Vec<char> = text.chars().collect();
    let aims = ["月", "稼", "かせ", "ほしい", "欲しい", "目標", "つくり", "作り"];
    if !aims.iter().any(|w| text.contains(w)) {
        return None;
    }
    let (number, after) = numbers(&chars)
        .into_iter()
        .find(|(_, after)| matches!(chars.get(*after), Some('万' | '千' | '円')))?;
    let unit = match chars.get(after) {
        Some('万') => 10_000.0,
        Some('千') => 1_000.0,
        _ => 1.0,
    };
    let yen = number * unit;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be small")]
    (1_000.0..=GOAL_MAX).contains(&yen).then_some(Yen(yen as i64))
}

/// 「週5時間」「1日2時間」（a week has five such days）「土日に3時間」（two）.
fn hours(text: &str) -> Option<Hours> {
    let chars: Vec<char> = text.chars().collect();
    let (number, _) = numbers(&chars)
        .into_iter()
        .find(|(_, after)| chars.get(*after) == Some(&'時') && chars.get(after + 1) == Some(&'間'))?;
    let days = if text.contains("週") && !text.contains("1日") {
        1.0
    } else if ["土日", "休みの日", "週末"].iter().any(|w| text.contains(w)) {
        2.0
    } else {
        5.0
    };
    let hours = number * days;
    (1.0..=HOURS_MAX).contains(&hours).then_some(Hours(hours))
}

/// Numbers with the place of what follows them.
fn numbers(chars: &[char]) -> Vec<(f64, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let digits = chars[at..].iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
        if digits > 0 {
            let text: String = chars[at..at + digits].iter().collect();
            if let Ok(number) = text.parse() {
                out.push((number, at + digits));
            }
        }
        at += digits.max(1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_taken_and_the_rest_stays_open() {
        let said = wishes("在宅で月３万、未経験でもできるやつ");
        assert_eq!(
            (said.goal, said.place, said.experience),
            (Some(Yen(30_000)), Some(PlaceWish::Home), Some(Experience::None))
        );
        assert_eq!(said.hours, None);
        assert_eq!(wishes("週5時間で月5千円").hours, Some(Hours(5.0)));
        assert_eq!(wishes("週5時間で月5千円").goal, Some(Yen(5_000)));
        assert_eq!(wishes("土日に3時間だけ").hours, Some(Hours(6.0)));
        assert_eq!(wishes("おすすめの副業は？"), Wishes::default());
        assert_eq!(wishes("年収103万の壁").goal, None);
    }
}
