//! Lists of one leaf -> a byte for each document that there is: adding to one takes a few instructions.

use std::ops::Range;

use super::many::{APART, IN_TITLE, MOST_IN_TEXT, Many, WORD, bits_of, near};
use crate::rank::doc_bits::{DocBits, ones};

/// Adds up how often a leaf stands in some documents, in any order.
pub struct Counting {
    /// The document of the first byte: the first of a word of bits.
    base: u32,
    /// Of each document in units; none where it is not in the list.
    counts: Vec<u8>,
    /// What a title counts for that is not put apart, in units; as the first.
    title: u32,
    /// In text and title, by document; in any order, and to be added up.
    apart: Vec<(u32, [u32; 2])>,
    /// The sum of all.
    total: u64,
}

impl Counting {
    /// Begins without any of these documents.
    pub fn of(docs: Range<u32>) -> Counting {
        let base = docs.start / u64::BITS * u64::BITS;
        let counts = vec![0; ((docs.end - base) as usize).next_multiple_of(WORD)];
        Counting { base, counts, title: 0, apart: Vec::new(), total: 0 }
    }

    /// Adds so many units for each of the places in the texts of some of these documents, of which it is told
    /// how many places each has.
    pub fn add_to_texts(&mut self, docs: &[u32], places: &[u32], units: u32) {
        let all: u64 = places.iter().map(|&places| u64::from(places)).sum();
        self.total += all * u64::from(units);
        match units {
            1 => self.add(docs.iter().zip(places).map(|(&doc, &places)| (doc, places))),
            _ => self.add(
                docs.iter().zip(places).map(|(&doc, places)| (doc, places.saturating_mul(units))),
            ),
        }
    }

    // By itself, lest what it needs lie in memory and not in registers.
    #[inline(never)]
    fn add(&mut self, some: impl Iterator<Item = (u32, u32)>) {
        let Counting { base, counts, title, apart, .. } = self;
        let (base, counts, title) = (*base, &mut counts[..], *title);
        for (doc, count) in some {
            let Some(byte) = counts.get_mut((doc - base) as usize) else { continue };
            let sum = u64::from(*byte) + u64::from(count);
            if sum <= u64::from(MOST_IN_TEXT) {
                *byte = sum as u8;
            } else {
                put_apart(apart, byte, doc, [count, 0], title);
            }
        }
    }

    /// Adds units to the places in the title of one of these documents.
    pub fn add_to_title(&mut self, doc: u32, count: u32) {
        let Some(byte) = self.counts.get_mut((doc - self.base) as usize) else { return };
        self.total += u64::from(count);
        if self.title == 0 {
            self.title = count;
        }
        if *byte <= MOST_IN_TEXT && count == self.title {
            *byte |= IN_TITLE;
        } else {
            put_apart(&mut self.apart, byte, doc, [0, count], self.title);
        }
    }

    /// Returns what was added up without the documents that are deleted; a unit counts for so many
    /// hundredths.
    pub fn end(self, unit: u32, is_deleted: Option<&dyn Fn(u32) -> bool>) -> Many {
        let Counting { base, mut counts, title, mut apart, mut total } = self;
        if !apart.is_sorted_by_key(|(doc, _)| *doc) {
            // Each list came in order.
            apart.sort_by_key(|(doc, _)| *doc);
        }
        apart.dedup_by(|(other, more), (doc, sum)| {
            let is_same = doc == other;
            if is_same {
                *sum = [sum[0].saturating_add(more[0]), sum[1].saturating_add(more[1])];
            }
            is_same
        });
        let words = counts.as_chunks_mut::<WORD>().0.iter_mut().zip((base..).step_by(WORD));
        let bits_of = |(counts, base): (&mut [u8; WORD], u32)| {
            let mut bits = bits_of(counts);
            if let Some(is_deleted) = is_deleted {
                for at in ones(bits).filter(|at| is_deleted(base + at)) {
                    bits &= !(1 << at);
                    let count = std::mem::take(&mut counts[at as usize]);
                    total -= if count == APART {
                        0
                    } else {
                        near(count, title).into_iter().map(u64::from).sum()
                    };
                }
            }
            bits
        };
        let docs = DocBits::of_words(base, words.map(bits_of).collect());
        if is_deleted.is_some() {
            apart.retain(|(doc, [in_text, in_title])| {
                let is_live = docs.has(*doc);
                total -= if is_live { 0 } else { u64::from(*in_text) + u64::from(*in_title) };
                is_live
            });
        }
        let len = docs.words().iter().map(|word| word.count_ones() as usize).sum();
        Many { unit, base, docs, len, total, counts, title, apart }
    }
}

/// Puts counts apart, with what is in the byte of their document.
#[cold]
fn put_apart(
    apart: &mut Vec<(u32, [u32; 2])>,
    byte: &mut u8,
    doc: u32,
    [in_text, in_title]: [u32; 2],
    title: u32,
) {
    let before = std::mem::replace(byte, APART);
    // What stands apart already is added up with it in the end.
    let [text, titles] = if before == APART { [0, 0] } else { near(before, title) };
    apart.push((doc, [in_text.saturating_add(text), in_title.saturating_add(titles)]));
}
