//! The rules of one `data/profiles/SLUG.toml`.

use super::super::finding::Finding;
use super::super::fit::{Demand, Level, Word as _};
use super::super::rubric;
use super::super::scores::{Axis, Scores};
use super::super::types::{Band, Profile};
use super::super::units::{Range, Score, Slug, Yen, decimal};
use super::super::wording::Wording;
use super::{Checker, QUESTIONS};

/// Topics a job's question may have.
const TOPICS: [&str; 12] =
    ["始め方", "収入", "時間", "スキル", "道具", "会社", "税金", "契約", "安全", "AI", "将来性", "仕事内容"];

/// Most weeks to the first paid order: five years.
const WEEKS: i64 = 260;
/// Most that starting a side job may cost, in yen; ten times the dearest of ours.
const STARTUP_YEN: i64 = 10_000_000;
/// Highest yen an hour of a band.
const HOURLY: i64 = 100_000;

pub(super) fn check(c: &mut Checker<'_, Profile>, wording: &Wording) {
    identity(c);
    scores(c);
    income(c);
    texts(c);
    fit(c);
    let profile = c.value();
    for (i, faq) in profile.faq.iter().enumerate() {
        if !TOPICS.contains(&faq.topic.as_str()) {
            let finding = Finding::NotATopic { word: faq.topic.clone(), known: TOPICS.join("・") };
            c.error(&format!("faq.{i}.topic"), finding);
        }
    }
    if profile.faq.is_empty() {
        c.error("faq", Finding::NoQuestion);
    }
    if profile.faq.len() > QUESTIONS {
        c.error("faq", Finding::TooManyQuestions { count: profile.faq.len() });
    }
    c.faq(profile.slug.as_str(), &profile.faq);
    c.one_word(wording);
}

fn identity(c: &mut Checker<'_, Profile>) {
    let p = c.value();
    if p.slug.as_str() != c.stem() || !Slug::is_valid(p.slug.as_str()) {
        c.bad_name("slug", p.slug.as_str());
    }
    c.text("name", &p.name, 40);
    c.text("name_en", &p.name_en, 60);
    c.text("reading", &p.reading, 60);
    if p.reading.chars().any(|ch| !matches!(ch, 'ぁ'..='ゖ' | 'ー')) {
        c.error("reading", Finding::NotHiragana);
    }
    c.list("romaji", &p.romaji, 0, 12, 60);
    c.list("aliases", &p.aliases, 1, 100, 40);
    if p.category.is_none() {
        c.error("category", Finding::NoCategory);
    }
    if p.place.is_none() {
        c.error("place", Finding::NoPlace);
    }
    c.text("summary", &p.summary, 140);
    c.list("tags", &p.tags, 1, 5, 20);
    c.day("updated", p.updated);
    for (path, low, high, most) in [
        ("first_order_weeks", p.first_order_weeks.low, p.first_order_weeks.high, WEEKS),
        ("startup_yen", p.startup_yen.low.0, p.startup_yen.high.0, STARTUP_YEN),
    ] {
        if low < 0 || low > high || high > most {
            c.error(path, not_rising(low, high, 0, most));
        }
    }
    for (path, count, most) in [
        ("related", p.related.len(), 10),
        ("general_faq", p.general_faq.len(), 10),
        ("legal", p.legal.len(), 12),
        ("ai.tasks", p.ai.tasks.len(), 12),
        ("services", p.services.len(), 10),
    ] {
        c.at_most(path, count, most);
    }
}

fn not_rising(low: i64, high: i64, least: i64, most: i64) -> Finding {
    let text = |number: i64| number.to_string();
    Finding::NotRising { low: text(low), high: text(high), least: text(least), most: Yen(most).digits() }
}

fn scores(c: &mut Checker<'_, Profile>) {
    let p = c.value();
    for axis in Axis::ALL {
        let path = format!("scores.{}", axis.key());
        mark(c, &path, *p.scores.get(axis));
        let reason = format!("score_reasons.{}", axis.key());
        c.text(&reason, p.score_reasons.get(axis), 100);
    }
    mark(c, "ai.score", p.ai.score);
    if let Some(rate) = p.established().map(|b| b.hourly.high.0) {
        distance(c, "scores.profitability", p.scores.profitability, rubric::profitability(rate), 0);
    }
    let Scores { ease, .. } = p.scores;
    let (soonest, latest) = (rubric::ease(p.first_order_weeks.low), rubric::ease(p.first_order_weeks.high));
    // Costs over 50,000 yen take 5 off, a licence 10: both may lower it.
    if ease.get() > soonest + rubric::TOLERANCE || ease.get() < latest - 15 - rubric::TOLERANCE {
        let finding = Finding::EaseOffRubric { score: ease.get(), low: latest, high: soonest };
        c.warn("scores.ease", finding);
    }
    if let Some(expected) = rubric::ai(p.ai.tasks.iter().map(|t| t.effect)) {
        distance(c, "ai.score", p.ai.score, expected, 0);
    }
}

fn mark(c: &mut Checker<'_, Profile>, path: &str, score: Score) {
    if !score.is_valid() {
        c.error(path, Finding::OutsideRange { number: score.get(), low: 0, high: Score::MAX });
    }
}

fn distance(c: &mut Checker<'_, Profile>, path: &str, score: Score, expected: i64, slack: i64) {
    if (score.get() - expected).abs() > rubric::TOLERANCE + slack {
        let finding = Finding::OffRubric { score: score.get(), expected, tolerance: rubric::TOLERANCE };
        c.warn(path, finding);
    }
}

fn income(c: &mut Checker<'_, Profile>) {
    let income = &c.value().income;
    if !(1..=31).contains(&income.days_per_month) {
        let finding = Finding::OutsideRange { number: income.days_per_month, low: 1, high: 31 };
        c.error("income.days_per_month", finding);
    }
    c.text("income.typical", &income.typical, 240);
    if income.bands.len() != 2 {
        c.error("income.bands", Finding::Bands { count: income.bands.len() });
    }
    for (i, band) in income.bands.iter().enumerate() {
        self::band(c, i, band);
    }
    if income.sources.is_empty() {
        c.warn("income.sources", Finding::NoIncomeSource);
    }
    c.sources("income.sources", &income.sources, true);
}

fn band(c: &mut Checker<'_, Profile>, i: usize, band: &Band) {
    let path = |key: &str| format!("income.bands.{i}.{key}");
    c.text(&path("name"), &band.name, 20);
    c.text(&path("basis"), &band.basis, 180);
    let (low, high) = (band.hourly.low.0, band.hourly.high.0);
    if low < 0 || low > high || high == 0 || high > HOURLY {
        c.error(&path("hourly"), not_rising(low, high, 0, HOURLY));
    }
    let (few, most) = (band.hours_per_day.low.0, band.hours_per_day.high.0);
    if !(few > 0.0 && few <= most && most <= 24.0) {
        let finding = Finding::NotRising {
            low: decimal(few),
            high: decimal(most),
            least: "0.1".into(),
            most: "24".into(),
        };
        c.error(&path("hours_per_day"), finding);
    }
    if band.estimate && !["推定", "換算", "目安"].iter().any(|word| band.basis.contains(word)) {
        c.error(&path("basis"), Finding::NoEstimateWord);
    }
}

/// Most hours of learning before the first paid work: three years of full-time study.
const LEARNING: i64 = 6_000;

fn fit(c: &mut Checker<'_, Profile>) {
    let fit = &c.value().fit;
    if !fit.smallest_minutes.is_valid() {
        c.error(
            "fit.smallest_minutes",
            "needs 15, 30, 60, 180 or 240. data/RUBRIC.md says how it is chosen.",
        );
    }
    for (path, level) in
        [("fit.contact", fit.contact), ("fit.effort", fit.effort), ("fit.residual", fit.residual)]
    {
        if !level.is_valid() {
            c.error(path, Finding::OutsideRange { number: level.0, low: 0, high: Level::MAX });
        }
    }
    if fit.needs.is_empty() || fit.needs.iter().any(|need| need.0.is_empty()) {
        c.error("fit.needs", "needs at least one of: phone, pc, car, motorbike, bicycle, camera, microphone, tablet, kitchen, sewing.");
    }
    for word in fit.demands.and([Demand::Standing, Demand::Driving].into_iter().collect()).iter() {
        let from = if word == Demand::Standing { "effort" } else { "needs" };
        c.error("fit.demands", Finding::SaidElsewhere { word: word.key().into(), from: from.into() });
    }
    if fit.hours.is_empty() {
        c.error("fit.hours", "needs at least one of: early, day, evening, night, weekend.");
    }
    let Range { low, high } = fit.learning_hours;
    if low < 0 || low > high || high > LEARNING {
        c.error("fit.learning_hours", not_rising(low, high, 0, LEARNING));
    }
    if !(0..=100).contains(&fit.unpaid_share) {
        c.error("fit.unpaid_share", Finding::OutsideRange { number: fit.unpaid_share, low: 0, high: 100 });
    }
    if !fit.licence.is_empty() {
        c.text("fit.licence", &fit.licence, 80);
    }
    if !fit.licence_unless.is_empty() {
        c.text("fit.licence_unless", &fit.licence_unless, 80);
    }
    c.text("fit.basis", &fit.basis, 180);
}

fn texts(c: &mut Checker<'_, Profile>) {
    let p = c.value();
    c.list("work.features", &p.work.features, 1, 6, 80);
    c.list("work.style", &p.work.style, 1, 6, 80);
    c.list("work.tasks", &p.work.tasks, 1, 12, 60);
    c.list("skills.needed", &p.skills.needed, 1, 12, 60);
    c.list("skills.tools", &p.skills.tools, 1, 12, 50);
    c.list("skills.measures", &p.skills.measures, 1, 12, 50);
    c.list("skills.rate_path", &p.skills.rate_path, 1, 12, 70);
    c.list("skills.risks", &p.skills.risks, 1, 12, 60);
    c.text("skills.time_to_result", &p.skills.time_to_result, 140);
    c.text("skills.startup_cost", &p.skills.startup_cost, 140);
    for (i, legal) in p.legal.iter().enumerate() {
        c.text(&format!("legal.{i}.law"), &legal.law, 60);
        c.text(&format!("legal.{i}.point"), &legal.point, 140);
        if !legal.url.is_empty() {
            c.source_address(&format!("legal.{i}.url"), &legal.url);
        }
    }
    c.text("ai.caution", &p.ai.caution, 160);
    if p.ai.tasks.is_empty() {
        c.error("ai.tasks", Finding::NoAiTask);
    }
    for (i, task) in p.ai.tasks.iter().enumerate() {
        c.text(&format!("ai.tasks.{i}.task"), &task.task, 60);
    }
    if p.steps.len() != 3 {
        c.error("steps", Finding::Steps { count: p.steps.len() });
    }
    for (i, step) in p.steps.iter().enumerate() {
        c.text(&format!("steps.{i}.title"), &step.title, 40);
        c.list(&format!("steps.{i}.points"), &step.points, 1, 5, 80);
        c.list(&format!("steps.{i}.examples"), &step.examples, 0, 4, 80);
    }
    if p.pitfalls.len() != 3 {
        c.error("pitfalls", Finding::Pitfalls { count: p.pitfalls.len() });
    }
    for (i, pitfall) in p.pitfalls.iter().enumerate() {
        c.text(&format!("pitfalls.{i}.problem"), &pitfall.problem, 60);
        c.text(&format!("pitfalls.{i}.fix"), &pitfall.fix, 100);
    }
    for (i, service) in p.services.iter().enumerate() {
        c.text(&format!("services.{i}.name"), &service.name, 40);
        c.text(&format!("services.{i}.description"), &service.description, 100);
        c.address(&format!("services.{i}.url"), &service.url);
        if !service.url.starts_with("https://") {
            c.error(&format!("services.{i}.url"), Finding::NotHttps);
        }
    }
}
