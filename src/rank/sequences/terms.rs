//! A leaf -> the terms of a dictionary that it stands for.

use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;

use crate::analysis::is_hyphenated;
use crate::query::{Leaf, Nearness, Pattern, Sequence, Slot, TermKey};

/// Returns the terms of the dictionary that a slot stands for.
pub fn terms_of(index: &InvertedIndexReader, slot: &Slot) -> tantivy::Result<Vec<TermInfo>> {
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
            TermKey::Stem(stem) | TermKey::Closed(stem) => {
                // A stem key ends in NUL; what follows it sorts before the same key ending in 1.
                let mut end = stem.as_bytes().to_vec();
                if let Some(last) = end.last_mut() {
                    *last += 1;
                }
                let range = index.terms().range().ge(stem.as_bytes()).lt(&end);
                let mut terms = range.into_stream()?;
                let is_closed = matches!(key, TermKey::Closed(_));
                while let Some((term, info)) = terms.next() {
                    let term_is_hyphenated = || std::str::from_utf8(term).is_ok_and(is_hyphenated);
                    if !is_closed || !term_is_hyphenated() {
                        found(term, info);
                    }
                }
            }
        }
    }
    Ok(())
}

/// The terms of a sequence that stands somewhere in a field.
pub struct SequenceTerms {
    /// Of each slot, at least one.
    pub slots: Vec<Vec<TermInfo>>,
    /// What a place counts for.
    pub weight: u32,
}

impl SequenceTerms {
    /// Looks the terms up; `None` when some slot stands nowhere in the field.
    pub fn look_up(
        index: &InvertedIndexReader,
        sequence: &Sequence,
    ) -> tantivy::Result<Option<SequenceTerms>> {
        let mut slots = Vec::with_capacity(sequence.slots.len());
        for slot in &sequence.slots {
            let found = terms_of(index, slot)?;
            if found.is_empty() {
                return Ok(None);
            }
            slots.push(found);
        }
        Ok(Some(SequenceTerms { slots, weight: sequence.weight }))
    }

    fn look_up_all(
        index: &InvertedIndexReader,
        sequences: &[Sequence],
    ) -> tantivy::Result<Vec<SequenceTerms>> {
        let look_up = |sequence| SequenceTerms::look_up(index, sequence).transpose();
        sequences.iter().filter_map(look_up).collect()
    }

    /// Returns how many words it is long.
    pub fn words(&self) -> u32 {
        self.slots.len() as u32
    }

    /// Returns how much work it is to find where it stands, in entries of lists that are added up.
    fn work(&self) -> u64 {
        let entries: u64 = self.slots.iter().map(|terms| frequency(terms)).sum();
        if self.slots.len() > 1 { entries * PLACES_TOO } else { entries }
    }
}

/// How much more work an entry is of which the places are asked for.
const PLACES_TOO: u64 = 3;

/// The terms of a leaf in a field, looked up once.
pub enum LeafTerms<'a> {
    /// The leaf stands where any of these stands.
    Any(Vec<SequenceTerms>),
    /// Items near one another, each any of some sequences.
    Near(Vec<Vec<SequenceTerms>>, &'a Nearness),
}

impl<'a> LeafTerms<'a> {
    /// Looks the terms of a leaf up.
    pub fn look_up(index: &InvertedIndexReader, leaf: &'a Leaf) -> tantivy::Result<LeafTerms<'a>> {
        let look_up = |sequences: &Vec<Sequence>| SequenceTerms::look_up_all(index, sequences);
        Ok(match &leaf.pattern {
            Pattern::Any(sequences) => LeafTerms::Any(look_up(sequences)?),
            Pattern::Near { items, nearness } => {
                let items = items.iter().map(look_up).collect::<tantivy::Result<_>>()?;
                LeafTerms::Near(items, nearness)
            }
        })
    }

    /// Returns how much work it is to find where it stands, in entries of lists that are added up.
    pub fn work(&self) -> u64 {
        let work = |sequences: &Vec<SequenceTerms>| -> u64 {
            sequences.iter().map(SequenceTerms::work).sum()
        };
        match self {
            LeafTerms::Any(sequences) => work(sequences),
            LeafTerms::Near(items, _) => PLACES_TOO * items.iter().map(work).sum::<u64>(),
        }
    }
}

/// Returns how many documents the terms of a slot stand in at the most.
pub fn frequency(terms: &[TermInfo]) -> u64 {
    terms.iter().map(|term| u64::from(term.doc_freq)).sum()
}
