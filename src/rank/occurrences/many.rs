//! Many documents with counts: a byte for each document that there is.
//!
//! A document is found where it lies. The byte says how often its text has the leaf, and whether its title
//! does, as most titles do; counts of which there is something else to say stand apart.

use std::ops::Range;

use super::Occurrence;
use crate::rank::doc_bits::{DocBits, ones};

/// The counts stand apart.
pub(super) const APART: u8 = u8::MAX;
/// The bit that says that the title has it; the others say how often the text does.
pub(super) const IN_TITLE: u8 = 1 << 7;
/// What a text has at the most that does not stand apart.
pub(super) const MOST_IN_TEXT: u8 = (APART & !IN_TITLE) - 1;
/// Documents of a word of bits.
pub(super) const WORD: usize = u64::BITS as usize;

/// Returns a bit for each count, which is set where there is any.
pub(super) fn bits_of(counts: &[u8; WORD]) -> u64 {
    // Adds eight bytes up, in the highest.
    const ADD_UP: u64 = 0x0101_0101_0101_0101;
    // Each byte has the bit of its place among eight: a step for several bytes at a time.
    let bits: [u8; WORD] =
        std::array::from_fn(|i| if counts[i] > 0 { 1 << (i % u8::BITS as usize) } else { 0 });
    bits.as_chunks().0.iter().rev().fold(0, |bits, eight| {
        bits << u8::BITS | u64::from_le_bytes(*eight).wrapping_mul(ADD_UP) >> (u64::BITS - u8::BITS)
    })
}

/// Returns what a byte that is not [`APART`] says of text and title, of which the latter counts for `title`.
#[inline]
pub(super) fn near(count: u8, title: u32) -> [u32; 2] {
    [u32::from(count & !IN_TITLE), u32::from(count / IN_TITLE) * title]
}

/// Returns what as many of some numbers as `wanted` reach; 1 where there are fewer.
fn count_of_last(numbers: &[u8], wanted: usize) -> u8 {
    let mut numbers_of = [0; 1 << u8::BITS];
    numbers.iter().for_each(|&number| numbers_of[usize::from(number)] += 1);
    let mut reached = 0;
    let reaches = |number: &u8| {
        reached += numbers_of[usize::from(*number)];
        reached >= wanted
    };
    (1..=u8::MAX).rev().find(reaches).unwrap_or(1)
}

/// Returns a place, and goes to the one behind it: what stands apart comes in order.
fn next(place: &mut usize) -> usize {
    *place += 1;
    *place - 1
}

/// Documents with counts.
#[derive(Debug)]
pub struct Many {
    /// What a unit counts for, in hundredths.
    pub(super) unit: u32,
    /// The document of the first byte.
    pub(super) base: u32,
    /// Which are in the list, …
    pub(super) docs: DocBits,
    /// … how many …
    pub(super) len: usize,
    /// … how often in all, in units, …
    pub(super) total: u64,
    /// … and how often each has the leaf in its text, with [`IN_TITLE`], or [`APART`], …
    pub(super) counts: Vec<u8>,
    /// … and what the former counts for, in units.
    pub(super) title: u32,
    /// Counts in text and title, by document.
    pub(super) apart: Vec<(u32, [u32; 2])>,
}

impl Many {
    /// Returns the documents.
    pub fn docs(&self) -> &DocBits {
        &self.docs
    }

    /// Returns a range that all of them are in.
    pub fn all(&self) -> Range<u32> {
        self.base..self.base + self.counts.len() as u32
    }

    /// Returns how many documents there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns the sum of all counts, in hundredths.
    pub fn total(&self) -> u64 {
        self.total * u64::from(self.unit)
    }

    /// Returns the counts of the documents of a range.
    pub fn counts(&self, docs: Range<u32>) -> &[u8] {
        let at = |doc: u32| (doc.saturating_sub(self.base) as usize).min(self.counts.len());
        &self.counts[at(docs.start)..at(docs.end)]
    }

    /// Looks a document up.
    #[inline]
    pub fn find(&self, doc: u32) -> Option<Occurrence> {
        let count = *self.counts.get(doc.checked_sub(self.base)? as usize)?;
        let apart = || self.apart.partition_point(|(other, _)| *other < doc);
        (count > 0).then(|| self.occurrence(doc, count, apart))
    }

    /// Returns what a byte says; `apart` is asked for the place of what stands apart.
    #[inline]
    fn occurrence(&self, doc: u32, count: u8, apart: impl FnOnce() -> usize) -> Occurrence {
        let counts = if count < APART {
            near(count, self.title)
        } else {
            self.apart.get(apart()).map_or([0, 0], |(_, counts)| *counts)
        };
        let [in_text, in_title] = counts.map(|n| n.saturating_mul(self.unit));
        Occurrence { doc, in_text, in_title }
    }

    /// Goes through the documents of a range.
    #[inline]
    pub fn each_doc(&self, docs: Range<u32>, mut found: impl FnMut(u32)) {
        self.each_word(docs, |base, bits| ones(bits).for_each(|at| found(base + at)));
    }

    /// Goes through the documents of a range with their counts.
    #[inline]
    pub fn each(&self, docs: Range<u32>, mut found: impl FnMut(Occurrence)) {
        let mut apart = self.apart.partition_point(|(doc, _)| *doc < docs.start);
        self.each_word(docs, |base, bits| {
            let counts = self.word_of_counts(base);
            for at in ones(bits) {
                let count = counts[at as usize % WORD];
                found(self.occurrence(base + at, count, || next(&mut apart)));
            }
        });
    }

    /// Goes through all documents with their counts, but for some that do not have the leaf in their title, and
    /// less often in their text than `least` says, in hundredths. Some that have it often come first,
    /// as many as `first` if there are so many.
    pub fn each_with_least(
        &self,
        first: usize,
        least: impl Fn() -> u32,
        mut found: impl FnMut(Occurrence),
    ) {
        let words = self.counts.as_chunks::<WORD>().0;
        // All are looked at, so that several are compared at a time.
        let most = |counts: &[u8; WORD]| counts.iter().fold(0, |most, &count| count.max(most));
        let most: Vec<u8> = words.iter().map(most).collect();
        let often = count_of_last(&most, first);
        // What stands apart, or in a title, is more than any that does not.
        let least = || least().div_ceil(self.unit).clamp(1, u32::from(IN_TITLE)) as u8;
        let is_often = |count: u8, _| count >= often;
        let is_seldom = |count: u8, least: u8| count >= least && count < often;
        self.each_in(&most, || often, is_often, &mut found);
        self.each_in(&most, || least().min(often), is_seldom, &mut found);
    }

    /// Goes through documents of words in which the most is `least` at least, those whose count is taken.
    fn each_in(
        &self,
        most: &[u8],
        least: impl Fn() -> u8,
        is_taken: impl Fn(u8, u8) -> bool,
        found: &mut impl FnMut(Occurrence),
    ) {
        let words = self.counts.as_chunks::<WORD>().0.iter().zip(most);
        let mut apart = 0;
        for ((counts, &most), base) in words.zip((self.base..).step_by(WORD)) {
            let least = least();
            if most < least {
                continue;
            }
            let taken = counts.map(|count| u8::from(is_taken(count, least)));
            for at in ones(bits_of(&taken)) {
                let count = counts[at as usize % WORD];
                found(self.occurrence(base + at, count, || next(&mut apart)));
            }
        }
    }

    /// Returns the counts of the documents of the word that begins with `base`.
    fn word_of_counts(&self, base: u32) -> &[u8; WORD] {
        let counts = self.counts.get((base - self.base) as usize..);
        counts.and_then(<[u8]>::first_chunk).unwrap_or(&[0; WORD])
    }

    /// Goes through the words of a range.
    #[inline]
    fn each_word(&self, docs: Range<u32>, mut found: impl FnMut(u32, u64)) {
        let first = docs.start.max(self.base) / u64::BITS;
        for number in first..docs.end.div_ceil(u64::BITS) {
            let base = number * u64::BITS;
            let mut bits = self.docs.word(number);
            if base < docs.start {
                bits &= u64::MAX << (docs.start - base);
            }
            if docs.end - base < u64::BITS {
                bits &= !(u64::MAX << (docs.end - base));
            }
            if bits != 0 {
                found(base, bits);
            }
        }
    }
}
