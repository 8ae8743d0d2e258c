//! What a text says it does not mean: 「障害はありません」, 「税金の話ではなくて」. The search does not hear it, and what is found about it is
//! passed over. The words are data (`data/first-words.toml`).

use super::outcome::{Near, Outcome, Understood};
use super::words::{Known, Parsed};
use super::{Heard, Light, Understanding, wishes};

/// Letters up to which nothing is left of a text without what it says is not meant.
const NOTHING_LEFT: usize = 5;

impl Understanding<'_> {
    /// What is meant by a text that says of something that it is not meant: `rest` is the text without that.
    pub(super) fn without_negated(&self, heard: &Heard<'_>, rest: &str, light: &Light) -> Understood {
        let why = |rest: &str| format!("without {}: {rest}", heard.parsed.readable);
        let told = wishes(heard.text);
        let out = heard.parsed.ruled_out();
        let bare = rest.chars().filter(|c| c.is_alphanumeric()).count() <= NOTHING_LEFT;
        if bare && (!out.is_empty() || !told.is_empty()) {
            return Understood { outcome: Outcome::Recommend(told), why: why(rest) };
        }
        if bare && light.entry.is_none() {
            return Understood { outcome: Outcome::Called, why: why(rest) };
        }
        let ruled_out = heard.parsed.tokens.iter().filter(|token| token.ruled_out);
        let ruled_out = ruled_out.map(|token| heard.parsed.surface(token)).collect();
        let rest_heard = Heard { ruled_out, ..self.hear(rest) };
        let mut understood = match self.in_light(&rest_heard, light) {
            Some(answer) => answer,
            None => self.meant(rest_heard, light),
        };
        match &mut understood.outcome {
            Outcome::Recommend(wishes) => *wishes = told,
            Outcome::Candidates(found, near, _) => {
                found.hits.retain(|hit| !self.is_ruled_out(&hit.id, &heard.parsed));
                near.jobs.retain(|slug| !out.contains(&slug));
                near.named = near.named.min(near.jobs.len());
                if found.hits.is_empty() {
                    understood.outcome = Outcome::Nothing(None);
                }
            }
            Outcome::Answer(found, _) => {
                let wrong = found.hits.first().is_some_and(|hit| self.is_ruled_out(&hit.id, &heard.parsed));
                if wrong {
                    let mut found = found.clone();
                    found.hits.retain(|hit| !self.is_ruled_out(&hit.id, &heard.parsed));
                    understood.outcome = Outcome::Candidates(found, Near::default(), None);
                }
            }
            _ => {}
        }
        Understood { why: format!("{} / {}", why(rest), understood.why), ..understood }
    }

    /// Whether an entry is about a job or a topic that the text says it does not mean.
    fn is_ruled_out(&self, id: &str, parsed: &Parsed) -> bool {
        let topics = &self.catalogue.first_words().topic;
        let own = id.rsplit_once('-').map_or("", |(own, _)| own);
        parsed.tokens.iter().filter(|token| token.ruled_out).any(|token| match &token.known {
            Known::Job(slugs) => slugs.iter().any(|slug| slug.as_str() == own),
            Known::Topic(at) => topics.get(*at).is_some_and(|group| group.topics.iter().any(|t| t == own)),
            Known::Word(_) => false,
        })
    }
}
