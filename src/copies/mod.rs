//! Texts -> which of them tell the same story in the same words.
//!
//! Outlets print the same wire copy, cut, lengthened, reordered and reworded. Two texts are near
//! copies when most of the shorter one stands in the longer one, its numbers with it, and the
//! longer one is not a mere collection in which the shorter one is an item.
//!
//! [`Sketch`] is what is kept of each text to find candidates: equal sketch values come from equal
//! runs of words. [`Words`] and [`overlap()`] verify a pair from the texts themselves. [`groups()`]
//! makes groups of verified pairs. All three are functions of the texts and dates alone, so the
//! same articles are always in the same groups, however their index came about.

mod candidates;
mod earliest;
mod groups;
mod overlap;
mod room;
mod runs;
mod sketch;
mod words;

pub use candidates::{Gone, Sketches, bearers, candidates, unsettle};
pub use groups::{Pair, groups};
pub use overlap::{Overlap, Words, overlap};
pub use room::room;
pub use sketch::{SKETCH_VALUES, Sketch};

/// Shorter texts are in no group: two notes of a few lines agree by chance and by custom.
pub const MIN_WORDS: u32 = 100;
