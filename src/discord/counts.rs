//! Requests counted by route and answer, and how long Discord took.
//!
//! Routes are classes: no id and no token of a path is kept, and what is no route of ours goes to one class together.

use std::time::Instant;

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use reqwest::{Method, StatusCode};

/// Upper bounds of the buckets that times are counted in, in seconds.
const SECONDS: [f64; 10] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0];

/// Any route that is none of [`ROUTES`].
const OTHER: &str = "other";

/// The routes we use; what stands in braces is any one part of a path.
const ROUTES: [&str; 17] = [
    "POST /interactions/{id}/{token}/callback",
    "POST /channels/{id}/messages",
    "POST /webhooks/{id}/{token}",
    "PATCH /webhooks/{id}/{token}/messages/@original",
    "DELETE /webhooks/{id}/{token}/messages/@original",
    "GET /gateway",
    "GET /gateway/bot",
    "GET /applications/@me",
    "GET /oauth2/applications/@me",
    "GET /applications/{id}/commands",
    "PUT /applications/{id}/commands",
    "GET /applications/{id}/guilds/{id}/commands",
    "PUT /applications/{id}/guilds/{id}/commands",
    "GET /guilds/{id}",
    "GET /guilds/{id}/members/{id}",
    "GET /channels/{id}",
    "GET /users/@me",
];

/// The counts; clones share them.
#[derive(Clone, Debug)]
pub struct RestCounts {
    /// Requests by route and answer.
    pub requests: Family<Answered, Counter>,
    /// Seconds from a request to its answer, by route.
    pub seconds: Family<Route, Histogram, fn() -> Histogram>,
}

/// A route's class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Route {
    route: &'static str,
}

/// A route's class and how Discord answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Answered {
    route: &'static str,
    status: Status,
}

/// An HTTP status; without one there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Status(Option<StatusCode>);

impl EncodeLabelValue for Status {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
        self.0.as_ref().map_or("none", StatusCode::as_str).encode(encoder)
    }
}

impl Default for RestCounts {
    fn default() -> Self {
        Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
        }
    }
}

impl RestCounts {
    /// Begins to count a request; it is counted when what is returned is dropped, so also when nobody waits for its answer any more.
    pub(super) fn begin(&self, method: &Method, path: &str) -> Attempt<'_> {
        Attempt { counts: self, route: class(method, path), began: Instant::now(), status: None }
    }
}

/// A request under way.
pub(super) struct Attempt<'a> {
    counts: &'a RestCounts,
    route: &'static str,
    began: Instant,
    status: Option<StatusCode>,
}

impl Attempt<'_> {
    /// It has its answer.
    pub(super) fn answered(mut self, status: StatusCode) {
        self.status = Some(status);
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        let route = self.route;
        self.counts.requests.get_or_create(&Answered { route, status: Status(self.status) }).inc();
        self.counts.seconds.get_or_create(&Route { route }).observe(self.began.elapsed().as_secs_f64());
    }
}

/// The class of a path below the API's root.
fn class(method: &Method, path: &str) -> &'static str {
    let path = path.split('?').next().unwrap_or(path);
    let is_of = |route: &&&str| {
        let Some((of, pattern)) = route.split_once(' ') else { return false };
        of == method.as_str()
            && pattern.split('/').count() == path.split('/').count()
            && pattern
                .split('/')
                .zip(path.split('/'))
                .all(|(part, given)| part.starts_with('{') || part == given)
    };
    ROUTES.iter().find(is_of).copied().unwrap_or(OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_counted_under_its_class() {
        for (method, path, route) in [
            (Method::POST, "/interactions/1/aW50/callback", "POST /interactions/{id}/{token}/callback"),
            (Method::POST, "/channels/4/messages", "POST /channels/{id}/messages"),
            (Method::GET, "/applications/@me", "GET /applications/@me"),
            (
                Method::GET,
                "/applications/7/commands?with_localizations=true",
                "GET /applications/{id}/commands",
            ),
            (Method::GET, "/gateway/bot", "GET /gateway/bot"),
            (Method::POST, "/gateway/bot", OTHER),
            (Method::GET, "/channels/4/messages", OTHER),
            (Method::GET, "", OTHER),
        ] {
            assert_eq!(class(&method, path), route, "{method} {path}");
        }
    }

    #[test]
    fn a_request_that_nobody_waits_for_any_more_is_counted_without_an_answer() {
        let counts = RestCounts::default();
        drop(counts.begin(&Method::GET, "/gateway"));
        counts.begin(&Method::GET, "/gateway").answered(StatusCode::OK);
        for status in [None, Some(StatusCode::OK)] {
            let answered = Answered { route: "GET /gateway", status: Status(status) };
            assert_eq!(counts.requests.get_or_create_owned(&answered).get(), 1);
        }
    }
}
