//! Some documents of a list, walked.

use std::ops::Range;

use super::{List, Many, Occurrence};

/// Some documents of a list that stand behind one another.
pub enum Piece<'a> {
    /// Of a list, of one run: its places, and the first document of the run.
    List(&'a List, Range<usize>, u32),
    /// Of many.
    Many(&'a Many, Range<u32>),
}

impl Piece<'_> {
    /// Returns the place in the list behind it.
    pub fn end(&self) -> usize {
        match self {
            Piece::List(_, places, _) => places.end,
            Piece::Many(_, docs) => docs.end as usize,
        }
    }

    /// Goes through the documents.
    #[inline]
    pub fn each_doc(&self, found: impl FnMut(u32)) {
        match self {
            Piece::List(list, places, base) => list.each_doc(places.clone(), *base, found),
            Piece::Many(many, docs) => many.each_doc(docs.clone(), found),
        }
    }

    /// Goes through the documents with their counts.
    #[inline]
    pub fn each(&self, found: impl FnMut(Occurrence)) {
        match self {
            Piece::List(list, places, base) => list.each(places.clone(), *base, found),
            Piece::Many(many, docs) => many.each(docs.clone(), found),
        }
    }
}
