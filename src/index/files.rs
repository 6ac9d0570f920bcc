//! The articles of a file, and an article by its name: each article carries the hash of its file as
//! a term.

use std::path::Path;
use std::sync::Arc;

use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{InvertedIndexReader, SegmentReader, Term};

use super::archive::{Archive, Place, file_hash};
use super::groups::{ArticleName, GroupMember};
use crate::error::{Error, Result};

const DOING: &str = "looking up a file";

/// Looks files up, one after the other: a group may have hundreds of members.
pub struct Files<'a> {
    archive: &'a Archive,
    segments: Vec<Listed>,
}

/// The files of one segment.
struct Listed {
    index: Arc<InvertedIndexReader>,
    /// Those of the file that was looked up last.
    postings: Option<BlockSegmentPostings>,
}

impl Listed {
    /// Calls `found` for each document of a file, ascending, until it returns true.
    fn each(&mut self, hash: &[u8], mut found: impl FnMut(u32) -> bool) -> tantivy::Result<()> {
        let Some(info) = self.index.terms().get(hash)? else { return Ok(()) };
        let postings = match &mut self.postings {
            Some(postings) => {
                self.index.reset_block_postings_from_terminfo(&info, postings)?;
                postings
            }
            none => {
                let option = IndexRecordOption::Basic;
                none.insert(self.index.read_block_postings_from_terminfo(&info, option)?)
            }
        };
        while !postings.docs().is_empty() {
            if postings.docs().iter().any(|&doc| found(doc)) {
                return Ok(());
            }
            postings.advance();
        }
        Ok(())
    }
}

impl Archive {
    /// Returns what looks files up.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn files(&self) -> Result<Files<'_>> {
        let listed = |index| Listed { index, postings: None };
        let open = |reader: &tantivy::SegmentReader| reader.inverted_index(self.fields().file);
        let segments = self.segments().iter().map(|reader| open(reader).map(listed));
        let segments = segments.collect::<tantivy::Result<_>>().map_err(Error::engine(DOING))?;
        Ok(Files { archive: self, segments })
    }

    /// Returns the live articles of one file, in no particular order.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn find_file(&self, root: u32, relative: &Path) -> Result<Vec<Place>> {
        self.files()?.articles_of(file_hash(root, relative))
    }
}

impl Files<'_> {
    /// Returns the live articles that carry the hash of a file.
    fn articles_of(&mut self, hash: u64) -> Result<Vec<Place>> {
        let mut found = Vec::new();
        self.each(hash, |place| {
            found.push(place);
            false
        })?;
        Ok(found)
    }

    /// Returns where an article lies; `None` when it is not there or deleted.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn place_of(&mut self, name: ArticleName) -> Result<Option<Place>> {
        // Only files have lists of their articles; most hold one.
        let columns = self.archive.columns()?;
        let mut found = None;
        self.each(name.file, |place| {
            let is_it = columns[place.segment].id(place.doc) == name.id;
            found = found.or(is_it.then_some(place));
            is_it
        })?;
        Ok(found)
    }

    /// Returns where a member of a group lies; `None` when it is not there or deleted.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn place_of_member(&mut self, member: GroupMember) -> Result<Option<Place>> {
        let columns = self.archive.columns()?;
        let doc = member.doc;
        let is_it = |(segment, reader): (usize, &SegmentReader)| {
            let is_there = doc < reader.max_doc() && !reader.is_deleted(doc);
            (is_there && columns[segment].name(doc) == member.name)
                .then_some(Place { segment, doc })
        };
        match self.archive.segments().iter().enumerate().find_map(is_it) {
            Some(place) => Ok(Some(place)),
            None => self.place_of(member.name),
        }
    }

    /// Calls `found` for each live article that carries the hash of a file, until it returns true.
    fn each(&mut self, hash: u64, mut found: impl FnMut(Place) -> bool) -> Result<()> {
        let archive = self.archive;
        let term = Term::from_field_u64(archive.fields().file, hash);
        for (segment, listed) in self.segments.iter_mut().enumerate() {
            let reader = &archive.segments()[segment];
            let mut is_enough = false;
            let each = |doc| {
                is_enough = !reader.is_deleted(doc) && found(Place { segment, doc });
                is_enough
            };
            listed.each(term.serialized_value_bytes(), each).map_err(Error::engine(DOING))?;
            if is_enough {
                break;
            }
        }
        Ok(())
    }
}
