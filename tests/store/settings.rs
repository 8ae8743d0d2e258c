//! What servers chose.

use std::collections::BTreeSet;

use fukugyo::store::{Change, Eagerness, QuietHours, ServerSettings, StoreError};

use super::home::stores;

#[tokio::test]
async fn each_server_has_its_own_settings_and_defaults_before_it_set_any() {
    for (_home, store) in &stores().await {
        assert_eq!(*store.server(1), ServerSettings::default());
        store.change(1, Change::Eagerness(Eagerness::Careful)).await.unwrap();
        let changed = store.change(1, Change::HumanChannel(Some(7))).await.unwrap();
        assert_eq!((changed.eagerness, changed.human_channel), (Eagerness::Careful, Some(7)));
        assert_eq!(store.server(1), changed);
        assert_eq!(*store.server(2), ServerSettings::default());
    }
}

#[tokio::test]
async fn everything_that_can_be_set_can_be_set_back() {
    for (_home, store) in &stores().await {
        let hours = QuietHours::new(22, 7);
        for change in [
            Change::Channels([3, 1].into()),
            Change::Eagerness(Eagerness::Eager),
            Change::HumanChannel(Some(4)),
            Change::QuietHours(hours),
            Change::PrivateProfiles(true),
            Change::SwitchOff("tax-1".into()),
            Change::DigestChannel(Some(5)),
            Change::MutedUntil(Some(6)),
            Change::Greeted,
        ] {
            store.change(1, change).await.unwrap();
        }
        let all = ServerSettings {
            channels: [1, 3].into(),
            eagerness: Eagerness::Eager,
            human_channel: Some(4),
            quiet_hours: hours,
            private_profiles: true,
            switched_off: ["tax-1".to_owned()].into(),
            digest_channel: Some(5),
            muted_until: Some(6),
            greeted: true,
        };
        assert_eq!(*store.server(1), all);
        for change in [
            Change::Channels(BTreeSet::new()),
            Change::Eagerness(Eagerness::Usual),
            Change::HumanChannel(None),
            Change::QuietHours(None),
            Change::PrivateProfiles(false),
            Change::SwitchOn("tax-1".into()),
            Change::DigestChannel(None),
            Change::MutedUntil(None),
        ] {
            store.change(1, change).await.unwrap();
        }
        assert_eq!(*store.server(1), ServerSettings { greeted: true, ..ServerSettings::default() });
    }
}

#[tokio::test]
async fn what_can_never_be_is_refused_and_changes_nothing() {
    for (_home, store) in &stores().await {
        let many = store.change(1, Change::Channels((1..=26).collect())).await;
        assert!(matches!(many, Err(StoreError::TooMany(25))), "{many:?}");
        let text = store.change(1, Change::SwitchOff("税金は？".into())).await;
        assert!(matches!(text, Err(StoreError::NotAnId)), "{text:?}");
        assert_eq!(*store.server(1), ServerSettings::default());
    }
}
