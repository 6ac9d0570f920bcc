//! Sequences and what is near: the documents in which they stand, and where in each.
//!
//! A walk goes forward only. Passages lie further apart in positions than any two neighbours, so
//! no sequence crosses them.

mod leaf;
mod matcher;
mod near;
mod ranked;
mod slot;
mod terms;
#[cfg(test)]
mod tests;

pub use leaf::LeafPlaces;
pub use matcher::SequenceMatcher;
pub use near::NearMatcher;
pub use terms::{LeafTerms, SequenceTerms, each_term};

use std::ops::Range;

use tantivy::TERMINATED;

use crate::index::FieldLists;

/// Which documents a walk is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// Few, that are known beforehand.
    Asked,
    /// All of a run in which it finds something.
    Through { start: u32, end: u32 },
}

impl Walk {
    /// All of these documents.
    pub fn through(docs: &Range<u32>) -> Walk {
        Walk::Through { start: docs.start, end: docs.end }
    }
}

/// What a document costs that is looked for in a list, in documents that are put into a set.
const LOOKED_FOR: u64 = 8;
/// A set is made of one in so many documents, or more.
const DENSE: u64 = if cfg!(test) { 4 } else { 64 };

/// Returns the documents of a walk if it is less work to make sets of what lists of these lengths hold there than
/// to look for the documents of the shortest in the others.
fn are_sets(lists: &FieldLists, walk: Walk, lengths: &[u64]) -> Option<Range<u32>> {
    let Walk::Through { start, end } = walk else { return None };
    let shortest = lengths.iter().copied().min().unwrap_or(0);
    let looked_for = shortest * lengths.len() as u64 * LOOKED_FOR;
    let is_less = looked_for >= lengths.iter().sum();
    (is_less && is_dense(lists, shortest)).then_some(start..end)
}

/// Returns true when a set of so many of all documents is worth making.
fn is_dense(lists: &FieldLists, count: u64) -> bool {
    count * DENSE >= u64::from(lists.docs())
}

/// Returns the first document at or after `from` on which all lists agree.
fn agreed<T>(lists: &mut [T], from: u32, seek: impl Fn(&mut T, u32) -> u32) -> Option<u32> {
    let mut doc = from;
    let mut agreeing = 0;
    let count = lists.len();
    for i in (0..count).cycle() {
        let at = seek(&mut lists[i], doc);
        if at == TERMINATED {
            return None;
        }
        if at > doc {
            (doc, agreeing) = (at, 0);
        }
        agreeing += 1;
        if agreeing == count {
            break;
        }
    }
    Some(doc)
}
