//! Lists added up a window of documents at a time, in arrays that stay in the nearest cache.

use super::list::List;
use super::{Deleted, Part, WIDTH};
use crate::rank::occurrences::{List as Sums, end_of_run};

/// Adds documents below `end` up, a window at a time.
pub fn add_up(lists: &mut Vec<(Part, List)>, end: u32, deleted: Deleted<'_>, sums: &mut Sums) {
    let mut window = Window::default();
    loop {
        lists.retain(|(_, list)| list.next().is_some_and(|doc| doc < end));
        let Some(base) = lists.iter().filter_map(|(_, list)| list.next()).min() else { return };
        window.base = base - base % u64::BITS;
        lists.iter_mut().for_each(|(part, list)| window.add(*part, list, end));
        window.empty_into(deleted, sums);
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
    fn empty_into(&mut self, deleted: Deleted<'_>, sums: &mut Sums) {
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
