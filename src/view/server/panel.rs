//! The panel of `/settings`: what holds in this server, and the menus that change it. It saves at each change and shows what is saved.

use std::collections::BTreeSet;

use crate::profile::Catalogue;
use crate::profile::engine::Engine;
use crate::store::{Eagerness, QuietHours, ServerSettings};
use crate::view::action::Action;
use crate::view::component::{Button, ChannelSelect, Row, Select, SelectOption};
use crate::view::limits::{CHANNELS, OPTIONS};
use crate::view::message::{Embed, Message};
use crate::view::text::COLOR;

use super::{ServerAction, SettingsPage};

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// There was none.
    NotAsked,
    /// It holds.
    Yes,
    /// The store did not confirm it in time: it may still come to hold.
    No,
}

impl Saved {
    fn line(self) -> &'static str {
        match self {
            Self::NotAsked => "",
            Self::Yes => "保存しました。\n\n",
            Self::No => {
                "**保存を確かめられませんでした。** 下は、いま確かな設定です。数分おいて、この画面を開き直してください。\n\n"
            }
        }
    }
}

/// What the panel shows beside the server's own settings.
#[derive(Clone, Debug, Default)]
pub struct Host {
    /// FAQ channels that whoever runs the bot has set for all servers.
    pub channels: Vec<u64>,
    /// The channel of human helpers that they have set.
    pub human_channel: Option<u64>,
}

fn action(action: ServerAction) -> Action {
    Action::Server(action)
}

fn mention(channel: u64) -> String {
    format!("<#{channel}>")
}

fn mentions(channels: &BTreeSet<u64>) -> String {
    channels.iter().map(|&id| mention(id)).collect::<Vec<_>>().join(" ")
}

/// How readily the bot answers unasked, as a word.
#[must_use]
pub(super) fn eagerness_name(eagerness: Eagerness) -> &'static str {
    match eagerness {
        Eagerness::Careful => "ひかえめ",
        Eagerness::Usual => "ふつう",
        Eagerness::Eager => "積極的",
    }
}

fn quiet(hours: Option<QuietHours>) -> String {
    hours.map_or_else(|| "なし".into(), |h| format!("{}時〜{}時", h.from(), h.to()))
}

fn visibility(private: bool) -> &'static str {
    if private { "使った人だけ" } else { "チャンネルのみんな" }
}

/// The panel: what holds, in one column, and the menus for what is changed most.
#[must_use]
pub fn panel(engine: &Engine, settings: &ServerSettings, host: &Host, now: i64, saved: Saved) -> Message {
    let muted = settings.muted_until.filter(|&until| until > now);
    let mut channels = match (settings.channels.is_empty(), host.channels.is_empty()) {
        (true, true) => {
            "まだありません。下の1つ目のメニューで選ぶと、そこに書かれた質問に答えます。".to_owned()
        }
        (true, false) => String::new(),
        (false, _) => mentions(&settings.channels),
    };
    if !host.channels.is_empty() {
        let own: BTreeSet<u64> = host.channels.iter().copied().collect();
        let gap = if channels.is_empty() { "" } else { "\n" };
        channels = format!("{channels}{gap}運営者の設定：{}", mentions(&own));
    }
    let human = settings.human_channel.map(mention);
    let human = human.or_else(|| host.human_channel.map(|id| format!("運営者の設定：{}", mention(id))));
    let off = match settings.switched_off.len() {
        0 => "なし".to_owned(),
        n => format!("{n}件"),
    };
    let muted_line =
        muted.map_or_else(String::new, |until| format!("\n\n**<t:{until}:t>まで、自分からは話しません。**"));
    let embed = Embed {
        title: "このサーバーの設定".into(),
        description: format!(
            "{}**質問に答えるチャンネル**\n{channels}\n\n**答える積極さ**：{}\n**人に聞けるチャンネル**：{}\n**静かにする時間**：{}\n**コマンドの返事**：{}\n**出さない回答**：{off}\n**週のまとめ**：{}{muted_line}",
            saved.line(),
            eagerness_name(settings.eagerness),
            human.unwrap_or_else(|| "なし".into()),
            quiet(settings.quiet_hours),
            visibility(settings.private_profiles),
            settings.digest_channel.map_or_else(|| "なし".into(), mention),
        ),
        color: COLOR,
        ..Embed::default()
    }
    .footer("この画面を使える人は、サーバー設定の「連携サービス」で変えられます（パソコン・ブラウザ版）。");
    let mute = if muted.is_some() {
        Button::new("また話してもらう", action(ServerAction::Mute(false)))
    } else {
        Button::new("1時間黙る", action(ServerAction::Mute(true)))
    };
    private(embed)
        .row(Row::Channels(ChannelSelect {
            action: action(ServerAction::Channels),
            placeholder: "質問に答えるチャンネルを選ぶ".into(),
            chosen: settings.channels.iter().copied().collect(),
            most: CHANNELS,
        }))
        .row(Row::Select(eagerness_menu(engine, settings.eagerness)))
        .row(Row::Select(pages_menu()))
        .row(Row::Buttons(vec![
            Button::new("動作チェック", action(ServerAction::Check)),
            mute,
            Button::new("状況を見る", action(ServerAction::Insights)),
            Button::new("記録を消す", action(ServerAction::Erase)),
        ]))
}

fn private(embed: Embed) -> Message {
    Message { ephemeral: true, ..Message::embed(embed) }
}

/// Each step with what was measured for it, so that the choice is one between known things.
fn eagerness_menu(engine: &Engine, chosen: Eagerness) -> Select {
    let option = |eagerness: Eagerness| {
        let measured = eagerness.measured(engine);
        SelectOption {
            label: format!("積極さ：{}", eagerness_name(eagerness)),
            value: eagerness.key().into(),
            description: format!(
                "試験では、出した答えの{}%が正しく、質問の{}%に答えました",
                measured.precision, measured.coverage
            ),
            default: eagerness == chosen,
        }
    };
    Select {
        action: action(ServerAction::Eagerness),
        placeholder: "答える積極さを選ぶ".into(),
        options: Eagerness::ALL.into_iter().map(option).collect(),
        several: false,
    }
}

fn pages_menu() -> Select {
    let option = |page: SettingsPage| SelectOption {
        label: page.name().into(),
        value: page.key().into(),
        ..SelectOption::default()
    };
    Select {
        action: action(ServerAction::Pages),
        placeholder: "ほかの設定を変える".into(),
        options: SettingsPage::ALL.into_iter().map(option).collect(),
        several: false,
    }
}

/// One of the other pages, with the way back.
#[must_use]
pub fn page(catalogue: &Catalogue, settings: &ServerSettings, page: SettingsPage, saved: Saved) -> Message {
    let (text, rows) = match page {
        SettingsPage::HumanChannel => human_channel(settings),
        SettingsPage::QuietHours => quiet_hours(settings),
        SettingsPage::Visibility => visible_to(settings),
        SettingsPage::SwitchedOff => switched_off(catalogue, settings),
        SettingsPage::Digest => digest_channel(settings),
    };
    let embed = Embed {
        title: page.name().into(),
        description: format!("{}{text}", saved.line()),
        color: COLOR,
        ..Embed::default()
    };
    let back = Row::Buttons(vec![Button::new("設定に戻る", action(ServerAction::Panel))]);
    rows.into_iter().fold(private(embed), Message::row).row(back)
}

fn human_channel(settings: &ServerSettings) -> (String, Vec<Row>) {
    let now = settings.human_channel.map_or_else(|| "ありません".into(), mention);
    let text = format!(
        "答えが違ったときや、答えの用意がないときに、ここで人に聞けると案内します。\n\nいま：{now}\n選んだものを外すと、案内しません。"
    );
    (text, vec![one_channel(ServerAction::HumanChannel, "案内するチャンネルを選ぶ", settings.human_channel)])
}

fn digest_channel(settings: &ServerSettings) -> (String, Vec<Row>) {
    let now = settings.digest_channel.map_or_else(|| "送りません".into(), mention);
    let text = format!(
        "毎週月曜の朝9時ごろに、1週間の件数と、答えられなかった話題を5行で送ります。\n\nいま：{now}\n選んだものを外すと、送りません。"
    );
    (text, vec![one_channel(ServerAction::Digest, "送るチャンネルを選ぶ", settings.digest_channel)])
}

fn one_channel(on: ServerAction, placeholder: &str, chosen: Option<u64>) -> Row {
    Row::Channels(ChannelSelect {
        action: action(on),
        placeholder: placeholder.into(),
        chosen: chosen.into_iter().collect(),
        most: 1,
    })
}

/// The value that the menu of hours has for no quiet hours.
pub const NO_QUIET: &str = "none";

fn quiet_hours(settings: &ServerSettings) -> (String, Vec<Row>) {
    let text = format!(
        "この時間は、自分からは答えません。@メンションとコマンドには、いつでも答えます（日本時間）。\n\nいま：{}",
        quiet(settings.quiet_hours)
    );
    let hour = |hour: u8, what: &str, chosen: Option<u8>| SelectOption {
        label: format!("{hour}時{what}"),
        value: hour.to_string(),
        default: chosen == Some(hour),
        ..SelectOption::default()
    };
    let from = settings.quiet_hours.map(QuietHours::from);
    let to = settings.quiet_hours.map(QuietHours::to);
    let none = SelectOption {
        label: "静かにする時間なし".into(),
        value: NO_QUIET.into(),
        default: from.is_none(),
        ..SelectOption::default()
    };
    let begin = Select {
        action: action(ServerAction::QuietFrom),
        placeholder: "始まりを選ぶ".into(),
        options: std::iter::once(none).chain((0..24).map(|h| hour(h, "から", from))).collect(),
        several: false,
    };
    let mut rows = vec![Row::Select(begin)];
    if settings.quiet_hours.is_some() {
        rows.push(Row::Select(Select {
            action: action(ServerAction::QuietTo),
            placeholder: "終わりを選ぶ".into(),
            options: (0..24).map(|h| hour(h, "まで", to)).collect(),
            several: false,
        }));
    }
    (text, rows)
}

fn visible_to(settings: &ServerSettings) -> (String, Vec<Row>) {
    let private = settings.private_profiles;
    let text = format!(
        "`/プロフィール` や `/スコア` などの返事を、だれに見せるかです。「使った人だけ」にすると、チャンネルが流れません。\n\nいま：{}",
        visibility(private)
    );
    let button =
        |to: bool| Button::new(visibility(to), action(ServerAction::Private(to))).enabled(private != to);
    (text, vec![Row::Buttons(vec![button(false), button(true)])])
}

fn switched_off(catalogue: &Catalogue, settings: &ServerSettings) -> (String, Vec<Row>) {
    let known = settings.switched_off.iter().filter_map(|id| catalogue.entry(id));
    let options: Vec<SelectOption> = known
        .map(|e| SelectOption {
            label: e.faq().question.clone(),
            value: e.faq().id.clone(),
            ..SelectOption::default()
        })
        .take(OPTIONS)
        .collect();
    let text = if options.is_empty() {
        "このサーバーで出さないようにした回答はありません。\n\n回答の「違う」をモデレーターが押すと、その回答を出さないようにできます。".to_owned()
    } else {
        let list: Vec<String> = options.iter().map(|o| format!("・{}", o.label)).collect();
        format!("このサーバーでは、次の回答を出しません。選ぶと、また出します。\n\n{}", list.join("\n"))
    };
    let menu = Select {
        action: action(ServerAction::SwitchOn),
        placeholder: "また出す回答を選ぶ".into(),
        options,
        several: false,
    };
    (text, vec![Row::Select(menu)])
}

/// The one line with which the bot greets the channel it was first asked to listen in.
#[must_use]
pub fn greeting() -> Message {
    Message::text(
        "このチャンネルで、副業の質問に答えます。自信のあるときだけ自分から答えます。いつでも、私への@メンションか `/質問` で聞けます。",
    )
}

/// After 「1時間黙る」 on a message in a channel.
#[must_use]
pub fn muted_here(until: i64, saved: Saved) -> Message {
    let text = match saved {
        Saved::No => Saved::No.line().trim().to_owned(),
        _ => format!(
            "<t:{until}:t>まで、このサーバーで自分からは話しません。@メンションとコマンドには答えます。"
        ),
    };
    Message { ephemeral: true, ..Message::text(text) }
}

/// After an entry was switched off from an answer.
#[must_use]
pub fn switched_off_here(question: &str, saved: Saved) -> Message {
    let text = match saved {
        Saved::No => Saved::No.line().trim().to_owned(),
        _ => format!(
            "「{question}」の回答を、このサーバーでは出さないようにしました。`/設定` の「出さない回答」で戻せます。"
        ),
    };
    Message { ephemeral: true, ..Message::text(text) }
}
