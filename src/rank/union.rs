//! The documents of several lists, each once.

use super::postings::Occurrence;

const BITS: u32 = u64::BITS;

/// The documents of several lists in ascending order, each once: a bit for each document between
/// the first and the last.
pub struct Union {
    words: Vec<u64>,
    /// Number of the word at hand.
    at: usize,
    /// Document of the first bit.
    base: u32,
}

impl Union {
    /// Joins lists that are sorted by document.
    pub fn new(lists: &[&[Occurrence]]) -> Union {
        let ends = |list: &&[Occurrence]| Some((list.first()?.doc, list.last()?.doc));
        let ends = lists.iter().filter_map(ends);
        let ends = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let Some((first, last)) = ends else {
            return Union { words: Vec::new(), at: 0, base: 0 };
        };
        let base = first - first % BITS;
        let mut words = vec![0; ((last - base) / BITS + 1) as usize];
        for at in lists.iter().copied().flatten() {
            let bit = at.doc - base;
            words[(bit / BITS) as usize] |= 1 << (bit % BITS);
        }
        Union { words, at: 0, base }
    }

    /// Returns how many documents there are that were not walked yet.
    pub fn left(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}

impl Iterator for Union {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        while let Some(word) = self.words.get_mut(self.at) {
            if *word != 0 {
                let bit = word.trailing_zeros();
                *word &= *word - 1;
                return Some(self.base + self.at as u32 * BITS + bit);
            }
            self.at += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_union_holds_each_document_once_in_order() {
        let list = |docs: &[u32]| -> Vec<Occurrence> {
            docs.iter().map(|&doc| Occurrence { doc, in_text: 1, in_title: 0 }).collect()
        };
        let lists = [list(&[70, 128, 1000]), list(&[]), list(&[64, 70, 127, 129])];
        let union = || Union::new(&[&lists[0], &lists[1], &lists[2]]);
        assert_eq!(union().collect::<Vec<_>>(), [64, 70, 127, 128, 129, 1000]);
        assert_eq!(union().left(), 6);
        assert_eq!(union().skip(2).count(), 4);
        assert_eq!(Union::new(&[]).next(), None);
    }
}
