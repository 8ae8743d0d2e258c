//! What an answer does beside being sent.

use crate::store::Event;

use super::cooldown::Claim;

/// Something to be done once it is known whether the answer arrived. Handlers return these; they do nothing themselves.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The bot spoke in a channel unasked: an answer that did not arrive gives the right to speak back.
    Spoken(Claim),
    /// An answer was shared from this message: one that did not arrive may be shared again.
    Shared(u64),
    /// Somebody judged an answer.
    Rated {
        /// The entry's id.
        entry: String,
        /// 役に立った, or 違う.
        helpful: bool,
        /// The server it was judged in; none in a direct message, where nothing is counted.
        guild: Option<u64>,
        /// Who judged: counted once a day, and never written down.
        person: u64,
    },
    /// Something that is counted for a server.
    Counted {
        /// The server.
        guild: u64,
        /// What happened.
        event: Event,
    },
}
