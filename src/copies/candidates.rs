//! Sketches -> pairs that are worth comparing word for word.
//!
//! Two articles whose sketches agree in part are a pair. What many articles have in common (a
//! legal notice, a table's frame) would make pairs of all of them, so a value pairs an article
//! only with the earliest of its bearers: copies of a story still meet their earliest ones.

use super::SKETCH_VALUES;

/// A value pairs an article with so many of its earliest bearers, at first …
const EARLIEST_BEARERS: usize = 16;
/// … and with half as many, again and again, while there are more meetings than this. It bounds
/// time in an archive made of the same few paragraphs.
const MEETINGS: usize = 8 << 20;
/// Meetings that are held at a time: 16 MB of them.
const MEETINGS_AT_A_TIME: usize = 2 << 20;
/// Values that are sorted at a time: 16 MB of them.
const VALUES_AT_A_TIME: usize = 2 << 20;
/// Share of the sketch values both could have that both must have. Near copies share half of
/// their words; what shares a fifth passes one time in a hundred.
const SHARED_VALUES: f64 = 0.3;
/// Fewer common values prove nothing.
const MIN_SHARED: usize = 2;

/// The sketches of articles that are numbered in their order, earliest first.
#[derive(Debug, Default)]
pub struct Sketches {
    values: Vec<u32>,
    ends: Vec<u32>,
}

impl Sketches {
    /// Adds the sketch of the next article: its values, ascending, each once.
    pub fn push(&mut self, values: impl IntoIterator<Item = u32>) {
        self.values.extend(values);
        self.ends.push(self.values.len() as u32);
    }

    fn of(&self, article: u32) -> &[u32] {
        let article = article as usize;
        let start = article.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.values[start..self.ends[article] as usize]
    }

    /// Returns the pairs to compare: earlier article first, sorted, each once.
    pub fn candidates(&self) -> Vec<(u32, u32)> {
        self.candidates_in(MEETINGS, MEETINGS_AT_A_TIME)
    }

    fn candidates_in(&self, most: usize, at_a_time: usize) -> Vec<(u32, u32)> {
        let (bearers, meetings) = self.bearers(most);
        let rounds = meetings.div_ceil(at_a_time).max(1) as u64;
        let mut pairs = Vec::new();
        let mut meetings: Vec<u64> = Vec::new();
        for round in 0..rounds {
            meetings.clear();
            // Neighbours are of one time, and meet the same others: each round has some of all times.
            let is_now = |later: u64| later % rounds == round;
            self.each_value(|value| {
                for (at, later) in value.iter().enumerate().skip(1).filter(|(_, l)| is_now(**l)) {
                    let earliest = value[..at.min(bearers)].iter();
                    meetings.extend(earliest.map(|early| (early << 32) | later));
                }
            });
            meetings.sort_unstable();
            let met = meetings.chunk_by(|a, b| a == b).filter(|met| met.len() >= MIN_SHARED);
            let met = met.map(|met| ((met[0] >> 32) as u32, met[0] as u32));
            pairs.extend(met.filter(|&(a, b)| is_likely(self.of(a), self.of(b))));
        }
        pairs.sort_unstable();
        pairs
    }

    /// Returns with how many of its earliest bearers a value pairs an article, and how many meetings that
    /// makes.
    fn bearers(&self, most: usize) -> (usize, usize) {
        let mut counts: Vec<(usize, usize)> = Vec::new();
        let mut bearers = EARLIEST_BEARERS;
        while bearers > 0 {
            counts.push((bearers, 0));
            bearers /= 2;
        }
        self.each_value(|value| {
            for (bearers, meetings) in &mut counts {
                let few = value.len().min(*bearers);
                *meetings += few * few.saturating_sub(1) / 2 + (value.len() - few) * *bearers;
            }
        });
        let fits = counts.iter().find(|(bearers, meetings)| *meetings <= most || *bearers == 1);
        fits.copied().unwrap_or((1, 0))
    }

    /// Calls `found` with the articles that bear a value, in their order, for each value.
    fn each_value(&self, mut found: impl FnMut(&[u64])) {
        let parts = self.values.len().div_ceil(VALUES_AT_A_TIME).max(1) as u64;
        let mut borne: Vec<u64> = Vec::new();
        let mut bearers: Vec<u64> = Vec::new();
        for part in 0..parts {
            borne.clear();
            for article in 0..self.ends.len() as u32 {
                let here = |value: &&u32| (u64::from(**value) * parts) >> 32 == part;
                let values = self.of(article).iter().filter(here);
                borne.extend(values.map(|&value| (u64::from(value) << 32) | u64::from(article)));
            }
            borne.sort_unstable();
            for value in borne.chunk_by(|a, b| a >> 32 == b >> 32).filter(|value| value.len() > 1) {
                bearers.clear();
                bearers.extend(value.iter().map(|bearer| bearer & u64::from(u32::MAX)));
                found(&bearers);
            }
        }
    }
}

/// Returns true when two sketches agree in so much of what they could agree in that the texts are
/// worth comparing.
fn is_likely(a: &[u32], b: &[u32]) -> bool {
    // A full sketch says nothing of values above its last.
    let reach = |sketch: &[u32]| match sketch.last() {
        Some(&last) if sketch.len() == SKETCH_VALUES => last,
        _ => u32::MAX,
    };
    let bound = reach(a).min(reach(b));
    let within = |sketch: &[u32]| sketch.partition_point(|&value| value <= bound);
    let fewer = within(a).min(within(b));
    let shared = a.iter().filter(|value| b.binary_search(value).is_ok()).count();
    shared >= MIN_SHARED && shared as f64 >= SHARED_VALUES * fewer as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketches(articles: usize, values: u32) -> Sketches {
        let mut random = fastrand::Rng::with_seed(3);
        let mut sketches = Sketches::default();
        for _ in 0..articles {
            let mut sketch: Vec<u32> = (0..12).map(|_| random.u32(..values) << 20).collect();
            sketch.sort_unstable();
            sketch.dedup();
            sketches.push(sketch);
        }
        sketches
    }

    #[test]
    fn pairs_are_the_same_however_many_meetings_are_held() {
        let sketches = sketches(300, 60);
        let all = sketches.candidates();
        assert!(all.len() > 1_000 && all.is_sorted());
        for at_a_time in [1, 100, 5_000] {
            assert_eq!(sketches.candidates_in(MEETINGS, at_a_time), all);
        }
    }

    #[test]
    fn a_value_pairs_with_fewer_where_there_are_many() {
        let sketches = sketches(300, 60);
        let (bearers, meetings) = sketches.bearers(MEETINGS);
        assert_eq!(bearers, EARLIEST_BEARERS);
        assert_eq!(sketches.bearers(meetings), (bearers, meetings));
        assert_eq!(sketches.bearers(meetings - 1).0, EARLIEST_BEARERS / 2);
        assert_eq!(sketches.bearers(0).0, 1);
        // As many as are made: each later one with the earliest, in each value.
        let mut counted = 0;
        sketches.each_value(|value| {
            counted += (1..value.len()).map(|at| at.min(bearers)).sum::<usize>();
        });
        assert_eq!(counted, meetings);
    }
}
