//! Where a leaf stands in documents that are known.

use super::Walk;
use super::matcher::{SequenceMatcher, opened, spans_of};
use super::near::NearMatcher;
use super::terms::LeafTerms;
use crate::index::FieldLists;
use crate::rank::near::Span;

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
            LeafTerms::Any(sequences) => LeafPlaces::Any(opened(lists, sequences, Walk::Asked)?),
            LeafTerms::Near(items, nearness) => {
                LeafPlaces::Near(NearMatcher::open(lists, items, nearness, Walk::Asked)?)
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
