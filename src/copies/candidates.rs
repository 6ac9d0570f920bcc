//! Sketches -> pairs that are worth comparing word for word.
//!
//! Two articles whose sketches agree in part are a pair. What many articles have in common (a
//! legal notice, a table's frame) would make pairs of all of them, so a value pairs an article
//! only with the earliest of its bearers: copies of a story still meet their earliest ones.

use super::SKETCH_VALUES;

/// A value pairs an article with so many of its earliest bearers, at first …
const EARLIEST_BEARERS: usize = 16;
/// … and with half as many, again and again, while there are more meetings than this. It bounds
/// memory (8 bytes each) in an archive made of the same few paragraphs.
const MEETINGS: usize = 8 << 20;
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
        let mut bearers = EARLIEST_BEARERS;
        let mut meetings = loop {
            match self.meetings(bearers) {
                Some(meetings) => break meetings,
                None => bearers /= 2,
            }
        };
        meetings.sort_unstable();
        let met = meetings.chunk_by(|a, b| a == b).filter(|met| met.len() >= MIN_SHARED);
        let pairs = met.map(|met| ((met[0] >> 32) as u32, met[0] as u32));
        pairs.filter(|&(a, b)| is_likely(self.of(a), self.of(b))).collect()
    }

    /// Returns each meeting of two articles at a value; `None` for too many.
    fn meetings(&self, bearers: usize) -> Option<Vec<u64>> {
        let parts = self.values.len().div_ceil(VALUES_AT_A_TIME).max(1) as u64;
        let mut meetings = Vec::new();
        let mut borne: Vec<u64> = Vec::new();
        for part in 0..parts {
            borne.clear();
            for article in 0..self.ends.len() as u32 {
                let here = |value: &&u32| (u64::from(**value) * parts) >> 32 == part;
                let values = self.of(article).iter().filter(here);
                borne.extend(values.map(|&value| (u64::from(value) << 32) | u64::from(article)));
            }
            borne.sort_unstable();
            for value in borne.chunk_by(|a, b| a >> 32 == b >> 32) {
                let number = |bearer: &u64| bearer & u64::from(u32::MAX);
                for (at, later) in value.iter().enumerate().skip(1) {
                    let earliest = &value[..at.min(bearers)];
                    if meetings.len() + earliest.len() > MEETINGS && bearers > 1 {
                        return None;
                    }
                    let earliest = earliest.iter();
                    meetings.extend(earliest.map(|early| (number(early) << 32) | number(later)));
                }
            }
        }
        Some(meetings)
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
