//! A run of the documents of one segment: its lists, and the lengths of its articles.

use std::ops::Range;

use tantivy::SegmentReader;
use tantivy::fieldnorm::FieldNormReader;

use crate::index::{ArticleColumns, Fields, RawSegment};
use crate::query::Plan;
use crate::rank::occurrences::{Occurrence, Occurrences};
use crate::rank::postings::Terms;

/// Less work, in entries of lists, is done by one thread: to wake another takes a good part of the time. Tests have few.
const WORTH_IT: u64 = if cfg!(test) { 2 } else { 65_536 };

/// What a partition is made of.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The segment's number.
    pub segment: usize,
    pub raw: RawSegment<'a>,
    pub columns: &'a ArticleColumns,
}

/// Some documents of a segment. All partitions of a segment lie behind one another.
pub struct Partition<'a> {
    pub source: Source<'a>,
    /// Its documents.
    pub docs: Range<u32>,
    /// Where each leaf stands in them.
    pub lists: Vec<Occurrences>,
    text_words: FieldNormReader,
    title_words: FieldNormReader,
}

/// Returns the documents of the partitions of a segment, for so many threads.
pub fn cut(reader: &SegmentReader, terms: &[Terms<'_>], threads: usize) -> Vec<Range<u32>> {
    let work: u64 = terms.iter().map(Terms::work).sum();
    let all = reader.max_doc();
    let count = if work < WORTH_IT { 1 } else { (threads as u32).clamp(1, all.max(1)) };
    let bound = |i: u32| (u64::from(all) * u64::from(i) / u64::from(count)) as u32;
    (0..count).map(|i| bound(i)..bound(i + 1)).collect()
}

impl<'a> Partition<'a> {
    /// Reads the lists of every leaf; `terms` are its terms in the segment.
    pub fn open(
        fields: &Fields,
        plan: &Plan,
        terms: &[Terms<'_>],
        source: Source<'a>,
        docs: Range<u32>,
    ) -> tantivy::Result<Self> {
        let reader = source.raw.reader;
        let list = |(leaf, terms): (&crate::query::Leaf, &Terms<'_>)| {
            let leaves = plan.leaves.len();
            terms.occurrences(source.raw, fields, leaf.scope, docs.clone(), leaves)
        };
        let lists = plan.leaves.iter().zip(terms).map(list).collect::<tantivy::Result<_>>()?;
        let text_words = reader.get_fieldnorms_reader(fields.text_terms)?;
        let title_words = reader.get_fieldnorms_reader(fields.title_terms)?;
        Ok(Partition { source, docs, lists, text_words, title_words })
    }

    /// Returns the lengths of text and title, as the engine's bytes for them.
    #[inline]
    pub fn lengths(&self, doc: u32) -> (u8, u8) {
        (self.text_words.fieldnorm_id(doc), self.title_words.fieldnorm_id(doc))
    }

    /// Returns the lengths of text and title in words, as the engine rounds them.
    pub fn words(&self, doc: u32) -> (u32, u32) {
        (self.text_words.fieldnorm(doc), self.title_words.fieldnorm(doc))
    }

    /// Looks a document up in a leaf's list.
    pub fn find(&self, leaf: usize, doc: u32) -> Option<Occurrence> {
        self.lists[leaf].find(doc)
    }

    /// Returns true when a leaf stands in a document.
    pub fn has(&self, leaf: usize, doc: u32) -> bool {
        self.lists[leaf].has(doc)
    }

    /// Looks up documents in ascending order from now on.
    pub fn forward(&self) -> Forward<'_> {
        Forward { lists: &self.lists, at: vec![0; self.lists.len()] }
    }
}

/// Looks up documents in ascending order: a search goes on from where the last one ended.
pub struct Forward<'a> {
    lists: &'a [Occurrences],
    /// Where each list stands.
    at: Vec<usize>,
}

impl Forward<'_> {
    /// Looks a document up in a leaf's list.
    #[inline]
    pub fn find(&mut self, leaf: usize, doc: u32) -> Option<Occurrence> {
        self.lists[leaf].find_from(&mut self.at[leaf], doc)
    }

    /// Returns true when a leaf stands in a document.
    #[inline]
    pub fn has(&mut self, leaf: usize, doc: u32) -> bool {
        match self.lists[leaf].bits() {
            Some(set) => set.has(doc),
            None => self.find(leaf, doc).is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::occurrences::{Counting, List};

    #[test]
    fn looking_forward_finds_what_a_search_finds() {
        let mut squares = List::new(0, 500, 100);
        (0..500).for_each(|i| squares.push(i * i, [1, 0]));
        let mut many = Counting::of(0..250_100);
        let docs: Vec<u32> = (0..500).map(|i| i * i).collect();
        many.add_to_texts(&docs, &[1; 500], 1);
        let lists = [
            Occurrences::List(squares),
            Occurrences::List(List::new(0, 0, 100)),
            Occurrences::Many(many.end(100, None)),
        ];
        for step in [1, 7, 977] {
            let mut forward = Forward { lists: &lists, at: vec![0; 3] };
            for doc in (0..250_100).step_by(step) {
                let is_square = (0..500).any(|i| i * i == doc);
                let wanted = is_square.then_some(doc);
                assert_eq!(forward.find(0, doc).map(|o| o.doc), wanted);
                assert!(forward.find(1, doc).is_none());
                assert_eq!(forward.find(2, doc).map(|o| o.doc), wanted);
                assert_eq!(forward.has(2, doc), is_square);
            }
        }
    }
}
