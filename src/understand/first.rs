//! First words: what is a command in all but form.

use super::words::{Known, Parsed};
use super::{Light, Outcome, Understanding, Understood, wishes};
use crate::faq::clause::asks;
use crate::faq::decide::{Decision, Mode};
use crate::profile::lookup::Decision as NameDecision;
use crate::profile::spoken::{Meaning, SignMeaning};
use crate::profile::{Axis, Slug};

/// Parts of what is known of a job.
pub(super) const SECTIONS: [Meaning; 9] = [
    Meaning::Score,
    Meaning::Income,
    Meaning::Steps,
    Meaning::Pitfalls,
    Meaning::Faq,
    Meaning::Work,
    Meaning::Skills,
    Meaning::Legal,
    Meaning::Ai,
];
/// Longest text that is looked up as a name, in characters.
const NAME_MAX: usize = 24;
/// Longest text whose every word is looked at as a first word.
const FIRST_MAX: usize = 60;
/// Letters that may be left beside a topic, help, or a name alone with a question mark.
const LEFT: usize = 2;
/// Letters that may be left beside a job or a word that decides by itself (比較, おすすめ, 一覧).
const LEFT_BESIDE: usize = 7;
/// From here on, hiragana left beside known words make a sentence: then a sure answer of the search comes first.
const SENTENCE: usize = 5;
/// From here on, what is asked with a question mark or a word that asks is more than a name and what is wanted of it.
const QUESTION: usize = 9;
/// Hiragana that may be left beside a topic: endings and a short verb.
const GRAMMAR: usize = 12;
/// Longest text that is taken for a description of a job, in characters.
const DESCRIPTION_MAX: usize = 26;
/// From here on a name that is not exact is one; below, the search is asked first.
const NEAR: f64 = 0.75;
/// Share of a description that a job's text must hold.
const DESCRIBED: f32 = 0.5;
/// Jobs offered for a description.
const JOBS: usize = 5;
/// From here on the search is heard before 診断 is offered to someone who tells about themselves.
const SURE: f32 = 0.75;

impl Understanding<'_> {
    /// The first word that a text is, if it is one.
    pub(super) fn first(&self, text: &str, parsed: &Parsed, light: &Light) -> Option<Understood> {
        if !text.chars().any(char::is_alphanumeric) {
            let asking = text.contains(['?', '？']);
            let outcome = if asking { Outcome::Help } else { Outcome::Called };
            return Some(understood(outcome, "no letter"));
        }
        if let Some(courtesy) = self.courtesy(text, parsed) {
            return Some(courtesy);
        }
        let length = parsed.readable.chars().count();
        // A question word for word is answered by its entry.
        if length > FIRST_MAX || self.faq.is_title(text) {
            return None;
        }
        if parsed.first_of(&SECTIONS).is_none()
            && let Some(sign) = self.vocabulary.sign(text, SignMeaning::Order)
        {
            return Some(understood(Outcome::Nothing(None), sign));
        }
        // Whoever writes a whole sentence means it: what the search is sure of comes before what single words may mean.
        if parsed.hiragana_left() >= SENTENCE
            && asks(text) > 0
            && !(parsed.has(Meaning::Recommend) && parsed.jobs().is_empty() && parsed.topics().is_empty())
            && matches!(self.faq.search(text).decide(Mode::Addressed), Decision::Answer(_))
        {
            return None;
        }
        let left = parsed.left().chars().count();
        let jobs = parsed.jobs();
        if jobs.is_empty() {
            self.without_job(text, parsed, left, light)
        } else {
            self.with_jobs(text, parsed, &jobs, left)
        }
    }

    /// Thanks or a greeting with nothing else said.
    fn courtesy(&self, text: &str, parsed: &Parsed) -> Option<Understood> {
        let words = &self.catalogue.first_words().word;
        // A word of one letter is one only by itself: 「神」「草」.
        let alone =
            words.iter().find(|g| g.texts.iter().any(|t| t.chars().count() == 1 && *t == parsed.readable));
        let alone = alone.and_then(|g| Meaning::from_key(&g.means));
        let meaning = alone.or_else(|| parsed.first_of(&[Meaning::Thanks, Meaning::Greeting]))?;
        let rest = parsed.without(&[Meaning::Thanks, Meaning::Greeting]);
        let more = parsed
            .tokens
            .iter()
            .any(|t| !matches!(t.known, Known::Word(Meaning::Thanks | Meaning::Greeting | Meaning::Filler)));
        let asks = asks(&rest) > 0 || text.contains(['?', '？']) && !rest.is_empty();
        if alone.is_none() && (more || asks || rest.chars().filter(|c| c.is_alphanumeric()).count() > 12) {
            return None;
        }
        let outcome = if meaning == Meaning::Thanks { Outcome::Thanks } else { Outcome::Greeting };
        Some(understood(outcome, &parsed.readable))
    }

    fn with_jobs(&self, text: &str, parsed: &Parsed, jobs: &[&[Slug]], left: usize) -> Option<Understood> {
        let whole: Vec<Slug> = jobs.iter().filter_map(|j| j.first()).cloned().collect();
        let section = parsed.first_of(&SECTIONS);
        if jobs.len() > 1 {
            let names_alone = left <= LEFT
                && parsed.hiragana_left() < SENTENCE
                && !parsed.has(Meaning::Recommend)
                && parsed.jobs_are_listed();
            let compares = parsed.has(Meaning::Compare) && parsed.hiragana_left() <= 2 * QUESTION;
            if (compares || names_alone) && left <= LEFT_BESIDE {
                let listed = whole.into_iter().take(3).collect();
                return Some(understood(Outcome::Compare(listed), &parsed.readable));
            }
            // 「リアクトのエンジニア」: one job in two words, and either may be meant.
            let section = parsed.first_of(&SECTIONS);
            let either = left <= LEFT && parsed.hiragana_left() < SENTENCE && parsed.topics().is_empty();
            return either.then(|| {
                let mut all: Vec<Slug> = Vec::new();
                for slug in whole.into_iter().chain(jobs.iter().flat_map(|j| j.iter().cloned())) {
                    if !all.contains(&slug) {
                        all.push(slug);
                    }
                }
                all.truncate(JOBS);
                understood(Outcome::WhichJob(all, section), &parsed.readable)
            });
        }
        if parsed.has(Meaning::Compare)
            && let Some(compared) = self.compared(parsed)
        {
            return Some(compared);
        }
        let [slugs] = jobs else { return None };
        let asking = asks(text);
        // A question word for word is answered by its entry.
        if left > LEFT_BESIDE
            || asking > 0 && left > LEFT
            || parsed.has(Meaning::Help) && left > 0
            || self.faq.is_phrasing(text)
        {
            return None;
        }
        let asks_more = asking > 0 && parsed.hiragana_left() >= if section.is_some() { QUESTION } else { 4 };
        if asks_more {
            return None;
        }
        if section.is_none() && (!parsed.topics().is_empty() || parsed.has(Meaning::Recommend)) {
            return None;
        }
        // More is said than a name: 「イラスト 塗り方」, 「ショート動画の編集」 may be another job or none.
        if section.is_none() && left >= LEFT {
            let mut near = self.named_nearly(parsed);
            near.retain(|slug| !slugs.contains(slug));
            let all = slugs.iter().cloned().chain(near).take(JOBS).collect();
            return Some(understood(Outcome::WhichJob(all, None), &parsed.readable));
        }
        Some(Self::job(slugs, section, &parsed.readable))
    }

    /// Two things to compare that are names only nearly: 「写真とイラストの違い」.
    fn compared(&self, parsed: &Parsed) -> Option<Understood> {
        let bare = parsed.without(&[Meaning::Compare]);
        let mut jobs: Vec<Slug> = Vec::new();
        for part in bare.split(['と', ' ', '、', '対', 'か', '/']).filter(|p| !p.is_empty()) {
            let slug = match self.catalogue.names().decide(part.trim_end_matches(['の', 'は', 'が', 'を']))
            {
                NameDecision::Match(m) => Some(m.slug),
                NameDecision::Suggest(offers) => {
                    offers.into_iter().next().filter(|m| m.confidence > 0.9).map(|m| m.slug)
                }
                NameDecision::Nothing => None,
            };
            if let Some(slug) = slug.filter(|s| !jobs.contains(s)) {
                jobs.push(slug);
            }
        }
        (jobs.len() >= 2).then(|| {
            jobs.truncate(3);
            understood(Outcome::Compare(jobs), &bare)
        })
    }

    fn job(slugs: &[Slug], section: Option<Meaning>, why: &str) -> Understood {
        let outcome = match (slugs, section) {
            ([slug], None) => Outcome::Profile(slug.clone()),
            ([slug], Some(section)) => Outcome::Section(slug.clone(), section),
            (several, section) => Outcome::WhichJob(several.to_vec(), section),
        };
        understood(outcome, why)
    }

    fn without_job(&self, text: &str, parsed: &Parsed, left: usize, light: &Light) -> Option<Understood> {
        let section = parsed.first_of(&SECTIONS);
        if let (Some(slug), Some(section)) = (&light.job, section)
            && left <= LEFT
        {
            return Some(understood(Outcome::Section(slug.clone(), section), "reply to a job"));
        }
        let tells = || self.vocabulary.sign(text, SignMeaning::Recommend).is_some();
        if parsed.has(Meaning::Help)
            && left <= LEFT
            && parsed.hiragana_left() <= GRAMMAR
            && (left == 0 || !tells())
        {
            return Some(understood(Outcome::Help, &parsed.readable));
        }
        if parsed.has(Meaning::Compare)
            && let Some(compared) = self.compared(parsed)
        {
            return Some(compared);
        }
        if parsed.has(Meaning::Jobs)
            && left <= LEFT + 1
            && parsed.hiragana_left() < QUESTION
            && !parsed.has(Meaning::Recommend)
        {
            let axis = match section {
                Some(Meaning::Income) => Some(Axis::Profitability),
                Some(Meaning::Steps) => Some(Axis::Ease),
                _ => None,
            };
            return Some(understood(Outcome::Jobs(axis), &parsed.readable));
        }
        if let [topic, ..] = parsed.topics().as_slice()
            && left <= LEFT
            && light.entry.is_none()
            && parsed.hiragana_left() <= if asks(text) > 0 { 4 } else { GRAMMAR }
            && !self.faq.is_phrasing(text)
        {
            let group = self.catalogue.first_words().topic.get(*topic)?;
            let word = group.words.first().cloned().unwrap_or_default();
            return Some(understood(Outcome::Topic(word, group.topics.clone()), &parsed.readable));
        }
        if parsed.has(Meaning::Recommend)
            && (left <= LEFT_BESIDE || asks(text) == 0)
            && parsed.topics().is_empty()
        {
            return Some(understood(Outcome::Recommend(wishes(text)), &parsed.readable));
        }
        self.section_alone(text, parsed, left)
            .or_else(|| self.near_name(text, parsed, section))
            .or_else(|| self.about_oneself(text, parsed, left))
    }

    /// A word for a part of a job with nothing else said: 「単価」 「スコア」.
    fn section_alone(&self, text: &str, parsed: &Parsed, left: usize) -> Option<Understood> {
        let section = parsed.first_of(&SECTIONS)?;
        if left > 0 || parsed.hiragana_left() >= 4 || !parsed.topics().is_empty() || self.faq.is_phrasing(text) {
            return None;
        }
        let groups = &self.catalogue.first_words().word;
        let group = groups.iter().find(|g| Meaning::from_key(&g.means) == Some(section))?;
        let outcome = match section {
            Meaning::Score | Meaning::Work => Outcome::Jobs(None),
            Meaning::Faq => Outcome::Help,
            _ if group.alone.is_empty() => return None,
            _ => Outcome::Topic(parsed.readable.clone(), group.alone.clone()),
        };
        Some(understood(outcome, &parsed.readable))
    }

    /// Someone tells what they can, have or want, and asks for nothing else: 「人と話したくない」「在宅で月3万」.
    fn about_oneself(&self, text: &str, parsed: &Parsed, left: usize) -> Option<Understood> {
        let sign = self.vocabulary.sign(text, SignMeaning::Recommend)?;
        let found = self.faq.search(text);
        let asking = asks(text) > 0;
        let short = parsed.readable.chars().count() <= DESCRIPTION_MAX + 6 && parsed.topics().is_empty();
        (!found.exact && short && (left <= LEFT || asking || found.confidence(Mode::Addressed) < SURE))
            .then(|| understood(Outcome::Recommend(wishes(text)), sign))
    }

    /// A name with a slip, half of one, or in romaji: 「どうがへんしゅ いくら」.
    fn near_name(&self, text: &str, parsed: &Parsed, section: Option<Meaning>) -> Option<Understood> {
        let rest = parsed.without(&SECTIONS);
        let length = rest.chars().count();
        if length == 0 || length > NAME_MAX || !parsed.topics().is_empty() || self.faq.is_phrasing(text) {
            return None;
        }
        let named = match self.catalogue.names().decide(&rest) {
            NameDecision::Match(m) if m.confidence >= NEAR || section.is_some() => vec![m.slug],
            NameDecision::Suggest(offers)
                if section.is_some() || offers.first().is_some_and(|m| m.confidence >= 0.99) =>
            {
                offers.into_iter().map(|m| m.slug).collect()
            }
            _ => return None,
        };
        (asks(text) < 2 || section.is_some() || length <= 8)
            .then(|| Self::job(&named, section, &format!("≈ {rest}")))
    }

    /// Jobs that a text may be about that asks nothing: half a name, or what one does there (「家に行って掃除するやつ」).
    pub(super) fn described(&self, text: &str, parsed: &Parsed) -> Option<Understood> {
        if asks(text) > 1 {
            return None;
        }
        let rest = parsed.without(&SECTIONS);
        let section = parsed.first_of(&SECTIONS);
        let why = format!("≈ {rest}");
        if let NameDecision::Match(m) = self.catalogue.names().decide(&rest)
            && rest.chars().count() <= DESCRIPTION_MAX
        {
            return Some(Self::job(&[m.slug], section, &why));
        }
        let jobs = self.named_nearly(parsed);
        (!jobs.is_empty()).then(|| understood(Outcome::WhichJob(jobs, section), &why))
    }

    /// Jobs whose name is near a short text, then those whose own text holds most of it.
    pub(super) fn named_nearly(&self, parsed: &Parsed) -> Vec<Slug> {
        let rest = parsed.without(&SECTIONS);
        if !(2..=DESCRIPTION_MAX).contains(&rest.chars().count()) {
            return Vec::new();
        }
        let mut jobs: Vec<Slug> = match self.catalogue.names().decide(&rest) {
            NameDecision::Match(m) => vec![m.slug],
            NameDecision::Suggest(offers) => offers.into_iter().take(2).map(|m| m.slug).collect(),
            NameDecision::Nothing => Vec::new(),
        };
        for (group, held) in self.faq.nearest_groups(&rest, JOBS) {
            if held >= DESCRIBED
                && let Some(p) = self.catalogue.profiles().get(group)
                && !jobs.contains(&p.slug)
            {
                jobs.push(p.slug.clone());
            }
        }
        jobs.truncate(JOBS);
        jobs
    }
}

/// Whether a text ends like the description of a job: 「写真売るやつ」「声を入れる仕事」.
pub(super) fn describes(readable: &str) -> bool {
    const ENDS: [&str; 10] = ["やつ", "仕事", "の人", "る人", "バイト", "副業", "屋さん", "屋", "代行", "系"];
    let bare = readable.trim_end_matches(['の', 'は', 'で', ' ']);
    ENDS.iter().any(|end| bare.ends_with(end))
}

fn understood(outcome: Outcome, why: &str) -> Understood {
    Understood { outcome, why: why.to_owned() }
}
