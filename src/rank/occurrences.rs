//! Where a leaf stands: documents with counts.
//!
//! Lists of frequent words are the most that a query touches, and the first touch of memory takes longer
//! than to fill it: few documents take four bytes each, many one byte for each document that there is.

mod counting;
mod list;
mod many;
mod piece;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::doc_bits::DocBits;
pub use counting::Counting;
pub use list::{List, end_of_run};
pub use many::Many;
pub use piece::Piece;

/// How often a leaf stands in one live document, in hundredths: a place counts as much as the
/// sequence that stands there weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The engine's number of the document.
    pub doc: u32,
    /// In the text, or in the field the leaf is bound to.
    pub in_text: u32,
    /// In the title, where the leaf is looked up there too.
    pub in_title: u32,
}

/// The documents in which a leaf stands, ascending.
#[derive(Debug)]
pub enum Occurrences {
    /// One behind the other.
    List(List),
    /// A byte for each document that there is, and a set.
    Many(Many),
}

impl Occurrences {
    /// Returns the documents as a set, where there are many.
    pub fn bits(&self) -> Option<&DocBits> {
        match self {
            Occurrences::List(_) => None,
            Occurrences::Many(many) => Some(many.docs()),
        }
    }

    /// Returns how many documents there are.
    pub fn len(&self) -> usize {
        match self {
            Occurrences::List(list) => list.len(),
            Occurrences::Many(many) => many.len(),
        }
    }

    /// Returns the sum of all counts, in hundredths.
    pub fn total(&self) -> u64 {
        match self {
            Occurrences::List(list) => list.total(),
            Occurrences::Many(many) => many.total(),
        }
    }

    /// Looks a document up, from a place in the list on that it does not lie before, and goes there.
    #[inline]
    pub fn find_from(&self, from: &mut usize, doc: u32) -> Option<Occurrence> {
        match self {
            Occurrences::List(list) => list.find_from(from, doc),
            Occurrences::Many(many) => many.find(doc),
        }
    }

    /// Looks a document up.
    pub fn find(&self, doc: u32) -> Option<Occurrence> {
        match self {
            Occurrences::List(list) => list.find(doc),
            Occurrences::Many(many) => many.find(doc),
        }
    }

    /// Returns true when a document is in the list.
    pub fn has(&self, doc: u32) -> bool {
        self.bits().map_or_else(|| self.find(doc).is_some(), |set| set.has(doc))
    }

    /// Returns the first document at a place of the list or behind it; places are those of [`Piece::end`], and 0.
    pub fn next(&self, place: usize) -> Option<u32> {
        match self {
            Occurrences::List(list) => list.doc(place),
            Occurrences::Many(many) => many.docs().next(place as u32),
        }
    }

    /// Returns the documents of a range that lies in one run, from a place in the list on.
    pub fn piece(&self, from: usize, docs: Range<u32>) -> Piece<'_> {
        match self {
            Occurrences::List(list) => {
                let (places, base) = list.places(from, docs);
                Piece::List(list, places, base)
            }
            Occurrences::Many(many) => Piece::Many(many, docs),
        }
    }

    /// Goes through all documents with their counts.
    pub fn each(&self, mut found: impl FnMut(Occurrence)) {
        match self {
            Occurrences::List(list) => {
                list.runs().for_each(|(places, base)| list.each(places, base, &mut found));
            }
            Occurrences::Many(many) => many.each(many.all(), found),
        }
    }

    /// The same, but for some that do not have the leaf in their title, and less often in their text than
    /// `least` says, in hundredths. Where there are many, those that have it often may come first, as many
    /// as `first` if there are so many.
    pub fn each_with_least(
        &self,
        first: usize,
        least: impl Fn() -> u32,
        mut found: impl FnMut(Occurrence),
    ) {
        match self {
            Occurrences::List(list) => list.runs().for_each(|(places, base)| {
                list.each_with_least(places, base, &least, &mut found);
            }),
            Occurrences::Many(many) => many.each_with_least(first, least, found),
        }
    }
}
