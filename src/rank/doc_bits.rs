//! A bit set of documents: the intersection of several is taken 64 documents at a time.

use std::ops::Range;

const BITS: u32 = u64::BITS;

/// A set of documents.
#[derive(Debug)]
pub struct DocBits {
    /// The number of the first word.
    first: usize,
    words: Vec<u64>,
}

impl DocBits {
    /// Makes an empty set of these documents.
    pub fn of(docs: Range<u32>) -> DocBits {
        let first = (docs.start / BITS) as usize;
        let words = vec![0; (docs.end.div_ceil(BITS) as usize).saturating_sub(first)];
        DocBits { first, words }
    }

    /// Puts in the documents of a word, of which the first is `base`, a multiple of the bits of a word.
    #[inline]
    pub fn put(&mut self, base: u32, bits: u64) {
        if let Some(word) = self.words.get_mut((base / BITS) as usize - self.first) {
            *word |= bits;
        }
    }

    /// Returns true when a document is in the set.
    #[inline]
    pub fn has(&self, doc: u32) -> bool {
        self.word(doc / BITS) & 1 << (doc % BITS) != 0
    }

    /// Returns the word of this number: 64 documents.
    #[inline]
    pub fn word(&self, number: u32) -> u64 {
        let word = (number as usize).checked_sub(self.first).and_then(|at| self.words.get(at));
        word.copied().unwrap_or(0)
    }

    /// Returns the documents that are in each of some sets of the same documents, ascending.
    pub fn in_all<'a>(sets: &'a [&'a DocBits]) -> impl Iterator<Item = u32> + 'a {
        let numbers = sets.first().map_or(0..0, |set| 0..set.words.len());
        numbers.flat_map(move |at| {
            let bits = sets.iter().fold(u64::MAX, |bits, set| bits & set.words[at]);
            ones(bits).map(move |bit| (sets[0].first + at) as u32 * BITS + bit)
        })
    }
}

/// Returns the numbers of the bits that are set, ascending.
pub fn ones(mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let next = (bits != 0).then(|| bits.trailing_zeros());
        bits &= bits.wrapping_sub(1);
        next
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::btree_set;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_in_all_sets_is_found(
            start in 0u32..200,
            sets in proptest::collection::vec(btree_set(0u32..700, 0..400), 1..4),
        ) {
            let of = |docs: &std::collections::BTreeSet<u32>| {
                let mut bits = DocBits::of(start..700);
                docs.range(start..).for_each(|doc| bits.put(doc - doc % BITS, 1 << (doc % BITS)));
                bits
            };
            let bits: Vec<DocBits> = sets.iter().map(of).collect();
            let all = |doc: &u32| sets.iter().all(|set| set.contains(doc));
            let wanted: Vec<u32> = (start..700).filter(all).collect();
            let found: Vec<u32> = DocBits::in_all(&bits.iter().collect::<Vec<_>>()).collect();
            prop_assert_eq!(found, wanted);
            for doc in start..900 {
                prop_assert_eq!(bits[0].has(doc), sets[0].contains(&doc));
            }
        }
    }
}
