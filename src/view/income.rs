//! Income in figures: the bands with what they assume, a person's own estimate beside them, and the sources.

use crate::profile::{Band, Hours, Income, Profile, Range, Yen, decimal, monthly};

use super::action::Action;
use super::limits::FIELD_VALUE;
use super::reply::{Button, Embed, Message, Row};
use super::text::{COLOR, checked_on, lines_within, source_lines};

/// What a person says about their own work; what is not given comes from the band.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OwnTerms {
    /// Hours a day.
    pub hours: Option<Hours>,
    /// Days a month.
    pub days: Option<i64>,
    /// Yen an hour.
    pub hourly: Option<Yen>,
}

/// `/income`: the bands, with the person's own estimate when they gave numbers.
#[must_use]
pub fn income_message(p: &Profile, own: Option<OwnTerms>) -> Message {
    Message::embed(embed(p, own))
        .row(Row::Buttons(vec![Button::new("プロフィールを見る", Action::Profile(p.slug.clone()))]))
}

/// The income section.
#[must_use]
pub(super) fn embed(p: &Profile, own: Option<OwnTerms>) -> Embed {
    let mut embed =
        Embed { title: format!("{}：収入の目安", p.name), color: COLOR, ..Embed::default() };
    if let Some(own) = own {
        embed = embed.field("あなたの条件で計算すると", estimate(&p.income, own));
    }
    for band in &p.income.bands {
        embed = embed.field(band_title(band), band_text(&p.income, band));
    }
    embed
        .field("調査で見る実際", p.income.typical.clone())
        .field("出典", lines_within(&source_lines(&p.income.sources), FIELD_VALUE))
        .footer(format!(
            "計算上の目安で、収入を約束するものではありません。税金を引く前の額です。手数料や経費を引いた額かどうかは前提を見てください。{}",
            checked_on(p)
        ))
}

/// One line for the overview: name and monthly range.
#[must_use]
pub(super) fn band_line(income: &Income, band: &Band) -> String {
    format!("{}　{}", band_title(band), income.monthly(band))
}

/// What starting costs, as a range.
#[must_use]
pub(super) fn startup(p: &Profile) -> String {
    if p.startup_yen.high == Yen(0) { "0円".into() } else { p.startup_yen.to_string() }
}

fn band_title(band: &Band) -> String {
    if band.estimate { format!("{}（推定）", band.name) } else { band.name.clone() }
}

fn band_text(income: &Income, band: &Band) -> String {
    let mut lines = vec![
        format!("**月{}**", income.monthly(band)),
        format!("時給{}×1日{}×月{}日", band.hourly, band.hours_per_day, income.days_per_month),
        format!("-# 前提：{}", band.basis),
    ];
    if band.minority {
        lines.insert(1, "ここに届くのは一部の人です。".into());
    }
    lines.join("\n")
}

fn estimate(income: &Income, own: OwnTerms) -> String {
    #[expect(clippy::cast_precision_loss, reason = "days a month are at most 31")]
    let days = own.days.unwrap_or(income.days_per_month) as f64;
    let day_text = decimal(days);
    if let Some(hourly) = own.hourly {
        let hours = own.hours.map(|h| Range { low: h, high: h });
        let hours = hours.or(income.bands.first().map(|b| b.hours_per_day)).unwrap_or_default();
        let range = Range { low: monthly(hourly, hours.low, days), high: monthly(hourly, hours.high, days) };
        return format!("**月{range}**\n時給{hourly}×1日{hours}×月{day_text}日");
    }
    let line = |band: &Band| {
        let hours = own.hours.map_or(band.hours_per_day, |h| Range { low: h, high: h });
        let range = Range {
            low: monthly(band.hourly.low, hours.low, days),
            high: monthly(band.hourly.high, hours.high, days),
        };
        format!("{}の時給なら **月{range}**", band.name)
    };
    let hours = own.hours.map(|h| format!("1日{h}×")).unwrap_or_default();
    let lines: Vec<String> = income.bands.iter().map(line).collect();
    format!("{hours}月{day_text}日\n{}", lines.join("\n"))
}
