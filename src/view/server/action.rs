//! What the buttons and menus of `/settings`, `/insights` and `/privacy` do, as `custom_id`s.
//!
//! They begin with `v1:server:`. Whoever may open the panel may press what is on it: it is private to its caller, and Discord alone
//! decides who that is. What stands on messages that others see ([`ServerAction::MuteHere`], [`ServerAction::SwitchOff`]) says so.

/// A page of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant's Japanese name is its documentation: see `name`")]
pub enum SettingsPage {
    HumanChannel,
    QuietHours,
    Visibility,
    SwitchedOff,
    Digest,
}

impl SettingsPage {
    /// All pages in the order they are offered.
    pub const ALL: [Self; 5] =
        [Self::HumanChannel, Self::QuietHours, Self::Visibility, Self::SwitchedOff, Self::Digest];

    /// The key in ids.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::HumanChannel => "human",
            Self::QuietHours => "quiet",
            Self::Visibility => "visibility",
            Self::SwitchedOff => "off",
            Self::Digest => "digest",
        }
    }

    /// The page with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.key() == key)
    }

    /// The Japanese name as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::HumanChannel => "人に聞けるチャンネル",
            Self::QuietHours => "静かにする時間",
            Self::Visibility => "コマンドの返事の見え方",
            Self::SwitchedOff => "出さない回答",
            Self::Digest => "週のまとめ",
        }
    }
}

/// What a component of these commands does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerAction {
    /// Back to the panel, in place.
    Panel,
    /// Menu of channels: where questions are answered.
    Channels,
    /// Menu: how readily unasked questions are answered.
    Eagerness,
    /// Menu: opens one of the other pages in place.
    Pages,
    /// Opens this page in place.
    Page(SettingsPage),
    /// Menu of channels: where people are sent who want a human.
    HumanChannel,
    /// Menu: the hour when quiet begins, or no quiet hours.
    QuietFrom,
    /// Menu: the hour when quiet ends.
    QuietTo,
    /// Whether replies to commands are private.
    Private(bool),
    /// Does not show this entry in this server. Moderators only.
    SwitchOff(String),
    /// Menu: shows an entry again.
    SwitchOn,
    /// Menu of channels: where the weekly digest goes.
    Digest,
    /// Says nothing unasked for an hour, or speaks again; from the panel.
    Mute(bool),
    /// Says nothing unasked for an hour; from a message in a channel. Moderators only.
    MuteHere,
    /// Names every permission that is missing.
    Check,
    /// Asks whether everything kept about the server shall go.
    Erase,
    /// Everything kept about the server goes.
    EraseNow,
    /// Opens the insights.
    Insights,
    /// Opens what is kept and why.
    Privacy,
}

impl ServerAction {
    /// Those that carry nothing.
    const PLAIN: [Self; 15] = [
        Self::Panel,
        Self::Channels,
        Self::Eagerness,
        Self::Pages,
        Self::HumanChannel,
        Self::QuietFrom,
        Self::QuietTo,
        Self::SwitchOn,
        Self::Digest,
        Self::MuteHere,
        Self::Check,
        Self::Erase,
        Self::EraseNow,
        Self::Insights,
        Self::Privacy,
    ];

    /// The part of the `custom_id` after `v1:server:`.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Page(page) => format!("page:{}", page.key()),
            Self::Private(private) => format!("private:{}", u8::from(*private)),
            Self::SwitchOff(id) => format!("switch-off:{id}"),
            Self::Mute(mute) => format!("mute:{}", u8::from(*mute)),
            plain => plain.name().to_owned(),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Panel => "panel",
            Self::Channels => "channels",
            Self::Eagerness => "eagerness",
            Self::Pages => "pages",
            Self::Page(_) => "page",
            Self::HumanChannel => "human",
            Self::QuietFrom => "quiet-from",
            Self::QuietTo => "quiet-to",
            Self::Private(_) => "private",
            Self::SwitchOff(_) => "switch-off",
            Self::SwitchOn => "switch-on",
            Self::Digest => "digest",
            Self::Mute(_) => "mute",
            Self::MuteHere => "mute-here",
            Self::Check => "check",
            Self::Erase => "erase",
            Self::EraseNow => "erase-now",
            Self::Insights => "insights",
            Self::Privacy => "privacy",
        }
    }

    /// The action of these parts of a `custom_id`; `None` when it is from another version.
    #[must_use]
    pub fn parse(parts: &[&str]) -> Option<Self> {
        let flag = |text: &str| match text {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        };
        match parts {
            ["page", page] => SettingsPage::from_key(page).map(Self::Page),
            ["private", private] => flag(private).map(Self::Private),
            ["switch-off", id] => Some(Self::SwitchOff((*id).to_owned())),
            ["mute", mute] => flag(mute).map(Self::Mute),
            [name] => Self::PLAIN.into_iter().find(|action| action.name() == *name),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_action() -> impl Strategy<Value = ServerAction> {
        let page = (0..SettingsPage::ALL.len()).prop_map(|i| ServerAction::Page(SettingsPage::ALL[i]));
        let plain = prop::sample::select(ServerAction::PLAIN.to_vec());
        prop_oneof![
            plain,
            page,
            any::<bool>().prop_map(ServerAction::Private),
            any::<bool>().prop_map(ServerAction::Mute),
            "[a-z0-9-]{1,40}-[0-9]{1,3}".prop_map(ServerAction::SwitchOff),
        ]
    }

    proptest! {
        #[test]
        fn every_action_survives_its_key(action in any_action()) {
            let key = action.key();
            let parts: Vec<&str> = key.split(':').collect();
            prop_assert_eq!(ServerAction::parse(&parts), Some(action));
        }

        #[test]
        fn what_is_no_key_is_refused_without_a_panic(text in ".{0,100}") {
            let parts: Vec<&str> = text.split(':').collect();
            if let Some(action) = ServerAction::parse(&parts) {
                prop_assert_eq!(action.key(), text);
            }
        }
    }
}
