//! Failures to order: the next answers of a path go wrong in a chosen way.

use std::time::Duration;

/// One way an answer can go wrong.
#[derive(Clone, Debug)]
pub enum Fault {
    /// An error status with Discord's JSON error body, e.g. 500, 503 or 403.
    Status(u16),
    /// An error status with a given JSON error code, e.g. `(404, 10062)`.
    Error(u16, u32),
    /// The request is carried out, but the answer is this error status: a gateway in between that gave up too early.
    StatusAfter(u16),
    /// 429 with `retry_after` seconds, in the header and in the body.
    RateLimited(f64),
    /// The same for all of the bot's requests at once (`"global": true`).
    GloballyLimited(f64),
    /// The request is read, then the connection is reset (RST) with no answer.
    Reset,
    /// The request is carried out, but the connection is reset before the answer goes out.
    ResetAfter,
    /// The answer comes, but late: the request is carried out only then.
    Delay(Duration),
    /// The request is carried out at once, but the answer comes late.
    DelayAfter(Duration),
    /// No answer ever; the connection stays open.
    Hang,
}

/// A fault waiting for its requests.
#[derive(Debug)]
struct Ordered {
    method: String,
    pattern: String,
    fault: Fault,
    left: usize,
}

/// The list of faults in force, oldest first.
#[derive(Debug, Default)]
pub struct Faults(Vec<Ordered>);

impl Faults {
    /// The next `times` requests that match `route` (`"POST /channels/*/messages"`, below
    /// `/api/v10`, `*` for one segment) meet `fault`.
    pub fn order(&mut self, route: &str, fault: Fault, times: usize) {
        let (method, pattern) = route.split_once(' ').expect("a route is METHOD and PATH");
        self.0.push(Ordered { method: method.into(), pattern: pattern.into(), fault, left: times });
    }

    /// How many requests will still meet a fault.
    pub fn left(&self) -> usize {
        self.0.iter().map(|ordered| ordered.left).fold(0, usize::saturating_add)
    }

    /// Whether all faults have been met.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the fault that this request meets, if any.
    pub fn take(&mut self, method: &str, path: &str) -> Option<Fault> {
        let index = self.0.iter().position(|o| o.method == method && matches(&o.pattern, path))?;
        let ordered = &mut self.0[index];
        ordered.left -= 1;
        let fault = ordered.fault.clone();
        if ordered.left == 0 {
            self.0.remove(index);
        }
        Some(fault)
    }
}

/// Whether `path` has the shape of `pattern`, in which `*` stands for any one segment.
pub fn matches(pattern: &str, path: &str) -> bool {
    let mut wanted = pattern.split('/');
    let mut given = path.split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(w), Some(g)) if w == "*" || w == g => {}
            _ => return false,
        }
    }
}
