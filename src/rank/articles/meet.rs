//! The documents of a partition that hold all of some leaves.
//!
//! Where all lists are long, what they have in common is found 64 documents at a time. Else the shortest is
//! walked, and the others are asked for its documents alone: where one word is rare and another is not, most
//! of the other's list is never looked at.

use std::cell::Cell;

use super::held::{Held, LeafSet};
use super::partition::Partition;
use super::scan::{Estimated, Look};
use super::scoring::Scoring;
use crate::rank::doc_bits::DocBits;
use crate::rank::occurrences::{Occurrence, Occurrences};

/// What asking a list for a document costs, in places of a list that is walked from end to end.
const ASKING: usize = 3;

/// Returns true when that is less work than walking all lists.
pub fn is_cheap(partition: &Partition<'_>, leaves: &[usize]) -> bool {
    let lists = || leaves.iter().map(|&leaf| &partition.lists[leaf]);
    let lengths = lists().map(Occurrences::len);
    let asked = lengths.clone().min().unwrap_or(0) * leaves.len().saturating_sub(1);
    let are_sets = lists().all(|list| list.bits().is_some());
    let is_less = asked.saturating_mul(ASKING) < lengths.sum::<usize>().max(1);
    !leaves.is_empty() && (are_sets || is_less)
}

/// Looks at each live document that holds all of some leaves: of several in ascending order.
pub fn meet(
    partition: &Partition<'_>,
    leaves: &[usize],
    scoring: Option<&Scoring>,
    look: &mut impl Look,
) {
    let mut forward = partition.forward();
    let mut leaves = leaves.to_vec();
    leaves.sort_by_key(|&leaf| partition.lists[leaf].len());
    let Some((&shortest, required)) = leaves.split_first() else { return };
    let others: Vec<usize> = (0..partition.lists.len()).filter(|&leaf| leaf != shortest).collect();
    let only = LeafSet::new(partition.lists.len(), std::iter::once(shortest));
    if others.is_empty() {
        return look_at_one(partition, shortest, only.held(), scoring, look);
    }
    let part = |leaf, place, lengths| {
        let scoring = scoring.filter(|scoring| scoring.is_scored(leaf));
        scoring.map_or(0.0, |scoring| scoring.part(leaf, place, lengths))
    };
    let mut look_at = |place: Occurrence| {
        let doc = place.doc;
        let mut held = only.clone();
        let lengths = partition.lengths(doc);
        let mut sum = part(shortest, place, lengths);
        for &leaf in &others {
            if let Some(place) = forward.find(leaf, doc) {
                held.put(leaf);
                sum += part(leaf, place, lengths);
            }
        }
        look.look(doc, held.held(), Estimated { sum, slight: 0.0 });
    };
    let sets = leaves.iter().map(|&leaf| partition.lists[leaf].bits()).collect::<Option<Vec<_>>>();
    if let Some(sets) = sets {
        let mut of_shortest = 0;
        let find = |doc| partition.lists[shortest].find_from(&mut of_shortest, doc);
        DocBits::in_all(&sets).filter_map(find).for_each(look_at);
        return;
    }
    let mut asked = partition.forward();
    partition.lists[shortest].each(|place| {
        if required.iter().all(|&leaf| asked.has(leaf, place.doc)) {
            look_at(place);
        }
    });
}

/// Looks at the documents of the only leaf there is.
fn look_at_one(
    partition: &Partition<'_>,
    leaf: usize,
    held: Held<'_>,
    scoring: Option<&Scoring>,
    look: &mut impl Look,
) {
    let scoring = scoring.filter(|scoring| scoring.is_scored(leaf));
    let least_count_for = |least| scoring.map_or(0, |s| s.least_count(leaf, least));
    let mut least = look.least_looked_at();
    // Most texts of a frequent word have it too seldom, however short they are.
    let least_count = Cell::new(least_count_for(least));
    let mut looked_at = 0;
    partition.lists[leaf].each_with_least(
        look.room(),
        || least_count.get(),
        |place| {
            if place.in_text < least_count.get() && place.in_title == 0 {
                return;
            }
            looked_at += 1;
            let lengths = partition.lengths(place.doc);
            let sum = scoring.map_or(0.0, |scoring| scoring.part(leaf, place, lengths));
            look.look(place.doc, held, Estimated { sum, slight: 0.0 });
            if look.least_looked_at() != least {
                least = look.least_looked_at();
                least_count.set(least_count_for(least));
            }
        },
    );
    let passed = partition.lists[leaf].len() as u64 - looked_at;
    look.count(held, passed);
}
