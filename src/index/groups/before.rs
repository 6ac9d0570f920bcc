//! What an index held when its groups were made last: what came and went since needs a look, and
//! nothing else.
//!
//! A commit replaces all articles of a file that changed. One that says the same as before, under the
//! same name and date, is taken for the one that it replaces.

use std::path::Path;

use tantivy::index::SegmentId;
use tantivy::{Index, SegmentReader};

use super::super::archive::Archive;
use super::groups_are_kept;
use super::members::{Key, Members, SketchColumns};
use crate::copies::Gone;
use crate::error::{Error, Result};

/// The segments of a commit whose groups are kept. They can be read when their files have gone.
pub(in crate::index) struct Before {
    pub(super) commit: u64,
    segments: Vec<SegmentReader>,
}

/// What came and went.
pub(super) struct Changes {
    /// For each article whether it is new.
    pub fresh: Vec<bool>,
    pub gone: Vec<Gone>,
}

impl Before {
    /// Opens the last commit of an index; `None` when its groups are not kept in the generation.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn open(index: &Index, generation: &Path) -> Result<Option<Before>> {
        let doing = "opening the index";
        let metas = index.load_metas().map_err(Error::engine(doing))?;
        let commit = metas.opstamp;
        if !groups_are_kept(generation, commit) {
            return Ok(None);
        }
        let open = |meta: tantivy::SegmentMeta| SegmentReader::open(&index.segment(meta));
        let segments = metas.segments.into_iter().map(open).collect::<tantivy::Result<_>>();
        Ok(Some(Before { commit, segments: segments.map_err(Error::engine(doing))? }))
    }

    /// Takes an archive for the last commit whose groups are kept.
    #[cfg(test)]
    pub(super) fn over(archive: &Archive) -> Before {
        Before { commit: archive.commit(), segments: archive.segments().to_vec() }
    }

    /// Returns what came and went since, given the members of now.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub(super) fn changes(&self, archive: &Archive, members: &Members) -> Result<Changes> {
        let mut fresh = vec![true; members.len()];
        let position = |segments: &[SegmentReader], id: SegmentId| {
            segments.iter().position(|segment| segment.segment_id() == id)
        };
        for (at, segment) in archive.segments().iter().enumerate() {
            let Some(before) = position(&self.segments, segment.segment_id()) else { continue };
            for (doc, number) in members.of_segment(at) {
                fresh[number as usize] = self.segments[before].is_deleted(doc);
            }
        }
        let mut new: Vec<(Key, u32)> = Vec::new();
        new.extend(
            (0..).zip(&fresh).filter(|(_, fresh)| **fresh).map(|(n, _)| (members.key(n), n)),
        );
        let mut gone = Vec::new();
        let mut sketch = Vec::new();
        for segment in &self.segments {
            let now = position(archive.segments(), segment.segment_id());
            let now = now.map(|now| &archive.segments()[now]);
            let columns = SketchColumns::open(segment)?;
            for doc in segment.doc_ids_alive() {
                let is_gone = now.is_none_or(|now| now.is_deleted(doc));
                if is_gone && columns.whole(doc).is_some() {
                    columns.read_sketch(doc, &mut sketch);
                    gone.push((columns.key(doc), sketch.clone()));
                }
            }
        }
        gone.sort_unstable();
        // Numbers are in the order of keys, so both lists are.
        let mut new = new.into_iter().peekable();
        gone.retain(|(key, old)| {
            while new.next_if(|(other, _)| other < key).is_some() {}
            let Some((_, number)) = new.next_if(|(other, _)| other == key) else { return true };
            crate::copies::Sketches::read(members, number, &mut sketch);
            fresh[number as usize] = sketch != *old;
            sketch != *old
        });
        let gone = gone.into_iter();
        let gone =
            gone.map(|(key, sketch)| Gone { before: members.first_from(&key), sketch }).collect();
        Ok(Changes { fresh, gone })
    }
}
