//! `/help`: what one can do, a press or a tap away; what is stored and where the data comes from behind a button.

use std::collections::HashMap;

use serde_json::Value;

use crate::profile::Catalogue;

use super::action::Action;
use super::component::{Button, Row};
use super::message::{Embed, Message};
use super::offer::ways_on;
use super::text::{COLOR, day};

/// A command as the help shows it.
#[derive(Clone, Copy, Debug)]
pub struct CommandHelp {
    /// Its English name, by which Discord knows it.
    pub name: &'static str,
    /// Its Japanese name, as a Japanese client shows it.
    pub name_ja: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// It can be typed; else it is in a message's menu.
    pub typed: bool,
}

/// Commands that the help offers as buttons.
const BUTTONS: [&str; 4] = ["recommend", "jobs", "faq", "help"];

/// The ids that Discord gave the commands when they were registered: with them a command is mentioned so that it can be tapped.
#[derive(Clone, Debug, Default)]
pub struct CommandIds(Option<HashMap<String, String>>);

impl CommandIds {
    /// No command is registered, or it is not known.
    pub const NONE: Self = Self(None);

    /// From the list of commands as Discord returns it.
    #[must_use]
    pub fn read(commands: &Value) -> Self {
        let id = |c: &Value| Some((c["name"].as_str()?.to_owned(), c["id"].as_str()?.to_owned()));
        Self(Some(commands.as_array().into_iter().flatten().filter_map(id).collect()))
    }

    /// Whether commands can be mentioned.
    #[must_use]
    pub fn are_known(&self) -> bool {
        self.0.is_some()
    }

    /// A command as a mention that can be tapped (Discord, "Message Formatting"), or plainly when its id is not known.
    #[must_use]
    pub fn mention(&self, name: &str, name_ja: &str) -> String {
        match self.0.as_ref().and_then(|ids| ids.get(name)) {
            Some(id) => format!("</{name}:{id}>"),
            None => format!("`/{name_ja}`"),
        }
    }
}

/// The help, from the command table.
#[must_use]
pub fn help(commands: &[CommandHelp], ids: &CommandIds) -> Message {
    let line = |c: &CommandHelp| {
        let called = if c.typed {
            ids.mention(c.name, c.name_ja)
        } else {
            format!("メッセージのメニュー「{}」", c.name_ja)
        };
        format!("{called}　{}", c.description.split('（').next().unwrap_or_default())
    };
    // What has a button below needs no line.
    let lines: Vec<String> = commands.iter().filter(|c| !BUTTONS.contains(&c.name)).map(line).collect();
    let embed = Embed {
        title: "副業アドバイザーの使い方".into(),
        description: format!(
            "ふだんの言葉で話しかけるか、下のボタンか、次のコマンドで使えます。\n\n{}",
            lines.join("\n")
        ),
        color: COLOR,
        ..Embed::default()
    };
    // This is the help.
    let on = ways_on(None).into_iter().filter(|button| button.action != Action::Help);
    let about = Button::new("データと保存について", Action::About);
    Message { ephemeral: true, ..Message::embed(embed) }.row(Row::Buttons(on.chain([about]).collect()))
}

/// Where the data comes from and what is stored; in place, with the way back.
#[must_use]
pub fn about(catalogue: &Catalogue) -> Message {
    let questions = catalogue.entries().count();
    let embed = Embed { title: "データと保存について".into(), color: COLOR, ..Embed::default() }
        .field("名前の入れ方", "漢字・かな・ローマ字・略称のどれでも探せます。入力中に候補が出ます。")
        .field(
            "データについて",
            format!(
                "副業{}件と質問{questions}件を、編集部が公開資料をもとにまとめています（{}時点）。共通の質問と収入の金額には、出典を付けています。スコアは相対評価、金額は目安です。",
                catalogue.profiles().len(),
                day(&catalogue.updated_text()),
            ),
        )
        .field("サーバーの管理者へ", "`/設定` で答えるチャンネルを選べます。`/状況` で4週間の質問の数を見られます。")
        .field("保存する情報", "文章と人のIDは保存しません。文章は答えを作るあいだだけ使います。サーバーの設定と件数だけを保存します。くわしくは `/プライバシー` をどうぞ。");
    Message { ephemeral: true, ..Message::embed(embed) }
        .row(Row::Buttons(vec![Button::new("使い方に戻る", Action::HelpAgain)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_command_is_mentioned_so_that_it_can_be_tapped_once_its_id_is_known() {
        assert_eq!(CommandIds::NONE.mention("recommend", "診断"), "`/診断`");
        let ids = CommandIds::read(&json!([{ "id": "42", "name": "recommend" }]));
        assert_eq!(ids.mention("recommend", "診断"), "</recommend:42>");
        assert_eq!(ids.mention("jobs", "副業一覧"), "`/副業一覧`");
    }
}
