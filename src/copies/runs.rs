//! Runs of words -> where each stands in a text, told fast for the runs of many other texts.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

/// No place.
pub(super) const NEVER: u32 = u32::MAX;
/// Bits of a table that tells most runs of one text from those of another, for each run.
const BITS: usize = 16;

/// Where the runs of a text stand.
#[derive(Debug, Clone)]
pub(super) struct Runs {
    /// Where a run begins first, at the place that its hash gives or one of the next; [`NEVER`] at
    /// places that are free, as half of them are at least. A power of two.
    first: Vec<u32>,
    /// For each place of the text where the same run begins next; [`NEVER`] where it does not.
    pub next: Vec<u32>,
    /// A bit for each of the text's runs, of a table with many more: most runs that are not there are
    /// told by it without a guess.
    bits: Vec<u64>,
    /// Odd, and drawn by chance: nobody can write a text whose runs all come to one place.
    factor: u64,
}

impl Runs {
    /// Finds the runs of a text; `runs` are their hashes.
    pub fn of(runs: &[u64]) -> Runs {
        let first = vec![NEVER; (2 * runs.len()).next_power_of_two()];
        let factor = RandomState::default().hash_one(0) | 1;
        let bits = vec![0; (BITS * runs.len() / 64).next_power_of_two()];
        let mut made = Runs { first, next: vec![NEVER; runs.len()], bits, factor };
        for (at, &run) in runs.iter().enumerate().rev() {
            let (word, bit) = made.bit(run);
            made.bits[word] |= 1 << bit;
            let place = made.place(runs, run);
            made.next[at] = std::mem::replace(&mut made.first[place], at as u32);
        }
        made
    }

    /// Returns where a run begins first; [`NEVER`] where it does not.
    pub fn first(&self, runs: &[u64], run: u64) -> u32 {
        self.first[self.place(runs, run)]
    }

    /// Returns which of up to 64 runs may be among these, a bit each.
    pub fn among(&self, runs: &[u64]) -> u64 {
        let may_be = |&run: &u64| {
            let (word, bit) = self.bit(run);
            self.bits[word] >> bit & 1
        };
        runs.iter().rev().map(may_be).fold(0, |all, one| all << 1 | one)
    }

    fn bit(&self, run: u64) -> (usize, u32) {
        let hash = run.wrapping_mul(self.factor);
        ((hash >> 38) as usize & (self.bits.len() - 1), (hash >> 32) as u32 & 63)
    }

    /// Returns the place of a run in the table, or the free one where it would be put.
    fn place(&self, runs: &[u64], run: u64) -> usize {
        let last = self.first.len() - 1;
        let mut place = (run.wrapping_mul(self.factor) >> 32) as usize & last;
        while self.first[place] != NEVER && runs[self.first[place] as usize] != run {
            place = (place + 1) & last;
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_are_found_where_they_stand(
            text in prop::collection::vec(0..40u64, 0..200), asked in prop::collection::vec(0..80u64, 0..64)
        ) {
            let runs = Runs::of(&text);
            for &run in &asked {
                let (mut found, mut at) = (Vec::new(), runs.first(&text, run));
                while at != NEVER {
                    found.push(at as usize);
                    at = runs.next[at as usize];
                }
                let slow: Vec<usize> = (0..text.len()).filter(|&at| text[at] == run).collect();
                prop_assert_eq!(found, slow);
            }
            let among = runs.among(&asked);
            let missed = |(at, run): (usize, &u64)| among >> at & 1 == 0 && text.contains(run);
            prop_assert!(!asked.iter().enumerate().any(missed));
            prop_assert!(asked.len() == 64 || among >> asked.len() == 0);
        }
    }
}
