//! The menu that switches between the sections of a profile; it stays under whatever is opened from one.

use crate::profile::Profile;

use super::action::Action;
use super::component::{Select, SelectOption};
use super::section::Section;

/// The sections of a job, the current one marked.
pub(super) fn section_menu(profile: &Profile, current: Section) -> Select {
    let offered =
        Section::ALL.into_iter().filter(|&s| s != Section::Services || !profile.services.is_empty());
    let option = |s: Section| SelectOption {
        label: s.name().into(),
        value: s.key().into(),
        description: String::new(),
        default: s == current,
    };
    Select {
        action: Action::Section(profile.slug.clone(), None),
        placeholder: "見たい項目を選ぶ".into(),
        options: offered.map(option).collect(),
        several: false,
    }
}
