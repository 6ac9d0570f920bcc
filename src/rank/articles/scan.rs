//! The documents of a partition that hold any leaf: which leaves each holds, and what its score will
//! come to about.
//!
//! Lists are walked together, a window of documents at a time: a few instructions a place, and most
//! documents need no more than that. Where documents that cannot be among the best need only be counted, that
//! is done by [`sets`], else by [`each`].

mod each;
mod sets;

use std::ops::Range;

use super::held::{Held, LeafSet};
use super::partition::Partition;
use super::scoring::Scoring;
use crate::rank::doc_bits::DocBits;
use crate::rank::occurrences::{Occurrence, Piece, end_of_run};

/// Documents of a window: what is known of so many stays in the nearest caches. Tests have archives
/// of several windows with fewer.
const WIDTH: usize = if cfg!(test) { 128 } else { 4096 };
const BITS: usize = u64::BITS as usize;

/// A bit for each document of a window.
type Bits = [u64; WIDTH / BITS];

/// Which documents are looked at, and what is to be said of them.
pub struct Asked<'a> {
    /// A document is looked at because it holds one of these …
    pub leaves: &'a LeafSet,
    /// … or because it is live, whatever it holds.
    pub all: bool,
    /// How scores are estimated; `None` where they do not matter.
    pub scoring: Option<&'a Scoring>,
}

/// What the score of a document comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimated {
    /// By the leaves that were added up, or a little more.
    pub sum: f32,
    /// By those that were not, at the most.
    pub slight: f32,
}

impl Estimated {
    /// Returns the score, or something more.
    pub fn most(self) -> f32 {
        self.sum + self.slight
    }
}

/// Looks at documents.
pub trait Look {
    /// Looks at a live document, with the leaves that it holds and an estimate of its score.
    fn look(&mut self, doc: u32, held: Held<'_>, estimated: Estimated);

    /// Returns an estimate below which it does not matter how far below.
    fn least(&self) -> f32 {
        f32::NEG_INFINITY
    }

    /// Returns an estimate below which documents need only be counted.
    fn least_looked_at(&self) -> f32 {
        f32::NEG_INFINITY
    }

    /// Returns how many of the best are kept.
    fn room(&self) -> usize {
        0
    }

    /// Counts documents that hold just these leaves and were not looked at.
    fn count(&mut self, _held: Held<'_>, _documents: u64) {}

    /// Returns true when no more need be looked at.
    fn has_enough(&mut self) -> bool {
        false
    }
}

impl<F: FnMut(u32, Held<'_>)> Look for F {
    fn look(&mut self, doc: u32, held: Held<'_>, _: Estimated) {
        self(doc, held);
    }
}

/// Looks at each live document that is asked for, in ascending order.
pub fn scan(partition: &Partition<'_>, asked: &Asked<'_>, look: &mut impl Look) {
    let walk = Walk::new(partition, asked);
    if !asked.all && look.least_looked_at() > f32::NEG_INFINITY {
        sets::scan(walk, look);
    } else {
        each::scan(walk, look);
    }
}

/// Goes through the lists of all leaves, a window at a time.
struct Walk<'a> {
    partition: &'a Partition<'a>,
    asked: &'a Asked<'a>,
    /// Where each list stands.
    taken: Vec<usize>,
    /// The documents of the window at hand, from the first of a word of bits on; all lie in one run of the
    /// lists.
    docs: Range<u32>,
}

impl<'a> Walk<'a> {
    fn new(partition: &'a Partition<'a>, asked: &'a Asked<'a>) -> Walk<'a> {
        let start = partition.docs.start;
        Walk { partition, asked, taken: vec![0; partition.lists.len()], docs: start..start }
    }

    /// Goes to the next window in which a document is asked for; returns false when there is none.
    fn next(&mut self) -> bool {
        let Walk { partition, asked, taken, docs } = self;
        let lists = partition.lists.iter().zip(taken).enumerate();
        let lists = lists.filter(|(leaf, _)| asked.leaves.has(*leaf));
        let next = lists.filter_map(|(_, (list, taken))| list.next(*taken)).min();
        let first = match (asked.all, next) {
            (true, _) if docs.end < partition.docs.end => docs.end,
            (false, Some(next)) => next,
            _ => return false,
        };
        let base = first - first % u64::BITS;
        *docs = base..base.saturating_add(WIDTH as u32).min(end_of_run(base));
        true
    }

    /// Returns what the list of a leaf has in this window; to be asked once for each.
    fn piece(&mut self, leaf: usize) -> Piece<'a> {
        let piece = self.partition.lists[leaf].piece(self.taken[leaf], self.docs.clone());
        self.taken[leaf] = piece.end();
        piece
    }

    /// Adds what the places of a leaf come to in scores.
    #[inline]
    fn add_parts(
        &self,
        leaf: usize,
        scoring: &Scoring,
        places: &Piece<'_>,
        sums: &mut [f32; WIDTH],
    ) {
        let base = self.docs.start;
        places.each(|place: Occurrence| {
            let lengths = self.partition.lengths(place.doc);
            sums[place_in(base, place.doc)] += scoring.part(leaf, place, lengths);
        });
    }
}

/// Returns the place of a document in the window that begins with `base`.
#[inline]
fn place_in(base: u32, doc: u32) -> usize {
    // The remainder is there for the compiler, which then knows that all places are in reach.
    (doc - base) as usize % WIDTH
}

/// Returns the words of a set for the documents of a window.
fn words_of(set: &DocBits, docs: &Range<u32>) -> impl Iterator<Item = u64> {
    docs.clone().step_by(BITS).map(|doc| set.word(doc / u64::BITS))
}
