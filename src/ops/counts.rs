//! What fronts count. Clones share the counts.

use std::array::from_fn;
use std::fmt;

use prometheus_client::metrics::counter::Counter;

/// What the gateway front counts.
#[derive(Clone, Debug, Default)]
pub struct GatewayCounts {
    /// Logins (IDENTIFY) that were sent.
    pub logins: Counter,
    /// Sessions that were resumed.
    pub resumes: Counter,
    /// Events that came again and were dropped.
    pub redelivered: Counter,
    /// Events that could not be read.
    pub undecodable: Counter,
    /// Messages that went unanswered because too many waited in their channel.
    pub dropped: Counter,
}

/// How a request to the endpoint ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestResult {
    /// It was served.
    Ok,
    /// It had no signature, or none that can be read.
    Unsigned,
    /// Its signature was not Discord's.
    Forged,
    /// It was signed too long ago, or ahead of time.
    Stale,
    /// It had come before.
    Replayed,
    /// It was longer than anything Discord sends.
    TooLarge,
    /// It was Discord's and could not be read.
    Unreadable,
}

impl RequestResult {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Ok,
        Self::Unsigned,
        Self::Forged,
        Self::Stale,
        Self::Replayed,
        Self::TooLarge,
        Self::Unreadable,
    ];

    /// Its name in the metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unsigned => "unsigned",
            Self::Forged => "forged",
            Self::Stale => "stale",
            Self::Replayed => "replayed",
            Self::TooLarge => "too_large",
            Self::Unreadable => "unreadable",
        }
    }
}

/// What the endpoint front counts: its requests, by how they ended.
#[derive(Clone, Debug)]
pub struct RequestCounts([Counter; RequestResult::ALL.len()]);

impl Default for RequestCounts {
    fn default() -> Self {
        Self(from_fn(|_| Counter::default()))
    }
}

impl RequestCounts {
    /// Counts a request.
    pub fn count(&self, result: RequestResult) {
        self.0[result as usize].inc();
    }

    pub(super) fn each(&self) -> impl Iterator<Item = (RequestResult, u64)> {
        RequestResult::ALL.into_iter().zip(self.0.iter().map(Counter::get))
    }
}

impl fmt::Display for RequestCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, (result, count)) in self.each().enumerate() {
            let comma = if n == 0 { "" } else { ", " };
            write!(f, "{comma}{} {count}", result.name())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_result_is_counted_under_its_name() {
        let counts = RequestCounts::default();
        for (n, result) in RequestResult::ALL.into_iter().enumerate() {
            (0..=n).for_each(|_| counts.clone().count(result));
        }
        let counted: Vec<u64> = counts.each().map(|(_, n)| n).collect();
        assert_eq!(counted, [1, 2, 3, 4, 5, 6, 7]);
        let shown = "ok 1, unsigned 2, forged 3, stale 4, replayed 5, too_large 6, unreadable 7";
        assert_eq!(counts.to_string(), shown);
    }
}
