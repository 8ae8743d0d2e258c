//! Buttons and menus: from a `custom_id` to a reply.
//!
//! What changes a message in place does so only for the person whose message it is; for anyone else the same content comes as a
//! private message, so that nobody turns another's page.

use serenity::all::{
    ComponentInteraction, ComponentInteractionDataKind, MessageFlags, MessageInteractionMetadata,
};

use crate::app::{App, Effect, Knowledge};
use crate::profile::{Axis, Catalogue, Category, Entry, Profile, Slug};
use crate::view::ask::Audience;
use crate::view::help::about;
use crate::view::notice::UserError;
use crate::view::{
    Action, Asked, JobsView, Message, Pick, Reply, Screen, Section, WayOn, ask, faq, jobs, profile,
};

use super::caller::Caller;
use super::context::Context;
use super::definition::JOB;
use super::{Answer, compare, find, help, recommend};

/// A pressed button or a chosen option, with what it needs to be answered.
struct Press<'a> {
    context: Context<'a>,
    interaction: &'a ComponentInteraction,
}

/// The answer to a pressed button or a chosen option.
pub(super) fn respond(
    app: &App,
    knowledge: &Knowledge,
    interaction: &ComponentInteraction,
) -> Result<Answer, UserError> {
    let caller = Caller::from(interaction);
    let press =
        Press { context: Context { app, knowledge, caller: &caller, command: &help::COMMAND }, interaction };
    let action = Action::parse(&interaction.data.custom_id).ok_or_else(|| press.old())?;
    let effects = press.effects(&action);
    Ok(Answer { reply: press.reply(action)?, effects })
}

impl<'a> Press<'a> {
    /// What the action does beside being answered.
    fn effects(&self, action: &Action) -> Vec<Effect> {
        let (entry, helpful) = match action {
            Action::Helpful(id) => (id, true),
            Action::Wrong(given) => (&given.id, false),
            Action::Share(_) => return vec![Effect::Shared(self.interaction.message.id.get())],
            _ => return Vec::new(),
        };
        // Only what the data knows is judged: the id comes from outside.
        self.catalogue()
            .entry(entry)
            .map(|_| Effect::Rated { entry: entry.clone(), helpful })
            .into_iter()
            .collect()
    }

    fn reply(&self, action: Action) -> Result<Reply, UserError> {
        let catalogue = self.catalogue();
        Ok(match action {
            Action::Section(slug, None) => {
                let section = self.chosen().and_then(Section::from_key).ok_or_else(|| self.old())?;
                self.in_place(profile::profile(catalogue, self.job(&slug)?, section))
            }
            Action::Section(slug, Some(section)) => {
                Reply::ephemeral(profile::profile(catalogue, self.job(&slug)?, section))
            }
            Action::Page(slug, section, page) => {
                self.in_place(profile::profile_page(catalogue, self.job(&slug)?, section, page))
            }
            Action::Profile(slug) => self.open_profile(&slug)?,
            Action::ProfileMenu => {
                self.open_profile(&self.chosen().map(Slug::from).ok_or_else(|| self.old())?)?
            }
            Action::ScoreReasons(slug) => Reply::ephemeral(profile::score_reasons(self.job(&slug)?)),
            Action::Pick(pick) => self.pick(&pick)?,
            Action::FaqMenu(slug) => {
                self.in_place(faq::faq_opened(catalogue, self.job(&slug)?, self.entry(self.chosen())?))
            }
            Action::Answer(id) => Reply::ephemeral(faq::answer_message(catalogue, self.entry(Some(&id))?)),
            Action::AnswerMenu => {
                Reply::ephemeral(faq::answer_message(catalogue, self.entry(self.chosen())?))
            }
            Action::Figures(jobs) => self.in_place(compare::figures(&self.jobs(&jobs)?)),
            Action::InWords(jobs) => self.in_place(compare::message(&self.jobs(&jobs)?)),
            Action::Jobs(view) => self.in_place(jobs::jobs(catalogue, view)),
            Action::JobsCategory(view) => {
                let category = self.chosen_or_all(Category::from_key)?;
                self.in_place(jobs::jobs(catalogue, JobsView { category, page: 0, ..view }))
            }
            Action::JobsSort(view) => {
                let sort = self.chosen_or_all(Axis::from_key)?;
                self.in_place(jobs::jobs(catalogue, JobsView { sort, page: 0, ..view }))
            }
            Action::Compare(a, b) => Reply::ephemeral(compare::message(&[self.job(&a)?, self.job(&b)?])),
            Action::Ask(screen, asked) => self.in_place(recommend::ask(screen, &asked)),
            Action::Tell(question, asked) => {
                let told = question.answered(asked.0, &self.all_chosen()).ok_or_else(|| self.old())?;
                self.in_place(recommend::told(self.context.knowledge, question.screen(), &Asked(told)))
            }
            Action::GoOn(screen, asked) => {
                self.in_place(recommend::go_on(self.context.knowledge, screen.at() + 1, &asked))
            }
            Action::Advice(asked) => self.in_place(recommend::result(self.context.knowledge, &asked)),
            Action::Why(asked) => self.in_place(recommend::reasons(self.context.knowledge, &asked)),
            Action::Change(asked) => {
                let at = self.chosen().and_then(|at| at.parse::<usize>().ok());
                let screen = at.and_then(|at| Screen::ALL.get(at).copied()).ok_or_else(|| self.old())?;
                self.in_place(recommend::ask(screen, &asked))
            }
            Action::Open(WayOn::Advice) => Reply::ephemeral(recommend::ask(Screen::Time, &Asked::default())),
            Action::Open(WayOn::Jobs) => Reply::ephemeral(jobs::jobs(catalogue, JobsView::default())),
            Action::Open(WayOn::Topics) => {
                Reply::ephemeral(faq::topics(catalogue, self.context.app.command_ids()))
            }
            Action::Help => Reply::ephemeral(help::message(self.context.app.command_ids())),
            Action::HelpAgain => self.in_place(help::message(self.context.app.command_ids())),
            Action::About => self.in_place(about(catalogue)),
            Action::Topics => self.in_place(faq::topics(catalogue, self.context.app.command_ids())),
            Action::TopicMenu(_) => self.topic(self.chosen().ok_or_else(|| self.old())?)?,
            Action::Topic(id) => self.topic(&id)?,
            Action::TopicQuestions(_) => match self.entry(self.chosen())? {
                entry @ Entry::General(topic, _) => self.in_place(faq::topic_opened(topic, entry)),
                Entry::Job(..) => return Err(UserError::Gone("/faq")),
            },
            Action::Helpful(id) => {
                self.entry(Some(&id))?;
                Reply::ephemeral(Message::text("ありがとうございます。"))
            }
            Action::Wrong(given) => {
                // The id comes from outside and may be gone from the data; the answer's neighbours still help.
                let human = self.context.app.settings().faq_human_channel;
                let message = |audience| ask::wrong(catalogue, &given, human, audience);
                self.changed_by_asker(given.asker, message)
            }
            Action::Choose(given) => {
                let entry = self.entry(Some(&given.id))?;
                let others: Vec<&str> = given.others.iter().map(String::as_str).collect();
                self.changed_by_asker(given.asker, |audience| {
                    ask::opened(catalogue, entry, None, &others, audience)
                })
            }
            Action::Whole(given) => {
                let entry = self.entry(Some(&given.id))?;
                let others: Vec<&str> = given.others.iter().map(String::as_str).collect();
                self.changed_by_asker(given.asker, |audience| ask::whole(catalogue, entry, &others, audience))
            }
            Action::Share(id) => {
                if !self.context.app.share_once(self.interaction.message.id.get()) {
                    return Err(UserError::SharedAlready);
                }
                Reply::Message(ask::shared(catalogue, self.entry(Some(&id))?, self.context.caller.user.get()))
            }
            Action::Dismiss(asker) if self.may_change(asker) => Reply::Remove,
            Action::Dismiss(_) => return Err(UserError::NotYours),
        })
    }

    fn catalogue(&self) -> &'a Catalogue {
        &self.context.knowledge.catalogue
    }

    fn old(&self) -> UserError {
        UserError::OldComponent(Action::command_of_unreadable(&self.interaction.data.custom_id))
    }

    /// The first chosen value of a menu.
    fn chosen(&self) -> Option<&'a str> {
        match &self.interaction.data.kind {
            ComponentInteractionDataKind::StringSelect { values } => values.first().map(String::as_str),
            _ => None,
        }
    }

    /// All chosen values of a menu.
    fn all_chosen(&self) -> Vec<&'a str> {
        match &self.interaction.data.kind {
            ComponentInteractionDataKind::StringSelect { values } => {
                values.iter().map(String::as_str).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What a menu that also offers 「すべて」 was set to; a value that this version's menu does not hold is an older version's.
    fn chosen_or_all<T>(&self, from_key: impl Fn(&str) -> Option<T>) -> Result<Option<T>, UserError> {
        match self.chosen().ok_or_else(|| self.old())? {
            jobs::ALL => Ok(None),
            key => from_key(key).map(Some).ok_or_else(|| self.old()),
        }
    }

    fn job(&self, slug: &Slug) -> Result<&'a Profile, UserError> {
        self.catalogue().profile(slug.as_str()).ok_or(UserError::Gone("/jobs"))
    }

    fn jobs(&self, slugs: &[Slug]) -> Result<Vec<&'a Profile>, UserError> {
        slugs.iter().map(|slug| self.job(slug)).collect()
    }

    fn entry(&self, id: Option<&str>) -> Result<Entry<'a>, UserError> {
        id.and_then(|id| self.catalogue().entry(id)).ok_or(UserError::Gone("/faq"))
    }

    fn topic(&self, id: &str) -> Result<Reply, UserError> {
        let topic = self.catalogue().topics().iter().find(|t| t.id == id).ok_or(UserError::Gone("/faq"))?;
        Ok(self.in_place(faq::topic(topic)))
    }

    fn open_profile(&self, slug: &Slug) -> Result<Reply, UserError> {
        Ok(Reply::ephemeral(profile::profile(self.catalogue(), self.job(slug)?, Section::Overview)))
    }

    /// Runs the command again that asked 「もしかして」, now with the chosen job.
    fn pick(&self, pick: &Pick) -> Result<Reply, UserError> {
        let command = find(&pick.command).ok_or(UserError::UnknownCommand)?;
        let context = Context { command, ..self.context };
        let kept = (command.restore)(pick);
        (command.run)(&context, &kept.with_text(JOB.name, pick.slug.as_str()))
    }

    fn in_place(&self, message: Message) -> Reply {
        if self.is_own() { Reply::Update(message) } else { Reply::ephemeral(message) }
    }

    /// An answer in a channel changes in place for its asker and moderators; anyone else gets a private one.
    fn changed_by_asker(&self, asker: u64, message: impl Fn(Audience) -> Message) -> Reply {
        if asker == 0 {
            return self.in_place(message(Audience::Private));
        }
        if self.may_change(asker) {
            Reply::Update(message(Audience::Channel(asker)))
        } else {
            Reply::ephemeral(message(Audience::Private))
        }
    }

    fn may_change(&self, asker: u64) -> bool {
        self.context.caller.user.get() == asker || self.context.caller.moderates()
    }

    /// Whether the message belongs to the person who pressed: private to them, or the answer to their command.
    fn is_own(&self) -> bool {
        let message = &self.interaction.message;
        if message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL)) {
            return true;
        }
        let by = match message.interaction_metadata.as_deref() {
            Some(MessageInteractionMetadata::Command(by)) => by.user.id,
            Some(MessageInteractionMetadata::Component(by)) => by.user.id,
            _ => return false,
        };
        by == self.context.caller.user
    }
}
