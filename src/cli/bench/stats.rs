//! Latencies -> percentiles, by class and for all.

use std::time::Duration;

use serde::Serialize;

use super::ClassView;

/// Bars of a histogram that double their time.
const BARS_A_DOUBLING: f64 = 2.0;

/// How many runs took a time in some range.
#[derive(Debug, PartialEq, Serialize)]
pub struct Bar {
    /// The end of the range, in milliseconds; it begins where the bar before it ends.
    pub to: f64,
    /// Runs.
    pub count: usize,
}

/// Measured latencies, by class in the order the classes came.
#[derive(Default)]
pub struct Latencies {
    classes: Vec<Class>,
}

struct Class {
    name: &'static str,
    queries: usize,
    with_hits: usize,
    milliseconds: Vec<f64>,
}

impl Latencies {
    /// Counts a query of a class.
    pub fn add_query(&mut self, class: &'static str, has_hits: bool) {
        let class = self.class(class);
        class.queries += 1;
        class.with_hits += usize::from(has_hits);
    }

    /// Adds a measured run.
    pub fn add(&mut self, class: &'static str, took: Duration) {
        self.class(class).milliseconds.push(took.as_secs_f64() * 1e3);
    }

    fn class(&mut self, name: &'static str) -> &mut Class {
        let at = self.classes.iter().position(|class| class.name == name).unwrap_or_else(|| {
            let class = Class { name, queries: 0, with_hits: 0, milliseconds: Vec::new() };
            self.classes.push(class);
            self.classes.len() - 1
        });
        &mut self.classes[at]
    }

    /// Returns how the times of all runs lie: ranges that grow by the same factor, from that of the
    /// fastest run to that of the slowest.
    pub fn histogram(&self) -> Vec<Bar> {
        histogram(self.classes.iter().flat_map(|class| class.milliseconds.iter().copied()))
    }

    /// Returns a row for each class, and one for all where there are several.
    pub fn classes(&self) -> Vec<ClassView> {
        let mut rows: Vec<ClassView> = self
            .classes
            .iter()
            .map(|c| row(c.name, c.queries, c.with_hits, c.milliseconds.clone()))
            .collect();
        if rows.len() > 1 {
            let queries = self.classes.iter().map(|c| c.queries).sum();
            let with_hits = self.classes.iter().map(|c| c.with_hits).sum();
            let all = self.classes.iter().flat_map(|c| c.milliseconds.iter().copied()).collect();
            rows.push(row("all", queries, with_hits, all));
        }
        rows
    }
}

fn row(class: &str, queries: usize, with_hits: usize, mut sorted: Vec<f64>) -> ClassView {
    sorted.sort_by(f64::total_cmp);
    let class = class.to_owned();
    let at = |percent: f64| percentile(&sorted, percent);
    ClassView {
        class,
        queries,
        with_hits,
        p50: at(50.0),
        p90: at(90.0),
        p99: at(99.0),
        max: at(100.0),
    }
}

/// Returns the smallest value that at least so many per cent of the values do not exceed (the
/// nearest-rank percentile); 0 for no values.
fn percentile(sorted: &[f64], percent: f64) -> f64 {
    let rank = (percent / 100.0 * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied().unwrap_or(0.0)
}

fn histogram(times: impl Iterator<Item = f64>) -> Vec<Bar> {
    let mut counts = std::collections::BTreeMap::<i32, usize>::new();
    for time in times {
        // No clock tells less than a nanosecond.
        *counts.entry((time.max(1e-6).log2() * BARS_A_DOUBLING).ceil() as i32).or_default() += 1;
    }
    let (Some(&first), Some(&last)) = (counts.keys().next(), counts.keys().next_back()) else {
        return Vec::new();
    };
    let bar = |step: i32| {
        let count = counts.get(&step).copied().unwrap_or(0);
        Bar { to: (f64::from(step) / BARS_A_DOUBLING).exp2(), count }
    };
    (first..=last).map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_holds_every_run_in_ranges_without_gaps() {
        let bars = histogram([0.9, 1.0, 1.1, 3.9, 4.0].into_iter());
        let counts: Vec<usize> = bars.iter().map(|bar| bar.count).collect();
        assert_eq!(counts, [2, 1, 0, 0, 2]);
        assert_eq!(bars[0].to, 1.0);
        assert_eq!(bars[4].to, 4.0);
        assert_eq!(histogram(std::iter::empty()), []);
    }

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let sorted: Vec<f64> = (1..=200).map(f64::from).collect();
        assert_eq!(percentile(&sorted, 50.0), 100.0);
        assert_eq!(percentile(&sorted, 99.0), 198.0);
        assert_eq!(percentile(&sorted, 100.0), 200.0);
        assert_eq!(percentile(&[3.0], 50.0), 3.0);
        assert_eq!(percentile(&[], 50.0), 0.0);
    }
}
