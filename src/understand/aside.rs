//! What is said to the bot and asks nothing: courtesies, leave, words that point at nothing, what a person tells about themselves; and
//! what is warned of before anything else is looked for.

use super::outcome::{Outcome, Understood, understood};
use super::words::{Known, Parsed};
use super::{Heard, Light, Understanding, ids, wishes};
use crate::faq::clause::{asks, sentences};
use crate::faq::decide::{Decision, Mode, SUGGESTIONS};
use crate::profile::Slug;
use crate::profile::spoken::{Meaning, SignMeaning};

/// Longest text that takes leave, in characters.
const LEAVE_MAX: usize = 18;
/// Longest text that points at what was said before, in characters.
const BACK_MAX: usize = 24;
/// Up to so many words, what is asked has no subject of its own: 「それっていくら稼げるの？」.
const BACK_WORDS: usize = 2;
/// How the ids of topics on finding a job begin.
const LOOKING: &str = "which-job";
/// Shortest text that tells two things about a person, in characters.
const TOLD_MIN: usize = 8;
/// From so many wishes on, a text tells about a person who looks for a job.
const WISHES: usize = 2;

impl Understanding<'_> {
    /// A courtesy, leave, or words that point at what was said before where nothing was.
    pub(super) fn aside(&self, heard: &Heard<'_>, light: &Light) -> Option<Understood> {
        self.courtesy(heard.text, &heard.parsed)
            .or_else(|| self.leave(heard))
            .or_else(|| self.points_at_nothing(heard, light))
    }

    /// 「やっぱりやめとく」「また今度にします」.
    fn leave(&self, heard: &Heard<'_>) -> Option<Understood> {
        let Heard { text, parsed, .. } = heard;
        let sign = self.vocabulary.sign(&heard.standing, SignMeaning::Leave)?;
        let alone = parsed.readable.chars().count() <= LEAVE_MAX
            && parsed.jobs().is_empty()
            && parsed.topics().is_empty()
            && asks(text) == 0
            && !self.faq.is_phrasing(text);
        alone.then(|| understood(Outcome::Leaving, sign))
    }

    /// 「もっと詳しく」「それって1日どれくらい？」 where no message was replied to.
    fn points_at_nothing(&self, heard: &Heard<'_>, light: &Light) -> Option<Understood> {
        let Heard { text, parsed, .. } = heard;
        let sign = self.vocabulary.sign(&heard.standing, SignMeaning::Back)?;
        let length = parsed.readable.chars().count();
        let named = !parsed.jobs().is_empty()
            || !parsed.topics().is_empty()
            || parsed
                .first_of(&[Meaning::Recommend, Meaning::Jobs, Meaning::Help, Meaning::Compare])
                .is_some();
        let nothing = light.is_empty()
            && length <= BACK_MAX
            && !named
            && !self.faq.is_phrasing(text)
            && (heard.found().asked.words <= BACK_WORDS
                || !matches!(heard.found().decide(Mode::Addressed), Decision::Answer(_)));
        nothing.then(|| understood(Outcome::Unreferred, sign))
    }

    /// What an entry warns of: 「登録料3万って言われた」「LINEで副業に勧誘された」. What the search is sure of comes first.
    pub(super) fn warned(&self, heard: &Heard<'_>) -> Option<Understood> {
        let (sign, entry) = self.vocabulary.warning(&heard.standing)?;
        let entry = self.catalogue.entry(entry)?;
        if let Decision::Answer(hit) = heard.found().decide(Mode::Addressed) {
            let topic = |id: &str| id.rsplit_once('-').map(|(topic, _)| topic.to_owned());
            if asks(heard.text) > 0 || topic(&hit.id) == topic(&entry.faq().id) {
                return Some(Self::answered(heard.found().clone(), Vec::new()));
            }
        }
        let others = ids(heard.found(), SUGGESTIONS).into_iter().filter(|id| *id != entry.faq().id);
        let warning = self.faq.search(&entry.faq().question);
        Some(understood(Outcome::Answer(Box::new(warning), others.collect()), sign))
    }

    /// What a person tells about themselves and nothing else: 診断 with it filled in.
    pub(super) fn told(&self, heard: &Heard<'_>, light: &Light) -> Option<Understood> {
        let Heard { text, parsed, .. } = heard;
        if !light.is_empty() {
            return None;
        }
        if let Some(bare) = Self::bare(text, parsed) {
            return Some(bare);
        }
        let told = wishes(text);
        // 「経理が得意」 names what one knows, and not a job, beside more wishes.
        let is_known = |job: &Slug| {
            let craft = self.catalogue.profile(job.as_str()).and_then(|p| p.fit.fields.craft);
            told.count() > WISHES && craft.is_some_and(|craft| told.knows.is_some_and(|all| all.has(craft)))
        };
        let about_a_job = parsed.has(Meaning::Compare)
            || parsed.jobs().iter().any(|jobs| matches!(jobs, [job] if !is_known(job)));
        if about_a_job || !self.tells_of_a_person(parsed) || parsed.readable.chars().count() < TOLD_MIN {
            return None;
        }
        if told.count() < WISHES || heard.found().exact {
            return None;
        }
        // Who asks may ask something else (「児童扶養手当は減りますか」); a wish stands beside words that look for a job.
        let looks = || {
            parsed.has(Meaning::Recommend)
                || self.vocabulary.sign(&heard.standing, SignMeaning::Recommend).is_some()
        };
        let groups = &self.catalogue.first_words().topic;
        let of_looking = |&at: &usize| {
            groups.get(at).and_then(|g| g.topics.first()).is_some_and(|id| id.starts_with(LOOKING))
        };
        let asked = sentences(text).into_iter().any(|sentence| asks(sentence) > 0)
            && (!looks()
                || !parsed.topics().iter().all(of_looking)
                || matches!(heard.found().decide(Mode::Addressed), Decision::Answer(_)));
        (!asked).then(|| understood(Outcome::Recommend(told), &format!("{} wishes", told.count())))
    }

    /// Nothing but words that stand around what is meant: a condition (「在宅ワーク」) opens 診断, the field alone (「副業」) is a call.
    fn bare(text: &str, parsed: &Parsed) -> Option<Understood> {
        let around = parsed.tokens.iter().all(|t| t.known == Known::Word(Meaning::Filler));
        if !around || parsed.left_over() > 0 || parsed.hiragana_left() > 0 || asks(text) > 0 {
            return None;
        }
        let told = wishes(text);
        let outcome = if told.is_empty() { Outcome::Called } else { Outcome::Recommend(told) };
        Some(understood(outcome, &parsed.readable))
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
}
