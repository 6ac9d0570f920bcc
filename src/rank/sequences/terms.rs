//! A leaf -> the terms of a dictionary that it stands for.

use tantivy::postings::TermInfo;

use crate::analysis::is_hyphenated;
use crate::index::FieldTerms;
use crate::query::{Leaf, Nearness, Pattern, Sequence, Slot, TermKey};

/// Returns the terms of the dictionary that a slot stands for.
pub fn terms_of(terms: &FieldTerms, slot: &Slot) -> tantivy::Result<Vec<TermInfo>> {
    let mut found = Vec::new();
    for key in &slot.keys {
        match key {
            // What they are is not asked.
            TermKey::Stem(stem) => {
                for number in terms.numbers(stem.as_bytes()) {
                    found.push(terms.info(number)?);
                }
            }
            key => each_of(terms, key, &mut |_, info| found.push(info))?,
        }
    }
    Ok(found)
}

/// Calls `found` for every term of the dictionary that a slot stands for.
pub fn each_term(
    terms: &FieldTerms,
    slot: &Slot,
    mut found: impl FnMut(&[u8], TermInfo),
) -> tantivy::Result<()> {
    slot.keys.iter().try_for_each(|key| each_of(terms, key, &mut found))
}

fn each_of(
    terms: &FieldTerms,
    key: &TermKey,
    found: &mut impl FnMut(&[u8], TermInfo),
) -> tantivy::Result<()> {
    let stem = match key {
        TermKey::Exact(term) => {
            if let Some(info) = terms.get(term.as_bytes())? {
                found(term.as_bytes(), info);
            }
            return Ok(());
        }
        TermKey::Stem(stem) | TermKey::Closed(stem) => stem,
    };
    let is_closed = matches!(key, TermKey::Closed(_));
    terms.each(stem.as_bytes(), |term, number| {
        let is_term_hyphenated = || std::str::from_utf8(term).is_ok_and(is_hyphenated);
        if !is_closed || !is_term_hyphenated() {
            found(term, terms.info(number)?);
        }
        Ok(())
    })
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
        terms: &FieldTerms,
        sequence: &Sequence,
    ) -> tantivy::Result<Option<SequenceTerms>> {
        let mut slots = Vec::with_capacity(sequence.slots.len());
        for slot in &sequence.slots {
            let found = terms_of(terms, slot)?;
            if found.is_empty() {
                return Ok(None);
            }
            slots.push(found);
        }
        Ok(Some(SequenceTerms { slots, weight: sequence.weight }))
    }

    fn look_up_all(
        terms: &FieldTerms,
        sequences: &[Sequence],
    ) -> tantivy::Result<Vec<SequenceTerms>> {
        let look_up = |sequence| SequenceTerms::look_up(terms, sequence).transpose();
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
    pub fn look_up(terms: &FieldTerms, leaf: &'a Leaf) -> tantivy::Result<LeafTerms<'a>> {
        let look_up = |sequences: &Vec<Sequence>| SequenceTerms::look_up_all(terms, sequences);
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
