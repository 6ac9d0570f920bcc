//! Segments -> which of them are written anew as one.

use std::cmp::Reverse;

use tantivy::SegmentMeta;
use tantivy::index::SegmentId;

/// Chooses the segments to be merged into one: the largest that the smaller ones together come to
/// half of, and all those; or the largest of which more than half is deleted, and all smaller. So
/// there are never more than a few, and an article is written anew a few times in its life.
pub(super) fn to_merge(mut segments: Vec<SegmentMeta>) -> Vec<SegmentId> {
    segments.sort_by_key(|segment| (Reverse(segment.num_docs()), segment.id()));
    let docs = |segments: &[SegmentMeta]| segments.iter().map(SegmentMeta::num_docs).sum::<u32>();
    let first = (0..segments.len()).find(|&i| {
        let (segment, smaller) = (&segments[i], &segments[i + 1..]);
        let is_hollow = segment.num_deleted_docs() > segment.max_doc() / 2;
        is_hollow || 2 * u64::from(docs(smaller)) > u64::from(segment.num_docs())
    });
    segments[first.unwrap_or(segments.len())..].iter().map(SegmentMeta::id).collect()
}
