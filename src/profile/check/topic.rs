//! The rules of one `data/faq/TOPIC.toml`.

use super::super::finding::Finding;
use super::super::topic::Topic;
use super::super::units::Slug;
use super::super::wording::Wording;
use super::{Checker, QUESTIONS};

pub(super) fn check(c: &mut Checker<'_, Topic>, wording: &Wording) {
    let topic = c.value();
    if topic.id != c.stem() || !Slug::is_valid(&topic.id) {
        c.bad_name("id", &topic.id);
    }
    c.text("title", &topic.title, 40);
    if topic.subject.is_none() {
        c.warn("subject", "is missing: the topic is listed last. Write start, company, tax or support.");
    }
    c.day("as_of", topic.as_of);
    if topic.needs_expert {
        c.text("expert", &topic.expert, 60);
    }
    if !topic.unsettled.is_empty() {
        c.text("unsettled", &topic.unsettled, 200);
    }
    if topic.sources.is_empty() {
        c.error("sources", Finding::NoTopicSource);
    }
    c.sources("sources", &topic.sources, false);
    if topic.faq.is_empty() {
        c.error("faq", Finding::NoQuestion);
    }
    if topic.faq.len() > QUESTIONS {
        c.error("faq", Finding::TooManyQuestions { count: topic.faq.len() });
    }
    c.faq(&topic.id, &topic.faq);
    c.one_word(wording);
}
