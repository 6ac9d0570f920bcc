//! Lists of one leaf -> one list: how often it stands in each live document.
//!
//! Where there are many documents, each has a byte to which the lists are added one by one. Else they are
//! added up a window of documents at a time, in arrays that stay in the nearest cache. Postings are taken
//! from the engine in the blocks in which it unpacks them.

mod list;
mod window;

use std::ops::Range;

use tantivy::SegmentReader;
use tantivy::postings::BlockSegmentPostings;

use super::occurrences::{Counting, List as Sums, Occurrences};
use list::{List, Of};
use window::add_up;

/// Documents of a window. Tests have archives of several windows with fewer.
const WIDTH: u32 = if cfg!(test) { 128 } else { 4096 };
/// Lists of no more documents are put in order: a window would be new memory for a few of them.
const FEW: usize = if cfg!(test) { 8 } else { 256 };

/// Of one in so many documents there are many: a list of them takes as many instructions, and an eighth
/// of the memory.
const DENSE: u64 = 32;
/// Where there are lists of more leaves than this, many are no more than take the memory of a list.
const FEW_LEAVES: usize = 32;
const DENSE_OF_MANY_LEAVES: u64 = 4;

/// Where in the article a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The text, or the field that a leaf is bound to.
    Text,
    /// The title.
    Title,
}

/// Lists that are to be added up.
pub struct Tally {
    /// What is outside of these documents is left out.
    docs: Range<u32>,
    /// Of one in so many documents there are many.
    dense: u64,
    lists: Vec<(Part, List)>,
    /// The greatest number of hundredths of which what a place counts for is a multiple in all lists.
    unit: u32,
}

impl Tally {
    /// Begins without any lists of these documents, for one of so many leaves.
    pub fn of(docs: Range<u32>, leaves: usize) -> Tally {
        let dense = if leaves > FEW_LEAVES { DENSE_OF_MANY_LEAVES } else { DENSE };
        Tally { docs, dense, lists: Vec::new(), unit: 0 }
    }

    /// Returns the documents that are of interest.
    pub fn docs(&self) -> Range<u32> {
        self.docs.clone()
    }

    /// Adds a list of the engine, whose places count for `weight` hundredths each.
    pub fn add_postings(&mut self, part: Part, postings: BlockSegmentPostings, weight: u32) {
        let mut postings = Box::new(postings);
        let first = self.docs.start;
        let taken = if first > 0 { postings.seek(first) } else { 0 };
        self.add(part, List { of: Of::Postings(postings), taken, weight });
    }

    /// Adds documents of interest, ascending, with their places, which count for `weight` hundredths each.
    pub fn add_counts(&mut self, part: Part, counts: Vec<(u32, u32)>, weight: u32) {
        let (docs, counts) = counts.into_iter().unzip();
        self.add(part, List { of: Of::Counted(docs, counts), taken: 0, weight });
    }

    fn add(&mut self, part: Part, list: List) {
        self.unit = greatest_divisor(self.unit, list.weight);
        self.lists.push((part, list));
    }

    /// Adds everything up; live documents only, by number.
    pub fn occurrences(mut self, segment: &SegmentReader) -> Occurrences {
        let unit = self.unit.max(1);
        self.lists.iter_mut().for_each(|(_, list)| list.weight /= unit);
        let most: usize = self.lists.iter().map(|(_, list)| list.most()).sum();
        let room = most.min(self.docs.len());
        let is_deleted = |doc| segment.is_deleted(doc);
        let deleted: Deleted<'_> = segment.has_deletes().then_some(&is_deleted);
        if most <= FEW {
            let mut found = Sums::new(self.docs.start, room, unit);
            add_up_few(&mut self.lists, self.docs.end, deleted, &mut found);
            return Occurrences::List(found);
        }
        // As many as if they were spread evenly.
        let here = most as u64 * self.docs.len() as u64 / u64::from(segment.max_doc().max(1));
        // Of hundredths few have room in a byte.
        if here >= self.docs.len() as u64 / self.dense && unit > 1 {
            let counting = add_up_many(&mut self.lists, self.docs.clone());
            return Occurrences::Many(counting.end(unit, deleted));
        }
        let mut found = Sums::new(self.docs.start, room, unit);
        add_up(&mut self.lists, self.docs.end, deleted, &mut found);
        Occurrences::List(found)
    }
}

/// Says which documents are deleted, where there are any.
type Deleted<'a> = Option<&'a dyn Fn(u32) -> bool>;

/// Returns the greatest number that divides both, of which one may be 0.
fn greatest_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

/// Adds few documents below `end` up.
fn add_up_few(lists: &mut [(Part, List)], end: u32, deleted: Deleted<'_>, sums: &mut Sums) {
    let mut few: Vec<(u32, [u32; 2])> = Vec::new();
    for (part, list) in lists {
        list.take_below(end, |doc, count| {
            few.push((doc, if *part == Part::Text { [count, 0] } else { [0, count] }));
        });
    }
    few.sort_unstable_by_key(|(doc, _)| *doc);
    for same in few.chunk_by(|a, b| a.0 == b.0) {
        let add = |a: [u32; 2], b: [u32; 2]| [a[0].saturating_add(b[0]), a[1].saturating_add(b[1])];
        if deleted.is_none_or(|is_deleted| !is_deleted(same[0].0)) {
            sums.push(same[0].0, same.iter().fold([0, 0], |sum, (_, counts)| add(sum, *counts)));
        }
    }
}

/// Adds many of some documents up, a list at a time.
fn add_up_many(lists: &mut [(Part, List)], docs: Range<u32>) -> Counting {
    let mut counting = Counting::of(docs.clone());
    for (part, list) in lists {
        match part {
            Part::Text => {
                let units = list.weight;
                list.take_blocks_below(docs.end, |docs, places| {
                    counting.add_to_texts(docs, places, units);
                });
            }
            Part::Title => list.take_below(docs.end, |doc, n| counting.add_to_title(doc, n)),
        }
    }
    counting
}

#[cfg(test)]
mod tests {
    use super::*;

    type Found = Vec<(u32, u32, u32)>;
    type Lists<'a> = &'a [(Part, Vec<(u32, u32)>)];

    fn opened(lists: Lists<'_>) -> Vec<(Part, List)> {
        let list = |counts: &[(u32, u32)]| {
            let (docs, counts) = counts.iter().copied().unzip();
            Of::Counted(docs, counts)
        };
        let list = |counts: &[(u32, u32)]| List { of: list(counts), taken: 0, weight: 1 };
        lists.iter().map(|(part, counts)| (*part, list(counts))).collect()
    }

    fn found(occurrences: &Occurrences) -> Found {
        let mut found = Vec::new();
        occurrences.each(|at| found.push((at.doc, at.in_text, at.in_title)));
        found
    }

    fn sums(lists: Lists<'_>, add_up: impl Fn(&mut Vec<(Part, List)>, &mut Sums)) -> Found {
        let mut sums = Sums::new(0, 0, 1);
        add_up(&mut opened(lists), &mut sums);
        found(&Occurrences::List(sums))
    }

    fn sums_of_many(lists: Lists<'_>, end: u32, deleted: Deleted<'_>) -> Found {
        let counting = add_up_many(&mut opened(lists), 0..end);
        found(&Occurrences::Many(counting.end(1, deleted)))
    }

    #[test]
    fn units_divide_what_places_count_for() {
        let unit = |weights: &[u32]| weights.iter().fold(0, |a, &b| greatest_divisor(a, b));
        assert_eq!(unit(&[100, 100]), 100);
        assert_eq!(unit(&[100, 35, 60]), 5);
        assert_eq!(unit(&[1, 100]), 1);
    }

    #[test]
    fn lists_add_up_by_document_across_windows() {
        let lists = [
            (Part::Text, vec![(0, 100), (63, 100), (WIDTH - 1, 300), (WIDTH, 100)]),
            (Part::Text, vec![(63, 60), (64, u32::MAX), (65, 254), (WIDTH + 70, 35)]),
            (Part::Title, vec![(64, 100), (WIDTH, 200)]),
            (Part::Text, vec![(64, 1), (65, 1), (WIDTH, 7)]),
        ];
        let wanted = [
            (0, 100, 0),
            (63, 160, 0),
            (64, u32::MAX, 100),
            (65, 255, 0),
            (WIDTH - 1, 300, 0),
            (WIDTH, 107, 200),
            (WIDTH + 70, 35, 0),
        ];
        let whole = WIDTH + 71;
        for end in [whole, WIDTH + 1, WIDTH, 64, 1, 0] {
            let wanted: Vec<_> = wanted.iter().copied().filter(|(doc, ..)| *doc < end).collect();
            let is_deleted: Deleted<'_> = Some(&|doc| doc == 64 || doc == WIDTH);
            let live = wanted.iter().filter(|(doc, ..)| ![64, WIDTH].contains(doc));
            let live: Found = live.copied().collect();
            for (deleted, wanted) in [(None, wanted), (is_deleted, live)] {
                assert_eq!(sums(&lists, |lists, sums| add_up(lists, end, deleted, sums)), wanted);
                let few = sums(&lists, |lists, sums| add_up_few(lists, end, deleted, sums));
                assert_eq!(few, wanted);
                assert_eq!(sums_of_many(&lists, end, deleted), wanted);
            }
        }
    }
}
