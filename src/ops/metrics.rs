//! The page that Prometheus reads: every metric there is, with what it tells, read when somebody asks
//! (<https://prometheus.io/docs/specs/om/open_metrics_spec/>).
//!
//! Names and labels are a contract with dashboards and alerts: they are added to, not changed.

use std::fmt;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{
    DescriptorEncoder, EncodeLabelValue, EncodeMetric, MetricEncoder, NoLabelSet, text,
};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::{Registry, Unit};

use crate::app::App;
use crate::discord::RestCounts;
use crate::profile::{Day, JAPAN_AHEAD};
use crate::serve::Counts;

use super::Ops;
use super::shard_status::Stage;
use super::usage::Usage;

const DAY_SECONDS: i64 = 86_400;

/// All metrics of a process as OpenMetrics text.
pub(super) fn page(ops: &Ops) -> String {
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Scrape(ops.clone())));
    let mut page = String::new();
    // Writing into memory does not fail.
    let _ = text::encode(&mut page, &registry);
    page
}

/// One look at a process.
#[derive(Debug)]
struct Scrape(Ops);

impl Collector for Scrape {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let ops = &self.0;
        let page = &mut Page(encoder);
        page.info("fukugyo_build", "The program", [("version", env!("CARGO_PKG_VERSION"))])?;
        page.gauge(
            "fukugyo_ready",
            "1 while the process is to be relied on",
            u64::from(ops.readiness().is_ready()),
        )?;
        match ops.state.server.get() {
            Some(server) => page.served(server.counts()),
            None => page.served(&Counts::default()),
        }?;
        match ops.state.rest.get() {
            Some(counts) => page.rest(counts),
            None => page.rest(&RestCounts::default()),
        }?;
        page.gateway(ops)?;
        let results = ops.requests.each().map(|(result, n)| ([("result", result.name())], n));
        page.counters("fukugyo_endpoint_requests", "Requests to the endpoint by how they ended", results)?;
        if let Some(app) = ops.state.app.get() {
            page.store(app)?;
            page.data(app)?;
        }
        page.process(ops)
    }
}

/// Labels, and the value they have.
type Row<V, const N: usize> = ([(&'static str, V); N], u64);

/// The page as it is written.
struct Page<'a>(DescriptorEncoder<'a>);

impl Page<'_> {
    fn served(&mut self, counts: &Counts) -> fmt::Result {
        let rows = counts.interactions.rows().map(|([kind, command, outcome], n)| {
            ([("kind", kind), ("command", command), ("outcome", outcome)], n)
        });
        self.counters("fukugyo_interactions", "Interactions by how they ended", rows)?;
        let mut metric = self.seconds("fukugyo_interaction", "From an interaction's arrival to its end")?;
        for (kind, seconds) in counts.interactions.seconds() {
            seconds.encode(metric.encode_family(&[("kind", kind)])?)?;
        }
        let rows = counts.messages.rows().map(|(outcome, n)| ([("outcome", outcome)], n));
        self.counters("fukugyo_messages", "Messages of people in channels by what became of them", rows)?;
        let metric = self.seconds("fukugyo_message", "From a message's arrival to the end of its answer")?;
        counts.messages.seconds().encode(metric)?;
        self.decisions(counts)
    }

    fn decisions(&mut self, counts: &Counts) -> fmt::Result {
        let said = counts.decisions.said().flat_map(|(upshot, by_addressed)| {
            let row = move |(n, addressed)| (upshot.name().to_owned(), addressed, n);
            by_addressed.into_iter().zip([false, true]).map(row)
        });
        let silences = counts.decisions.silences();
        let silences = silences.map(|(s, n)| (format!("silence_{}", s.name()), s.is_of_an_addressed(), n));
        let rows = said
            .chain(silences)
            .map(|(kind, addressed, n)| ([("kind", kind), ("addressed", addressed.to_string())], n));
        self.counters("fukugyo_decisions", "What came of texts", rows)
    }

    fn rest(&mut self, counts: &RestCounts) -> fmt::Result {
        let requests = self.0.encode_descriptor(
            "fukugyo_rest_requests",
            "Requests to Discord by class of route and status",
            None,
            MetricType::Counter,
        )?;
        counts.requests.encode(requests)?;
        let seconds = self.seconds("fukugyo_rest", "From a request to Discord to its answer")?;
        counts.seconds.encode(seconds)
    }

    fn gateway(&mut self, ops: &Ops) -> fmt::Result {
        let shards = ops.shards.snapshot();
        let up = shards.iter().map(|(n, status)| ([("shard", *n)], u64::from(status.stage == Stage::Up)));
        self.rows(MetricType::Gauge, "fukugyo_shard_up", "1 while the shard receives events", up)?;
        let now = Instant::now();
        let ages = shards.iter().filter_map(|(number, status)| {
            let age = now.saturating_duration_since(status.last_ack?);
            Some(([("shard", *number)], age.as_secs_f64()))
        });
        let mut metric = self
            .gauge_of_seconds("fukugyo_shard_heartbeat_ack_age", "Since Discord acknowledged a heartbeat")?;
        for (shard, age) in ages {
            metric.encode_family(&shard)?.encode_gauge(&age)?;
        }
        let counts = &ops.gateway;
        for (name, help, count) in [
            ("fukugyo_logins", "Logins (IDENTIFY) that were sent", &counts.logins),
            ("fukugyo_resumes", "Sessions that were resumed", &counts.resumes),
            ("fukugyo_redelivered", "Events that came again and were dropped", &counts.redelivered),
            ("fukugyo_undecodable", "Events that could not be read", &counts.undecodable),
            (
                "fukugyo_channel_dropped",
                "Messages unanswered because too many waited in their channel",
                &counts.dropped,
            ),
        ] {
            self.counter(name, help, count.get())?;
        }
        Ok(())
    }

    fn store(&mut self, app: &App) -> fmt::Result {
        let up = u64::from(app.store_works());
        self.gauge("fukugyo_store_up", "0 while the database is away", up)?;
        let waiting = app.store().waiting() as u64;
        self.gauge("fukugyo_store_waiting", "Different things counted that are not written yet", waiting)
    }

    fn data(&mut self, app: &App) -> fmt::Result {
        let knowledge = app.knowledge();
        let catalogue = &knowledge.catalogue;
        self.info("fukugyo_data", "The data that is served", [("version", catalogue.version())])?;
        self.gauge("fukugyo_data_questions", "Questions with answers", catalogue.entries().count() as u64)?;
        let age = catalogue.updated().map(age_of).unwrap_or_default();
        self.gauge_of_seconds("fukugyo_data_age", "Since the day on which a profile was last checked")?
            .encode_gauge(&age)?;
        let (expiring, expired) = catalogue.figures_ending(Day::today());
        self.gauge(
            "fukugyo_figures_expiring",
            "Figures that end within 90 days and have no successor",
            expiring as u64,
        )?;
        self.gauge("fukugyo_figures_expired", "Figures past their last known day", expired as u64)
    }

    fn process(&mut self, ops: &Ops) -> fmt::Result {
        if let Some(Usage { resident_bytes, cpu_seconds }) = Usage::now() {
            self.0
                .encode_descriptor(
                    "process_resident_memory",
                    "Memory in use",
                    Some(&Unit::Bytes),
                    MetricType::Gauge,
                )?
                .encode_gauge(&resident_bytes)?;
            self.0
                .encode_descriptor(
                    "process_cpu",
                    "Processor time used",
                    Some(&Unit::Seconds),
                    MetricType::Counter,
                )?
                .encode_counter::<NoLabelSet, _, u64>(&cpu_seconds, None)?;
        }
        let started = ops.state.started.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
        self.gauge_of_seconds("process_start_time", "When the process started, since 1970")?
            .encode_gauge(&started)
    }

    fn counter(&mut self, name: &str, help: &str, n: u64) -> fmt::Result {
        self.counters::<&str, 0>(name, help, [([], n)])
    }

    fn counters<V: EncodeLabelValue, const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        rows: impl IntoIterator<Item = Row<V, N>>,
    ) -> fmt::Result {
        self.rows(MetricType::Counter, name, help, rows)
    }

    fn gauge(&mut self, name: &str, help: &str, n: u64) -> fmt::Result {
        self.rows::<&str, 0>(MetricType::Gauge, name, help, [([], n)])
    }

    /// A counter or gauge with these values.
    fn rows<V: EncodeLabelValue, const N: usize>(
        &mut self,
        kind: MetricType,
        name: &str,
        help: &str,
        rows: impl IntoIterator<Item = Row<V, N>>,
    ) -> fmt::Result {
        let mut metric = self.0.encode_descriptor(name, help, None, kind)?;
        for (labels, n) in rows {
            let mut metric = metric.encode_family(&labels)?;
            match kind {
                MetricType::Counter => metric.encode_counter::<NoLabelSet, _, u64>(&n, None)?,
                _ => metric.encode_gauge(&n)?,
            }
        }
        Ok(())
    }

    fn info<V: EncodeLabelValue>(
        &mut self,
        name: &str,
        help: &str,
        labels: [(&'static str, V); 1],
    ) -> fmt::Result {
        self.0.encode_descriptor(name, help, None, MetricType::Info)?.encode_info(&labels)
    }

    /// A histogram of seconds, whose name ends so.
    fn seconds<'s>(&'s mut self, name: &'s str, help: &str) -> Result<MetricEncoder<'s>, fmt::Error> {
        self.0.encode_descriptor(name, help, Some(&Unit::Seconds), MetricType::Histogram)
    }

    /// A gauge of seconds, whose name ends so.
    fn gauge_of_seconds<'s>(
        &'s mut self,
        name: &'s str,
        help: &str,
    ) -> Result<MetricEncoder<'s>, fmt::Error> {
        self.0.encode_descriptor(name, help, Some(&Unit::Seconds), MetricType::Gauge)
    }
}

/// Seconds since a day in Japan began.
fn age_of(day: Day) -> f64 {
    let began = u64::try_from(day.number() * DAY_SECONDS - JAPAN_AHEAD).unwrap_or_default();
    let age = SystemTime::now().duration_since(UNIX_EPOCH + Duration::from_secs(began));
    age.unwrap_or_default().as_secs_f64()
}
