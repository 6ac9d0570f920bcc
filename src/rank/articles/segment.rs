//! The lists of one segment, and the columns that order and name its articles.

use std::cell::Cell;

use tantivy::SegmentReader;
use tantivy::fieldnorm::FieldNormReader;

use crate::index::{Archive, ArticleColumns};
use crate::query::Plan;
use crate::rank::postings::{Occurrence, standing};
use crate::rank::sequences::LeafTerms;

/// The lists of one segment.
pub struct Segment<'a> {
    pub lists: Vec<Vec<Occurrence>>,
    /// The terms of each leaf in the text, or in the field that it is bound to.
    pub terms: Vec<Option<LeafTerms<'a>>>,
    cursors: Vec<Cell<usize>>,
    pub columns: &'a ArticleColumns,
    pub text_words: FieldNormReader,
    pub title_words: FieldNormReader,
    pub reader: &'a SegmentReader,
}

impl<'a> Segment<'a> {
    /// Reads the lists of every leaf.
    pub fn open(
        archive: &Archive,
        plan: &'a Plan,
        columns: &'a ArticleColumns,
        reader: &'a SegmentReader,
    ) -> tantivy::Result<Self> {
        let fields = archive.fields();
        let (mut lists, mut terms) = (Vec::new(), Vec::new());
        for leaf in &plan.leaves {
            let standing = standing(reader, fields, leaf)?;
            lists.push(standing.occurrences);
            terms.push(standing.terms);
        }
        Ok(Segment {
            cursors: vec![Cell::new(0); lists.len()],
            lists,
            terms,
            columns,
            text_words: reader.get_fieldnorms_reader(fields.text_terms)?,
            title_words: reader.get_fieldnorms_reader(fields.title_terms)?,
            reader,
        })
    }

    /// Returns the lengths of text and title, as the engine's bytes for them.
    #[inline]
    pub fn lengths(&self, doc: u32) -> (u8, u8) {
        (self.text_words.fieldnorm_id(doc), self.title_words.fieldnorm_id(doc))
    }

    /// Lets documents be asked for from the first again.
    pub fn rewind(&self) {
        self.cursors.iter().for_each(|cursor| cursor.set(0));
    }

    /// Returns true when a leaf stands in a document.
    pub fn has(&self, leaf: usize, doc: u32) -> bool {
        self.find(leaf, doc).is_some()
    }

    /// Looks a document up in a leaf's list. Documents are asked for in ascending order between
    /// two rewinds, so the search gallops on from where it was.
    pub fn find(&self, leaf: usize, doc: u32) -> Option<&Occurrence> {
        let list = &self.lists[leaf];
        let mut low = self.cursors[leaf].get();
        let mut step = 1;
        while list.get(low + step).is_some_and(|o| o.doc <= doc) {
            low += step;
            step *= 2;
        }
        let high = (low + step).min(list.len());
        let at = low + list[low.min(high)..high].partition_point(|o| o.doc < doc);
        self.cursors[leaf].set(at.min(list.len()));
        list.get(at).filter(|o| o.doc == doc)
    }
}
