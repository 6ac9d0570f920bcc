//! A leaf -> where it stands in one segment: documents with counts, and positions on demand.

use std::ops::Range;

use tantivy::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};

use super::occurrences::Occurrences;
use super::sequences::{LeafTerms, NearMatcher, SequenceMatcher, SequenceTerms, Walk};
use super::starts::{Wanted, starts};
use super::tally::{Part, Tally};
use crate::error::{Error, Result};
use crate::index::{Archive, FieldLists, Fields, RawSegment, STRIDE};
use crate::query::ast::FieldName;
use crate::query::{Leaf, Nearness, Scope};

/// Above so many lists they are gone through one after the other, and added up in an array of all
/// documents: an open list takes a kilobyte or two. Tests have fewer.
const MANY_LISTS: usize = if cfg!(test) { 8 } else { 256 };

/// The terms of a leaf in a segment, looked up once.
pub struct Terms<'a> {
    /// In the text, or in the field that the leaf is bound to; `None` for one that is looked up in
    /// titles alone.
    pub in_text: Option<LeafTerms<'a>>,
    /// In the title; `None` for one that is not looked up there.
    pub in_title: Option<LeafTerms<'a>>,
}

impl<'a> Terms<'a> {
    /// Looks the terms of a leaf up.
    pub fn look_up(
        segment: RawSegment<'_>,
        fields: &Fields,
        leaf: &'a Leaf,
    ) -> tantivy::Result<Terms<'a>> {
        let (text, title) = fields_of(fields, leaf.scope);
        let look_up = |field: Field| LeafTerms::look_up(&segment.terms(field)?, leaf);
        let (in_text, in_title) = (text.map(look_up).transpose()?, title.map(look_up).transpose()?);
        Ok(Terms { in_text, in_title })
    }

    /// Returns how much work it is to find where the leaf stands, in entries of lists that are added up.
    pub fn work(&self) -> u64 {
        self.in_text.iter().chain(&self.in_title).map(LeafTerms::work).sum()
    }

    /// Returns where in some documents of the segment a leaf of this scope stands, by number; `leaves` is how
    /// many there are to be at once.
    pub fn occurrences(
        &self,
        segment: RawSegment<'_>,
        fields: &Fields,
        scope: Scope,
        docs: Range<u32>,
        leaves: usize,
    ) -> tantivy::Result<Occurrences> {
        let (text, title) = fields_of(fields, scope);
        let mut tally = Tally::of(docs, leaves);
        for (part, field, terms) in
            [(Part::Text, text, &self.in_text), (Part::Title, title, &self.in_title)]
        {
            let (Some(field), Some(terms)) = (field, terms) else { continue };
            match terms {
                LeafTerms::Any(sequences) => {
                    for sequence in sequences {
                        add_sequence(&mut tally, part, (segment, field), sequence)?;
                    }
                }
                LeafTerms::Near(items, nearness) => {
                    let is_text = field == fields.text_terms;
                    let counts = near_counts(
                        &segment.lists(field)?,
                        items,
                        nearness,
                        is_text,
                        tally.docs(),
                    )?;
                    // They are in hundredths.
                    tally.add_counts(part, counts, 1);
                }
            }
        }
        Ok(tally.occurrences(segment.reader))
    }
}

/// Returns the live documents of a segment in which a leaf stands, by number.
pub fn occurrences(
    segment: RawSegment<'_>,
    fields: &Fields,
    leaf: &Leaf,
) -> tantivy::Result<Occurrences> {
    let terms = Terms::look_up(segment, fields, leaf)?;
    terms.occurrences(segment, fields, leaf.scope, 0..segment.reader.max_doc(), 1)
}

/// Returns the number of live articles in which a leaf stands.
///
/// # Errors
/// [`Error::Engine`].
pub fn live_articles(archive: &Archive, leaf: &Leaf) -> Result<u64> {
    let count = |segment| Ok(occurrences(segment, archive.fields(), leaf)?.len() as u64);
    let counts = archive.raw_segments().map(count).sum::<tantivy::Result<u64>>();
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
/// leaf of these terms begins, ascending, each once; of nearness, those of the item with the fewest places.
pub fn text_positions(
    segment: RawSegment<'_>,
    fields: &Fields,
    terms: &LeafTerms<'_>,
    wanted: &[Wanted],
) -> tantivy::Result<Vec<Vec<u32>>> {
    let lists = segment.lists(fields.text_terms)?;
    let (items, nearness) = match terms {
        LeafTerms::Any(sequences) => return starts(&lists, sequences, wanted),
        LeafTerms::Near(items, nearness) => (items, nearness),
    };
    let mut all = vec![Vec::new(); wanted.len()];
    let Some(mut matcher) = NearMatcher::open(&lists, items, nearness, Walk::Asked)? else {
        return Ok(all);
    };
    for (Wanted { doc, .. }, positions) in wanted.iter().zip(&mut all) {
        let (_, spans) = matcher.rarest(*doc, &passage_of_text);
        positions.extend(spans.iter().map(|span| span.first));
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

/// Documents in which items are near one another, with counts in hundredths.
fn near_counts(
    lists: &FieldLists,
    items: &[Vec<SequenceTerms>],
    nearness: &Nearness,
    is_text: bool,
    docs: Range<u32>,
) -> tantivy::Result<Vec<(u32, u32)>> {
    let passage: &dyn Fn(u32) -> u32 = if is_text { &passage_of_text } else { &passage_of_line };
    let mut list = Vec::new();
    let Some(mut matcher) = NearMatcher::open(lists, items, nearness, Walk::through(&docs))? else {
        return Ok(list);
    };
    let mut from = docs.start;
    while let Some(doc) = matcher.doc_from(from).filter(|doc| *doc < docs.end) {
        let (count, rarest) = matcher.rarest(doc, passage);
        if !rarest.is_empty() {
            list.push((doc, count));
        }
        from = doc + 1;
    }
    Ok(list)
}

/// Adds the documents in which a sequence stands.
fn add_sequence(
    tally: &mut Tally,
    part: Part,
    (segment, field): (RawSegment<'_>, Field),
    sequence: &SequenceTerms,
) -> tantivy::Result<()> {
    if let [terms] = &sequence.slots[..] {
        let index = segment.reader.inverted_index(field)?;
        if terms.len() > MANY_LISTS {
            let counts = counts_of_many(&index, terms, tally.docs())?;
            tally.add_counts(part, counts, sequence.weight);
            return Ok(());
        }
        for term in terms {
            let option = IndexRecordOption::WithFreqs;
            let postings = index.read_block_postings_from_terminfo(term, option)?;
            tally.add_postings(part, postings, sequence.weight);
        }
    } else {
        let docs = tally.docs();
        let walk = Walk::through(&docs);
        let mut matcher = SequenceMatcher::open(&segment.lists(field)?, sequence, walk)?;
        let mut counts = Vec::new();
        let mut from = docs.start;
        while let Some(doc) = matcher.doc_from(from).filter(|doc| *doc < docs.end) {
            let count = matcher.positions(doc).len();
            if count > 0 {
                counts.push((doc, count as u32));
            }
            from = doc + 1;
        }
        tally.add_counts(part, counts, sequence.weight);
    }
    Ok(())
}

/// Documents and places of any of many terms, of which one is open at a time:
/// thousands of them may stand for a beginning.
fn counts_of_many(
    index: &InvertedIndexReader,
    terms: &[TermInfo],
    docs: Range<u32>,
) -> tantivy::Result<Vec<(u32, u32)>> {
    let mut of_docs = vec![0_u32; docs.len()];
    let mut open: Option<BlockSegmentPostings> = None;
    for term in terms {
        let postings = match &mut open {
            Some(postings) => {
                index.reset_block_postings_from_terminfo(term, postings)?;
                postings
            }
            none => none.insert(
                index.read_block_postings_from_terminfo(term, IndexRecordOption::WithFreqs)?,
            ),
        };
        let mut at = if docs.start > 0 { postings.seek(docs.start) } else { 0 };
        'list: while let [_, ..] = postings.docs().get(at..).unwrap_or_default() {
            for (&doc, &freq) in postings.docs()[at..].iter().zip(&postings.freqs()[at..]) {
                if doc >= docs.end {
                    break 'list;
                }
                let sum = &mut of_docs[(doc - docs.start) as usize];
                *sum = sum.saturating_add(freq);
            }
            postings.advance();
            at = 0;
        }
    }
    Ok((docs.start..).zip(of_docs).filter(|&(_, count)| count > 0).collect())
}
