//! `/help`: every command with an example, what is stored, where the data comes from.

use crate::profile::Catalogue;

use super::message::{Embed, Message};
use super::text::{COLOR, day};

/// A command as the help shows it.
#[derive(Clone, Copy, Debug)]
pub struct CommandHelp {
    /// What it is for.
    pub description: &'static str,
    /// A whole command to type.
    pub example: &'static str,
}

/// The help, from the command table.
#[must_use]
pub fn help(catalogue: &Catalogue, commands: &[CommandHelp]) -> Message {
    let lines: Vec<String> = commands.iter().map(|c| format!("`{}`\n{}", c.example, c.description)).collect();
    let questions = catalogue.entries().count();
    let embed = Embed {
        title: "副業アドバイザーの使い方".into(),
        description: lines.join("\n"),
        color: COLOR,
        ..Embed::default()
    }
    .field("名前の入れ方", "漢字・かな・ローマ字・略称のどれでも探せます。入力中に候補が出ます。")
    .field(
        "データについて",
        format!(
            "副業{}件と質問{questions}件を、編集部が公開資料をもとにまとめています（{}時点）。共通の質問と収入の金額には、出典を付けています。スコアは相対評価、金額は目安です。",
            catalogue.profiles().len(),
            day(&catalogue.updated_text()),
        ),
    )
    .field("保存する情報", "何も保存しません。入力した内容は答えを作るあいだだけ使います。続けて話しかけた回数だけを、1分ほど覚えます（だれかは分からない形です）。");
    Message { ephemeral: true, ..Message::embed(embed) }
}
