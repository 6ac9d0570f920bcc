//! Random numbers that are the same at every run.

/// SplitMix64: each number is a hash of the one before.
pub struct Random(u64);

impl Random {
    /// Starts from `TALKS_SEED`, else from a seed of the test's own.
    pub fn new(own: u64) -> Random {
        let asked = std::env::var("TALKS_SEED").ok().and_then(|n| n.parse::<u64>().ok());
        Random(asked.unwrap_or(own))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn seeded(seed: u64) -> Random {
        Random(seed)
    }

    /// Returns a number below `end`, which is above 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// Returns a number from 0 up to 1.
    pub fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
