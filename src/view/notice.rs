//! What a user sees instead of an answer: 「もしかして」, and every mistake with what to do about it.
//!
//! [`UserError`] is the one user-error type; its text is product copy. Everything else is an internal error, for which the user
//! gets [`apology`] with a number and the log gets the cause. All of these are for the person who acted alone.

use crate::profile::Catalogue;
use crate::profile::lookup::Match;

use super::action::{Action, JobsView, Pick};
use super::component::{Button, Row};
use super::limits::cut;
use super::message::Message;
use super::reply::Reply;
use super::text::escape;

/// Characters of typed text that are echoed.
const ECHO: usize = 40;

/// Why a command could not answer; the text says what to do next.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum UserError {
    /// Nothing known is near the typed name.
    #[error("「{}」に合う副業は見つかりませんでした。下のボタンか `/jobs` で一覧から選べます。", echo(.0))]
    NoSuchJob(String),
    /// The typed name may mean several jobs.
    #[error("「{}」は次のどれのことですか？　もしかして：", echo(&.0.typed))]
    Unsure(Box<Unsure>),
    /// A number outside what makes sense.
    #[error("{option}は{low}〜{high}{unit}で入力してください。入力された値：{given}")]
    OutOfRange {
        /// The option's name as shown.
        option: &'static str,
        /// The smallest value allowed.
        low: &'static str,
        /// The largest value allowed.
        high: &'static str,
        /// 「時間」, 「日」, 「円」.
        unit: &'static str,
        /// What was given.
        given: String,
    },
    /// A required option is missing.
    #[error("{option}を入力してください。例：`{example}`")]
    Missing {
        /// The option's name as shown.
        option: &'static str,
        /// A whole command to type.
        example: &'static str,
    },
    /// An option has a value that it does not take.
    #[error("{option}に「{}」は使えません。候補から選んでください。例：`{example}`", echo(given))]
    NotAChoice {
        /// The option's name as shown.
        option: &'static str,
        /// What was given.
        given: String,
        /// A whole command to type.
        example: &'static str,
    },
    /// The message to look up has no text.
    #[error("このメッセージには文章がないので調べられません。`/ask` で質問を入力してください。")]
    NoText,
    /// An answer that was shared already.
    #[error("この答えは、もう公開しました。")]
    SharedAlready,
    /// Someone else's message.
    #[error(
        "このボタンは質問した人とモデレーターだけが使えます。自分で調べるときは `/ask` を使ってください。"
    )]
    NotYours,
    /// What only moderators may press.
    #[error("このボタンはモデレーターだけが使えます。")]
    ModeratorsOnly,
    /// What is of a server, used outside of one.
    #[error("このコマンドはサーバーの中で使ってください。")]
    ServersOnly,
    /// An entry that this server does not show.
    #[error("この回答は、このサーバーでは出さない設定です。ほかの質問は `/faq` から選べます。")]
    SwitchedOff,
    /// A comparison of a job with itself.
    #[error("同じ副業どうしは比べられません。「{name}」と比べる副業を入力してください。例：`{example}`")]
    SameJob {
        /// The job's name.
        name: String,
        /// A whole command to type.
        example: &'static str,
    },
    /// A command that this version does not have.
    #[error("このコマンドは今はありません。使えるコマンドは `/help` で確認できます。")]
    UnknownCommand,
    /// A button whose `custom_id` cannot be read.
    #[error("このボタンは古いバージョンのものです。`{0}` と入力すると最新の内容が表示されます。")]
    OldComponent(&'static str),
    /// A link to something that the data no longer has.
    #[error("この項目は今のデータにはありません。`{0}` と入力して選び直してください。")]
    Gone(&'static str),
}

/// A name that may mean several jobs, and the command to go on with.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsure {
    /// What was typed.
    pub typed: String,
    /// The command's English name.
    pub command: &'static str,
    /// The command's other options, as in [`Pick`].
    pub rest: String,
    /// The jobs it may mean, best first.
    pub matches: Vec<Match>,
}

fn echo(typed: &str) -> String {
    escape(&cut(typed.trim(), ECHO))
}

/// The private message for a mistake.
#[must_use]
pub fn user_error(catalogue: &Catalogue, error: &UserError) -> Reply {
    let list = || Button::primary("副業の一覧を見る", Action::Jobs(JobsView::default()));
    let buttons = match error {
        UserError::Unsure(unsure) => {
            unsure.matches.iter().filter_map(|m| pick_button(catalogue, unsure, m)).collect()
        }
        UserError::NoSuchJob(_) | UserError::Gone(_) => vec![list()],
        UserError::UnknownCommand => vec![Button::primary("使い方を見る", Action::Help)],
        _ => Vec::new(),
    };
    Reply::ephemeral(Message::text(error.to_string()).row(Row::Buttons(buttons)))
}

fn pick_button(catalogue: &Catalogue, unsure: &Unsure, matched: &Match) -> Option<Button> {
    let profile = catalogue.profile(matched.slug.as_str())?;
    let pick = Pick { command: unsure.command.into(), slug: profile.slug.clone(), rest: unsure.rest.clone() };
    Some(Button::new(&profile.name, Action::Pick(pick)))
}

/// The message when something went wrong on our side; `number` is what the log shows beside the cause.
#[must_use]
pub fn apology(number: &str) -> Message {
    Message::text(format!(
        "申し訳ありません。こちらの不具合で表示できませんでした。時間をおいてもう一度お試しください。（番号：{number}）"
    ))
}
