//! Durations of many runs, summed up.

use std::time::Duration;

/// Durations, in any order.
#[derive(Debug, Default)]
pub(super) struct Latency(Vec<Duration>);

impl Latency {
    pub(super) fn push(&mut self, duration: Duration) {
        self.0.push(duration);
    }

    /// The duration that `share` of the runs do not exceed.
    fn quantile(&mut self, share: f64) -> Duration {
        self.0.sort_unstable();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "an index into the list"
        )]
        let at = (self.0.len().saturating_sub(1) as f64 * share).round() as usize;
        self.0.get(at).copied().unwrap_or_default()
    }

    /// `mean 41.0 µs, p50 …, p99 …, max …`.
    pub(super) fn summary(&mut self) -> String {
        let micros = |d: Duration| format!("{:.1} µs", d.as_secs_f64() * 1e6);
        let count = u32::try_from(self.0.len().max(1)).unwrap_or(u32::MAX);
        let mean = self.0.iter().sum::<Duration>() / count;
        let [p50, p99, max] = [0.5, 0.99, 1.0].map(|share| micros(self.quantile(share)));
        format!("mean {}, p50 {p50}, p99 {p99}, max {max}", micros(mean))
    }
}
