//! What a person means: the one place that channel messages, `/ask` and the message menu share.
//!
//! A text is taken for one of a few things ([`Outcome`]), in this order: danger; a fraud under way; a turn that leads on from
//! the message replied to (`follow`); a phrase with a set reply; then, without what it says is not meant, a courtesy with nothing else said; a first word (a job, a section of one, two jobs, 診断, the list, a topic, help); a text that is one of our phrasings; English; a
//! question for the search, alone or several, with what is asked for weighed against what was said before; and if nothing is sure,
//! candidates, or who else has the answer. Every outcome says why ([`Understood::why`]). The words are data
//! (`data/first-words.toml`, `data/referrals.toml`).
//!
//! Invariants: addressed is never silent; unasked, only a sure answer of the search speaks; nothing is stored, and the text lives for
//! the length of one call. This room knows `profile`, `faq` and `advice`, not how anything looks. Non-goal: conversation; the one
//! thing known of the past is the message that was replied to ([`Light`]).

mod amounts;
mod aside;
mod cannot;
mod first;
mod follow;
mod instead;
mod label;
mod light;
mod negation;
mod outcome;
mod signs;
mod wishes;
mod words;

use std::cell::OnceCell;

use crate::faq::clause::{asks, sentences};
use crate::faq::decide::{Decision, Eagerness, Mode, SUGGESTIONS};
use crate::faq::{FaqIndex, Findings};
use crate::profile::spoken::{Referral, SignMeaning};
use crate::profile::{Catalogue, Slug};
use signs::Standing;

pub use light::{Light, Offer};
pub use outcome::{Near, Outcome, Respect, Silence, Understood, Upshot};
pub use wishes::wishes;
pub use words::{Known, Parsed, Token, Vocabulary};

/// Everything that understanding needs: what is known, ready for use.
#[derive(Clone, Copy, Debug)]
pub struct Understanding<'a> {
    /// The data.
    pub catalogue: &'a Catalogue,
    /// The search.
    pub faq: &'a FaqIndex,
    /// The words.
    pub vocabulary: &'a Vocabulary,
}

/// A text, with what is found out about it once and only when it is asked for.
struct Heard<'a> {
    text: &'a str,
    parsed: Parsed,
    standing: Standing,
    /// Words that were said not to be meant, and are no longer in the text.
    ruled_out: Vec<String>,
    faq: &'a FaqIndex,
    found: OnceCell<Findings>,
}

impl Heard<'_> {
    /// What the search makes of the text.
    fn found(&self) -> &Findings {
        self.found.get_or_init(|| self.faq.search(self.text))
    }

    fn into_found(self) -> Findings {
        self.found.into_inner().unwrap_or_else(|| self.faq.search(self.text))
    }
}

impl Understanding<'_> {
    /// What a text means that was said to the bot; `light` is what is known of the message it replies to.
    #[must_use]
    pub fn addressed(&self, text: &str, light: &Light) -> Understood {
        let heard = self.hear(text);
        let exact = || self.faq.is_phrasing(text);
        if let Some(grave) = self.grave(&heard) {
            return grave;
        }
        if let Some(turn) = self.follow(&heard, light) {
            return turn;
        }
        if let Some(set) = self.set_reply(&heard).filter(|_| !exact()) {
            return set;
        }
        match self.vocabulary.affirmed(text).filter(|_| !exact()) {
            Some(rest) => self.without_negated(&heard, &rest, light),
            None => self.meant(heard, light),
        }
    }

    /// What a text means beside danger, set replies and turns.
    fn meant(&self, heard: Heard<'_>, light: &Light) -> Understood {
        if let Some(first) = Self::told_more(&heard, light).or_else(|| self.first(&heard, light)) {
            return first;
        }
        if heard.parsed.is_foreign() {
            if heard.found().exact {
                return Self::answered(heard.into_found(), Vec::new());
            }
            let why = "no Japanese letter".to_owned();
            let jobs = self.near(&heard.parsed, true).jobs;
            return Understood { outcome: Outcome::English(ids(heard.found(), SUGGESTIONS), jobs), why };
        }
        if let Some(answer) = self.in_light(&heard, light) {
            return answer;
        }
        let mut understood = self.question(heard);
        // The answer that is replied to was not enough: it is no candidate.
        if let Outcome::Candidates(found, ..) = &mut understood.outcome
            && found.hits.len() > 1
        {
            found.hits.retain(|hit| light.entry.as_ref() != Some(&hit.id));
        }
        understood
    }

    /// The reply that is set for what was said: a text, or an entry with others beside it.
    fn set_reply(&self, heard: &Heard<'_>) -> Option<Understood> {
        let length = heard.parsed.readable.chars().count();
        let at = self.vocabulary.set_reply(&heard.standing, length)?;
        let set = self.catalogue.first_words().reply.get(at)?;
        let outcome = if set.entry.is_empty() {
            Outcome::Said(set.says.clone())
        } else if heard.parsed.is_foreign() {
            Outcome::English(vec![set.entry.clone()], Vec::new())
        } else {
            Outcome::Open(set.entry.clone(), set.beside.clone())
        };
        Some(Understood { outcome, why: format!("set reply {at}") })
    }

    fn hear<'b>(&'b self, text: &'b str) -> Heard<'b> {
        let (parsed, standing) = (self.vocabulary.parse(text), self.vocabulary.standing(text));
        Heard { text, parsed, standing, ruled_out: Vec::new(), faq: self.faq, found: OnceCell::new() }
    }

    /// What a text means that was said in a channel the bot listens to, to nobody in particular.
    #[must_use]
    pub fn unasked(&self, text: &str) -> Understood {
        self.unasked_at(text, Eagerness::Usual)
    }

    /// The same where a server chose how readily it is answered.
    #[must_use]
    pub fn unasked_at(&self, text: &str, eagerness: Eagerness) -> Understood {
        let silence =
            |why: Silence, said: &str| Understood { outcome: Outcome::Silence(why), why: said.to_owned() };
        let standing = self.vocabulary.standing(text);
        let sign = |meaning| self.vocabulary.sign(&standing, meaning);
        let grave = sign(SignMeaning::Crisis).or_else(|| self.deceived(text, &standing));
        if grave.is_some() {
            return silence(Silence::Grave, "danger or fraud");
        }
        if !text.chars().any(crate::profile::kana::is_japanese) {
            return silence(Silence::Foreign, "no Japanese letter");
        }
        let found = self.faq.search(text);
        if !found.exact
            && let Some(sign) = sign(SignMeaning::About)
        {
            return silence(Silence::About, sign);
        }
        match found.decide_unasked(eagerness) {
            Decision::Answer(hit) if hit.id.starts_with(ABOUT_BOT) && !names_bot(text) => {
                silence(Silence::Unsure, "about the bot")
            }
            Decision::Answer(_) => Self::answered(found, Vec::new()),
            _ => silence(Silence::Unsure, &format!("confidence {:.2}", found.confidence(Mode::Passive))),
        }
    }

    /// Whether somebody may be in danger: the one thing that is answered however often it is said.
    #[must_use]
    pub fn is_crisis(&self, text: &str) -> bool {
        self.vocabulary.sign(&self.vocabulary.standing(text), SignMeaning::Crisis).is_some()
    }

    /// Money or papers are going to someone who deceives. Our own questions about fraud have answers of their own.
    fn deceived(&self, text: &str, standing: &Standing) -> Option<&str> {
        self.vocabulary.sign(standing, SignMeaning::Fraud).filter(|_| !self.faq.is_title(text))
    }

    fn grave(&self, heard: &Heard<'_>) -> Option<Understood> {
        if let Some(sign) = self.vocabulary.sign(&heard.standing, SignMeaning::Crisis) {
            return Some(Understood { outcome: Outcome::Crisis, why: sign.to_owned() });
        }
        let sign = self.deceived(heard.text, &heard.standing)?;
        let near = ids(heard.found(), SUGGESTIONS);
        Some(Understood { outcome: Outcome::Fraud(near), why: sign.to_owned() })
    }

    /// A question for the search; of several, the first one's answer and the others' first hits.
    fn question(&self, heard: Heard<'_>) -> Understood {
        if heard.found().exact {
            return Self::answered(heard.into_found(), Vec::new());
        }
        let found = heard.found().clone();
        let Heard { text, parsed, .. } = &heard;
        let (first, others) = self.several(text, &found);
        let mut found = first.unwrap_or(found);
        let strange = |id: &str| id.starts_with(ABOUT_BOT) && !names_bot(text);
        let misled = found.hits.first().is_some_and(|hit| strange(&hit.id));
        found.hits.retain(|hit| !strange(&hit.id));
        let decision = found.decide(Mode::Addressed);
        // A few words that ask nothing are a subject, not a question: what fits is offered.
        let length = parsed.readable.chars().count();
        let subject = asks(text) == 0 && length <= SUBJECT_MAX;
        // Much text that asks nothing is a paste.
        let paste = asks(text) == 0 && length >= PASTE_MIN;
        match decision {
            Decision::Answer(_) if misled || self.strays(parsed, &found) => {
                self.unsure(&heard, found, subject, true)
            }
            Decision::Answer(_) if !subject && !paste => Self::answered(found, others),
            Decision::Silent => self.unsure(&heard, found, subject, false),
            _ => self.unsure(&heard, found, subject, true),
        }
    }

    /// Whether a short question about one topic (「確定申告しないとだめ？」) found an entry of a topic that the word does not stand for.
    fn strays(&self, parsed: &Parsed, found: &Findings) -> bool {
        let groups = parsed.topics();
        let (Some(hit), [at]) = (found.hits.first(), groups.as_slice()) else { return false };
        let Some(group) = self.catalogue.first_words().topic.get(*at) else { return false };
        let topic = hit.id.rsplit_once('-').map_or("", |(topic, _)| topic);
        !hit.job && parsed.left().chars().count() <= 1 && !group.topics.iter().any(|t| t == topic)
    }

    fn answered(found: Findings, others: Vec<String>) -> Understood {
        let why =
            found.hits.first().map(|h| format!("{} ← {}", h.id, h.words.join("・"))).unwrap_or_default();
        Understood { outcome: Outcome::Answer(Box::new(found), others), why }
    }

    /// Of a text that asks two or more things: the search for the first with all that was said before it, and what the others find.
    fn several(&self, text: &str, whole: &Findings) -> (Option<Findings>, Vec<String>) {
        let sentences = sentences(text);
        let most = sentences.iter().map(|s| asks(s)).max().unwrap_or_default();
        let asking: Vec<usize> =
            (0..sentences.len()).filter(|&i| most > 0 && asks(sentences[i]) == most).collect();
        let [first, rest @ ..] = asking.as_slice() else { return (None, Vec::new()) };
        if rest.is_empty() {
            return (None, Vec::new());
        }
        let mut others: Vec<String> = Vec::new();
        for &at in rest {
            let found = self.faq.search(sentences[at]);
            if found.asked.words > 1
                && let Some(hit) = found.hits.first()
                && !others.contains(&hit.id)
            {
                others.push(hit.id.clone());
            }
        }
        let own = self.faq.search(sentences[*first]);
        // 「どう思いますか？」 asks nothing by itself.
        if others.is_empty() || own.asked.words < 2 {
            return (None, others);
        }
        let before: String = sentences[..=*first].concat();
        let found = if *first == 0 { own } else { self.faq.search(&before) };
        others.retain(|id| found.hits.first().is_none_or(|h| h.id != *id));
        if found.confidence(Mode::Addressed) + 0.1 < whole.confidence(Mode::Addressed) {
            return (None, others);
        }
        (Some(found), others)
    }

    /// Candidates, 診断, jobs, or nothing and who has the answer.
    fn unsure(&self, heard: &Heard<'_>, found: Findings, subject: bool, candidates: bool) -> Understood {
        let Heard { text, parsed, standing, .. } = heard;
        let why = format!("confidence {:.2}", found.confidence(Mode::Addressed));
        let referral = self.referred(standing);
        // A word that entries hold (無断転載) is asked about, whatever job it is part of.
        let known = found.hits.first().is_some_and(|h| h.held > 0.5);
        let of_a_job = found.hits.first().is_none_or(|h| h.job);
        // Who says what they look for (「家でできる仕事」) describes no job.
        let looks = self.vocabulary.sign(standing, SignMeaning::Recommend).is_some();
        if (subject || !candidates)
            && !looks
            && (of_a_job || first::describes(&parsed.readable))
            && let Some(jobs) = self.described(text, parsed)
            && (jobs.outcome.is_sure() || first::describes(&parsed.readable) || !known)
        {
            return jobs;
        }
        let described = subject || !candidates || first::describes(&parsed.readable);
        let near = self.near(parsed, described && !looks);
        let outcome = if candidates && !found.hits.is_empty() || subject && known {
            Outcome::Candidates(Box::new(found), near, referral)
        } else if near.jobs.is_empty() || referral.is_some() {
            Outcome::Nothing(referral)
        } else {
            Outcome::WhichJob(near.jobs, near.section)
        };
        Understood { outcome, why }
    }

    /// The jobs that a text may be about: those it names, and, when it may describe one, those whose names are near or whose own text
    /// holds most of it. Few: each is a button beside the questions. A part is asked for of a job that is named, not of what a word
    /// (「登録者」) may mean by itself.
    fn near(&self, parsed: &Parsed, described: bool) -> Near {
        let mut jobs: Vec<Slug> = Vec::new();
        let add = |slug: &Slug, jobs: &mut Vec<Slug>| {
            if jobs.len() < NEAR_JOBS && !jobs.contains(slug) {
                jobs.push(slug.clone());
            }
        };
        parsed.jobs().iter().filter_map(|shared| shared.first()).for_each(|slug| add(slug, &mut jobs));
        let named = jobs.len();
        parsed.jobs().into_iter().flatten().for_each(|slug| add(slug, &mut jobs));
        if described {
            self.named_nearly(parsed).iter().take(2).for_each(|slug| add(slug, &mut jobs));
        }
        let section = parsed.first_of(&first::SECTIONS).filter(|_| named > 0 || described);
        Near { jobs, section, named }
    }

    /// Who answers what the text is about, when that is known not to be us.
    #[must_use]
    pub fn referral(&self, text: &str) -> Option<Referral> {
        self.referred(&self.vocabulary.standing(text))
    }

    fn referred(&self, standing: &Standing) -> Option<Referral> {
        let at = self.vocabulary.referral(standing)?;
        self.catalogue.referrals().referral.get(at).cloned()
    }
}

/// Most jobs offered beside what the search found.
const NEAR_JOBS: usize = 3;

/// How the ids of the questions about the bot itself begin. They answer whoever names it or says what `first-words.toml` sets a reply
/// for; to others their words (無料, 責任, 保存) mean something else.
pub(super) const ABOUT_BOT: &str = "about-bot-";
/// What the bot is called.
const BOT: [&str; 4] = ["ボット", "ぼっと", "bot", "診断"];

fn names_bot(text: &str) -> bool {
    let text = text.to_lowercase();
    BOT.iter().any(|name| text.contains(name))
}

/// Longest text that is taken for a subject when it asks nothing, in characters.
const SUBJECT_MAX: usize = 16;

/// From here on a text that asks nothing is a paste, in characters.
const PASTE_MIN: usize = 160;

/// A text as a question, so that it counts as what is asked.
fn asked_form(text: &str) -> String {
    format!("{}？", text.trim_end_matches(['？', '?', '。']))
}

fn ids(found: &Findings, most: usize) -> Vec<String> {
    found.hits.iter().take(most).map(|h| h.id.clone()).collect()
}
