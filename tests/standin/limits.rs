//! Rate limits by route, as Discord has them: so many requests in so much time, told in headers, and 429 beyond
//! (<https://discord.com/developers/docs/topics/rate-limits>).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::faults::matches;

/// The limits in force and what has been used of them. Every path of a route has its own, as channels do.
#[derive(Debug, Default)]
pub struct Limits {
    rules: Vec<Rule>,
    windows: HashMap<String, Window>,
}

#[derive(Debug)]
struct Rule {
    method: String,
    pattern: String,
    limit: u64,
    per: Duration,
}

#[derive(Debug)]
struct Window {
    ends: Instant,
    used: u64,
}

/// What one request has used of a limit.
#[derive(Debug)]
pub struct Spent {
    /// The limit's name in `X-RateLimit-Bucket`.
    pub bucket: String,
    pub limit: u64,
    pub remaining: u64,
    pub reset_after: Duration,
    /// It was one too many.
    pub exceeded: bool,
}

impl Limits {
    /// Allows `limit` requests to each path of `route` in `per`.
    pub fn set(&mut self, route: &str, limit: u64, per: Duration) {
        let (method, pattern) = route.split_once(' ').expect("a route is METHOD and PATH");
        self.rules.push(Rule { method: method.into(), pattern: pattern.into(), limit, per });
    }

    /// Counts a request, if its route has a limit.
    pub fn spend(&mut self, method: &str, path: &str, now: Instant) -> Option<Spent> {
        let rule = self.rules.iter().find(|rule| rule.method == method && matches(&rule.pattern, path))?;
        let window = self
            .windows
            .entry(format!("{method} {path}"))
            .or_insert_with(|| Window { ends: now + rule.per, used: 0 });
        if now >= window.ends {
            *window = Window { ends: now + rule.per, used: 0 };
        }
        let exceeded = window.used >= rule.limit;
        window.used += u64::from(!exceeded);
        Some(Spent {
            bucket: format!("{}-{}", rule.limit, rule.per.as_millis()),
            limit: rule.limit,
            remaining: rule.limit - window.used,
            reset_after: window.ends.saturating_duration_since(now),
            exceeded,
        })
    }
}
