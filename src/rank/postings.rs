//! A leaf -> where it stands in one segment: documents with counts, and positions on demand.

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use crate::index::Fields;
use crate::query::ast::FieldName;
use crate::query::{Leaf, Scope, Sequence, Slot, TermKey};

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
    let (text, title) = match leaf.scope {
        Scope::Anywhere => (Some(fields.text_terms), Some(fields.title_terms)),
        Scope::Field(FieldName::Title) => (None, Some(fields.title_terms)),
        Scope::Field(FieldName::Source) => (Some(fields.source_terms), None),
        Scope::Field(FieldName::Author) => (Some(fields.author_terms), None),
        Scope::Field(FieldName::Path) => (Some(fields.path_terms), None),
    };
    let counted = |field: Option<Field>| match field {
        Some(field) => counts(segment, field, &leaf.sequences),
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

/// Returns, for each of some documents in ascending order, the positions in the text at which a
/// leaf begins, ascending, each once.
pub fn text_positions(
    segment: &SegmentReader,
    fields: &Fields,
    leaf: &Leaf,
    docs: &[u32],
) -> tantivy::Result<Vec<Vec<u32>>> {
    let index = segment.inverted_index(fields.text_terms)?;
    let mut all = vec![Vec::new(); docs.len()];
    for sequence in &leaf.sequences {
        let Some(mut matcher) = SequenceMatcher::open(&index, sequence)? else { continue };
        for (doc, positions) in docs.iter().zip(&mut all) {
            matcher.positions(*doc, positions);
        }
    }
    for positions in &mut all {
        positions.sort_unstable();
        positions.dedup();
    }
    Ok(all)
}

/// Documents and counts, in hundredths, of any of some sequences in one field, by document.
fn counts(
    segment: &SegmentReader,
    field: Field,
    sequences: &[Sequence],
) -> tantivy::Result<Vec<(u32, u32)>> {
    let index = segment.inverted_index(field)?;
    let mut lists: Vec<Vec<(u32, u32)>> = Vec::new();
    for sequence in sequences {
        if let [slot] = &sequence.slots[..] {
            for term in expand(&index, slot)? {
                let mut postings =
                    index.read_postings_from_terminfo(&term, IndexRecordOption::WithFreqs)?;
                let mut list = Vec::with_capacity(term.doc_freq as usize);
                while postings.doc() != TERMINATED {
                    let count = postings.term_freq().saturating_mul(sequence.weight);
                    list.push((postings.doc(), count));
                    postings.advance();
                }
                lists.push(list);
            }
        } else if let Some(mut matcher) = SequenceMatcher::open(&index, sequence)? {
            let mut list = Vec::new();
            let mut positions = Vec::new();
            while let Some(doc) = matcher.next_doc() {
                positions.clear();
                matcher.positions(doc, &mut positions);
                if !positions.is_empty() {
                    let count = (positions.len() as u32).saturating_mul(sequence.weight);
                    list.push((doc, count));
                }
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

/// Returns the terms of the dictionary that a slot stands for.
fn expand(index: &InvertedIndexReader, slot: &Slot) -> tantivy::Result<Vec<TermInfo>> {
    let mut found = Vec::new();
    each_term(index, slot, |_, info| found.push(info.clone()))?;
    Ok(found)
}

/// Calls `found` for every term of the dictionary that a slot stands for.
pub fn each_term(
    index: &InvertedIndexReader,
    slot: &Slot,
    mut found: impl FnMut(&[u8], &TermInfo),
) -> tantivy::Result<()> {
    for key in &slot.keys {
        match key {
            TermKey::Exact(term) => {
                if let Some(info) = index.terms().get(term.as_bytes())? {
                    found(term.as_bytes(), &info);
                }
            }
            TermKey::Stem(stem) => {
                // A stem key ends in NUL; what follows it sorts before the same key ending in 1.
                let mut end = stem.as_bytes().to_vec();
                if let Some(last) = end.last_mut() {
                    *last += 1;
                }
                let range = index.terms().range().ge(stem.as_bytes()).lt(&end);
                let mut terms = range.into_stream()?;
                while let Some((term, info)) = terms.next() {
                    found(term, info);
                }
            }
        }
    }
    Ok(())
}

/// Walks the documents in which every slot of a sequence stands, and finds where they stand side
/// by side. Passages lie further apart than any two neighbours, so no match crosses them.
struct SequenceMatcher {
    slots: Vec<Vec<SegmentPostings>>,
    next: u32,
}

impl SequenceMatcher {
    /// Opens the postings; `None` when some slot stands nowhere in the field.
    fn open(index: &InvertedIndexReader, sequence: &Sequence) -> tantivy::Result<Option<Self>> {
        let mut slots = Vec::with_capacity(sequence.slots.len());
        // All dictionary look-ups first: most open spellings end here.
        let mut terms = Vec::with_capacity(sequence.slots.len());
        for slot in &sequence.slots {
            let found = expand(index, slot)?;
            if found.is_empty() {
                return Ok(None);
            }
            terms.push(found);
        }
        for found in terms {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let open = |info| index.read_postings_from_terminfo(info, option);
            slots.push(found.iter().map(open).collect::<std::io::Result<Vec<_>>>()?);
        }
        Ok(Some(SequenceMatcher { slots, next: 0 }))
    }

    /// Returns the next document that holds every slot.
    fn next_doc(&mut self) -> Option<u32> {
        let mut doc = self.next;
        let mut agreed = 0;
        let slots = self.slots.len();
        for i in (0..slots).cycle() {
            let at = self.slots[i].iter_mut().map(|p| seek(p, doc)).min().unwrap_or(TERMINATED);
            if at == TERMINATED {
                return None;
            }
            if at > doc {
                (doc, agreed) = (at, 0);
            }
            agreed += 1;
            if agreed == slots {
                break;
            }
        }
        self.next = doc + 1;
        Some(doc)
    }

    /// Appends the positions at which the sequence begins in a document.
    fn positions(&mut self, doc: u32, found: &mut Vec<u32>) {
        let mut starts: Option<Vec<u32>> = None;
        for (offset, slot) in (0u32..).zip(&mut self.slots) {
            let mut at = Vec::new();
            for postings in slot {
                if seek(postings, doc) == doc {
                    let before = at.len();
                    postings.append_positions_with_offset(0, &mut at);
                    debug_assert!(at.len() > before);
                }
            }
            let mut here: Vec<u32> = at.iter().filter_map(|p| p.checked_sub(offset)).collect();
            here.sort_unstable();
            here.dedup();
            if let Some(starts) = &starts {
                here.retain(|start| starts.binary_search(start).is_ok());
            }
            starts = Some(here);
        }
        found.extend(starts.unwrap_or_default());
    }
}

/// Moves to the first document at or after `target`; the engine's own seek must not go back.
fn seek(postings: &mut SegmentPostings, target: u32) -> u32 {
    if postings.doc() < target { postings.seek(target) } else { postings.doc() }
}
