//! The engine's files of a segment, as they lie on disk, for whoever reads them otherwise than the
//! engine does.

mod infos;
mod places;
mod postings;
mod terms;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use tantivy::directory::{CompositeFile, Directory, FileSlice};
use tantivy::index::SegmentComponent;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, SegmentReader, TantivyError};
use tantivy_fst::raw::Fst;

use infos::TermInfos;
pub use postings::{Gaps, PlacedPostings, positions};
pub use terms::FieldTerms;

/// Behind the dictionary of a field: the numbers of its terms, and this many bytes that begin with
/// the length of these.
const TAIL: usize = 16;
/// Before the lists of documents of a field: how many words it has in all.
const TOTAL: usize = 8;

/// The files of a segment that were asked for.
#[derive(Default)]
pub struct RawFiles {
    terms: OnceLock<CompositeFile>,
    postings: OnceLock<CompositeFile>,
    positions: OnceLock<CompositeFile>,
}

/// A segment of an archive, with its files.
#[derive(Clone, Copy)]
pub struct RawSegment<'a> {
    /// What the engine reads of it.
    pub reader: &'a SegmentReader,
    /// What was opened of it besides.
    pub files: &'a RawFiles,
}

impl RawSegment<'_> {
    /// Returns the terms of a field.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn terms(&self, field: Field) -> tantivy::Result<FieldTerms> {
        let file = self.open(&self.files.terms, SegmentComponent::Terms)?;
        let Some(file) = file.open_read(field) else { return Ok(FieldTerms::none()) };
        let broken = |reason: &str| TantivyError::InternalError(reason.to_owned());
        if file.num_bytes().get_bytes() < TAIL as u64 {
            return Err(broken("a dictionary without an end"));
        }
        let (rest, tail) = file.split_from_end(TAIL);
        let tail = tail.read_bytes()?;
        let length = tail.first_chunk::<8>().map_or(u64::MAX, |bytes| u64::from_le_bytes(*bytes));
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if rest.num_bytes().get_bytes() < length as u64 {
            return Err(broken("a dictionary shorter than its end says"));
        }
        let (words, infos) = rest.split_from_end(length);
        let words = Fst::new(words.read_bytes()?);
        let words = words.map_err(|_| broken("a dictionary that is none"))?;
        Ok(FieldTerms::of(words, TermInfos::open(infos)?))
    }

    /// Returns the lists of a field.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn lists(&self, field: Field) -> tantivy::Result<FieldLists> {
        let index = self.reader.inverted_index(field)?;
        let of_field =
            |file: &CompositeFile| file.open_read(field).unwrap_or_else(FileSlice::empty);
        let postings = of_field(self.open(&self.files.postings, SegmentComponent::Postings)?);
        let positions = of_field(self.open(&self.files.positions, SegmentComponent::Positions)?);
        let total = TOTAL.min(postings.num_bytes().get_bytes() as usize);
        let postings = postings.slice_from(total);
        Ok(FieldLists { index, postings, positions, docs: self.reader.max_doc() })
    }

    /// Opens a file of a segment that is open already: the directory has it at hand, even where it
    /// was removed since.
    fn open<'f>(
        &self,
        once: &'f OnceLock<CompositeFile>,
        component: SegmentComponent,
    ) -> tantivy::Result<&'f CompositeFile> {
        if let Some(file) = once.get() {
            return Ok(file);
        }
        let name = format!("{}.{component}", self.reader.segment_id().uuid_string());
        let file = self.reader.index().directory().open_read(Path::new(&name))?;
        let file = CompositeFile::open(&file)?;
        Ok(once.get_or_init(|| file))
    }
}

/// The dictionary and the lists of a field that has positions, in one segment.
pub struct FieldLists {
    /// The engine's lists, without positions.
    pub index: Arc<InvertedIndexReader>,
    postings: FileSlice,
    positions: FileSlice,
    docs: u32,
}

impl FieldLists {
    /// Returns the number of documents of the segment, with those that are deleted.
    pub fn docs(&self) -> u32 {
        self.docs
    }

    /// Opens the list of a term at its first document.
    ///
    /// # Errors
    /// Those of the file.
    pub fn open(&self, term: &TermInfo) -> std::io::Result<PlacedPostings> {
        let postings = self.postings.read_bytes_slice(term.postings_range.clone())?;
        let positions = self.positions.read_bytes_slice(term.positions_range.clone())?;
        PlacedPostings::open(term.doc_freq, postings, positions)
    }
}
