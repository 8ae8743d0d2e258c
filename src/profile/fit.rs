//! What a job asks of a person: the `[fit]` table of a profile, by which 診断 tells people apart (data/RUBRIC.md says how it is set).
//!
//! Invariants: the order of every closed list is part of `custom_id`s (a set is written as its bits), so words are only ever added at
//! the end. A table inside a [`Catalogue`](super::Catalogue) has passed [`super::check`].

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

use super::units::Range;

/// A closed list of words with a key for files and ids, and a Japanese name.
pub trait Word: Copy + PartialEq + 'static {
    /// All of them; the place of each is its bit in a [`Set`].
    const ALL: &'static [Self];
    /// The key in data files, options and ids.
    fn key(self) -> &'static str;
    /// The Japanese name as shown.
    fn name(self) -> &'static str;
    /// The word with this key.
    #[must_use]
    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|w| w.key() == key)
    }
}

macro_rules! words {
    ($(#[$about:meta])* $type:ident { $($variant:ident = $key:literal $name:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
        #[expect(missing_docs, reason = "each variant's Japanese name is its documentation: see `name`")]
        pub enum $type { $(#[serde(rename = $key)] $variant),* }

        impl $crate::profile::Word for $type {
            const ALL: &'static [Self] = &[$(Self::$variant),*];
            fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }
            fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// A thing one has or needs.
    Equipment {
        Phone = "phone" "スマホ", Pc = "pc" "パソコン", Car = "car" "車", Motorbike = "motorbike" "バイク", Bicycle = "bicycle" "自転車",
        Camera = "camera" "カメラ", Microphone = "microphone" "マイク", Tablet = "tablet" "タブレット",
        Kitchen = "kitchen" "キッチン", Sewing = "sewing" "ミシン・裁縫道具",
    }
}

words! {
    /// Something a job asks that some people cannot or will not do.
    Demand {
        Voice = "voice" "声を出して話す", Hearing = "hearing" "音や話を聞き取る", Face = "face" "顔を出す",
        Standing = "standing" "立ち仕事や力仕事", Driving = "driving" "車やバイクの運転", Town = "town" "店や人の多い町で働く",
        Public = "public" "知り合いの目につく所で働く",
    }
}

words! {
    /// A part of the week.
    DayPart {
        Early = "early" "早朝（5〜9時）", Day = "day" "平日の昼（9〜17時）", Evening = "evening" "夜（17〜22時）",
        Night = "night" "深夜（22〜5時）", Weekend = "weekend" "土日・祝日",
    }
}

words! {
    /// What one knows from work or as a hobby.
    Expertise {
        Programming = "programming" "プログラミング", It = "it" "IT・パソコンの設定", Design = "design" "デザイン", Drawing = "drawing" "絵・イラスト",
        Writing = "writing" "文章", Language = "language" "外国語", Teaching = "teaching" "教える", Accounting = "accounting" "経理・簿記",
        Office = "office" "事務", Sales = "sales" "営業", Marketing = "marketing" "広告・集客", Beauty = "beauty" "美容",
        Care = "care" "介護・看護", Childcare = "childcare" "育児・保育", Housework = "housework" "家事", Cooking = "cooking" "料理",
        Handcraft = "handcraft" "手芸・ものづくり", Music = "music" "音楽", Voice = "voice" "声・話す", Video = "video" "動画",
        Photo = "photo" "写真", Animals = "animals" "動物", Driving = "driving" "運転・配達", Sports = "sports" "スポーツ",
        Law = "law" "法律", Games = "games" "ゲーム", Counselling = "counselling" "相談・占い", Data = "data" "データ・統計",
        Shopping = "shopping" "買い物・目利き",
    }
}

/// Some words of a closed list.
pub struct Set<T>(u32, PhantomData<T>);

impl<T> Clone for Set<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Set<T> {}
impl<T> PartialEq for Set<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Set<T> {}
impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(0, PhantomData)
    }
}

impl<T: Word + fmt::Debug> fmt::Debug for Set<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl<T: Word> Set<T> {
    /// The set whose bits these are; bits beyond the list mean nothing and are dropped.
    #[must_use]
    pub fn from_bits(bits: u32) -> Self {
        let known = T::ALL.len().min(32);
        let mask = if known == 32 { u32::MAX } else { (1 << known) - 1 };
        Self(bits & mask, PhantomData)
    }

    /// One bit for each word, in the order of [`Word::ALL`].
    #[must_use]
    pub fn bits(self) -> u32 {
        self.0
    }

    fn bit(word: T) -> u32 {
        T::ALL.iter().position(|w| *w == word).map_or(0, |at| 1 << at)
    }

    /// Whether the word is in it.
    #[must_use]
    pub fn has(self, word: T) -> bool {
        self.0 & Self::bit(word) != 0
    }

    /// With this word too.
    #[must_use]
    pub fn with(self, word: T) -> Self {
        Self(self.0 | Self::bit(word), PhantomData)
    }

    /// What is in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0, PhantomData)
    }

    /// What is in it and not in the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0, PhantomData)
    }

    /// What is in either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0, PhantomData)
    }

    /// Nothing is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many words are in it.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Its words, in the list's order.
    pub fn iter(self) -> impl Iterator<Item = T> {
        T::ALL.iter().copied().filter(move |w| self.has(*w))
    }

    /// Its words' names, joined by 「・」.
    #[must_use]
    pub fn names(self) -> String {
        self.iter().map(T::name).collect::<Vec<_>>().join("・")
    }
}

impl<T: Word> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(words: I) -> Self {
        words.into_iter().fold(Self::default(), Self::with)
    }
}

impl<'de, T: Word + Deserialize<'de>> Deserialize<'de> for Set<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<T>::deserialize(deserializer).map(Self::from_iter)
    }
}

/// A thing that is a must, or any one of several: 「car」, 「bicycle|motorbike|car」.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Need(pub Set<Equipment>);

impl Need {
    /// Whether someone who has these meets it.
    #[must_use]
    pub fn met_by(self, have: Set<Equipment>) -> bool {
        !self.0.and(have).is_empty()
    }
}

impl<'de> Deserialize<'de> for Need {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Need;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Need, E> {
                const KEYS: &[&str] = &[
                    "phone",
                    "pc",
                    "car",
                    "motorbike",
                    "bicycle",
                    "camera",
                    "microphone",
                    "tablet",
                    "kitchen",
                    "sewing",
                ];
                let known = |key: &str| Equipment::from_key(key).ok_or_else(|| E::unknown_variant(key, KEYS));
                let parts = text.split('|').map(str::trim).filter(|part| !part.is_empty());
                parts.map(known).collect::<Result<Set<_>, _>>().map(Need)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// A stretch at one go, in minutes: what people choose is one of [`Stretch::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct Stretch(pub i64);

impl Stretch {
    /// A quarter of an hour, half an hour, an hour, half a day.
    pub const ALL: [Self; 4] = [Self(15), Self(30), Self(60), Self(240)];

    /// What a job may ask, beside those: three hours, a visit with the way there and back.
    const VISIT: Self = Self(180);

    /// Whether a job may ask it.
    #[must_use]
    pub fn is_valid(self) -> bool {
        Self::ALL.contains(&self) || self == Self::VISIT
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            240 => f.write_str("半日"),
            60 => f.write_str("1時間"),
            180 => f.write_str("3時間"),
            minutes => write!(f, "{minutes}分"),
        }
    }
}

/// A step from 0 (none) to 3 (all of it), as data/RUBRIC.md tells them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct Level(pub i64);

impl Level {
    /// The highest step.
    pub const MAX: i64 = 3;

    /// Whether it lies within 0 to 3.
    #[must_use]
    pub fn is_valid(self) -> bool {
        (0..=Self::MAX).contains(&self.0)
    }
}

/// Fields whose experience shortens the way into a job: in files a list, the craft itself first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The craft itself.
    pub craft: Option<Expertise>,
    /// The craft and what helps beside it.
    pub all: Set<Expertise>,
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Vec::<Expertise>::deserialize(deserializer)?;
        Ok(Self { craft: fields.first().copied(), all: fields.into_iter().collect() })
    }
}

/// What a job asks of a person.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Fit {
    /// The smallest useful stretch at one go.
    pub smallest_minutes: Stretch,
    /// Equipment without which it cannot be done.
    pub needs: Vec<Need>,
    /// Equipment that makes it clearly easier or better paid.
    pub helps: Set<Equipment>,
    /// Contact with people: 0 none, 1 messages, 2 regular calls or meetings, 3 face to face is the work itself.
    pub contact: Level,
    /// Bodily effort: 0 at a desk, 1 light, 2 carrying or hours on the feet, 3 heavy or in all weather.
    pub effort: Level,
    /// When it can in fact be done.
    pub hours: Set<DayPart>,
    /// What one knows that shortens the way.
    pub fields: Fields,
    /// Hours of unpaid learning before a beginner's first paid work.
    pub learning_hours: Range<i64>,
    /// Of 100 working hours of a beginner, how many are unpaid.
    pub unpaid_share: i64,
    /// What was made once sells again: 0 not, 1 some of it, 2 while it is kept up, 3 by itself.
    pub residual: Level,
    /// What it cannot be done without, as far as no other field says it: [`Fit::demanded`] has all.
    pub demands: Set<Demand>,
    /// A registration, licence or qualification that must be had first; empty when none.
    pub licence: String,
    /// When it can be done without the licence; empty when never.
    pub licence_unless: String,
    /// Where these come from.
    pub basis: String,
}

impl Fit {
    /// Step of effort from which one is on the feet.
    pub const ON_THE_FEET: Level = Level(2);

    /// What follows from the effort and from the things it needs: files do not say it twice.
    #[must_use]
    pub fn derived(&self) -> Set<Demand> {
        let motors: Set<Equipment> = [Equipment::Car, Equipment::Motorbike].into_iter().collect();
        let drives = self.needs.iter().any(|need| !need.0.is_empty() && need.0.without(motors).is_empty());
        let stands = self.effort >= Self::ON_THE_FEET;
        stands.then_some(Demand::Standing).into_iter().chain(drives.then_some(Demand::Driving)).collect()
    }

    /// Everything it cannot be done without.
    #[must_use]
    pub fn demanded(&self) -> Set<Demand> {
        self.demands.or(self.derived())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_need_is_met_by_any_of_its_alternatives() {
        let need = |text: &str| toml::from_str::<Fit>(&format!("needs = [\"{text}\"]")).unwrap().needs[0];
        let have = |words: &[Equipment]| words.iter().copied().collect::<Set<_>>();
        assert!(need("bicycle|car").met_by(have(&[Equipment::Car])));
        assert!(!need("pc").met_by(have(&[Equipment::Car])));
        assert!(!need("phone|pc").met_by(have(&[])));
        assert!(toml::from_str::<Fit>("needs = [\"plane\"]").is_err());
    }

    #[test]
    fn the_feet_follow_from_the_effort_and_driving_from_what_is_needed() {
        let demanded = |text: &str| toml::from_str::<Fit>(text).unwrap().demanded();
        let set = |words: &[Demand]| words.iter().copied().collect::<Set<_>>();
        assert_eq!(
            demanded("effort = 1\nneeds = [\"bicycle|car\"]\ndemands = [\"town\"]"),
            set(&[Demand::Town])
        );
        let both = set(&[Demand::Standing, Demand::Driving]);
        assert_eq!(demanded("effort = 2\nneeds = [\"phone\", \"car|motorbike\"]"), both);
    }

    #[test]
    fn a_set_survives_its_bits_and_drops_those_beyond_the_list() {
        let set: Set<DayPart> = [DayPart::Early, DayPart::Weekend].into_iter().collect();
        assert_eq!(Set::from_bits(set.bits()), set);
        assert_eq!(Set::<DayPart>::from_bits(u32::MAX).len(), DayPart::ALL.len());
    }
}
