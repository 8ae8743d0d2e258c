//! What a button or menu does, and how that is written into its `custom_id`.
//!
//! All state is in the id (`v1:KIND:…`, at most 100 characters): nothing dies with a restart. Parts are joined by `:`; no part
//! holds one. An id that cannot be read is from another version, and the user is told what to type instead.

use crate::profile::{Axis, Category, Slug};

use super::asked::Asked;
use super::question::{Question, Screen};
use super::section::Section;
use super::server::ServerAction;

/// The version all ids begin with; another one cannot be read.
const VERSION: &str = "v1";

/// The second parts of all ids that can be read.
pub const VERBS: [&str; 37] = [
    "section",
    "page",
    "profile",
    "profile-menu",
    "reasons",
    "pick",
    "faq",
    "answer",
    "answer-menu",
    "figures",
    "in-words",
    "jobs",
    "jobs-category",
    "jobs-sort",
    "compare",
    "screen",
    "tell",
    "go-on",
    "advice",
    "why",
    "change",
    "recommend",
    "open",
    "help",
    "help-again",
    "about",
    "topics",
    "topic-menu",
    "topic-list",
    "topic",
    "helpful",
    "wrong",
    "choose",
    "whole",
    "share",
    "dismiss",
    "server",
];

/// What pressing a component does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Shows a section of a profile in place; `None` in a menu, whose value names it.
    Section(Slug, Option<Section>),
    /// Shows a page of a section in place.
    Page(Slug, Section, usize),
    /// Opens a profile in a message of its own.
    Profile(Slug),
    /// Opens the profile that the menu's value names in a message of its own.
    ProfileMenu,
    /// Opens the reasons for a profile's scores.
    ScoreReasons(Slug),
    /// Runs a command again with this job and the other options as they were typed.
    Pick(Pick),
    /// Shows an answer of a profile's FAQ in place; the id comes from the menu's value.
    FaqMenu(Slug),
    /// Opens an answer in a message of its own.
    Answer(String),
    /// The same from a menu, whose value is the id.
    AnswerMenu,
    /// Turns a page of the list of jobs.
    Jobs(JobsView),
    /// A menu of the list of jobs: the value is the category.
    JobsCategory(JobsView),
    /// A menu of the list of jobs: the value is the order.
    JobsSort(JobsView),
    /// All figures of a comparison, in place.
    Figures(Vec<Slug>),
    /// A comparison in words, in place.
    InWords(Vec<Slug>),
    /// Compares these two jobs in a message of its own.
    Compare(Slug, Slug),
    /// Shows a screen of 診断, with the answers given so far.
    Ask(Screen, Asked),
    /// A menu of 診断: the values are the answer to this question.
    Tell(Question, Asked),
    /// Goes on behind a screen: to the next one with an open question, or to the result.
    GoOn(Screen, Asked),
    /// Shows what 診断 found.
    Advice(Asked),
    /// Shows what the points of a result are made of.
    Why(Asked),
    /// A menu of a result: the value is the screen to change.
    Change(Asked),
    /// Opens what one can go on to from anywhere, in a message of its own.
    Open(WayOn),
    /// Shows the help.
    Help,
    /// Shows the help in place.
    HelpAgain,
    /// Shows where the data comes from and what is stored, in place.
    About,
    /// Lists the topics of general questions; in a menu, the value is the topic.
    Topics,
    /// A menu of topics; the number tells two menus of one message apart.
    TopicMenu(usize),
    /// Shows the questions of a topic in place.
    Topic(String),
    /// A menu of a topic's questions: the value is the id.
    TopicQuestions(String),
    /// The answer with this id helped.
    Helpful(String),
    /// The answer was not it: shows the next candidates in place.
    Wrong(Candidates),
    /// Opens a candidate in place, shortened.
    Choose(Candidates),
    /// Opens the whole of an answer in place.
    Whole(Candidates),
    /// Shows a private answer to the channel.
    Share(String),
    /// Removes the message; only the asker with this id and moderators may.
    Dismiss(u64),
    /// What administrators and moderators do.
    Server(ServerAction),
}

/// What one can go on to from anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOn {
    /// 診断, from its first screen.
    Advice,
    /// The list of jobs.
    Jobs,
    /// The topics of general questions.
    Topics,
}

impl WayOn {
    const ALL: [Self; 3] = [Self::Advice, Self::Jobs, Self::Topics];

    fn key(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Jobs => "jobs",
            Self::Topics => "topics",
        }
    }
}

/// An answer and the candidates that come after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidates {
    /// Whose question it was; 0 when the message is private.
    pub asker: u64,
    /// The answer shown or chosen.
    pub id: String,
    /// The next candidates' ids, best first.
    pub others: Vec<String>,
}

/// A command to run again with a job chosen from 「もしかして」.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// The command's English name.
    pub command: String,
    /// The chosen job.
    pub slug: Slug,
    /// The command's other options, in the command's own form; without `:`.
    pub rest: String,
}

/// What the list of jobs shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct JobsView {
    /// Only this category.
    pub category: Option<Category>,
    /// In this order; `None` is by total.
    pub sort: Option<Axis>,
    /// The page, counted from 0.
    pub page: usize,
}

impl Action {
    /// The `custom_id`.
    #[must_use]
    pub fn custom_id(&self) -> String {
        let jobs = |kind: &str, v: &JobsView| {
            let category = v.category.map_or("-", Category::key);
            let sort = v.sort.map_or("-", Axis::key);
            format!("{VERSION}:{kind}:{category}:{sort}:{}", v.page)
        };
        match self {
            Self::Section(slug, None) => format!("{VERSION}:section:{slug}"),
            Self::Section(slug, Some(section)) => format!("{VERSION}:section:{slug}:{}", section.key()),
            Self::Page(slug, section, page) => format!("{VERSION}:page:{slug}:{}:{page}", section.key()),
            Self::Profile(slug) => format!("{VERSION}:profile:{slug}"),
            Self::ProfileMenu => format!("{VERSION}:profile-menu"),
            Self::ScoreReasons(slug) => format!("{VERSION}:reasons:{slug}"),
            Self::Pick(pick) => format!("{VERSION}:pick:{}:{}:{}", pick.command, pick.slug, pick.rest),
            Self::FaqMenu(slug) => format!("{VERSION}:faq:{slug}"),
            Self::Answer(id) => format!("{VERSION}:answer:{id}"),
            Self::AnswerMenu => format!("{VERSION}:answer-menu"),
            Self::Figures(jobs) => format!("{VERSION}:figures:{}", joined(jobs)),
            Self::InWords(jobs) => format!("{VERSION}:in-words:{}", joined(jobs)),
            Self::Jobs(view) => jobs("jobs", view),
            Self::JobsCategory(view) => jobs("jobs-category", view),
            Self::JobsSort(view) => jobs("jobs-sort", view),
            Self::Compare(a, b) => format!("{VERSION}:compare:{a}:{b}"),
            Self::Ask(screen, asked) => format!("{VERSION}:screen:{}:{}", screen.at(), asked.key()),
            Self::Tell(question, asked) => format!("{VERSION}:tell:{}:{}", question.key(), asked.key()),
            Self::GoOn(screen, asked) => format!("{VERSION}:go-on:{}:{}", screen.at(), asked.key()),
            Self::Advice(asked) => format!("{VERSION}:advice:{}", asked.key()),
            Self::Why(asked) => format!("{VERSION}:why:{}", asked.key()),
            Self::Change(asked) => format!("{VERSION}:change:{}", asked.key()),
            Self::Open(way) => format!("{VERSION}:open:{}", way.key()),
            Self::Help => format!("{VERSION}:help"),
            Self::HelpAgain => format!("{VERSION}:help-again"),
            Self::About => format!("{VERSION}:about"),
            Self::Topics => format!("{VERSION}:topics"),
            Self::TopicMenu(number) => format!("{VERSION}:topic-menu:{number}"),
            Self::Topic(topic) => format!("{VERSION}:topic-list:{topic}"),
            Self::TopicQuestions(topic) => format!("{VERSION}:topic:{topic}"),
            Self::Helpful(id) => format!("{VERSION}:helpful:{id}"),
            Self::Wrong(c) => format!("{VERSION}:wrong:{}:{}:{}", c.asker, c.id, c.others.join(",")),
            Self::Choose(c) => format!("{VERSION}:choose:{}:{}:{}", c.asker, c.id, c.others.join(",")),
            Self::Whole(c) => format!("{VERSION}:whole:{}:{}:{}", c.asker, c.id, c.others.join(",")),
            Self::Share(id) => format!("{VERSION}:share:{id}"),
            Self::Dismiss(asker) => format!("{VERSION}:dismiss:{asker}"),
            Self::Server(action) => format!("{VERSION}:server:{}", action.key()),
        }
    }

    /// The action of a `custom_id`; `None` when it is from another version.
    #[must_use]
    pub fn parse(custom_id: &str) -> Option<Self> {
        let mut parts = custom_id.split(':');
        if parts.next()? != VERSION {
            return None;
        }
        let kind = parts.next()?;
        let rest: Vec<&str> = parts.collect();
        let slug = |text: &str| Slug::is_valid(text).then(|| Slug::from(text));
        Some(match (kind, rest.as_slice()) {
            ("section", [job]) => Self::Section(slug(job)?, None),
            ("section", [job, section]) => Self::Section(slug(job)?, Some(Section::from_key(section)?)),
            ("page", [job, section, page]) => {
                Self::Page(slug(job)?, Section::from_key(section)?, page.parse().ok()?)
            }
            ("profile", [job]) => Self::Profile(slug(job)?),
            ("profile-menu", []) => Self::ProfileMenu,
            ("reasons", [job]) => Self::ScoreReasons(slug(job)?),
            ("pick", [command, job, rest]) => Self::Pick(Pick {
                command: (*command).to_owned(),
                slug: slug(job)?,
                rest: (*rest).to_owned(),
            }),
            ("faq", [job]) => Self::FaqMenu(slug(job)?),
            ("answer", [id]) => Self::Answer((*id).to_owned()),
            ("answer-menu", []) => Self::AnswerMenu,
            ("figures", [jobs]) => Self::Figures(parse_jobs(jobs)?),
            ("in-words", [jobs]) => Self::InWords(parse_jobs(jobs)?),
            ("jobs", view) => Self::Jobs(JobsView::parse(view)?),
            ("jobs-category", view) => Self::JobsCategory(JobsView::parse(view)?),
            ("jobs-sort", view) => Self::JobsSort(JobsView::parse(view)?),
            ("compare", [a, b]) => Self::Compare(slug(a)?, slug(b)?),
            ("screen", [screen, answers]) => Self::Ask(parse_screen(screen)?, Asked::parse(answers)?),
            ("tell", [question, answers]) => {
                Self::Tell(Question::from_key(question)?, Asked::parse(answers)?)
            }
            ("go-on", [screen, answers]) => Self::GoOn(parse_screen(screen)?, Asked::parse(answers)?),
            ("advice", [answers]) => Self::Advice(Asked::parse(answers)?),
            ("why", [answers]) => Self::Why(Asked::parse(answers)?),
            ("change", [answers]) => Self::Change(Asked::parse(answers)?),
            // A button or menu of version 0.1: what was answered is kept, the rest is asked.
            ("recommend", [answers]) => {
                let asked = Asked::parse_old(answers)?;
                Self::Ask(asked.next_from(0).unwrap_or(Screen::Time), asked)
            }
            ("open", [way]) => Self::Open(WayOn::ALL.into_iter().find(|w| w.key() == *way)?),
            ("help", []) => Self::Help,
            ("help-again", []) => Self::HelpAgain,
            ("about", []) => Self::About,
            ("topics", []) => Self::Topics,
            ("topic-menu", [number]) => Self::TopicMenu(number.parse().ok()?),
            ("topic-list", [topic]) => Self::Topic((*topic).to_owned()),
            ("topic", [topic]) => Self::TopicQuestions((*topic).to_owned()),
            ("helpful", [id]) => Self::Helpful((*id).to_owned()),
            ("wrong", [asker, id, others]) => Self::Wrong(Candidates::parse(asker, id, others)?),
            ("choose", [asker, id, others]) => Self::Choose(Candidates::parse(asker, id, others)?),
            ("whole", [asker, id, others]) => Self::Whole(Candidates::parse(asker, id, others)?),
            ("share", [id]) => Self::Share((*id).to_owned()),
            ("dismiss", [asker]) => Self::Dismiss(asker.parse().ok()?),
            ("server", rest) => Self::Server(ServerAction::parse(rest)?),
            _ => return None,
        })
    }

    /// The command to type when an old button can no longer be read: a guess from the id's second part.
    #[must_use]
    pub fn command_of_unreadable(custom_id: &str) -> &'static str {
        match custom_id.split(':').nth(1) {
            Some("reasons") => "/score",
            Some("section" | "page" | "profile" | "profile-menu" | "pick") => "/profile",
            Some("faq" | "answer" | "answer-menu" | "topics" | "topic-menu" | "topic-list" | "topic") => {
                "/faq"
            }
            Some("helpful" | "wrong" | "choose" | "whole" | "share") => "/ask",
            Some("compare" | "figures" | "in-words") => "/compare",
            Some("recommend" | "screen" | "tell" | "go-on" | "advice" | "why" | "change") => "/recommend",
            Some("jobs" | "jobs-category" | "jobs-sort") => "/jobs",
            Some("server") => "/settings",
            _ => "/help",
        }
    }
}

fn joined(jobs: &[Slug]) -> String {
    jobs.iter().map(Slug::as_str).collect::<Vec<_>>().join(",")
}

/// Two jobs or three.
fn parse_jobs(text: &str) -> Option<Vec<Slug>> {
    let jobs: Vec<&str> = text.split(',').collect();
    let known = (2..=3).contains(&jobs.len()) && jobs.iter().all(|job| Slug::is_valid(job));
    known.then(|| jobs.into_iter().map(Slug::from).collect())
}

fn parse_screen(at: &str) -> Option<Screen> {
    at.parse::<usize>().ok().and_then(|at| Screen::ALL.get(at).copied())
}

impl Candidates {
    fn parse(asker: &str, id: &str, others: &str) -> Option<Self> {
        let others = others.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect();
        Some(Self { asker: asker.parse().ok()?, id: id.to_owned(), others })
    }
}

impl JobsView {
    fn parse(parts: &[&str]) -> Option<Self> {
        let [category, sort, page] = parts else { return None };
        let optional = |text: &str| (text != "-").then(|| text.to_owned());
        let category = match optional(category) {
            Some(key) => Some(Category::from_key(&key)?),
            None => None,
        };
        let sort = match optional(sort) {
            Some(key) => Some(Axis::from_key(&key)?),
            None => None,
        };
        Some(Self { category, sort, page: page.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::limits;

    #[test]
    fn every_action_survives_its_custom_id_within_a_hundred_characters() {
        let slug = Slug::from("a".repeat(Slug::MAX).as_str());
        let view =
            JobsView { category: Some(Category::Development), sort: Some(Axis::Profitability), page: 999 };
        let actions = [
            Action::Section(slug.clone(), None),
            Action::Section(slug.clone(), Some(Section::Pitfalls)),
            Action::Profile(slug.clone()),
            Action::Pick(Pick {
                command: "income".into(),
                slug: slug.clone(),
                rest: "23.75,31,100000,10000000".into(),
            }),
            Action::ProfileMenu,
            Action::ScoreReasons(slug.clone()),
            Action::FaqMenu(slug.clone()),
            Action::Answer(format!("{slug}-999")),
            Action::Jobs(view),
            Action::JobsCategory(JobsView::default()),
            Action::JobsSort(view),
            Action::Compare(slug.clone(), slug.clone()),
            Action::Ask(Screen::Time, Asked::default()),
            Action::Tell(Question::KnowsMaking, longest()),
            Action::GoOn(Screen::First, longest()),
            Action::Advice(longest()),
            Action::Why(longest()),
            Action::Change(Asked::default()),
            Action::Open(WayOn::Advice),
            Action::Help,
            Action::HelpAgain,
            Action::About,
            Action::Page(slug.clone(), Section::Pitfalls, 9),
            Action::AnswerMenu,
            Action::Figures(vec![slug.clone(), slug.clone()]),
            Action::InWords(vec![slug.clone(), slug.clone()]),
            Action::Whole(Candidates { asker: 0, id: "a-1".into(), others: Vec::new() }),
            Action::Topics,
            Action::TopicMenu(1),
            Action::Topic("a".repeat(Slug::MAX)),
            Action::TopicQuestions("a".repeat(Slug::MAX)),
            Action::Helpful(format!("{slug}-999")),
            Action::Wrong(Candidates {
                asker: u64::MAX,
                id: format!("{slug}-9"),
                others: vec!["tax-200k-1".into()],
            }),
            Action::Choose(Candidates { asker: 0, id: "a-1".into(), others: Vec::new() }),
            Action::Share(format!("{slug}-999")),
            Action::Dismiss(u64::MAX),
            Action::Server(ServerAction::SwitchOff(format!("{slug}-999"))),
        ];
        for action in actions {
            let id = action.custom_id();
            assert!(id.split(':').nth(1).is_some_and(|verb| VERBS.contains(&verb)), "{id}");
            assert!(id.chars().count() <= limits::CUSTOM_ID, "{id}");
            assert_eq!(Action::parse(&id), Some(action));
        }
    }

    fn longest() -> Asked {
        Asked::parse("h23.75_s240_w1f_g3000000_t1_e3ff_k1fffffff_p1_b1_o1_u1_f4").unwrap()
    }

    #[test]
    fn ids_of_other_versions_cannot_be_read() {
        for id in ["", "v0:help", "v1:", "v1:section", "v1:section:Bad Slug", "v1:jobs:-:-:x", "v1:help:more"]
        {
            assert_eq!(Action::parse(id), None, "{id}");
        }
    }
}
