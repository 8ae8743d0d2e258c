//! The rules of one `data/faq/TOPIC.toml`.

use super::super::types::Topic;
use super::super::units::Slug;
use super::Checker;

pub(super) fn check(c: &mut Checker<'_, Topic>) {
    let topic = c.value();
    if topic.id != c.stem() || !Slug::is_valid(&topic.id) {
        c.error(
            "id",
            &format!(
                "「{}」 must be the file's name without .toml: lower-case letters, digits and hyphens.",
                topic.id
            ),
        );
    }
    c.text("title", &topic.title, 40);
    c.day("as_of", topic.as_of);
    if topic.needs_expert {
        c.text("expert", &topic.expert, 60);
    }
    if !topic.unsettled.is_empty() {
        c.text("unsettled", &topic.unsettled, 200);
    }
    if topic.sources.is_empty() {
        c.error("sources", "is missing. Every general answer needs a source.");
    }
    c.sources("sources", &topic.sources, false);
    if topic.faq.is_empty() {
        c.error("faq", "is missing. Write at least one question.");
    }
    c.at_most("faq", topic.faq.len(), 25);
    c.faq(&topic.id, &topic.faq);
}
