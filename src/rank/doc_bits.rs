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

    /// Makes a set of its words: the first bit is that of `base`, a multiple of the bits of a word.
    pub fn of_words(base: u32, words: Vec<u64>) -> DocBits {
        DocBits { first: (base / BITS) as usize, words }
    }

    /// Puts in documents, ascending, up to the first that is not before `end`.
    pub fn add(&mut self, docs: &[u32], end: u32) {
        let is_over = docs.last().is_some_and(|&doc| doc >= end);
        let count = if is_over { docs.partition_point(|&doc| doc < end) } else { docs.len() };
        let (words, first) = (&mut self.words[..], self.first);
        for &doc in &docs[..count] {
            if let Some(word) = words.get_mut((doc / BITS) as usize - first) {
                *word |= 1 << (doc % BITS);
            }
        }
    }

    /// Puts in what another set of the same documents has.
    pub fn add_all(&mut self, other: &DocBits) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// Returns what is in any of some sets of the same documents, of which there is one.
    pub fn in_any(sets: &[&DocBits]) -> DocBits {
        DocBits::joined(sets, |word, other| word | other)
    }

    /// Returns what is in each of some sets of the same documents, of which there is one.
    pub fn in_each(sets: &[&DocBits]) -> DocBits {
        DocBits::joined(sets, |word, other| word & other)
    }

    fn joined(sets: &[&DocBits], join: impl Fn(u64, u64) -> u64) -> DocBits {
        let first = sets.first().map_or(0, |set| set.first);
        let mut words = sets.first().map_or(Vec::new(), |set| set.words.clone());
        for set in sets.iter().skip(1) {
            words.iter_mut().zip(&set.words).for_each(|(word, other)| *word = join(*word, *other));
        }
        DocBits { first, words }
    }

    /// Returns the words of the set: 64 documents each.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Returns the number of the first of them.
    pub fn first_word(&self) -> u32 {
        self.first as u32
    }

    /// Returns the first document of the set at or after `doc`.
    pub fn next(&self, doc: u32) -> Option<u32> {
        let doc = doc.max(self.first as u32 * BITS);
        let mut at = (doc / BITS) as usize - self.first;
        let mut word = self.words.get(at)? & u64::MAX << (doc % BITS);
        while word == 0 {
            at += 1;
            word = *self.words.get(at)?;
        }
        Some((self.first + at) as u32 * BITS + word.trailing_zeros())
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
                let docs: Vec<u32> = docs.range(start..).copied().collect();
                bits.add(&docs, 700);
                bits
            };
            let bits: Vec<DocBits> = sets.iter().map(of).collect();
            let all = |doc: &u32| sets.iter().all(|set| set.contains(doc));
            let wanted: Vec<u32> = (start..700).filter(all).collect();
            let found: Vec<u32> = DocBits::in_all(&bits.iter().collect::<Vec<_>>()).collect();
            prop_assert_eq!(&found, &wanted);
            let refs: Vec<&DocBits> = bits.iter().collect();
            let each = DocBits::in_each(&refs);
            let any = DocBits::in_any(&refs);
            let mut one = DocBits::of(start..700);
            let docs: Vec<u32> = sets[0].range(start..).copied().collect();
            one.add(&docs, 650);
            for doc in start..900 {
                prop_assert_eq!(bits[0].has(doc), sets[0].contains(&doc));
                prop_assert_eq!(one.has(doc), doc < 650 && sets[0].contains(&doc));
                prop_assert_eq!(any.has(doc), sets.iter().any(|set| set.contains(&doc)));
                prop_assert_eq!(each.next(doc), wanted.iter().copied().find(|&next| next >= doc));
            }
            prop_assert_eq!(each.next(0), wanted.first().copied());
        }
    }
}
