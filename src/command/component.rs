//! Buttons and menus: from a `custom_id` to a reply.
//!
//! What changes a message in place does so only for the person whose message it is; for anyone else the same content comes as a
//! private message, so that nobody turns another's page.

use serenity::all::{
    ComponentInteraction, ComponentInteractionDataKind, MessageFlags, MessageInteractionMetadata, Permissions,
};

use crate::app::Knowledge;
use crate::config::Settings;
use crate::profile::{Axis, Catalogue, Category, Entry, Profile, Slug};
use crate::view::ask::Audience;
use crate::view::notice::UserError;
use crate::view::{Action, JobsView, Message, Pick, Reply, Section, ask, faq, jobs, profile};

use super::context::Context;
use super::definition::JOB;
use super::options::Options;
use super::{compare, find, help, income, profile as profile_command, recommend};

/// A pressed button or a chosen option, with what it needs to be answered.
struct Press<'a> {
    knowledge: &'a Knowledge,
    settings: &'a Settings,
    interaction: &'a ComponentInteraction,
}

/// The answer to a pressed button or a chosen option.
pub(super) fn respond(
    knowledge: &Knowledge,
    settings: &Settings,
    interaction: &ComponentInteraction,
) -> Result<Reply, UserError> {
    Press { knowledge, settings, interaction }.respond()
}

impl<'a> Press<'a> {
    fn respond(&self) -> Result<Reply, UserError> {
        let action = Action::parse(&self.interaction.data.custom_id).ok_or_else(|| self.old())?;
        let catalogue = self.catalogue();
        Ok(match action {
            Action::Section(slug, None) => {
                let section = self.chosen().and_then(Section::from_key).ok_or_else(|| self.old())?;
                self.in_place(profile::profile(catalogue, self.job(&slug)?, section))
            }
            Action::Section(slug, Some(section)) => {
                Reply::ephemeral(profile::profile(catalogue, self.job(&slug)?, section))
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
            Action::Recommend(asked) => {
                let asked = match self.chosen() {
                    Some(answer) => asked.answer(answer).ok_or_else(|| self.old())?,
                    None => asked,
                };
                self.in_place(recommend::go_on(catalogue, &asked))
            }
            Action::Help => Reply::ephemeral(help::message(catalogue)),
            Action::Topics => self.in_place(faq::topics(catalogue)),
            Action::TopicMenu(_) => {
                let chosen = self.chosen().ok_or_else(|| self.old())?;
                let topic =
                    catalogue.topics().iter().find(|t| t.id == chosen).ok_or(UserError::Gone("/faq"))?;
                self.in_place(faq::topic(topic))
            }
            Action::TopicQuestions(_) => match self.entry(self.chosen())? {
                entry @ Entry::General(topic, _) => self.in_place(faq::topic_opened(topic, entry)),
                Entry::Job(..) => return Err(UserError::Gone("/faq")),
            },
            feedback => self.feedback(feedback)?,
        })
    }

    /// The buttons under an answer.
    fn feedback(&self, action: Action) -> Result<Reply, UserError> {
        let catalogue = self.catalogue();
        Ok(match action {
            Action::Helpful(id) => {
                self.entry(Some(&id))?;
                tracing::info!(faq = id, helpful = true, "answer rated");
                Reply::ephemeral(Message::text("ありがとうございます。"))
            }
            Action::Wrong(given) => {
                // The id comes from outside: what is not in the data must not get into the log. The answer's neighbours still help.
                if let Ok(entry) = self.entry(Some(&given.id)) {
                    tracing::info!(faq = entry.faq().id, helpful = false, "answer rated");
                }
                let human = self.settings.faq_human_channel;
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
            Action::Share(id) => {
                Reply::Message(ask::shared(catalogue, self.entry(Some(&id))?, self.interaction.user.id.get()))
            }
            Action::Dismiss(asker) if self.may_change(asker) => Reply::Remove,
            Action::Dismiss(_) => return Err(UserError::NotYours),
            _ => return Err(self.old()),
        })
    }

    fn catalogue(&self) -> &'a Catalogue {
        &self.knowledge.catalogue
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

    fn entry(&self, id: Option<&str>) -> Result<Entry<'a>, UserError> {
        id.and_then(|id| self.catalogue().entry(id)).ok_or(UserError::Gone("/faq"))
    }

    fn open_profile(&self, slug: &Slug) -> Result<Reply, UserError> {
        Ok(Reply::ephemeral(profile::profile(self.catalogue(), self.job(slug)?, Section::Overview)))
    }

    /// Runs the command again that asked 「もしかして」, now with the chosen job.
    fn pick(&self, pick: &Pick) -> Result<Reply, UserError> {
        let command = find(&pick.command).ok_or(UserError::UnknownCommand)?;
        let kept = match command.name {
            "compare" => compare::restore(pick),
            "income" => income::restore(&pick.rest),
            "profile" => profile_command::restore(&pick.rest),
            _ => Options::default(),
        };
        let context = Context { knowledge: self.knowledge, command };
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
        let permissions = self.interaction.member.as_ref().and_then(|m| m.permissions);
        let moderates = permissions.is_some_and(|p| p.contains(Permissions::MANAGE_MESSAGES));
        self.interaction.user.id.get() == asker || moderates
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
        by == self.interaction.user.id
    }
}
