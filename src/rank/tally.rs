//! Lists of one leaf -> one list: how often it stands in each live document.
//!
//! The lists are added up a window of documents at a time, in arrays that stay in the nearest
//! cache, and postings are taken from the engine in the blocks in which it unpacks them.

use std::ops::Range;

use tantivy::SegmentReader;
use tantivy::postings::BlockSegmentPostings;

use super::occurrences::{Occurrences, end_of_run};

/// Documents of a window. Tests have archives of several windows with fewer.
const WIDTH: u32 = if cfg!(test) { 128 } else { 4096 };
/// Lists of no more documents are put in order: a window would be new memory for a few of them.
const FEW: usize = if cfg!(test) { 8 } else { 256 };

/// A list of one in so many documents is kept as a set too, which then takes no more than the list.
const DENSE: u64 = 32;

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
    lists: Vec<(Part, List)>,
    /// What a place counts for, in hundredths, where it is the same in all lists.
    weight: Option<u32>,
}

/// Documents in ascending order, with their places.
struct List {
    of: Of,
    /// Documents that were taken, of the block at hand or of all.
    taken: usize,
    /// What a place counts for, in hundredths; 1 where all count the same.
    weight: u32,
}

/// Where documents come from.
enum Of {
    Postings(Box<BlockSegmentPostings>),
    Counted(Vec<(u32, u32)>),
}

impl Tally {
    /// Begins without any lists of these documents.
    pub fn of(docs: Range<u32>) -> Tally {
        Tally { docs, lists: Vec::new(), weight: None }
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
        self.add(part, List { of: Of::Counted(counts), taken: 0, weight });
    }

    fn add(&mut self, part: Part, list: List) {
        let is_other = self.weight.is_some_and(|weight| weight != list.weight);
        self.weight = Some(if is_other { 1 } else { list.weight });
        self.lists.push((part, list));
    }

    /// Adds everything up; live documents only, by number.
    pub fn occurrences(mut self, segment: &SegmentReader) -> Occurrences {
        let unit = self.weight.unwrap_or(1);
        if unit > 1 {
            self.lists.iter_mut().for_each(|(_, list)| list.weight = 1);
        }
        let most: usize = self.lists.iter().map(|(_, list)| list.most()).sum();
        let room = most.min(self.docs.len());
        let is_deleted = |doc| segment.is_deleted(doc);
        let deleted: Deleted<'_> = segment.has_deletes().then_some(&is_deleted);
        if most <= FEW {
            let mut found = Occurrences::new(self.docs.start, room, unit);
            add_up_few(&mut self.lists, self.docs.end, deleted, &mut found);
            return found;
        }
        // As many as if they were spread evenly.
        let here = most as u64 * self.docs.len() as u64 / u64::from(segment.max_doc().max(1));
        let is_dense = here >= self.docs.len() as u64 / DENSE;
        let mut found = match is_dense {
            true => Occurrences::of_many(self.docs.clone(), room, unit),
            false => Occurrences::new(self.docs.start, room, unit),
        };
        add_up(&mut self.lists, self.docs.end, deleted, &mut found);
        found
    }
}

/// Says which documents are deleted, where there are any.
type Deleted<'a> = Option<&'a dyn Fn(u32) -> bool>;

/// Adds few documents below `end` up.
fn add_up_few(lists: &mut [(Part, List)], end: u32, deleted: Deleted<'_>, sums: &mut Occurrences) {
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

/// Adds documents below `end` up, a window at a time.
fn add_up(lists: &mut Vec<(Part, List)>, end: u32, deleted: Deleted<'_>, sums: &mut Occurrences) {
    let mut window = Window::default();
    loop {
        lists.retain(|(_, list)| list.next().is_some_and(|doc| doc < end));
        let Some(base) = lists.iter().filter_map(|(_, list)| list.next()).min() else { return };
        window.base = base - base % u64::BITS;
        lists.iter_mut().for_each(|(part, list)| window.add(*part, list, end));
        window.empty_into(deleted, sums);
    }
}

impl List {
    /// Returns how many documents there are at most.
    fn most(&self) -> usize {
        match &self.of {
            Of::Postings(postings) => postings.doc_freq() as usize,
            Of::Counted(counts) => counts.len(),
        }
    }

    /// Returns the first document that was not taken yet.
    fn next(&self) -> Option<u32> {
        match &self.of {
            Of::Postings(postings) => postings.docs().get(self.taken).copied(),
            Of::Counted(counts) => counts.get(self.taken).map(|&(doc, _)| doc),
        }
    }

    /// Takes the documents below `end`, with what their places count for.
    #[inline]
    fn take_below(&mut self, end: u32, mut found: impl FnMut(u32, u32)) {
        match self.weight {
            1 => self.take_places_below(end, found),
            weight => self.take_places_below(end, |doc, n| found(doc, n.saturating_mul(weight))),
        }
    }

    #[inline]
    fn take_places_below(&mut self, end: u32, mut found: impl FnMut(u32, u32)) {
        let List { of, taken, .. } = self;
        match of {
            Of::Counted(counts) => {
                while let Some(&(doc, count)) = counts.get(*taken).filter(|(doc, _)| *doc < end) {
                    found(doc, count);
                    *taken += 1;
                }
            }
            Of::Postings(postings) => loop {
                let docs = &postings.docs()[*taken..];
                let Some(&last) = docs.last() else { return };
                let below =
                    if last < end { docs.len() } else { docs.partition_point(|&doc| doc < end) };
                let freqs = &postings.freqs()[*taken..];
                for (&doc, &freq) in docs[..below].iter().zip(freqs) {
                    found(doc, freq);
                }
                if below < docs.len() {
                    *taken += below;
                    return;
                }
                postings.advance();
                *taken = 0;
            },
        }
    }
}

/// Counts of the documents from `base` on, all of one run of the list that is made of them.
struct Window {
    base: u32,
    /// In the text and in the title.
    counts: Box<[[u32; 2]; WIDTH as usize]>,
    /// A bit for each document that has any.
    has_any: [u64; (WIDTH / u64::BITS) as usize],
}

impl Default for Window {
    fn default() -> Window {
        let has_any = [0; (WIDTH / u64::BITS) as usize];
        Window { base: 0, counts: Box::new([[0; 2]; WIDTH as usize]), has_any }
    }
}

impl Window {
    /// Returns the first document behind it.
    fn end(&self) -> u32 {
        self.base.saturating_add(WIDTH).min(end_of_run(self.base))
    }

    /// Adds what a list holds of these documents below `end`.
    fn add(&mut self, part: Part, list: &mut List, end: u32) {
        let end = self.end().min(end);
        match part {
            Part::Text => self.add_part::<0>(list, end),
            Part::Title => self.add_part::<1>(list, end),
        }
    }

    fn add_part<const PART: usize>(&mut self, list: &mut List, end: u32) {
        let Window { base, counts, has_any } = self;
        list.take_below(end, |doc, count| {
            // The remainder is there for the compiler, which then knows that all places are in reach.
            let at = (doc - *base) % WIDTH;
            let sum = &mut counts[at as usize][PART];
            *sum = sum.saturating_add(count);
            has_any[(at / u64::BITS) as usize] |= 1 << (at % u64::BITS);
        });
    }

    /// Hands out what was added, by document, and is empty again.
    fn empty_into(&mut self, deleted: Deleted<'_>, sums: &mut Occurrences) {
        let Window { base, counts, has_any } = self;
        let words = has_any.iter_mut().zip((*base..).step_by(u64::BITS as usize));
        for ((bits, base), counts) in words.zip(counts.as_chunks_mut().0) {
            let mut bits = std::mem::take(bits);
            if let Some(is_deleted) = deleted {
                for at in 0..u64::BITS {
                    if bits & 1 << at != 0 && is_deleted(base + at) {
                        bits &= !(1 << at);
                        counts[at as usize] = [0, 0];
                    }
                }
            }
            if bits != 0 {
                sums.push_bits(base, bits, counts);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Found = Vec<(u32, u32, u32)>;

    fn sums(
        lists: &[(Part, Vec<(u32, u32)>)],
        add_up: impl Fn(&mut Vec<(Part, List)>, &mut Occurrences),
    ) -> Found {
        let list = |counts: &[(u32, u32)]| Of::Counted(counts.to_vec());
        let list = |counts: &[(u32, u32)]| List { of: list(counts), taken: 0, weight: 1 };
        let mut lists: Vec<(Part, List)> =
            lists.iter().map(|(part, counts)| (*part, list(counts))).collect();
        let mut found = Occurrences::new(0, 0, 1);
        add_up(&mut lists, &mut found);
        found.iter().map(|found| (found.doc, found.in_text, found.in_title)).collect()
    }

    #[test]
    fn lists_add_up_by_document_across_windows() {
        let lists = [
            (Part::Text, vec![(0, 100), (63, 100), (WIDTH - 1, 300), (WIDTH, 100)]),
            (Part::Text, vec![(63, 60), (64, u32::MAX), (WIDTH + 70, 35)]),
            (Part::Title, vec![(64, 100), (WIDTH, 200)]),
            (Part::Text, vec![(64, 1)]),
        ];
        let wanted = [
            (0, 100, 0),
            (63, 160, 0),
            (64, u32::MAX, 100),
            (WIDTH - 1, 300, 0),
            (WIDTH, 100, 200),
            (WIDTH + 70, 35, 0),
        ];
        let whole = WIDTH + 71;
        for end in [whole, WIDTH + 1, WIDTH, 64, 1, 0] {
            let wanted: Vec<_> = wanted.iter().copied().filter(|(doc, ..)| *doc < end).collect();
            assert_eq!(sums(&lists, |lists, sums| add_up(lists, end, None, sums)), wanted);
            assert_eq!(sums(&lists, |lists, sums| add_up_few(lists, end, None, sums)), wanted);
            let is_deleted: Deleted<'_> = Some(&|doc| doc == 64 || doc == WIDTH);
            let live = wanted.iter().filter(|(doc, ..)| ![64, WIDTH].contains(doc));
            let live: Found = live.copied().collect();
            assert_eq!(sums(&lists, |lists, sums| add_up(lists, end, is_deleted, sums)), live);
            assert_eq!(sums(&lists, |lists, sums| add_up_few(lists, end, is_deleted, sums)), live);
        }
    }
}
