//! The documents of a segment that hold any leaf: which leaves each holds, and what they can add
//! to its score at most.
//!
//! Lists are walked together, a window of documents at a time. What can be said of a document by
//! its counts alone costs a few instructions a place; most documents need no more than that.

use super::segment::Segment;
use crate::rank::postings::Occurrence;
use crate::rank::score::Bound;

/// Bits of the masks of one window: 4,096 documents for a query of up to 64 leaves.
const WINDOW_WORDS: usize = 4096;
const BITS: usize = u64::BITS as usize;

/// The leaves that a document holds.
#[derive(Clone, Copy)]
pub struct Held<'a>(&'a [u64]);

impl Held<'_> {
    /// Returns true when the document holds a leaf.
    #[inline]
    pub fn has(&self, leaf: usize) -> bool {
        self.0[leaf / BITS] & (1 << (leaf % BITS)) != 0
    }

    /// Returns the first 64 leaves, a bit each.
    #[inline]
    pub fn low_bits(&self) -> u64 {
        self.0[0]
    }

    /// Returns true when it holds all of some leaves.
    #[inline]
    pub fn has_all(&self, leaves: &LeafSet) -> bool {
        self.0.iter().zip(&leaves.0).all(|(held, asked)| held & asked == *asked)
    }

    /// Returns true when it holds any of some leaves.
    #[inline]
    pub fn has_any(&self, leaves: &LeafSet) -> bool {
        self.0.iter().zip(&leaves.0).any(|(held, asked)| held & asked != 0)
    }
}

/// Some leaves of a plan.
pub struct LeafSet(Vec<u64>);

impl LeafSet {
    /// Makes a set of leaves of a plan that has `count`.
    pub fn new(count: usize, leaves: impl Iterator<Item = usize>) -> LeafSet {
        let mut words = vec![0; count.div_ceil(BITS).max(1)];
        leaves.for_each(|leaf| words[leaf / BITS] |= 1 << (leaf % BITS));
        LeafSet(words)
    }

    fn has(&self, leaf: usize) -> bool {
        Held(&self.0).has(leaf)
    }
}

/// Which documents are looked at, and what is to be said of them.
pub struct Asked<'a> {
    /// A document is looked at because it holds one of these …
    pub leaves: &'a LeafSet,
    /// … or because it is live, whatever it holds.
    pub all: bool,
    /// What each leaf can add to a score at most; `None` for those that are not scored.
    pub bounds: &'a [Option<Bound>],
}

/// Calls `look` for each live document that is asked for, in ascending order, with the leaves that
/// it holds and the most that they add to its score.
pub fn scan(segment: &Segment<'_>, asked: &Asked<'_>, mut look: impl FnMut(u32, Held<'_>, f32)) {
    let leaves = segment.lists.len();
    let words = leaves.div_ceil(BITS).max(1);
    let width = (WINDOW_WORDS / words).max(BITS).next_multiple_of(BITS);
    let mut masks = vec![0_u64; width * words];
    let mut bounds = vec![0_f32; width];
    let mut touched = vec![0_u64; width / BITS];
    let is_asked: Vec<bool> = (0..leaves).map(|leaf| asked.leaves.has(leaf)).collect();
    let mut taken = vec![0; leaves];
    let mut base = 0;
    loop {
        let next = |leaf: usize| segment.lists[leaf].get(taken[leaf]).map(|o| o.doc);
        let first = (0..leaves).filter(|&leaf| is_asked[leaf]).filter_map(next).min();
        base = match (asked.all, first) {
            (true, _) if base < segment.reader.max_doc() => base,
            (false, Some(first)) => first,
            _ => return,
        };
        let end = base.saturating_add(width as u32);
        for leaf in 0..leaves {
            let list = &segment.lists[leaf][taken[leaf]..];
            let skipped = list.partition_point(|o| o.doc < base);
            let list = &list[skipped..];
            let here = &list[..list.partition_point(|o| o.doc < end)];
            taken[leaf] += skipped + here.len();
            let (word, bit) = (leaf / BITS, 1 << (leaf % BITS));
            for o in here {
                let at = (o.doc - base) as usize;
                masks[at * words + word] |= bit;
                if is_asked[leaf] {
                    touched[at / BITS] |= 1 << (at % BITS);
                }
            }
            if let Some(bound) = asked.bounds[leaf] {
                let most = |o: &Occurrence| bound.of(o.in_text, o.in_title);
                here.iter().for_each(|o| bounds[(o.doc - base) as usize] += most(o));
            }
        }
        if asked.all {
            let live = (base..end.min(segment.reader.max_doc()))
                .filter(|&doc| !segment.reader.is_deleted(doc));
            for at in live.map(|doc| (doc - base) as usize) {
                touched[at / BITS] |= 1 << (at % BITS);
            }
        }
        for (number, bits) in touched.iter_mut().enumerate() {
            while *bits != 0 {
                let at = number * BITS + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                look(base + at as u32, Held(&masks[at * words..][..words]), bounds[at]);
            }
        }
        masks.fill(0);
        bounds.fill(0.0);
        base = end;
    }
}
