//! Sequences and what is near: the documents in which they stand, and where in each.
//!
//! A walk goes forward only. Passages lie further apart in positions than any two neighbours, so
//! no sequence crosses them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::postings::TermInfo;
use tantivy::{InvertedIndexReader, TERMINATED};

use super::near::{Span, keep_near};
use crate::analysis::is_hyphenated;
use crate::index::{FieldLists, PlacedPostings};
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

    fn words(&self) -> u32 {
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

/// So many lists are asked one by one for a document.
const FEW_LISTS: usize = 16;

/// The postings of one slot, as one list.
struct SlotPostings {
    postings: Vec<PlacedPostings>,
    /// Where each stands, the first document on top, where there are many: a beginning may stand for
    /// thousands of words.
    heads: BinaryHeap<Reverse<(u32, usize)>>,
}

impl SlotPostings {
    fn open(lists: &FieldLists, terms: &[TermInfo]) -> tantivy::Result<SlotPostings> {
        let open = |info| lists.open(info);
        let postings = terms.iter().map(open).collect::<std::io::Result<Vec<_>>>()?;
        let mut heads = BinaryHeap::new();
        if postings.len() > FEW_LISTS {
            heads.extend(postings.iter().enumerate().map(|(i, p)| Reverse((p.doc(), i))));
        }
        Ok(SlotPostings { postings, heads })
    }

    /// Returns the first document at or after `target`.
    fn seek(&mut self, target: u32) -> u32 {
        if self.postings.len() <= FEW_LISTS {
            let docs = self.postings.iter_mut().map(|postings| postings.seek(target));
            return docs.min().unwrap_or(TERMINATED);
        }
        while let Some(mut head) = self.heads.peek_mut() {
            let Reverse((doc, i)) = *head;
            if doc >= target {
                return doc;
            }
            *head = Reverse((self.postings[i].seek(target), i));
        }
        TERMINATED
    }

    /// Appends the positions in a document, which is where the walk stands or comes to: ascending, each
    /// once, if there were none before.
    fn positions(&mut self, doc: u32, found: &mut Vec<u32>) {
        let mut lists = 0;
        if self.postings.len() <= FEW_LISTS {
            for postings in &mut self.postings {
                if postings.seek(doc) == doc {
                    postings.append_positions(found);
                    lists += 1;
                }
            }
        } else {
            let mut here = Vec::new();
            while self.seek(doc) == doc {
                let Some(head) = self.heads.pop() else { break };
                let Reverse((_, i)) = head;
                self.postings[i].append_positions(found);
                here.push(head);
            }
            lists = here.len();
            self.heads.extend(here);
        }
        if lists > 1 {
            found.sort_unstable();
            found.dedup();
        }
    }
}

/// Walks the documents in which every slot of a sequence stands, and finds where they stand side
/// by side.
pub struct SequenceMatcher {
    /// Each with its place in the sequence, the rarest first: most documents are done with after it.
    slots: Vec<(u32, SlotPostings)>,
    /// Memory for positions, used again.
    starts: Vec<u32>,
    next: Vec<u32>,
}

impl SequenceMatcher {
    /// Opens the postings.
    pub fn open(lists: &FieldLists, terms: &SequenceTerms) -> tantivy::Result<Self> {
        let mut order: Vec<(u32, &Vec<TermInfo>)> = (0..).zip(&terms.slots).collect();
        order.sort_by_key(|(_, terms)| frequency(terms));
        let open = |(offset, terms): (u32, &Vec<TermInfo>)| {
            Ok((offset, SlotPostings::open(lists, terms)?))
        };
        let slots = order.into_iter().map(open).collect::<tantivy::Result<Vec<_>>>()?;
        Ok(SequenceMatcher { slots, starts: Vec::new(), next: Vec::new() })
    }

    /// Returns the first document at or after `from` that holds every slot, side by side or not.
    pub fn doc_from(&mut self, from: u32) -> Option<u32> {
        agreed(&mut self.slots, from, |(_, slot), target| slot.seek(target))
    }

    /// Appends the positions at which the sequence begins in a document; ascending, each once, if there
    /// were none before.
    pub fn positions(&mut self, doc: u32, found: &mut Vec<u32>) {
        let SequenceMatcher { slots, starts, next } = self;
        if let [(_, slot)] = &mut slots[..] {
            return slot.positions(doc, found);
        }
        for (i, (offset, slot)) in slots.iter_mut().enumerate() {
            next.clear();
            slot.positions(doc, next);
            if i == 0 {
                starts.clear();
                starts.extend(next.iter().filter_map(|at| at.checked_sub(*offset)));
            } else {
                keep_followed(starts, *offset, next);
            }
            if starts.is_empty() {
                return;
            }
        }
        found.extend_from_slice(starts);
    }
}

/// Keeps those of some ascending places that have one of others, ascending too, so far behind them.
fn keep_followed(starts: &mut Vec<u32>, offset: u32, mut others: &[u32]) {
    let is_few = starts.len() * 8 < others.len();
    starts.retain(|start| {
        let wanted = start + offset;
        let before = if is_few {
            others.partition_point(|&at| at < wanted)
        } else {
            others.iter().position(|&at| at >= wanted).unwrap_or(others.len())
        };
        others = &others[before..];
        others.first() == Some(&wanted)
    });
}

/// Returns the first document at or after `from` on which all lists agree.
fn agreed<T>(lists: &mut [T], from: u32, seek: impl Fn(&mut T, u32) -> u32) -> Option<u32> {
    let mut doc = from;
    let mut agreeing = 0;
    let count = lists.len();
    for i in (0..count).cycle() {
        let at = seek(&mut lists[i], doc);
        if at == TERMINATED {
            return None;
        }
        if at > doc {
            (doc, agreeing) = (at, 0);
        }
        agreeing += 1;
        if agreeing == count {
            break;
        }
    }
    Some(doc)
}

/// One item of a nearness: any of some sequences, with the words of each, and what a place of it
/// counts for.
type Item = Vec<(SequenceMatcher, u32, u32)>;

fn seek_item(item: &mut Item, from: u32) -> u32 {
    let docs = item.iter_mut().map(|(s, ..)| s.doc_from(from).unwrap_or(TERMINATED));
    docs.min().unwrap_or(TERMINATED)
}

/// Walks the documents in which every item of a nearness stands, and finds where they are near.
pub struct NearMatcher<'a> {
    /// Each with its number, the rarest first: most documents are done with after it.
    items: Vec<(usize, Item)>,
    nearness: &'a Nearness,
    /// Memory for the places of each item in the order typed, used again.
    places: Vec<Vec<Span>>,
}

impl<'a> NearMatcher<'a> {
    /// Opens the postings; `None` when some item stands nowhere in the field.
    pub fn open(
        lists: &FieldLists,
        items: &[Vec<SequenceTerms>],
        nearness: &'a Nearness,
    ) -> tantivy::Result<Option<Self>> {
        if items.iter().any(Vec::is_empty) {
            return Ok(None);
        }
        let mut order: Vec<(usize, &Vec<SequenceTerms>)> = items.iter().enumerate().collect();
        let rarest_slot =
            |sequence: &SequenceTerms| sequence.slots.iter().map(|terms| frequency(terms)).min();
        order.sort_by_key(|(_, item)| item.iter().filter_map(rarest_slot).sum::<u64>());
        let open =
            |(number, item): (usize, &Vec<SequenceTerms>)| Ok((number, opened(lists, item)?));
        let opened = order.into_iter().map(open).collect::<tantivy::Result<Vec<_>>>()?;
        let places = vec![Vec::new(); items.len()];
        Ok(Some(NearMatcher { items: opened, nearness, places }))
    }

    /// Returns the first document at or after `from` that holds every item, near or not.
    pub fn doc_from(&mut self, from: u32) -> Option<u32> {
        agreed(&mut self.items, from, |(_, item), from| seek_item(item, from))
    }

    /// Returns how often the items stand near one another in a document, in hundredths, and where:
    /// of the item with the fewest such places.
    pub fn rarest(&mut self, doc: u32, passage: &dyn Fn(u32) -> u32) -> (u32, &[Span]) {
        for (number, item) in &mut self.items {
            let places = &mut self.places[*number];
            spans_of(item, doc, places);
            if item.iter().any(|(_, words, _)| *words > 1) {
                places.retain(|span| passage(span.first) == passage(span.last));
            }
            if places.is_empty() {
                return (0, &[]);
            }
        }
        keep_near(self.nearness, &mut self.places, passage);
        let count =
            |spans: &&Vec<Span>| spans.iter().map(|span| span.weight).fold(0, u32::saturating_add);
        let rarest = self.places.iter().min_by_key(count);
        rarest.map_or((0, &[]), |spans| (count(&spans), spans))
    }
}

/// Returns how many documents the terms of a slot stand in at the most.
fn frequency(terms: &[TermInfo]) -> u64 {
    terms.iter().map(|term| u64::from(term.doc_freq)).sum()
}

/// Finds where a leaf stands, document by document in ascending order.
pub enum LeafPlaces<'a> {
    /// It stands where any of these stands: with the words of each, and what a place counts for.
    Any(Vec<(SequenceMatcher, u32, u32)>),
    /// Items near one another; `None` where some item stands nowhere.
    Near(Option<NearMatcher<'a>>),
}

impl<'a> LeafPlaces<'a> {
    /// Opens the postings of a leaf.
    pub fn open(lists: &FieldLists, terms: &LeafTerms<'a>) -> tantivy::Result<LeafPlaces<'a>> {
        Ok(match terms {
            LeafTerms::Any(sequences) => LeafPlaces::Any(opened(lists, sequences)?),
            LeafTerms::Near(items, nearness) => {
                LeafPlaces::Near(NearMatcher::open(lists, items, nearness)?)
            }
        })
    }

    /// Returns where the leaf stands in a document without reaching from one region into another;
    /// of nearness, the places of the item with the fewest.
    pub fn spans(&mut self, doc: u32, region: &dyn Fn(u32) -> u32) -> Vec<Span> {
        match self {
            LeafPlaces::Any(sequences) => {
                let mut spans = Vec::new();
                spans_of(sequences, doc, &mut spans);
                spans.retain(|span| region(span.first) == region(span.last));
                spans
            }
            LeafPlaces::Near(matcher) => matcher
                .as_mut()
                .map(|matcher| matcher.rarest(doc, region).1.to_vec())
                .unwrap_or_default(),
        }
    }
}

/// Opens the postings of sequences.
fn opened(
    lists: &FieldLists,
    sequences: &[SequenceTerms],
) -> tantivy::Result<Vec<(SequenceMatcher, u32, u32)>> {
    let open = |terms: &SequenceTerms| {
        Ok((SequenceMatcher::open(lists, terms)?, terms.words(), terms.weight))
    };
    sequences.iter().map(open).collect()
}

/// Puts in the place of `spans` where any of some sequences stands in a document: ascending, each place
/// once.
fn spans_of(sequences: &mut [(SequenceMatcher, u32, u32)], doc: u32, spans: &mut Vec<Span>) {
    spans.clear();
    let is_one = sequences.len() == 1;
    let mut positions = Vec::new();
    for (matcher, words, weight) in sequences {
        positions.clear();
        matcher.positions(doc, &mut positions);
        let span = |&first: &u32| Span { first, last: first + *words - 1, weight: *weight };
        spans.extend(positions.iter().map(span));
    }
    if !is_one {
        spans.sort_unstable_by_key(|span| (span.first, span.last, Reverse(span.weight)));
        spans.dedup_by_key(|span| (span.first, span.last));
    }
}
