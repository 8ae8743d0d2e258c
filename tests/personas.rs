//! Thirty people and what a sensible adviser would name them: written before any weight of the ranking was set.
//!
//! `must` are jobs that have to be among the first five, `never` jobs that must not be.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use fukugyo::advice::{Experience, PlaceWish, Priorities, Wishes, recommend};
use fukugyo::profile::{Axis, Catalogue, Category, DataSource, Hours, Yen, load};

struct Persona {
    who: &'static str,
    /// Hours a week; yen a month; 0 when not said.
    hours: u32,
    goal: i64,
    experience: Option<Experience>,
    priority: &'static [Axis],
    place: Option<PlaceWish>,
    category: Option<Category>,
    must: &'static [&'static str],
    never: &'static [&'static str],
}

impl Persona {
    fn wishes(&self) -> Wishes {
        Wishes {
            hours: (self.hours > 0).then_some(Hours(f64::from(self.hours))),
            goal: (self.goal > 0).then_some(Yen(self.goal)),
            experience: self.experience,
            priority: Priorities::new(self.priority.first().copied(), self.priority.get(1).copied()),
            place: self.place,
            category: self.category,
        }
    }
}

const NONE: Option<Experience> = Some(Experience::None);
const SOME: Option<Experience> = Some(Experience::Some);
const PRO: Option<Experience> = Some(Experience::Professional);
const HOME: Option<PlaceWish> = Some(PlaceWish::Home);
const ANY: Option<PlaceWish> = Some(PlaceWish::Any);

#[rustfmt::skip]
const PERSONAS: [Persona; 30] = [
    Persona { who: "会社員、はじめての副業、まず月1万円", hours: 5, goal: 10_000, experience: NONE, priority: &[], place: HOME, category: None,
        must: &["web-writing", "online-assistant"], never: &["cloud-infra", "food-delivery", "game-dev"] },
    Persona { who: "週3時間だけ、すぐ始めたい", hours: 3, goal: 5_000, experience: NONE, priority: &[Axis::Ease], place: HOME, category: None,
        must: &["data-entry", "web-writing"], never: &["backend", "youtube"] },
    Persona { who: "外でもよい、すぐ月3万円", hours: 10, goal: 30_000, experience: NONE, priority: &[Axis::Ease], place: ANY, category: None,
        must: &["food-delivery", "spot-work"], never: &["cloud-infra", "affiliate-blog"] },
    Persona { who: "夜に家で、時間を選びたい", hours: 10, goal: 30_000, experience: NONE, priority: &[Axis::Flexibility], place: HOME, category: None,
        must: &["data-entry", "web-writing"], never: &["online-tutor", "sales-agency"] },
    Persona { who: "現役エンジニア、月10万円", hours: 10, goal: 100_000, experience: PRO, priority: &[Axis::Profitability], place: HOME, category: Some(Category::Development),
        must: &["backend", "mobile-app", "cloud-infra"], never: &["no-code", "qa-testing"] },
    Persona { who: "実務経験あり、稼ぎ優先、月20万円", hours: 15, goal: 200_000, experience: PRO, priority: &[Axis::Profitability], place: ANY, category: None,
        must: &["backend", "cloud-infra"], never: &["data-entry", "food-delivery", "survey-monitor"] },
    Persona { who: "未経験で週5時間、月10万円という無理な望み", hours: 5, goal: 100_000, experience: NONE, priority: &[Axis::Profitability], place: HOME, category: None,
        must: &["frontend"], never: &["data-entry", "survey-monitor", "affiliate-blog"] },
    Persona { who: "毎月続く仕事がほしい", hours: 8, goal: 50_000, experience: SOME, priority: &[Axis::Continuity], place: HOME, category: None,
        must: &["online-tutor", "online-assistant"], never: &["resale", "handmade", "spot-work"] },
    Persona { who: "心配の少ない仕事で月5万円", hours: 10, goal: 50_000, experience: SOME, priority: &[Axis::LowRisk], place: HOME, category: None,
        must: &["web-design", "online-tutor"], never: &["light-cargo", "resale", "ebook-publishing", "line-stamp"] },
    Persona { who: "すきま時間、すぐ、在宅", hours: 4, goal: 0, experience: NONE, priority: &[Axis::Flexibility, Axis::Ease], place: HOME, category: None,
        must: &["data-entry", "web-writing"], never: &["light-cargo", "housekeeping"] },
    Persona { who: "体を動かす単発で月2万円", hours: 6, goal: 20_000, experience: NONE, priority: &[], place: ANY, category: Some(Category::Gig),
        must: &["food-delivery", "housekeeping", "spot-work"], never: &["survey-monitor"] },
    Persona { who: "文章を書きたい", hours: 5, goal: 30_000, experience: NONE, priority: &[], place: HOME, category: Some(Category::Writing),
        must: &["web-writing", "transcription", "translation", "ebook-publishing"], never: &["food-delivery"] },
    Persona { who: "マーケティング担当、月8万円を続けて", hours: 10, goal: 80_000, experience: PRO, priority: &[Axis::Continuity], place: None, category: Some(Category::Marketing),
        must: &["seo-consulting", "ad-operations", "sns-management"], never: &["backend", "resale"] },
    Persona { who: "失敗が怖い、週3時間", hours: 3, goal: 0, experience: NONE, priority: &[Axis::LowRisk], place: HOME, category: None,
        must: &["qa-testing", "online-assistant"], never: &["light-cargo", "online-shop", "resale"] },
    Persona { who: "稼ぎと自由の両方、月8万円", hours: 12, goal: 80_000, experience: SOME, priority: &[Axis::Profitability, Axis::Flexibility], place: HOME, category: None,
        must: &["backend"], never: &["data-entry", "online-tutor", "housekeeping"] },
    Persona { who: "週20時間使える、すぐ月10万円", hours: 20, goal: 100_000, experience: NONE, priority: &[Axis::Ease], place: ANY, category: None,
        must: &["food-delivery", "spot-work"], never: &["youtube", "affiliate-blog", "survey-monitor"] },
    Persona { who: "週2時間のお小遣い", hours: 2, goal: 3_000, experience: NONE, priority: &[], place: HOME, category: None,
        must: &["web-writing"], never: &["cloud-infra", "mobile-app", "light-cargo"] },
    Persona { who: "制作会社勤め、納期だけ守ればよい仕事", hours: 5, goal: 50_000, experience: PRO, priority: &[Axis::Flexibility], place: HOME, category: Some(Category::Creative),
        must: &["video-editing", "graphic-design"], never: &["photography"] },
    Persona { who: "ものづくりを始めたい", hours: 5, goal: 0, experience: NONE, priority: &[Axis::Ease], place: None, category: Some(Category::Creative),
        must: &["graphic-design", "voice-acting", "video-editing"], never: &["3dcg", "music-production"] },
    Persona { who: "教えるのが好き、月4万円", hours: 6, goal: 40_000, experience: SOME, priority: &[], place: None, category: Some(Category::Teaching),
        must: &["online-tutor", "coaching"], never: &["data-entry"] },
    Persona { who: "家で物を売りたい", hours: 4, goal: 10_000, experience: NONE, priority: &[], place: HOME, category: Some(Category::Commerce),
        must: &["handmade", "line-stamp", "online-shop"], never: &["food-delivery"] },
    Persona { who: "時間は言わず、月30万円", hours: 0, goal: 300_000, experience: NONE, priority: &[Axis::Profitability], place: ANY, category: None,
        must: &["backend"], never: &["data-entry", "survey-monitor", "spot-work"] },
    Persona { who: "長く続けて心配も少なく", hours: 10, goal: 0, experience: SOME, priority: &[Axis::Continuity, Axis::LowRisk], place: HOME, category: None,
        must: &["online-assistant", "online-tutor"], never: &["resale", "handmade", "light-cargo"] },
    Persona { who: "実務あり、心配の少なさ優先", hours: 8, goal: 60_000, experience: PRO, priority: &[Axis::LowRisk], place: HOME, category: None,
        must: &["web-design", "programming-tutor"], never: &["light-cargo", "online-shop", "ebook-publishing"] },
    Persona { who: "事務の経験を生かす手前の人", hours: 7, goal: 30_000, experience: NONE, priority: &[], place: HOME, category: Some(Category::Office),
        must: &["online-assistant", "sales-agency"], never: &["food-delivery"] },
    Persona { who: "未経験でも単価の高い方へ、月5万円", hours: 10, goal: 50_000, experience: NONE, priority: &[Axis::Profitability], place: HOME, category: None,
        must: &["online-tutor", "frontend"], never: &["data-entry", "survey-monitor", "affiliate-blog"] },
    Persona { who: "子育て中、1時間ずつ", hours: 5, goal: 20_000, experience: SOME, priority: &[Axis::Flexibility], place: HOME, category: None,
        must: &["web-writing", "bookkeeping"], never: &["online-tutor", "coaching", "sales-agency"] },
    Persona { who: "安全にすぐ始めたい", hours: 8, goal: 20_000, experience: NONE, priority: &[Axis::LowRisk, Axis::Ease], place: ANY, category: None,
        must: &["web-writing", "online-assistant"], never: &["resale", "light-cargo"] },
    Persona { who: "実務あり、週20時間、毎月続く契約で30万円", hours: 20, goal: 300_000, experience: PRO, priority: &[Axis::Continuity], place: HOME, category: None,
        must: &["backend", "frontend"], never: &["transcription", "spot-work", "data-entry"] },
    Persona { who: "未経験、毎月続く仕事で月5万円", hours: 15, goal: 50_000, experience: NONE, priority: &[Axis::Continuity], place: ANY, category: None,
        must: &["online-assistant", "online-tutor"], never: &["resale", "spot-work", "handmade"] },
];

#[test]
fn the_table_names_no_job_as_both_wanted_and_unwanted() {
    for persona in &PERSONAS {
        assert!(!persona.wishes().is_empty() && !persona.must.is_empty(), "{}", persona.who);
        for job in persona.must {
            assert!(!persona.never.contains(job), "{}: {job}", persona.who);
        }
    }
}

fn catalogue() -> Catalogue {
    load(DataSource::Embedded.files().unwrap(), "2026-11-26".parse().unwrap()).into_result().unwrap()
}

#[test]
fn every_persona_is_named_the_jobs_an_adviser_would_name() {
    let catalogue = catalogue();
    let mut wrong = Vec::new();
    for persona in &PERSONAS {
        let fits = recommend(&catalogue, &persona.wishes());
        let named: Vec<&str> = fits.iter().map(|f| f.profile.slug.as_str()).collect();
        let missing: Vec<_> = persona.must.iter().filter(|job| !named.contains(job)).collect();
        let unwanted: Vec<_> = persona.never.iter().filter(|job| named.contains(job)).collect();
        if !missing.is_empty() || !unwanted.is_empty() {
            wrong.push(format!("{}: {named:?} lacks {missing:?}, has {unwanted:?}", persona.who));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), PERSONAS.len(), wrong.join("\n"));
}

#[test]
fn every_job_of_the_table_exists() {
    let catalogue = catalogue();
    for job in PERSONAS.iter().flat_map(|p| p.must.iter().chain(p.never)) {
        assert!(catalogue.profile(job).is_some(), "{job}");
    }
}
