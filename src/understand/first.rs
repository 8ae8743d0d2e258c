//! First words: what is a command in all but form.

use super::outcome::{Outcome, Understood, understood};
use super::words::Parsed;
use super::{Heard, Light, Understanding, wishes};
use crate::faq::clause::asks;
use crate::faq::decide::{Decision, Mode};
use crate::profile::lookup::Decision as NameDecision;
use crate::profile::spoken::{Meaning, SignMeaning};
use crate::profile::{Axis, Slug};

/// Parts of what is known of a job.
pub(super) const SECTIONS: [Meaning; 11] = [
    Meaning::Cost,
    Meaning::Hourly,
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
/// From here on a job is offered for a description.
const DESCRIBED: f64 = 0.3;
/// Jobs whose text is nearest to a description.
const NEAREST: usize = 12;
/// How much a job's text counts beside its names, and how much it adds that both hold a description.
const TEXT: f64 = 0.8;
const BOTH: f64 = 0.5;
/// Jobs offered for a description.
const JOBS: usize = 5;
/// From here on the search is heard before 診断 is offered to someone who tells about themselves.
const SURE: f32 = 0.75;

impl Understanding<'_> {
    /// The first word that a text is, if it is one.
    pub(super) fn first(&self, heard: &Heard<'_>, light: &Light) -> Option<Understood> {
        let Heard { text, parsed, .. } = heard;
        if !text.chars().any(char::is_alphanumeric) {
            let asking = text.contains(['?', '？']);
            let outcome = if asking { Outcome::Help } else { Outcome::Called };
            return Some(understood(outcome, "no letter"));
        }
        if let Some(aside) = self.aside(heard, light) {
            return Some(aside);
        }
        let length = parsed.readable.chars().count();
        // A question word for word is answered by its entry.
        if length > FIRST_MAX || self.faq.is_title(text) {
            return None;
        }
        if parsed.first_of(&SECTIONS).is_none()
            && let Some(sign) = self.vocabulary.sign(&heard.standing, SignMeaning::Order)
        {
            return Some(understood(Outcome::Nothing(None), sign));
        }
        if let Some(said) = self.warned(heard).or_else(|| self.told(heard, light)) {
            return Some(said);
        }
        // Whoever writes a whole sentence or asks about a topic means it: what the search is sure of comes before what single words may mean.
        let whole = parsed.hiragana_left() >= SENTENCE
            || !parsed.topics().is_empty() && parsed.jobs().is_empty() && asks(text) > 0;
        if whole
            && asks(text) > 0
            && !(parsed.has(Meaning::Recommend) && parsed.jobs().is_empty() && self.tells_of_a_person(parsed))
            && matches!(heard.found().decide(Mode::Addressed), Decision::Answer(_))
        {
            return None;
        }
        let left = parsed.left_over();
        let jobs = parsed.jobs();
        // A name that jobs share may tell what a person has or can: 「英語できるけどなんかある？」.
        let shared = jobs.iter().all(|j| j.len() > 1) && parsed.has(Meaning::Recommend);
        if jobs.is_empty() || shared && parsed.first_of(&SECTIONS).is_none() {
            self.without_job(heard, left, light)
        } else {
            self.with_jobs(text, parsed, &jobs, left)
        }
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
        // 「売ったお金に税金かかる？」 asks about its topic: the money in it is no wish to see what the job pays.
        let of_a_topic = !parsed.topics().is_empty();
        let sentence = parsed.hiragana_left() >= if section.is_some() { QUESTION } else { 4 };
        if asking > 0 && (of_a_topic || sentence) {
            return None;
        }
        if section.is_none() && (of_a_topic || parsed.has(Meaning::Recommend)) {
            return None;
        }
        // More is said than a name: 「イラスト 塗り方」 may be another job or none, unless it says what the person wants to do
        // (「ハンドメイドのアクセサリー売りたい」).
        let wants = slugs.len() == 1 && parsed.readable.contains("たい");
        if section.is_none() && left >= LEFT && !wants {
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

    fn without_job(&self, heard: &Heard<'_>, left: usize, light: &Light) -> Option<Understood> {
        let Heard { text, parsed, .. } = heard;
        let section = parsed.first_of(&SECTIONS);
        if left <= LEFT {
            if let (Some(slug), Some(section)) = (light.job(self.catalogue), section) {
                return Some(understood(Outcome::Section(slug, section), "reply to a job"));
            }
            let jobs = light.spoken_of();
            if let Some(section) = section
                && !jobs.is_empty()
            {
                // The one thing that was offered is what is spoken of.
                if let ([slug], [_]) = (jobs.as_slice(), light.offered.as_slice()) {
                    return Some(understood(Outcome::Section(slug.clone(), section), "reply to a job"));
                }
                return Some(understood(Outcome::WhichJob(jobs, Some(section)), "reply to jobs"));
            }
        }
        if let Some(preferred) = self.preferred_alone(heard) {
            return Some(preferred);
        }
        let tells = || self.vocabulary.sign(&heard.standing, SignMeaning::Recommend).is_some();
        if parsed.has(Meaning::Help)
            && parsed.topics().is_empty()
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
            && !(parsed.has(Meaning::Recommend) && self.tells_of_a_person(parsed))
            && left <= LEFT
            && light.entry.is_none()
            && light.jobs.is_empty()
            && parsed.hiragana_left() <= GRAMMAR
            && (asks(text) == 0 || left == 0 && parsed.is_bare_topic())
            && !self.faq.is_phrasing(text)
        {
            let group = self.catalogue.first_words().topic.get(*topic)?;
            let word = group.words.first().cloned().unwrap_or_default();
            return Some(understood(Outcome::Topic(word, group.topics.clone()), &parsed.readable));
        }
        if parsed.has(Meaning::Recommend)
            && (left <= LEFT_BESIDE || asks(text) == 0)
            && self.tells_of_a_person(parsed)
        {
            return Some(understood(Outcome::Recommend(wishes(text)), &parsed.readable));
        }
        self.section_alone(text, parsed, left)
            .or_else(|| self.near_name(text, parsed, section))
            .or_else(|| self.about_oneself(heard, left))
    }

    /// A word for a part of a job with nothing else said: 「単価」 「スコア」.
    fn section_alone(&self, text: &str, parsed: &Parsed, left: usize) -> Option<Understood> {
        let section = parsed.first_of(&SECTIONS)?;
        if left > 0
            || parsed.hiragana_left() >= 4
            || !parsed.topics().is_empty()
            || self.faq.is_phrasing(text)
        {
            return None;
        }
        let groups = &self.catalogue.first_words().word;
        let group = groups.iter().find(|g| Meaning::from_key(&g.means) == Some(section))?;
        let outcome = match section {
            Meaning::Score | Meaning::Work => Outcome::Jobs(None),
            Meaning::Faq => Outcome::Help,
            Meaning::Hourly => Outcome::AskJob(section),
            _ if group.alone.is_empty() => return None,
            _ => Outcome::Topic(parsed.readable.clone(), group.alone.clone()),
        };
        Some(understood(outcome, &parsed.readable))
    }

    /// Someone tells what they can, have or want, and asks for nothing else: 「人と話したくない」「在宅で月3万」.
    fn about_oneself(&self, heard: &Heard<'_>, left: usize) -> Option<Understood> {
        let Heard { text, parsed, .. } = heard;
        let sign = self.vocabulary.sign(&heard.standing, SignMeaning::Recommend)?;
        let found = heard.found();
        let asking = asks(text) > 0;
        let short = parsed.readable.chars().count() <= DESCRIPTION_MAX + 6 && self.tells_of_a_person(parsed);
        (!found.exact && short && (left <= LEFT || asking || found.confidence(Mode::Addressed) < SURE))
            .then(|| understood(Outcome::Recommend(wishes(text)), sign))
    }

    /// Whether the topics named, if any, may as well tell about the person.
    pub(super) fn tells_of_a_person(&self, parsed: &Parsed) -> bool {
        let topics = &self.catalogue.first_words().topic;
        parsed.topics().iter().all(|&at| topics.get(at).is_some_and(|t| t.circumstance))
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
        self.jobs_like(&rest, JOBS)
    }

    /// The jobs that a short text is likest to, best first: by their names, and by all that is known about them. Both say how much of
    /// the text they hold; the better of the two counts, and that both agree counts a little more.
    #[must_use]
    pub fn jobs_like(&self, text: &str, most: usize) -> Vec<Slug> {
        let mut jobs: Vec<(Slug, f64)> =
            self.catalogue.names().search(text).into_iter().map(|m| (m.slug, m.confidence)).collect();
        for near in self.faq.nearest_groups(text, NEAREST) {
            let Some(p) = self.catalogue.profiles().get(near.group) else { continue };
            let sure = f64::from(near.held) * f64::from(near.of_best) * TEXT;
            match jobs.iter_mut().find(|(slug, _)| *slug == p.slug) {
                Some((_, known)) => *known = known.max(sure) + BOTH * known.min(sure),
                None => jobs.push((p.slug.clone(), sure)),
            }
        }
        jobs.retain(|(_, sure)| *sure >= DESCRIBED);
        jobs.sort_by(|a, b| b.1.total_cmp(&a.1));
        jobs.truncate(most);
        jobs.into_iter().map(|(slug, _)| slug).collect()
    }
}

/// Whether a text ends like the description of a job: 「写真売るやつ」「声を入れる仕事」.
pub(super) fn describes(readable: &str) -> bool {
    const ENDS: [&str; 10] = ["やつ", "仕事", "の人", "る人", "バイト", "副業", "屋さん", "屋", "代行", "系"];
    let bare = readable.trim_end_matches(['の', 'は', 'で', ' ']);
    ENDS.iter().any(|end| bare.ends_with(end))
}
