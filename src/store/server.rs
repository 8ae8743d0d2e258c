//! What a server chose, and how it is changed.
//!
//! Invariant: [`ServerSettings`] hold ids of Discord's and of our data, numbers and switches, all bounded; no text that somebody wrote
//! and no person's id.

use std::collections::BTreeSet;

use crate::faq::decide::Eagerness;
use crate::profile::JAPAN_AHEAD;

use super::StoreError;

/// FAQ channels of a server at most: as many as a Discord menu takes.
pub const MOST_CHANNELS: usize = 25;
/// Entries that a server can switch off.
pub const MOST_SWITCHED_OFF: usize = 200;
/// Characters of an entry's id.
const ID_CHARS: usize = 100;
const HOUR: i64 = 3_600;
const HOURS: u8 = 24;

/// Hours of the day in Japan in which nothing is said unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QuietHours {
    from: u8,
    to: u8,
}

impl QuietHours {
    /// From the beginning of hour `from` to the beginning of hour `to`, 0 to 23, over midnight if need be. `None` for hours that there
    /// are not, and for equal ones: a whole day is not a pause.
    #[must_use]
    pub fn new(from: u8, to: u8) -> Option<Self> {
        (from < HOURS && to < HOURS && from != to).then_some(Self { from, to })
    }

    /// The first quiet hour.
    #[must_use]
    pub fn from(self) -> u8 {
        self.from
    }

    /// The hour with which it is over.
    #[must_use]
    pub fn to(self) -> u8 {
        self.to
    }

    /// Whether it is quiet at this time (seconds since 1970).
    #[must_use]
    pub fn contain(self, at: i64) -> bool {
        let hour = (at + JAPAN_AHEAD).div_euclid(HOUR).rem_euclid(i64::from(HOURS));
        let (from, to) = (i64::from(self.from), i64::from(self.to));
        if from < to { (from..to).contains(&hour) } else { hour >= from || hour < to }
    }
}

/// What a server chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerSettings {
    /// Channels in which questions are answered without being addressed, at most [`MOST_CHANNELS`].
    pub channels: BTreeSet<u64>,
    /// How sure the bot must be there.
    pub eagerness: Eagerness,
    /// Where people are sent who need a human.
    pub human_channel: Option<u64>,
    /// When nothing is said unasked.
    pub quiet_hours: Option<QuietHours>,
    /// Whether profiles and the like are shown to their asker alone unless asked for otherwise.
    pub private_profiles: bool,
    /// Entries (ids) that this server does not want, at most [`MOST_SWITCHED_OFF`].
    pub switched_off: BTreeSet<String>,
    /// Where the weekly digest goes; `None`: none.
    pub digest_channel: Option<u64>,
    /// Nothing is said unasked until then (seconds since 1970).
    pub muted_until: Option<i64>,
    /// Whether the line of the first set-up was posted.
    pub greeted: bool,
}

impl ServerSettings {
    /// Whether nothing may be said unasked at this time (seconds since 1970): quiet hours, or muted.
    #[must_use]
    pub fn is_quiet(&self, at: i64) -> bool {
        self.muted_until.is_some_and(|until| at < until)
            || self.quiet_hours.is_some_and(|hours| hours.contain(at))
    }
}

/// One change of a server's settings: what it sets, whatever was set before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// [`ServerSettings::channels`], all of them.
    Channels(BTreeSet<u64>),
    /// [`ServerSettings::eagerness`].
    Eagerness(Eagerness),
    /// [`ServerSettings::human_channel`].
    HumanChannel(Option<u64>),
    /// [`ServerSettings::quiet_hours`].
    QuietHours(Option<QuietHours>),
    /// [`ServerSettings::private_profiles`].
    PrivateProfiles(bool),
    /// The entry of this id is not given in this server any more.
    SwitchOff(String),
    /// It is again.
    SwitchOn(String),
    /// [`ServerSettings::digest_channel`].
    DigestChannel(Option<u64>),
    /// [`ServerSettings::muted_until`].
    MutedUntil(Option<i64>),
    /// [`ServerSettings::greeted`].
    Greeted,
}

impl Change {
    /// The change, made.
    ///
    /// # Errors
    /// [`StoreError::TooMany`] and [`StoreError::NotAnId`]; nothing is changed then.
    pub(super) fn make(self, settings: &mut ServerSettings) -> Result<(), StoreError> {
        match self {
            Self::Channels(channels) if channels.len() > MOST_CHANNELS => {
                return Err(StoreError::TooMany(MOST_CHANNELS));
            }
            Self::Channels(channels) => settings.channels = channels,
            Self::Eagerness(eagerness) => settings.eagerness = eagerness,
            Self::HumanChannel(channel) => settings.human_channel = channel,
            Self::QuietHours(hours) => settings.quiet_hours = hours,
            Self::PrivateProfiles(private) => settings.private_profiles = private,
            Self::SwitchOff(id) if !is_entry_id(&id) => return Err(StoreError::NotAnId),
            Self::SwitchOff(id)
                if settings.switched_off.len() >= MOST_SWITCHED_OFF
                    && !settings.switched_off.contains(&id) =>
            {
                return Err(StoreError::TooMany(MOST_SWITCHED_OFF));
            }
            Self::SwitchOff(id) => drop(settings.switched_off.insert(id)),
            Self::SwitchOn(id) => drop(settings.switched_off.remove(&id)),
            Self::DigestChannel(channel) => settings.digest_channel = channel,
            Self::MutedUntil(until) => settings.muted_until = until,
            Self::Greeted => settings.greeted = true,
        }
        Ok(())
    }
}

/// Whether this has the form of an entry's id: what is not must never be written, it might be somebody's text.
pub(super) fn is_entry_id(id: &str) -> bool {
    (1..=ID_CHARS).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Noon in Japan on the first day of 1970, this many hours later.
    fn noon_and(hours: i64) -> i64 {
        3 * HOUR + hours * HOUR
    }

    #[test]
    fn quiet_hours_are_japans_and_may_go_over_midnight() {
        let night = QuietHours::new(22, 7).unwrap();
        assert!(!night.contain(noon_and(0)) && !night.contain(noon_and(10) - 1));
        assert!(night.contain(noon_and(10)) && night.contain(noon_and(19) - 1));
        assert!(!night.contain(noon_and(19)));
        let work = QuietHours::new(9, 17).unwrap();
        assert!(work.contain(noon_and(0)) && !work.contain(noon_and(5)) && !work.contain(noon_and(-4)));
        assert!(work.contain(noon_and(-24)), "before 1970 as well");
        assert_eq!([QuietHours::new(24, 7), QuietHours::new(7, 24), QuietHours::new(7, 7)], [None; 3]);
    }

    #[test]
    fn muted_or_in_quiet_hours_the_bot_is_quiet() {
        let mut settings = ServerSettings::default();
        assert!(!settings.is_quiet(noon_and(0)));
        settings.muted_until = Some(noon_and(1));
        assert!(settings.is_quiet(noon_and(1) - 1) && !settings.is_quiet(noon_and(1)));
        settings.quiet_hours = QuietHours::new(13, 14);
        assert!(settings.is_quiet(noon_and(1)));
    }

    #[test]
    fn a_change_past_a_bound_or_with_what_is_no_id_changes_nothing() {
        let mut settings = ServerSettings::default();
        let many = Change::Channels((1..=26).collect());
        assert!(matches!(many.make(&mut settings), Err(StoreError::TooMany(25))));
        for text in ["", "税金は？", "tax 1", "Tax-1", &"a".repeat(101)] {
            let change = Change::SwitchOff(text.to_owned());
            assert!(matches!(change.make(&mut settings), Err(StoreError::NotAnId)), "{text}");
        }
        assert_eq!(settings, ServerSettings::default());
        for n in 0..MOST_SWITCHED_OFF {
            Change::SwitchOff(format!("tax-{n}")).make(&mut settings).unwrap();
        }
        Change::SwitchOff("tax-0".into()).make(&mut settings).unwrap();
        let one_more = Change::SwitchOff("tax-1000".into());
        assert!(matches!(one_more.make(&mut settings), Err(StoreError::TooMany(200))));
        Change::SwitchOn("tax-0".into()).make(&mut settings).unwrap();
        Change::SwitchOff("tax-1000".into()).make(&mut settings).unwrap();
    }
}
