//! A leaf -> where it stands in one segment: documents with counts, and positions on demand.

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use super::sequences::{LeafPlaces, NearMatcher, SequenceMatcher, terms_of};
use crate::error::{Error, Result};
use crate::index::{Archive, Fields, STRIDE};
use crate::query::ast::FieldName;
use crate::query::{Leaf, Pattern, Scope, Sequence};

/// Above so many lists they are merged through one array of all documents, not two by two.
const MANY_LISTS: usize = 32;

/// How often a leaf stands in one live document, in hundredths: a place counts as much as the
/// sequence that stands there weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The engine's number of the document.
    pub doc: u32,
    /// In the text, or in the field the leaf is bound to.
    pub in_text: u32,
    /// In the title, where the leaf is looked up there too.
    pub in_title: u32,
}

/// Returns the live documents of a segment in which a leaf stands, by number.
pub fn occurrences(
    segment: &SegmentReader,
    fields: &Fields,
    leaf: &Leaf,
) -> tantivy::Result<Vec<Occurrence>> {
    let (text, title) = fields_of(fields, leaf.scope);
    let counted = |field: Option<Field>| match field {
        Some(field) => counts(segment, fields, field, leaf),
        None => Ok(Vec::new()),
    };
    let (text, title) = (counted(text)?, counted(title)?);
    let mut merged = Vec::with_capacity(text.len().max(title.len()));
    let (mut text, mut title) = (text.into_iter().peekable(), title.into_iter().peekable());
    loop {
        let at = |next: Option<&(u32, u32)>| next.map_or(u32::MAX, |&(doc, _)| doc);
        let doc = at(text.peek()).min(at(title.peek()));
        if doc == u32::MAX {
            break;
        }
        let in_text = text.next_if(|&(d, _)| d == doc).map_or(0, |(_, count)| count);
        let in_title = title.next_if(|&(d, _)| d == doc).map_or(0, |(_, count)| count);
        if !segment.is_deleted(doc) {
            merged.push(Occurrence { doc, in_text, in_title });
        }
    }
    Ok(merged)
}

/// Returns the number of live articles in which a leaf stands.
///
/// # Errors
/// [`Error::Engine`].
pub fn live_articles(archive: &Archive, leaf: &Leaf) -> Result<u64> {
    let count = |segment| Ok(occurrences(segment, archive.fields(), leaf)?.len() as u64);
    let counts = archive.segments().iter().map(count).sum::<tantivy::Result<u64>>();
    counts.map_err(Error::engine("reading the postings"))
}

/// Returns the field of texts that a leaf is looked up in, and whether in titles.
pub fn fields_of(fields: &Fields, scope: Scope) -> (Option<Field>, Option<Field>) {
    match scope {
        Scope::Anywhere => (Some(fields.text_terms), Some(fields.title_terms)),
        Scope::Field(FieldName::Title) => (None, Some(fields.title_terms)),
        Scope::Field(FieldName::Source) => (Some(fields.source_terms), None),
        Scope::Field(FieldName::Author) => (Some(fields.author_terms), None),
        Scope::Field(FieldName::Path) => (Some(fields.path_terms), None),
    }
}

/// Returns, for each of some documents in ascending order, the positions in the text at which a
/// leaf begins, ascending, each once; of nearness, those of the item with the fewest places.
pub fn text_positions(
    segment: &SegmentReader,
    fields: &Fields,
    leaf: &Leaf,
    docs: &[u32],
) -> tantivy::Result<Vec<Vec<u32>>> {
    let index = segment.inverted_index(fields.text_terms)?;
    let mut all = vec![Vec::new(); docs.len()];
    let mut places = LeafPlaces::open(&index, leaf)?;
    for (doc, positions) in docs.iter().zip(&mut all) {
        let spans = places.spans(*doc, &passage_of_text);
        positions.extend(spans.iter().map(|span| span.first));
    }
    for positions in &mut all {
        positions.sort_unstable();
        positions.dedup();
    }
    Ok(all)
}

/// Returns the passage of a position in the text.
fn passage_of_text(position: u32) -> u32 {
    position / STRIDE
}

/// A line is one passage, however long.
fn passage_of_line(_: u32) -> u32 {
    0
}

/// Documents and counts, in hundredths, of a leaf in one field, by document.
fn counts(
    segment: &SegmentReader,
    fields: &Fields,
    field: Field,
    leaf: &Leaf,
) -> tantivy::Result<Vec<(u32, u32)>> {
    let index = segment.inverted_index(field)?;
    match &leaf.pattern {
        Pattern::Any(sequences) => counts_of_any(segment, &index, sequences),
        Pattern::Near { items, nearness } => {
            let is_text = field == fields.text_terms;
            let passage: &dyn Fn(u32) -> u32 =
                if is_text { &passage_of_text } else { &passage_of_line };
            let mut list = Vec::new();
            let Some(mut matcher) = NearMatcher::open(&index, items, nearness)? else {
                return Ok(list);
            };
            let mut from = 0;
            while let Some(doc) = matcher.doc_from(from) {
                let (count, rarest) = matcher.rarest(doc, passage);
                if !rarest.is_empty() {
                    list.push((doc, count));
                }
                from = doc + 1;
            }
            Ok(list)
        }
    }
}

/// Documents and counts, in hundredths, of any of some sequences, by document.
fn counts_of_any(
    segment: &SegmentReader,
    index: &InvertedIndexReader,
    sequences: &[Sequence],
) -> tantivy::Result<Vec<(u32, u32)>> {
    let mut lists: Vec<Vec<(u32, u32)>> = Vec::new();
    for sequence in sequences {
        if let [slot] = &sequence.slots[..] {
            let terms = terms_of(index, slot)?;
            // Of many words no list is kept: thousands of them may stand for a beginning.
            let many = terms.len() > MANY_LISTS;
            let mut of_docs = vec![0_u32; if many { segment.max_doc() as usize } else { 0 }];
            for term in terms {
                let mut postings =
                    index.read_postings_from_terminfo(&term, IndexRecordOption::WithFreqs)?;
                let mut list = Vec::with_capacity(if many { 0 } else { term.doc_freq as usize });
                while postings.doc() != TERMINATED {
                    let doc = postings.doc();
                    let count = postings.term_freq().saturating_mul(sequence.weight);
                    match of_docs.get_mut(doc as usize) {
                        Some(sum) => *sum = sum.saturating_add(count),
                        None => list.push((doc, count)),
                    }
                    postings.advance();
                }
                lists.push(list);
            }
            let counted = (0..).zip(of_docs).filter(|&(_, count)| count > 0);
            lists.push(counted.collect());
        } else if let Some(mut matcher) = SequenceMatcher::open(index, sequence)? {
            let mut list = Vec::new();
            let mut positions = Vec::new();
            let mut from = 0;
            while let Some(doc) = matcher.doc_from(from) {
                positions.clear();
                matcher.positions(doc, &mut positions);
                if !positions.is_empty() {
                    let count = (positions.len() as u32).saturating_mul(sequence.weight);
                    list.push((doc, count));
                }
                from = doc + 1;
            }
            lists.push(list);
        }
    }
    Ok(merge(lists))
}

/// Merges lists that are sorted by document, two shortest first, adding counts.
fn merge(mut lists: Vec<Vec<(u32, u32)>>) -> Vec<(u32, u32)> {
    lists.retain(|list| !list.is_empty());
    while lists.len() > 1 {
        lists.sort_by_key(|list| std::cmp::Reverse(list.len()));
        let (Some(a), Some(b)) = (lists.pop(), lists.pop()) else { break };
        lists.push(merge_two(&a, &b));
    }
    lists.pop().unwrap_or_default()
}

fn merge_two(a: &[(u32, u32)], b: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut merged = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => {
                merged.push(a[i]);
                i += 1;
            }
            std::cmp::Ordering::Greater => {
                merged.push(b[j]);
                j += 1;
            }
            std::cmp::Ordering::Equal => {
                merged.push((a[i].0, a[i].1.saturating_add(b[j].1)));
                i += 1;
                j += 1;
            }
        }
    }
    merged.extend_from_slice(&a[i..]);
    merged.extend_from_slice(&b[j..]);
    merged
}
