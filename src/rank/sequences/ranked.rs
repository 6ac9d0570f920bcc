//! One slot of a sequence, of which the documents are sets.
//!
//! Where lists are long, looking for a document in one costs more than all that is done with it then. A set
//! tells which of a term's documents it is, and so where its positions are.

use std::ops::Range;

use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use super::is_dense;
use super::slot::{WalkedSlot, to_gaps};
use crate::index::{FieldLists, Gaps, PlacedPostings, positions};
use crate::rank::doc_bits::DocBits;

/// The lists of a slot in a run of documents.
pub struct RankedSlot {
    /// The documents of all terms.
    bits: DocBits,
    frequent: Vec<(Ranks, PlacedPostings)>,
    /// The others, and their documents.
    rare: Option<(DocBits, WalkedSlot)>,
    /// Memory for what several lists have of a document.
    merged: Vec<u32>,
}

impl RankedSlot {
    /// Opens the lists of some terms.
    pub fn open(
        lists: &FieldLists,
        terms: &[TermInfo],
        docs: &Range<u32>,
    ) -> std::io::Result<RankedSlot> {
        let is_frequent =
            |term: &&TermInfo| terms.len() == 1 || is_dense(lists, u64::from(term.doc_freq));
        let mut bits = DocBits::of(docs.clone());
        let mut frequent = Vec::new();
        for term in terms.iter().filter(is_frequent) {
            let mut of_term = DocBits::of(docs.clone());
            let before = read_into(&mut of_term, lists, term, docs)?;
            frequent.push((Ranks::of(&of_term, before), lists.open(term)?));
            if frequent.len() == 1 { bits = of_term } else { bits.add_all(&of_term) }
        }
        let mut rare = None;
        if frequent.len() < terms.len() {
            let terms = || terms.iter().filter(|term| !is_frequent(term));
            let mut of_terms = DocBits::of(docs.clone());
            terms().try_for_each(|term| read_into(&mut of_terms, lists, term, docs).map(drop))?;
            bits.add_all(&of_terms);
            rare = Some((of_terms, WalkedSlot::open(lists, terms())?));
        }
        Ok(RankedSlot { bits, frequent, rare, merged: Vec::new() })
    }

    /// Returns the documents of all terms.
    pub fn bits(&self) -> &DocBits {
        &self.bits
    }

    /// Returns the positions in a document, which does not lie before one that was asked for.
    #[inline]
    pub fn gaps(&mut self, doc: u32) -> Gaps<'_> {
        let RankedSlot { frequent, rare, merged, .. } = self;
        if frequent.len() == 1 && rare.is_none() {
            let (set, list) = &mut frequent[0];
            return set.rank(doc).map_or(&[], |rank| list.gaps_of(rank));
        }
        let rare = rare.as_mut().filter(|(bits, _)| bits.has(doc)).map(|(_, slot)| slot);
        if rare.is_none() {
            // Most documents have one of the terms.
            let mut here = frequent.iter().map(|(set, _)| set.rank(doc)).enumerate();
            let mut found = here.by_ref().filter_map(|(i, rank)| Some((i, rank?)));
            let Some((i, rank)) = found.next() else { return &[] };
            if found.next().is_none() {
                return frequent[i].1.gaps_of(rank);
            }
        }
        merged.clear();
        for (set, list) in frequent {
            if let Some(rank) = set.rank(doc) {
                merged.extend(positions(list.gaps_of(rank)));
            }
        }
        if let Some(rare) = rare {
            merged.extend(positions(rare.gaps(doc)));
        }
        to_gaps(merged)
    }
}

/// Which of a term's documents each of them is.
struct Ranks {
    /// The number of the first word.
    first: u32,
    /// Of each 64 documents those of the term, and how many of its documents lie before them.
    words: Vec<(u64, u32)>,
}

impl Ranks {
    /// Ranks the documents of a set, before which lie so many.
    fn of(set: &DocBits, mut before: u32) -> Ranks {
        let words = set.words().iter().map(|word| {
            let start = before;
            before += word.count_ones();
            (*word, start)
        });
        Ranks { first: set.first_word(), words: words.collect() }
    }

    /// Returns how many documents of the term lie before a document; `None` when it is not one of them.
    #[inline]
    fn rank(&self, doc: u32) -> Option<u32> {
        let place = (doc / u64::BITS).checked_sub(self.first)?;
        let (word, before) = *self.words.get(place as usize)?;
        let bit = 1 << (doc % u64::BITS);
        (word & bit != 0).then(|| before + (word & (bit - 1)).count_ones())
    }
}

/// Puts the documents of a term in a run into a set; returns how many lie before the run.
fn read_into(
    bits: &mut DocBits,
    lists: &FieldLists,
    term: &TermInfo,
    docs: &Range<u32>,
) -> std::io::Result<u32> {
    let option = IndexRecordOption::Basic;
    let mut list: BlockSegmentPostings =
        lists.index.read_block_postings_from_terminfo(term, option)?;
    let (before, mut at) = match docs.start {
        0 => (0, 0),
        start => (list.rank(start), list.seek(start)),
    };
    while let [first, ..] = list.docs().get(at..).unwrap_or_default() {
        if *first >= docs.end {
            break;
        }
        bits.add(&list.docs()[at..], docs.end);
        list.advance();
        at = 0;
    }
    Ok(before)
}
