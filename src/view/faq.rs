//! Questions and answers: a job's list with its menu, and one answer with its source and date.

use crate::profile::{Catalogue, Entry, Profile};

use super::action::Action;
use super::limits::cut;
use super::reply::{Button, Embed, Message, Row, Select, SelectOption};
use super::text::{COLOR, checked_on, day, lines_within, source_lines};

/// Characters of a button label that a phone shows.
const LABEL: usize = 34;
/// Sources named under an answer.
const SOURCES: usize = 3;

/// `/faq`: the questions of a job in a menu, and the general ones that matter most for it as buttons.
#[must_use]
pub fn faq_message(catalogue: &Catalogue, p: &Profile) -> Message {
    Message::embed(list(p)).row(Row::Select(menu(p, None))).row(Row::Buttons(general_buttons(
        catalogue,
        p,
        super::limits::BUTTONS,
    )))
}

/// The same with one answer opened.
#[must_use]
pub fn faq_opened(catalogue: &Catalogue, p: &Profile, entry: Entry<'_>) -> Message {
    Message::embed(answer(entry))
        .row(Row::Select(menu(p, Some(&entry.faq().id))))
        .row(Row::Buttons(general_buttons(catalogue, p, super::limits::BUTTONS)))
}

/// One answer in a message of its own, with the way to the job or jobs it is about.
#[must_use]
pub fn answer_message(catalogue: &Catalogue, entry: Entry<'_>) -> Message {
    let jobs: Vec<&Profile> = match entry {
        Entry::Job(profile, _) => vec![profile],
        Entry::General(_, faq) => {
            faq.related_jobs.iter().filter_map(|s| catalogue.profile(s.as_str())).collect()
        }
    };
    let buttons =
        jobs.iter().take(3).map(|p| Button::new(&p.name, Action::Profile(p.slug.clone()))).collect();
    Message::embed(answer(entry)).row(Row::Buttons(buttons))
}

/// The questions of a job as text.
#[must_use]
pub(super) fn list(p: &Profile) -> Embed {
    let lines: Vec<String> = p.faq.iter().map(|f| format!("・{}", f.question)).collect();
    Embed {
        title: format!("{}：よくある質問", p.name),
        description: format!("{}\n\n下のメニューで選ぶと答えが表示されます。", lines.join("\n")),
        color: COLOR,
        ..Embed::default()
    }
    .footer(checked_on(p))
}

/// The menu of a job's questions.
#[must_use]
pub(super) fn menu(p: &Profile, chosen: Option<&str>) -> Select {
    let option = |f: &crate::profile::Faq| SelectOption {
        label: f.question.clone(),
        value: f.id.clone(),
        description: f.topic.clone(),
        default: chosen == Some(f.id.as_str()),
    };
    Select {
        action: Action::FaqMenu(p.slug.clone()),
        placeholder: "質問を選ぶ".into(),
        options: p.faq.iter().map(option).collect(),
    }
}

/// Buttons to the general questions that matter most for a job.
#[must_use]
pub(super) fn general_buttons(catalogue: &Catalogue, p: &Profile, most: usize) -> Vec<Button> {
    let entries = p.general_faq.iter().filter_map(|id| catalogue.entry(id));
    entries.take(most).map(|e| question_button(e)).collect()
}

/// A button that opens an answer.
#[must_use]
pub fn question_button(entry: Entry<'_>) -> Button {
    Button::new(cut(&entry.faq().question, LABEL), Action::Answer(entry.faq().id.clone()))
}

/// One answer with its source and date.
#[must_use]
pub fn answer(entry: Entry<'_>) -> Embed {
    let faq = entry.faq();
    let embed = Embed {
        title: faq.question.clone(),
        description: faq.answer.clone(),
        color: COLOR,
        ..Embed::default()
    };
    match entry {
        Entry::Job(p, _) => embed.footer(format!("{}の情報。{}", p.name, checked_on(p))),
        Entry::General(topic, _) => {
            let sources = &topic.sources[..topic.sources.len().min(SOURCES)];
            let as_of = topic.as_of.map(|d| day(&d.to_string())).unwrap_or_default();
            embed
                .field("まだ決まっていないこと", topic.unsettled.clone())
                .field("相談先", topic.expert.clone())
                .field("出典", lines_within(&source_lines(sources), super::limits::FIELD_VALUE))
                .footer(format!("{as_of}に確認した内容です。一般的な説明で、個別の判断ではありません。"))
        }
    }
}
