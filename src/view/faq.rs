//! Questions and answers: a job's list with its menu, and one answer with its source and date.

use crate::profile::{Catalogue, Entry, Profile, Subject, Topic, Word as _};

use super::action::{Action, WayOn};
use super::component::{Button, Row, Select, SelectOption};
use super::height;
use super::help::CommandIds;
use super::limits::cut;
use super::message::{Embed, Message};
use super::section::Section;
use super::section_menu::section_menu;
use super::short::short as shortened;
use super::text::{COLOR, checked_on, day, lines_within, paragraphs, source_lines};

/// Characters of a button label that a phone shows.
const LABEL: usize = 34;
/// How high a list of questions may be on a phone, in px.
const LIST: usize = 260;
/// Sources named under an answer.
const SOURCES: usize = 3;
/// The topic of a job's questions whose figures have the job's income sources.
const INCOME: &str = "収入";

/// `/faq`: the questions of a job in a menu, and the general ones that matter most for it as buttons.
#[must_use]
pub fn faq_message(catalogue: &Catalogue, p: &Profile) -> Message {
    opened(catalogue, p, list(p), None)
}

/// The same with one answer opened.
#[must_use]
pub fn faq_opened(catalogue: &Catalogue, p: &Profile, entry: Entry<'_>) -> Message {
    opened(catalogue, p, answer(entry), Some(&entry.faq().id))
}

/// The menus stay whatever is opened: the job's questions, its sections, and the general questions.
fn opened(catalogue: &Catalogue, p: &Profile, embed: Embed, id: Option<&str>) -> Message {
    Message::embed(embed)
        .row(Row::Select(menu(p, id)))
        .row(Row::Select(section_menu(p, Section::Faq)))
        .row(Row::Select(general_menu(catalogue, p)))
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
    let buttons = jobs.iter().take(3).map(|p| Button::new(&p.name, Action::Profile(p.slug.clone())));
    let message = Message::embed(answer(entry));
    // The way on: the other questions of the job or the topic.
    let message = match entry {
        Entry::Job(p, faq) => message.row(Row::Select(menu(p, Some(&faq.id)))),
        Entry::General(topic, faq) => message.row(Row::Select(topic_menu(topic, Some(&faq.id)))),
    };
    message.row(Row::Buttons(buttons.chain([Button::new("テーマの一覧", Action::Topics)]).collect()))
}

/// The questions of a job as text.
#[must_use]
pub(super) fn list(p: &Profile) -> Embed {
    let lines: Vec<String> = p.faq.iter().map(|f| format!("・{}", f.question)).collect();
    // The menu holds them all: the text shows as many as a phone does.
    let mut shown = lines.len();
    while shown > 1 && height::text(&lines[..shown].join("\n")) > LIST {
        shown -= 1;
    }
    let more =
        if shown < lines.len() { format!("\nほか{}件", lines.len() - shown) } else { String::new() };
    Embed {
        title: format!("{}：よくある質問", p.name),
        description: format!(
            "{}{more}\n\n下のメニューで選ぶと答えが表示されます。",
            lines[..shown].join("\n")
        ),
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
        several: false,
    }
}

/// The general questions that matter most for a job: each opens in a message of its own.
#[must_use]
pub(super) fn general_menu(catalogue: &Catalogue, p: &Profile) -> Select {
    let entries = p.general_faq.iter().filter_map(|id| catalogue.entry(id));
    let option = |e: Entry<'_>| SelectOption {
        label: e.faq().question.clone(),
        value: e.faq().id.clone(),
        ..SelectOption::default()
    };
    Select {
        action: Action::AnswerMenu,
        placeholder: "一緒によく聞かれる質問".into(),
        options: entries.map(option).collect(),
        several: false,
    }
}

/// A button that opens an answer.
#[must_use]
pub fn question_button(entry: Entry<'_>) -> Button {
    Button::new(cut(&entry.faq().question, LABEL), Action::Answer(entry.faq().id.clone()))
}

/// One answer with its source and date.
#[must_use]
pub fn answer(entry: Entry<'_>) -> Embed {
    answer_with(entry, None)
}

/// Its short form, at most so high on a phone, with the sentence that holds most of the words `asked` that are not in its own question:
/// they say which case is meant. `None` when the whole, with a small line below the text, is no higher.
#[must_use]
pub(super) fn beginning(
    entry: Entry<'_>,
    line: Option<&str>,
    asked: &[String],
    most: usize,
) -> Option<Embed> {
    let whole = answer_with(entry, line);
    if height::embed(&whole) <= most {
        return None;
    }
    let footer = match entry {
        Entry::Job(p, _) => format!("{}の情報。出典は「続きを読む」にあります。", p.name),
        Entry::General(topic, _) => {
            let as_of = topic.as_of.map(|d| day(&d.to_string())).unwrap_or_default();
            format!("{as_of}に確認。出典は「続きを読む」にあります。")
        }
    };
    let short = Embed { title: whole.title, color: COLOR, ..Embed::default() };
    let short = if most == height::UNASKED { short } else { short.footer(footer) };
    let room = most.saturating_sub(height::embed(&short));
    let faq = entry.faq();
    let case: Vec<&str> = asked.iter().map(String::as_str).filter(|w| !faq.question.contains(w)).collect();
    Some(Embed { description: shortened(&faq.answer, &case, room), ..short })
}

/// The same, with a small line below the text.
#[must_use]
pub(super) fn answer_with(entry: Entry<'_>, line: Option<&str>) -> Embed {
    let faq = entry.faq();
    let line = line.map(|l| format!("\n\n-# {l}")).unwrap_or_default();
    let description = format!("{}{line}", paragraphs(&faq.answer));
    let embed = Embed { title: faq.question.clone(), description, color: COLOR, ..Embed::default() };
    match entry {
        Entry::Job(p, f) if f.topic == INCOME => embed
            .field("出典", lines_within(&source_lines(&p.income.sources), super::limits::FIELD_VALUE))
            .footer(format!("{}の情報。{}", p.name, checked_on(p))),
        Entry::Job(p, _) => embed.footer(format!("{}の情報。{}", p.name, checked_on(p))),
        Entry::General(topic, _) => {
            let sources = &topic.sources[..topic.sources.len().min(SOURCES)];
            let as_of = topic.as_of.map(|d| day(&d.to_string())).unwrap_or_default();
            embed
                .field("はっきりしていないこと", topic.unsettled.clone())
                .field("相談先", topic.expert.clone())
                .field("出典", lines_within(&source_lines(sources), super::limits::FIELD_VALUE))
                .footer(format!("{as_of}に確認した内容です。一般的な説明で、個別の判断ではありません。"))
        }
    }
}

/// The topics of general questions in menus, one for each subject; choosing one opens its questions.
#[must_use]
pub fn topics(catalogue: &Catalogue, ids: &CommandIds) -> Message {
    let of_a_job = ids.mention("faq", "よくある質問");
    let embed = Embed {
        title: "質問の一覧".into(),
        description: format!(
            "知りたいテーマを選んでください。\nふだんの言葉で、そのまま聞いても大丈夫です。\n\n副業ごとの質問は、{of_a_job} に副業の名前を入れると出ます。"
        ),
        color: COLOR,
        ..Embed::default()
    };
    let option = |t: &&Topic| SelectOption {
        label: t.title.clone(),
        value: t.id.clone(),
        description: format!("質問{}件", t.faq.len()),
        default: false,
    };
    let subjects = Subject::ALL.iter().copied().map(Some).chain([None]);
    let menu = |(number, subject): (usize, Option<Subject>)| {
        let topics: Vec<&Topic> = catalogue.topics().iter().filter(|t| t.subject == subject).collect();
        Row::Select(Select {
            action: Action::TopicMenu(number),
            placeholder: subject.map_or("そのほか", Subject::name).into(),
            options: topics.iter().map(option).collect(),
            several: false,
        })
    };
    let ways_on = vec![
        Button::new("診断", Action::Open(WayOn::Advice)),
        Button::new("副業の一覧", Action::Open(WayOn::Jobs)),
    ];
    // An empty menu is left out.
    subjects.enumerate().map(menu).fold(Message::embed(embed), Message::row).row(Row::Buttons(ways_on))
}

/// The questions of a topic in a menu.
#[must_use]
pub fn topic(topic: &Topic) -> Message {
    Message::embed(topic_list(topic)).row(Row::Select(topic_menu(topic, None))).row(back_to_topics())
}

/// The same with one answer opened.
#[must_use]
pub fn topic_opened(topic: &Topic, entry: Entry<'_>) -> Message {
    Message::embed(answer(entry)).row(Row::Select(topic_menu(topic, Some(&entry.faq().id)))).row(
        Row::Buttons(vec![
            Button::new(format!("「{}」に戻る", topic.title), Action::Topic(topic.id.clone())),
            Button::new("テーマの一覧", Action::Topics),
        ]),
    )
}

fn topic_list(topic: &Topic) -> Embed {
    let lines: Vec<String> = topic.faq.iter().map(|f| format!("・{}", f.question)).collect();
    Embed { title: topic.title.clone(), description: lines.join("\n"), color: COLOR, ..Embed::default() }
}

fn topic_menu(topic: &Topic, chosen: Option<&str>) -> Select {
    let option = |f: &crate::profile::Faq| SelectOption {
        label: f.question.clone(),
        value: f.id.clone(),
        description: String::new(),
        default: chosen == Some(f.id.as_str()),
    };
    Select {
        action: Action::TopicQuestions(topic.id.clone()),
        placeholder: "質問を選ぶ".into(),
        options: topic.faq.iter().map(option).collect(),
        several: false,
    }
}

fn back_to_topics() -> Row {
    Row::Buttons(vec![Button::new("テーマの一覧", Action::Topics)])
}
