//! What someone who asked sees: one answer, candidates, or how to go on.
//!
//! All state is in the buttons: who asked (only they and moderators change or remove the message) and the next candidates.

use crate::faq::Hit;
use crate::faq::decide::SUGGESTIONS;
use crate::profile::spoken::Referral;
use crate::profile::{Catalogue, Entry, Profile};

use super::action::{Action, Candidates};
use super::component::{Button, Row};
use super::faq::{answer_with, question_button};
use super::message::{Embed, Message};
use super::offer::{candidate_buttons, candidates, job_button, listed, referral_text, ways_on};
use super::server::ServerAction;
use super::text::{COLOR, escape};
use super::{faq, height};

pub use super::offer::{Audience, Part};

/// Most buttons in a row.
const BUTTONS: usize = 5;
/// Neighbours offered beside an answer.
const NEIGHBOURS: usize = 2;

/// The answer to a question: the text, why it was chosen, source and date, and what to press if it is not it.
///
/// `hits` are the ranked entries, the answer first; `others` are what a text with several questions asks beside it, offered first. Ids
/// that the data no longer has are passed over.
#[must_use]
pub fn answer(catalogue: &Catalogue, hits: &[Hit], others: &[&str], audience: Audience) -> Option<Message> {
    let (first, rest) = hits.split_first()?;
    let entry = catalogue.entry(&first.id)?;
    let others: Vec<&str> = others.iter().copied().chain(rest.iter().map(|h| h.id.as_str())).collect();
    let found = Found { phrasing: Some(&first.phrasing), words: &first.words };
    Some(shown(catalogue, entry, found, &others, audience, height::ANSWER))
}

/// One answer opened, with the ids of the next candidates.
#[must_use]
pub fn opened(catalogue: &Catalogue, entry: Entry<'_>, others: &[&str], audience: Audience) -> Message {
    shown(catalogue, entry, Found::default(), others, audience, height::ANSWER)
}

/// The same where nobody asked the bot: lower still.
#[must_use]
pub fn unasked(catalogue: &Catalogue, hits: &[Hit], asker: u64) -> Option<Message> {
    let (first, rest) = hits.split_first()?;
    let entry = catalogue.entry(&first.id)?;
    let others: Vec<&str> = rest.iter().map(|h| h.id.as_str()).collect();
    let found = Found { phrasing: None, words: &first.words };
    Some(shown(catalogue, entry, found, &others, Audience::Channel(asker), height::UNASKED))
}

/// The whole of an answer, in place of its beginning.
#[must_use]
pub fn whole(catalogue: &Catalogue, entry: Entry<'_>, others: &[&str], audience: Audience) -> Message {
    let message = shown(catalogue, entry, Found::default(), others, audience, usize::MAX);
    let back =
        Button::new("短く戻す", Action::Choose(candidates(asker_of(audience), &entry.faq().id, others)));
    message.row(Row::Buttons(vec![back]))
}

fn asker_of(audience: Audience) -> u64 {
    match audience {
        Audience::Private => 0,
        Audience::Channel(asker) => asker,
    }
}

/// How an answer was found.
#[derive(Clone, Copy, Debug, Default)]
struct Found<'a> {
    /// The phrasing that the question is nearest to.
    phrasing: Option<&'a str>,
    /// Words of the question that the entry holds.
    words: &'a [String],
}

/// An answer that is at most so high without its buttons; the rest is behind 「続きを読む」.
fn shown(
    catalogue: &Catalogue,
    entry: Entry<'_>,
    found: Found<'_>,
    others: &[&str],
    audience: Audience,
    most: usize,
) -> Message {
    let id = &entry.faq().id;
    let why =
        found.phrasing.map(|p| format!("なぜこの回答？　「{}」という質問に近いと判断しました。", escape(p)));
    let asker = asker_of(audience);
    let beginning = faq::beginning(entry, why.as_deref(), found.words, most);
    let on = || Button::primary("続きを読む", Action::Whole(candidates(asker, id, others)));
    let mut verdicts: Vec<Button> = beginning.is_some().then(on).into_iter().collect();
    verdicts.push(Button::new("役に立った", Action::Helpful(id.clone())));
    verdicts.push(Button::new("違う", Action::Wrong(candidates(asker, id, others))));
    match audience {
        Audience::Private => verdicts.push(Button::new("公開する", Action::Share(id.clone()))),
        Audience::Channel(asker) => verdicts.push(Button::new("消す", Action::Dismiss(asker))),
    }
    let profile = entry.profile().map(|p| Button::new(&p.name, Action::Profile(p.slug.clone())));
    // A neighbour that says the same would send the reader in a circle.
    let neighbours = others.iter().filter(|other| !catalogue.same(id, other));
    let neighbours = neighbours.filter_map(|id| catalogue.entry(id)).take(NEIGHBOURS).map(question_button);
    let embed = beginning.unwrap_or_else(|| answer_with(entry, why.as_deref()));
    // Where nobody asked, neighbours would be a second answer, and a moderator may have heard enough.
    if most == height::UNASKED {
        verdicts.push(Button::new("1時間黙る", Action::Server(ServerAction::MuteHere)));
        return Message::embed(embed).row(Row::Buttons(verdicts));
    }
    let message = Message::embed(embed).row(Row::Buttons(verdicts));
    message.row(Row::Buttons(profile.into_iter().chain(neighbours).collect()))
}

/// The answer shared in the channel.
#[must_use]
pub fn shared(catalogue: &Catalogue, entry: Entry<'_>, asker: u64) -> Message {
    opened(catalogue, entry, &[], Audience::Channel(asker))
}

/// What is offered beside candidates.
#[derive(Clone, Debug, Default)]
pub struct Beside<'a> {
    /// Jobs that may be meant.
    pub jobs: Vec<&'a Profile>,
    /// The part of a job that was asked for; everything about it when absent.
    pub part: Option<Part>,
    /// Two jobs to lay side by side.
    pub compared: Option<(&'a Profile, &'a Profile)>,
    /// Who else may have the answer.
    pub referral: Option<&'a Referral>,
}

/// Candidates when unsure.
#[must_use]
pub fn suggestions(catalogue: &Catalogue, hits: &[Hit], beside: &Beside<'_>, audience: Audience) -> Message {
    let ids: Vec<&str> = hits.iter().map(|h| h.id.as_str()).take(SUGGESTIONS).collect();
    let list = listed(catalogue, &ids);
    let embed = Embed {
        title: "聞きたいことは、次のどれに近いですか？".into(),
        description: match beside.referral {
            Some(r) => format!("{list}\n\nどれも違うとき：{}", referral_text(r)),
            None => list,
        },
        color: COLOR,
        ..Embed::default()
    }
    .footer("どれも違うときは、言い方を変えてもう一度お試しください。");
    // Whose matter is another office's did not ask about the jobs named on the way.
    let jobs = if beside.referral.is_none() { job_buttons(beside) } else { Vec::new() };
    Message::embed(embed)
        .row(Row::Buttons(candidate_buttons(catalogue, &ids, audience)))
        .row(Row::Buttons(jobs))
        .row(Row::Buttons(ways_on(Some(audience))))
}

fn job_buttons(beside: &Beside<'_>) -> Vec<Button> {
    let jobs = beside.jobs.iter().map(|p| job_button(p, beside.part));
    let compared = beside
        .compared
        .map(|(a, b)| Button::new("2つを比べる", Action::Compare(a.slug.clone(), b.slug.clone())));
    compared.into_iter().chain(jobs).take(BUTTONS).collect()
}

/// Where other people can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// In the channel that the settings name.
    In(u64),
    /// In the channel itself.
    Here,
    /// Nowhere: a direct message has nobody else in it.
    Nowhere,
}

/// After 「違う」: the next candidates and a way to ask a human; to who moderates, a way not to show the answer here again.
#[must_use]
pub fn wrong(
    catalogue: &Catalogue,
    given: &Candidates,
    people: People,
    moderates: bool,
    audience: Audience,
) -> Message {
    let ids: Vec<&str> =
        given.others.iter().map(String::as_str).filter(|id| catalogue.entry(id).is_some()).collect();
    let human = match people {
        People::In(id) => format!("人に聞きたいときは <#{id}> で相談してください。"),
        People::Here => "このチャンネルで詳しい人に聞いてみるか、質問の一覧から探してください。".to_owned(),
        People::Nowhere => "言い方を変えて聞くか、質問の一覧から探してください。".to_owned(),
    };
    let off = moderates.then(|| {
        let switch_off = ServerAction::SwitchOff(given.id.clone());
        Button::new("この回答をサーバーで出さない", Action::Server(switch_off))
    });
    let near = if ids.is_empty() {
        "ほかに近い質問は見つかりませんでした。".to_owned()
    } else {
        format!("次の中に聞きたいことはありますか？\n{}", listed(catalogue, &ids))
    };
    let embed = Embed {
        title: "違う答えでした。すみません。".into(),
        description: format!("{near}\n\n{human}"),
        color: COLOR,
        ..Embed::default()
    };
    // Who slipped gets the answer back.
    let back = catalogue.entry(&given.id).map(|_| {
        Button::new("前の答えに戻る", Action::Choose(candidates(asker_of(audience), &given.id, &ids)))
    });
    Message::embed(embed)
        .row(Row::Buttons(candidate_buttons(catalogue, &ids, audience)))
        .row(Row::Buttons(off.into_iter().collect()))
        .row(Row::Buttons(ways_on(Some(audience))))
        .row(Row::Buttons(back.into_iter().collect()))
}

/// Someone spoke to the bot without asking anything.
#[must_use]
pub fn how_to_ask(greeting: &str) -> Message {
    Message::text(format!(
        "{greeting}副業のことを、ふだんの言葉で聞いてください。例：「会社にバレますか？」「動画編集はいくら稼げる？」"
    ))
    .row(Row::Buttons(ways_on(None)))
}

/// Someone asks again and again: said once, kindly, with how often one may ask.
#[must_use]
pub fn wait_a_minute(per_minute: u64) -> Message {
    Message::text(format!(
        "たくさん聞いてくださってありがとうございます。続けて答えられるのは1分に{per_minute}回までです。1分ほど待って、もう一度聞いてください。"
    ))
}
