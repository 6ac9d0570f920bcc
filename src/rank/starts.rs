//! Where a leaf stands in the text of a few documents of which it is known how often it does.
//!
//! Most of what a word stands for is rare, and most documents hold one of its forms. Lists are asked
//! from the most frequent on, each for those documents alone that lack places still, and no more when
//! none does.

use std::cmp::Reverse;

use tantivy::postings::TermInfo;

use super::sequences::{SequenceMatcher, SequenceTerms, Walk};
use crate::index::{FieldLists, positions};

/// A document, and what is known of a leaf in it.
pub struct Wanted {
    pub doc: u32,
    /// How often it stands there, in hundredths.
    pub count: u32,
}

/// The positions at which a leaf begins in a document.
#[derive(Default)]
struct Starts {
    found: Vec<u32>,
    /// What the places that were found count for, in hundredths.
    count: u32,
    lists: usize,
}

impl Starts {
    /// Counts what one list has appended.
    fn counted(&mut self, places: usize, weight: u32) {
        self.count = self.count.saturating_add((places as u32).saturating_mul(weight));
        self.lists += usize::from(places > 0);
    }

    fn in_order(mut self) -> Vec<u32> {
        if self.lists > 1 {
            self.found.sort_unstable();
            self.found.dedup();
        }
        self.found
    }
}

/// Returns, for each of some documents in ascending order, the positions at which any of some sequences
/// begins, ascending, each once.
pub fn starts(
    lists: &FieldLists,
    sequences: &[SequenceTerms],
    wanted: &[Wanted],
) -> tantivy::Result<Vec<Vec<u32>>> {
    let mut all: Vec<Starts> = wanted.iter().map(|_| Starts::default()).collect();
    // What counts for nothing cannot be told to be missing.
    let is_told = sequences.iter().all(|sequence| sequence.weight > 0);
    let lacks = |starts: &Starts, wanted: &Wanted| !is_told || starts.count < wanted.count;
    let lack = |all: &[Starts]| all.iter().zip(wanted).any(|(starts, w)| lacks(starts, w));
    let of_one = |sequence: &SequenceTerms| sequence.slots.len() == 1;

    let words = sequences.iter().filter(|sequence| of_one(sequence));
    let terms = words.flat_map(|word| word.slots[0].iter().map(|term| (term, word.weight)));
    let mut terms: Vec<(&TermInfo, u32)> = terms.collect();
    terms.sort_by_key(|(term, _)| Reverse(term.doc_freq));
    for (term, weight) in terms {
        if !lack(&all) {
            break;
        }
        let mut list = lists.open(term)?;
        for (starts, wanted) in all.iter_mut().zip(wanted).filter(|(s, w)| lacks(s, w)) {
            if list.seek(wanted.doc) == wanted.doc {
                let before = starts.found.len();
                starts.found.extend(positions(list.gaps()));
                starts.counted(starts.found.len() - before, weight);
            }
        }
    }
    for sequence in sequences.iter().filter(|sequence| !of_one(sequence)) {
        if !lack(&all) {
            break;
        }
        let mut matcher = SequenceMatcher::open(lists, sequence, Walk::Asked)?;
        for (starts, wanted) in all.iter_mut().zip(wanted).filter(|(s, w)| lacks(s, w)) {
            let places = matcher.positions(wanted.doc);
            starts.found.extend_from_slice(places);
            starts.counted(places.len(), sequence.weight);
        }
    }
    Ok(all.into_iter().map(Starts::in_order).collect())
}
