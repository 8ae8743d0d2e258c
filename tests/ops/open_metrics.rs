//! Reads OpenMetrics text as strictly as the specification has it, as far as this page goes
//! (<https://prometheus.io/docs/specs/om/open_metrics_spec/>).

use std::collections::{BTreeMap, BTreeSet};

/// A page that was read.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Types by family.
    pub(super) families: BTreeMap<String, String>,
    /// Values by name with labels, in the order of the page: `a_total{b="c"}`.
    pub(super) samples: BTreeMap<String, f64>,
}

impl Page {
    /// Reads a page.
    ///
    /// # Panics
    /// At whatever is not as it should be.
    pub(super) fn read(text: &str) -> Self {
        let body = text.strip_suffix("# EOF\n").expect("it ends with # EOF");
        let (mut page, mut family) = (Self::default(), Family::default());
        for line in body.split_terminator('\n') {
            assert!(!line.is_empty() && line.trim() == line, "spaces around, or nothing: {line:?}");
            if let Some(about) = line.strip_prefix("# ") {
                page.about(about, &mut family);
                continue;
            }
            let (series, value) = line.rsplit_once(' ').expect(line);
            let value = value.parse().expect(line);
            family.sample(series, value);
            assert!(page.samples.insert(series.to_owned(), value).is_none(), "twice: {line}");
        }
        family.end();
        page
    }

    /// Reads `HELP`, `TYPE` or `UNIT` of a family.
    fn about(&mut self, line: &str, family: &mut Family) {
        let words: Vec<&str> = line.splitn(3, ' ').collect();
        let [what, name, said] = words[..] else { panic!("{line}") };
        match what {
            "HELP" => {
                family.end();
                *family = Family::of(name);
                assert!(!self.families.contains_key(name), "{name} stands apart");
                assert!(!said.is_empty() && !said.contains('\\'), "{line}");
            }
            "TYPE" => {
                assert_eq!(family.name, name, "HELP comes first");
                assert!(["counter", "gauge", "histogram", "info"].contains(&said), "{line}");
                assert!(self.families.insert(name.into(), said.into()).is_none(), "twice: {line}");
                said.clone_into(&mut family.kind);
            }
            "UNIT" => assert!(family.name == name && name.ends_with(&format!("_{said}")), "{line}"),
            _ => panic!("{line}"),
        }
    }

    /// The value of this series.
    pub(super) fn value(&self, series: &str) -> f64 {
        *self.samples.get(series).unwrap_or_else(|| panic!("no {series}"))
    }

    /// The series of this name that are not 0.
    pub(super) fn counted(&self, name: &str) -> BTreeMap<&str, f64> {
        let of_name = |series: &str| series.split('{').next() == Some(name);
        let series = self.samples.iter().filter(|(series, value)| of_name(series) && **value != 0.0);
        series.map(|(series, value)| (series.as_str(), *value)).collect()
    }
}

/// The family that is being read.
#[derive(Default)]
struct Family {
    name: String,
    kind: String,
    /// Of a histogram, by labels without `le`: bounds and counts.
    buckets: BTreeMap<String, Vec<(f64, f64)>>,
    counts: BTreeMap<String, f64>,
    sums: BTreeSet<String>,
}

impl Family {
    fn of(name: &str) -> Self {
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{name}");
        Self { name: name.to_owned(), ..Self::default() }
    }

    fn sample(&mut self, series: &str, value: f64) {
        let (name, labels) = match series.split_once('{') {
            Some((name, labels)) => (name, read_labels(labels.strip_suffix('}').expect(series))),
            None => (series, Vec::new()),
        };
        let suffix =
            name.strip_prefix(&self.name).unwrap_or_else(|| panic!("{series} stands below {}", self.name));
        let expected: &[&str] = match self.kind.as_str() {
            "counter" => &["_total"],
            "gauge" => &[""],
            "info" => &["_info"],
            "histogram" => &["_bucket", "_count", "_sum"],
            other => panic!("no type before {series}: {other:?}"),
        };
        assert!(expected.contains(&suffix), "{series} is no sample of a {}", self.kind);
        assert!(value.is_finite() && (self.kind == "gauge" || value >= 0.0), "{series} {value}");
        assert!(self.kind != "info" || value == 1.0, "{series} {value}");
        let others: Vec<_> = labels.iter().filter(|(key, _)| key != "le").collect();
        let key = format!("{others:?}");
        match suffix {
            "_bucket" => {
                let le = &labels.iter().find(|(key, _)| key == "le").expect("a bucket has a bound").1;
                let bound = if le == "+Inf" { f64::INFINITY } else { le.parse().unwrap() };
                self.buckets.entry(key).or_default().push((bound, value));
            }
            "_count" => drop(self.counts.insert(key, value)),
            "_sum" => drop(self.sums.insert(key)),
            _ => {}
        }
    }

    /// What can be told only of the whole.
    fn end(&self) {
        assert!(self.name.is_empty() || !self.kind.is_empty(), "{} has no type", self.name);
        for (labels, buckets) in &self.buckets {
            assert!(
                buckets.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1),
                "{}{labels}: {buckets:?}",
                self.name
            );
            let (bound, all) = *buckets.last().unwrap();
            assert!(bound.is_infinite() && self.counts.get(labels) == Some(&all), "{}{labels}", self.name);
        }
        assert!(self.buckets.keys().all(|labels| self.sums.contains(labels)), "{} has no sum", self.name);
        assert_eq!(self.counts.len(), self.buckets.len());
    }
}

/// Keys and values of labels.
fn read_labels(text: &str) -> Vec<(String, String)> {
    let (mut labels, mut rest) = (Vec::new(), text);
    loop {
        let (key, after) = rest.split_once("=\"").unwrap_or_else(|| panic!("{text}"));
        assert!(!key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{text}");
        let (mut value, mut chars) = (String::new(), after.char_indices());
        let end = loop {
            match chars.next().unwrap_or_else(|| panic!("a label does not end: {text}")) {
                (at, '"') => break at,
                (_, '\\') => value.push(match chars.next().expect(text).1 {
                    'n' => '\n',
                    c @ ('\\' | '"') => c,
                    c => panic!("\\{c} in {text}"),
                }),
                (_, c) => value.push(c),
            }
        };
        assert!(labels.iter().all(|(known, _)| known != key), "{key} twice in {text}");
        labels.push((key.to_owned(), value));
        let left = &after[end + 1..];
        if left.is_empty() {
            return labels;
        }
        rest = left.strip_prefix(',').expect(text);
    }
}

#[test]
fn a_page_with_a_slip_is_not_read() {
    let fine = "# HELP a Of a.\n# TYPE a counter\na_total{b=\"c\\\"d\"} 1\n# EOF\n";
    assert_eq!(Page::read(fine).value("a_total{b=\"c\\\"d\"}"), 1.0);
    for (from, to) in [
        ("# EOF\n", ""),
        ("a_total", "a"),
        ("# TYPE a counter\n", ""),
        ("# HELP a Of a.\n", ""),
        (" 1\n", " 1\na_total{b=\"c\\\"d\"} 2\n"),
        (" 1\n", " -1\n"),
        (" 1\n", " one\n"),
        ("b=\"c\\\"d\"", "b=\"c"),
        ("b=\"c\\\"d\"", "b=\"c\",b=\"d\""),
    ] {
        let broken = fine.replace(from, to);
        assert!(std::panic::catch_unwind(|| Page::read(&broken)).is_err(), "{broken}");
    }
}
