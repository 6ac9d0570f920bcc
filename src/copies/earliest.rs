//! Values of sketches -> their earliest bearers.

use super::candidates::Sketches;
use super::room;

/// Bearers that are sorted at a time: 16 MB of them.
const BEARERS_AT_A_TIME: usize = 2 << 20;
/// Bits that say which values are touched: 1 MB of them.
const TOUCHED_BITS: u32 = 23;

/// Returns a number for a value, another one for each. Values of sketches are small numbers among all
/// that could be; these are spread over all.
pub(super) fn key_of(value: u32) -> u32 {
    value.wrapping_mul(0x9E37_79B1)
}

/// Values of some articles, and some more.
pub(super) struct Touched {
    bits: Vec<u64>,
}

impl Touched {
    fn nothing() -> Touched {
        Touched { bits: vec![0; 1 << (TOUCHED_BITS - 6)] }
    }

    /// Returns the values of fresh articles.
    pub fn by_fresh(sketches: &impl Sketches, fresh: &[bool]) -> Touched {
        let mut touched = Touched::nothing();
        let mut sketch = Vec::new();
        for article in (0..fresh.len()).filter(|&article| fresh[article]) {
            sketches.read(article as u32, &mut sketch);
            touched.add(&sketch);
        }
        touched
    }

    pub fn add(&mut self, sketch: &[u32]) {
        sketch.iter().for_each(|&value| self.add_key(key_of(value)));
    }

    fn add_key(&mut self, key: u32) {
        let bit = key >> (32 - TOUCHED_BITS);
        self.bits[bit as usize / 64] |= 1 << (bit % 64);
    }

    /// Returns true for the values that were added, and for few others.
    pub fn has(&self, value: u32) -> bool {
        let bit = key_of(value) >> (32 - TOUCHED_BITS);
        self.bits[bit as usize / 64] & (1 << (bit % 64)) != 0
    }
}

/// Calls `found` with the key and the bearers, in their order, of each value that is touched and has
/// several, by key, while it returns true; `None` touches all.
pub(super) fn each_value(
    sketches: &impl Sketches,
    touched: Option<&Touched>,
    mut found: impl FnMut(u32, &[u32]) -> bool,
) {
    let is_touched = |value: &&u32| touched.is_none_or(|touched| touched.has(**value));
    let count = match touched {
        None => sketches.value_count(),
        Some(_) => {
            let mut count = 0;
            sketches.each(|_, sketch| count += sketch.iter().filter(is_touched).count());
            count
        }
    };
    let parts = count.div_ceil(BEARERS_AT_A_TIME).max(1) as u64;
    let mut borne: Vec<u64> = room(count / parts as usize);
    let mut bearers: Vec<u32> = Vec::new();
    for part in 0..parts {
        borne.clear();
        sketches.each(|article, sketch| {
            let keys = sketch.iter().filter(is_touched).map(|&value| u64::from(key_of(value)));
            let here = keys.filter(|key| (key * parts) >> 32 == part);
            borne.extend(here.map(|key| key << 32 | u64::from(article)));
        });
        borne.sort_unstable();
        for value in borne.chunk_by(|a, b| a >> 32 == b >> 32).filter(|value| value.len() > 1) {
            bearers.clear();
            bearers.extend(value.iter().map(|bearer| *bearer as u32));
            if !found((value[0] >> 32) as u32, &bearers) {
                return;
            }
        }
    }
}

/// The earliest bearers of values that have several.
#[derive(Debug, Default)]
pub(super) struct Earliest {
    /// Keys of values, ascending, and where the bearers of each end.
    keys: Vec<u32>,
    ends: Vec<u32>,
    bearers: Vec<u32>,
    /// For the upper bits of a key where those with them begin among the keys.
    starts: Vec<u32>,
    shift: u32,
}

impl Earliest {
    /// Gathers up to `bearers` of the earliest bearers of each value that is touched, as far as they
    /// are in a round of several: a round has some of all times. `None` where these are more than
    /// `most`.
    pub fn of(
        sketches: &impl Sketches,
        touched: Option<&Touched>,
        bearers: usize,
        (round, rounds): (u32, u32),
        most: usize,
    ) -> Option<Earliest> {
        // Most values have one bearer, and are left out.
        let count = sketches.value_count() / 4;
        let (keys, ends, bearers_of) = (room(count), room(count), room(count));
        let mut earliest = Earliest { keys, ends, bearers: bearers_of, ..Earliest::default() };
        each_value(sketches, touched, |key, articles| {
            let first = articles.iter().take(bearers);
            let before = earliest.bearers.len();
            earliest.bearers.extend(first.filter(|&article| article % rounds == round));
            if earliest.bearers.len() > before {
                earliest.keys.push(key);
                earliest.ends.push(earliest.bearers.len() as u32);
            }
            earliest.bearers.len() <= most
        });
        if earliest.bearers.len() > most {
            return None;
        }
        // About one key for each start.
        let bits = earliest.keys.len().max(2).ilog2();
        earliest.shift = 32 - bits;
        earliest.starts = vec![0; (1 << bits) + 1];
        for &key in &earliest.keys {
            earliest.starts[(key >> earliest.shift) as usize + 1] += 1;
        }
        for at in 1..earliest.starts.len() {
            earliest.starts[at] += earliest.starts[at - 1];
        }
        Some(earliest)
    }

    /// Returns the values that have a fresh article among these.
    pub fn with_fresh(&self, fresh: &[bool]) -> Touched {
        let mut values = Touched::nothing();
        let mut start = 0;
        for (&key, &end) in self.keys.iter().zip(&self.ends) {
            let bearers = &self.bearers[start as usize..end as usize];
            if bearers.iter().any(|&article| fresh[article as usize]) {
                values.add_key(key);
            }
            start = end;
        }
        values
    }

    /// Returns the earliest bearers of a value, in their order.
    pub fn of_value(&self, value: u32) -> &[u32] {
        let key = key_of(value);
        let bucket = (key >> self.shift) as usize;
        let (from, to) = (self.starts[bucket] as usize, self.starts[bucket + 1] as usize);
        let Some(at) = self.keys[from..to].iter().position(|&known| known == key) else {
            return &[];
        };
        let at = from + at;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.bearers[start..self.ends[at] as usize]
    }
}
