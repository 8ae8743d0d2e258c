//! 「動作チェック」: every permission that is missing, by channel, and whether the texts of messages arrive.

use std::fmt::Write as _;

use serenity::all::Permissions;

use crate::view::action::Action;
use crate::view::component::{Button, Row};
use crate::view::message::{Embed, Message};
use crate::view::text::COLOR;

use super::ServerAction;

/// What the bot needs in a channel to answer there, and what a Japanese client calls it.
const NEEDED: [(Permissions, &str); 6] = [
    (Permissions::VIEW_CHANNEL, "チャンネルを見る"),
    (Permissions::SEND_MESSAGES, "メッセージを送信"),
    (Permissions::SEND_MESSAGES_IN_THREADS, "スレッドでメッセージを送信"),
    (Permissions::EMBED_LINKS, "埋め込みリンク"),
    (Permissions::ATTACH_FILES, "ファイルを添付"),
    (Permissions::READ_MESSAGE_HISTORY, "メッセージ履歴を読む"),
];

/// What the bot may do in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelAccess {
    /// These permissions.
    May(Permissions),
    /// The channel is gone, or hidden from the bot.
    Gone,
    /// Discord did not say.
    Unknown,
}

impl ChannelAccess {
    /// Everything missing, by its name.
    fn missing(self) -> Vec<&'static str> {
        match self {
            Self::May(permissions) => {
                NEEDED.iter().filter(|(p, _)| !permissions.contains(*p)).map(|(_, name)| *name).collect()
            }
            Self::Gone | Self::Unknown => Vec::new(),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkup {
    /// The channels that the settings name.
    pub channels: Vec<(u64, ChannelAccess)>,
    /// Whether Discord sends the texts of messages that do not address the bot; `None` when it did not say.
    pub reads_messages: Option<bool>,
    /// Whether what is set here is kept.
    pub store_works: bool,
}

/// What is shown while the checks run.
#[must_use]
pub fn checking() -> Message {
    shown("調べています…".to_owned())
}

fn shown(description: String) -> Message {
    let embed = Embed { title: "動作チェック".into(), description, color: COLOR, ..Embed::default() };
    let again = Button::new("もう一度調べる", Action::Server(ServerAction::Check));
    let back = Button::new("設定に戻る", Action::Server(ServerAction::Panel));
    Message { ephemeral: true, ..Message::embed(embed) }.row(Row::Buttons(vec![again, back]))
}

/// What was found, the result first and what to do beside each fault.
#[must_use]
pub fn checkup(found: &Checkup) -> Message {
    let mut faults = String::new();
    let mut unknown = 0;
    for (channel, access) in &found.channels {
        let missing = access.missing();
        match access {
            ChannelAccess::Gone => {
                let _ = writeln!(
                    faults,
                    "・<#{channel}>：見えません。削除されたか、私が入れないチャンネルです。"
                );
            }
            ChannelAccess::Unknown => unknown += 1,
            ChannelAccess::May(_) if !missing.is_empty() => {
                let _ = writeln!(faults, "・<#{channel}>：「{}」の権限がありません。", missing.join("」「"));
            }
            ChannelAccess::May(_) => {}
        }
    }
    if found.reads_messages == Some(false) {
        faults.push_str("・メッセージの文章が届きません。運営者がDiscordの開発者ページで「Message Content Intent」を入れると届きます。それまでは@メンションにだけ答えます。\n");
    }
    if !found.store_works {
        faults.push_str("・設定の保存先に届きません。いまの設定で動きますが、変更はできません。運営者に知らせてください。\n");
    }
    let mut text = if found.channels.is_empty() {
        "質問に答えるチャンネルが、まだ選ばれていません。「設定に戻る」から選んでください。\n".to_owned()
    } else if faults.is_empty() && unknown == 0 {
        format!("問題ありません。{}個のチャンネルで答えられます。\n", found.channels.len())
    } else {
        String::new()
    };
    if !faults.is_empty() {
        let _ = write!(text, "次のことを直すと動きます。\n{faults}");
        if found.channels.iter().any(|(_, access)| !access.missing().is_empty()) {
            text.push_str("\n権限は、チャンネルの設定（歯車）→「権限」で、私のロールに付けられます。\n");
        }
    }
    if unknown > 0 || found.reads_messages.is_none() {
        text.push_str(
            "\nDiscordから返事がなく、調べられないところがありました。少し待って、もう一度お試しください。",
        );
    }
    shown(text.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(found: &Checkup) -> String {
        checkup(found).embeds[0].description.clone()
    }

    fn all() -> Permissions {
        NEEDED.iter().fold(Permissions::empty(), |all, (p, _)| all | *p)
    }

    #[test]
    fn where_nothing_is_missing_it_says_so() {
        let found = Checkup {
            channels: vec![(1, ChannelAccess::May(all())), (2, ChannelAccess::May(all()))],
            reads_messages: Some(true),
            store_works: true,
        };
        assert_eq!(text(&found), "問題ありません。2個のチャンネルで答えられます。");
    }

    #[test]
    fn every_missing_permission_is_named_beside_its_channel() {
        for (permission, name) in NEEDED {
            let found = Checkup {
                channels: vec![(7, ChannelAccess::May(all() - permission))],
                reads_messages: Some(true),
                store_works: true,
            };
            assert!(text(&found).contains(&format!("<#7>：「{name}」の権限がありません。")), "{name}");
        }
    }

    #[test]
    fn what_discord_did_not_say_is_not_called_fine() {
        let channels = vec![(7, ChannelAccess::Unknown)];
        let found = Checkup { channels, reads_messages: None, store_works: true };
        assert!(text(&found).contains("調べられないところ") && !text(&found).contains("問題ありません"));
    }

    #[test]
    fn texts_that_do_not_arrive_and_a_store_that_is_away_are_faults() {
        let channels = vec![(7, ChannelAccess::May(all()))];
        let found = Checkup { channels, reads_messages: Some(false), store_works: false };
        let text = text(&found);
        assert!(text.contains("Message Content Intent") && text.contains("保存先"), "{text}");
    }
}
