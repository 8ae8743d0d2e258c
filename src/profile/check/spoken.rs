//! Rules for `first-words.toml`, `referrals.toml`, `engine.toml` and `advice.toml`.

use std::collections::{HashMap, HashSet};

use super::Checker;
use crate::profile::engine::Engine;
use crate::profile::normalise::name_key;
use crate::profile::spoken::{FirstWords, Meaning, Referrals, SignMeaning};
use crate::profile::weighing::Weighing;

/// Longest subject of a referral in characters.
const SUBJECT: usize = 30;
/// Longest text on how to reach someone in characters.
const HOW: usize = 120;

/// What words may lead to: ids of topics and of their entries.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    pub(super) topics: &'a [&'a str],
    pub(super) entries: &'a HashSet<&'a str>,
}

pub(super) fn first_words(c: &mut Checker<'_, FirstWords>, known: Option<Known<'_>>) {
    let words = c.value();
    let topics = known.map(|k| k.topics);
    let mut seen: HashMap<String, String> = HashMap::new();
    let mut once = |c: &mut Checker<'_, FirstWords>, path: String, word: &str, group: &str| {
        let key = name_key(word);
        if key.is_empty() {
            c.error(&path, "has no letter. Write the word as people type it.");
        } else if let Some(other) = seen.insert(key, group.to_owned()) {
            c.error(
                &path,
                format!("「{word}」 also stands in {other}. A word may stand in one place only.").as_str(),
            );
        }
    };
    for (i, group) in words.word.iter().enumerate() {
        let path = format!("word.{i}");
        if Meaning::from_key(&group.means).is_none() {
            let known: Vec<&str> = Meaning::ALL.iter().map(|(key, _)| *key).collect();
            c.error(
                &format!("{path}.means"),
                format!("is not known. Known are: {}.", known.join(", ")).as_str(),
            );
        }
        for (j, word) in group.texts.iter().enumerate() {
            once(c, format!("{path}.texts.{j}"), word, &path);
        }
        for (j, id) in group.alone.iter().enumerate() {
            is_topic(c, format!("{path}.alone.{j}"), id, topics);
        }
    }
    for (i, topic) in words.topic.iter().enumerate() {
        let path = format!("topic.{i}");
        for (j, word) in topic.words.iter().enumerate() {
            once(c, format!("{path}.words.{j}"), word, &path);
        }
        if topic.topics.is_empty() || topic.words.is_empty() {
            c.error(&path, "needs words and the ids of topics.");
        }
        for (j, id) in topic.topics.iter().enumerate() {
            is_topic(c, format!("{path}.topics.{j}"), id, topics);
        }
    }
    for (i, sign) in words.sign.iter().enumerate() {
        let path = format!("sign.{i}");
        if SignMeaning::from_key(&sign.means).is_none() {
            let known: Vec<&str> = SignMeaning::ALL.iter().map(|(key, _)| *key).collect();
            c.error(
                &format!("{path}.means"),
                format!("is not known. Known are: {}.", known.join(", ")).as_str(),
            );
        }
        for (list, texts) in [("holds", &sign.holds), ("unless", &sign.unless)] {
            for (j, text) in texts.iter().enumerate() {
                if text.split(['+', '|']).any(|part| name_key(part.trim_matches(['^', '$'])).is_empty()) {
                    c.error(&format!("{path}.{list}.{j}"), "has an empty part.");
                }
            }
        }
        if sign.holds.is_empty() {
            c.error(&path, "needs at least one phrase in holds.");
        }
        let warns = SignMeaning::from_key(&sign.means) == Some(SignMeaning::Warning);
        let is_entry = known.is_none_or(|k| k.entries.contains(sign.entry.as_str()));
        if if warns { !is_entry } else { !sign.entry.is_empty() } {
            c.error(
                &format!("{path}.entry"),
                "A warning, and nothing else, needs the id of a question in faq/ that warns.",
            );
        }
    }
}

/// The replies set for what is said to the bot, and the places in a list: `ids` are the questions there are.
pub(super) fn set_replies(c: &mut Checker<'_, FirstWords>, ids: Option<&[&str]>) {
    let words = c.value();
    for (i, reply) in words.reply.iter().enumerate() {
        let path = format!("reply.{i}");
        if reply.holds.is_empty() {
            c.error(&path, "needs at least one phrase in holds.");
        }
        if reply.says.is_empty() == reply.entry.is_empty() {
            c.error(&path, "needs either says or entry, not both.");
        }
        let named = std::iter::once(&reply.entry).filter(|id| !id.is_empty()).chain(&reply.beside);
        for id in named.filter(|id| ids.is_some_and(|known| !known.contains(&id.as_str()))) {
            c.error(&path, format!("「{id}」 is no question.").as_str());
        }
    }
    for (i, ordinal) in words.ordinal.iter().enumerate() {
        if ordinal.place == 0 || ordinal.holds.is_empty() {
            c.error(&format!("ordinal.{i}"), "needs a place that is not 0 and words in holds.");
        }
    }
}

fn is_topic(c: &mut Checker<'_, FirstWords>, path: String, id: &str, topics: Option<&[&str]>) {
    if topics.is_some_and(|known| !known.contains(&id)) {
        c.error(&path, "is no topic. Topics are the files in faq/.");
    }
}

pub(super) fn referrals(c: &mut Checker<'_, Referrals>) {
    for (i, referral) in c.value().referral.iter().enumerate() {
        let path = format!("referral.{i}");
        if referral.words.is_empty() || referral.words.iter().any(|w| name_key(w).is_empty()) {
            c.error(&format!("{path}.words"), "needs words that tell the subject, none of them empty.");
        }
        for (name, text, most) in [
            ("subject", &referral.subject, SUBJECT),
            ("who", &referral.who, HOW),
            ("how", &referral.how, HOW),
        ] {
            let length = text.chars().count();
            if length == 0 || length > most {
                c.error(
                    &format!("{path}.{name}"),
                    format!("needs 1 to {most} characters; it has {length}.").as_str(),
                );
            }
        }
        if referral.source.url.is_empty() {
            c.error(&format!("{path}.source"), "needs the address of a page that says so.");
        }
    }
}

/// Digits of a number to call: `188`, `0120-061-338`.
fn is_number(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '#'))
}

pub(super) fn help_lines(c: &mut Checker<'_, Referrals>) {
    let referrals = c.value();
    for (list, lines) in [("crisis", &referrals.crisis), ("fraud", &referrals.fraud)] {
        if lines.is_empty() {
            c.error(list, "needs at least one number to call.");
        }
        for (i, line) in lines.iter().enumerate() {
            let path = format!("{list}.{i}");
            if line.name.is_empty() || line.hours.is_empty() || line.source.url.is_empty() {
                c.error(&path, "needs name, hours, and the address of a page that says so.");
            }
            if !is_number(&line.number) {
                c.error(&format!("{path}.number"), "is no number to call. Write it as 0120-000-000.");
            }
        }
    }
}

/// The numbers of 診断.
pub(super) fn advice(c: &mut Checker<'_, Weighing>) {
    for (path, message) in c.value().problems() {
        c.error(path, message);
    }
}

pub(super) fn engine(c: &mut Checker<'_, Engine>) {
    for (path, message) in c.value().problems() {
        c.error(&path, message.as_str());
    }
}
