//! What makes a job impossible for a person: it is left out, and the reason is told.

use super::outlook::Outlook;
use super::real;
use super::wishes::{Company, Labour, PlaceWish, Wishes, Within};
use crate::profile::{
    DayPart, Demand, Expertise, Fit, Hours, Need, Place, Profile, Range, Set, Stretch, weeks,
};

/// Weeks that 「this month」 has.
const MONTH: i64 = 4;
/// Weeks that 「half a year」 has.
const HALF_YEAR: i64 = 26;
/// Step of contact from which who wants none of it is not served: face to face.
const FACE_TO_FACE: i64 = 3;

/// Something a job asks that this person cannot or will not give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// A thing they do not have.
    Equipment(Need),
    /// It is done outside.
    Place,
    /// One go takes longer than they have.
    Stretch(Stretch),
    /// One go takes longer than their whole week.
    Week(Stretch),
    /// It is done at other times only.
    When(Set<DayPart>),
    /// Being with people is the work itself.
    Contact,
    /// It is done on the feet.
    Effort,
    /// It cannot be done without what they cannot do.
    Demand(Demand),
    /// The first money comes too late.
    Late(Range<i64>, Within),
    /// A licence that cannot be had this month.
    Licence(String),
}

/// The condition that an obstacle is about: what would have to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variants are the wishes; `name` says them")]
pub enum Condition {
    Equipment,
    Place,
    Stretch,
    Hours,
    When,
    People,
    Effort,
    Demand(Demand),
    Within,
}

impl Condition {
    /// What it is about, in a word.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Equipment => "道具",
            Self::Place => "場所",
            Self::Stretch => "1回の時間",
            Self::Hours => "週の時間",
            Self::When => "時間帯",
            Self::People => "人との関わり",
            Self::Effort => "体の使い方",
            Self::Demand(demand) => match demand {
                Demand::Voice => "声を出す",
                Demand::Hearing => "聞き取る",
                Demand::Face => "顔を出す",
                Demand::Standing => "立ち仕事や力仕事",
                Demand::Driving => "運転",
                Demand::Town => "店や人の多い町",
                Demand::Public => "人目につく",
            },
            Self::Within => "間に合わない",
        }
    }

    /// What would have to give, in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Equipment => "使える道具を増やす",
            Self::Place => "在宅だけにこだわらない",
            Self::Stretch => "1回に続けられる時間を長くする",
            Self::Hours => "1週間の時間を増やす",
            Self::When => "働ける時間帯を広げる",
            Self::People => "人と会う仕事も考える",
            Self::Effort => "体を動かす仕事も考える",
            Self::Demand(_) => "「できないこと」を見直す",
            Self::Within => "最初の報酬まで長めに見る",
        }
    }
}

impl Obstacle {
    /// The condition it is about.
    #[must_use]
    pub fn condition(&self) -> Condition {
        match self {
            Self::Equipment(_) => Condition::Equipment,
            Self::Place => Condition::Place,
            Self::Stretch(_) => Condition::Stretch,
            Self::Week(_) => Condition::Hours,
            Self::When(_) => Condition::When,
            Self::Contact => Condition::People,
            Self::Effort => Condition::Effort,
            Self::Demand(demand) => Condition::Demand(*demand),
            Self::Late(..) | Self::Licence(_) => Condition::Within,
        }
    }

    /// Whether it is about what one cannot do, which no advice changes.
    pub(super) fn is_demand(&self) -> bool {
        matches!(self, Self::Demand(_))
    }

    /// Whether it is about this month alone: half a year would do away with it.
    pub(super) fn is_late(&self) -> bool {
        matches!(self, Self::Late(first, Within::Month) if first.low <= HALF_YEAR)
    }

    /// Whether more hours a week would do away with it.
    pub(super) fn is_hours(&self) -> bool {
        matches!(self, Self::Week(_))
    }

    /// It in a short sentence without its full stop.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Equipment(need) => match need.0.len() {
                1 => format!("{}が要ります", need.0.names()),
                _ => format!("{}のどれかが要ります", need.0.names()),
            },
            Self::Place => "外で働く仕事です".into(),
            Self::Stretch(least) => format!("1回に{least}は要ります"),
            Self::Week(least) => format!("1回に{least}は要り、1週間の時間が足りません"),
            Self::When(hours) => format!("できるのは{}です", hours.names()),
            Self::Contact => "人と会うか話すこと自体が仕事です".into(),
            Self::Effort => "立つ、運ぶなど体を使う仕事です".into(),
            Self::Demand(demand) => match demand {
                Demand::Voice => "電話や通話、録音で声を出す仕事です",
                Demand::Hearing => "音や話を聞き取る仕事です",
                Demand::Face => "画面に顔を出す仕事です",
                Demand::Standing => "立つ、運ぶなど体を使う仕事です",
                Demand::Driving => "車やバイクを運転する仕事です",
                Demand::Town => "近くに店や人が多くないと、依頼が足りない仕事です",
                Demand::Public => "知り合いの目につくことがある仕事です",
            }
            .into(),
            Self::Late(first, within) => {
                let by = if *within == Within::Month { "今月" } else { "半年" };
                format!("最初の報酬まで{}が目安で、{by}では間に合いません", weeks(*first))
            }
            Self::Licence(licence) => format!("始める前に「{licence}」が要り、今月では間に合いません"),
        }
    }
}

/// All obstacles between this person and this job.
pub(super) fn obstacles(profile: &Profile, wishes: &Wishes, outlook: &Outlook) -> Vec<Obstacle> {
    let fit = &profile.fit;
    let mut found = Vec::new();
    if let Some(have) = wishes.equipment() {
        found.extend(
            fit.needs.iter().filter(|need| !need.met_by(have)).map(|need| Obstacle::Equipment(*need)),
        );
    }
    if wishes.place == Some(PlaceWish::Home) && profile.place == Some(Place::Outside) {
        found.push(Obstacle::Place);
    }
    let least = fit.smallest_minutes;
    if wishes.stretch.is_some_and(|longest| longest < least) {
        found.push(Obstacle::Stretch(least));
    } else if wishes.hours.is_some_and(|week| week < hours(least)) {
        found.push(Obstacle::Week(least));
    }
    if !wishes.when.is_empty() && wishes.when.and(fit.hours).is_empty() {
        found.push(Obstacle::When(fit.hours));
    }
    if wishes.people == Some(Company::Alone) && fit.contact.0 >= FACE_TO_FACE {
        found.push(Obstacle::Contact);
    }
    let lacking = wishes.cannot.and(fit.demanded());
    // Who cannot stand is not told that they might try.
    let on_the_feet = fit.effort >= Fit::ON_THE_FEET && !lacking.has(Demand::Standing);
    if wishes.effort == Some(Labour::Desk) && on_the_feet {
        found.push(Obstacle::Effort);
    }
    found.extend(lacking.iter().map(Obstacle::Demand));
    found.extend(late(profile, wishes, outlook));
    found
}

/// Half a day is four hours.
fn hours(stretch: Stretch) -> Hours {
    Hours(real(stretch.0) / 60.0)
}

fn late(profile: &Profile, wishes: &Wishes, outlook: &Outlook) -> Option<Obstacle> {
    let within = wishes.within?;
    let most = if within == Within::Month { MONTH } else { HALF_YEAR };
    if outlook.first_weeks.low > most {
        return Some(Obstacle::Late(outlook.first_weeks, within));
    }
    // Who works in the field may well hold the licence already; nobody else gets one in a month.
    let known = wishes.knows.unwrap_or_default().and(profile.fit.fields.all);
    let lacking = !profile.fit.licence.is_empty()
        && profile.fit.licence_unless.is_empty()
        && known == Set::<Expertise>::default();
    (within == Within::Month && lacking).then(|| Obstacle::Licence(profile.fit.licence.clone()))
}
