//! The documents of one term, ascending, with the positions in each, as the engine packs them.
//!
//! ```text
//! length of the skips, vint | a skip for each block of 128 documents | blocks | the rest, vints
//! ```
//!
//! A skip is `last document, u32 | bits of a document, u8 | bits of a frequency, u8 | places in the block, u32 |
//! two bytes for the engine's own scores`, and a block its documents, then its frequencies. Lists of fewer documents have no skips.
//! The engine's reader adds up the frequencies before a document whenever its positions are asked for, and
//! finds the place among the positions anew; this one does it once a block.

use std::io;

use bitpacking::{BitPacker, BitPacker4x};
use tantivy::TERMINATED;
use tantivy::directory::OwnedBytes;

use super::places::{BLOCK, Places, packed_bytes, read_vints};

const SKIP: usize = 12;
/// Of the bits of a document: set where what is packed is one less than the distance.
const IS_STRICT: u8 = 1 << 6;
const BITS: u8 = IS_STRICT / 2 - 1;
/// So many documents are compared at once before one is searched for.
const STEP: usize = 8;

/// Positions in a document, ascending: each as how far it lies behind the one before it, the first behind 0.
pub type Gaps<'a> = &'a [u32];

/// Returns the positions that gaps lie between.
#[inline]
pub fn positions(gaps: Gaps<'_>) -> impl Iterator<Item = u32> + '_ {
    let mut at = 0;
    gaps.iter().map(move |gap| {
        at += gap;
        at
    })
}

/// A list of documents that is gone through forward.
pub struct PlacedPostings {
    /// Behind the skip of the block at hand.
    skips: OwnedBytes,
    /// From the block at hand on.
    blocks: OwnedBytes,
    /// How many documents lie before the block at hand.
    first_rank: u32,
    /// Documents of the block at hand and of all behind it.
    left: u32,
    skip: Skip,
    /// The last document of the block before.
    before: u32,
    /// How many places all blocks before have.
    places_before: u64,
    /// Filled up with [`TERMINATED`].
    docs: [u32; BLOCK],
    /// Which of them the list stands on.
    at: usize,
    /// Where the frequencies of the block begin.
    freqs_at: usize,
    /// How many places the documents of the block before each have, and all of them; made when asked for.
    starts: [u32; BLOCK + 1],
    has_starts: bool,
    places: Places,
}

/// What is known of a block without unpacking it.
#[derive(Clone, Copy)]
struct Skip {
    last: u32,
    doc_bits: u8,
    is_strict: bool,
    freq_bits: u8,
    places: u32,
}

impl Skip {
    /// What is left behind the last full block.
    const REST: Skip =
        Skip { last: TERMINATED, doc_bits: 0, is_strict: false, freq_bits: 0, places: 0 };

    fn of(bytes: &[u8; SKIP]) -> Skip {
        let number = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let (doc_bits, is_strict) = (bytes[4] & BITS, bytes[4] & IS_STRICT != 0);
        Skip { last: number(0), doc_bits, is_strict, freq_bits: bytes[5], places: number(6) }
    }

    fn block_bytes(&self) -> usize {
        packed_bytes(self.doc_bits) + packed_bytes(self.freq_bits)
    }
}

impl PlacedPostings {
    /// Takes the bytes of a term that stands in so many documents.
    pub(super) fn open(
        doc_freq: u32,
        postings: OwnedBytes,
        positions: OwnedBytes,
    ) -> io::Result<PlacedPostings> {
        let cut = || io::Error::new(io::ErrorKind::InvalidData, "a list that was cut");
        let (skips, blocks) = if doc_freq < BLOCK as u32 {
            (OwnedBytes::empty(), postings)
        } else {
            let (length, taken) = first_vint(&postings);
            let (_, rest) = postings.split(taken);
            (length <= rest.len()).then(|| rest.split(length)).ok_or_else(cut)?
        };
        if skips.len() < doc_freq as usize / BLOCK * SKIP {
            return Err(cut());
        }
        let mut list = PlacedPostings {
            skips,
            blocks,
            first_rank: 0,
            left: doc_freq,
            skip: Skip::REST,
            before: 0,
            places_before: 0,
            docs: [TERMINATED; BLOCK],
            at: 0,
            freqs_at: 0,
            starts: [0; BLOCK + 1],
            has_starts: false,
            places: Places::open(positions)?,
        };
        list.read_skip();
        list.unpack();
        Ok(list)
    }

    /// Returns the document that the list stands on; [`TERMINATED`] behind the last.
    #[inline]
    pub fn doc(&self) -> u32 {
        self.docs[self.at]
    }

    /// Goes to the first document at or after `target` and returns it; never back.
    #[inline]
    pub fn seek(&mut self, target: u32) -> u32 {
        if self.doc() >= target {
            return self.doc();
        }
        if self.skip.last < target {
            self.seek_block(target);
        }
        // The last of a block, or what fills it up, is no less.
        let near = &self.docs[self.at..(self.at + STEP).min(BLOCK)];
        let less = near.iter().filter(|doc| **doc < target).count();
        self.at += less;
        if less == near.len() {
            self.at += self.docs[self.at..].partition_point(|&doc| doc < target);
        }
        self.doc()
    }

    /// Returns the positions in the document that the list stands on, as [`Gaps`].
    #[inline]
    pub fn gaps(&mut self) -> Gaps<'_> {
        if !self.has_starts {
            self.add_up();
        }
        let (start, end) = (self.starts[self.at], self.starts[self.at + 1]);
        self.places.read(self.places_before + u64::from(start), end.saturating_sub(start) as usize)
    }

    /// Returns the positions in the document before which so many lie in the list; never back, and not in a
    /// list that is also gone through by documents.
    #[inline]
    pub fn gaps_of(&mut self, rank: u32) -> Gaps<'_> {
        if rank - self.first_rank >= BLOCK as u32 {
            while rank - self.first_rank >= BLOCK as u32 {
                self.next_block();
            }
            self.has_starts = false;
            self.freqs_at = packed_bytes(self.skip.doc_bits);
            if self.left < BLOCK as u32 {
                self.unpack();
            }
        }
        self.at = (rank - self.first_rank) as usize;
        self.gaps()
    }

    /// Goes to the block that `target` would be in.
    fn seek_block(&mut self, target: u32) {
        while self.skip.last < target {
            self.next_block();
        }
        self.unpack();
    }

    /// Goes behind the block at hand, which is a full one.
    fn next_block(&mut self) {
        let end = self.skip.block_bytes().min(self.blocks.len());
        self.blocks.advance(end);
        self.left -= BLOCK as u32;
        self.first_rank += BLOCK as u32;
        self.before = self.skip.last;
        self.places_before += u64::from(self.skip.places);
        self.read_skip();
    }

    fn read_skip(&mut self) {
        self.skip = match self.skips.first_chunk::<SKIP>() {
            Some(bytes) if self.left >= BLOCK as u32 => Skip::of(bytes),
            _ => Skip::REST,
        };
        if self.left >= BLOCK as u32 {
            self.skips.advance(SKIP);
        }
    }

    /// Unpacks the documents of the block at hand.
    fn unpack(&mut self) {
        (self.at, self.has_starts) = (0, false);
        let Skip { doc_bits, is_strict, .. } = self.skip;
        if self.left >= BLOCK as u32 {
            let unpacker = BitPacker4x::new();
            self.freqs_at = if is_strict {
                let before = (self.before > 0).then_some(self.before);
                unpacker.decompress_strictly_sorted(before, &self.blocks, &mut self.docs, doc_bits)
            } else {
                unpacker.decompress_sorted(self.before, &self.blocks, &mut self.docs, doc_bits)
            };
            return;
        }
        let (docs, none) = self.docs.split_at_mut(self.left as usize);
        none.fill(TERMINATED);
        self.freqs_at = read_vints(&self.blocks, docs);
        let mut doc = self.before;
        for gap in docs {
            doc += *gap;
            *gap = doc;
        }
    }

    /// Unpacks the frequencies of the block at hand, and adds them up.
    fn add_up(&mut self) {
        let bytes = &self.blocks[self.freqs_at..];
        let freqs = &mut self.starts[1..];
        let mut less = 0;
        if self.left >= BLOCK as u32 {
            BitPacker4x::new().decompress(bytes, freqs, self.skip.freq_bits);
            less = u32::from(self.skip.is_strict);
        } else {
            let (freqs, none) = freqs.split_at_mut(self.left as usize);
            none.fill(0);
            read_vints(bytes, freqs);
        }
        let mut end = 0;
        for freq in freqs {
            end += *freq + less;
            *freq = end;
        }
        self.has_starts = true;
    }
}

/// Returns the first number of a list's bytes, and how many they are.
fn first_vint(bytes: &[u8]) -> (usize, usize) {
    let mut length = [0];
    let taken = read_vints(bytes, &mut length);
    (length[0] as usize, taken)
}
