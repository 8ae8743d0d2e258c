//! The mark by which Discord knows a message that is sent again.

use crate::profile::Day;

/// What a message into a channel is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The answer to a message.
    Answer,
    /// An apology, when the answer could not be made or was refused.
    Apology,
    /// The line with which the bot greets a channel it was asked to listen in.
    Greeting,
}

/// The `nonce` of a message that answers the message `to`; belongs beside `"enforce_nonce": true`. Discord then returns the message
/// it already has instead of posting it again (<https://discord.com/developers/docs/resources/message#create-message>): for a few
/// minutes, and whichever process sends it. At most 22 of the 25 characters allowed.
pub(super) fn nonce(to: u64, purpose: Purpose) -> String {
    let mark = match purpose {
        Purpose::Answer => 'a',
        Purpose::Apology => 'x',
        Purpose::Greeting => 'g',
    };
    format!("{to}-{mark}")
}

/// The `nonce` of a server's digest on a day: at most 25 characters.
pub(super) fn digest_nonce(guild: u64, day: Day) -> String {
    format!("{guild}-d{}", day.number() % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_one_nonce_for_each_purpose_within_discords_length() {
        assert_eq!(nonce(7, Purpose::Answer), nonce(7, Purpose::Answer));
        assert_ne!(nonce(7, Purpose::Answer), nonce(7, Purpose::Apology));
        assert_ne!(nonce(7, Purpose::Answer), nonce(8, Purpose::Answer));
        assert!(nonce(u64::MAX, Purpose::Apology).len() <= 25);
    }
}
