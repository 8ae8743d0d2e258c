//! Income in figures: the bands with what they assume, a person's own estimate beside them, and the sources.

use crate::advice::{HOURS_FAQ, Load, Plan, TAX_FAQ, Tax, Way, plan, tax, yearly};
use crate::profile::{Band, Catalogue, Hours, Income, Profile, Range, Yen, decimal, monthly};

use super::action::Action;
use super::chart::{Chart, IncomeRanges};
use super::component::{Button, Row};
use super::faq::question_button;
use super::limits::FIELD_VALUE;
use super::message::{Embed, Field, Message};
use super::section::Section;
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

/// `/income`: the bands, with the person's own estimate when they gave numbers, and the way to a goal when they named one.
#[must_use]
pub fn income_message(
    catalogue: &Catalogue,
    p: &Profile,
    own: Option<OwnTerms>,
    goal: Option<Yen>,
) -> Message {
    let estimates = own.map(|own| estimates(&p.income, own)).unwrap_or_default();
    let threshold = catalogue.filing_threshold();
    let plan = goal.map(|goal| plan(&p.income, goal, threshold));
    let mut embed = short(p, own, goal.is_some());
    let more = Action::Section(p.slug.clone(), Some(Section::Income));
    let mut buttons = vec![
        Button::primary("前提・調査・出典", more),
        Button::new("プロフィールを見る", Action::Profile(p.slug.clone())),
    ];
    let mut ask = |id: &str| buttons.extend(catalogue.entry(id).map(question_button));
    if let Some(plan) = &plan {
        embed.fields.insert(0, field(format!("目標 月{}まで", plan.goal), plan_text(plan, threshold)));
        if plan.ways.iter().any(|way| way.load != Load::Fits) {
            ask(HOURS_FAQ);
        }
        // One question: two would be four rows of buttons on a phone.
        if plan.tax != Tax::Below && plan.ways.iter().all(|way| way.load == Load::Fits) {
            ask(TAX_FAQ);
        }
    } else if let Some(whole) = whole(&estimates) {
        let year = yearly(whole);
        let tax = tax(year, threshold);
        embed.fields.insert(1, field("1年では".into(), format!("{year}\n{}", tax_text(tax, threshold))));
        if tax != Tax::Below {
            ask(TAX_FAQ);
        }
    }
    // With a person's own figures there is no room for a chart on a phone, and it would only repeat them.
    let chart =
        (own.is_none() && goal.is_none()).then(|| Chart::Income(IncomeRanges::new(p, &estimates, goal)));
    Message { chart, ..Message::embed(embed).row(Row::Buttons(buttons)) }
}

/// What an hour and a day bring, worked out from each band's rate and hours.
#[must_use]
pub fn hourly_message(p: &Profile) -> Message {
    let mut embed =
        Embed { title: format!("{}：時給と1日の目安", p.name), color: COLOR, ..Embed::default() };
    for band in &p.income.bands {
        let day = Range {
            low: monthly(band.hourly.low, band.hours_per_day.low, 1.0),
            high: monthly(band.hourly.high, band.hours_per_day.high, 1.0),
        };
        let minority = if band.minority { "\nここに届くのは一部の人です。" } else { "" };
        let text = format!("**時給{}**\n1日{}なら{day}{minority}", band.hourly, band.hours_per_day);
        embed = embed.field(band_title(band), text);
    }
    let embed = embed.footer("税金を引く前の目安で、収入を約束するものではありません。");
    Message::embed(embed).row(Row::Buttons(vec![
        Button::primary("前提・調査・出典", Action::Section(p.slug.clone(), Some(Section::Income))),
        Button::new("プロフィールを見る", Action::Profile(p.slug.clone())),
    ]))
}

fn field(name: String, value: String) -> Field {
    Field { name, value, inline: false }
}

/// From the lowest to the highest of all estimates.
fn whole(estimates: &[(String, Range<Yen>)]) -> Option<Range<Yen>> {
    let low = estimates.iter().map(|(_, r)| r.low).min()?;
    let high = estimates.iter().map(|(_, r)| r.high).max()?;
    Some(Range { low, high })
}

fn plan_text(plan: &Plan<'_>, threshold: Yen) -> String {
    let first = if plan.ways.iter().all(|way| way.load == Load::Unrealistic) {
        Some("**この仕事だけでは現実的ではありません。**".to_owned())
    } else if plan.ways.iter().all(|way| matches!(way.load, Load::Heavy | Load::Unrealistic)) {
        Some("**フルタイムの本業と並べるのは難しい額です。**".to_owned())
    } else {
        None
    };
    let mut lines: Vec<String> = first.into_iter().chain(plan.ways.iter().map(way_text)).collect();
    lines.push(format!("続くと1年で{}。{}", plan.yearly, tax_text(plan.tax, threshold)));
    lines.join("\n")
}

fn way_text(way: &Way<'_>) -> String {
    let hours = |h: Hours| decimal((h.0 * 10.0).ceil() / 10.0);
    let needed = match (way.least, way.most) {
        (Some(least), Some(most)) if hours(least) == hours(most) => format!("週{}時間", hours(least)),
        (Some(least), Some(most)) => format!("週{}〜{}時間", hours(least), hours(most)),
        (Some(least), None) => format!("早くて週{}時間、時給0円のあいだは届きません", hours(least)),
        (None, _) => "この時給では届きません".into(),
    };
    let load = match way.load {
        Load::Fits => "",
        Load::FitsAtBest => "（時給が低いと週20時間を超えます）",
        Load::Heavy => "（フルタイムの本業と並べるには多めです）",
        Load::Unrealistic => "（現実的ではありません）",
    };
    let minority = if way.band.minority { "。届くのは一部の人です" } else { "" };
    format!("{}の時給なら **{needed}**{load}{minority}", way.band.name)
}

/// What the tax threshold means for a yearly sum.
fn tax_text(tax: Tax, threshold: Yen) -> String {
    let threshold = format!("{}万円", threshold.0 / 10_000);
    match tax {
        Tax::Below => format!(
            "経費を引いた所得が年{threshold}以下なら、給与のある人は原則、所得税の確定申告が要りません。業務委託の所得があれば、住民税の申告は必要です。"
        ),
        Tax::AtBest => {
            format!("経費を引いた所得が年{threshold}を超えると、給与のある人も確定申告が必要です。")
        }
        Tax::Above => format!(
            "年{threshold}を超える額です。経費を引いた所得でも超えるなら、給与のある人も確定申告が必要です。"
        ),
    }
}

/// The bands and a person's own figures; what they assume, and the sources, are behind a press.
///
/// Beside a goal, the way to it says who gets there, and a person's own figures stand for the bands: a phone has no room for both.
fn short(p: &Profile, own: Option<OwnTerms>, with_goal: bool) -> Embed {
    let mut embed =
        Embed { title: format!("{}：収入の目安", p.name), color: COLOR, ..Embed::default() };
    if let Some(own) = own {
        embed = embed.field("あなたの条件で計算すると", estimate(&p.income, own));
    }
    for band in p.income.bands.iter().filter(|_| !(with_goal && own.is_some())) {
        let minority =
            if band.minority && !with_goal { "\nここに届くのは一部の人です。" } else { "" };
        embed = embed.field(band_title(band), format!("**月{}**{minority}", p.income.monthly(band)));
    }
    embed.footer("税金を引く前の目安で、収入を約束するものではありません。")
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

/// The person's own figures: one range with their rate, else one for each band's.
fn estimates(income: &Income, own: OwnTerms) -> Vec<(String, Range<Yen>)> {
    let days = days(income, own);
    let range = |hourly: Range<Yen>, hours: Range<Hours>| Range {
        low: monthly(hourly.low, hours.low, days),
        high: monthly(hourly.high, hours.high, days),
    };
    let hours = own.hours.map(|h| Range { low: h, high: h });
    if let Some(hourly) = own.hourly {
        let hours = hours.or(income.bands.first().map(|b| b.hours_per_day)).unwrap_or_default();
        return vec![("あなたの条件".into(), range(Range { low: hourly, high: hourly }, hours))];
    }
    let own_band = |band: &Band| {
        (format!("あなたの時間×{}", band.name), range(band.hourly, hours.unwrap_or(band.hours_per_day)))
    };
    income.bands.iter().map(own_band).collect()
}

fn days(income: &Income, own: OwnTerms) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "days a month are at most 31")]
    let days = own.days.unwrap_or(income.days_per_month) as f64;
    days
}

fn estimate(income: &Income, own: OwnTerms) -> String {
    let day_text = decimal(days(income, own));
    let estimates = estimates(income, own);
    if let (Some(hourly), Some((_, range))) = (own.hourly, estimates.first()) {
        let hours = own.hours.map(|h| Range { low: h, high: h });
        let hours = hours.or(income.bands.first().map(|b| b.hours_per_day)).unwrap_or_default();
        return format!("**月{range}**\n時給{hourly}×1日{hours}×月{day_text}日");
    }
    let line =
        |(band, (_, range)): (&Band, &(String, Range<Yen>))| format!("{}の時給なら **月{range}**", band.name);
    let hours = own.hours.map(|h| format!("1日{h}×")).unwrap_or_default();
    let lines: Vec<String> = income.bands.iter().zip(&estimates).map(line).collect();
    format!("{hours}月{day_text}日\n{}", lines.join("\n"))
}
