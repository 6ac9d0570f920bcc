//! The documents in which items stand near one another, and where.

use tantivy::TERMINATED;

use super::matcher::{SequenceMatcher, opened, spans_of};
use super::terms::{SequenceTerms, frequency};
use super::{Walk, agreed, are_sets};
use crate::index::FieldLists;
use crate::query::Nearness;
use crate::rank::doc_bits::DocBits;
use crate::rank::near::{Span, keep_near, may_be_near};

/// One item of a nearness: any of some sequences, with the words of each, and what a place of it
/// counts for.
type Item = Vec<(SequenceMatcher, u32, u32)>;

fn seek_item(item: &mut Item, from: u32) -> u32 {
    let docs = item.iter_mut().map(|(s, ..)| s.doc_from(from).unwrap_or(TERMINATED));
    docs.min().unwrap_or(TERMINATED)
}

/// Returns the documents of an item as a set, if each of its sequences has one.
fn bits_of(item: &Item) -> Option<DocBits> {
    let sets = item.iter().map(|(matcher, ..)| matcher.bits()).collect::<Option<Vec<_>>>()?;
    Some(DocBits::in_any(&sets))
}

/// Walks the documents in which every item of a nearness stands, and finds where they are near.
pub struct NearMatcher<'a> {
    /// Each with its number, the rarest first: most documents are done with after it.
    items: Vec<(usize, Item)>,
    /// The documents that hold every item, where they are kept as sets.
    all: Option<DocBits>,
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
        walk: Walk,
    ) -> tantivy::Result<Option<Self>> {
        if items.iter().any(Vec::is_empty) {
            return Ok(None);
        }
        let mut order: Vec<(usize, &Vec<SequenceTerms>)> = items.iter().enumerate().collect();
        let rarest_slot =
            |sequence: &SequenceTerms| sequence.slots.iter().map(|terms| frequency(terms)).min();
        let length = |item: &Vec<SequenceTerms>| item.iter().filter_map(rarest_slot).sum();
        order.sort_by_key(|(_, item)| -> u64 { length(item) });
        let lengths: Vec<u64> = items.iter().map(length).collect();
        let walk = are_sets(lists, walk, &lengths).map_or(Walk::Asked, |docs| Walk::through(&docs));
        let open =
            |(number, item): (usize, &Vec<SequenceTerms>)| Ok((number, opened(lists, item, walk)?));
        let opened = order.into_iter().map(open).collect::<tantivy::Result<Vec<_>>>()?;
        let sets = opened.iter().map(|(_, item)| bits_of(item)).collect::<Option<Vec<_>>>();
        let all = sets.map(|sets| DocBits::in_each(&sets.iter().collect::<Vec<_>>()));
        let places = vec![Vec::new(); items.len()];
        Ok(Some(NearMatcher { items: opened, all, nearness, places }))
    }

    /// Returns the first document at or after `from` that may hold every item, near or not.
    pub fn doc_from(&mut self, from: u32) -> Option<u32> {
        if let Some(all) = &self.all {
            return all.next(from);
        }
        agreed(&mut self.items, from, |(_, item), from| seek_item(item, from))
    }

    /// Returns how often the items stand near one another in a document, in hundredths, and where:
    /// of the item with the fewest such places.
    pub fn rarest(&mut self, doc: u32, passage: &dyn Fn(u32) -> u32) -> (u32, &[Span]) {
        let mut rarer = None;
        for (number, item) in &mut self.items {
            let places = &mut self.places[*number];
            spans_of(item, doc, places);
            if item.iter().any(|(_, words, _)| *words > 1) {
                places.retain(|span| passage(span.first) == passage(span.last));
            }
            // Most documents that hold all items are done with after two.
            let may_match = rarer.is_none_or(|rarer| {
                may_be_near(
                    self.nearness,
                    (rarer, &self.places[rarer]),
                    (*number, &self.places[*number]),
                )
            });
            if self.places[*number].is_empty() || !may_match {
                return (0, &[]);
            }
            rarer = Some(*number);
        }
        keep_near(self.nearness, &mut self.places, passage);
        let count =
            |spans: &&Vec<Span>| spans.iter().map(|span| span.weight).fold(0, u32::saturating_add);
        let rarest = self.places.iter().min_by_key(count);
        rarest.map_or((0, &[]), |spans| (count(&spans), spans))
    }
}
