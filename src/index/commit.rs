//! The list of segments of a commit, read without the schema that stands beside it: the engine builds that
//! anew whenever it reads the list, at half the cost of opening an index.

use std::path::Path;

use serde::Deserialize;
use tantivy::directory::Directory;
use tantivy::error::DataCorruption;
use tantivy::index::SegmentId;
use tantivy::{Index, SegmentMeta};

use super::sealed::META;

/// A commit of the engine's.
pub(super) struct Commit {
    /// Its segments.
    pub segments: Vec<SegmentMeta>,
    /// The engine's number of it.
    pub number: u64,
    /// What we had it say of itself.
    pub payload: Option<String>,
}

/// As the engine writes it.
#[derive(Deserialize)]
struct Written {
    segments: Vec<Segment>,
    opstamp: u64,
    #[serde(default)]
    payload: Option<String>,
}

#[derive(Deserialize)]
struct Segment {
    segment_id: SegmentId,
    max_doc: u32,
    deletes: Option<Deletes>,
}

#[derive(Deserialize)]
struct Deletes {
    num_deleted_docs: u32,
    opstamp: u64,
}

impl Commit {
    /// Reads the last commit of an index that is open.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn last(index: &Index) -> tantivy::Result<Commit> {
        let bytes = index.directory().atomic_read(Path::new(META))?;
        let written = serde_json::from_slice(&bytes);
        let Written { segments, opstamp, payload } = written.map_err(|error| {
            DataCorruption::new(META.into(), format!("is no list of segments: {error}"))
        })?;
        let segments = segments.into_iter().map(|segment| segment.meta(index)).collect();
        Ok(Commit { segments, number: opstamp, payload })
    }
}

impl Segment {
    fn meta(self, index: &Index) -> SegmentMeta {
        let meta = index.new_segment_meta(self.segment_id, self.max_doc);
        // That of a segment that is written just now.
        meta.untrack_temp_docstore();
        match self.deletes {
            Some(deletes) => meta.with_delete_meta(deletes.num_deleted_docs, deletes.opstamp),
            None => meta,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::schema::{INDEXED, Schema};
    use tantivy::{TantivyDocument, Term};

    /// Looks whether the last commit is what the engine reads.
    fn is_the_engines(index: &Index) {
        let (ours, engines) = (Commit::last(index).unwrap(), index.load_metas().unwrap());
        assert_eq!((ours.number, ours.payload), (engines.opstamp, engines.payload));
        let said = |metas: &[SegmentMeta]| {
            let said = metas.iter().map(|meta| {
                let deletes = (meta.num_deleted_docs(), meta.delete_opstamp());
                (meta.id(), meta.max_doc(), deletes)
            });
            said.collect::<Vec<_>>()
        };
        assert_eq!(said(&ours.segments), said(&engines.segments));
    }

    #[test]
    fn a_commit_is_what_the_engine_reads() {
        let mut schema = Schema::builder();
        let number = schema.add_u64_field("number", INDEXED);
        let index = Index::create_in_ram(schema.build());
        is_the_engines(&index);
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        writer.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
        for round in 0..3 {
            for n in 0..4 {
                let mut document = TantivyDocument::default();
                document.add_u64(number, round * 4 + n);
                writer.add_document(document).unwrap();
            }
            writer.delete_term(Term::from_field_u64(number, round));
            let mut commit = writer.prepare_commit().unwrap();
            commit.set_payload("{\"a\": \"\u{e9}\"}");
            commit.commit().unwrap();
            is_the_engines(&index);
        }
        assert!(index.load_metas().unwrap().segments.iter().any(SegmentMeta::has_deletes));
    }
}
