//! `/privacy`: what is kept, how long, why, and who runs this bot.

use crate::view::action::Action;
use crate::view::component::{Button, Row};
use crate::view::message::{Embed, Message};
use crate::view::text::{COLOR, escape};

use super::{Saved, ServerAction};

/// Who runs this bot, as the operator's settings name them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Operator<'a> {
    /// A name.
    pub name: Option<&'a str>,
    /// Where to reach them: an address or a page.
    pub contact: Option<&'a str>,
}

/// What is kept and why; `manages` offers to delete what is kept about the server.
#[must_use]
pub fn privacy(operator: Operator<'_>, manages: bool) -> Message {
    let by = match (operator.name, operator.contact) {
        (Some(name), Some(contact)) => format!("{}\n連絡先：{}", escape(name), contact),
        (Some(name), None) => escape(name),
        (None, Some(contact)) => format!("連絡先：{contact}"),
        (None, None) => {
            "名前の設定がありません。このボットを入れた人か、サーバーの管理者に聞いてください。".into()
        }
    };
    let embed = Embed {
        title: "プライバシー".into(),
        description: "**あなたの文章と、あなたのIDは保存しません。** 文章は、答えを作るあいだだけ使います。".into(),
        color: COLOR,
        ..Embed::default()
    }
    .field(
        "サーバーごとに保存するもの",
        "・サーバーの設定（チャンネルのIDなど）：ボットが抜けて30日後まで\n・回答ごとの、出した数・「役に立った」「違う」の数（1日単位）：30日\n・答えの用意がなかった質問に近い話題と、そのメッセージへのリンク：30日",
    )
    .field("なぜ保存するか", "サーバーの設定どおりに動き、足りない回答を管理者と編集部が見つけるためです。ほかの目的には使いません。")
    .field(
        "少しのあいだだけ覚えるもの",
        "話しかけた回数（1分）と、評価を押したこと（1日）を、だれか分からない形でメモリに置きます。保存はしません。",
    )
    .field("運営者", by);
    let mut buttons = Vec::new();
    if manages {
        buttons.push(Button::new("このサーバーの記録を消す", Action::Server(ServerAction::Erase)));
    }
    Message { ephemeral: true, ..Message::embed(embed) }.row(Row::Buttons(buttons))
}

/// Whether everything shall go.
#[must_use]
pub fn erase() -> Message {
    let embed = Embed {
        title: "このサーバーの記録を消しますか？".into(),
        description: "設定、回数、答えられなかった質問の記録を、すべて消します。元には戻せません。バックアップの中のものは、運営者が消すまで残ります。".into(),
        color: COLOR,
        ..Embed::default()
    };
    Message { ephemeral: true, ..Message::embed(embed) }.row(Row::Buttons(vec![
        Button::primary("すべて消す", Action::Server(ServerAction::EraseNow)),
        Button::new("やめる", Action::Server(ServerAction::Panel)),
    ]))
}

/// Everything is gone, or could not be deleted.
#[must_use]
pub fn erased(saved: Saved) -> Message {
    let text = match saved {
        Saved::No => "消せたことを確かめられませんでした。数分おいて、もう一度お試しください。",
        _ => "このサーバーの記録を、すべて消しました。設定は最初の状態です。",
    };
    let again = Button::new("設定に戻る", Action::Server(ServerAction::Panel));
    Message { ephemeral: true, ..Message::text(text) }.row(Row::Buttons(vec![again]))
}
