//! The documents in which a sequence stands, and where.

use std::cmp::Reverse;

use tantivy::postings::TermInfo;

use super::ranked::RankedSlot;
use super::slot::{FEW_LISTS, SlotPostings, WalkedSlot};
use super::terms::{SequenceTerms, frequency};
use super::{Walk, agreed, are_sets};
use crate::index::{FieldLists, Gaps, positions};
use crate::rank::doc_bits::DocBits;
use crate::rank::near::Span;

/// Walks the documents in which a sequence may stand, and finds where it does.
pub struct SequenceMatcher {
    /// Each with its place in the sequence, the rarest first: most documents are done with after it.
    slots: Vec<(u32, SlotPostings)>,
    /// The documents that hold every slot of several, where they are kept as sets.
    all: Option<DocBits>,
    /// Memory for positions, used again.
    starts: Vec<u32>,
}

impl SequenceMatcher {
    /// Opens the postings.
    pub fn open(lists: &FieldLists, terms: &SequenceTerms, walk: Walk) -> tantivy::Result<Self> {
        let lengths: Vec<u64> = terms.slots.iter().map(|terms| frequency(terms)).collect();
        let mut order: Vec<(u32, &Vec<TermInfo>)> = (0..).zip(&terms.slots).collect();
        order.sort_by_key(|(offset, _)| lengths[*offset as usize]);
        let are_few = terms.slots.iter().all(|terms| terms.len() <= FEW_LISTS);
        let sets = are_sets(lists, walk, &lengths).filter(|_| are_few);
        let open = |(offset, terms): (u32, &Vec<TermInfo>)| {
            let slot = match &sets {
                Some(docs) => SlotPostings::Ranked(RankedSlot::open(lists, terms, docs)?.into()),
                None => SlotPostings::Walked(WalkedSlot::open(lists, terms.iter())?),
            };
            Ok((offset, slot))
        };
        let slots = order.into_iter().map(open).collect::<std::io::Result<Vec<_>>>()?;
        let sets = slots.iter().map(|(_, slot)| bits_of(slot)).collect::<Option<Vec<_>>>();
        let all = sets.filter(|sets| sets.len() > 1).map(|sets| DocBits::in_each(&sets));
        Ok(SequenceMatcher { slots, all, starts: Vec::new() })
    }

    /// Returns the documents that hold every slot as a set, if the walk is through sets.
    pub fn bits(&self) -> Option<&DocBits> {
        match &self.slots[..] {
            [(_, slot)] => bits_of(slot),
            _ => self.all.as_ref(),
        }
    }

    /// Returns the first document at or after `from` in which the sequence may stand: it holds the two rarest
    /// slots, side by side or not. The others are looked at where these are.
    pub fn doc_from(&mut self, from: u32) -> Option<u32> {
        if let Some(all) = &self.all {
            return all.next(from);
        }
        let rarest = self.slots.len().min(2);
        agreed(&mut self.slots[..rarest], from, |(_, slot), target| slot.seek(target))
    }

    /// Returns the positions at which the sequence begins in a document; ascending, each once.
    pub fn positions(&mut self, doc: u32) -> &[u32] {
        let starts = &mut self.starts;
        starts.clear();
        match &mut self.slots[..] {
            [(_, slot)] => starts.extend(positions(slot.gaps(doc))),
            [(one_at, one), (other_at, other), rest @ ..] => {
                together((one.gaps(doc), *one_at), (other.gaps(doc), *other_at), starts);
                for (offset, slot) in rest {
                    if starts.is_empty() {
                        break;
                    }
                    keep_followed(starts, *offset, slot.gaps(doc));
                }
            }
            [] => {}
        }
        starts
    }
}

/// Appends the positions at which a sequence begins that has two words at these places of it.
fn together(one: (Gaps<'_>, u32), other: (Gaps<'_>, u32), starts: &mut Vec<u32>) {
    let ((one, one_at), (other, other_at)) = (one, other);
    let (Some(a), Some(b)) = (one.first(), other.first()) else { return };
    // Each as far on as the other's place in the sequence.
    let (mut a, mut b) = (a + other_at, b + one_at);
    let (mut i, mut j) = (0, 0);
    loop {
        if a == b {
            starts.extend(a.checked_sub(one_at + other_at));
        }
        // Which of the two goes on is as good as random: without a branch it takes half the time.
        let is_one = usize::from(a <= b);
        (i, j) = (i + is_one, j + 1 - is_one);
        let (Some(next_a), Some(next_b)) = (one.get(i), other.get(j)) else { return };
        a += next_a * is_one as u32;
        b += next_b * (1 - is_one) as u32;
    }
}

/// Keeps those of some ascending starts that have a word at this place of the sequence.
fn keep_followed(starts: &mut Vec<u32>, offset: u32, gaps: Gaps<'_>) {
    let mut others = positions(gaps);
    let mut next = others.next();
    starts.retain(|start| {
        while next.is_some_and(|at| at < start + offset) {
            next = others.next();
        }
        next == Some(start + offset)
    });
}

/// Returns the documents of a slot as a set, if it has one.
fn bits_of(slot: &SlotPostings) -> Option<&DocBits> {
    match slot {
        SlotPostings::Walked(_) => None,
        SlotPostings::Ranked(slot) => Some(slot.bits()),
    }
}

/// Opens the postings of sequences.
pub fn opened(
    lists: &FieldLists,
    sequences: &[SequenceTerms],
    walk: Walk,
) -> tantivy::Result<Vec<(SequenceMatcher, u32, u32)>> {
    let open = |terms: &SequenceTerms| {
        Ok((SequenceMatcher::open(lists, terms, walk)?, terms.words(), terms.weight))
    };
    sequences.iter().map(open).collect()
}

/// Puts in the place of `spans` where any of some sequences stands in a document: ascending, each place
/// once.
pub fn spans_of(sequences: &mut [(SequenceMatcher, u32, u32)], doc: u32, spans: &mut Vec<Span>) {
    spans.clear();
    let is_one = sequences.len() == 1;
    for (matcher, words, weight) in sequences {
        let span = |&first: &u32| Span { first, last: first + *words - 1, weight: *weight };
        spans.extend(matcher.positions(doc).iter().map(span));
    }
    if !is_one {
        spans.sort_unstable_by_key(|span| (span.first, span.last, Reverse(span.weight)));
        spans.dedup_by_key(|span| (span.first, span.last));
    }
}
