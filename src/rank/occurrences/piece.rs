//! Some documents of a list, walked.

use std::ops::Range;

use super::{AT_ONCE, COUNT_BITS, Occurrence, Occurrences, TEXT_BITS};

/// Some documents of a list that stand behind one another in one run.
pub struct Piece<'a> {
    pub(super) list: &'a Occurrences,
    /// The first document of the run.
    pub(super) base: u32,
    /// Where they stand in the list.
    pub places: Range<usize>,
}

impl<'a> Piece<'a> {
    /// Returns the documents.
    #[inline]
    pub fn docs(&self) -> impl Iterator<Item = u32> + use<'a> {
        let base = self.base;
        self.list.entries[self.places.clone()]
            .iter()
            .map(move |&entry| base + (entry >> COUNT_BITS))
    }

    /// Returns the documents with their counts, but for some that do not have the leaf in their title, and
    /// less often in their text than `least` says, in hundredths.
    pub fn with_least(&self, least: impl Fn() -> u32) -> impl Iterator<Item = Occurrence> {
        let starts = self.places.clone().step_by(AT_ONCE);
        let some = starts.map(|start| start..(start + AT_ONCE).min(self.places.end));
        some.filter(move |some| {
            let least = least().div_ceil(self.list.unit).min(1 << TEXT_BITS);
            // With places in the title, and apart, it is more than any count in a text. All are looked at, so that
            // several are compared at a time.
            let entries = self.list.entries[some.clone()].iter();
            entries.fold(false, |any, entry| any | (entry % (1 << COUNT_BITS) >= least))
        })
        .flat_map(|some| Piece { list: self.list, base: self.base, places: some }.iter())
    }

    /// Returns the documents with their counts.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = Occurrence> + use<'a> {
        let (list, base, first) = (self.list, self.base, self.places.start);
        let entries = list.entries[self.places.clone()].iter().enumerate();
        entries.map(move |(i, &entry)| list.occurrence(base, first + i, entry))
    }
}
